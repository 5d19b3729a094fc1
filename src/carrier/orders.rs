//! What a running call is told, and what a wait inside it can come to.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc;

/// What a call is told from outside.
#[derive(Debug, Clone)]
pub enum Order {
    /// The caller hung up.
    HangUp,
    /// REST ends the whole call.
    EndCall,
    /// REST ends the called leg; the caller's goes on as its TwiML says.
    EndCalled,
    /// REST sets another limit of the talking time, from the answer.
    TimeLimit(Duration),
    /// The browser is back on another socket.
    Attach { socket: u64, out: mpsc::UnboundedSender<Value> },
    /// A socket is lost: without a successor in time the caller has hung up.
    SocketLost { socket: u64, grace: Duration },
    /// The browser's network changed: it offers anew.
    Reinvite { sdp: String },
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Its time has come.
    Due,
    /// The time limit is another one now.
    Limit,
    /// REST ended the called leg.
    CalledEnded,
    /// The whole call is over.
    Over(Over),
}

/// Why a whole call is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    Caller,
    Rest,
    NoSound,
}
