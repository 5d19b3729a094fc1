//! Whatever the carrier's addresses are posted is read without a panic, and equal posts are told apart from others.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::twilio::{
    event,
    signature::{Params, Payload},
    webhook::{DialAction, StatusCallback, VoiceRequest},
};

fuzz_target!(|body: &[u8]| {
    let params = Params::parse(body);
    if let Some(callback) = StatusCallback::read(&params) {
        assert_eq!(callback.dedupe_key(None), StatusCallback::read(&params).expect("again").dedupe_key(None));
        assert!(callback.call_duration.seconds().is_none_or(|seconds| (0..=86_400).contains(&seconds)));
    }
    if let Some(action) = DialAction::read(&params) {
        assert!(action.dial_call_duration.seconds().is_none_or(|seconds| seconds >= 0));
    }
    let _ = VoiceRequest::read(&params);
    let raw = String::from_utf8_lossy(body);
    for found in event::read(&Payload::Form(params), &raw, None) {
        assert!(!found.dedupe_key.is_empty());
    }
    if let Ok(json) = serde_json::from_slice(body) {
        event::read(&Payload::Json(json), &raw, Some("token"));
    }
    let _ = event::read_again(&raw);
});
