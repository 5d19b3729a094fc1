//! The carrier's posts, signed, over plain sockets: what is sent, and when the line is cut, is the proof's to say.

use std::{io, net::SocketAddr, time::Duration};

use ringfare::twilio::signature;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// The account of every proof, for the `TWILIO_*` variables and for signing.
pub const DIGITS: &str = "0123456789abcdef0123456789abcdef";
/// As long as Twilio waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// One request of the carrier; sending it again is a retry.
#[derive(Debug, Clone)]
pub struct Post {
    pub path: &'static str,
    pub body: String,
    pub signature: String,
    /// `I-Twilio-Idempotency-Token`; the row of `webhook_events` carries it.
    pub token: String,
}

impl Post {
    pub fn new(public_url: &str, path: &'static str, fields: &[(&str, &str)], token: String) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let signature = signature::sign(DIGITS, &format!("{public_url}{path}"), fields);
        Self { path, body, signature, token }
    }

    /// As it goes over the line.
    pub fn bytes(&self) -> Vec<u8> {
        format!(
            "POST {} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\nx-twilio-signature: {}\r\n\
             i-twilio-idempotency-token: {}\r\ncontent-length: {}\r\n\r\n{}",
            self.path,
            self.signature,
            self.token,
            self.body.len(),
            self.body
        )
        .into_bytes()
    }
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A connection that is kept while it works.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Line {
    pub fn to(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Sends and waits for the whole answer, as long as Twilio would.
    pub async fn send(&mut self, post: &Post) -> io::Result<Answer> {
        self.request(&post.bytes()).await
    }

    pub async fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.request(format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").as_bytes()).await
    }

    async fn request(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        let exchange = async {
            let mut stream = match self.stream.take() {
                Some(stream) => stream,
                None => TcpStream::connect(self.address).await?,
            };
            stream.write_all(bytes).await?;
            let answer = read(&mut stream).await?;
            io::Result::Ok((stream, answer))
        };
        let (stream, answer) = timeout(PATIENCE, exchange).await??;
        self.stream = Some(stream);
        Ok(answer)
    }
}

/// Reads one answer; only those with a length, or with none to have, are expected.
async fn read(stream: &mut TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::with_capacity(1024);
    let head_end = loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..head_end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).and_then(|text| text.trim().parse().ok());
    let length: usize = length.unwrap_or(0);
    while bytes.len() < head_end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Answer { status, body: String::from_utf8_lossy(&bytes[head_end..]).into_owned() })
}
