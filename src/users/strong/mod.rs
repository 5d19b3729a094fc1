//! More than a password: codes of an app, recovery codes, passkeys, accounts elsewhere. The pages' half is `users/factors/`.
//!
//! A sign-in that needs more than one request is a *ceremony*: a row with an end, found by a secret that the browser's session
//! holds, and used up by the statement that accepts it. A new way to sign in ends in `Visit::renew`; a new second step is asked
//! for in `second_step::after_password`, through which every way in goes that begins with something a caller knows or was sent.

mod ceremony;
mod code_app;
pub mod enrol;
mod passkey;
pub mod provider;
mod recovery;
pub mod second_step;
pub mod store;
mod vault;
