//! The far end of the sound: real WebRTC, and every word comes back as an echo.
//!
//! str0m owns no socket, thread or clock. One loop on a thread of its own owns them for all calls, so that nothing else can
//! make the sound stutter. The one rule: after each mutation of an `Rtc`, [`Session::drain`] until it asks for a time-out.

use std::{
    collections::HashMap,
    net::SocketAddr,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use str0m::{
    Input,
    change::SdpOffer,
    config::DtlsCert,
    net::{Protocol, Receive},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::sleep_until,
};

use super::{
    media_session::{Packets, Session},
    media_sockets::{Bound, Sockets},
};

/// How the sound of one call stands. When the sender is gone, so is the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// Not yet, or not any more: the browser may restart ICE.
    Waiting,
    Flowing,
}

enum Command {
    /// A known id restarts ICE on the same session.
    Offer {
        id: String,
        sdp: String,
        /// Whether the far end says back what it hears.
        echoes: bool,
        reply: oneshot::Sender<Option<Answer>>,
    },
    Close {
        id: String,
    },
}

/// What the browser's offer led to.
#[derive(Debug)]
pub struct Answer {
    pub sdp: String,
    pub sound: watch::Receiver<Sound>,
    pub packets: Arc<Packets>,
}

/// The calls' way to the media thread.
#[derive(Debug, Clone)]
pub struct Media {
    commands: mpsc::UnboundedSender<Command>,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Offer { .. } => "Offer",
            Self::Close { .. } => "Close",
        })
    }
}

impl Media {
    /// Starts the thread; it ends when the last clone of this is dropped or `stopped` turns true.
    ///
    /// # Errors
    /// A sentence, when there is no certificate or no thread to be had.
    pub fn start(sockets: Vec<Bound>, stopped: watch::Receiver<bool>) -> Result<Self, String> {
        let crypto = str0m::crypto::from_feature_flags();
        // One certificate for all calls: making one takes a tenth of a second, which every running call would hear.
        let certificate = crypto.dtls_provider.generate_certificate().ok_or("no certificate for the media could be made")?;
        crypto.install_process_default();
        let (commands, received) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let thread = std::thread::Builder::new().name("carrier-media".into());
        let run = move || runtime.block_on(keep_running(sockets, certificate, received, stopped));
        thread.spawn(run).map_err(|error| format!("no thread for the media: {error}"))?;
        Ok(Self { commands })
    }

    /// Answers a browser's offer. `None`: it cannot be answered, or there is no sound any more.
    pub async fn offer(&self, id: &str, sdp: &str, echoes: bool) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Offer { id: id.to_owned(), sdp: sdp.to_owned(), echoes, reply }).ok()?;
        answer.await.ok()?
    }

    /// Ends the sound of a call.
    pub fn close(&self, id: &str) {
        drop(self.commands.send(Command::Close { id: id.to_owned() }));
    }
}

/// Whether an offer can be read at all; its content is judged when it is answered.
pub fn readable(sdp: &str) -> bool {
    SdpOffer::from_sdp_string(sdp).is_ok()
}

async fn keep_running(
    bound: Vec<Bound>,
    certificate: DtlsCert,
    mut commands: mpsc::UnboundedReceiver<Command>,
    mut stopped: watch::Receiver<bool>,
) {
    let sockets = match Sockets::register(bound) {
        Ok(sockets) => Arc::new(sockets),
        Err(error) => return tracing::error!(%error, "the media sockets do not open: calls will have no sound"),
    };
    loop {
        let mut exchange = Exchange { sockets: sockets.clone(), certificate: certificate.clone(), sessions: HashMap::new() };
        let work = AssertUnwindSafe(exchange.run(&mut commands)).catch_unwind();
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            ended = work => if ended.is_ok() { return },
        }
        tracing::error!("the media loop panicked: every call that was running ends; new calls have sound again");
    }
}

/// Every running session and what they share.
struct Exchange {
    sockets: Arc<Sockets>,
    certificate: DtlsCert,
    sessions: HashMap<String, Session>,
}

impl Exchange {
    /// Ends when nobody can send commands any more.
    async fn run(&mut self, commands: &mut mpsc::UnboundedReceiver<Command>) {
        let mut buffer = vec![0; 2_000];
        loop {
            let next = self.time_out(Instant::now());
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Offer { id, sdp, echoes, reply }) => drop(reply.send(self.offer(id, &sdp, echoes))),
                    Some(Command::Close { id }) => if let Some(mut session) = self.sessions.remove(&id) {
                        drop(session.rtc.close());
                        session.drain(&self.sockets);
                    },
                    None => return,
                },
                (from, to, length) = self.sockets.receive(&mut buffer) =>
                    self.packet(from, to, buffer.get(..length).unwrap_or_default()),
                () = sleep_until(next.into()) => {}
            }
        }
    }

    /// Wakes the sessions that asked for it, drops the dead, and says when the next one asks.
    fn time_out(&mut self, now: Instant) -> Instant {
        let sockets = &self.sockets;
        self.sessions.retain(|_, session| {
            if session.due <= now {
                session.handle(Input::Timeout(now), sockets);
            }
            session.rtc.is_alive()
        });
        self.sessions.values().map(|session| session.due).min().unwrap_or(now + Duration::from_hours(1))
    }

    fn offer(&mut self, id: String, sdp: &str, echoes: bool) -> Option<Answer> {
        let offer = SdpOffer::from_sdp_string(sdp).ok()?;
        let mut session = match self.sessions.remove(&id) {
            Some(session) => session,
            None => Session::new(self.certificate.clone(), &self.sockets, echoes),
        };
        let answer = session.rtc.sdp_api().accept_offer(offer);
        session.drain(&self.sockets);
        // Without a common codec str0m refuses the line of sound by port 0 instead of by an error.
        let sdp = answer.ok()?.to_sdp_string();
        if sdp.contains("m=audio 0 ") || !sdp.contains("m=audio ") {
            return None;
        }
        let (sound, packets) = (session.sound.subscribe(), session.packets.clone());
        self.sessions.insert(id, session);
        Some(Answer { sdp, sound, packets })
    }

    fn packet(&mut self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let Ok(packet) = Receive::new(Protocol::Udp, from, to, bytes) else { return };
        let input = Input::Receive(Instant::now(), packet);
        // One or two unmatched packets after a hang-up are normal: they were under way.
        if let Some(session) = self.sessions.values_mut().find(|session| session.rtc.accepts(&input)) {
            session.handle(input, &self.sockets);
        }
    }
}
