//! What stood there before an act, read in its transaction.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, money::Micros},
    server::database::{Transaction, on_engine},
    users::model::AccountStatus,
};

/// An account as an act finds it.
#[derive(Debug, Clone, FromRow)]
pub struct Account {
    pub status: AccountStatus,
    pub balance_micros: Micros,
}

/// # Errors
/// When the database fails.
pub async fn account(tx: &mut Transaction, user: &UserId) -> sqlx::Result<Option<Account>> {
    const SELECT: &str = "select status, balance_micros from users where id = $1";

    on_engine!(tx, |tx| sqlx::query_as(SELECT).bind(user).fetch_optional(&mut **tx).await)
}
