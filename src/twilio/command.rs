//! `ringfare twilio …`: Twilio's side of the line, by hand.

use url::{Url, form_urlencoded};

use super::{account::Account, signature::sign as signature_of};

/// Reads `NAME=VALUE`.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn parse_pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    pair.map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| format!("'{text}' is not NAME=VALUE"))
}

/// A curl command that sends a request as Twilio would: signed, the fields in the body, or in the address of a GET.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn sign(account: &Account, url: &str, method: &str, pairs: &[(String, String)]) -> Result<String, String> {
    let url = address(url)?;
    let mut words = vec!["curl".to_owned()];
    if url.contains(['[', '{']) {
        words.push("--globoff".to_owned());
    }
    match method.to_ascii_uppercase().as_str() {
        "GET" => {
            let url = if pairs.is_empty() {
                url
            } else {
                format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, encode(pairs))
            };
            words.push(quote(&url));
            words.extend(header(&signature_of::<&str, &str>(&account.auth_token, &url, &[])));
        }
        "POST" => {
            words.extend(["-X".to_owned(), "POST".to_owned(), quote(&url)]);
            words.extend(header(&signature_of(&account.auth_token, &url, pairs)));
            words.extend(pairs.iter().flat_map(|pair| ["-d".to_owned(), quote(&encode(std::slice::from_ref(pair)))]));
        }
        other => return Err(format!("Twilio sends no {other}: write GET or POST")),
    }
    Ok(words.join(" "))
}

/// The address as curl sends it: with a path, without the fragment.
fn address(text: &str) -> Result<String, String> {
    let remedy = "give the address as in RINGFARE_PUBLIC_URL, such as http://localhost:3000/api/twilio/status";
    let parsed = Url::parse(text).map_err(|error| format!("'{text}' is not an address ({error}): {remedy}"))?;
    if !matches!(parsed.scheme(), "http" | "https") || !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(format!("'{text}' must start with http:// or https:// and hold no user name: {remedy}"));
    }
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(format!("'{text}' holds a character that must be percent-encoded: {remedy}"));
    }
    let text = text.split('#').next().unwrap_or_default();
    let authority = text.find("://").map_or(0, |at| at + 3);
    Ok(match text[authority..].find(['/', '?']).map(|at| at + authority) {
        None => format!("{text}/"),
        Some(at) if text[at..].starts_with('?') => format!("{}/{}", &text[..at], &text[at..]),
        Some(_) => text.to_owned(),
    })
}

fn encode(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn header(signature: &str) -> [String; 2] {
    ["-H".to_owned(), quote(&format!("X-Twilio-Signature: {signature}"))]
}

/// One word for a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twilio::signature::{Incoming, verify};

    fn account() -> Account {
        Account::from_digits(["a", "b", "c", "d", "e"].map(|digit| digit.repeat(32))).expect("good digits")
    }

    fn pairs(texts: &[&str]) -> Vec<(String, String)> {
        texts.iter().map(|text| parse_pair(text).expect("a pair")).collect()
    }

    /// What a shell makes of a command of single-quoted words.
    fn words(command: &str) -> Vec<String> {
        let (mut words, mut word, mut quoted) = (vec![], String::new(), false);
        let mut characters = command.chars();
        while let Some(character) = characters.next() {
            match character {
                '\'' => quoted = !quoted,
                '\\' if !quoted => word.extend(characters.next()),
                ' ' if !quoted => words.push(std::mem::take(&mut word)),
                other => word.push(other),
            }
        }
        words.push(word);
        words
    }

    fn after<'a>(words: &'a [String], option: &str) -> Vec<&'a str> {
        words.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1].as_str()).collect()
    }

    #[test]
    fn a_post_is_ready_to_send() {
        let fields = pairs(&["CallSid=CA123", "From=+14155552671", "State=O'AHU & more"]);
        let command = sign(&account(), "http://localhost:3000/api/twilio/status", "POST", &fields).expect("a command");
        let words = words(&command);
        assert_eq!(words[..4], ["curl", "-X", "POST", "http://localhost:3000/api/twilio/status"]);
        let body = after(&words, "-d").join("&");
        assert_eq!(body, "CallSid=CA123&From=%2B14155552671&State=O%27AHU+%26+more");
        let incoming = Incoming {
            public_url: "http://localhost:3000",
            target: "/api/twilio/status",
            method: "POST",
            content_type: Some("application/x-www-form-urlencoded"),
            body: body.as_bytes(),
            signature: after(&words, "-H")[0].strip_prefix("X-Twilio-Signature: "),
        };
        assert!(verify(&account(), &incoming).is_ok());
    }

    #[test]
    fn a_get_carries_its_fields_in_the_address() {
        let words = words(&sign(&account(), "https://h.example?it's", "get", &pairs(&["To=+44 1"])).expect("a command"));
        assert_eq!(words[1], "https://h.example/?it's&To=%2B44+1");
        let incoming = Incoming {
            public_url: "https://h.example",
            target: "/?it's&To=%2B44+1",
            method: "GET",
            content_type: None,
            body: b"",
            signature: after(&words, "-H")[0].strip_prefix("X-Twilio-Signature: "),
        };
        assert!(verify(&account(), &incoming).is_ok());
    }

    #[test]
    fn what_cannot_be_sent_is_said() {
        for (url, method) in
            [("status", "POST"), ("ftp://h/", "POST"), ("http://me@h/", "POST"), ("http://h/a b", "GET"), ("http://h/", "PUT")]
        {
            assert!(sign(&account(), url, method, &[]).is_err(), "{method} {url}");
        }
        assert!(parse_pair("CallSid").is_err());
        assert!(parse_pair("=x").is_err());
    }

    #[test]
    fn an_address_without_a_path_gets_one() {
        for (given, sent) in [
            ("http://h", "http://h/"),
            ("http://h?a", "http://h/?a"),
            ("http://h/x#rc=3", "http://h/x"),
            ("http://h/?u=/", "http://h/?u=/"),
        ] {
            assert_eq!(address(given).as_deref(), Ok(sent));
        }
    }
}
