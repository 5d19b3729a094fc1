//! A file of cards, however broken, becomes a plan without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::contacts::transfer::planned;

fuzz_target!(|card: &[u8]| {
    let mut file = b"BEGIN:VCARD\r\nVERSION:4.0\r\n".to_vec();
    file.extend_from_slice(card);
    let _ = planned(&file);
});
