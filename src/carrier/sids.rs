//! The carrier's only source of randomness: SIDs, tokens and the dice of its faults.

/// A fresh SID: two letters and 32 hexadecimal digits.
pub fn sid(letters: &str) -> String {
    format!("{letters}{}", hex::encode(rand::random::<[u8; 16]>()))
}

/// What nobody can guess: the right to take a call back after a lost socket.
pub fn secret() -> String {
    hex::encode(rand::random::<[u8; 24]>())
}

/// A token as `I-Twilio-Idempotency-Token` carries it.
#[expect(clippy::disallowed_methods, reason = "the carrier must not import server::ids; this is its own place for ids")]
pub fn idempotency_token() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// True in `rate` of all cases, 0 to 1.
pub fn happens(rate: f64) -> bool {
    rate > 0.0 && rand::random::<f64>() < rate
}

/// Some share of a whole, evenly spread.
pub fn up_to(whole: std::time::Duration) -> std::time::Duration {
    whole.mul_f64(rand::random::<f64>())
}
