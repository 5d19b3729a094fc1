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
    Candidate, Event, IceConnectionState, Input, Output, Rtc,
    change::SdpOffer,
    config::DtlsCert,
    net::{Protocol, Receive},
};
use tokio::{
    io::ReadBuf,
    net::UdpSocket,
    sync::{mpsc, oneshot, watch},
    time::sleep_until,
};

use super::media_sockets::Bound;

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
    pub async fn offer(&self, id: &str, sdp: &str) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Offer { id: id.to_owned(), sdp: sdp.to_owned(), reply }).ok()?;
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
    let sockets = bound.into_iter().map(|bound| Ok((UdpSocket::from_std(bound.socket)?, bound.announced)));
    let sockets: Arc<[_]> = match sockets.collect::<std::io::Result<Vec<_>>>() {
        Ok(sockets) => sockets.into(),
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
    /// Each with the address that browsers know it by.
    sockets: Arc<[(UdpSocket, SocketAddr)]>,
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
                    Some(Command::Offer { id, sdp, reply }) => drop(reply.send(self.offer(id, &sdp))),
                    Some(Command::Close { id }) => if let Some(mut session) = self.sessions.remove(&id) {
                        drop(session.rtc.close());
                        session.drain(&self.sockets);
                    },
                    None => return,
                },
                (socket, from, length) = receive(&self.sockets, &mut buffer) =>
                    self.packet(socket, from, buffer.get(..length).unwrap_or_default()),
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
        self.sessions.values().map(|session| session.due).min().unwrap_or(now + Duration::from_mins(60))
    }

    fn offer(&mut self, id: String, sdp: &str) -> Option<Answer> {
        let offer = SdpOffer::from_sdp_string(sdp).ok()?;
        let mut session = match self.sessions.remove(&id) {
            Some(session) => session,
            None => Session::new(self.certificate.clone(), &self.sockets),
        };
        let answer = session.rtc.sdp_api().accept_offer(offer);
        session.drain(&self.sockets);
        // Without a common codec str0m refuses the line of sound by port 0 instead of by an error.
        let sdp = answer.ok()?.to_sdp_string();
        if sdp.contains("m=audio 0 ") || !sdp.contains("m=audio ") {
            return None;
        }
        let sound = session.sound.subscribe();
        self.sessions.insert(id, session);
        Some(Answer { sdp, sound })
    }

    fn packet(&mut self, socket: usize, from: SocketAddr, bytes: &[u8]) {
        let Some((_, announced)) = self.sockets.get(socket) else { return };
        let Ok(packet) = Receive::new(Protocol::Udp, from, *announced, bytes) else { return };
        let input = Input::Receive(Instant::now(), packet);
        // One or two unmatched packets after a hang-up are normal: they were under way.
        if let Some(session) = self.sessions.values_mut().find(|session| session.rtc.accepts(&input)) {
            session.handle(input, &self.sockets);
        }
    }
}

/// One call's sound.
struct Session {
    rtc: Rtc,
    /// When str0m wants to be woken.
    due: Instant,
    sound: watch::Sender<Sound>,
}

impl Session {
    fn new(certificate: DtlsCert, sockets: &[(UdpSocket, SocketAddr)]) -> Self {
        let now = Instant::now();
        // ICE-lite: otherwise the browser's first DTLS packet comes before the pair is ready and is lost.
        let rtc = Rtc::builder().set_ice_lite(true).set_dtls_cert(certificate).clear_codecs().enable_opus(true, false);
        let mut rtc = rtc.build(now);
        for (_, announced) in sockets {
            if let Ok(candidate) = Candidate::host(*announced, "udp") {
                rtc.add_local_candidate(candidate);
            }
        }
        Self { rtc, due: now, sound: watch::Sender::new(Sound::Waiting) }
    }

    fn handle(&mut self, input: Input<'_>, sockets: &[(UdpSocket, SocketAddr)]) {
        if self.rtc.handle_input(input).is_err() {
            self.rtc.disconnect();
        }
        self.drain(sockets);
    }

    /// Does what str0m asks for until it asks for a time-out.
    fn drain(&mut self, sockets: &[(UdpSocket, SocketAddr)]) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => return self.due = due,
                Ok(Output::Transmit(packet)) => {
                    let from = sockets.iter().find(|(_, announced)| *announced == packet.source);
                    if let Some((socket, _)) = from.or(sockets.first()) {
                        drop(socket.try_send_to(&packet.contents, packet.destination));
                    }
                }
                Ok(Output::Event(event)) => self.event(event),
                Err(_) => return self.rtc.disconnect(),
            }
        }
    }

    fn event(&mut self, event: Event) {
        use IceConnectionState::{Completed, Connected, Disconnected};
        match event {
            Event::Connected => self.tell(Sound::Flowing),
            // Not the end: the browser may come back by a new path. The call decides how long it waits.
            Event::IceConnectionStateChange(Disconnected) => self.tell(Sound::Waiting),
            Event::IceConnectionStateChange(Connected | Completed) if self.rtc.is_connected() => self.tell(Sound::Flowing),
            Event::MediaData(heard) => {
                if let Some(writer) = self.rtc.writer(heard.mid) {
                    drop(writer.write(heard.pt, heard.network_time, heard.time, heard.data));
                }
            }
            _ => {}
        }
    }

    fn tell(&self, sound: Sound) {
        self.sound.send_if_modified(|known| std::mem::replace(known, sound) != sound);
    }
}

/// The next packet on any socket: which one, from where, how long. Losing the race of a `select!` loses no packet.
async fn receive(sockets: &[(UdpSocket, SocketAddr)], buffer: &mut [u8]) -> (usize, SocketAddr, usize) {
    std::future::poll_fn(|context| {
        for (index, (socket, _)) in sockets.iter().enumerate() {
            let mut read = ReadBuf::new(buffer);
            // An error is an old ICMP message of an earlier packet: look again.
            while let std::task::Poll::Ready(got) = socket.poll_recv_from(context, &mut read) {
                if let Ok(from) = got {
                    return std::task::Poll::Ready((index, from, read.filled().len()));
                }
            }
        }
        std::task::Poll::Pending
    })
    .await
}
