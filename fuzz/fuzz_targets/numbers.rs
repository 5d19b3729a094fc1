//! Whatever is typed as a number is read or refused; what was read is E.164 and reads as itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::{
    domain::{masked::MaskedNumber, phone::E164},
    server::{mask::masked, numbering},
};

const HOMES: [Option<&str>; 4] = [None, Some("GB"), Some("US"), Some("DE")];

fuzz_target!(|input: (u8, &str)| {
    let (home, text) = (HOMES[usize::from(input.0) % HOMES.len()], input.1);
    if let Ok((number, _)) = numbering::parse(text, home) {
        assert_eq!(E164::parse(number.as_str()).as_ref(), Some(&number));
        assert_eq!(numbering::describe(&number).e164, number);
        let hidden = masked(number.as_str()).into_owned();
        assert_ne!(hidden, number.as_str(), "no number leaves whole");
        assert_eq!(hidden, MaskedNumber(number.as_str()).to_string());
    }
    let _ = numbering::reading(text, home);
    let _ = masked(text);
});
