//! The Voice SDK's side of the wire, and a browser's sound, without a browser.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use str0m::{
    Candidate, Event, Input, Output, Rtc,
    change::{SdpAnswer, SdpPendingOffer},
    media::{Direction, MediaKind, MediaTime, Mid},
    net::{Protocol, Receive},
};
use tokio::net::{TcpStream, UdpSocket};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

/// A page's socket to the carrier.
pub struct Page(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Page {
    /// Opens the socket; `base` is the application's address.
    pub async fn open(base: &str) -> Self {
        let url = format!("{}/carrier/signal", base.replacen("http", "ws", 1));
        Self(tokio_tungstenite::connect_async(url).await.expect("a socket").0)
    }

    pub async fn send(&mut self, kind: &str, payload: Value) {
        let message = json!({ "type": kind, "version": "1.6", "payload": payload });
        self.0.send(Message::text(message.to_string())).await.expect("it takes it");
    }

    /// The payload of the next message of this kind; any other kind but a heartbeat is a failure.
    pub async fn expect(&mut self, kind: &str) -> Value {
        loop {
            let frame = tokio::time::timeout(Duration::from_secs(5), self.0.next()).await.expect("a frame in time");
            let text = frame.expect("an open socket").expect("a good frame").into_text().expect("text");
            if text.as_str() == "\n" {
                continue;
            }
            let mut message: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(message["type"], kind, "{message}");
            return message["payload"].take();
        }
    }

    /// Whether the carrier closed the socket.
    pub async fn is_closed(&mut self) -> bool {
        let last = tokio::time::timeout(Duration::from_secs(5), self.0.next()).await.expect("an end in time");
        !matches!(last, Some(Ok(Message::Text(_))))
    }
}

/// A browser's microphone and loudspeaker.
pub struct Sound {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mid: Mid,
    pending: Option<SdpPendingOffer>,
    connected: bool,
    heard: Vec<Vec<u8>>,
}

impl Sound {
    /// A microphone, and the offer of its sound.
    pub async fn offer() -> (Self, String) {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("an address");
        let mut rtc = Rtc::builder().clear_codecs().enable_opus(true, false).build(Instant::now());
        rtc.add_local_candidate(Candidate::host(address, "udp").expect("a candidate"));
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().expect("a change");
        let sound = Self { rtc, socket, address, mid, pending: Some(pending), connected: false, heard: Vec::new() };
        (sound, offer.to_sdp_string())
    }

    pub fn accept(&mut self, answer: &Value) {
        let answer = SdpAnswer::from_sdp_string(answer.as_str().expect("a session description")).expect("a good one");
        let pending = self.pending.take().expect("an open offer");
        self.rtc.sdp_api().accept_answer(pending, answer).expect("it fits");
    }

    /// Speaks a word every 20 ms until so many came back; every echo, in order.
    pub async fn speak_until_heard(&mut self, words: usize) -> Vec<Vec<u8>> {
        let started = Instant::now();
        let mut spoken = 0_u64;
        while self.heard.len() < words {
            assert!(started.elapsed() < Duration::from_secs(8), "connected: {}, heard {}", self.connected, self.heard.len());
            self.step().await;
            if self.connected && started.elapsed() > Duration::from_millis(20) * u32::try_from(spoken).expect("few words") {
                spoken += 1;
                let pt = self.rtc.codec_config().params().first().expect("opus").pt();
                let time = MediaTime::new(spoken * 960, str0m::media::Frequency::FORTY_EIGHT_KHZ);
                let word = format!("word {spoken}").into_bytes();
                let writer = self.rtc.writer(self.mid).expect("an agreed line");
                writer.write(pt, Instant::now(), time, word).expect("a codec both know");
            }
        }
        std::mem::take(&mut self.heard)
    }

    /// Does what str0m asks for, then waits for one packet or 5 ms.
    async fn step(&mut self) {
        loop {
            match self.rtc.poll_output().expect("a healthy session") {
                Output::Timeout(_) => break,
                Output::Transmit(packet) => {
                    self.socket.send_to(&packet.contents, packet.destination).await.expect("it leaves");
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::MediaData(heard)) => self.heard.push(heard.data.to_vec()),
                Output::Event(_) => {}
            }
        }
        let mut buffer = [0; 2_000];
        let received = tokio::time::timeout(Duration::from_millis(5), self.socket.recv_from(&mut buffer)).await;
        let now = Instant::now();
        if let Ok(Ok((length, from))) = received {
            let packet = Receive::new(Protocol::Udp, from, self.address, &buffer[..length]).expect("a packet");
            self.rtc.handle_input(Input::Receive(now, packet)).expect("it is taken");
        }
        self.rtc.handle_input(Input::Timeout(now)).expect("it is taken");
    }
}
