//! A call's row, locked until the transaction ends. Whoever writes about a call takes its row first: an event that refers to the
//! row shares it, and two that did so before either wrote the row would each wait for the other (PostgreSQL's foreign keys).

use super::lifecycle::{OpenCall, open_call_columns};
use crate::{
    domain::ids::CallId,
    server::database::{Transaction, on_engine},
};

/// The call one of whose legs has one of these `CallSid`s.
///
/// # Errors
/// When the database fails.
pub async fn by_leg(tx: &mut Transaction, sid: &str, parent_sid: Option<&str>) -> sqlx::Result<Option<OpenCall>> {
    const LOCK: &str = concat!(
        "update calls set status_rank = status_rank where id = (select found.id from calls found where found.parent_sid in ($1, $2) ",
        "or found.child_sid = $1 order by found.created_at limit 1) returning ",
        open_call_columns!()
    );

    let parent_sid = parent_sid.unwrap_or(sid);
    let call = on_engine!(&mut *tx, |tx| sqlx::query_as(LOCK).bind(sid).bind(parent_sid).fetch_optional(&mut **tx).await)?;
    Ok(noted(tx, call))
}

/// One call by its id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(tx: &mut Transaction, id: &CallId) -> sqlx::Result<Option<OpenCall>> {
    const LOCK: &str = concat!("update calls set status_rank = status_rank where id = $1 returning ", open_call_columns!());

    let call = on_engine!(&mut *tx, |tx| sqlx::query_as(LOCK).bind(id).fetch_optional(&mut **tx).await)?;
    Ok(noted(tx, call))
}

/// Who locks a call is about to change it: whatever statement does so needs not say it again.
fn noted(tx: &mut Transaction, call: Option<OpenCall>) -> Option<OpenCall> {
    call.inspect(|call| tx.note(&call.user_id))
}
