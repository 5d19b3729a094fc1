//! No request passes that was not signed, every signed one passes, and nothing panics on the way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfare::twilio::{
    account::Account,
    signature::{Incoming, Params, SignatureError, sign, verify},
};

const PUBLIC_URL: &str = "https://phone.example.org";

fuzz_target!(|input: (&str, &[u8], &str, bool)| {
    let (target, body, signature, is_form) = input;
    let draw = |digit: char| digit.to_string().repeat(32);
    let Some(account) = Account::from_digits([draw('1'), draw('2'), draw('3'), draw('4'), draw('5')]) else { return };
    let content_type = Some(if is_form { "application/x-www-form-urlencoded" } else { "application/json; charset=utf-8" });
    let request = |signature| Incoming { public_url: PUBLIC_URL, target, method: "POST", content_type, body, signature };
    assert!(verify(&account, &request(None)).is_err(), "nothing passes without a signature");
    let guessed = verify(&account, &request(Some(signature)));
    assert!(guessed.is_err() || signature.len() == 28, "what passes is a SHA-1 in base64");
    let _ = verify(&account, &Incoming { method: "GET", content_type: None, body: b"", ..request(Some(signature)) });
    let params = Params::parse(body);
    if is_form && target.starts_with('/') {
        let right = sign(&account.auth_token, &format!("{PUBLIC_URL}{target}"), params.pairs());
        let answer = verify(&account, &request(Some(&right)));
        assert!(matches!(answer, Ok(_) | Err(SignatureError::OtherAccount)), "what is signed passes: {answer:?}");
        let forged = verify(&account, &request(Some(&right.replace(['A', 'B', 'C'], "D"))));
        assert!(forged.is_err() || !right.contains(['A', 'B', 'C']), "one letter off does not");
    }
});
