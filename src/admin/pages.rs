//! The operator's pages, for `app/pages.rs`.

pub use super::{
    alarms_page::AlarmsPage, books_page::BooksPage, calls_page::LiveCallsPage, log_page::LogPage, rates_page::RatesPage,
    user_page::UserPage, users_page::UsersPage,
};
