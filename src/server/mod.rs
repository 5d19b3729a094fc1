//! Plumbing that knows no feature: configuration, database, clock, ids, errors over HTTP, the router that merges all slices.
//!
//! A file here must make sense in another product; what knows of calls or rates belongs to a slice.

pub mod backup;
pub mod clock;
pub mod config;
pub mod csv;
pub mod database;
pub mod doctor;
pub mod document;
pub mod extract;
pub mod health;
pub mod http_error;
pub mod ids;
pub mod listen;
pub mod live;
pub mod mailer;
pub mod mask;
pub mod metrics;
pub mod numbering;
pub mod one_thread;
pub mod peer;
pub mod query;
pub mod redirect;
pub mod router;
pub mod sabotage;
#[cfg(test)]
pub mod scratch;
pub mod security;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
pub mod signed_request;
pub mod site;
pub mod spending;
pub mod state;
pub mod telemetry;
pub mod throttle;
mod turn;
pub mod unit_of_work;
pub mod visitor;
