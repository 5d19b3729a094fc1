//! Settling: the one way in which a call ends for the money, whoever brings the news.

use super::{
    gauges,
    model::{CallStatus, EventEffect},
    refund,
    store::{
        lifecycle::{self, OpenCall},
        settlement::{self, Figures, SettledBy},
    },
};
use crate::{
    contacts,
    domain::{money::Micros, time::EpochMs},
    ledger::store::{CallCharge, charge},
    server::{
        database::Transaction,
        sabotage::{self, Fault},
    },
};

/// News that a call has ended.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// A final status.
    pub status: CallStatus,
    /// From answer to hang-up, as the carrier counted; `None` means not known yet, which is not zero.
    pub duration_seconds: Option<i64>,
    pub by: SettledBy,
    pub at: EpochMs,
}

/// What the news changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    Charged(Micros),
    /// Ended, but for how long is not known: the hold stays until the carrier says.
    Parked,
    /// Somebody settled it before; nothing changed.
    Already,
}

impl Settlement {
    /// What the event that brought the news is said to have changed.
    pub const fn effect(self) -> EventEffect {
        match self {
            Self::Charged(_) => EventEffect::Settled,
            Self::Parked => EventEffect::Parked,
            Self::Already => EventEffect::Late,
        }
    }
}

/// Settles a call once: charges what its frozen rate says, at most the hold, and releases the rest. An answered call under
/// `refund_under_seconds` gets its charge back in the same transaction.
///
/// # Errors
/// When the database fails: then nothing has changed.
pub async fn settle(
    tx: &mut Transaction,
    call: &OpenCall,
    ending: &Ending,
    refund_under_seconds: i64,
) -> sqlx::Result<Settlement> {
    let Some(figures) = figures(call, ending) else {
        let parked = lifecycle::park(tx, &call.id, ending.at).await?;
        return Ok(if parked { Settlement::Parked } else { Settlement::Already });
    };
    if sabotage::on(Fault::UnguardedSettlement) {
        settlement::reopen(tx, &call.id).await?;
    }
    let Some(won) = settlement::settle(tx, &call.id, &figures).await? else {
        report_late_news(call, &figures);
        return Ok(Settlement::Already);
    };
    sabotage::tear(tx).await?;
    let taken =
        CallCharge { user: &call.user_id, call: &call.id, held: won.hold_micros, charged: won.charged_micros, at: ending.at };
    charge(tx, taken).await?;
    refund::after_settlement(tx, call, &won, refund_under_seconds, ending.at).await?;
    touch_contact(tx, call, &figures).await?;
    gauges::settled(ending.by, figures.rated, won.charged_micros);
    if figures.rated > won.charged_micros {
        let loss = (figures.rated - won.charged_micros).0;
        tracing::warn!(call.id = %call.id, loss_micros = loss, "a call outran its hold; the house bears the difference");
    }
    Ok(Settlement::Charged(won.charged_micros))
}

/// The price of an ending; `None` while its duration is not known. Only a completed call costs anything.
pub fn figures(call: &OpenCall, ending: &Ending) -> Option<Figures> {
    let told = ending.duration_seconds.or(sabotage::on(Fault::UnknownIsZero).then_some(0));
    let duration_seconds = if ending.status == CallStatus::Completed { told?.max(0) } else { 0 };
    let tariff = call.tariff.tariff();
    let billed_seconds = tariff.billed_seconds(duration_seconds);
    let rated = tariff.price_of_billed(billed_seconds);
    Some(Figures { status: ending.status, duration_seconds, billed_seconds, rated, by: ending.by, at: ending.at })
}

/// A conversation makes its contact a recent one.
///
/// # Errors
/// When the database fails.
pub async fn touch_contact(tx: &mut Transaction, call: &OpenCall, figures: &Figures) -> sqlx::Result<()> {
    match &call.contact_id {
        Some(contact) if figures.duration_seconds > 0 => contacts::store::touch(tx, contact, figures.at).await,
        _ => Ok(()),
    }
}

/// The first valid report settles; one that says something else later is kept in the log for the operator.
fn report_late_news(call: &OpenCall, figures: &Figures) {
    if call.duration_s.is_some_and(|known| known != figures.duration_seconds) {
        tracing::warn!(call.id = %call.id, known = call.duration_s, late = figures.duration_seconds, "a late report differs; nothing changed");
    }
}
