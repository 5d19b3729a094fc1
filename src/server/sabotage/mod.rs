//! Deliberate faults, for negative controls: a proof that cannot fail proves nothing, so each is run once more against the fault
//! it claims to exclude (docs/decisions/0006-sabotage.md).
//!
//! Without the feature `sabotage` every question here is answered by a constant and vanishes in the compiler; `serve` with the
//! feature on says so in its log. To add a fault: a word below, one line where it strikes, a control in `tests/proofs/`.

#[cfg(feature = "sabotage")]
mod armed;
#[cfg(not(feature = "sabotage"))]
mod inert;

#[cfg(feature = "sabotage")]
pub use armed::{arm, disarm, on, tear};
#[cfg(not(feature = "sabotage"))]
pub use inert::{on, tear};

crate::wire_enum! {
    /// What goes wrong on purpose. The word is what the variable `SABOTAGE` takes, several separated by commas.
    pub enum Fault {
        /// A settled call is opened again before it is settled: the guard is gone.
        UnguardedSettlement = "unguarded-settlement",
        /// The settlement is two transactions: the call's row, then the wallet.
        TornSettlement = "torn-settlement",
        /// A post is acknowledged before it is stored.
        EarlyAcknowledgement = "early-acknowledgement",
        /// Work ends when the client that asked for it hangs up.
        CutShort = "cut-short",
        /// The end of either leg charges, with that leg's duration.
        ChargeEachLeg = "charge-each-leg",
        /// An ending without a duration is taken for zero seconds.
        UnknownIsZero = "unknown-is-zero",
        /// Reports that came before their call was known are never applied.
        DeafToWaiting = "deaf-to-waiting",
        /// The reconciler does nothing.
        IdleReconciler = "idle-reconciler",
    }
}
