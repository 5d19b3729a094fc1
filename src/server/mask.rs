//! The last wall before the log: whatever a message of ours or of a library says, no whole number and no whole address leaves.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::domain::masked::{MaskedEmail, MaskedNumber};

/// The fewest digits behind a `+` that are taken for a number; a time zone's offset has fewer.
const DIGITS_LEAST: usize = 7;
const DIGITS_MOST: usize = 15;

/// What writes through it is masked, piece by piece: give it whole lines, as `tracing_subscriber` does.
pub struct Masked<W>(pub W);

impl<W: Write> Write for Masked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(masked(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A text with its telephone numbers in international form and its e-mail addresses masked.
pub fn masked(text: &str) -> Cow<'_, str> {
    if !text.contains(['+', '@', '%']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['+', '@', '%']) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        rest = masked_at(&mut out, after);
    }
    out.push_str(rest);
    out.into()
}

/// Writes what begins with one of the three signs; what is left to read.
fn masked_at<'a>(out: &mut String, after: &'a str) -> &'a str {
    let sign = ["+", "%2B", "%2b", "@", "%40"].into_iter().find(|sign| after.starts_with(sign));
    let Some(sign) = sign else {
        out.push('%');
        return &after[1..];
    };
    let behind = &after[sign.len()..];
    if matches!(sign, "@" | "%40") {
        return masked_email(out, sign, behind);
    }
    let (length, many) = number_at(behind);
    if (DIGITS_LEAST..=DIGITS_MOST).contains(&many) {
        out.push_str(&MaskedNumber(&behind[..length]).to_string());
    } else {
        out.push_str(sign);
        out.push_str(&behind[..length]);
    }
    &behind[length..]
}

/// How long a number is that starts here, with single signs between its digits, and how many digits it has.
fn number_at(text: &str) -> (usize, usize) {
    let (mut length, mut many, mut signs) = (0, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => (length, many, signs) = (at + 1, many + 1, 0),
            b' ' | b'-' | b'.' | b'(' | b')' if many > 0 && signs < 2 => signs += 1,
            _ => break,
        }
        if many > DIGITS_MOST {
            break;
        }
    }
    (length, many)
}

/// Takes back what was written of the person before the `@`.
fn masked_email<'a>(out: &mut String, sign: &str, behind: &'a str) -> &'a str {
    let is_of_name = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.•".contains(c);
    let begins = out.char_indices().rev().take_while(|(_, c)| is_of_name(*c)).last().map_or(out.len(), |(at, _)| at);
    let is_address = begins < out.len() && behind.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !is_address {
        out.push_str(sign);
        return behind;
    }
    let person = out.split_off(begins);
    // A field's name and its sign belong to the line, not to the address.
    let name = person.rsplit_once(['=', '/']).map_or(person.as_str(), |(_, name)| name);
    out.push_str(&person[..person.len() - name.len()]);
    out.push_str(&MaskedEmail(&format!("{name}@")).to_string());
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_of_any_message_are_masked() {
        for (said, kept) in [
            ("dialling +447911123456 now", "dialling +4479•••••456 now"),
            ("to=%2B447911123456&x=1", "to=+4479•••••456&x=1"),
            ("+44 7911 123456, +1 (415) 555-0100", "+4479•••••456, +1415••••100"),
            ("email=ann.smith@example.org failed", "email=a•••@example.org failed"),
            ("<ann@example.org> and bob%40example.org", "<a•••@example.org> and b•••@example.org"),
            ("postgres://ringfare:sesame@db/ringfare", "postgres://ringfare:s•••@db/ringfare"),
            ("{\"error\":\"'+447911123456' is taken\"}", "{\"error\":\"'+4479•••••456' is taken\"}"),
        ] {
            assert_eq!(masked(said), kept);
        }
    }

    #[test]
    fn what_is_neither_stays_as_it_is() {
        for said in [
            "2026-11-22T10:01:10+00:00 INFO ready",
            "1 + 1, 100 %, a+b, @ noon, 50%",
            "call.id=call_0123456789abcdef0123456789abcdef loss_micros=1234567890123",
            "+12345678901234567890 has too many digits",
            "ends with + and @",
        ] {
            assert_eq!(masked(said), said);
        }
    }

    #[test]
    fn a_masked_line_is_written_whole() {
        let mut out = Vec::new();
        let line = "caller +447911123456 of ann@example.org\n".as_bytes();
        assert_eq!(Masked(&mut out).write(line).expect("written"), line.len());
        assert_eq!(String::from_utf8(out).expect("text"), "caller +4479•••••456 of a•••@example.org\n");
    }
}
