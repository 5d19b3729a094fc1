//! Accounts as both sides see them.

use serde::{Deserialize, Serialize};

use crate::domain::{ids::UserId, phone::E164};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub id: UserId,
    pub email: String,
    /// The caller's own number, if they gave one.
    pub number: Option<E164>,
    pub is_admin: bool,
}
