//! The rules of the books, each with the query that finds the rows which break it.
//!
//! A new relation between rows is a new [`Rule`] in the file of its subject, and a way to break it in `ledger/verify/tamper.rs`.

mod calls;
mod credit;
mod lines;
mod wallets;

use crate::words::Proof;

/// Which rows a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Accounts,
    Calls,
    SettledCalls,
    OpenCalls,
    Lines,
    Payments,
    /// The pages of the database's file.
    Pages,
}

impl Subject {
    /// The word for several of them.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Calls => "calls",
            Self::SettledCalls => "settled calls",
            Self::OpenCalls => "open calls",
            Self::Lines => "transactions",
            Self::Payments => "payments",
            Self::Pages => "pages of the file",
        }
    }

    /// So many of them, in the reader's words.
    pub fn counted(self, t: Proof, count: i64, written: &str) -> String {
        match self {
            Self::Accounts => t.of_accounts(count, written),
            Self::Calls => t.of_calls(count, written),
            Self::SettledCalls => t.of_settled_calls(count, written),
            Self::OpenCalls => t.of_open_calls(count, written),
            Self::Lines => t.of_lines(count, written),
            Self::Payments => t.of_payments(count, written),
            Self::Pages => t.of_pages(count, written),
        }
    }
}

/// What `expected` and `found` of a query are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Micro-units of the wallet's currency.
    Money,
    /// A moment in epoch milliseconds.
    Moment,
    Seconds,
    /// A number or words that are shown as they are.
    Plain,
}

/// A relation between rows that always holds.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable: metrics, JSON and alarms go by it.
    pub name: &'static str,
    /// What holds, for operators.
    pub sentence: &'static str,
    /// What holds, for the owner of the money; absent when it says nothing to them.
    pub plain: Option<fn(Proof) -> &'static str>,
    pub subject: Subject,
    pub unit: Unit,
    /// Finds the rows that break it, in a fixed order, as `id, expected, found`. `$1` and `$2` are the lowest and the highest id
    /// of an account to look at: a range serves one account and all of them through the same index on both engines. `$3` is the
    /// present moment in epoch milliseconds, where it is used.
    pub sql: &'static str,
}

/// Every rule that is a query, in the order in which they are told.
pub const RULES: [&[Rule]; 4] = [wallets::RULES, lines::RULES, calls::RULES, credit::RULES];

/// The rules one after the other.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.into_iter().flatten()
}

/// The rule that is an alarm rather than a broken book.
pub const FORGOTTEN_CALL: &str = "no call is open a quarter of an hour after the end of its hold";

/// The rule that the engine itself checks, where it can.
pub const STORAGE: Rule = Rule {
    name: "storage_is_sound",
    sentence: "the database's own check of its file finds nothing wrong",
    plain: None,
    subject: Subject::Pages,
    unit: Unit::Plain,
    sql: "",
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_words_for_programs_and_unique() {
        let names: BTreeSet<_> = all().map(|rule| rule.name).collect();
        assert_eq!(names.len(), all().count());
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(names.iter().all(|name| plain(name)), "{names:?}");
    }

    #[test]
    fn every_rule_looks_at_one_account_when_asked_and_says_what_it_found() {
        for rule in all() {
            for part in ["between $1 and $2", "order by", "expected", "found"] {
                assert!(rule.sql.contains(part), "{}: {part}", rule.name);
            }
        }
    }
}
