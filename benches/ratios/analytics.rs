//! A caller's analytics of thirty days, by how many calls they made.

use std::time::Instant;

use ringfare::server::{clock::Clock, database::Engine, ids};
use sqlx::SqlitePool;

use crate::{Fault, SECRET, Server, add_token, ready, start};

/// A caller's name, calls and numbers. The second is compared with the first; the third calls no number twice.
const CALLERS: [(&str, i64, i64); 3] = [("few", 10_000, 1_000), ("many", 1_000_000, 1_000), ("strangers", 1_000_000, 1_000_000)];
/// Looks at each caller, in turns.
const LOOKS: usize = 60;

/// A server whose callers' calls lie evenly in the thirty days before it starts, in ten countries.
pub async fn serve(database: &str) -> Result<(), Fault> {
    let running = start(database).await?;
    let Engine::Sqlite(pool) = &running.state.db else { return Err("the bench runs on SQLite".into()) };
    sqlx::raw_sql(
        "insert into decks (id, name, created_at) values ('bench', 'Bench', 0);
         insert into rates (deck_id, prefix, destination, blocked, rate_micros_per_min, connect_micros, initial_s, increment_s)
         values ('bench', '44', 'Anywhere', false, 21000, 0, 60, 60);",
    )
    .execute(pool)
    .await?;
    for (name, calls, numbers) in CALLERS {
        let user = ids::user_id().to_string();
        sqlx::query("insert into users (id, email, password_hash, created_at) values ($1, $2, '-', 0)")
            .bind(&user)
            .bind(format!("{name}@ringfare.test"))
            .execute(pool)
            .await?;
        add_token(pool, &user, &format!("{SECRET}_{name}")).await?;
        add_calls(pool, &user, calls, numbers).await?;
    }
    ready(&running.address.to_string())?;
    std::future::pending::<()>().await;
    Ok(())
}

async fn add_calls(pool: &SqlitePool, user: &str, calls: i64, numbers: i64) -> Result<(), Fault> {
    const INSERT: &str = "
        with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $2)
        insert into calls (id, user_id, to_e164, from_e164, country, destination, deck_id, prefix, origin, rate_micros_per_min,
                           connect_micros, initial_s, increment_s, free_under_s, time_limit_s, hold_micros, hold_expires_at, status,
                           status_rank, duration_s, created_at, ended_at, settled_at, settled_by, billed_s, rated_micros, charged_micros)
        select 'call_' || lower(hex(randomblob(16))), $1, '+447' || cast(100000000 + i * 7919 % $5 as text), '+14155550100',
               substr('GBFRDEESITUSCAAUNZIN', 1 + i * 31 % 10 * 2, 2), 'Anywhere', 'bench', '44', '', 21000, 0, 60, 60, 0, 3600, 1260000, 0,
               case when i % 4 = 0 then 'no-answer' when i % 9 = 0 then 'busy' else 'completed' end, 10, i % 4 * 30, $3 + i * $4 / $2,
               $3, $3, 'status', i % 4 * 60, i % 4 * 21000, i % 4 * 21000
          from n";
    const DAYS_MS: i64 = 30 * 86_400_000;

    let from = Clock::default().now().0 - DAYS_MS;
    sqlx::query(INSERT).bind(user).bind(calls).bind(from).bind(DAYS_MS).bind(numbers).execute(pool).await?;
    Ok(())
}

/// The first look at each caller, and the median and CPU time of the later ones, in milliseconds.
#[expect(clippy::print_stdout, reason = "the figures are the answer")]
pub async fn measure(server: &Server) -> Result<(), Fault> {
    let client = reqwest::Client::new();
    let look = async |name: &str, calls: i64| {
        let began = Instant::now();
        let url = server.url("/api/user/call-analytics?days=31");
        let text = client.get(url).bearer_auth(format!("{SECRET}_{name}")).send().await?.error_for_status()?.text().await?;
        let found: serde_json::Value = serde_json::from_str(&text)?;
        if found["summary"]["calls"] != calls {
            return Err(Fault::from(format!("{name}: {} calls of {calls}", found["summary"]["calls"])));
        }
        Ok::<_, Fault>(began.elapsed().as_secs_f64() * 1_000.0)
    };
    let mut firsts = Vec::new();
    for (name, calls, _) in CALLERS {
        firsts.push(look(name, calls).await?);
    }
    let (mut times, mut cpu) = ([const { Vec::new() }; CALLERS.len()], [0.0; CALLERS.len()]);
    for _ in 0..LOOKS {
        for (at, (name, calls, _)) in CALLERS.into_iter().enumerate() {
            let before = server.cpu_seconds()?;
            times[at].push(look(name, calls).await?);
            cpu[at] += (server.cpu_seconds()? - before) * 1_000.0;
        }
    }
    let looks = f64::from(u32::try_from(LOOKS)?);
    let mut medians = Vec::new();
    for (at, (_, calls, numbers)) in CALLERS.into_iter().enumerate() {
        times[at].sort_by(f64::total_cmp);
        medians.push(times[at][LOOKS / 2]);
        println!(
            "analytics of {calls:>9} calls {:>6.1} ms  to {numbers} numbers, CPU ms {:.1}, first look {:.0} ms",
            medians[at],
            cpu[at] / looks,
            firsts[at]
        );
    }
    println!("  ratio                      {:>8.2}   target 1.5 or less", medians[1] / medians[0]);
    Ok(())
}
