//! What the lines of a statement say against each other. A line is named by its account and its number.

use super::{Rule, Subject, Unit};
use crate::words::Proof;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "lines_have_no_gaps",
        sentence: "the lines of an account are numbered 1, 2, 3 … without gaps",
        plain: Some(Proof::without_gaps),
        subject: Subject::Lines,
        unit: Unit::Plain,
        sql: "
            select user_id || ' no. ' || cast(seq as text) as id, cast(coalesce(seq_before, 0) + 1 as text) as expected,
                   cast(seq as text) as found
              from (select user_id, seq, lag(seq) over (partition by user_id order by seq) as seq_before
                      from transactions where user_id between $1 and $2) t
             where seq <> coalesce(seq_before, 0) + 1 order by user_id, seq",
    },
    Rule {
        name: "balance_runs_from_line_to_line",
        sentence: "the balance after a line is the balance before it and its amount",
        plain: Some(Proof::each_continues),
        subject: Subject::Lines,
        unit: Unit::Money,
        sql: "
            select user_id || ' no. ' || cast(seq as text) as id,
                   cast(coalesce(before_micros, 0) + amount_micros as text) as expected, cast(after_micros as text) as found
              from (select user_id, seq, amount_micros, balance_after_micros as after_micros,
                           lag(balance_after_micros) over (partition by user_id order by seq) as before_micros
                      from transactions where user_id between $1 and $2) t
             where after_micros <> coalesce(before_micros, 0) + amount_micros order by user_id, seq",
    },
    Rule {
        name: "no_balance_was_negative",
        sentence: "no balance was ever negative",
        plain: Some(Proof::never_negative),
        subject: Subject::Lines,
        unit: Unit::Money,
        sql: "
            select user_id || ' no. ' || cast(seq as text) as id, '0' as expected, cast(balance_after_micros as text) as found
              from transactions where user_id between $1 and $2 and balance_after_micros < 0 order by user_id, seq",
    },
    Rule {
        name: "lines_name_their_owners_calls",
        sentence: "a transaction names a call or payment of its own account alone",
        plain: Some(Proof::own_calls),
        subject: Subject::Lines,
        unit: Unit::Plain,
        sql: "
            select t.user_id || ' no. ' || cast(t.seq as text) as id, 'one of the same account' as expected,
                   coalesce(c.id, p.id) || ' of another account' as found
              from transactions t left join calls c on c.id = t.call_id left join payments p on p.id = t.payment_id
             where t.user_id between $1 and $2 and (c.user_id <> t.user_id or p.user_id <> t.user_id)
             order by t.user_id, t.seq",
    },
];
