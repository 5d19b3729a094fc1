//! Plumbing that knows no feature: configuration, database, clock, ids, errors over HTTP, the router that merges all slices.
//!
//! A file here must make sense in another product; what knows of calls or rates belongs to a slice.

pub mod backup;
pub mod clock;
pub mod config;
pub mod csv;
pub mod database;
pub mod doctor;
pub mod extract;
pub mod health;
pub mod http_error;
pub mod ids;
pub mod metrics;
pub mod numbering;
pub mod query;
pub mod redirect;
pub mod router;
pub mod sabotage;
#[cfg(test)]
pub mod scratch;
pub mod security;
pub mod settings;
pub mod signed_request;
pub mod site;
pub mod spending;
pub mod state;
pub mod telemetry;
pub mod unit_of_work;
