//! One round: draw it, play it, compare it with the model.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};
use ringfare::{domain::ids::UserId, rates::model::Tariff};

use super::{
    carrier::Leg,
    judge::{self, Account, Granted, Purse},
    plan::{self, Post, Truth},
    world::{Answer, Door, World},
};

/// How the posts of a round are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By many senders at once, in two halves with another deck each, reconcilers racing. `watched`: the books are verified
    /// meanwhile; `traced`: what was acknowledged is looked for in the table at once.
    Shuffled { watched: bool, traced: bool },
    /// One by one, each once, as it truly happened.
    Sorted,
}

pub struct Round {
    seed: u64,
    accounts: Vec<Account>,
    /// How many of the accounts were there before.
    known: usize,
    truths: Vec<Truth>,
    posts: Vec<Post>,
    decks: Vec<Vec<(String, Tariff)>>,
}

#[derive(Debug, Default)]
pub struct Tally {
    pub deliveries: u64,
    pub repeated: u64,
    pub early: u64,
    pub refused: u64,
    pub reconciled: u64,
    pub retried: u64,
    pub traced: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.deliveries += other.deliveries;
        self.repeated += other.repeated;
        self.early += other.early;
        self.refused += other.refused;
        self.reconciled += other.reconciled;
        self.retried += other.retried;
        self.traced += other.traced;
    }
}

fn user(rng: &mut StdRng) -> UserId {
    UserId::parse(&format!("{}{:032x}", UserId::PREFIX, rng.random::<u128>())).expect("32 hexadecimal digits")
}

/// The accounts that have credit for everything, with numbers of their own.
pub async fn residents(world: &World, rng: &mut StdRng) -> Vec<Account> {
    let of = |rng: &mut StdRng, index: usize| {
        let number = Some(format!("+1415555{index:04}"));
        Account { id: user(rng), purse: Purse::Plenty, number, balance: 1_000_000_000_000 }
    };
    let accounts: Vec<Account> = (0..40).map(|index| of(rng, index)).collect();
    settle_in(world, &accounts).await
}

/// Opens accounts.
pub async fn settle_in(world: &World, accounts: &[Account]) -> Vec<Account> {
    for account in accounts {
        world.account(&account.id, account.balance, account.number.as_deref()).await;
    }
    accounts.to_vec()
}

impl Round {
    /// `mixed`: also accounts that many calls compete for, and a change of decks half-way; then the order decides the outcome.
    pub fn draw(seed: u64, calls: u64, residents: &[Account], mixed: bool) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut accounts, mut truths, mut posts) = (residents.to_vec(), Vec::new(), Vec::new());
        let known = accounts.len();
        let mut contended = None;
        while (truths.len() as u64) < calls {
            let account = match rng.random_range(0..10) {
                0 | 1 => {
                    let credit = if rng.random_bool(0.1) { 0 } else { rng.random_range(0..600_000) };
                    accounts.push(Account { id: user(&mut rng), purse: Purse::Tight, number: None, balance: credit });
                    accounts.len() - 1
                }
                2 | 3 if mixed => {
                    let (index, left) = match contended {
                        Some((index, left)) if left > 0 => (index, left),
                        _ => {
                            let balance = rng.random_range(100_000..3_000_000);
                            accounts.push(Account { id: user(&mut rng), purse: Purse::Contended, number: None, balance });
                            (accounts.len() - 1, 10)
                        }
                    };
                    contended = Some((index, left - 1));
                    index
                }
                _ => rng.random_range(0..known),
            };
            let truth = plan::any_truth(&mut rng, account, account < known);
            let owner = &accounts[account];
            posts.extend(plan::posts(&mut rng, truths.len(), &truth, &owner.id, owner.number.as_deref()));
            truths.push(truth);
        }
        let first = rng.random_range(0..4);
        let decks = if mixed { vec![plan::deck(first), plan::deck(first + 1)] } else { vec![plan::deck(first)] };
        Self { seed, accounts, known, truths, posts, decks }
    }

    /// Indexes of posts in the order of delivery, one list per deck.
    fn deliveries(&self, order: Order) -> Vec<Vec<usize>> {
        let mut rng = StdRng::seed_from_u64(self.seed ^ 0x0D);
        if order == Order::Sorted {
            let mut sorted: Vec<usize> = (0..self.posts.len()).collect();
            sorted.sort_by_key(|&post| (self.posts[post].call, self.posts[post].rank));
            return vec![sorted];
        }
        // Posts of one call come near each other, so that they collide; some at once, some at any time.
        let near: Vec<(f64, bool)> = self.truths.iter().map(|_| (rng.random(), rng.random_bool(0.3))).collect();
        let mut keyed: Vec<(f64, usize)> = Vec::new();
        for (index, post) in self.posts.iter().enumerate() {
            let (place, at_once) = near[post.call];
            for _ in 0..post.copies {
                let key = match rng.random_range(0..20) {
                    0 => rng.random(),
                    _ if at_once => place,
                    _ => place + rng.random_range(-0.06..0.06),
                };
                keyed.push((key, index));
            }
        }
        keyed.shuffle(&mut rng);
        keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
        let all: Vec<usize> = keyed.into_iter().map(|(_, index)| index).collect();
        all.chunks(all.len().div_ceil(self.decks.len()).max(1)).map(<[usize]>::to_vec).collect()
    }
}

/// What the senders of a round share.
struct Stage {
    world: Arc<World>,
    round: Round,
    traced: bool,
    /// The deck in force.
    deck: AtomicUsize,
    granted: Mutex<Vec<Option<Granted>>>,
    violation: Mutex<Option<String>>,
    over: AtomicBool,
    counts: [AtomicU64; 3],
}

const EARLY: usize = 0;
const RETRIED: usize = 1;
const TRACED: usize = 2;

/// Plays a round to its end and compares; gives what was counted and the accounts with their new balances.
pub async fn play(world: &Arc<World>, round: Round, order: Order) -> Result<(Tally, Vec<Account>), String> {
    settle_in(world, &round.accounts[round.known..]).await;
    for truth in round.truths.iter().filter(|truth| !truth.orphan) {
        let leg = |parent: Option<&String>, status, seconds| Leg { parent: parent.cloned(), status, seconds, late: truth.late };
        world.carrier.know(&truth.parent, leg(None, "completed", truth.seconds + 9));
        if let Some(child) = &truth.child {
            world.carrier.know(child, leg(Some(&truth.parent), truth.status, truth.seconds));
        }
    }
    world.clock.advance_seconds(2);
    let (since, seed) = (world.clock.now().0, round.seed);
    let (watched, traced) = match order {
        Order::Shuffled { watched, traced } => (watched, traced),
        Order::Sorted => (false, false),
    };
    let lists = round.deliveries(order);
    let deliveries: usize = lists.iter().map(Vec::len).sum();
    let granted = Mutex::new(vec![None; round.truths.len()]);
    let stage = Arc::new(Stage {
        world: world.clone(),
        round,
        traced,
        deck: AtomicUsize::new(0),
        granted,
        violation: Mutex::default(),
        over: AtomicBool::new(false),
        counts: Default::default(),
    });
    let mut rng = StdRng::seed_from_u64(seed ^ 0x5E);
    let racer = (order != Order::Sorted).then(|| tokio::spawn(stage.clone().race(seed, watched)));
    let mut settled = Vec::new();
    for (deck, list) in lists.into_iter().enumerate() {
        world.put_deck_in_force(&stage.round.decks[deck]).await;
        stage.deck.store(deck, Ordering::SeqCst);
        let senders = if order == Order::Sorted { 1 } else { rng.random_range(16..=64) };
        stage.clone().send(list, senders).await?;
        settled = world.calls(since).await.into_iter().filter(|call| call.settled_at.is_some()).collect();
    }
    stage.over.store(true, Ordering::SeqCst);
    if let Some(racer) = racer {
        racer.await.map_err(|error| error.to_string())?;
    }
    stage.no_violation()?;
    stage.clone().settled_at_once(since).await?;
    stage.drain().await?;
    let calls = world.calls(since).await;
    for before in settled {
        let same = calls.iter().find(|call| call.parent_sid == before.parent_sid && call.child_sid == before.child_sid);
        if same != Some(&before) {
            return Err(format!("a settled call changed: {before:?} became {same:?}"));
        }
    }
    let granted = stage.granted.lock().expect("no panic").clone();
    let mut accounts = stage.round.accounts.clone();
    judge::judge(&stage.round.truths, &granted, &stage.round.decks, &mut accounts, (&calls, &world.wallets().await))?;
    world.carrier.forget();
    let count = |which: usize| stage.counts[which].load(Ordering::Relaxed);
    let tally = Tally {
        deliveries: deliveries as u64,
        repeated: deliveries.saturating_sub(stage.round.posts.len()) as u64,
        early: count(EARLY),
        refused: granted.iter().filter(|granted| granted.is_none()).count() as u64,
        reconciled: world.settled_by_reconciler(since).await,
        retried: count(RETRIED),
        traced: count(TRACED),
    };
    Ok((tally, accounts))
}

impl Stage {
    fn violated(&self, violation: String) {
        self.violation.lock().expect("no panic").get_or_insert(violation);
    }

    fn no_violation(&self) -> Result<(), String> {
        self.violation.lock().expect("no panic").take().map_or(Ok(()), Err)
    }

    /// Delivers a list by so many senders at once, until a violation.
    async fn send(self: Arc<Self>, list: Vec<usize>, senders: usize) -> Result<(), String> {
        let (list, next) = (Arc::new(list), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..senders)
            .map(|_| {
                let (stage, list, next) = (self.clone(), list.clone(), next.clone());
                tokio::spawn(async move {
                    while let Some(&post) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if stage.violation.lock().expect("no panic").is_some() {
                            return;
                        }
                        if let Err(violation) = stage.deliver(&stage.round.posts[post]).await {
                            stage.violated(violation);
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.map_err(|error| format!("a sender failed: {error}"))?;
        }
        self.no_violation()
    }

    /// Delivers one post until it is acknowledged, as Twilio does.
    async fn deliver(&self, post: &Post) -> Result<(), String> {
        let known = self.granted.lock().expect("no panic")[post.call].is_some();
        for attempt in 0..20 {
            let answer = self.world.deliver(post.door, &post.fields, post.token.as_deref()).await;
            // A browser's leg hears of a fault in words.
            let our_fault = post.door == Door::Voice && answer.body.contains("cannot place calls at the moment");
            match answer.status.as_u16() {
                500..=599 | 200 if answer.status.is_server_error() || our_fault => {
                    self.counts[RETRIED].fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(5 << attempt.min(6))).await;
                }
                200..=299 if post.door == Door::Voice => return self.heard(post.call, &answer),
                200..=299 => {
                    if !known {
                        self.counts[EARLY].fetch_add(1, Ordering::Relaxed);
                    }
                    return self.acknowledged(post).await;
                }
                other => return Err(format!("{post:?} was answered {other}: {}", answer.body)),
            }
        }
        Err(format!("{post:?} was never acknowledged"))
    }

    /// What was acknowledged is stored: asked at once.
    async fn acknowledged(&self, post: &Post) -> Result<(), String> {
        let truth = &self.round.truths[post.call];
        if truth.orphan {
            let deck = self.deck.load(Ordering::SeqCst);
            self.granted.lock().expect("no panic")[post.call].get_or_insert(Granted { limit: 0, deck });
        }
        let (true, Some((leg, word))) = (self.traced, &post.trace) else { return Ok(()) };
        self.counts[TRACED].fetch_add(1, Ordering::Relaxed);
        if self.world.is_stored(&truth.parent, leg, word).await {
            return Ok(());
        }
        Err(format!("{post:?} was acknowledged, but is not in the table"))
    }

    /// The answer to a voice request, compared with the model.
    fn heard(&self, call: usize, answer: &Answer) -> Result<(), String> {
        let told =
            answer.body.split("timeLimit=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|text| text.parse().ok());
        let truth = &self.round.truths[call];
        let account = &self.round.accounts[truth.account];
        let deck = self.deck.load(Ordering::SeqCst);
        let mut granted = self.granted.lock().expect("no panic");
        if let Some(before) = granted[call] {
            return if told == Some(before.limit) {
                Ok(())
            } else {
                Err(format!("{truth:?} was granted as {before:?}, and now {told:?}: {}", answer.body))
            };
        }
        let expected = match account.purse {
            Purse::Contended => told,
            Purse::Plenty | Purse::Tight => judge::limit(&self.round.decks[deck][truth.prefix].1, account.balance),
        };
        if told != expected {
            return Err(format!("{truth:?} of {account:?} must be granted {expected:?} s, not {told:?}: {}", answer.body));
        }
        granted[call] = told.map(|limit| Granted { limit, deck });
        Ok(())
    }

    /// Reconcilers, jumping clocks and, in a watched round, a verification of the books, all while posts arrive.
    async fn race(self: Arc<Self>, seed: u64, watched: bool) {
        let mut rng = StdRng::seed_from_u64(seed ^ 0xACE);
        let mut verified = !watched;
        while !self.over.load(Ordering::SeqCst) {
            let jump = if rng.random_bool(0.1) { 3_700 } else { rng.random_range(0..20) };
            self.world.clock.advance_seconds(jump);
            if let Err(error) = self.world.reconcile().await {
                // Contention shows as a time-out, and the next pass tries again; the drain at the end insists.
                eprintln!("model: {error}");
            }
            if !std::mem::replace(&mut verified, true)
                && let Err(violation) = self.world.verify().await
            {
                self.violated(format!("while posts arrive: {violation}"));
            }
            tokio::time::sleep(Duration::from_millis(rng.random_range(5..60))).await;
        }
    }

    /// A call whose end and length were acknowledged waits for no reconciler.
    async fn settled_at_once(self: Arc<Self>, since: i64) -> Result<(), String> {
        let open: Vec<_> = self.world.calls(since).await.into_iter().filter(|call| call.settled_at.is_none()).collect();
        for call in open {
            let of_call = |truth: &Truth| Some(&truth.parent) == call.parent_sid.as_ref();
            let Some(index) = self.round.truths.iter().position(of_call) else { return Err(format!("whose is {call:?}?")) };
            let granted = self.granted.lock().expect("no panic")[index];
            // A length beyond what was permitted is not believed: the carrier's records are asked.
            let believed = granted.is_some_and(|granted| self.round.truths[index].seconds <= granted.limit + judge::GUARD);
            if let Some(post) = self.round.posts.iter().find(|post| post.call == index && post.settles && believed) {
                return Err(format!("{post:?} was acknowledged, but {call:?} is open"));
            }
        }
        Ok(())
    }

    /// Lets days pass until the reconciler has settled what the posts left open.
    async fn drain(&self) -> Result<(), String> {
        let mut open = Vec::new();
        for _ in 0..40 {
            open = self.world.calls(i64::MAX).await;
            if open.is_empty() {
                return Ok(());
            }
            self.world.clock.advance_seconds(90_000);
            self.world.reconcile().await?;
        }
        Err(format!("{} calls stay open, such as {:?}", open.len(), open.first()))
    }
}
