//! A mail server that keeps what it is given (RFC 5321), and may be busy first.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What came, and what is answered.
#[derive(Default)]
struct Post {
    letters: Vec<String>,
    /// So many letters are refused for now.
    busy: usize,
}

/// Listens until it is dropped with its runtime.
pub struct MailServer {
    port: u16,
    post: Arc<Mutex<Post>>,
}

impl MailServer {
    /// Refuses the first `busy` letters with 451.
    pub async fn start(busy: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let number = listener.local_addr().expect("an address").port();
        let post = Arc::new(Mutex::new(Post { busy, ..Post::default() }));
        let shared = post.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(talk(socket, shared.clone()));
            }
        });
        Self { port: number, post }
    }

    /// As `RINGFARE_MAIL` has it.
    pub fn way(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn letters(&self) -> Vec<String> {
        self.post.lock().expect("no test panicked").letters.clone()
    }

    /// How many letters are still refused.
    pub fn busy(&self) -> usize {
        self.post.lock().expect("no test panicked").busy
    }
}

async fn talk(mut socket: TcpStream, post: Arc<Mutex<Post>>) -> Option<()> {
    let (read, mut write) = socket.split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 ready\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let answer: &[u8] = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => b"250-here\r\n250 8BITMIME\r\n",
            "DATA" if is_busy(&post) => b"451 busy\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut letter = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    letter.push_str(&line);
                    letter.push_str("\r\n");
                }
                post.lock().expect("no test panicked").letters.push(letter);
                b"250 kept\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        write.write_all(answer).await.ok()?;
    }
    Some(())
}

fn is_busy(post: &Mutex<Post>) -> bool {
    let mut post = post.lock().expect("no test panicked");
    let busy = post.busy > 0;
    post.busy = post.busy.saturating_sub(1);
    busy
}
