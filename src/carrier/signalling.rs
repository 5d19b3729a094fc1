//! The WebSocket that the Voice SDK speaks to.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    response::Response,
};
use serde_json::Value;
use tokio::{sync::mpsc, time::MissedTickBehavior};

use super::{
    caller::Line,
    exchange::{Exchange, Invitation, Live},
    media,
    messages::{self, Refusal},
    orders::Order,
    sids, wall_clock,
};
use crate::twilio::access_token::{self, TokenError};

/// After 15 s without any frame the SDK gives its socket up.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// A socket that falls over may be replaced within this, besides what the SDK asked for.
const GRACE: Duration = Duration::from_secs(2);
/// The longest wait for a successor that a page may ask for, as Twilio has it.
const LONGEST_GRACE: u64 = 30;
/// An offer is some thousand bytes.
const LONGEST_MESSAGE: usize = 128 * 1024;

/// Opens the socket.
pub async fn open(State(exchange): State<Arc<Exchange>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.max_message_size(LONGEST_MESSAGE).on_upgrade(|socket| serve(socket, exchange))
}

async fn serve(mut socket: WebSocket, exchange: Arc<Exchange>) {
    static SOCKETS: AtomicU64 = AtomicU64::new(0);
    let (out, mut outgoing) = mpsc::unbounded_channel();
    let id = SOCKETS.fetch_add(1, Ordering::Relaxed);
    let mut stopped = exchange.stopped.clone();
    let mut session = Session { exchange, id, out, identity: None, grace: GRACE, aliases: HashMap::new() };
    let mut heartbeat = tokio::time::interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        // The SDK answers each newline with one; that must not be answered in turn.
        let (frame, last) = tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) if session.read(&text).is_continue() => continue,
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => continue,
                _ => break,
            },
            Some(message) = outgoing.recv() => (message.to_string(), message["type"] == "close"),
            _ = heartbeat.tick() => ("\n".to_owned(), false),
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        if socket.send(Message::Text(frame.into())).await.is_err() || last {
            break;
        }
    }
    session.exchange.tell_all(&Order::SocketLost { socket: id, grace: session.grace });
}

/// One socket of one page.
struct Session {
    exchange: Arc<Exchange>,
    id: u64,
    out: mpsc::UnboundedSender<Value>,
    /// Whose token was shown.
    identity: Option<String>,
    grace: Duration,
    /// The SDK's own name of a call (`TJS…`), which it uses until it knows the SID.
    aliases: HashMap<String, String>,
}

impl Session {
    /// Obeys one frame. What nobody can understand is dropped, as Twilio does.
    fn read(&mut self, text: &str) -> ControlFlow<()> {
        let Ok(message) = serde_json::from_str::<Value>(text) else { return ControlFlow::Continue(()) };
        let payload = &message["payload"];
        let word = |name: &str| payload[name].as_str().unwrap_or_default();
        match message["type"].as_str().unwrap_or_default() {
            "listen" => return self.listen(payload),
            "register" => self.send(messages::registered(payload["media"]["audio"] != false)),
            "invite" => self.invite(payload),
            "hangup" => self.order(word("callsid"), Order::HangUp),
            "reinvite" => self.order(word("callsid"), Order::Reinvite { sdp: word("sdp").to_owned() }),
            // Not which: they may be the code of a mailbox or of a card.
            "dtmf" => tracing::debug!(keys = word("dtmf").len(), "the caller pressed keys"),
            "message" => self.send(messages::acknowledged(word("callsid"), word("voiceeventsid"))),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// Shows a token: when the socket opens, and again when the page renewed it.
    fn listen(&mut self, payload: &Value) -> ControlFlow<()> {
        let token = payload["token"].as_str().unwrap_or_default();
        let now = wall_clock::now();
        match access_token::verify(&self.exchange.application.account, token, now) {
            Ok(shown) => {
                let asked = payload["reconnectTimeout"].as_u64().unwrap_or(0).min(LONGEST_GRACE);
                self.grace = GRACE.max(Duration::from_secs(asked));
                self.send(messages::connected(&shown.identity, shown.ttl_seconds));
                self.identity = Some(shown.identity);
                ControlFlow::Continue(())
            }
            Err(error) => {
                tracing::info!(%error, "a page showed a token that is not good");
                let why = if error == TokenError::Expired { Refusal::EXPIRED_TOKEN } else { Refusal::BAD_TOKEN };
                self.identity = None;
                self.send(messages::error(why));
                self.send(messages::close());
                ControlFlow::Continue(())
            }
        }
    }

    fn invite(&mut self, payload: &Value) {
        let word = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
        let (alias, offer) = (word("callsid"), word("sdp"));
        let Some(identity) = self.identity.clone() else {
            return self.send(messages::hang_up(&alias, Some(Refusal::BAD_TOKEN)));
        };
        if let Some(token) = payload["reconnect"].as_str() {
            return self.take_back(&alias, token);
        }
        if !media::readable(&offer) {
            return self.send(messages::hang_up(&alias, Some(Refusal::BAD_OFFER)));
        }
        let params = payload["twilio"]["params"].as_str().unwrap_or_default();
        let params = url::form_urlencoded::parse(params.as_bytes()).into_owned().collect();
        let (out, reconnect) = (self.out.clone(), sids::secret());
        let line = Line { socket: self.id, out, alias: alias.clone(), offer, reconnect, told: false };
        let sid = self.exchange.connect(Invitation { identity, params, line: Some(line), talk: None });
        self.aliases.insert(alias, sid);
    }

    /// A page comes back with a call that it had on another socket, or on this one before it renewed its token.
    fn take_back(&self, sid: &str, token: &str) {
        match self.exchange.by_reconnect(token) {
            Some((_, live)) if self.may(&live) => {
                drop(live.orders.send(Order::Attach { socket: self.id, out: self.out.clone() }));
            }
            _ => self.send(messages::hang_up(sid, Some(Refusal::UNKNOWN_CALL))),
        }
    }

    /// A hang-up of an unknown call is normal: without a microphone no invitation ever came.
    fn order(&self, name: &str, order: Order) {
        let sid = self.aliases.get(name).map_or(name, String::as_str);
        if let Some(live) = self.exchange.live(sid).filter(|live| self.may(live)) {
            drop(live.orders.send(order));
        }
    }

    fn may(&self, live: &Live) -> bool {
        self.identity.as_ref() == Some(&live.identity)
    }

    fn send(&self, message: Value) {
        drop(self.out.send(message));
    }
}
