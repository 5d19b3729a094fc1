//! A caller who leaves traces everywhere, and how they are looked for.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use reqwest::Method;
use ringfare::{domain::ids::UserId, ledger, server::database::Engine};
use serde_json::json;

use crate::{
    actors::{Answer, SignedIn, Twilio},
    line::{Line, UK_MOBILE},
    support::TestApp,
};

/// Nobody else in these tests is called so.
pub const EMAIL: &str = "wilhelmina@ringfare.test";
pub const OWN: &str = "+442079460123";
pub const FRIEND: &str = "Zaphod Beeblebrox";

/// A caller who leaves traces everywhere.
pub struct Traces {
    pub line: Line,
    pub user: UserId,
    pub browser: SignedIn,
}

impl Traces {
    pub async fn leave() -> Self {
        let line = Line::open("0").await;
        let browser = line.app.signed_in(EMAIL).await;
        let user = browser.user.clone();
        ledger::command::credit(line.app.state(), EMAIL, "10", "a welcome").await.expect("credit");
        assert!(browser.post_form("/app/set-number", &[("number", OWN)]).await.status.as_u16() < 400);
        browser.post_form("/app/create-token", &[("name", "for Wilhelmina's watch"), ("read", "1")]).await.expect(200);
        let contact = json!({ "name": FRIEND, "numbers": [{ "phone": UK_MOBILE }], "notes": "=owes(me)", "tags": ["Galaxy"] });
        let added = Answer::of(browser.request(Method::POST, "/api/user/contacts").json(&contact)).await;
        assert!(added.status.is_success(), "{added:?}");
        let limits = json!({ "call_seconds_most": 600 });
        let limited = Answer::of(browser.request(Method::PUT, "/api/user/limits").json(&limits)).await;
        assert!(limited.status.is_success(), "{limited:?}");
        plant(&line.app, &user).await;
        Self { line, user, browser }
    }

    /// Calls the friend; the parent's and the child's SID.
    pub async fn dial(&self) -> (String, String) {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        let from = format!("client:{}", self.user);
        let fields = [("CallSid", parent.as_str()), ("From", &from), ("To", UK_MOBILE), ("CallStatus", "ringing")];
        assert!(self.line.twilio.post("/api/twilio/voice", &fields).await.body.contains("<Dial"));
        (parent, child)
    }

    pub async fn hang_up(&self, parent: &str, child: &str, seconds: &str) {
        let more = [("CallDuration", seconds), ("To", UK_MOBILE), ("From", OWN), ("CalledCountry", "GB")];
        assert_eq!(self.line.report(parent, child, "completed", &more).await.status, 204);
    }

    pub async fn talk(&self) {
        let (parent, child) = self.dial().await;
        self.hang_up(&parent, &child, "61").await;
        let calls = self.browser.get("/api/user/calls").await.json();
        let id = calls["calls"][0]["id"].as_str().expect("a call").to_owned();
        let noted =
            self.browser.post_form("/app/note-call", &[("id", id.as_str()), ("note", "Zaphod Beeblebrox was late")]).await;
        assert!(noted.status.as_u16() < 400, "{noted:?}");
    }

    pub async fn delete(&self, confirmation: &str) -> Answer {
        self.browser.post_form("/app/delete-account", &[("confirmation", confirmation)]).await
    }

    pub async fn files(&self) -> BTreeMap<String, String> {
        let response = self.browser.request(Method::GET, "/api/user/export").send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/zip");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let bytes = response.bytes().await.expect("a whole archive");
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).expect("a file");
            let mut text = String::new();
            let name = file.name().expect("a name").into_owned();
            file.read_to_string(&mut text).expect("text");
            files.insert(name, text);
        }
        files
    }
}

/// What stands in every column that opens something, or would help a thief.
pub const SECRET: &str = "SECRET-0123";

/// What takes other doors too long to leave: rows as those doors write them. `$1` is the account.
const PLANTED: &[&str] = &[
    "insert into totp (user_id, secret, created_at) values ($1, 'SECRET-0123-key', 4)",
    "insert into recovery_codes (user_id, code_hash) values ($1, 'SECRET-0123-code')",
    "insert into passkeys (id, user_id, credential_id, name, credential, created_at)
     values ('passkey_0123456789abcdef0123456789abcdef', $1, 'SECRET-0123-id', 'Wilhelmina''s ring', 'SECRET-0123-policy', 3)",
    "insert into identities (issuer, subject, user_id, email, created_at)
     values ('https://id.example.test', 'subject-of-wilhelmina', $1, 'wilhelmina@elsewhere.test', 3)",
    "insert into ceremonies (id, kind, user_id, data, expires_at)
     values ('SECRET-0123-step', 'new_passkey', $1, 'SECRET-0123-challenge', 9999999999999)",
    "insert into links (id, purpose, user_id, email, password_hash, e164, created_at, expires_at)
     values ('SECRET-0123-link', 'email', $1, 'wilhelmina.new@ringfare.test', 'SECRET-0123-hash', '+442079460123', 3, 9999999999999)",
    "insert into links (id, purpose, email, created_at, expires_at)
     select 'SECRET-0123-other', 'nothing', email, 3, 9999999999999 from users where id = $1",
    "insert into letters (id, recipient, subject, body, created_at, expires_at, next_try_at)
     select 'letter_1', email, 'A letter to Wilhelmina', 'SECRET-0123-in-a-letter', 3, 9999999999999, 9999999999999 from users where id = $1",
    "insert into letters (id, recipient, subject, body, created_at, expires_at, next_try_at)
     select 'letter_2', 'before@ringfare.test', 'Moved', 'Your account is now at ' || email || '.', 3, 9999999999999, 9999999999999
       from users where id = $1",
    "insert into alarms (user_id, kind, day, counted, threshold, created_at) values ($1, 'velocity', 0, 31, 30, 5)",
    "insert into payments (id, user_id, provider, provider_ref, amount_micros, currency, state, created_at)
     values ('payment_1', $1, 'a bank', 'reference-1', 1000000, 'USD', 'failed', 5)",
    "insert into contact_imports (id, user_id, name, created_at, entries)
     values ('import_0123456789abcdef0123456789abcdef', $1, 'wilhelmina.csv', 5, '[{\"name\": \"Ford Prefect\"}]')",
];

async fn plant(app: &TestApp, user: &UserId) {
    for sql in PLANTED {
        let planted = match app.db() {
            Engine::Sqlite(pool) => sqlx::query(*sql).bind(user).execute(pool).await.map(drop),
            Engine::Postgres(pool) => sqlx::query(*sql).bind(user).execute(pool).await.map(drop),
        };
        planted.unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

/// Every table and column of text.
pub async fn text_columns(app: &TestApp) -> Vec<(String, String)> {
    const SQLITE: &str = "
        select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
         where m.type = 'table' and lower(c.type) = 'text' and m.name not like '\\_sqlx%' escape '\\'";
    const POSTGRES: &str = "
        select cast(table_name as text), cast(column_name as text) from information_schema.columns
         where table_schema = 'public' and data_type in ('text', 'character varying') and table_name not like '\\_sqlx%'";

    names(app, SQLITE, POSTGRES).await
}

/// Pairs of names of the schema.
pub async fn names(app: &TestApp, sqlite: &'static str, postgres: &'static str) -> Vec<(String, String)> {
    match app.db() {
        Engine::Sqlite(pool) => sqlx::query_as(sqlite).fetch_all(pool).await,
        Engine::Postgres(pool) => sqlx::query_as(postgres).fetch_all(pool).await,
    }
    .expect("the schema")
}

/// How many rows a query of these values counts.
pub async fn count(app: &TestApp, sql: String, values: &[&str]) -> i64 {
    let sql = sqlx::AssertSqlSafe(sql);
    match app.db() {
        Engine::Sqlite(pool) => {
            values.iter().fold(sqlx::query_scalar(sql), |query, value| query.bind(*value)).fetch_one(pool).await
        }
        Engine::Postgres(pool) => {
            values.iter().fold(sqlx::query_scalar(sql), |query, value| query.bind(*value)).fetch_one(pool).await
        }
    }
    .expect("a count")
}
