//! The query of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3: what could mean something else is written as its bytes.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as it stands in a query.
pub fn escaped(value: &str) -> PercentEncode<'_> {
    utf8_percent_encode(value, RESERVED)
}

/// `name=value` pairs, joined; names are ours and stand for themselves.
pub fn joined<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    pairs.into_iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect::<Vec<_>>().join("&")
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
        assert_eq!(joined([]), "");
    }
}
