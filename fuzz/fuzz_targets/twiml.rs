//! TwiML is read or refused; what was read and written again reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::twilio::twiml::{parse, render};

fuzz_target!(|xml: &str| {
    if let Ok(verbs) = parse(xml) {
        let again = parse(&render(&verbs));
        assert_eq!(again.as_ref().ok(), Some(&verbs), "{again:?}");
    }
});
