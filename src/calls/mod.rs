//! A call, from authorisation to the settled charge: its states, its webhooks, its pages.
//!
//! `authorise` takes the hold, `webhooks` hear from the carrier, `settle` charges once, `reconcile` finishes what the
//! carrier forgot; `voice_device` is the browser's phone.

pub mod api;
pub mod call_bar;
pub mod dialer;
pub mod enhanced_call;
mod keypad;
pub mod listener;
mod meter;
pub mod model;
mod number;
mod phone;
mod price;
pub mod receipt;
pub mod recent;
mod trouble;
mod voice_device;

#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
mod adopt;
#[cfg(feature = "ssr")]
pub mod authorise;
#[cfg(feature = "ssr")]
mod carrier_events;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
mod export;
#[cfg(feature = "ssr")]
mod hangup;
#[cfg(feature = "ssr")]
mod receipt_words;
#[cfg(feature = "ssr")]
mod receive;
#[cfg(feature = "ssr")]
pub mod reconcile;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
pub mod settle;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod webhooks;

#[cfg(feature = "ssr")]
pub mod rest;
