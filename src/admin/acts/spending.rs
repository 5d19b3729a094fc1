//! What an account may spend, by its operator's word.

use super::sent_before;
use crate::{
    admin::{
        audit::{self, Actor, Deed},
        model::Action,
    },
    domain::ids::UserId,
    error::AppError,
    limits::{
        change::{checked, set_operator},
        model::Limits,
        store,
    },
    server::{state::AppState, unit_of_work::to_its_end},
};

/// The operator's limits of an account.
#[derive(Debug, Clone)]
pub struct Spending {
    pub user: UserId,
    pub limits: Limits,
    /// Why; the command line asks for none.
    pub reason: String,
    pub reference: Option<String>,
}

/// Replaces the operator's limits of an account; the same ones again change nothing and make no entry.
///
/// # Errors
/// [`AppError::Invalid`] at the field that makes no sense, or when the database fails.
pub async fn set(state: &AppState, actor: Actor, wanted: Spending) -> Result<(), AppError> {
    let limits = checked(wanted.limits.clone())?;
    let state = state.clone();
    to_its_end(async move {
        let Spending { user, reason, reference, .. } = &wanted;
        let mut tx = state.db.begin().await?;
        let pen = match audit::begin(&mut tx, &actor, reference.as_deref()).await? {
            Ok(pen) => pen,
            Err(entry) if entry.subject_id.as_ref() == Some(user) && entry.action == Action::Limits => return Ok(()),
            Err(_) => return Err(sent_before()),
        };
        let at = state.clock.now();
        if super::store::account(&mut tx, user).await?.is_none() {
            return Err(AppError::not_found("account"));
        }
        let before = store::rows_within(&mut tx, user).await?.operator;
        if before == limits {
            return Ok(());
        }
        set_operator(&mut tx, user, &limits, at).await?;
        let (was, is) = differences(&before, &limits);
        let deed =
            Deed { action: Action::Limits, subject: Some(user), object: "", before: &was, after: &is, reason: reason.trim(), at };
        pen.write(&mut tx, deed).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// What differs, as `name=value` on both sides.
fn differences(before: &Limits, after: &Limits) -> (String, String) {
    let (before, after) = (parts(before), parts(after));
    let different: Vec<_> = before.into_iter().zip(after).filter(|(was, is)| was != is).collect();
    let join = |side: fn(&(String, String)) -> &str| different.iter().map(side).collect::<Vec<_>>().join(", ");
    (join(|(was, _)| was), join(|(_, is)| is))
}

fn parts(limits: &Limits) -> [String; 6] {
    let text = |value: Option<String>| value.unwrap_or_else(|| "default".to_owned());
    let number = |value: Option<i64>| text(value.map(|value| value.to_string()));
    let money = |value: Option<crate::domain::money::Micros>| text(value.map(crate::domain::money::Micros::exact));
    [
        format!("longest call={}", number(limits.call_seconds_most)),
        format!("day={}", money(limits.day_micros_most)),
        format!("month={}", money(limits.month_micros_most)),
        format!("minute={}", money(limits.rate_micros_per_min_most)),
        format!("calls at once={}", number(limits.calls_most)),
        format!("blocked={}", limits.blocked_countries.join(" ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Micros;

    #[test]
    fn only_what_differs_is_told() {
        let before = Limits { calls_most: Some(4), ..Limits::default() };
        let after = Limits { calls_most: Some(4), day_micros_most: Some(Micros(2_500_000)), ..Limits::default() };
        assert_eq!(differences(&before, &after), ("day=default".to_owned(), "day=$2.500000".to_owned()));
        assert_eq!(differences(&after, &after), (String::new(), String::new()));
    }
}
