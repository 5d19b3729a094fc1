//! Where a request comes from: the address at the other end, or, of a proxy that the operator named, whom it speaks for.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

use super::config::Reader;

/// The address a request came from, as an extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// Addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// `10.0.0.0/8`, or one address.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let first: IpAddr = address.trim().parse().ok()?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Some(most), |bits| bits.trim().parse().ok())?;
        (bits <= most).then_some(Self { first, bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(other)) => {
                (first.to_bits() ^ other.to_bits()).checked_shr(32 - self.bits).unwrap_or(0) == 0
            }
            (IpAddr::V6(first), IpAddr::V6(other)) => {
                (first.to_bits() ^ other.to_bits()).checked_shr(128 - self.bits).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// `RINGFARE_TRUSTED_PROXIES`; what is wrong goes to the reader's list of problems.
pub(super) fn read(reader: &mut Reader<'_>) -> Vec<Network> {
    let listed = reader.text("RINGFARE_TRUSTED_PROXIES").unwrap_or_default();
    let mut networks = Vec::new();
    for text in listed.split(',').map(str::trim).filter(|text| !text.is_empty()) {
        match Network::parse(text) {
            Some(network) => networks.push(network),
            None => reader.problem(
                format!(
                    "RINGFARE_TRUSTED_PROXIES has '{text}': write addresses such as 127.0.0.1 or networks such as 10.0.0.0/8"
                ),
                (),
            ),
        }
    }
    networks
}

/// Walks `X-Forwarded-For` from its end for as long as who wrote an entry is trusted: what stands before was written by anybody.
pub fn of(direct: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Peer {
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let mut entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
    let mut peer = direct.to_canonical();
    while trusted.iter().any(|network| network.holds(peer)) {
        let Some(before) = entries.next().and_then(address) else { break };
        peer = before.to_canonical();
    }
    Peer(peer)
}

/// Some proxies add the port.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    entry.parse().ok().or_else(|| entry.parse().map(|address: SocketAddr| address.ip()).ok())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(direct: &str, lines: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        let trusted: Vec<Network> = trusted.iter().map(|text| Network::parse(text).expect("a network")).collect();
        of(direct.parse().expect("an address"), &headers, &trusted).0.to_string()
    }

    #[test]
    fn nobody_is_believed_who_was_not_named() {
        assert_eq!(from("127.0.0.1", &["203.0.113.7"], &[]), "127.0.0.1");
        assert_eq!(from("198.51.100.9", &["203.0.113.7"], &["127.0.0.1"]), "198.51.100.9");
    }

    #[test]
    fn a_named_proxy_is_believed_about_the_last_entry_only() {
        let here = ["127.0.0.1", "::1"];
        assert_eq!(from("127.0.0.1", &["203.0.113.7"], &here), "203.0.113.7");
        assert_eq!(from("::ffff:127.0.0.1", &["6.6.6.6, 203.0.113.7"], &here), "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["6.6.6.6", "203.0.113.7:4711"], &here), "203.0.113.7");
        assert_eq!(from("::1", &["[2001:db8::7]:4711"], &here), "2001:db8::7");
        assert_eq!(from("127.0.0.1", &["6.6.6.6, nonsense"], &here), "127.0.0.1");
        assert_eq!(from("127.0.0.1", &[], &here), "127.0.0.1");
    }

    #[test]
    fn a_chain_of_named_proxies_is_walked_to_its_end() {
        let chain = ["127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"];
        assert_eq!(from("127.0.0.1", &["203.0.113.7, 10.1.2.3", "2001:db8:1:2::3"], &chain), "203.0.113.7");
        assert_eq!(from("127.0.0.1", &["203.0.113.7, 11.1.2.3, 10.1.2.3"], &chain), "11.1.2.3");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["10.0.0.0/33", "2001:db8::/129", "proxy.example.org", "", "10.0.0.0/x"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
        assert!(Network::parse("0.0.0.0/0").expect("all").holds("203.0.113.7".parse().expect("good")));
    }
}
