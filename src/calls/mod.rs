//! A call, from authorisation to the settled charge: its states, its webhooks, its pages.
//!
//! `authorise` takes the hold, `extend` a longer one, `webhooks` hear from the carrier, `settle` charges once, `reconcile`
//! finishes what the carrier forgot; `phone` is the browser's phone, `call_bar` what is seen of it on every page.

pub mod api;
pub mod audio;
pub mod call_bar;
pub mod callee_time;
pub mod devices;
mod dial_parts;
pub mod dialer;
mod dialled;
mod gate;
mod hint;
mod keypad;
mod line;
pub mod listener;
mod microphone_help;
pub mod model;
mod note;
mod number;
pub mod phone;
mod price;
pub mod receipt;
mod receipt_line;
pub mod receipt_page;
pub mod recent;
mod suggestions;
mod timeline;
pub mod typing;
pub mod who;

#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
pub mod authorise;
#[cfg(feature = "ssr")]
pub mod command;
#[cfg(feature = "ssr")]
pub mod export;
#[cfg(feature = "ssr")]
pub mod extend;
#[cfg(feature = "ssr")]
pub mod gauges;
#[cfg(feature = "ssr")]
pub mod hangup;
#[cfg(feature = "ssr")]
mod look;
#[cfg(feature = "ssr")]
mod receipt_words;
#[cfg(feature = "ssr")]
pub mod reconcile;
#[cfg(feature = "ssr")]
mod record;
#[cfg(feature = "ssr")]
pub mod refund;
#[cfg(feature = "ssr")]
pub mod settle;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
mod webhooks;

#[cfg(feature = "ssr")]
pub mod rest;
