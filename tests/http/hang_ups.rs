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
    for round in 0..60 {
        let mut beginning = pin!(app.db().begin());
        // Given up after so many steps, as a handler is whose client has gone.
        for _ in 0..=round % 3 {
            let step = poll_fn(|context| Poll::Ready(beginning.as_mut().poll(context))).await;
            if step.is_ready() {
                break;
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
    }
    if matches!(app.db(), Engine::Postgres(_)) {
        let began = Instant::now();
        while app.count(LEFT_OPEN).await != 0 {
            assert!(began.elapsed() < Duration::from_secs(5), "a connection stands in a transaction that nobody ends");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    for _ in 0..20 {
        app.db().begin().await.expect("begins").commit().await.expect("ends");
    }
}
