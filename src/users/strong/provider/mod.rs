//! Signing in at an OpenID Connect provider: the authorization code flow with PKCE.
//!
//! `talk` speaks to the provider and has the library check what it says; `visit` is a browser's way there and back; `account`
//! decides whom that lets in. An account here belongs to an (issuer, subject), never to an e-mail address: addresses change hands.

mod account;
mod talk;
mod visit;

pub use self::visit::router;
