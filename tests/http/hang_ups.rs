//! Clients that hang up while the server begins to write for them. What they interrupt in a webhook, `tests/proofs` asks.

use std::{
    future::poll_fn,
    pin::pin,
    task::Poll,
    time::{Duration, Instant},
};

use ringfare::server::database::Engine;

use crate::support::TestApp;

/// Connections that idle in a transaction, and the one that is asked if it stands in an older one.
const LEFT_OPEN: &str = "
    select (select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%')
         + (case when now() < statement_timestamp() - interval '10 milliseconds' then 1 else 0 end)";

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_given_up_while_it_begins_leaves_no_connection_in_it() {
    let app = TestApp::start().await;
    // A connection is asked whether it lives, then to begin; one that did begin ends what an earlier one left, so each is tried apart.
    for steps in 1..=4 {
        for _ in 0..20 {
            give_up_beginning(&app, steps).await;
        }
        all_at_rest(&app, steps).await;
    }
    for _ in 0..20 {
        app.db().begin().await.expect("begins").commit().await.expect("ends");
    }
}

/// Begins a transaction and gives it up after so many steps, as a handler is whose client has gone.
async fn give_up_beginning(app: &TestApp, steps: usize) {
    let mut beginning = pin!(app.db().begin());
    for _ in 0..steps {
        let step = poll_fn(|context| Poll::Ready(beginning.as_mut().poll(context))).await;
        if step.is_ready() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// SQLite's pool looks itself whether a connection that comes back is in a transaction.
async fn all_at_rest(app: &TestApp, steps: usize) {
    if !matches!(app.db(), Engine::Postgres(_)) {
        return;
    }
    let began = Instant::now();
    while app.count(LEFT_OPEN).await != 0 {
        assert!(began.elapsed() < Duration::from_secs(5), "given up after {steps} steps, a connection stands in a transaction");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
