//! What a bearer token may do.

use serde::{Deserialize, Serialize};

crate::wire_enum! {
    /// A part of what an account's owner may do.
    pub enum Scope {
        /// See: balance, calls, statement, contacts, prices.
        Read = "read",
        /// Place and end calls, and change contacts.
        Call = "call",
        /// Change what may be spent.
        Money = "money",
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scopes {
    pub read: bool,
    pub call: bool,
    pub money: bool,
}

impl Scopes {
    /// What a session may, and a token unless it was made for less.
    pub const ALL: Self = Self { read: true, call: true, money: true };

    /// Whether a scope is in the set.
    pub const fn has(self, scope: Scope) -> bool {
        match scope {
            Scope::Read => self.read,
            Scope::Call => self.call,
            Scope::Money => self.money,
        }
    }

    /// The scopes in the set, in the order of their declaration.
    pub fn list(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.has(*scope))
    }

    /// `read call`, as the database has it.
    pub fn words(self) -> String {
        self.list().map(Scope::word).collect::<Vec<_>>().join(" ")
    }

    /// The set of these words, separated by spaces or commas; `None` when one of them is no scope, or when there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut scopes = Self::default();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            match Scope::from_word(word)? {
                Scope::Read => scopes.read = true,
                Scope::Call => scopes.call = true,
                Scope::Money => scopes.money = true,
            }
        }
        (scopes != Self::default()).then_some(scopes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_written_and_read_alike_and_unknown_words_give_nothing() {
        for (read, call, money) in [(true, false, false), (false, true, true), (true, true, true)] {
            let scopes = Scopes { read, call, money };
            assert_eq!(Scopes::parse(&scopes.words()), Some(scopes));
        }
        assert_eq!(Scopes::parse("money,read"), Some(Scopes { call: false, ..Scopes::ALL }));
        for nothing in ["", " ", "everything", "read everything", "READ"] {
            assert_eq!(Scopes::parse(nothing), None, "{nothing}");
        }
    }
}
