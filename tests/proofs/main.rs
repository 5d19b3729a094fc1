//! Proofs: each states what can never happen, tries to make it happen, and says how often it tried.
//!
//! `make test` runs them small, `make prove` (tools/prove.mjs) at full size on both engines and writes `docs/proof.md`. A proof is
//! a function over a [`frame::Run`] that returns its figures, or the first violation; a control gives the same proof
//! something broken and demands the violation. Faults of the server need the feature `sabotage` (`controls`).

mod frame;

#[path = "../http/actors.rs"]
#[expect(dead_code, reason = "shared with tests/http, which uses more of it")]
mod actors;
#[path = "../http/support.rs"]
#[expect(dead_code, reason = "shared with tests/http, which uses more of it")]
mod support;

mod affordable;
mod charge;
mod faults;
mod model;
mod signatures;

#[cfg(feature = "sabotage")]
mod controls;
