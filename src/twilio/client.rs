//! The REST resources Ringfare calls.

use super::account::Account;

/// A client of the carrier's REST API.
#[derive(Debug, Clone)]
pub struct Client {
    account: Account,
    /// Without a trailing slash: `https://api.twilio.com`, or the local carrier's.
    base_url: String,
}

impl Client {
    pub fn new(account: Account, base_url: String) -> Self {
        Self { account, base_url }
    }

    pub fn account(&self) -> &Account {
        &self.account
    }
}
