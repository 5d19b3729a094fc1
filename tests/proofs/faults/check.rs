//! The journal against the rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::{Command, Stdio},
};

use ringfare::{
    ledger::verify,
    server::{
        clock::Clock,
        database::{Database, Engine},
    },
};

use super::{
    calls::{Call, Deed},
    world::{World, on_either},
};

/// A call's row and its lines in the ledger.
#[derive(Debug, Clone)]
struct Row {
    id: String,
    settled: bool,
    charged: Option<i64>,
    lines: i64,
    taken: i64,
}

/// How much must have come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// What was acknowledged is there; what was not may be or not.
    Acknowledged,
    /// And every call is settled.
    Settled,
}

/// Every difference between the journal and the rows, and every broken rule of the books.
pub async fn compare(db: &Database, calls: &[&Call], demand: Demand) -> sqlx::Result<Vec<String>> {
    let mut wrong: Vec<String> = verify::verify(db, Clock::default().now())
        .await?
        .into_iter()
        .filter(|violation| violation.rule != verify::FORGOTTEN_CALL)
        .map(|violation| format!("{}: broken by {}", violation.rule, violation.id))
        .collect();
    if let Engine::Sqlite(pool) = db {
        let said: String = sqlx::query_scalar("pragma integrity_check").fetch_one(pool).await?;
        if said != "ok" {
            wrong.push(format!("integrity_check: {said}"));
        }
    }
    let (by_leg, tokens) = (rows(db).await?, tokens(db).await?);
    for call in calls {
        judge(call, &by_leg, demand, &mut wrong);
        let lost = call.steps.iter().filter(|step| step.acknowledged && step.deed != Deed::Opens);
        let lost = lost.filter(|step| !tokens.contains(&step.post.token)).count();
        if lost > 0 {
            wrong.push(format!("{lost} acknowledged posts about {} are not in the log", call.child));
        }
    }
    Ok(wrong)
}

fn judge(call: &Call, by_leg: &BTreeMap<String, Row>, demand: Demand, wrong: &mut Vec<String>) {
    let of_parent = call.parent.as_ref().and_then(|sid| by_leg.get(sid));
    let of_child = by_leg.get(&call.child);
    if let (Some(one), Some(other)) = (of_parent, of_child)
        && one.id != other.id
    {
        wrong.push(format!("the legs of {} have a call each: {} and {}", call.child, one.id, other.id));
    }
    let price = if call.refused { 0 } else { call.price() };
    let settles = call.acknowledged(Deed::Settles);
    let Some(row) = of_parent.or(of_child) else {
        if settles || call.acknowledged(Deed::Opens) || (demand == Demand::Settled && !call.refused) {
            wrong.push(format!("the call of {} is lost (settlement acknowledged: {settles})", call.child));
        }
        return;
    };
    if !row.settled {
        if settles || demand == Demand::Settled {
            wrong.push(format!("call {} is open (settlement acknowledged: {settles})", row.id));
        }
        if row.lines > 0 {
            wrong.push(format!("call {} is open and has {} charges", row.id, row.lines));
        }
        return;
    }
    let lines = i64::from(price > 0);
    if (row.charged, row.lines, row.taken) != (Some(price), lines, price) {
        wrong.push(format!(
            "call {} of {} s must cost {price} once, but says {:?} and has {} charges of {} in all",
            row.id, call.seconds, row.charged, row.lines, row.taken
        ));
    }
}

type CallColumns = (String, Option<String>, Option<String>, bool, Option<i64>);

/// The calls by the SID of each of their legs.
async fn rows(db: &Database) -> sqlx::Result<BTreeMap<String, Row>> {
    const CALLS: &str = "select id, parent_sid, child_sid, settled_at is not null, charged_micros from calls";
    const LINES: &str = "
        select call_id, count(*), cast(coalesce(sum(-amount_micros), 0) as bigint) from transactions
         where kind = 'call' group by call_id";

    let calls: Vec<CallColumns> = on_either!(db, |pool| sqlx::query_as(CALLS).fetch_all(pool).await)?;
    let lines: Vec<(String, i64, i64)> = on_either!(db, |pool| sqlx::query_as(LINES).fetch_all(pool).await)?;
    let lines: BTreeMap<String, (i64, i64)> = lines.into_iter().map(|(id, count, taken)| (id, (count, taken))).collect();
    let mut by_leg = BTreeMap::new();
    for (id, parent, child, settled, charged) in calls {
        let (count, taken) = lines.get(&id).copied().unwrap_or_default();
        let row = Row { id, settled, charged, lines: count, taken };
        for leg in [parent, child].into_iter().flatten() {
            by_leg.insert(leg, row.clone());
        }
    }
    Ok(by_leg)
}

/// The idempotency tokens of all posts in the log: the last part of each key.
async fn tokens(db: &Database) -> sqlx::Result<BTreeSet<String>> {
    const KEYS: &str = "select dedupe_key from webhook_events";

    let keys: Vec<String> = on_either!(db, |pool| sqlx::query_scalar(KEYS).fetch_all(pool).await)?;
    Ok(keys.iter().filter_map(|key| key.rsplit('|').next()).map(str::to_owned).collect())
}

/// `ringfare ledger verify`, as an operator would; what it says when it is not content.
pub fn verify_by_command(world: &World) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_ringfare"))
        .args(["ledger", "verify"])
        .env_clear()
        .env("DATABASE_URL", &world.url)
        .env("RINGFARE_LOG", "error")
        .current_dir(world.folder.path())
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (!output.status.success()).then_some(said)
}
