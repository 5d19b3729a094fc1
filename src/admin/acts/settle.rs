//! A call that the carrier left open, settled at an operator's word.

use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::Action,
    },
    calls::reconcile::by_hand::{self, Decision},
    domain::money::Micros,
    error::AppError,
    server::{state::AppState, unit_of_work::to_its_end},
};

/// Settles a call; gives the charge.
///
/// # Errors
/// As `by_hand::decide`.
pub async fn settle(state: &AppState, actor: Actor, decision: Decision) -> Result<Micros, AppError> {
    let state = state.clone();
    to_its_end(async move {
        let mut tx = state.db.begin().await?;
        let Ok(pen) = audit::begin(&mut tx, &actor, None).await? else {
            return Err(AppError::internal(&"an act without a reference was found in the log"));
        };
        let (user, charged) = by_hand::decide(&mut tx, &state, &decision).await?;
        let after = format!("{} s, {} charged", decision.seconds, charged.exact());
        let deed = Deed {
            action: Action::Settle,
            subject: Some(&user),
            object: decision.call.as_str(),
            before: "open",
            after: &after,
            reason: decision.reason.trim(),
            at: state.clock.now(),
        };
        pen.write(&mut tx, deed).await?;
        tx.commit().await?;
        Ok(charged)
    })
    .await
}
