//! SQL of strong sign-in. What must not count twice is decided by the one statement that accepts it.

mod ceremonies;
mod codes;
mod identities;
mod passkeys;

pub use self::{
    ceremonies::{Ceremony, Kind, Taken, insert_ceremony, take_ceremony, try_ceremony},
    codes::{
        CodeAppRow, Confirmed, accept_step, code_app, confirm, put_unconfirmed, recovery_codes_left, remove_code_app,
        replace_codes, use_recovery_code,
    },
    identities::{IdentityRow, NewIdentity, identities, link_identity, unlink_identity, use_identity},
    passkeys::{NewPasskey, PasskeyRow, Used, insert_passkey, passkey, passkeys, remove_passkey, use_passkey},
};
