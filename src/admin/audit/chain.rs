//! What an entry's hash covers.

use sha2::{Digest, Sha256};
use sqlx::FromRow;

use crate::domain::{ids::UserId, time::EpochMs};

/// An entry as the table has it, without its own hash.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Link {
    pub seq: i64,
    pub at: EpochMs,
    pub actor_id: Option<UserId>,
    pub action: String,
    pub subject_id: Option<UserId>,
    pub object: String,
    pub before_text: String,
    pub after_text: String,
    pub reason: String,
    pub address: String,
    pub reference: Option<String>,
    pub previous_hash: String,
}

impl Link {
    /// SHA-256 in hexadecimal of the entry's parts as a JSON array: nothing can move from one part into the next unseen.
    pub fn hash(&self) -> String {
        let parts = serde_json::json!([
            self.seq,
            self.at.0,
            self.actor_id,
            self.action,
            self.subject_id,
            self.object,
            self.before_text,
            self.after_text,
            self.reason,
            self.address,
            self.reference,
            self.previous_hash,
        ]);
        hex::encode(Sha256::digest(parts.to_string().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            seq: 1,
            at: EpochMs(1_795_341_670_123),
            actor_id: None,
            action: "credit".into(),
            subject_id: UserId::parse("u_0123456789abcdef0123456789abcdef"),
            object: "+$5".into(),
            before_text: "$0".into(),
            after_text: "$5".into(),
            reason: "welcome".into(),
            address: String::new(),
            reference: None,
            previous_hash: String::new(),
        }
    }

    #[test]
    fn every_part_counts_and_stands_in_its_place() {
        let hash = link().hash();
        let other: [fn(&mut Link); 13] = [
            |link| link.seq = 2,
            |link| link.at = EpochMs(1),
            |link| link.actor_id = link.subject_id.clone(),
            |link| link.action = "refund".into(),
            |link| link.subject_id = None,
            |link| link.object.push('0'),
            |link| link.before_text = "$1".into(),
            |link| link.after_text = "$50".into(),
            |link| link.reason.clear(),
            |link| link.address = "127.0.0.1".into(),
            |link| link.reference = Some(String::new()),
            |link| link.previous_hash = "0".into(),
            |link| (link.before_text, link.after_text) = ("$0$5".into(), String::new()),
        ];
        for (at, change) in other.into_iter().enumerate() {
            let mut changed = link();
            change(&mut changed);
            assert_ne!(changed.hash(), hash, "change {at}");
        }
        assert_eq!(link().hash(), hash);
        assert_eq!(
            hash, "69dc2516e84c71e31cd9c15cf82fc48567ddfab92333f4344adafe49b3cb584b",
            "what was written once must verify for ever"
        );
    }
}
