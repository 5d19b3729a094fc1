//! The gateway's side of the Voice SDK's protocol: JSON messages, one for each text frame (SDK 2.18.5, `pstream.ts`).

use serde_json::{Value, json};

/// Why a call or a socket is refused, in the SDK's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    pub code: u32,
    pub message: &'static str,
}

impl Refusal {
    pub const BUSY: Self = Self { code: 31486, message: "Busy Here" };
    pub const DECLINED: Self = Self { code: 31603, message: "Decline" };
    pub const NOT_FOUND: Self = Self { code: 31404, message: "Not Found" };
    pub const NO_ANSWER: Self = Self { code: 31480, message: "Temporarily Unavailable" };
    pub const BAD_OFFER: Self = Self { code: 31400, message: "Bad Request" };
    pub const NO_SOUND: Self = Self { code: 53405, message: "Media connection failed" };
    pub const UNKNOWN_CALL: Self = Self { code: 31209, message: "Call cancelled: it is not on the line any more" };
    pub const APPLICATION: Self = Self { code: 31000, message: "An application error has occurred" };
    pub const BAD_TOKEN: Self = Self { code: 31204, message: "JWT is invalid" };
    pub const EXPIRED_TOKEN: Self = Self { code: 31205, message: "JWT is expired" };

    fn json(self) -> Value {
        json!({ "code": self.code, "message": self.message })
    }
}

fn message(kind: &str, payload: Value) -> Value {
    json!({ "type": kind, "version": "1.6", "payload": payload })
}

/// `seconds` is how long the token is still good.
pub fn connected(identity: &str, seconds: i64) -> Value {
    let token = json!({ "identity": identity, "ttl": seconds });
    message("connected", json!({ "token": token, "edge": "local", "region": "local", "home": "local", "gateway": "local" }))
}

/// The device may take calls, or not any more.
pub fn registered(yes: bool) -> Value {
    message(if yes { "ready" } else { "offline" }, json!({}))
}

pub fn ringing(sid: &str) -> Value {
    message("ringing", json!({ "callsid": sid }))
}

/// Without a new session description this only refreshes the right to reconnect.
pub fn answer(sid: &str, sdp: Option<&str>, reconnect: &str) -> Value {
    let mut payload = json!({ "callsid": sid, "reconnect": reconnect });
    if let Some(sdp) = sdp {
        payload["sdp"] = sdp.into();
    }
    message("answer", payload)
}

pub fn hang_up(sid: &str, why: Option<Refusal>) -> Value {
    let mut payload = json!({ "callsid": sid });
    if let Some(why) = why {
        payload["error"] = why.json();
    }
    message("hangup", payload)
}

/// Ends nothing by itself: `close` must follow.
pub fn error(why: Refusal) -> Value {
    message("error", json!({ "error": why.json() }))
}

pub fn close() -> Value {
    message("close", json!({}))
}

/// A message of the page was taken.
pub fn acknowledged(sid: &str, event: &str) -> Value {
    message("ack", json!({ "acktype": "message", "callsid": sid, "voiceeventsid": event }))
}
