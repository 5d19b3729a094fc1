//! The UDP sockets of the media and the addresses that browsers are told to send to.
//!
//! One socket for each address, never one for all: a reply must leave with the address that was announced as its source,
//! or the browser drops it. Loopback *and* the machine's own address, because Firefox ignores loopback and a page on the
//! same machine may have nothing else.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    task::Poll,
};

use tokio::{io::ReadBuf, net::UdpSocket};

use super::settings::Settings;

/// How often a free port is sought that both addresses can have.
const ATTEMPTS: u32 = 20;

/// A bound socket.
#[derive(Debug)]
pub struct Bound {
    pub socket: std::net::UdpSocket,
    /// What browsers are told: the socket's own address, or a relay's in front of it.
    pub announced: SocketAddr,
}

/// Opens the sockets.
///
/// # Errors
/// A sentence with the remedy.
pub fn open(settings: &Settings) -> Result<Vec<Bound>, String> {
    let port = settings.media_port;
    if let Some(address) = settings.media_address {
        let own = bind(address, port).or_else(|_| bind(IpAddr::V4(Ipv4Addr::UNSPECIFIED), port));
        let socket = own.map_err(|error| taken(port, &error))?;
        let port = socket.local_addr().map_err(|error| error.to_string())?.port();
        return Ok(vec![Bound { socket, announced: SocketAddr::new(address, port) }]);
    }
    let mut last = None;
    for _ in 0..if port == 0 { ATTEMPTS } else { 1 } {
        match open_own(port) {
            Ok(sockets) => return Ok(sockets),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(|| "no UDP port is free".to_owned(), |error| taken(port, &error)))
}

fn open_own(port: u16) -> std::io::Result<Vec<Bound>> {
    let loopback = bind(IpAddr::V4(Ipv4Addr::LOCALHOST), port)?;
    let port = loopback.local_addr()?.port();
    let mut sockets = vec![loopback];
    if let Some(address) = own_address() {
        sockets.push(bind(address, port)?);
    }
    sockets.into_iter().map(|socket| Ok(Bound { announced: socket.local_addr()?, socket })).collect()
}

/// The address this machine speaks to the world from. Connecting a UDP socket sends nothing; 192.0.2.1 is nobody's (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let probe = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    probe.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    probe.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

fn bind(address: IpAddr, port: u16) -> std::io::Result<std::net::UdpSocket> {
    let socket = std::net::UdpSocket::bind((address, port))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

fn taken(port: u16, error: &std::io::Error) -> String {
    format!(
        "UDP port {port} is not to be had for the media ({error}): set RINGFARE_CARRIER_MEDIA_PORT to another, or leave it out"
    )
}

/// The open sockets, each with the address that browsers know it by.
#[derive(Debug)]
pub struct Sockets(Vec<(UdpSocket, SocketAddr)>);

impl Sockets {
    /// Hands the sockets to the runtime this is called in.
    ///
    /// # Errors
    /// When the runtime does not take them.
    pub fn register(bound: Vec<Bound>) -> std::io::Result<Self> {
        let each = bound.into_iter().map(|bound| Ok((UdpSocket::from_std(bound.socket)?, bound.announced)));
        each.collect::<std::io::Result<_>>().map(Self)
    }

    /// What browsers may send to.
    pub fn announced(&self) -> impl Iterator<Item = SocketAddr> {
        self.0.iter().map(|(_, announced)| *announced)
    }

    /// Sends from the socket that was announced as `from`. A packet that cannot leave now is lost, as on any network.
    pub fn send(&self, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let socket = self.0.iter().find(|(_, announced)| *announced == from).or(self.0.first());
        if let Some((socket, _)) = socket {
            drop(socket.try_send_to(bytes, to));
        }
    }

    /// The next packet: whence, whither, how long. Losing the race of a `select!` loses no packet.
    pub async fn receive(&self, buffer: &mut [u8]) -> (SocketAddr, SocketAddr, usize) {
        std::future::poll_fn(|context| {
            for (socket, announced) in &self.0 {
                let mut read = ReadBuf::new(buffer);
                // An error is an old ICMP message about an earlier packet: look again.
                while let Poll::Ready(got) = socket.poll_recv_from(context, &mut read) {
                    if let Ok(from) = got {
                        return Poll::Ready((from, *announced, read.filled().len()));
                    }
                }
            }
            Poll::Pending
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_and_the_own_address_share_a_port() {
        let sockets = open(&Settings::default()).expect("some port is free");
        assert!(sockets[0].announced.ip().is_loopback());
        assert!(sockets.iter().all(|bound| bound.announced.port() == sockets[0].announced.port() && bound.announced.port() != 0));
    }

    #[test]
    fn a_relay_address_is_announced_though_it_is_not_ours() {
        let settings = Settings { media_address: "192.0.2.7".parse().ok(), ..Settings::default() };
        let sockets = open(&settings).expect("some port is free");
        assert_eq!(sockets.len(), 1);
        assert_eq!(sockets[0].announced.ip().to_string(), "192.0.2.7");
    }
}
