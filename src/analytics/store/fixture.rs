//! Rows for the tests of contacts and analytics: accounts, contacts and calls that have ended, on SQLite or, with
//! `TEST_DATABASE_URL`, on PostgreSQL.

use crate::{
    calls::{
        model::{CallStatus, RANK_SETTLED},
        store::sums::outdate,
    },
    domain::{
        ids::{CallId, ContactId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::{
        database::{Database, on_engine},
        ids,
        scratch::{self, Scratch},
    },
};

/// A database of one's own, gone when it is dropped.
pub struct TestDatabase {
    pub db: Database,
    _scratch: Scratch,
}

impl TestDatabase {
    pub async fn fresh() -> Self {
        let scratch = scratch::database().await;
        Self { db: scratch.clone(), _scratch: scratch }
    }

    /// Adds an account.
    pub async fn user(&self, email: &str) -> UserId {
        const INSERT: &str = "insert into users (id, email, password_hash, created_at) values ($1, $2, 'x', 0)";

        let id = ids::user_id();
        on_engine!(&self.db, |pool| sqlx::query(INSERT).bind(&id).bind(email).execute(pool).await.map(drop)).expect("stored");
        id
    }

    /// Adds a contact.
    pub async fn contact(&self, user: &UserId, name: &str, phone: &str) -> ContactId {
        const INSERT: &str = "
            insert into contacts (id, user_id, e164, name, sort_key, name_key, search_text, created_at)
            values ($1, $2, $3, $4, lower($4), lower($4), ' ' || lower($4) || ' ' || $3, 0)";
        const NUMBER: &str = "insert into contact_numbers (user_id, e164, contact_id) values ($2, $3, $1)";

        let id = ids::contact_id();
        on_engine!(&self.db, |pool| {
            sqlx::query(INSERT).bind(&id).bind(user).bind(phone).bind(name).execute(pool).await.expect("stored");
            sqlx::query(NUMBER).bind(&id).bind(user).bind(phone).execute(pool).await.map(drop)
        })
        .expect("stored");
        id
    }

    /// Adds a settled call; the wallet is not moved.
    pub async fn call(&self, user: &UserId, call: Ended<'_>) -> CallId {
        self.calls(user, &[call]).await.remove(0)
    }

    /// Adds settled calls at once.
    pub async fn calls(&self, user: &UserId, calls: &[Ended<'_>]) -> Vec<CallId> {
        const DECK: &str = "insert into decks (id, name, created_at) values ('deck', 'Test', 0) on conflict (id) do nothing";
        const RATE: &str = "
            insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s)
            values ('deck', '1', 'Anywhere', false, 10000, 0, 60, 60) on conflict do nothing";
        const CALL: &str = "
            insert into calls (id, user_id, contact_id, to_e164, from_e164, country, destination, deck_id, prefix, origin,
                               rate_micros_per_min, connect_micros, initial_s, increment_s, free_under_s, time_limit_s, hold_micros,
                               hold_expires_at, status, status_rank, duration_s, created_at, ended_at, settled_at, settled_by,
                               billed_s, rated_micros, charged_micros)
            values ($1, $2, $3, $4, '+14155550100', $5, 'Anywhere', 'deck', '1', '', 10000, 0, 60, 60, 0, 3600, 9000000, 0, $6, $7, $8,
                    $9, $9, $9, 'status', $8, $10, $10)";

        let mut tx = self.db.begin().await.expect("begun");
        on_engine!(&mut tx, |tx| {
            sqlx::query(DECK).execute(&mut **tx).await.expect("a deck");
            sqlx::query(RATE).execute(&mut **tx).await.expect("a rate");
        });
        let mut ids = Vec::new();
        for call in calls {
            let id = ids::call_id();
            on_engine!(&mut tx, |tx| sqlx::query(CALL)
                .bind(&id)
                .bind(user)
                .bind(call.contact)
                .bind(E164::parse(call.to).expect("E.164"))
                .bind(call.country)
                .bind(call.status)
                .bind(RANK_SETTLED)
                .bind(call.seconds)
                .bind(moment(call.at))
                .bind(Micros(call.charged))
                .execute(&mut **tx)
                .await
                .map(drop))
            .expect("stored");
            outdate(&mut tx, &id);
            ids.push(id);
        }
        tx.commit().await.expect("stored");
        ids
    }
}

/// A call that has ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    pub contact: Option<&'a ContactId>,
    pub to: &'a str,
    pub country: Option<&'a str>,
    pub status: CallStatus,
    pub seconds: i64,
    /// Micro-units.
    pub charged: i64,
    /// RFC 3339.
    pub at: &'a str,
}

/// A completed call to a British mobile.
pub const BRITISH: Ended<'static> = Ended {
    contact: None,
    to: "+447911123456",
    country: Some("GB"),
    status: CallStatus::Completed,
    seconds: 60,
    charged: 20_000,
    at: "2026-11-20T12:00:00Z",
};

/// Reads RFC 3339 in UTC.
pub fn moment(text: &str) -> EpochMs {
    EpochMs::parse_rfc3339(text).expect("RFC 3339")
}
