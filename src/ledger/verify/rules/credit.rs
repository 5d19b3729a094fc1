//! Where credit comes from.

use super::{Rule, Subject, Unit};
use crate::words::Proof;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a_payment_is_credited_once",
        sentence: "a succeeded payment has one top-up of its amount, another none",
        plain: Some(Proof::paid_is_credited),
        subject: Subject::Payments,
        unit: Unit::Money,
        sql: "
            select id, cast(wanted as text) as expected, cast(credited as text) as found
              from (select p.id, case when p.state = 'succeeded' then p.amount_micros else 0 end as wanted,
                           coalesce(sum(t.amount_micros), 0) as credited
                      from payments p left join transactions t on t.payment_id = p.id and t.kind = 'topup'
                     where p.user_id between $1 and $2 group by p.id, p.state, p.amount_micros) p
             where wanted <> credited order by id",
    },
    Rule {
        name: "a_payment_is_in_its_wallets_currency",
        sentence: "a succeeded payment is in the currency of its account",
        plain: Some(Proof::own_currency),
        subject: Subject::Payments,
        unit: Unit::Plain,
        sql: "
            select p.id, u.currency as expected, p.currency as found
              from payments p join users u on u.id = p.user_id
             where p.state = 'succeeded' and p.currency <> u.currency and p.user_id between $1 and $2 order by p.id",
    },
    Rule {
        name: "credit_has_a_source",
        sentence: "credit comes from a payment or from a named operator",
        plain: Some(Proof::credit_has_source),
        subject: Subject::Lines,
        unit: Unit::Plain,
        sql: "
            select user_id || ' no. ' || cast(seq as text) as id, 'a payment or an operator' as expected,
                   kind || ' of ' || cast(amount_micros as text) || ' from nobody' as found
              from transactions
             where amount_micros > 0 and payment_id is null and not (kind = 'adjust' and operator is not null)
               and user_id between $1 and $2 order by user_id, seq",
    },
    Rule {
        name: "an_adjustment_is_explained",
        sentence: "an adjustment names its operator and its reason",
        plain: Some(Proof::has_reason),
        subject: Subject::Lines,
        unit: Unit::Plain,
        sql: "
            select user_id || ' no. ' || cast(seq as text) as id, 'an operator and a reason' as expected,
                   case when coalesce(operator, '') = '' then 'no operator' else 'no reason' end as found
              from transactions
             where kind = 'adjust' and (coalesce(operator, '') = '' or coalesce(note, '') = '')
               and user_id between $1 and $2 order by user_id, seq",
    },
    Rule {
        name: "a_refund_gives_back_a_charge",
        sentence: "a refund names a settled call of the same account and gives back at most its charge, once",
        plain: Some(Proof::refund_of_call),
        subject: Subject::Lines,
        unit: Unit::Money,
        sql: "
            select t.user_id || ' no. ' || cast(min(t.seq) as text) as id, cast(coalesce(c.charged_micros, 0) as text) as expected,
                   cast(sum(t.amount_micros) as text) as found
              from transactions t left join calls c on c.id = t.call_id and c.user_id = t.user_id
             where t.kind = 'adjust' and t.call_id is not null and t.user_id between $1 and $2
             group by t.user_id, t.call_id, c.charged_micros
            having c.charged_micros is null or min(t.amount_micros) <= 0 or sum(t.amount_micros) > c.charged_micros or count(*) > 1
             order by t.user_id, t.call_id",
    },
];
