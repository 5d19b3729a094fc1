//! What a call's row says of its end and of its price.

use super::{FORGOTTEN_CALL, Rule, Subject, Unit};
use crate::words::Proof;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a_call_is_charged_once",
        sentence: "a charged call has one transaction of its charge, a free one none",
        plain: Some(Proof::charged_once),
        subject: Subject::Calls,
        unit: Unit::Money,
        sql: "
            select c.id, cast(coalesce(c.charged_micros, 0) as text) as expected,
                   cast(coalesce(sum(-t.amount_micros), 0) as text) as found
              from calls c left join transactions t on t.call_id = c.id and t.kind = 'call'
             where c.user_id between $1 and $2
             group by c.id, c.charged_micros
            having coalesce(sum(-t.amount_micros), 0) <> coalesce(c.charged_micros, 0) or count(t.seq) > 1 order by c.id",
    },
    Rule {
        name: "settled_means_final",
        sentence: "a call is settled exactly when its status is final, so no status went back",
        plain: Some(Proof::ended_is_settled),
        subject: Subject::Calls,
        unit: Unit::Plain,
        sql: "
            select id, case when status_rank >= 10 then 'settled' else 'not settled' end as expected,
                   case when settled_at is null then 'not settled' else 'settled' end || ' as ' || status as found
              from calls where user_id between $1 and $2 and (status_rank >= 10) <> (settled_at is not null) order by id",
    },
    Rule {
        name: "status_and_rank_agree",
        sentence: "a call's rank is the rank of its status",
        plain: None,
        subject: Subject::Calls,
        unit: Unit::Plain,
        sql: "
            select id, cast(wanted as text) as expected, cast(status_rank as text) || ' for ' || status as found
              from (select id, status, status_rank,
                           case status when 'queued' then 0 when 'initiated' then 1 when 'ringing' then 2 when 'in-progress' then 3
                                else 10 end as wanted
                      from calls where user_id between $1 and $2) c
             where status_rank <> wanted and not (status = 'completed' and status_rank = 9) order by id",
    },
    Rule {
        name: "a_settlement_is_whole",
        sentence: "a settled call has all figures of its settlement, an open one none",
        plain: Some(Proof::whole_receipt),
        subject: Subject::Calls,
        unit: Unit::Plain,
        sql: "
            select id, case when settled_at is null then 'none, it is open' else 'all six' end as expected,
                   cast(figures as text) || ' of duration, billed time, rated price, charge, end and source' as found
              from (select id, settled_at,
                           (case when duration_s is null then 0 else 1 end) + (case when billed_s is null then 0 else 1 end) +
                           (case when rated_micros is null then 0 else 1 end) + (case when charged_micros is null then 0 else 1 end) +
                           (case when ended_at is null then 0 else 1 end) + (case when settled_by is null then 0 else 1 end) as figures,
                           coalesce(billed_s, rated_micros, charged_micros) is null and settled_by is null as open_has_none
                      from calls where user_id between $1 and $2) c
             where (settled_at is not null and figures <> 6) or (settled_at is null and not open_has_none) order by id",
    },
    Rule {
        name: "billed_time_follows_the_increments",
        sentence: "billed seconds follow from the duration by the frozen increments",
        plain: Some(Proof::billed_time),
        subject: Subject::SettledCalls,
        unit: Unit::Seconds,
        sql: "
            select id, cast(wanted as text) as expected, cast(billed_s as text) as found
              from (select id, billed_s,
                           case when coalesce(duration_s, 0) = 0 or duration_s <= free_under_s then 0
                                when duration_s <= initial_s then initial_s
                                else initial_s + (duration_s - initial_s + increment_s - 1) / increment_s * increment_s end as wanted
                      from calls where settled_at is not null and user_id between $1 and $2) c
             where billed_s is distinct from wanted order by id",
    },
    Rule {
        name: "rated_price_is_rate_times_time",
        sentence: "a rated price is connect fee plus rate times billed seconds, rounded up",
        plain: Some(Proof::price),
        subject: Subject::SettledCalls,
        unit: Unit::Money,
        sql: "
            select id, cast(wanted as text) as expected, cast(rated_micros as text) as found
              from (select id, rated_micros,
                           case when coalesce(billed_s, 0) = 0 then 0
                                else connect_micros + (rate_micros_per_min * billed_s + 59) / 60 end as wanted
                      from calls where settled_at is not null and user_id between $1 and $2) c
             where rated_micros is distinct from wanted order by id",
    },
    Rule {
        name: "a_charge_is_the_price_at_most_the_hold",
        sentence: "a charge is the rated price, at most the hold",
        plain: Some(Proof::within_hold),
        subject: Subject::SettledCalls,
        unit: Unit::Money,
        sql: "
            select id, cast(wanted as text) as expected, cast(charged_micros as text) as found
              from (select id, charged_micros, case when rated_micros < hold_micros then rated_micros else hold_micros end as wanted
                      from calls where settled_at is not null and user_id between $1 and $2) c
             where charged_micros is distinct from wanted order by id",
    },
    Rule {
        name: "a_hold_pays_for_the_permitted_time",
        sentence: "the hold of an open call pays for all the time it may last",
        plain: Some(Proof::hold_pays),
        subject: Subject::OpenCalls,
        unit: Unit::Money,
        sql: "
            select id, cast(wanted as text) as expected, cast(hold_micros as text) as found
              from (select id, hold_micros, connect_micros + (rate_micros_per_min *
                           (case when time_limit_s <= initial_s then initial_s
                                 else initial_s + (time_limit_s - initial_s + increment_s - 1) / increment_s * increment_s end)
                           + 59) / 60 as wanted
                      from calls where settled_at is null and user_id between $1 and $2) c
             where hold_micros < wanted order by id",
    },
    Rule {
        name: "the_carrier_was_told_no_more_than_is_held",
        sentence: "the limit that the carrier was told of a call is at most the one that is held for",
        plain: Some(Proof::within_limit),
        subject: Subject::Calls,
        unit: Unit::Seconds,
        sql: "
            select id, cast(time_limit_s as text) as expected, cast(carrier_limit_s as text) as found
              from calls where carrier_limit_s > time_limit_s and user_id between $1 and $2 order by id",
    },
    Rule {
        name: "a_carrier_price_is_the_sum_of_its_legs",
        sentence: "what the carrier asks for a call is the sum of what it asks for its legs",
        plain: None,
        subject: Subject::SettledCalls,
        unit: Unit::Money,
        sql: "
            select id, cast(coalesce(carrier_parent_micros, 0) + coalesce(carrier_child_micros, 0) as text) as expected,
                   cast(carrier_micros as text) as found
              from calls
             where carrier_micros <> coalesce(carrier_parent_micros, 0) + coalesce(carrier_child_micros, 0)
               and user_id between $1 and $2 order by id",
    },
    Rule {
        name: "a_frozen_rate_is_still_in_its_deck",
        sentence: "the deck row that a call froze has not changed",
        plain: Some(Proof::price_of_deck),
        subject: Subject::Calls,
        unit: Unit::Plain,
        sql: "
            select c.id, coalesce(cast(r.rate_micros_per_min as text) || ' + ' || cast(r.connect_micros as text) || ', ' ||
                     cast(r.initial_s as text) || '/' || cast(r.increment_s as text) || ', free under ' || cast(r.free_under_s as text),
                     'a row of deck ' || c.deck_id || ' for ' || c.prefix) as expected,
                   cast(c.rate_micros_per_min as text) || ' + ' || cast(c.connect_micros as text) || ', ' ||
                     cast(c.initial_s as text) || '/' || cast(c.increment_s as text) || ', free under ' ||
                     cast(c.free_under_s as text) as found
              from calls c left join rates r on r.deck_id = c.deck_id and r.prefix = c.prefix and r.origin = c.origin
             where c.user_id between $1 and $2
               and (r.deck_id is null or r.rate_micros_per_min <> c.rate_micros_per_min or r.connect_micros <> c.connect_micros
                    or r.initial_s <> c.initial_s or r.increment_s <> c.increment_s or r.free_under_s <> c.free_under_s)
             order by c.id",
    },
    Rule {
        name: "no_call_is_forgotten",
        sentence: FORGOTTEN_CALL,
        plain: Some(Proof::none_forgotten),
        subject: Subject::OpenCalls,
        unit: Unit::Moment,
        sql: "
            select id, cast(hold_expires_at + 900000 as text) as expected, cast(cast($3 as bigint) as text) as found
              from calls
             where settled_at is null and hold_expires_at + 900000 < cast($3 as bigint) and user_id between $1 and $2 order by id",
    },
    Rule {
        name: "kept_sums_are_those_of_the_calls",
        sentence: "sums that are kept for analytics are what the calls of their stretch add up to",
        plain: None,
        subject: Subject::Calls,
        unit: Unit::Plain,
        sql: "
            select k.user_id as id, cast(count(c.id) as text) || ' for ' || cast(coalesce(sum(c.charged_micros), 0) as text) as expected,
                   cast(k.calls as text) || ' for ' || cast(k.charged_micros as text) as found
              from call_sums k
              left join calls c on c.user_id = k.user_id and c.created_at >= k.began_at and c.created_at < k.began_at + k.width_ms
             where k.user_id between $1 and $2 and k.calls is not null
             group by k.user_id, k.width_ms, k.began_at, k.calls, k.charged_micros
            having count(c.id) <> k.calls or coalesce(sum(c.charged_micros), 0) <> k.charged_micros order by k.user_id",
    },
];
