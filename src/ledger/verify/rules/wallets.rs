//! What an account's row says against its lines and its calls.

use super::{Rule, Subject, Unit};
use crate::words::Proof;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "balance_is_the_sum_of_its_lines",
        sentence: "a balance is the sum of its transactions",
        plain: Some(Proof::balance_is_sum),
        subject: Subject::Accounts,
        unit: Unit::Money,
        sql: "
            select u.id, cast(coalesce(sum(t.amount_micros), 0) as text) as expected, cast(u.balance_micros as text) as found
              from users u left join transactions t on t.user_id = u.id
             where u.id between $1 and $2
             group by u.id, u.balance_micros having u.balance_micros <> coalesce(sum(t.amount_micros), 0) order by u.id",
    },
    Rule {
        name: "held_is_held_for_open_calls",
        sentence: "what is held is the sum of the holds of open calls",
        plain: Some(Proof::held_is_right),
        subject: Subject::Accounts,
        unit: Unit::Money,
        sql: "
            select u.id, cast(coalesce(sum(c.hold_micros), 0) as text) as expected, cast(u.held_micros as text) as found
              from users u left join calls c on c.user_id = u.id and c.settled_at is null
             where u.id between $1 and $2
             group by u.id, u.held_micros having u.held_micros <> coalesce(sum(c.hold_micros), 0) order by u.id",
    },
    Rule {
        name: "active_calls_are_counted",
        sentence: "the number of active calls counts the calls that are open",
        plain: Some(Proof::count_is_right),
        subject: Subject::Accounts,
        unit: Unit::Plain,
        sql: "
            select u.id, cast(count(c.id) as text) as expected, cast(u.active_calls as text) as found
              from users u left join calls c on c.user_id = u.id and c.settled_at is null
             where u.id between $1 and $2
             group by u.id, u.active_calls having u.active_calls <> count(c.id) order by u.id",
    },
    Rule {
        name: "balance_covers_what_is_held",
        sentence: "a balance covers what is held, and neither is negative",
        plain: Some(Proof::balance_covers),
        subject: Subject::Accounts,
        unit: Unit::Money,
        sql: "
            select id, cast(case when held_micros < 0 then 0 else held_micros end as text) as expected,
                   cast(case when held_micros < 0 then held_micros else balance_micros end as text) as found
              from users where id between $1 and $2 and (held_micros < 0 or balance_micros < held_micros) order by id",
    },
    Rule {
        name: "last_number_counts_the_lines",
        sentence: "the last sequence number of an account counts its transactions",
        plain: Some(Proof::none_removed),
        subject: Subject::Accounts,
        unit: Unit::Plain,
        sql: "
            select u.id, cast(count(t.seq) as text) as expected, cast(u.txn_seq as text) as found
              from users u left join transactions t on t.user_id = u.id
             where u.id between $1 and $2
             group by u.id, u.txn_seq having u.txn_seq <> count(t.seq) order by u.id",
    },
    Rule {
        name: "accounts_and_house_add_to_zero",
        sentence: "all balances and the house's accounts, one for each kind of transaction, add up to zero",
        plain: Some(Proof::nothing_missing),
        subject: Subject::Lines,
        unit: Unit::Money,
        sql: "
            select 'all accounts' as id, '0' as expected, cast(a.total - h.total as text) as found
              from (select coalesce(sum(balance_micros), 0) as total from users where id between $1 and $2) a,
                   (select coalesce(sum(total), 0) as total
                      from (select kind, sum(amount_micros) as total from transactions where user_id between $1 and $2
                             group by kind) kinds) h
             where a.total <> h.total order by 1",
    },
];
