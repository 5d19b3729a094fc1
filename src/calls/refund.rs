//! Giving a charge back without being asked: a call too short to be of use, a call through which no sound ever passed.
//!
//! Who decides is the carrier's count of seconds and packets, never the browser's word: a caller could forge that.

use super::store::{
    events::Conclusion,
    lifecycle::OpenCall,
    settlement::{self, Won},
};
use crate::{
    calls::model::EventEffect,
    domain::{
        money::Micros,
        time::{EpochMs, MS_PER_DAY},
    },
    ledger::store::{AUTOMATIC, Refund, RefundOutcome, automatic_refunds_since, refund},
    server::database::Transaction,
    words::{Language, Ledger, Timeline},
};

/// So many a day the rules give one account, then an operator decides: the carrier bills us for a refunded call all the same,
/// and whoever earns on the called number could have it ring for ever at our cost.
pub const A_DAY_MOST: i64 = 5;

/// Why a call without sound is refunded. Reasons are stored in English; `words::Ledger` knows them again for other readers.
pub const SILENT: &str = "The carrier reports that no sound ever passed";

/// What came of a refund by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Refunded,
    Already,
    /// Nothing was charged.
    NotOwed,
    /// [`A_DAY_MOST`] is reached.
    ForTheOperator,
}

/// Gives back, in the transaction of the settlement, what the rules say is not to be paid. Calls shorter than `under_seconds`
/// are not; 0 turns that rule off.
///
/// # Errors
/// When the database fails.
pub async fn after_settlement(
    tx: &mut Transaction,
    call: &OpenCall,
    won: &Won,
    under_seconds: i64,
    at: EpochMs,
) -> sqlx::Result<()> {
    let seconds = won.duration_s;
    let reason = if won.silent_at.is_some() {
        SILENT.to_owned()
    } else if seconds < under_seconds {
        Ledger::of(Language::En).too_short(&seconds.to_string(), &under_seconds.to_string())
    } else {
        return Ok(());
    };
    if give(tx, call, won.charged_micros, &reason, at).await? == Given::ForTheOperator {
        tracing::warn!(call.id = %call.id, "an automatic refund is left to the operator: the account had its share today");
    }
    Ok(())
}

/// The carrier says that no sound ever passed through a call: what was charged is given back, now or when it is settled.
///
/// # Errors
/// When the database fails.
pub async fn silent(tx: &mut Transaction, call: &OpenCall, at: EpochMs) -> sqlx::Result<Conclusion> {
    let Some(charged) = settlement::mark_silent(tx, &call.id, at).await? else { return Ok(EventEffect::Noted.into()) };
    let Some(charged) = charged.charged_micros else {
        return Ok(said(EventEffect::Noted, Timeline::given_back_later));
    };
    Ok(match give(tx, call, charged, SILENT, at).await? {
        Given::Refunded => said(EventEffect::Refunded, Timeline::given_back),
        Given::Already => said(EventEffect::Nothing, Timeline::given_back_before),
        Given::NotOwed => said(EventEffect::Noted, Timeline::nothing_charged),
        Given::ForTheOperator => said(EventEffect::Noted, Timeline::operator_decides),
    })
}

fn said(effect: EventEffect, outcome: fn(Timeline) -> &'static str) -> Conclusion {
    let t = Timeline::of(Language::En);
    Conclusion { effect, summary: Some(t.silent(outcome(t))) }
}

async fn give(tx: &mut Transaction, call: &OpenCall, amount: Micros, reason: &str, at: EpochMs) -> sqlx::Result<Given> {
    if amount.is_zero() {
        return Ok(Given::NotOwed);
    }
    let of_today = automatic_refunds_since(tx, &call.user_id, EpochMs(at.0 - MS_PER_DAY)).await?;
    if of_today >= A_DAY_MOST {
        return Ok(Given::ForTheOperator);
    }
    let given = Refund { user: &call.user_id, call: &call.id, amount, operator: AUTOMATIC, reason, at };
    Ok(match refund(tx, given).await? {
        RefundOutcome::Given => Given::Refunded,
        RefundOutcome::Already => Given::Already,
        RefundOutcome::NotOwed => Given::NotOwed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_and_a_report_say_the_same_of_a_call_without_sound() {
        assert_eq!(SILENT, Ledger::of(Language::En).no_sound());
        let told = said(EventEffect::Refunded, Timeline::given_back).summary;
        assert_eq!(told, Some(format!("{SILENT}: the charge was given back")));
    }
}
