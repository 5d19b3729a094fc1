//! Recovery codes: ways in without the code app, shown once and good once.

use crate::{server::ids, users::session};

/// How many a caller gets.
const CODES: usize = 10;
/// Letters and digits that nobody confuses when reading them aloud (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 80 bits: nobody guesses that, so that SHA-256 is enough to keep them.
const LETTERS: usize = 16;
const BLOCK: usize = 4;

/// Fresh codes, as their owner reads them.
pub fn fresh() -> Vec<String> {
    std::iter::repeat_with(code).take(CODES).collect()
}

fn code() -> String {
    let letters: Vec<u8> = ids::key::<LETTERS>().iter().map(|byte| ALPHABET[usize::from(byte & 31)]).collect();
    let blocks: Vec<&str> = letters.chunks(BLOCK).filter_map(|block| std::str::from_utf8(block).ok()).collect();
    blocks.join("-")
}

/// The SHA-256 of a code, however it was typed; `None` when it cannot be one.
pub fn hash(typed: &str) -> Option<String> {
    let plain = typed.chars().filter(|letter| !matches!(letter, ' ' | '-'));
    let plain: String = plain.map(|letter| letter.to_ascii_uppercase()).map(unconfused).collect();
    let good = plain.len() == LETTERS && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then(|| session::sha256(&plain))
}

const fn unconfused(letter: char) -> char {
    match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_however_they_are_typed() {
        let codes = fresh();
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), CODES);
        for code in &codes {
            let sloppy = format!(" {} ", code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
            assert_eq!(hash(code).expect("good"), hash(&sloppy).expect("good"), "{code}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_has_no_hash() {
        for bad in ["", "123456", "ABCD-EFGH-JKMN-PQR", "ABCD-EFGH-JKMN-PQRS-T", "ABCD-EFGH-JKMN-PQRU", "ÄBCD-EFGH-JKMN-PQRS"] {
            assert_eq!(hash(bad), None, "{bad}");
        }
    }
}
