//! Negative controls that need a faulty server (feature `sabotage`): the same proof against the fault, and it must fail.
//!
//! A fault strikes everything in the process, so these run one at a time (`RUST_TEST_THREADS=1` in tools/test.mjs).

use ringfare::server::sabotage::{Fault, arm, disarm};

use crate::{
    frame::{Run, must_fail, quiet},
    model,
};

/// The model proof, small, while a fault strikes.
async fn caught_by_the_model(fault: Fault) {
    quiet();
    arm(fault);
    let found = model::proof(&Run::of("model", 160)).await;
    disarm();
    must_fail(fault.word(), found);
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_a_settlement_without_its_guard() {
    caught_by_the_model(Fault::UnguardedSettlement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_a_charge_for_either_leg() {
    caught_by_the_model(Fault::ChargeEachLeg).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_an_unknown_length_that_is_taken_for_zero() {
    caught_by_the_model(Fault::UnknownIsZero).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_reports_that_are_acknowledged_before_they_are_stored() {
    caught_by_the_model(Fault::EarlyAcknowledgement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_reports_that_came_too_early_and_were_forgotten() {
    caught_by_the_model(Fault::DeafToWaiting).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_find_a_reconciler_that_does_nothing() {
    caught_by_the_model(Fault::IdleReconciler).await;
}
