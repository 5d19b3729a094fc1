//! Each fault proof once more, against a build that is broken on purpose: it must find a violation.

use super::{
    cluster::Cluster, disconnects::hang_up_often, kill_points::kill_at_each, killed_server::kill_often, outages::stop_often,
    sick_disk::strike_often, world::World,
};
use crate::frame::{Run, must_fail};

/// At most so large: a control ends with the first violation.
fn run(size: u64) -> Run {
    Run { name: "control", size, seed: 20_261_122 }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_settlement_in_two_transactions_does_not_survive_being_killed() {
    must_fail("a settlement in two transactions", kill_at_each(&run(u64::MAX), Some("torn-settlement")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_before_the_commit_does_not_survive_a_kill() {
    must_fail("an acknowledgement before the commit", kill_often(&run(100), Some("early-acknowledgement")).await);
}

/// Calls whose end was not told are left to the reconciler, outage or not.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_reconciler_an_outage_leaves_calls_open() {
    must_fail("a reconciler that does nothing", stop_often(&run(1), Some("idle-reconciler")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_before_the_commit_does_not_survive_a_sick_disk() {
    must_fail("an acknowledgement before the commit", strike_often(&run(50), Some("early-acknowledgement")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_ends_with_its_client_poisons_a_connection() {
    let cluster = tokio::task::block_in_place(Cluster::start);
    let world = World::on_postgres(&cluster.url()).await;
    must_fail("work that ends with its client", hang_up_often(&world, &run(20_000), Some("cut-short")).await);
}
