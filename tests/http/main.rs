//! Ringfare as the world meets it: real HTTP against a real server, on SQLite or, with `TEST_DATABASE_URL`, on PostgreSQL.
//!
//! Each file here is one subject. A test starts its own server with its own database (`support::TestApp::start`), acts as
//! somebody (`actors`), and a test that moves money ends with `app.assert_books_balance()`.

mod actors;
mod authenticator;
mod line;
mod provider;
mod rest_stub;
mod support;

mod address_book;
mod admin;
mod analytics;
mod audit;
mod calls;
mod confirm;
mod contacts;
mod crawl;
mod dialer;
mod extend;
mod forged;
mod hang_ups;
mod letters;
mod limits;
mod logs;
mod mail_server;
mod matrix;
mod money;
mod money_pages;
mod privacy;
mod receipts;
mod reconcile;
mod record;
mod security;
mod smoke;
mod statement;
mod stream;
mod strong;
mod strong_passkeys;
mod strong_provider;
mod tokens;
mod users;
mod wire;
