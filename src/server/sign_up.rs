//! Who may open an account, from the environment.

use super::config::Reader;

/// Who may open an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUp {
    Open,
    /// Who has an invitation.
    Invited,
    Closed,
}

impl SignUp {
    /// Reads `RINGFARE_SIGN_UP`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        match reader.text("RINGFARE_SIGN_UP").as_deref() {
            None | Some("open") => Self::Open,
            Some("invited") => Self::Invited,
            Some("closed") => Self::Closed,
            Some(other) => reader.problem(format!("RINGFARE_SIGN_UP is '{other}': write open, invited or closed"), Self::Closed),
        }
    }
}
