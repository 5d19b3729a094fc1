//! Forgetting everybody a caller knew.

use crate::{
    domain::ids::UserId,
    server::database::{Transaction, on_engine},
};

/// Deletes a caller's contacts, their numbers and the files that wait; no call may name a contact any more.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    const IMPORTS: &str = "delete from contact_imports where user_id = $1";
    const NUMBERS: &str = "delete from contact_numbers where user_id = $1";
    const CONTACTS: &str = "delete from contacts where user_id = $1";

    on_engine!(tx, |tx| {
        for forget in [IMPORTS, NUMBERS, CONTACTS] {
            sqlx::query(forget).bind(user).execute(&mut **tx).await?;
        }
        Ok(())
    })
}
