//! One call while it lives: everything that waits in it waits here, and obeys what comes in meanwhile.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};

use super::{
    caller::Line,
    exchange::{Exchange, Invitation},
    media::Sound,
    media_session::Packets,
    messages::Refusal,
    numbers::{self, Habits},
    orders::{Order, Over, Wake},
    postman::Letterbox,
    records::End,
    wall_clock,
};

/// A call, from the invitation to its end.
#[derive(Debug)]
pub struct Call {
    pub exchange: Arc<Exchange>,
    /// Of the browser's leg.
    pub sid: String,
    pub identity: String,
    pub params: Vec<(String, String)>,
    pub letterbox: Letterbox,
    /// Of the number called last.
    pub habits: Habits,
    /// Set by REST, over the TwiML's.
    pub time_limit: Option<Duration>,
    /// Once the whole call is over, every wait says so at once.
    pub over: Option<Over>,
    /// When the browser's leg was answered.
    pub answered: Option<Instant>,
    pub line: Option<Line>,
    /// The browser's sound, once there is any.
    pub packets: Option<Arc<Packets>>,
    orders: mpsc::UnboundedReceiver<Order>,
    sound: Option<watch::Receiver<Sound>>,
    /// When the sound must be back.
    sound_due: Option<Instant>,
    /// When a lost socket must have a successor.
    socket_due: Option<Instant>,
    /// When a scripted caller hangs up.
    talk_due: Option<Instant>,
    talk: Option<Duration>,
}

enum Happening {
    Order(Option<Order>),
    Sound(Option<Sound>),
    Time,
}

impl Call {
    pub fn new(exchange: Arc<Exchange>, sid: String, invitation: Invitation, orders: mpsc::UnboundedReceiver<Order>) -> Self {
        let letterbox = Letterbox::open(exchange.poster.clone(), exchange.settings.faults, numbers::USUAL);
        let Invitation { identity, params, line, talk } = invitation;
        Self {
            exchange,
            sid,
            identity,
            params,
            letterbox,
            habits: numbers::USUAL,
            time_limit: None,
            over: None,
            answered: None,
            line,
            packets: None,
            orders,
            sound: None,
            sound_due: None,
            socket_due: None,
            talk_due: None,
            talk,
        }
    }

    /// The number that the page gave to `connect()`.
    pub fn to(&self) -> &str {
        self.params.iter().find(|(name, _)| name == "To").map_or("", |(_, to)| to)
    }

    pub fn ringing(&mut self) {
        if let Some(line) = &mut self.line {
            line.ringing(&self.sid);
        }
    }

    /// Answers the browser's leg, once: from here it has sound. When it cannot have any, the call is over.
    pub async fn answer(&mut self) {
        if self.answered.is_some() {
            return;
        }
        if let Some(line) = &mut self.line {
            let Some(answer) = self.exchange.media.offer(&self.sid, &line.offer, !self.habits.is_silent).await else {
                self.over = self.over.or(Some(Over::NoSound));
                return;
            };
            line.answer(&self.sid, Some(&answer.sdp));
            self.sound = Some(answer.sound);
            self.packets = Some(answer.packets);
            self.sound_due = Some(Instant::now() + self.exchange.settings.media);
        }
        self.answered = Some(Instant::now());
        self.talk_due = self.talk.map(|talk| Instant::now() + talk);
        self.exchange.records.change(&self.sid, |leg| {
            leg.status = "in-progress";
            leg.started = Some(wall_clock::now());
        });
    }

    /// Waits until `due` and obeys what comes in meanwhile.
    pub async fn wait(&mut self, due: Instant) -> Wake {
        loop {
            if let Some(over) = self.over {
                return Wake::Over(over);
            }
            let deadlines = [Some(due), self.sound_due, self.socket_due, self.talk_due];
            let next = deadlines.into_iter().flatten().min().unwrap_or(due);
            let happening = tokio::select! {
                order = self.orders.recv() => Happening::Order(order),
                sound = hear(&mut self.sound) => Happening::Sound(sound),
                () = sleep_until(next) => Happening::Time,
            };
            let wake = match happening {
                Happening::Order(None) => Some(self.end(Over::Caller)),
                Happening::Order(Some(order)) => self.obey(order).await,
                Happening::Sound(sound) => self.listen(sound),
                Happening::Time => self.tick(due),
            };
            if let Some(wake) = wake {
                return wake;
            }
        }
    }

    async fn obey(&mut self, order: Order) -> Option<Wake> {
        match order {
            Order::HangUp => Some(self.end(Over::Caller)),
            Order::EndCall => Some(self.end(Over::Rest)),
            Order::EndCalled => Some(Wake::CalledEnded),
            Order::TimeLimit(limit) => {
                self.time_limit = Some(limit);
                Some(Wake::Limit)
            }
            Order::Attach { socket, out } => {
                self.socket_due = None;
                if let Some(line) = &mut self.line {
                    (line.socket, line.out) = (socket, out);
                    line.answer(&self.sid, None);
                }
                None
            }
            Order::SocketLost { socket, grace } => {
                if self.line.as_ref().is_some_and(|line| line.socket == socket) {
                    self.socket_due = Some(Instant::now() + grace);
                }
                None
            }
            Order::Reinvite { sdp } => {
                let answer = self.exchange.media.offer(&self.sid, &sdp, !self.habits.is_silent).await;
                if let (Some(line), Some(answer)) = (&mut self.line, answer) {
                    line.answer(&self.sid, Some(&answer.sdp));
                    self.sound = Some(answer.sound);
                    self.packets = Some(answer.packets);
                }
                None
            }
        }
    }

    fn listen(&mut self, sound: Option<Sound>) -> Option<Wake> {
        match sound {
            Some(Sound::Flowing) => self.sound_due = None,
            Some(Sound::Waiting) => self.sound_due = Some(Instant::now() + self.exchange.settings.media),
            None => return Some(self.end(Over::NoSound)),
        }
        None
    }

    fn tick(&mut self, due: Instant) -> Option<Wake> {
        let now = Instant::now();
        let passed = |deadline: Option<Instant>| deadline.is_some_and(|deadline| deadline <= now);
        if passed(self.sound_due) {
            return Some(self.end(Over::NoSound));
        }
        if passed(self.socket_due) || passed(self.talk_due) {
            return Some(self.end(Over::Caller));
        }
        (due <= now).then_some(Wake::Due)
    }

    fn end(&mut self, over: Over) -> Wake {
        Wake::Over(*self.over.get_or_insert(over))
    }

    /// Ends the browser's leg in the records, and tells the browser unless it was the one who hung up. The seconds from its
    /// answer, if it had one.
    pub fn close(&mut self, status: &'static str, why: Option<Refusal>) -> Option<u64> {
        if let (Some(line), false) = (&self.line, self.over == Some(Over::Caller)) {
            line.hang_up(&self.sid, why);
        }
        let seconds = self.answered.map(seconds_since);
        let end = self.end_now(seconds);
        self.exchange.records.change(&self.sid, |leg| (leg.status, leg.ended) = (status, Some(end)));
        self.exchange.media.close(&self.sid);
        self.exchange.forget(&self.sid);
        seconds
    }

    /// An end as REST will tell it.
    pub fn end_now(&self, seconds: Option<u64>) -> End {
        let hidden = self.habits.hides_duration.unwrap_or_default();
        End::now(wall_clock::now(), seconds, hidden, self.exchange.settings.price)
    }
}

/// A call that broke off in the middle, by a panic say, must not stay on the line for ever.
impl Drop for Call {
    fn drop(&mut self) {
        self.exchange.forget(&self.sid);
        self.exchange.media.close(&self.sid);
        let end = self.end_now(self.answered.map(seconds_since));
        self.exchange.records.change(&self.sid, |leg| (leg.status, leg.ended) = ("failed", Some(end)));
    }
}

/// Whole seconds of a conversation, to the nearest; an answered call has at least one.
pub fn seconds_since(answer: Instant) -> u64 {
    let lasted = answer.elapsed() + Duration::from_millis(500);
    lasted.as_secs().max(1)
}

/// The next change of the sound; `None` when there will be none. For ever without a sound.
async fn hear(sound: &mut Option<watch::Receiver<Sound>>) -> Option<Sound> {
    match sound {
        None => std::future::pending().await,
        Some(sound) => sound.changed().await.ok().map(|()| *sound.borrow_and_update()),
    }
}
