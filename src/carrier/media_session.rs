//! The sound of one call: the far end says back what it hears.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, config::DtlsCert};
use tokio::sync::watch;

use super::{media::Sound, media_sockets::Sockets};

/// The packets of sound between the browser and the far end.
#[derive(Debug, Default)]
pub struct Packets {
    /// From the browser.
    pub heard: AtomicU64,
    /// To the browser.
    pub said: AtomicU64,
}

/// One call's sound.
pub struct Session {
    pub rtc: Rtc,
    /// When str0m wants to be woken.
    pub due: Instant,
    pub sound: watch::Sender<Sound>,
    pub packets: Arc<Packets>,
    /// Whether the far end says anything.
    echoes: bool,
}

impl Session {
    /// A session that waits for an offer.
    pub fn new(certificate: DtlsCert, sockets: &Sockets, echoes: bool) -> Self {
        let now = Instant::now();
        // ICE-lite: otherwise the browser's first DTLS packet comes before the pair is ready and is lost.
        let rtc = Rtc::builder().set_ice_lite(true).set_dtls_cert(certificate).clear_codecs().enable_opus(true, false);
        let mut rtc = rtc.build(now);
        for announced in sockets.announced() {
            if let Ok(candidate) = Candidate::host(announced, "udp") {
                rtc.add_local_candidate(candidate);
            }
        }
        Self { rtc, due: now, sound: watch::Sender::new(Sound::Waiting), packets: Arc::default(), echoes }
    }

    /// Takes a packet or a time-out in.
    pub fn handle(&mut self, input: Input<'_>, sockets: &Sockets) {
        if self.rtc.handle_input(input).is_err() {
            self.rtc.disconnect();
        }
        self.drain(sockets);
    }

    /// Does what str0m asks for until it asks for a time-out.
    pub fn drain(&mut self, sockets: &Sockets) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => return self.due = due,
                Ok(Output::Transmit(packet)) => sockets.send(packet.source, packet.destination, &packet.contents),
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
                self.packets.heard.fetch_add(1, Ordering::Relaxed);
                if !self.echoes {
                    return;
                }
                if let Some(writer) = self.rtc.writer(heard.mid)
                    && writer.write(heard.pt, heard.network_time, heard.time, heard.data).is_ok()
                {
                    self.packets.said.fetch_add(1, Ordering::Relaxed);
                }
            }
            _ => {}
        }
    }

    fn tell(&self, sound: Sound) {
        self.sound.send_if_modified(|known| std::mem::replace(known, sound) != sound);
    }
}
