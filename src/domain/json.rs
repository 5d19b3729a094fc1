//! JSON between the server and its own pages, where it is written and read by the same types.
//!
//! `serde_json` writes it; `serde-json-core` reads it, because every page that reads JSON carries the reader. That of `serde_json` can
//! say of any value at which line it is wrong, for which it brings along the printing of floating-point numbers with their tables
//! (docs/decisions/0007). This one knows the types it reads alone: no `#[serde(flatten)]`, no `#[serde(tag)]`, no `Value`, and as keys
//! of a map only strings. (What the browser's authenticators are asked is a `Value`; a script reads that.)

use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post},
};
use serde::{Serialize, de::DeserializeOwned};

/// How server functions answer: `#[server(…, output = Answer)]`.
pub type Answer = Post<Json>;

/// What was read is not JSON, or not of the type that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was answered cannot be read")]
pub struct Unreadable;

/// Reads a value.
///
/// # Errors
/// [`Unreadable`].
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Unreadable> {
    // A string with escapes is shorter without them.
    let mut room = vec![0; json.len()];
    serde_json_core::from_slice_escaped(json, &mut room).map(|(value, _)| value).map_err(|_| Unreadable)
}

/// The codec of answers, failures and resources.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl ContentType for Json {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Json {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Json {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Json {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unreadable> {
        read(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};
    use serde::Deserialize;

    use super::*;
    use crate::domain::{money::Micros, time::EpochMs};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Known {
        text: String,
        amount: Micros,
        at: Option<EpochMs>,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<bool>,
        parts: Vec<(u32, String)>,
        nothing: (),
        result: Result<Option<String>, Word>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        known: Known,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Word {
        OneWord,
        Other,
    }

    fn known() -> impl Strategy<Value = Known> {
        let text = || ".*|\\PC*|[\"\\\\/\u{0}-\u{1f}<]*";
        let result = prop_oneof![option::of(text()).prop_map(Ok), Just(Err(Word::OneWord)), Just(Err(Word::Other)),];
        let parts = vec((any::<u32>(), text()), 0..4);
        (text(), any::<i64>(), option::of(0..253_402_300_800_000_i64), option::of(any::<bool>()), parts, result).prop_map(
            |(text, amount, at, left_out, parts, result)| Known {
                text,
                amount: Micros(amount),
                at: at.map(EpochMs),
                left_out,
                parts,
                nothing: (),
                result,
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_and_every_cut_is_refused(value in known(), cut in any::<prop::sample::Index>()) {
            let json = serde_json::to_vec(&value).expect("JSON");
            prop_assert_eq!(read::<Known>(&json), Ok(value.clone()));
            let pretty = serde_json::to_vec_pretty(&serde_json::json!({ "more": [1.5, { "a": null }, "\\\"]"], "known": value })).expect("JSON");
            prop_assert_eq!(read::<Outer>(&pretty).map(|outer| outer.known), Ok(value));
            prop_assert_eq!(read::<Known>(&json[..cut.index(json.len())]), Err(Unreadable));
        }

        #[test]
        fn who_reads_differently_from_the_writer_refuses(value in known(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut json = serde_json::to_vec(&value).expect("JSON");
            let at = at.index(json.len());
            json[at] = byte;
            if let (Ok(ours), Ok(theirs)) = (read::<Known>(&json), serde_json::from_slice::<Known>(&json)) {
                prop_assert_eq!(ours, theirs);
            }
        }
    }
}
