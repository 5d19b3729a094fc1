//! What every proof shares: how large it is, where its randomness comes from, and how it reports.

use std::time::Instant;

use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Map, Value, json};

/// What a proof found: its figures, or the first violation in one sentence.
pub type Proof = Result<Value, String>;

/// One execution of a proof.
#[derive(Debug, Clone)]
pub struct Run {
    pub name: &'static str,
    /// How often: `PROOF_SIZE`, or the small size that `make test` has time for.
    pub size: u64,
    /// `PROOF_SEED`, or a fixed one, so that a red build stays red.
    pub seed: u64,
}

impl Run {
    pub fn of(name: &'static str, small: u64) -> Self {
        Self { name, size: variable("PROOF_SIZE").unwrap_or(small), seed: variable("PROOF_SEED").unwrap_or(20_261_122) }
    }

    /// Randomness that the seed decides.
    pub fn rng(&self) -> StdRng {
        StdRng::seed_from_u64(self.seed)
    }

    /// Runs a proof and prints its line; panics with the violation.
    pub fn prove(self, proof: impl FnOnce(&Self) -> Proof) {
        let started = Instant::now();
        let found = proof(&self);
        self.report(started, found);
    }

    /// The same for a proof that waits.
    pub async fn prove_async(self, proof: impl AsyncFnOnce(&Self) -> Proof) {
        let started = Instant::now();
        let found = proof(&self).await;
        self.report(started, found);
    }

    fn report(&self, started: Instant, found: Proof) {
        let mut line = Map::new();
        line.insert("name".into(), json!(self.name));
        line.insert("engine".into(), json!(engine()));
        line.insert("size".into(), json!(self.size));
        line.insert("seed".into(), json!(self.seed));
        match &found {
            Ok(Value::Object(figures)) => line.extend(figures.clone()),
            Ok(other) => drop(line.insert("figures".into(), other.clone())),
            Err(violation) => drop(line.insert("violation".into(), json!(violation))),
        }
        line.insert("seconds".into(), json!((started.elapsed().as_secs_f64() * 10.0).round() / 10.0));
        say(&format!("PROOF {}", Value::Object(line)));
        if let Err(violation) = found {
            panic!("{} (PROOF_SIZE={} PROOF_SEED={}): {violation}", self.name, self.size, self.seed);
        }
    }
}

#[expect(clippy::print_stdout, reason = "tools/prove.mjs reads these lines")]
fn say(line: &str) {
    println!("{line}");
}

/// A negative control: the proof must find the fault.
pub fn must_fail(what: &str, found: Proof) {
    match found {
        Err(violation) => say(&format!("CONTROL {what}: caught, {violation}")),
        Ok(figures) => panic!("the proof did not notice {what}: {figures}"),
    }
}

/// The engine under test; proofs without a database ignore it.
pub fn engine() -> &'static str {
    if text("TEST_DATABASE_URL").is_some() { "PostgreSQL" } else { "SQLite" }
}

fn variable(name: &str) -> Option<u64> {
    text(name).map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is '{text}': write a whole number")))
}

#[expect(clippy::disallowed_methods, reason = "the runner says by variables how large a proof is")]
pub fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

/// Keeps the log of servers in this process to what is wrong with them.
pub fn quiet() {
    let filter = tracing_subscriber::EnvFilter::new(text("PROOF_LOG").unwrap_or_else(|| "off".into()));
    drop(tracing_subscriber::fmt().with_env_filter(filter).try_init());
}
