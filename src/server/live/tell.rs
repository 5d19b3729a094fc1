//! Between the processes that serve one PostgreSQL: `notify` and `listen`.
//!
//! The `notify` follows the commit, in a transaction of its own, many accounts at a time: inside the unit of work it would
//! make all commits of the database wait for each other, because PostgreSQL keeps notifications in the order of commits by one
//! lock. A process that dies between the two tells nobody; the pages' slow polls make up for it.

use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{PgPool, postgres::PgListener};
use tokio::sync::watch;

use super::{all_may_have_changed, changed};
use crate::{
    domain::ids::UserId,
    server::{
        database::{Database, Engine},
        ids,
    },
};

const CHANNEL: &str = "ringfare_changes";
/// What comes together in this time is told together.
const GATHER: Duration = Duration::from_millis(10);
/// An id has 34 letters, and a payload may have 8,000 bytes.
const USERS_MOST: usize = 150;
/// The pauses between attempts to listen grow up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// This process among those that tell: its own words need not come back.
static ME: LazyLock<String> = LazyLock::new(ids::hex32);

/// Accounts that other processes are yet to be told of, by the name of the database.
static UNTOLD: LazyLock<Mutex<HashMap<String, BTreeSet<UserId>>>> = LazyLock::new(Mutex::default);

/// Tells other processes soon that these accounts changed.
pub fn others(pool: &PgPool, users: Vec<UserId>) {
    if users.is_empty() {
        return;
    }
    let mut untold = UNTOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let of_database = untold.entry(name(pool)).or_default();
    let begins = of_database.is_empty();
    of_database.extend(users);
    if begins {
        let pool = pool.clone();
        tokio::spawn(async move {
            tokio::time::sleep(GATHER).await;
            tell(&pool).await;
        });
    }
}

/// Tells what is still to be told, before a process ends.
pub async fn tell_the_rest(db: &Database) {
    if let Engine::Postgres(pool) = db {
        tell(pool).await;
    }
}

async fn tell(pool: &PgPool) {
    // Nobody waits for this commit to reach the disk: what it says concerns who listens now.
    const NOTIFY: &str = "select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";

    let users = UNTOLD.lock().unwrap_or_else(PoisonError::into_inner).remove(&name(pool)).unwrap_or_default();
    let users: Vec<&str> = users.iter().map(UserId::as_str).collect();
    for some in users.chunks(USERS_MOST) {
        let payload = format!("{}:{}", *ME, some.join(","));
        if let Err(error) = sqlx::query(NOTIFY).bind(CHANNEL).bind(payload).execute(pool).await {
            tracing::warn!(%error, "other processes could not be told of a change; their pages find it by asking");
        }
    }
}

fn name(pool: &PgPool) -> String {
    let options = pool.connect_options();
    format!("{}/{}", options.get_host(), options.get_database().unwrap_or_default())
}

/// Hears what other processes on the same PostgreSQL tell, until told to stop. Does nothing on SQLite.
pub async fn listen(db: Database, mut stopped: watch::Receiver<bool>) {
    let Engine::Postgres(pool) = db else { return };
    let mut pause = Duration::from_secs(1);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            Err(error) = hear(&pool, &mut pause) => {
                tracing::warn!(%error, "what other processes change is not heard; trying again");
            }
        }
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}

/// A connection of its own, beside the pool's: it is never given back.
async fn hear(pool: &PgPool, pause: &mut Duration) -> sqlx::Result<Infallible> {
    let own = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect_with((*pool.connect_options()).clone()).await?;
    let mut listener = PgListener::connect_with(&own).await?;
    listener.listen(CHANNEL).await?;
    *pause = Duration::from_secs(1);
    loop {
        all_may_have_changed();
        // `None` is a connection that was lost and made again.
        while let Some(told) = listener.try_recv().await? {
            heard(told.payload());
        }
    }
}

fn heard(payload: &str) {
    let Some((who, users)) = payload.split_once(':') else { return };
    if who != *ME {
        users.split(',').filter_map(UserId::parse).for_each(|user| changed(&user));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Ear, *};

    #[test]
    fn what_another_process_tells_is_heard_and_what_this_one_tells_is_not() {
        let ann = ids::user_id();
        let mut ear = Ear::of(&ann);
        heard(&format!("{}:{ann}", *ME));
        heard("nonsense");
        heard("other:nonsense");
        assert_eq!(ear.heard().changes, 0);
        heard(&format!("other:{},{ann}", ids::user_id()));
        assert_eq!(ear.heard().changes, 1);
    }

    #[test]
    fn a_payload_of_the_most_accounts_fits() {
        assert!((ids::user_id().as_str().len() + 1) * USERS_MOST + 40 < 8_000);
    }
}
