//! Alarms: an account that calls faster than people do, or so many destinations. They refuse nothing; an operator looks and decides
//! (docs/limits.md).

use super::{model::AlarmKind, store};
use crate::{
    domain::{ids::UserId, time::EpochMs},
    server::state::AppState,
    users::model::Email,
};

/// An alarm, for operators.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Alarm {
    pub user_id: UserId,
    pub email: Email,
    pub kind: AlarmKind,
    /// What was counted when it was given.
    pub counted: i64,
    /// From how many on it is given.
    pub threshold: i64,
    pub created_at: EpochMs,
}

/// Looks at an account that has just begun a call. A failure is logged: the call goes on.
pub async fn look(state: &AppState, user: &UserId) {
    if let Err(error) = count(state, user).await {
        tracing::error!(%error, user.id = %user, "whether a call gives an alarm could not be found out");
    }
}

async fn count(state: &AppState, user: &UserId) -> sqlx::Result<()> {
    let (now, defaults) = (state.clock.now(), &state.config.spending);
    let pace = store::pace(&state.db, user, [now.plus_seconds(-3_600), now.plus_seconds(-86_400)]).await?;
    let looked_at = [
        (AlarmKind::Velocity, pace.calls_in_hour, defaults.alarm_calls_in_hour),
        (AlarmKind::Destinations, pace.destinations_in_day, defaults.alarm_destinations_in_day),
    ];
    for (kind, counted, threshold) in looked_at {
        if threshold > 0 && counted >= threshold && store::raise(&state.db, user, kind, [counted, threshold], now).await? {
            tracing::warn!(user.id = %user, alarm = kind.word(), counted, threshold, "an account gives an alarm");
            metrics::counter!("ringfare_alarms_total", "kind" => kind.word()).increment(1);
        }
    }
    Ok(())
}
