//! Numbers and addresses as a log may show them: enough to tell two apart, too little to know whose they are.

use std::fmt::{Display, Formatter, Result};

/// A number with its middle hidden: `+4479•••••456`. At least four digits are.
#[derive(Clone, Copy)]
pub struct MaskedNumber<'a>(pub &'a str);

impl Display for MaskedNumber<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let digits = || self.0.chars().filter(char::is_ascii_digit);
        let many = digits().count();
        let hidden = many.saturating_sub(7).max(4).min(many);
        let ahead = (many - hidden).div_ceil(2).min(4);
        f.write_str("+")?;
        for (at, digit) in digits().enumerate() {
            let is_hidden = (ahead..ahead + hidden).contains(&at);
            write!(f, "{}", if is_hidden { '•' } else { digit })?;
        }
        Ok(())
    }
}

/// An e-mail address with all but the first letter before its `@` hidden: `a•••@example.org`.
#[derive(Clone, Copy)]
pub struct MaskedEmail<'a>(pub &'a str);

impl Display for MaskedEmail<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (person, host) = self.0.rsplit_once('@').unwrap_or((self.0, ""));
        let first: String = person.chars().take(1).collect();
        write!(f, "{first}•••@{host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_where_it_leads_and_three_digits() {
        for (number, masked) in [
            ("+447911123456", "+4479•••••456"),
            ("+14155550100", "+1415••••100"),
            ("+1234567", "+12••••7"),
            ("+123456789012345", "+1234••••••••345"),
            ("+44 7911 123456", "+4479•••••456"),
            ("+1", "+•"),
        ] {
            assert_eq!(MaskedNumber(number).to_string(), masked);
        }
    }

    #[test]
    fn an_address_keeps_its_first_letter_and_its_host() {
        assert_eq!(MaskedEmail("ann.smith@example.org").to_string(), "a•••@example.org");
        assert_eq!(MaskedEmail("ümit@example.org").to_string(), "ü•••@example.org");
        assert_eq!(MaskedEmail("nobody").to_string(), "n•••@");
    }
}
