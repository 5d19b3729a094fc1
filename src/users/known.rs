//! Who a cookie or token was found to stand for a moment ago: a dashboard that polls asks for the same caller every second.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{caller::Rights, model::Me};
use crate::domain::time::EpochMs;

/// For how long it is believed. What ends here (signing out, a new password, a revoked token) ends at once; what another
/// process ends, such as the command line, ends after this time.
const BELIEVED_MS: i64 = 5_000;

/// Above so many entries, those no longer believed are forgotten.
const ENTRIES_MOST: usize = 50_000;

/// The memory of callers; one per server.
#[derive(Debug, Clone, Default)]
pub struct Known(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    /// By the SHA-256 of a session's id or of a token.
    by_credential: HashMap<String, (Me, Rights, EpochMs)>,
    /// Rises whenever all is forgotten, so that what was read before is not remembered after.
    age: u64,
}

/// Without what callers show, which opens their accounts.
impl std::fmt::Debug for Entries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entries").field("age", &self.age).finish_non_exhaustive()
    }
}

/// When a look-up began, in the age of the memory.
#[derive(Debug, Clone, Copy)]
pub struct Began(u64);

impl Known {
    /// The caller, if they were looked up a moment ago.
    pub(super) fn get(&self, credential: &str, now: EpochMs) -> Result<(Me, Rights), Began> {
        let entries = self.entries();
        let found = entries.by_credential.get(credential).filter(|(_, _, at)| is_believed(*at, now));
        found.map(|(me, rights, _)| (me.clone(), *rights)).ok_or(Began(entries.age))
    }

    /// Remembers who was found, unless something was forgotten since the look-up began.
    pub(super) fn put(&self, credential: String, (me, rights): (&Me, Rights), now: EpochMs, began: Began) {
        let mut entries = self.entries();
        if entries.age != began.0 {
            return;
        }
        if entries.by_credential.len() >= ENTRIES_MOST {
            entries.by_credential.retain(|_, (_, _, at)| is_believed(*at, now));
        }
        entries.by_credential.insert(credential, (me.clone(), rights, now));
    }

    /// Forgets everybody: an account, a session or a token changed. It is rare, and the next request finds them again.
    pub fn forget_all(&self) {
        let mut entries = self.entries();
        entries.by_credential.clear();
        entries.age += 1;
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_believed(at: EpochMs, now: EpochMs) -> bool {
    (0..BELIEVED_MS).contains(&(now.0 - at.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    const NOW: EpochMs = EpochMs(1_800_000_000_000);

    fn ann() -> Me {
        let id = UserId::parse("u_0123456789abcdef0123456789abcdef").expect("an id");
        Me { id, email: "ann@example.test".into(), number: None, is_admin: false, email_verified: true }
    }

    #[test]
    fn a_caller_is_believed_for_some_seconds() {
        let known = Known::default();
        let began = known.get("cookie", NOW).expect_err("nobody yet");
        known.put("cookie".into(), (&ann(), Rights::SESSION), NOW, began);
        assert_eq!(known.get("cookie", NOW.plus_seconds(4)).expect("known"), (ann(), Rights::SESSION));
        assert!(known.get("cookie", NOW.plus_seconds(5)).is_err());
        assert!(known.get("another", NOW).is_err());
    }

    #[test]
    fn who_signed_out_while_being_looked_up_is_not_remembered() {
        let known = Known::default();
        let began = known.get("cookie", NOW).expect_err("nobody yet");
        known.forget_all();
        known.put("cookie".into(), (&ann(), Rights::SESSION), NOW, began);
        assert!(known.get("cookie", NOW).is_err());
    }
}
