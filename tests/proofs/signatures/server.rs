//! Running servers, one for each public address, and a client that sends an address exactly as it was drawn.

use std::net::SocketAddr;

use axum::Router;
use ringfare::{
    serve,
    server::{
        clock::Clock,
        config::{Config, Variables},
        router,
        state::AppState,
    },
    twilio::account::Account,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::draw::{Case, PUBLIC_URLS};
use crate::support::Scratch;

pub struct Servers {
    running: Vec<(&'static str, SocketAddr, AppState)>,
    _scratch: Scratch,
}

impl Servers {
    pub async fn start() -> Self {
        let scratch = Scratch::make().await;
        let mut running = Vec::new();
        for public_url in PUBLIC_URLS {
            let pairs = [("DATABASE_URL", scratch.url()), ("RINGFARE_PUBLIC_URL", public_url.to_owned())];
            let variables: Variables = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let config = Config::read(&variables).expect("a good configuration");
            let state = serve::open(config, Clock::default()).await.expect("the database opens");
            let service = router::build(state.clone(), Router::new()).into_make_service_with_connect_info::<SocketAddr>();
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            running.push((public_url, listener.local_addr().expect("an address"), state));
            tokio::spawn(async move { axum::serve(listener, service).await });
        }
        Self { running, _scratch: scratch }
    }

    pub fn account(&self) -> &Account {
        self.running[0].2.twilio.account()
    }

    /// Sends a request byte for byte; gives the status of the answer.
    pub async fn send(&self, case: &Case, signature: &str) -> Result<u16, String> {
        let server = self.running.iter().find(|(public_url, ..)| *public_url == case.public_url);
        let (_, address, _) = server.ok_or("no such server")?;
        let kind = case.content_type.map(|kind| format!("content-type: {kind}\r\n")).unwrap_or_default();
        let head = format!(
            "{} {} HTTP/1.1\r\nhost: elsewhere.example\r\nconnection: close\r\nx-twilio-signature: {signature}\r\n{kind}content-length: {}\r\n\r\n",
            case.method,
            case.target,
            case.body.len()
        );
        let answer = async {
            let mut stream = TcpStream::connect(address).await?;
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(case.body.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            Ok::<_, std::io::Error>(answer)
        };
        let answer = answer.await.map_err(|error| format!("the server did not answer {case:?}: {error}"))?;
        let status = String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|word| word.parse().ok());
        status.ok_or_else(|| format!("the server's answer to {case:?} is none"))
    }

    pub async fn stop(self) {
        for (_, _, state) in &self.running {
            state.db.close().await;
        }
    }
}
