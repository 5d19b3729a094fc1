//! The query of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3: what could mean something else is written as its bytes.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `name=value` pairs, joined; names are ours and stand for themselves.
pub fn joined<'a, V: AsRef<str>>(pairs: impl IntoIterator<Item = (&'a str, V)>) -> String {
    let written = |(name, value): (&str, V)| format!("{name}={}", utf8_percent_encode(value.as_ref(), RESERVED));
    pairs.into_iter().map(written).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_was_typed_stays_one_value() {
        assert_eq!(
            joined([("q", "a&cursor=1 \u{fc}/~"), ("cursor", "179.u_0a")]),
            "q=a%26cursor%3D1%20%C3%BC%2F~&cursor=179.u_0a"
        );
        assert_eq!(joined::<&str>([]), "");
    }
}
