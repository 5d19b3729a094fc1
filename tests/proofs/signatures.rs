//! Signatures against Twilio's own Node library, both ways: what it signs our server takes, what we sign it takes, and of what
//! was changed on the way both say the same.
//!
//! Left out on purpose: names beyond the Basic Multilingual Plane (Node sorts by UTF-16, Python by code point, so that Twilio's
//! libraries disagree among themselves), and addresses in another spelling than the one that was signed (the Node library also
//! tries them re-encoded; we take the address as it came, or with `'` as `%27`).

mod draw;
mod server;

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use ringfare::twilio::{
    account::Account,
    signature::{self, Incoming},
};
use serde_json::{Value, json};

use self::{
    draw::{Case, changed},
    server::Servers,
};
use crate::frame::{Proof, Run, must_fail};

/// Asks Twilio's library; one answer for each question, in their order.
fn ask(questions: Vec<Value>) -> Vec<Value> {
    let mut library = Command::new("node")
        .arg("end2end/twilio-library.mjs")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs: tools/setup.sh test says what is missing");
    let mut input = library.stdin.take().expect("piped");
    let output = BufReader::new(library.stdout.take().expect("piped"));
    let count = questions.len();
    let writer = std::thread::spawn(move || questions.iter().try_for_each(|question| writeln!(input, "{question}")));
    let answers: Vec<Value> = output.lines().map(|line| serde_json::from_str(&line.expect("text")).expect("JSON")).collect();
    drop(writer.join());
    assert!(library.wait().is_ok_and(|status| status.success()), "npm's twilio did not answer: run tools/setup.sh test");
    assert_eq!(answers.len(), count, "npm's twilio answered too little");
    answers
}

fn sign_question(case: &Case, token: &str) -> Value {
    json!({ "do": "sign", "token": token, "url": case.url(), "fields": case.signed_fields() })
}

fn validate_question(case: &Case, token: &str, signature: &str) -> Value {
    match case.json() {
        Some(body) => json!({ "do": "validate", "token": token, "url": case.url(), "body": body, "signature": signature }),
        None => {
            json!({ "do": "validate", "token": token, "url": case.url(), "fields": case.signed_fields(), "signature": signature })
        }
    }
}

/// What is under test when we sign: the signature of an address and its fields.
type Signer = fn(&str, &str, &[(String, String)]) -> String;

fn ringfare(token: &str, url: &str, fields: &[(String, String)]) -> String {
    signature::sign(token, url, fields)
}

fn ours(account: &Account, case: &Case, signature: &str) -> bool {
    let incoming = Incoming {
        public_url: case.public_url,
        target: &case.target,
        method: case.method,
        content_type: case.content_type,
        body: case.body.as_bytes(),
        signature: Some(signature),
    };
    signature::verify(account, &incoming).is_ok()
}

/// We sign, they compare; gives their signatures.
fn signs_alike(cases: &[Case], token: &str, signer: Signer) -> Result<Vec<String>, String> {
    let told = ask(cases.iter().map(|case| sign_question(case, token)).collect());
    let theirs: Vec<String> = told.iter().map(|answer| answer["signature"].as_str().unwrap_or_default().to_owned()).collect();
    let own: Vec<String> = cases.iter().map(|case| signer(token, &case.url(), case.signed_fields())).collect();
    if let Some(at) = (0..cases.len()).find(|&at| own[at] != theirs[at]) {
        return Err(format!("case {at}: we sign {} and Twilio's library {}: {:?}", own[at], theirs[at], cases[at]));
    }
    let valid = ask(cases.iter().zip(&own).map(|(case, own)| validate_question(case, token, own)).collect());
    match (0..cases.len()).find(|&at| valid[at]["valid"] != true) {
        Some(at) => Err(format!("case {at}: Twilio's library refuses our signature of {:?}", cases[at])),
        None => Ok(theirs),
    }
}

async fn proof(run: &Run, signer: Signer) -> Proof {
    let mut rng = run.rng();
    let servers = Servers::start().await;
    let account = servers.account().clone();
    let cases: Vec<Case> = (0..run.size).map(|_| draw::any_case(&mut rng, account.account_sid.as_str())).collect();
    let theirs = signs_alike(&cases, &account.auth_token, signer)?;

    for (at, (case, signature)) in cases.iter().zip(&theirs).enumerate() {
        let status = servers.send(case, signature).await?;
        if status == 403 || !ours(&account, case, signature) {
            return Err(format!("case {at}: Twilio's library signed it and we answer {status}: {case:?}"));
        }
    }

    // One change to each: the address, a field, the body, the signature or the key it was made with.
    let altered: Vec<(Case, String)> =
        cases.iter().zip(&theirs).map(|(case, signature)| changed(&mut rng, case, signature)).collect();
    let questions = altered.iter().map(|(case, signature)| validate_question(case, &account.auth_token, signature)).collect();
    let (mut refused, mut harmless) = (0_u64, 0_u64);
    for (at, (answer, (case, signature))) in ask(questions).iter().zip(&altered).enumerate() {
        let status = servers.send(case, signature).await?;
        let (valid, here) = (answer["valid"] == true, ours(&account, case, signature));
        if valid != here || (status == 403) == here {
            return Err(format!(
                "change {at}: Twilio's library says {valid}, our verifier {here}, our server {status}: {case:?}"
            ));
        }
        if valid { harmless += 1 } else { refused += 1 }
    }
    servers.stop().await;
    Ok(json!({ "requests": run.size, "signed_by_us_and_validated_by_twilio": run.size, "signed_by_twilio_and_accepted": run.size,
        "changed_and_refused_by_both": refused, "changed_without_effect": harmless, "violations": 0 }))
}

#[tokio::test(flavor = "multi_thread")]
async fn twilios_own_library_and_ours_agree_on_every_signature() {
    crate::frame::quiet();
    Run::of("signatures", 400).prove_async(async |run| proof(run, ringfare).await).await;
}

mod controls {
    use super::*;

    fn caught(what: &str, signer: Signer) {
        let run = Run::of("signatures", 400);
        let mut rng = run.rng();
        let cases: Vec<Case> = (0..400).map(|_| draw::any_case(&mut rng, "AC0123456789abcdef0123456789abcdef")).collect();
        must_fail(what, signs_alike(&cases, "0123456789abcdef0123456789abcdef", signer).map(|all| json!(all.len())));
    }

    /// Signs fields that were changed first; one at a time, so that nothing is sorted or dropped on the way.
    fn sign_joined(token: &str, url: &str, fields: impl Iterator<Item = (String, String)>) -> String {
        let joined: String = fields.flat_map(|(name, value)| [name, value]).collect();
        signature::sign(token, url, &[(joined, String::new())])
    }

    #[test]
    fn controls_find_fields_that_are_not_sorted() {
        caught("fields that are not sorted", |token, url, fields| sign_joined(token, url, fields.iter().cloned()));
    }

    #[test]
    fn controls_find_values_that_are_trimmed() {
        caught("values that are trimmed", |token, url, fields| {
            let trimmed: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), value.trim().to_owned())).collect();
            signature::sign(token, url, &trimmed)
        });
    }

    #[test]
    fn controls_find_empty_values_that_are_left_out() {
        caught("empty values that are left out", |token, url, fields| {
            let filled: Vec<_> = fields.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
            signature::sign(token, url, &filled)
        });
    }

    #[test]
    fn controls_find_repeated_values_that_count_twice() {
        caught("repeated values that count twice", |token, url, fields| {
            let mut sorted = fields.to_vec();
            sorted.sort();
            sign_joined(token, url, sorted.into_iter())
        });
    }

    #[test]
    fn controls_find_an_address_that_is_decoded() {
        caught("an address that is decoded", |token, url, fields| signature::sign(token, &url.replace("%20", " "), fields));
    }
}
