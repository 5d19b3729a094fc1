//! Carries the status posts of one call: in order when all is well, and otherwise as the faults and the called number ask.

use tokio::sync::mpsc;

use super::{
    numbers::Habits,
    post::{Letter, Poster},
    settings::Faults,
    sids,
};

/// The way to one call's postman. When it is dropped, what is held back is delivered and the postman goes home.
#[derive(Debug, Clone)]
pub struct Letterbox {
    letters: mpsc::UnboundedSender<Errand>,
}

#[derive(Debug)]
enum Errand {
    Deliver(Letter),
    /// The called number is known now.
    Habits(Habits),
}

impl Letterbox {
    /// Starts a postman.
    pub fn open(poster: Poster, faults: Faults, habits: Habits) -> Self {
        let (letters, received) = mpsc::unbounded_channel();
        tokio::spawn(Postman { poster, faults, habits, held: Vec::new() }.work(received));
        Self { letters }
    }

    pub fn post(&self, letter: Letter) {
        drop(self.letters.send(Errand::Deliver(letter)));
    }

    /// From here on posts travel as this number has it.
    pub fn learn(&self, habits: Habits) {
        drop(self.letters.send(Errand::Habits(habits)));
    }
}

struct Postman {
    poster: Poster,
    faults: Faults,
    habits: Habits,
    held: Vec<Letter>,
}

impl Postman {
    async fn work(mut self, mut errands: mpsc::UnboundedReceiver<Errand>) {
        while let Some(errand) = errands.recv().await {
            match errand {
                Errand::Habits(habits) => self.habits = habits,
                Errand::Deliver(letter) => self.take(letter).await,
            }
        }
        while let Some(letter) = self.held.pop() {
            self.deliver(letter).await;
        }
    }

    async fn take(&mut self, letter: Letter) {
        let lost = (self.habits.loses_the_end && tells_the_end(&letter)) || sids::happens(self.faults.loss);
        if lost {
            tracing::info!(url = letter.address, "a post of the local carrier is lost, as asked");
        } else if self.habits.reverses || (self.held.is_empty() && sids::happens(self.faults.reorder)) {
            self.held.push(letter);
        } else {
            self.deliver(letter).await;
            if let Some(late) = self.held.pop() {
                self.deliver(late).await;
            }
        }
    }

    async fn deliver(&self, letter: Letter) {
        tokio::time::sleep(sids::up_to(self.faults.delay)).await;
        if sids::happens(self.faults.forged) {
            let mut forged = letter.clone();
            forged.form.set("CallStatus", "completed");
            forged.form.set("CallDuration", "14400");
            self.poster.send_forged(&forged).await;
        }
        let copies = self.habits.copies + usize::from(sids::happens(self.faults.duplicate));
        send_copies(&self.poster, &letter, copies).await;
    }
}

/// Sends a letter so many times at once and waits for all. All but the last share a token, as retries do; the last has its
/// own, as a second source of the same event has.
pub async fn send_copies(poster: &Poster, letter: &Letter, copies: usize) {
    let token = sids::idempotency_token();
    let tokens = (1..=copies).map(|nth| if nth == copies && nth > 1 { sids::idempotency_token() } else { token.clone() });
    // What is not taken was logged; Twilio does no more either.
    let sends = tokens.map(|token| async move { drop(poster.send(letter, &token).await) });
    futures_util::future::join_all(sends).await;
}

fn tells_the_end(letter: &Letter) -> bool {
    letter.form.has("CallDuration") || letter.form.has("SipResponseCode")
}
