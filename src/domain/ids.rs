//! The registry of typed ids: text made by the server, a prefix that names the kind and 32 hexadecimal digits.
//!
//! New ids come from `server::ids`, since the browser makes none.

/// Declares id types; alphabetical, one line each.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent), schema(value_type = String))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The letters that start every id of this kind.
            pub const PREFIX: &'static str = $prefix;

            /// Reads an id; `None` when its prefix or its 32 hexadecimal digits are not there.
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.strip_prefix($prefix)?;
                let good = digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
                good.then(|| Self(text.to_owned()))
            }

            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                Self::parse(&text).ok_or_else(|| format!("'{text}' is not an id of the kind {}…", $prefix))
            }
        }
        impl From<$name> for String { fn from(id: $name) -> Self { id.0 } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )+ };
}

ids! {
    /// One logical call: two legs, two `CallSid`s, one charge.
    CallId = "call_",
    ContactId = "contact_",
    /// One version of the prices; sorts by time of import.
    DeckId = "deck_",
    /// One stored webhook or other happening of a call; sorts by time of arrival.
    EventId = "event_",
    /// A file of contacts that waits to be applied.
    ImportId = "import_",
    /// A passkey of an account; not what its authenticator calls it.
    PasskeyId = "passkey_",
    PaymentId = "payment_",
    /// A session, as its owner sees it in a list; nothing that lets anybody in.
    SessionId = "session_",
    /// A bearer token's row; not the secret.
    TokenId = "token_",
    /// An account. Letters, digits and underscore only: it is the Voice SDK's identity too.
    UserId = "u_",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_needs_its_prefix_and_its_digits() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert!(UserId::parse(&format!("u_{digits}")).is_some());
        assert!(UserId::parse(&format!("call_{digits}")).is_none());
        assert!(UserId::parse("u_0123").is_none());
        assert!(UserId::parse(&format!("u_{}", digits.to_uppercase())).is_none());
    }
}
