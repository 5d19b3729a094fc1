//! The same machine in small, step by step, for proptest to shrink: after every step the wallet is what the model says.

use std::{cell::RefCell, collections::BTreeMap};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use ringfare::server::ids;

use super::{
    carrier::Leg,
    judge,
    plan::{self, PREFIXES, Truth},
    world::{Door, World},
};
use crate::frame::Run;

#[derive(Debug, Clone)]
enum Step {
    Voice,
    /// A report of the called leg that is not its end.
    Progress(&'static str),
    /// The called leg's end; the length may be missing.
    End {
        told: bool,
    },
    Dial {
        told: bool,
    },
    /// The browser's leg ended, longer than the call.
    BrowserEnd,
    /// Days pass and the reconciler has asked about everything.
    Days,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Voice),
        2 => prop_oneof![Just("initiated"), Just("ringing"), Just("in-progress")].prop_map(Step::Progress),
        3 => any::<bool>().prop_map(|told| Step::End { told }),
        2 => any::<bool>().prop_map(|told| Step::Dial { told }),
        1 => Just(Step::BrowserEnd),
        1 => Just(Step::Days),
    ]
}

/// Prefix, outcome, seconds.
type Call = (usize, &'static str, i64);

fn any_call() -> impl Strategy<Value = Call> {
    let status = prop_oneof![4 => Just("completed"), 1 => Just("busy"), 1 => Just("no-answer"), 1 => Just("canceled")];
    (0..PREFIXES, status, prop_oneof![Just(0), Just(60), Just(61), 1..4_000_i64])
}

/// What the model knows of a call.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// A report that can be charged has come.
    ended: bool,
    /// What the carrier was told, in seconds.
    limit: Option<i64>,
    settled: bool,
}

struct Machine<'a> {
    world: &'a World,
    user: ringfare::domain::ids::UserId,
    truths: Vec<Truth>,
    known: BTreeMap<usize, Known>,
    balance: i64,
    tariffs: Vec<(String, ringfare::rates::model::Tariff)>,
}

impl Machine<'_> {
    fn held(&self) -> i64 {
        let hold = |(call, known): (&usize, &Known)| {
            let limit = known.limit.filter(|_| !known.settled)?;
            Some(judge::hold(&self.tariffs[self.truths[*call].prefix].1, limit))
        };
        self.known.iter().filter_map(hold).sum()
    }

    /// Settles in the model what has both a hold and an end.
    fn settle(&mut self, call: usize, asked: bool) {
        let (truth, known) = (&self.truths[call], self.known.entry(call).or_default());
        let Some(limit) = known.limit else { return };
        // A length beyond what was permitted is not believed: the carrier's records are asked.
        let believed = known.ended && truth.seconds <= limit + judge::GUARD;
        if !known.settled && (believed || asked) {
            known.settled = true;
            let tariff = &self.tariffs[truth.prefix].1;
            self.balance -= judge::cost(tariff, truth, Some(judge::hold(tariff, limit)));
        }
    }

    async fn post(&self, door: Door, fields: &[(&str, &str)]) -> Result<String, String> {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = self.world.deliver(door, &fields, None).await;
        if answer.status.is_success() { Ok(answer.body) } else { Err(format!("{fields:?} was answered {}", answer.status)) }
    }

    async fn step(&mut self, call: usize, step: &Step) -> Result<(), String> {
        let truth = self.truths[call].clone();
        let (parent, child) = (truth.parent.as_str(), truth.child.as_deref().unwrap_or_default());
        let seconds = truth.seconds.to_string();
        let mut fields = vec![("CallSid", child), ("ParentCallSid", parent), ("Direction", "outbound-dial")];
        match step {
            Step::Voice => return self.voice(call).await,
            Step::Progress(word) => {
                fields.push(("CallStatus", word));
                self.post(Door::Status, &fields).await?;
            }
            Step::End { told } => {
                fields.push(("CallStatus", truth.status));
                fields.extend(told.then_some(("CallDuration", seconds.as_str())));
                self.post(Door::Status, &fields).await?;
                self.known.entry(call).or_default().ended |= *told || truth.status != "completed";
            }
            Step::Dial { told } => {
                let mut fields = vec![("CallSid", parent), ("DialCallSid", child), ("DialCallStatus", truth.status)];
                fields.extend(told.then_some(("DialCallDuration", seconds.as_str())));
                self.post(Door::Dial, &fields).await?;
                self.known.entry(call).or_default().ended |= *told || truth.status != "completed";
            }
            Step::BrowserEnd => {
                let longer = (truth.seconds + 70).to_string();
                let fields =
                    [("CallSid", parent), ("CallStatus", "completed"), ("Direction", "inbound"), ("CallDuration", &longer)];
                self.post(Door::Status, &fields).await?;
            }
            Step::Days => {
                for _ in 0..3 {
                    self.world.clock.advance_seconds(90_000);
                    self.world.reconcile().await?;
                }
                (0..self.truths.len()).for_each(|call| self.settle(call, true));
            }
        }
        self.settle(call, false);
        Ok(())
    }

    async fn voice(&mut self, call: usize) -> Result<(), String> {
        let truth = self.truths[call].clone();
        let from = format!("client:{}", self.user);
        let body = self.post(Door::Voice, &[("CallSid", &truth.parent), ("From", &from), ("To", &truth.to)]).await?;
        let told: Option<i64> =
            body.split("timeLimit=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|text| text.parse().ok());
        if let Some(before) = self.known.get(&call).and_then(|known| known.limit) {
            let same = told == Some(before);
            return if same { Ok(()) } else { Err(format!("{truth:?} was granted {before} s before, and now {told:?}: {body}")) };
        }
        let tariff = self.tariffs[truth.prefix].1.clone();
        let expected = judge::limit(&tariff, self.balance - self.held());
        if told != expected {
            return Err(format!("{truth:?} must be granted {expected:?} s, not {told:?}: {body}"));
        }
        self.known.entry(call).or_default().limit = told;
        self.settle(call, false);
        Ok(())
    }

    async fn compare(&self) -> Result<(), String> {
        let wallets = self.world.wallets().await;
        let wallet = wallets.iter().find(|wallet| wallet.id == self.user).ok_or("no wallet")?;
        let open = self.known.values().filter(|known| known.limit.is_some() && !known.settled).count();
        let expected = (self.balance, self.held(), i64::try_from(open).unwrap_or(i64::MAX));
        let found = (wallet.balance_micros, wallet.held_micros, wallet.active_calls);
        if expected == found { Ok(()) } else { Err(format!("balance, held, open must be {expected:?}, not {found:?}")) }
    }
}

async fn play(world: &World, calls: &[Call], credit: i64, steps: &[(usize, Step)]) -> Result<(), String> {
    let user = ids::user_id();
    world.account(&user, credit, None).await;
    let truth = |(prefix, status, seconds): &Call| Truth {
        account: 0,
        parent: format!("CA{}", ids::hex32()),
        child: Some(format!("CA{}", ids::hex32())),
        prefix: *prefix,
        to: format!("+447911{prefix}12345"),
        status,
        seconds: if *status == "completed" { *seconds } else { 0 },
        orphan: false,
        late: 0,
    };
    let truths: Vec<Truth> = calls.iter().map(truth).collect();
    for truth in &truths {
        let leg = |parent, status| Leg { parent, status, seconds: truth.seconds, late: 0 };
        world.carrier.know(&truth.parent, leg(None, "completed"));
        world.carrier.know(truth.child.as_deref().unwrap_or_default(), leg(Some(truth.parent.clone()), truth.status));
    }
    let mut machine = Machine { world, user, truths, known: BTreeMap::new(), balance: credit, tariffs: plan::deck(0) };
    for (at, (call, step)) in steps.iter().enumerate() {
        let call = call % calls.len();
        machine.step(call, step).await.map_err(|error| format!("step {at}, {step:?} of call {call}: {error}"))?;
        machine.compare().await.map_err(|error| format!("after step {at}, {step:?} of call {call}: {error}"))?;
    }
    machine.step(0, &Step::Days).await?;
    machine.compare().await?;
    world.verify().await
}

#[test]
fn a_wallet_is_what_the_model_says_after_every_step() {
    crate::frame::quiet();
    Run::of("steps", 48).prove(|run| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let world = runtime.block_on(async {
            let world = World::open(run.seed).await;
            world.put_deck_in_force(&plan::deck(0)).await;
            world
        });
        let cases = u32::try_from(run.size).unwrap_or(u32::MAX);
        let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
        let seed: Vec<u8> = run.seed.to_le_bytes().into_iter().cycle().take(32).collect();
        let rng = proptest::test_runner::TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &seed);
        let played = RefCell::new(0_u64);
        let credit = prop_oneof![Just(0), 0..100_000_i64, 100_000..20_000_000_i64];
        let strategy = (prop::collection::vec(any_call(), 1..5), credit, prop::collection::vec((0..5_usize, any_step()), 1..30));
        let found = TestRunner::new_with_rng(config, rng).run(&strategy, |(calls, credit, steps)| {
            *played.borrow_mut() += steps.len() as u64;
            runtime.block_on(play(&world, &calls, credit, &steps)).map_err(TestCaseError::fail)
        });
        runtime.block_on(world.close());
        found.map_err(|error| error.to_string())?;
        Ok(serde_json::json!({ "sequences": run.size, "steps": played.into_inner(), "violations": 0 }))
    });
}
