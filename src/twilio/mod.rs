//! Twilio's protocol, both ends of it: what it signs and how, what it posts, what it expects back.
//!
//! Knows no feature. Facts with sources stand beside each rule. The local carrier (`crate::carrier`) uses the same words
//! from the other side.

pub mod access_token;
pub mod account;
pub mod client;
pub mod command;
pub mod event;
mod record;
pub mod signature;
pub mod twiml;
pub mod webhook;
