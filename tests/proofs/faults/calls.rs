//! Calls as the carrier lives them: their posts in order, what they cost, and which posts were acknowledged.

use super::{dice::Dice, post::Post, world::Caller};

/// The proofs' own tariff, in micros and seconds; increments of six make every price a fraction that is rounded up.
pub const RATE_MICROS_PER_MINUTE: i64 = 1_234;
pub const CONNECT_MICROS: i64 = 77;
pub const INITIAL_SECONDS: i64 = 30;
pub const INCREMENT_SECONDS: i64 = 6;

/// What a post does when it is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Asks what to do with the browser's leg: acknowledged is an answer that dials.
    Opens,
    Tells,
    /// Ends the call with its duration: acknowledged means charged.
    Settles,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub post: Post,
    pub deed: Deed,
    /// Entered after the answer came, by the sender: the journal.
    pub acknowledged: bool,
}

/// One call, with its part of the journal.
#[derive(Debug, Clone)]
pub struct Call {
    /// The browser's leg; an adopted call has none.
    pub parent: Option<String>,
    /// The called leg.
    pub child: String,
    /// Of conversation; 0: nobody answered.
    pub seconds: i64,
    pub steps: Vec<Step>,
    /// The step that comes next.
    pub next: usize,
    /// The voice post was answered, but not with a dial: the carrier goes no further, and nothing may be owed.
    pub refused: bool,
}

impl Call {
    /// A call of chance: usual ones, some whose dial action comes first, some that nobody answers, some first heard of at
    /// their end.
    pub fn invent(dice: &mut Dice, caller: &Caller, public_url: &str) -> Self {
        if dice.percent(15) { Self::adopted(dice, caller, public_url) } else { Self::dialled(dice, caller, public_url) }
    }

    /// The same, but each begins with its voice post: the reconciler knows of no other.
    pub fn dialled(dice: &mut Dice, caller: &Caller, public_url: &str) -> Self {
        let seconds = if dice.percent(12) { 0 } else { dice.between(31, 300).cast_signed() };
        Self::script(dice, caller, public_url, seconds)
    }

    fn script(dice: &mut Dice, caller: &Caller, public_url: &str, seconds: i64) -> Self {
        let (parent, child) = (format!("CA{}", dice.hex32()), format!("CA{}", dice.hex32()));
        let mut writer = Writer { dice, public_url, parent: &parent, child: &child, steps: Vec::new() };
        writer.voice(caller);
        writer.child("ringing", 1, None);
        if seconds == 0 {
            writer.child("no-answer", 2, Some(0));
        } else {
            writer.child("in-progress", 2, None);
            let dial_first = writer.dice.percent(20);
            if dial_first {
                writer.dial(seconds);
            }
            writer.child("completed", 3, Some(seconds));
            if !dial_first {
                writer.dial(seconds);
            }
        }
        let steps = writer.steps;
        Self { parent: Some(parent), child, seconds, steps, next: 0, refused: false }
    }

    fn adopted(dice: &mut Dice, caller: &Caller, public_url: &str) -> Self {
        let child = format!("CA{}", dice.hex32());
        let seconds = dice.between(31, 300).cast_signed();
        let length = seconds.to_string();
        let fields = [
            ("CallSid", child.as_str()),
            ("CallStatus", "completed"),
            ("CallDuration", &length),
            ("From", &caller.number),
            ("To", TO),
        ];
        let post = Post::new(public_url, "/api/twilio/status", &fields, dice.hex32());
        let steps = vec![Step { post, deed: Deed::Settles, acknowledged: false }];
        Self { parent: None, child, seconds, steps, next: 0, refused: false }
    }

    pub fn is_over(&self) -> bool {
        self.refused || self.next == self.steps.len()
    }

    /// Whether the server has said that it has taken such a post in.
    pub fn acknowledged(&self, deed: Deed) -> bool {
        self.steps.iter().any(|step| step.deed == deed && step.acknowledged)
    }

    /// What the call must cost, in micros, by arithmetic that shares no line with the product's.
    pub fn price(&self) -> i64 {
        if self.seconds == 0 {
            return 0;
        }
        let beyond = (self.seconds - INITIAL_SECONDS).max(0);
        let billed = INITIAL_SECONDS
            + beyond.div_euclid(INCREMENT_SECONDS) * INCREMENT_SECONDS
            + if beyond % INCREMENT_SECONDS == 0 { 0 } else { INCREMENT_SECONDS };
        let sixtieths = RATE_MICROS_PER_MINUTE * billed;
        CONNECT_MICROS + sixtieths / 60 + i64::from(sixtieths % 60 != 0)
    }
}

/// A number that the proofs' deck prices.
const TO: &str = "+447911123456";

struct Writer<'a> {
    dice: &'a mut Dice,
    public_url: &'a str,
    parent: &'a str,
    child: &'a str,
    steps: Vec<Step>,
}

impl Writer<'_> {
    fn voice(&mut self, caller: &Caller) {
        let from = format!("client:{}", caller.id);
        let fields = [("CallSid", self.parent), ("From", &from), ("To", TO), ("CallStatus", "ringing"), ("Direction", "inbound")];
        self.add(Deed::Opens, "/api/twilio/voice", &fields);
    }

    fn child(&mut self, status: &str, sequence: u8, duration: Option<i64>) {
        let (sequence, length) = (sequence.to_string(), duration.unwrap_or(0).to_string());
        let mut fields = vec![
            ("CallSid", self.child),
            ("ParentCallSid", self.parent),
            ("CallStatus", status),
            ("SequenceNumber", &sequence),
            ("Direction", "outbound-dial"),
            ("From", "+14155550100"),
            ("To", TO),
        ];
        if duration.is_some() {
            fields.push(("CallDuration", &length));
        }
        self.add(if duration.is_some() { Deed::Settles } else { Deed::Tells }, "/api/twilio/status", &fields);
    }

    fn dial(&mut self, seconds: i64) {
        let length = seconds.to_string();
        let fields = [
            ("CallSid", self.parent),
            ("DialCallSid", self.child),
            ("DialCallStatus", "completed"),
            ("DialCallDuration", &length),
        ];
        self.add(Deed::Settles, "/api/twilio/dial", &fields);
    }

    fn add(&mut self, deed: Deed, path: &'static str, fields: &[(&str, &str)]) {
        let post = Post::new(self.public_url, path, fields, self.dice.hex32());
        self.steps.push(Step { post, deed, acknowledged: false });
    }
}
