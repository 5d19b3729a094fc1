//! TwiML, the little XML that tells Twilio what to do with a call: written by Ringfare, read by the local carrier.
//!
//! To add a verb: a variant of [`Verb`], its line in `write_verb`, its arm in `read_verb`, a case in the round-trip test.

use std::fmt::{Display, Write as _};

use roxmltree::{Document, Node};

/// Twilio's default and highest `timeLimit`, in seconds (twilio.com/docs/voice/twiml/dial).
pub const TIME_LIMIT_MOST: i64 = 14_400;
/// Twilio's default `timeout`, in seconds.
pub const TIMEOUT_DEFAULT: i64 = 30;

/// One instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    Dial(Dial),
    /// Answers the call and speaks.
    Say(String),
    Hangup,
    /// Ends the call without answering it; must come first.
    Reject(RejectReason),
}

/// `<Dial>` with its one `<Number>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dial {
    /// A number of the account in E.164; without one Twilio refuses a call from a browser (error 13214).
    pub caller_id: Option<String>,
    /// The browser rings until the called party answers, instead of being answered at once.
    pub answer_on_bridge: bool,
    /// Seconds after which the carrier ends the call: the prepaid cap.
    pub time_limit_seconds: i64,
    /// Seconds of ringing; Twilio adds 5.
    pub timeout_seconds: i64,
    /// Where the result is posted; its answer says what becomes of the browser's leg.
    pub action: Option<String>,
    /// Whom to call, in E.164.
    pub number: String,
    pub status_callback: Option<StatusCallback>,
}

impl Dial {
    /// A call with Twilio's defaults.
    pub fn to(number: impl Into<String>) -> Self {
        Self {
            caller_id: None,
            answer_on_bridge: false,
            time_limit_seconds: TIME_LIMIT_MOST,
            timeout_seconds: TIMEOUT_DEFAULT,
            action: None,
            number: number.into(),
            status_callback: None,
        }
    }
}

/// Where and when the called leg tells how it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCallback {
    /// May end in a fragment with connection overrides (`#rc=3&rp=5xx,ct,rt`), which is neither sent nor signed.
    pub url: String,
    /// Empty means Twilio's default, `completed` alone.
    pub events: Vec<StatusEvent>,
    /// By GET instead of POST.
    pub get: bool,
}

crate::wire_enum! {
    /// The four moments of a called leg. `answered` is posted as the status `in-progress`.
    pub enum StatusEvent {
        Initiated = "initiated",
        Ringing = "ringing",
        Answered = "answered",
        Completed = "completed",
    }
}

crate::wire_enum! {
    pub enum RejectReason {
        Rejected = "rejected",
        Busy = "busy",
    }
}

/// What keeps a document from being followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TwimlError {
    #[error("not XML: {0}")]
    Xml(String),
    #[error("the root is not <Response>")]
    Root,
    #[error("<{0}> is not known here")]
    Unknown(String),
    #[error("<{element}> has no usable {attribute}")]
    Attribute { element: String, attribute: &'static str },
}

/// The document for some instructions; none ends the call.
pub fn render(verbs: &[Verb]) -> String {
    let mut xml = String::from(r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#);
    for verb in verbs {
        write_verb(&mut xml, verb);
    }
    xml.push_str("</Response>");
    xml
}

fn write_verb(xml: &mut String, verb: &Verb) {
    match verb {
        Verb::Dial(dial) => write_dial(xml, dial),
        Verb::Say(text) => write_element(xml, "Say", text),
        Verb::Hangup => xml.push_str("<Hangup/>"),
        Verb::Reject(reason) => {
            xml.push_str("<Reject");
            attribute(xml, "reason", Some(reason));
            xml.push_str("/>");
        }
    }
}

fn write_dial(xml: &mut String, dial: &Dial) {
    xml.push_str("<Dial");
    attribute(xml, "callerId", dial.caller_id.as_ref());
    attribute(xml, "answerOnBridge", Some(dial.answer_on_bridge));
    attribute(xml, "timeLimit", Some(dial.time_limit_seconds));
    attribute(xml, "timeout", Some(dial.timeout_seconds));
    attribute(xml, "action", dial.action.as_ref());
    xml.push_str("><Number");
    if let Some(callback) = &dial.status_callback {
        let words: Vec<_> = callback.events.iter().map(|event| event.word()).collect();
        attribute(xml, "statusCallback", Some(&callback.url));
        // Separated by spaces; a comma-separated list is taken for one unknown event.
        attribute(xml, "statusCallbackEvent", (!words.is_empty()).then(|| words.join(" ")));
        attribute(xml, "statusCallbackMethod", Some(if callback.get { "GET" } else { "POST" }));
    }
    xml.push('>');
    xml.push_str(&escape(&dial.number));
    xml.push_str("</Number></Dial>");
}

fn write_element(xml: &mut String, name: &str, text: &str) {
    let text = escape(text);
    // Writing to a String cannot fail.
    let _ = write!(xml, "<{name}>{text}</{name}>");
}

fn attribute(xml: &mut String, name: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        let value = escape(&value.to_string());
        let _ = write!(xml, r#" {name}="{value}""#);
    }
}

/// Characters that XML 1.0 cannot hold become U+FFFD: one of them would spoil the whole document.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Reads a document as the carrier would follow it.
///
/// # Errors
/// [`TwimlError`]: Twilio would tell the caller of an application error.
pub fn parse(xml: &str) -> Result<Vec<Verb>, TwimlError> {
    let document = Document::parse(xml).map_err(|error| TwimlError::Xml(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "Response" {
        return Err(TwimlError::Root);
    }
    root.children().filter(Node::is_element).map(read_verb).collect()
}

fn read_verb(node: Node<'_, '_>) -> Result<Verb, TwimlError> {
    match node.tag_name().name() {
        "Dial" => read_dial(node).map(Verb::Dial),
        "Say" => Ok(Verb::Say(text_of(node))),
        "Hangup" => Ok(Verb::Hangup),
        "Reject" => {
            let reason = node.attribute("reason").unwrap_or("rejected");
            RejectReason::from_word(reason).map(Verb::Reject).ok_or_else(|| wrong(node, "reason"))
        }
        other => Err(TwimlError::Unknown(other.to_owned())),
    }
}

/// The number stands in `<Number>` or directly in `<Dial>`; of several numbers the first is taken.
fn read_dial(node: Node<'_, '_>) -> Result<Dial, TwimlError> {
    let noun = node.children().find(Node::is_element).unwrap_or(node);
    if noun != node && noun.tag_name().name() != "Number" {
        return Err(TwimlError::Unknown(noun.tag_name().name().to_owned()));
    }
    let number = text_of(noun).trim().to_owned();
    if number.is_empty() {
        return Err(wrong(noun, "number"));
    }
    Ok(Dial {
        caller_id: node.attribute("callerId").map(str::to_owned),
        answer_on_bridge: node.attribute("answerOnBridge") == Some("true"),
        time_limit_seconds: seconds(node, "timeLimit", TIME_LIMIT_MOST)?,
        timeout_seconds: seconds(node, "timeout", TIMEOUT_DEFAULT)?,
        action: node.attribute("action").map(str::to_owned),
        number,
        status_callback: noun.attribute("statusCallback").map(|url| read_callback(noun, url)).transpose()?,
    })
}

fn read_callback(noun: Node<'_, '_>, url: &str) -> Result<StatusCallback, TwimlError> {
    let words = noun.attribute("statusCallbackEvent").unwrap_or_default();
    let events =
        words.split_ascii_whitespace().map(|word| StatusEvent::from_word(word).ok_or_else(|| wrong(noun, "statusCallbackEvent")));
    let get = noun.attribute("statusCallbackMethod").is_some_and(|method| method.eq_ignore_ascii_case("GET"));
    Ok(StatusCallback { url: url.to_owned(), events: events.collect::<Result<_, _>>()?, get })
}

fn seconds(node: Node<'_, '_>, attribute: &'static str, default: i64) -> Result<i64, TwimlError> {
    match node.attribute(attribute) {
        None => Ok(default),
        Some(text) => text.parse().ok().filter(|seconds| *seconds > 0).ok_or_else(|| wrong(node, attribute)),
    }
}

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn wrong(node: Node<'_, '_>, attribute: &'static str) -> TwimlError {
    TwimlError::Attribute { element: node.tag_name().name().to_owned(), attribute }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepaid() -> Dial {
        Dial {
            caller_id: Some("+15551112222".into()),
            answer_on_bridge: true,
            time_limit_seconds: 598,
            action: Some("https://h.example/api/twilio/dial?a=1&b=2".into()),
            status_callback: Some(StatusCallback {
                url: "https://h.example/api/twilio/status#rc=3&rp=5xx,ct,rt".into(),
                events: StatusEvent::ALL.to_vec(),
                get: false,
            }),
            ..Dial::to("+15558675310")
        }
    }

    #[test]
    fn a_prepaid_call_reads_as_twilio_documents_it() {
        let expected = concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><Response><Dial callerId="+15551112222" answerOnBridge="true" timeLimit="598" "#,
            r#"timeout="30" action="https://h.example/api/twilio/dial?a=1&amp;b=2"><Number "#,
            r#"statusCallback="https://h.example/api/twilio/status#rc=3&amp;rp=5xx,ct,rt" "#,
            r#"statusCallbackEvent="initiated ringing answered completed" statusCallbackMethod="POST">+15558675310</Number></Dial></Response>"#,
        );
        assert_eq!(render(&[Verb::Dial(prepaid())]), expected);
    }

    #[test]
    fn what_is_written_reads_back() {
        let by_get = StatusCallback { url: "http://h/".into(), events: vec![], get: true };
        let cases = [
            vec![],
            vec![Verb::Dial(prepaid())],
            vec![Verb::Dial(Dial { status_callback: Some(by_get), ..Dial::to("+1555") })],
            vec![Verb::Say("Fish & chips < 5 > 4 \"now\" 'then' ñ\nnext".into()), Verb::Hangup],
            vec![Verb::Reject(RejectReason::Busy)],
        ];
        for verbs in cases {
            assert_eq!(parse(&render(&verbs)), Ok(verbs));
        }
    }

    #[test]
    fn absent_attributes_have_twilios_defaults() {
        let verbs = parse("<Response><Dial>+15558675310</Dial><Reject/></Response>");
        assert_eq!(verbs, Ok(vec![Verb::Dial(Dial::to("+15558675310")), Verb::Reject(RejectReason::Rejected)]));
    }

    #[test]
    fn what_twilio_would_not_follow_is_an_error() {
        for bad in [
            "",
            "hello",
            "<Response>",
            "<Other/>",
            "<Response><Sing/></Response>",
            "<Response><Dial/></Response>",
            "<Response><Dial><Client>u</Client></Dial></Response>",
            "<Response><Dial timeLimit='0'>+1555</Dial></Response>",
            "<Response><Dial timeout='soon'>+1555</Dial></Response>",
            "<Response><Reject reason='rude'/></Response>",
            "<Response><Dial><Number statusCallback='http://h' statusCallbackEvent='initiated,ringing'>+1</Number></Dial></Response>",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_make_a_document_that_can_be_followed(words in "\\PC{0,40}", control in "[\\x00-\\x1f]{0,3}") {
            let document = render(&[Verb::Say(words + &control)]);
            proptest::prop_assert!(parse(&document).is_ok());
        }
    }
}
