//! Payments as their payer sees them.

use sqlx::FromRow;

use crate::{
    domain::{ids::UserId, money::Micros, time::EpochMs},
    server::database::{Database, on_engine},
};

/// A payment.
#[derive(FromRow)]
pub struct Payment {
    pub id: String,
    pub provider: String,
    /// As the provider names it.
    pub provider_ref: String,
    pub amount_micros: Micros,
    pub currency: String,
    pub state: String,
    pub created_at: EpochMs,
    pub credited_at: Option<EpochMs>,
}

/// The payments of an account, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn payments(db: &Database, user: &UserId) -> sqlx::Result<Vec<Payment>> {
    const SELECT: &str = "
        select id, provider, provider_ref, amount_micros, currency, state, created_at, credited_at from payments
         where user_id = $1 order by created_at, id";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).fetch_all(pool).await)
}
