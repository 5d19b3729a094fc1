//! The browser at the near end of a call.

use serde_json::Value;
use tokio::sync::mpsc;

use super::messages::{self, Refusal};

/// A browser's socket and what it offered. The socket may be lost and another take its place.
#[derive(Debug)]
pub struct Line {
    /// Which of the sockets it is.
    pub socket: u64,
    pub out: mpsc::UnboundedSender<Value>,
    /// What the SDK calls this call until it is told the SID: a hang-up with another name goes unheard.
    pub alias: String,
    /// The session description it wants to be answered.
    pub offer: String,
    pub reconnect: String,
    /// Whether it was told the SID.
    pub told: bool,
}

impl Line {
    pub fn ringing(&mut self, sid: &str) {
        self.told = true;
        self.send(messages::ringing(sid));
    }

    pub fn answer(&mut self, sid: &str, sdp: Option<&str>) {
        self.told = true;
        self.send(messages::answer(sid, sdp, &self.reconnect));
    }

    pub fn hang_up(&self, sid: &str, why: Option<Refusal>) {
        self.send(messages::hang_up(if self.told { sid } else { &self.alias }, why));
    }

    /// A lost socket hears nothing: its successor asks.
    fn send(&self, message: Value) {
        drop(self.out.send(message));
    }
}
