//! The fields of a post, in the encoding Twilio uses: percent-encoded UTF-8, a space as `%20`, `+` as `%2B`.

/// Names and values in the order they are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// Sets a field that may be there already.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.into()));
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// As it goes over the wire.
    pub fn encoded(&self) -> String {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
        pairs.join("&")
    }
}

/// Everything but RFC 3986's unreserved characters as `%XX`.
fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap_or_default();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_captured_from_twilio() {
        let form = Form::default()
            .with("Timestamp", "Sun, 25 Mar 2018 09:53:19 +0000")
            .with("CalledCity", "São Paulo")
            .with("CalledState", "");
        assert_eq!(
            form.encoded(),
            "Timestamp=Sun%2C%2025%20Mar%202018%2009%3A53%3A19%20%2B0000&CalledCity=S%C3%A3o%20Paulo&CalledState="
        );
    }
}
