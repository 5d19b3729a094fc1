//! A server of one's own, with a database of its own.

use argon2::{Argon2, PasswordHasher};
use ringfare::{
    domain::{ids::UserId, money::Micros},
    ledger,
    serve::{self, Running},
    server::{
        clock::Clock,
        config::{Config, Variables},
        database::{Database, Engine},
        ids,
        state::AppState,
    },
};
use sha2::Digest;
use sqlx::Connection;

use crate::actors::{Anonymous, Operator, Script, SignedIn, Twilio};

/// Runs the same statement on either engine.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $value:expr)*) => {
        match $db {
            Engine::Sqlite(pool) => sqlx::query($sql)$(.bind($value))*.execute(pool).await.map(drop),
            Engine::Postgres(pool) => sqlx::query($sql)$(.bind($value))*.execute(pool).await.map(drop),
        }
    };
}

/// Every account's password in these tests.
pub const PASSWORD: &str = "correct-horse-battery";

/// A running server; its database goes when it is dropped.
pub struct TestApp {
    pub running: Running,
    /// Move it to let time pass: `app.clock.advance_seconds(60)`.
    pub clock: Clock,
    scratch: Scratch,
}

impl TestApp {
    /// A server in local mode with an empty database.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with further variables, such as `("RINGFARE_UNSIGNED_WEBHOOKS", "1")`.
    pub async fn start_with(pairs: &[(&str, &str)]) -> Self {
        let scratch = Scratch::make().await;
        let mut variables: Variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        variables.insert("DATABASE_URL".into(), scratch.url());
        variables.insert("LEPTOS_SITE_ADDR".into(), "127.0.0.1:0".into());
        let config = Config::read(&variables).expect("a good configuration");
        let clock = Clock::default();
        let running = serve::start(config, &variables, clock.clone()).await.expect("the server starts");
        Self { running, clock, scratch }
    }

    /// Why a server with these variables does not start.
    pub async fn fails_to_start(pairs: &[(&str, &str)]) -> String {
        let scratch = Scratch::make().await;
        let mut variables: Variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        variables.insert("DATABASE_URL".into(), scratch.url());
        variables.insert("LEPTOS_SITE_ADDR".into(), "127.0.0.1:0".into());
        let config = Config::read(&variables).expect("a good configuration");
        serve::start(config, &variables, Clock::default()).await.expect_err("it does not start").to_string()
    }

    /// Changes rows behind the server's back.
    pub async fn execute(&self, sql: &'static str) {
        execute!(self.db(), sql).expect("the statement runs");
    }

    /// Changes rows as another process does that says whose they are: on PostgreSQL by `notify`, on SQLite the file tells.
    pub async fn execute_elsewhere(&self, sql: &'static str, user: &UserId) {
        self.execute(sql).await;
        if let Engine::Postgres(pool) = self.db() {
            let tell = sqlx::query("select pg_notify('ringfare_changes', $1)").bind(format!("another:{user}"));
            tell.execute(pool).await.expect("it is told");
        }
    }

    /// Ends the server and starts another on the same database.
    pub async fn restart(self) -> Self {
        let Self { running, clock, scratch } = self;
        running.stop().await;
        let variables: Variables =
            [("DATABASE_URL".into(), scratch.url()), ("LEPTOS_SITE_ADDR".into(), "127.0.0.1:0".into())].into();
        let config = Config::read(&variables).expect("a good configuration");
        let running = serve::start(config, &variables, clock.clone()).await.expect("the server starts again");
        Self { running, clock, scratch }
    }

    pub fn state(&self) -> &AppState {
        &self.running.state
    }

    pub fn db(&self) -> &Database {
        &self.running.state.db
    }

    /// The absolute address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    pub fn anonymous(&self) -> Anonymous {
        Anonymous::new(self.url(""))
    }

    /// Opens an account and signs in to it as a browser does.
    pub async fn signed_in(&self, email: &str) -> SignedIn {
        let user = self.account(email).await;
        SignedIn::enter(self.url(""), user, email).await
    }

    /// Opens an account and gives its script a bearer token.
    pub async fn script(&self, email: &str) -> Script {
        let user = self.account(email).await;
        Script::new(self.url(""), user.clone(), self.token(&user).await)
    }

    /// A new bearer token; the table holds its SHA-256.
    async fn token(&self, user: &UserId) -> String {
        const INSERT: &str = "insert into tokens (id, user_id, name, secret_hash, created_at) values ($1, $2, 'test', $3, $4)";

        let secret = format!("ringfare_{}", ids::hex32());
        let hash = hex::encode(sha2::Sha256::digest(secret.as_bytes()));
        let id = format!("token_{}", ids::hex32());
        execute!(self.db(), INSERT, &id, user, &hash, self.clock.now()).expect("the token is stored");
        secret
    }

    pub fn twilio(&self) -> Twilio {
        Twilio::new(self.url(""), self.state().twilio.account().clone())
    }

    pub fn operator(&self) -> Operator<'_> {
        Operator { app: self }
    }

    /// An account of this e-mail address, opened unless it exists. It has no credit.
    pub async fn account(&self, email: &str) -> UserId {
        const INSERT: &str = "
            insert into users (id, email, password_hash, created_at) values ($1, $2, $3, $4) on conflict (email) do nothing";

        let hash = password_hash();
        let now = self.clock.now();
        execute!(self.db(), INSERT, ids::user_id(), email, &hash, now).expect("the account is stored");
        self.user_id(email).await
    }

    async fn user_id(&self, email: &str) -> UserId {
        const SELECT: &str = "select id from users where email = $1";
        match self.db() {
            Engine::Sqlite(pool) => sqlx::query_scalar(SELECT).bind(email).fetch_one(pool).await,
            Engine::Postgres(pool) => sqlx::query_scalar(SELECT).bind(email).fetch_one(pool).await,
        }
        .expect("the account exists")
    }

    /// The e-mail address of an account.
    pub async fn email(&self, user: &UserId) -> String {
        const SELECT: &str = "select email from users where id = $1";
        match self.db() {
            Engine::Sqlite(pool) => sqlx::query_scalar(SELECT).bind(user).fetch_one(pool).await,
            Engine::Postgres(pool) => sqlx::query_scalar(SELECT).bind(user).fetch_one(pool).await,
        }
        .expect("the account exists")
    }

    /// Gives an account its own number.
    pub async fn set_number(&self, user: &UserId, e164: &str) {
        execute!(self.db(), "update users set e164 = $2 where id = $1", user, e164).expect("the number is stored");
    }

    /// Closes an account, as an operator does.
    pub async fn close_account(&self, user: &UserId) {
        execute!(self.db(), "update users set status = 'closed' where id = $1", user).expect("the account is closed");
    }

    /// How many rows a query counts: `app.count("select count(*) from transactions").await`.
    pub async fn count(&self, sql: &'static str) -> i64 {
        match self.db() {
            Engine::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
            Engine::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
        }
        .expect("the count")
    }

    /// What an account has: settled, and of it set aside.
    pub async fn wallet(&self, user: &UserId) -> (Micros, Micros) {
        let balance = ledger::store::balance(self.db(), user).await.expect("the database answers").expect("the account exists");
        (balance.balance_micros, balance.held_micros)
    }

    /// Prices calls by these prefixes (micros per minute, blocked) from now on, 60 s first and 60 s steps.
    pub async fn put_deck_in_force(&self, id: &str, prefixes: &[(&str, i64, bool)]) {
        const DECK: &str = "insert into decks (id, name, created_at, activated_at) values ($1, $1, $2, $2)";
        const RATE: &str = "
            insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s)
            values ($1, $2, 'Test destination', $4, $3, 0, 60, 60)";

        execute!(self.db(), DECK, id, self.clock.now().0 + 1).expect("the deck is stored");
        for &(prefix, rate, blocked) in prefixes {
            execute!(self.db(), RATE, id, prefix, rate, blocked).expect("the rate is stored");
        }
    }

    /// Lets an account have so many calls at once.
    pub async fn allow_calls(&self, user: &UserId, most: i64) {
        execute!(self.db(), "update users set max_calls = $2 where id = $1", user, most).expect("the limit is stored");
    }

    /// Limits what an account may spend in a day and how long its calls last in seconds, as its operator does.
    pub async fn limit(&self, user: &UserId, day: Option<Micros>, call_seconds: Option<i64>) {
        const INSERT: &str = "
            insert into spending_limits (user_id, set_by, day_micros_most, call_seconds_most, updated_at)
            values ($1, 'operator', $2, $3, $4)
            on conflict (user_id, set_by) do update
               set day_micros_most = excluded.day_micros_most, call_seconds_most = excluded.call_seconds_most";

        execute!(self.db(), INSERT, user, day, call_seconds, self.clock.now()).expect("the limits are stored");
    }

    /// Every rule of the books holds; the last line of every test that moves money.
    pub async fn assert_books_balance(&self) {
        let violations = ledger::verify::verify(self.db(), self.clock.now()).await.expect("the books can be read");
        let broken: Vec<_> =
            violations.into_iter().filter(|violation| violation.rule != ledger::verify::FORGOTTEN_CALL).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}

/// Of the cheapest kind: hashing is slow on purpose, and tests have no thieves.
fn password_hash() -> String {
    let params = argon2::Params::new(8, 1, 1, None).expect("good parameters");
    let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon2.hash_password(PASSWORD.as_bytes()).expect("a hash").to_string()
}

/// Where a test's rows live.
pub enum Scratch {
    Folder(tempfile::TempDir),
    Postgres { server: String, name: String },
}

impl Scratch {
    #[expect(clippy::disallowed_methods, reason = "the runner says by this variable which engine to test")]
    pub async fn make() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => {
                let name = format!("ringfare_{}", ids::hex32());
                administer(&server, format!("create database {name}")).await;
                Self::Postgres { server, name }
            }
            Err(_) => Self::Folder(tempfile::tempdir().expect("a folder for the test")),
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite://{}", folder.path().join("ringfare.db").display()),
            Self::Postgres { server, name } => {
                let (address, _) = server.rsplit_once('/').expect("postgres://HOST/DATABASE");
                format!("{address}/{name}")
            }
        }
    }
}

async fn administer(server: &str, sql: String) {
    let mut connection = sqlx::PgConnection::connect(server).await.expect("TEST_DATABASE_URL names a server that answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("databases may be created there");
}

impl Drop for Scratch {
    /// On a thread of its own, because a test's runtime may be ending.
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else { return };
        let (server, sql) = (server.clone(), format!("drop database if exists {name} with (force)"));
        let work = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(administer(&server, sql));
        });
        drop(work.join());
    }
}
