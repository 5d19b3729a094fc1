//! Strong sign-in as both sides see it.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{ids::PasskeyId, time::EpochMs},
    users::model::Email,
};

/// What an account asks for besides its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// `None` when it is off.
    pub two_step: Option<TwoStep>,
    /// Oldest first.
    pub passkeys: Vec<PasskeyInfo>,
    /// Whether there can be any: the public address has a name.
    pub passkeys_possible: bool,
    /// Accounts at the provider, oldest first.
    pub linked: Vec<Linked>,
}

/// Two-step sign-in that is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoStep {
    pub since: EpochMs,
    /// Recovery codes that were not used yet.
    pub codes_left: i64,
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyInfo {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
}

/// An account at an OpenID Connect provider that opens this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub issuer: String,
    pub subject: String,
    pub email: Option<Email>,
    pub created_at: EpochMs,
    pub last_used_at: Option<EpochMs>,
}

crate::wire_enum! {
    /// Why a visit to the provider opened nothing. The word stands in the address of the page that says so.
    pub enum Refusal {
        /// It does not answer, or not as a provider does.
        Away = "away",
        /// The person said no there, or the provider did.
        SaidNo = "said-no",
        Issuer = "issuer",
        Audience = "audience",
        Nonce = "nonce",
        /// Expired, or of the future.
        Clock = "clock",
        /// The signature, or what it stands under.
        Forged = "forged",
        /// This browser did not begin it, it was sent before, or its time is over.
        Late = "late",
        /// Nobody here is linked to it.
        NoAccount = "no-account",
        /// There is an account with the address: its owner must link it.
        LinkFirst = "link-first",
        /// It is linked to another account.
        Taken = "taken",
        /// Linking begins in the settings, after confirming.
        ConfirmFirst = "confirm-first",
        /// Confirming does not begin so, or the provider is too little here: the page has the way.
        OtherWay = "other-way",
        /// It did not ask again who is there, or does not say so.
        NotAsked = "not-asked",
        /// Somebody else is signed in there.
        SomebodyElse = "somebody-else",
    }
}

/// A key for a code app, in the three ways in which apps take it. It is in one answer and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// In base 32, in blocks of four.
    pub key: String,
    /// `otpauth://totp/…`.
    pub link: String,
    /// The link as a QR code: an SVG as a `data:` address.
    pub image: String,
}

/// Says nothing of the key.
impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(…)")
    }
}
