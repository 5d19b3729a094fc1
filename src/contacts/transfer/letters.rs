//! From bytes to text: which encoding a file is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::contacts::model::FileProblem;

/// A file as text.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    pub content: String,
    /// The name in the WHATWG's Encoding Standard.
    pub encoding: &'static str,
    /// Whether something could not be read.
    pub broken: bool,
}

/// How other kinds of files begin.
const PICTURES: [&[u8]; 6] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF", b"BM"];
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];
/// A text of UTF-8 with so many good letters beyond ASCII to a bad one is UTF-8 with a fault, not another encoding.
const GOOD_TO_BAD: usize = 4;

/// Reads bytes as text: by the mark at their beginning, as UTF-8 if they are, else by what the letters make likely.
///
/// # Errors
/// When they are empty or no text.
pub fn decode(bytes: &[u8]) -> Result<Text, FileProblem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileProblem::Empty);
    }
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(FileProblem::Workbook);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(by(encoding, &bytes[mark..]));
    }
    let nuls = bytes.iter().take(4_096).filter(|byte| **byte == 0).count();
    if PICTURES.iter().any(|magic| bytes.starts_with(magic)) && (nuls > 0 || std::str::from_utf8(bytes).is_err()) {
        return Err(FileProblem::Picture);
    }
    if nuls > 0 {
        return utf_16(bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Text { content: text.to_owned(), encoding: UTF_8.name(), broken: false });
    }
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.chars().filter(|letter| *letter == '\u{fffd}').count();
    let good = lossy.chars().filter(|letter| !letter.is_ascii()).count() - bad;
    if good >= bad * GOOD_TO_BAD {
        return Ok(Text { content: lossy.into_owned(), encoding: UTF_8.name(), broken: true });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Ok(by(detector.guess(None, Utf8Detection::Deny), bytes))
}

fn by(encoding: &'static Encoding, bytes: &[u8]) -> Text {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    Text { content: text.into_owned(), encoding: encoding.name(), broken }
}

/// UTF-16 without a mark: ASCII in it has a zero in every other byte.
fn utf_16(bytes: &[u8]) -> Result<Text, FileProblem> {
    let sample = &bytes[..bytes.len().min(4_096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 5;
    let encoding = match (zeros(0) > sample.len(), zeros(1) > sample.len()) {
        (false, true) => UTF_16LE,
        (true, false) => UTF_16BE,
        _ => return Err(FileProblem::Picture),
    };
    Ok(by(encoding, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<(String, &'static str, bool), FileProblem> {
        decode(bytes).map(|text| (text.content, text.encoding, text.broken))
    }

    fn utf_16(text: &str, mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn the_encoding_is_found_out() {
        assert_eq!(of("Zoë".as_bytes()), Ok(("Zoë".into(), "UTF-8", false)));
        assert_eq!(of(b"\xef\xbb\xbfAda"), Ok(("Ada".into(), "UTF-8", false)));
        assert_eq!(of(&utf_16("Zoë,1", true)), Ok(("Zoë,1".into(), "UTF-16LE", false)));
        assert_eq!(of(&utf_16("Name,Phone\nZo\u{eb},1", false)), Ok(("Name,Phone\nZoë,1".into(), "UTF-16LE", false)));
        assert_eq!(
            of(b"Name;Telefon\nJ\xfcrgen M\xfcller;030\n"),
            Ok(("Name;Telefon\nJürgen Müller;030\n".into(), "windows-1252", false))
        );
    }

    #[test]
    fn a_fault_in_utf_8_does_not_spoil_the_rest() {
        let mut bytes = "Jürgen, Zoë, Łucja, Ωmega, Ñandú, Ö".as_bytes().to_vec();
        bytes.extend(b" \xff");
        let (text, encoding, broken) = of(&bytes).expect("text");
        assert!(text.starts_with("Jürgen") && text.ends_with('\u{fffd}'));
        assert_eq!((encoding, broken), ("UTF-8", true));
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_kind() {
        assert_eq!(of(b" \r\n"), Err(FileProblem::Empty));
        assert_eq!(of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(FileProblem::Picture));
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF"), Err(FileProblem::Picture));
        assert_eq!(of(b"PK\x03\x04\x14\0"), Err(FileProblem::Workbook));
        assert_eq!(of(b"\x7fELF\0\0\0\x01\x02\x03"), Err(FileProblem::Picture));
    }
}
