//! New ids and secrets: the only source of randomness.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

use crate::domain::ids::{CallId, ContactId, DeckId, EventId, ImportId, PasskeyId, PaymentId, TokenId, UserId};

/// A fresh id. Version 7 sorts by time within one server; version 4 tells nothing.
macro_rules! fresh {
    ($($function:ident -> $id:ident by $uuid:ident),+ $(,)?) => { $(
        #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
        pub fn $function() -> $id {
            $id::parse(&format!("{}{}", $id::PREFIX, Uuid::$uuid().simple())).expect("32 hexadecimal digits")
        }
    )+ };
}

fresh! {
    call_id -> CallId by new_v4,
    contact_id -> ContactId by new_v4,
    deck_id -> DeckId by now_v7,
    event_id -> EventId by now_v7,
    import_id -> ImportId by new_v4,
    passkey_id -> PasskeyId by new_v4,
    payment_id -> PaymentId by new_v4,
    token_id -> TokenId by new_v4,
    user_id -> UserId by new_v4,
}

/// 256 random bits from the operating system, in URL-safe base64.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Random bytes from the operating system, for keys.
pub fn key<const BYTES: usize>() -> [u8; BYTES] {
    let mut key = [0; BYTES];
    rand::fill(&mut key);
    key
}

/// 32 random hexadecimal digits: what follows the two letters of a Twilio SID.
pub fn hex32() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}
