//! The carrier's senders: they play calls, post by post, and enter what was acknowledged after the answer has come.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinSet;

use super::{
    calls::{Call, Deed},
    dice::Dice,
    post::Line,
    server::Plan,
    truth::Truth,
    world::{Caller, World},
};

/// What a sender does with a post that was not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// It leaves the call where it is, to go on in the next round.
    NextRound,
    /// Like Twilio: three tries, and then the post is lost for good and the next one goes out.
    ThreeTries,
}

/// What all senders share.
#[derive(Debug)]
pub struct Load {
    pub plan: Plan,
    pub callers: Vec<Caller>,
    pub patience: Patience,
    /// What the carrier's REST API will say of the calls.
    pub truth: Option<Arc<Truth>>,
    pub stop: AtomicBool,
    pub acknowledged: AtomicU64,
    pub lost: AtomicU64,
    /// When the last post was acknowledged, in microseconds since `since`.
    last: AtomicU64,
    since: Instant,
    /// How often each status was answered; 0: no answer.
    statuses: Mutex<BTreeMap<u16, u64>>,
}

impl Load {
    pub fn new(world: &World, plan: &Plan, patience: Patience, truth: Option<Arc<Truth>>) -> Arc<Self> {
        Arc::new(Self {
            plan: plan.clone(),
            callers: world.callers.clone(),
            patience,
            truth,
            stop: AtomicBool::new(false),
            acknowledged: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            last: AtomicU64::new(0),
            since: Instant::now(),
            statuses: Mutex::new(BTreeMap::new()),
        })
    }

    /// When the last post was acknowledged, if one was.
    pub fn last_acknowledged(&self) -> Option<Instant> {
        let micros = self.last.load(Ordering::Relaxed);
        (micros > 0).then(|| self.since + Duration::from_micros(micros))
    }

    /// How often each status was answered so far; 0: no answer.
    pub fn statuses(&self) -> BTreeMap<u16, u64> {
        self.statuses.lock().expect("no sender panics").clone()
    }

    fn note(&self, status: u16) {
        *self.statuses.lock().expect("no sender panics").entry(status).or_default() += 1;
    }

    fn acknowledge(&self) {
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(micros.max(1), Ordering::Relaxed);
    }
}

/// Senders at work, each with its own calls.
pub struct Senders {
    load: Arc<Load>,
    tasks: JoinSet<Vec<Call>>,
}

impl Senders {
    /// So many senders; they take up the unfinished calls first and then play new ones.
    pub fn start(load: &Arc<Load>, count: usize, unfinished: Vec<Call>, dice: &mut Dice) -> Self {
        load.stop.store(false, Ordering::Relaxed);
        let mut shares: Vec<Vec<Call>> = vec![Vec::new(); count];
        for (n, call) in unfinished.into_iter().enumerate() {
            shares[n % count].push(call);
        }
        let mut tasks = JoinSet::new();
        for share in shares {
            tasks.spawn(work(load.clone(), share, dice.fork(), true));
        }
        Self { load: load.clone(), tasks }
    }

    /// Ends at the next post; gives every call that was touched, finished or not.
    pub async fn stop(self) -> Vec<Call> {
        self.load.stop.store(true, Ordering::Relaxed);
        self.tasks.join_all().await.into_iter().flatten().collect()
    }
}

/// Plays calls to their end, without beginning new ones.
pub async fn finish(load: &Arc<Load>, unfinished: Vec<Call>, dice: &mut Dice) -> Vec<Call> {
    load.stop.store(false, Ordering::Relaxed);
    work(load.clone(), unfinished, dice.fork(), false).await
}

async fn work(load: Arc<Load>, mut calls: Vec<Call>, mut dice: Dice, anew: bool) -> Vec<Call> {
    let mut line = Line::to(load.plan.address);
    for call in &mut calls {
        play(&load, &mut line, call, &mut dice).await;
    }
    while anew && !load.stop.load(Ordering::Relaxed) {
        let caller = &load.callers[usize::try_from(dice.between(0, load.callers.len() as u64 - 1)).expect("a few")];
        let url = load.plan.public_url();
        // Of a call that is first heard of at its end nobody knows when that post is lost.
        let mut call = match load.patience {
            Patience::NextRound => Call::invent(&mut dice, caller, &url),
            Patience::ThreeTries => Call::dialled(&mut dice, caller, &url),
        };
        let cut = !play(&load, &mut line, &mut call, &mut dice).await;
        calls.push(call);
        if cut && load.patience == Patience::NextRound {
            break;
        }
    }
    calls
}

/// Plays a call on from where it is; `false` when it was left unfinished.
async fn play(load: &Load, line: &mut Line, call: &mut Call, dice: &mut Dice) -> bool {
    while !call.is_over() {
        if load.stop.load(Ordering::Relaxed) {
            return false;
        }
        let at = call.next;
        if let Some(truth) = &load.truth {
            truth.tell(call);
        }
        if !deliver(load, line, call, dice).await {
            match load.patience {
                Patience::NextRound => return false,
                Patience::ThreeTries => drop(load.lost.fetch_add(1, Ordering::Relaxed)),
            }
            // Without an answer to dial by, the carrier goes no further.
            call.refused = call.steps[at].deed == Deed::Opens;
        }
        call.next += 1;
        if let (true, Some(truth)) = (call.is_over(), &load.truth) {
            truth.tell(call);
        }
        // A retry of what was taken in: it must change nothing.
        if call.steps[at].acknowledged && dice.percent(25) && !load.stop.load(Ordering::Relaxed) {
            let again = line.send(&call.steps[at].post).await;
            load.note(again.map_or(0, |answer| answer.status));
        }
    }
    true
}

/// Sends one post until it is acknowledged or given up.
async fn deliver(load: &Load, line: &mut Line, call: &mut Call, dice: &mut Dice) -> bool {
    let tries = if load.patience == Patience::ThreeTries { 3 } else { 1 };
    for attempt in 1..=tries {
        let step = &mut call.steps[call.next];
        let answer = line.send(&step.post).await;
        load.note(answer.as_ref().map_or(0, |answer| answer.status));
        if let Ok(answer) = answer
            && answer.is_good()
        {
            if step.deed == Deed::Opens && !answer.body.contains("<Dial") {
                call.refused = true;
                return true;
            }
            step.acknowledged = true;
            load.acknowledge();
            return true;
        }
        if attempt < tries {
            // Twilio's pauses grow and are not even.
            tokio::time::sleep(dice.millis(100, 300) * attempt).await;
        }
    }
    false
}
