//! What operators did, as both sides see it.

use serde::{Deserialize, Serialize};

use super::typed::DeckTyped;
use crate::{
    calls::model::CallStatus,
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        time::EpochMs,
    },
    limits::{form::LimitsForm, model::AlarmKind},
    users::model::{AccountStatus, Email},
};

crate::wire_enum! {
    /// What an operator did.
    pub enum Action {
        /// Gave credit, or took it.
        Credit = "credit",
        /// Gave a call's charge back.
        Refund = "refund",
        Freeze = "freeze",
        Unfreeze = "unfreeze",
        Close = "close",
        /// Deleted an account at the wish of its owner.
        Delete = "delete",
        /// Changed what an account may spend.
        Limits = "limits",
        /// Put other prices in force.
        Rates = "rates",
        /// Ended a call.
        HangUp = "hang_up",
        /// Settled a call that the carrier left open.
        Settle = "settle",
        /// Opened an account, a caller's or an operator's.
        Open = "open",
        /// Made a bearer token.
        Token = "token",
        /// Invited somebody.
        Invite = "invite",
        /// Made a link for a new password.
        Reset = "reset",
    }
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Entry {
    /// 1, 2, 3 without a gap.
    pub seq: i64,
    pub at: EpochMs,
    /// The operator's e-mail address; absent for the command line.
    pub actor: Option<String>,
    pub action: Action,
    /// Whose account it is about.
    pub subject_id: Option<UserId>,
    pub subject: Option<String>,
    /// What besides the account: a call's id, a deck's name, an amount.
    pub object: String,
    pub before: String,
    pub after: String,
    pub reason: String,
    /// Where the request came from.
    pub address: String,
}

/// What came of an act that moved money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Done {
    /// The balance after it, to the micro.
    pub after: String,
    /// Whether the same form had come before: nothing was done again.
    pub again: bool,
}

/// Calls that were ended, and calls whose end the carrier did not take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub ended: usize,
    pub failed: usize,
}

/// An account in the list of all.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct UserLine {
    pub id: UserId,
    pub email: String,
    pub number: Option<String>,
    pub status: AccountStatus,
    pub is_admin: bool,
    pub balance_micros: Micros,
    pub held_micros: Micros,
    pub created_at: EpochMs,
}

/// Everything about one account that an operator needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    pub user: UserLine,
    /// Why it is frozen or closed.
    pub status_reason: Option<String>,
    pub sessions: i64,
    pub tokens: i64,
    pub calls: i64,
    /// What all settled calls came to.
    pub spent_micros: Micros,
    pub last_calls: Vec<CallLine>,
    /// The operator's limits as they are typed.
    pub limits: LimitsForm,
    /// Fresh with every look: a form sent twice is one act.
    pub form_key: String,
}

/// A call in an operator's list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct CallLine {
    pub id: CallId,
    pub user_id: UserId,
    pub email: String,
    pub to_e164: String,
    pub status: CallStatus,
    pub created_at: EpochMs,
    pub answered_at: Option<EpochMs>,
    pub duration_s: Option<i64>,
    pub hold_micros: Micros,
    pub charged_micros: Option<Micros>,
}

/// The calls that ring or run.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsNow {
    pub calls: Vec<CallLine>,
    pub now: EpochMs,
}

/// A version of the prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct DeckLine {
    pub id: String,
    pub name: String,
    pub activated_at: EpochMs,
    pub rates: i64,
}

/// A price list that was read but not put in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeckPreview {
    /// What was looked at, to be put in force as it is; absent where a line of it is wrong.
    pub deck: Option<DeckTyped>,
    pub rates: usize,
    pub blocked: usize,
    /// The first few rows: prefix, destination, per minute.
    pub sample: Vec<(String, String, Micros)>,
    /// What is wrong, line by line.
    pub problems: Vec<String>,
    /// How many there are.
    pub problem_count: usize,
    pub form_key: String,
}

/// What an operator should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookout {
    /// Newest first.
    pub alarms: Vec<AlarmLine>,
    pub doors: Vec<DoorLine>,
}

/// An account that called faster or wider than people do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmLine {
    pub user: UserId,
    pub email: Email,
    pub what: AlarmKind,
    /// What was counted when the alarm was given.
    pub counted: i64,
    /// From how many on it is given.
    pub threshold: i64,
    pub at: EpochMs,
}

/// A door with a budget of tries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorLine {
    /// As logs and metrics have it.
    pub name: String,
    /// How many accounts it remembers.
    pub accounts: i64,
    /// How many addresses.
    pub addresses: i64,
    /// Tries refused since the server started.
    pub refused: i64,
}

/// The state of the books and of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    pub at: EpochMs,
    pub holds: bool,
    pub rules: Vec<RuleLine>,
    pub entries: i64,
    /// What is wrong with the log.
    pub log_broken: Option<String>,
}

/// One rule of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    pub name: String,
    pub rows: i64,
    pub broken: i64,
    pub first: Option<String>,
}
