//! What happens in a round: calls with their truths, and every post that the carrier sends about them, some lost, some late,
//! some many times.

use rand::{RngExt, rngs::StdRng};
use ringfare::{
    domain::{
        ids::{CallId, UserId},
        money::Micros,
    },
    rates::model::Tariff,
};
use serde_json::json;

use super::world::Door;

/// How many prefixes the decks price.
pub const PREFIXES: usize = 10;

/// A call, as it truly went.
#[derive(Debug, Clone)]
pub struct Truth {
    /// Index of its account.
    pub account: usize,
    pub parent: String,
    /// Absent when nobody was dialled: the called leg failed before it began.
    pub child: Option<String>,
    /// Index of the prefix.
    pub prefix: usize,
    pub to: String,
    pub status: &'static str,
    /// From answer to end; 0 unless completed.
    pub seconds: i64,
    /// First heard of at its end, with no voice request: the account is known by its own number.
    pub orphan: bool,
    /// How often REST must be asked before it tells.
    pub late: u32,
}

/// One post, sent as often as `copies` says.
#[derive(Debug, Clone)]
pub struct Post {
    /// Index of its call.
    pub call: usize,
    pub door: Door,
    pub fields: Vec<(String, String)>,
    pub copies: usize,
    /// Twilio gives retries of one request one token.
    pub token: Option<String>,
    /// Whether it ends the called leg with a length that can be charged.
    pub settles: bool,
    /// The leg and the word to look for once it is acknowledged; absent for what is not kept as a report.
    pub trace: Option<(String, String)>,
    /// Its place in the order of what truly happened.
    pub rank: u8,
}

/// The decks alternate between two lists of prices.
pub fn deck(version: usize) -> Vec<(String, Tariff)> {
    const TARIFFS: [[i64; 5]; PREFIXES] = [
        [21_000, 0, 60, 60, 0],
        [14_000, 0, 1, 1, 0],
        [35_013, 0, 30, 6, 0],
        [99_999, 150_000, 60, 60, 0],
        [7, 0, 60, 1, 0],
        [250_000, 0, 6, 6, 10],
        [0, 0, 60, 60, 0],
        [33_333, 1, 13, 7, 3],
        [400_001, 0, 180, 60, 0],
        [60_000, 0, 0, 60, 0],
    ];
    let tariff = |prefix: usize| {
        let [rate, connect, initial, increment, free] = TARIFFS[(prefix + version * 3) % PREFIXES];
        Tariff {
            rate_micros_per_minute: Micros(rate + i64::try_from(version % 2).unwrap_or(0) * 11),
            connect_micros: Micros(connect),
            initial_seconds: initial,
            increment_seconds: increment,
            free_under_seconds: free,
        }
    };
    (0..PREFIXES).map(|prefix| (format!("447911{prefix}"), tariff(prefix))).collect()
}

fn sid(rng: &mut StdRng) -> String {
    format!("CA{:016x}{:016x}", rng.random::<u64>(), rng.random::<u64>())
}

/// A call of an account.
pub fn any_truth(rng: &mut StdRng, account: usize, may_be_orphan: bool) -> Truth {
    let orphan = may_be_orphan && rng.random_bool(0.05);
    let status = match rng.random_range(0..10) {
        _ if orphan => "completed",
        0 => "busy",
        1 => "no-answer",
        2 => ["failed", "canceled"][rng.random_range(0..2)],
        _ => "completed",
    };
    let seconds = match rng.random_range(0..10) {
        _ if status != "completed" => 0,
        0 => rng.random_range(0..=3),
        1..6 => 60 * rng.random_range(0..6) + rng.random_range(-1..=1),
        9 => rng.random_range(3_500..4_000),
        _ => rng.random_range(1..900),
    };
    let prefix = rng.random_range(0..PREFIXES);
    Truth {
        account,
        parent: sid(rng),
        child: (status != "failed" || rng.random_bool(0.5)).then(|| sid(rng)),
        prefix,
        to: format!("+447911{prefix}{:05}", rng.random_range(0..100_000)),
        status,
        seconds: seconds.max(0),
        orphan,
        late: if rng.random_bool(0.3) { rng.random_range(1..4) } else { 0 },
    }
}

/// Every post about a call.
pub fn posts(rng: &mut StdRng, call: usize, truth: &Truth, user: &UserId, number: Option<&str>) -> Vec<Post> {
    let mut sender = Sender { rng, call, truth, posts: Vec::new() };
    if truth.orphan {
        sender.orphan(number.unwrap_or_default());
        return sender.posts;
    }
    sender.voice(user);
    sender.child();
    sender.parent();
    sender.dial();
    sender.noise();
    sender.posts
}

struct Sender<'a> {
    rng: &'a mut StdRng,
    call: usize,
    truth: &'a Truth,
    posts: Vec<Post>,
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Sender<'_> {
    /// One to ten copies, most often one.
    fn push(&mut self, rank: u8, door: Door, fields: Vec<(String, String)>, settles: bool) {
        let copies = if self.rng.random_bool(0.8) { 1 } else { self.rng.random_range(2..=10) };
        let token = self.rng.random_bool(0.4).then(|| format!("{:032x}", self.rng.random::<u128>()));
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let trace = match door {
            Door::Status | Door::StatusGet => field("CallSid").zip(field("CallStatus")),
            Door::Dial => Some((field("DialCallSid").unwrap_or_default(), field("DialCallStatus").unwrap_or_default())),
            _ => None,
        };
        self.posts.push(Post { call: self.call, door, fields, copies, token, settles, trace, rank });
    }

    fn is_sent(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    fn voice(&mut self, user: &UserId) {
        let from = format!("client:{user}");
        let truth = self.truth;
        let mut fields = owned(&[("CallSid", &truth.parent), ("From", &from), ("To", &truth.to), ("CallStatus", "ringing")]);
        fields.extend(owned(&[("Direction", "inbound"), ("ApiVersion", "2010-04-01")]));
        if self.is_sent(0.5) {
            fields.push(("call_id".into(), format!("{}{:032x}", CallId::PREFIX, self.rng.random::<u128>())));
        }
        self.push(0, Door::Voice, fields, false);
    }

    fn child(&mut self) {
        let (truth, mut word) = (self.truth, vec!["initiated", "ringing"]);
        let Some(child) = &truth.child else { return };
        if truth.status == "completed" {
            word.push("in-progress");
        }
        word.push(truth.status);
        for (sequence, status) in (0_u8..).zip(word) {
            let is_final = status == truth.status;
            if !self.is_sent(if is_final { 0.8 } else { 0.6 }) {
                continue;
            }
            let number = sequence.to_string();
            let mut fields = owned(&[
                ("CallSid", child),
                ("ParentCallSid", &truth.parent),
                ("CallStatus", status),
                ("SequenceNumber", &number),
                ("Direction", "outbound-dial"),
                ("From", "+14155550100"),
                ("To", &truth.to),
                ("Timestamp", "Sun, 22 Nov 2026 10:01:10 +0000"),
                ("FromState", "O'AHU"),
                ("Zip", ""),
            ]);
            let told = if is_final { self.duration("CallDuration", &mut fields) } else { false };
            let settles = is_final && (told || truth.status != "completed");
            let door = if self.is_sent(0.1) { Door::StatusGet } else { Door::Status };
            self.push(1 + sequence, door, fields, settles);
        }
    }

    /// Adds the length of the called leg, or something that is no length; says whether it can be charged.
    fn duration(&mut self, name: &str, fields: &mut Vec<(String, String)>) -> bool {
        let truth = self.truth;
        let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
        if truth.status != "completed" {
            // Nobody answered, whatever the number says.
            if self.rng.random_bool(0.2) {
                add(name, "45".into());
            }
            return false;
        }
        match self.rng.random_range(0..10) {
            0 => add("Duration", (truth.seconds / 60 + 1).to_string()),
            1 => {
                let odd = ["", "-5", "6.5", "soon", "99999999999999999999", " 61"];
                add(name, odd[self.rng.random_range(0..odd.len())].to_owned());
            }
            _ => {
                add(name, truth.seconds.to_string());
                return true;
            }
        }
        false
    }

    /// The browser's leg: longer than the called one, and never a price.
    fn parent(&mut self) {
        let truth = self.truth;
        for (rank, status) in [(1, "ringing"), (3, "in-progress"), (6, "completed")] {
            if !self.is_sent(0.4) {
                continue;
            }
            let longer = (truth.seconds + self.rng.random_range(5..90)).to_string();
            let mut fields =
                owned(&[("CallSid", &truth.parent), ("CallStatus", status), ("Direction", "inbound"), ("To", &truth.to)]);
            if status == "completed" {
                fields.push(("CallDuration".into(), longer));
            }
            self.push(rank, Door::Status, fields, false);
        }
    }

    fn dial(&mut self) {
        if !self.is_sent(0.7) {
            return;
        }
        let truth = self.truth;
        let mut fields = owned(&[("CallSid", &truth.parent), ("CallStatus", "in-progress"), ("DialCallStatus", truth.status)]);
        if let Some(child) = &truth.child {
            fields.push(("DialCallSid".into(), child.clone()));
        }
        let told = self.duration("DialCallDuration", &mut fields);
        self.push(5, Door::Dial, fields, told || truth.status != "completed");
    }

    /// What the event streams and the debugger say moves no money, however wrong it is.
    fn noise(&mut self) {
        let truth = self.truth;
        let leg = truth.child.clone().unwrap_or_else(|| truth.parent.clone());
        let wrong = self.rng.random_range(0..9_000).to_string();
        if self.is_sent(0.3) {
            let batch: Vec<_> = (0..self.rng.random_range(1..3))
                .map(|_| {
                    let id = format!("EZ{:032x}", self.rng.random::<u128>());
                    let data = json!({ "call_sid": leg, "parent_call_sid": truth.parent, "call_state": "completed", "duration": wrong });
                    json!({ "specversion": "1.0", "type": "com.twilio.voice.insights.call-summary.complete", "id": id, "data": data })
                })
                .collect();
            self.push(4, Door::EventJson, vec![(String::new(), json!(batch).to_string())], false);
        }
        if self.is_sent(0.2) {
            let fields =
                owned(&[("CallSid", &leg), ("CallStatus", "completed"), ("CallDuration", &wrong), ("SequenceNumber", "9")]);
            self.push(4, Door::EventForm, fields, false);
        }
        if self.is_sent(0.1) {
            let report = json!({ "resource_sid": leg, "error_code": "13224" }).to_string();
            let number = format!("NO{:032x}", self.rng.random::<u128>());
            self.push(4, Door::EventForm, owned(&[("Sid", &number), ("Level", "ERROR"), ("Payload", &report)]), false);
        }
    }

    fn orphan(&mut self, number: &str) {
        let (truth, seconds) = (self.truth, self.truth.seconds.to_string());
        let child = truth.child.as_deref().unwrap_or(&truth.parent);
        let fields =
            [("CallSid", child), ("CallStatus", "completed"), ("CallDuration", &seconds), ("From", number), ("To", &truth.to)];
        self.push(1, Door::Status, owned(&fields), true);
    }
}
