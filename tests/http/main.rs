//! Ringfare as the world meets it: real HTTP against a real server, on SQLite or, with `TEST_DATABASE_URL`, on PostgreSQL.
//!
//! Each file here is one subject. A test starts its own server with its own database (`support::TestApp::start`), acts as
//! somebody (`actors`), and a test that moves money ends with `app.assert_books_balance()`.

mod actors;
mod line;
mod rest_stub;
mod support;

mod analytics;
mod calls;
mod contacts;
mod extend;
mod limits;
mod money;
mod receipts;
mod reconcile;
mod security;
mod smoke;
mod statement;
mod users;
