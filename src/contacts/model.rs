//! Contacts as both sides see them.

use serde::{Deserialize, Serialize};

pub use super::file_model::{FileProblem, ImportRow, Outcome, Preview};
use crate::{
    calls::model::CallStatus,
    domain::{
        ids::ContactId,
        money::Micros,
        phone::{E164, LineType, PhoneNumber},
        time::EpochMs,
    },
    wire_enum,
};

wire_enum! {
    /// Which of somebody's lines a number is.
    pub enum Label { Mobile = "mobile", Home = "home", Work = "work", Other = "other" }
}

impl Label {
    /// What a numbering plan knows of it.
    pub const fn of_line(line: LineType) -> Self {
        if matches!(line, LineType::Mobile) { Self::Mobile } else { Self::Other }
    }
}

/// One number of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactNumber {
    pub e164: E164,
    /// As people write it: `+44 7911 123456`.
    pub international: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub label: Label,
}

/// The newest call of a contact, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LastCall {
    pub at: EpochMs,
    pub status: CallStatus,
}

/// A person of one caller, with what calling them came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    /// The preferred number.
    pub phone: E164,
    /// The preferred number as people write it: `+44 7911 123456`.
    pub international: String,
    /// ISO 3166-1 alpha-2 of the preferred number.
    pub country: Option<String>,
    /// Every number, the preferred one first.
    pub numbers: Vec<ContactNumber>,
    pub notes: String,
    /// Groups the caller made, such as `Family`.
    pub tags: Vec<String>,
    pub favourite: bool,
    /// Time zone (IANA) where the numbers tell the wrong one.
    pub zone: Option<String>,
    /// The end of the last conversation.
    pub last_called_at: Option<EpochMs>,
    pub last_call: Option<LastCall>,
    /// Settled calls to this contact, at any of the numbers.
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

/// The same where only the name matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The contact's name, if the number has one.
    pub name: Option<String>,
    /// The number as people write it.
    pub international: String,
}

/// A number that somebody may mean who types a part of a name or of a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    pub id: ContactId,
    pub name: String,
    pub favourite: bool,
    pub e164: E164,
    pub international: String,
    pub country: Option<String>,
    pub label: Label,
}

/// A call in the list of a contact's newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastCall {
    /// The call's id.
    pub id: String,
    pub at: EpochMs,
    pub to: E164,
    pub status: CallStatus,
    pub seconds: Option<i64>,
    pub charged_micros: Option<Micros>,
}

/// A contact with what the drawer shows of the calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetail {
    pub contact: Contact,
    /// Calls that somebody answered.
    pub answered: i64,
    /// Seconds of an answered call, on average.
    pub average_seconds: i64,
    /// The five newest.
    pub recent: Vec<PastCall>,
    /// Where the preferred number is: time zones (IANA), several in large countries.
    pub zones: Vec<String>,
}

/// What a form of a contact posts: everything as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFields {
    /// Blank for a contact that is added.
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub numbers: Vec<TypedNumber>,
    /// Index of the preferred number.
    #[serde(default)]
    pub preferred: String,
    #[serde(default)]
    pub notes: String,
    /// Parted by commas.
    #[serde(default)]
    pub tags: String,
    #[serde(default)]
    pub zone: String,
    /// Blank when the box is not ticked.
    #[serde(default)]
    pub favourite: String,
}

/// A number as typed; a blank one is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedNumber {
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub label: String,
}

wire_enum! {
    /// In which order contacts are listed.
    pub enum Sort {
        /// Favourites first, then by name.
        Name = "name",
        /// Whom one talked to last.
        Recent = "recent",
        /// On whom most was spent.
        Spent = "spent",
    }
}

/// A page of contacts, and what the filters offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactPage {
    pub contacts: Vec<Contact>,
    pub next_cursor: Option<String>,
    /// How many there are in all, whatever is searched.
    pub total: i64,
    /// Every tag in use.
    pub tags: Vec<String>,
}

/// What the address of the page asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRequest {
    /// Part of a name, a number or the notes.
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub tag: String,
    /// A word of [`Sort`]; anything else is by name.
    #[serde(default)]
    pub sort: String,
    /// The cursor of the page before.
    #[serde(default)]
    pub after: String,
}

/// One person who is there more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// What each of them has, best known first.
    pub contacts: Vec<Contact>,
}
