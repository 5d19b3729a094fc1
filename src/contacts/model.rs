//! Contacts as both sides see them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::ContactId,
    money::Micros,
    phone::{E164, PhoneNumber},
    time::EpochMs,
};

/// A person of one caller, with what calling them came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    pub phone: E164,
    pub notes: String,
    pub last_called_at: Option<EpochMs>,
    /// Settled calls to this contact.
    pub calls: i64,
    pub spent_micros: Micros,
}

/// A contact where only the name matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactName {
    pub id: ContactId,
    pub name: String,
}

/// The answer to "who is this?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Lookup {
    pub phone: PhoneNumber,
    pub contact: Option<Contact>,
}
