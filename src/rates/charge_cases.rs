//! Charges, affordable times and roundings that public engines and price lists agree on; `docs/money.md` names the rules.

use super::model::Tariff;
use crate::domain::money::{Micros, Rounding};

fn tariff(rate: i64, connect: i64, initial: i64, increment: i64, free_under: i64) -> Tariff {
    Tariff {
        rate_micros_per_minute: Micros(rate),
        connect_micros: Micros(connect),
        initial_seconds: initial,
        increment_seconds: increment,
        free_under_seconds: free_under,
    }
}

#[test]
fn billed_seconds_and_charges_of_published_calls() {
    // name, seconds, connect, rate per minute, initial, increment, free under → billed seconds, charge
    let table = [
        ("cgr-round-3min-10c", 180, 0, 100_000, 1, 1, 0, 180, 300_000),
        ("cgr-dy-24s", 24, 150_000, 50_000, 1, 1, 0, 24, 170_000),
        ("cgr-60-then-1-85s", 85, 0, 60_000_000, 60, 1, 0, 85, 85_000_000),
        ("cgr-60-then-1-1s", 1, 0, 60_000_000, 60, 1, 0, 60, 60_000_000),
        ("cgr-30s-half", 30, 0, 30_000_000, 1, 1, 0, 30, 15_000_000),
        ("cgr-3621s-half", 3_621, 0, 30_000_000, 1, 1, 0, 3_621, 1_810_500_000),
        ("cgr-zero-duration", 0, 1_000_000, 60_000_000, 1, 1, 0, 0, 0),
        ("cgr-maxcost-disconnect-ignored", 1_800, 0, 60_000_000, 1, 1, 0, 1_800, 1_800_000_000),
        ("cgr-59s-plus-connect", 59, 1_000_000, 60_000_000, 1, 1, 0, 59, 60_000_000),
        ("cgr-tut-1h-cent-per-sec", 3_600, 0, 600_000, 1, 1, 0, 3_600, 36_000_000),
        ("cgr-tut2-45s-60c", 45, 100_000, 600_000, 1, 1, 0, 45, 550_000),
        ("cgr-tut2-45s-120c-peak", 45, 200_000, 1_200_000, 60, 1, 0, 60, 1_400_000),
        ("cgr-tut2-percall-5m", 300, 100_000, 0, 1, 1, 0, 300, 100_000),
        ("cgr-sesrnd-up1", 10, 0, 1_980_000, 1, 1, 0, 10, 330_000),
        ("cgr-600s-2cnt", 600, 0, 20_000, 1, 1, 0, 600, 200_000),
        ("cgr-600s-1cnt", 600, 0, 10_000, 1, 1, 0, 600, 100_000),
        ("cgr-old-50s-cent", 50, 0, 600_000, 1, 1, 0, 50, 500_000),
        ("cgr-timespan-600s-perminute", 600, 0, 1_000_000, 1, 1, 0, 600, 10_000_000),
        ("yeti-560s-60-11-up-novat", 560, 0, 100, 60, 11, 0, 566, 944),
        ("yeti-560s-12-13-up-vendor", 560, 0, 1_000_000, 12, 13, 0, 571, 9_516_667),
        ("yeti-unanswered-zero", 0, 0, 100, 60, 11, 0, 0, 0),
        ("kazoo-base-cost", 1, 500_000, 10_000, 60, 60, 0, 60, 510_000),
        ("twilio-round-80s", 80, 0, 1_000_000, 60, 60, 0, 120, 2_000_000),
        ("twilio-subsecond", 1, 0, 1_000_000, 60, 60, 0, 60, 1_000_000),
        ("unitel-6s", 10, 0, 60_000_000, 6, 6, 0, 12, 12_000_000),
        ("phonecard-60-60-65s", 65, 0, 1_000_000, 60, 60, 0, 120, 2_000_000),
        ("phonecard-1plus3-180s", 180, 0, 1_000_000, 60, 180, 0, 240, 4_000_000),
        ("skype-150s", 150, 0, 1_000_000, 60, 60, 0, 180, 3_000_000),
        ("vodafone-uk-59s", 59, 0, 1_000_000, 60, 1, 0, 60, 1_000_000),
        ("increment-anchor-conflict", 35, 0, 10_000, 30, 60, 0, 90, 15_000),
        ("grace-conflict", 35, 0, 60_000_000, 1, 1, 10, 35, 35_000_000),
        ("boundary-240s", 240, 0, 3_000_000, 60, 60, 0, 240, 12_000_000),
    ];
    for (name, duration, connect, rate, initial, increment, free_under, billed, charge) in table {
        let tariff = tariff(rate, connect, initial, increment, free_under);
        assert_eq!((tariff.billed_seconds(duration), tariff.rated(duration)), (billed, Micros(charge)), "{name}");
    }
}

#[test]
fn affordable_seconds_before_the_guard() {
    // name, available, cap, connect, rate per minute, initial, increment → seconds; 0 is a refusal
    let table = [
        ("cgr-max-9999", 10_000_000_000, 10_800, 1_000_000, 60_000_000, 1, 1, 9_999),
        ("cgr-max-empty", 0, 60, 0, 30_000_000, 1, 1, 0),
        ("cgr-max-empty-free-dest", 0, 60, 0, 0, 1, 1, 60),
        ("yeti-time-limit", 1_000_000, 14_400, 100_000, 300_000, 60, 6, 180),
        ("a2billing-initblock-negative", 10_000, 3_600, 0, 40_000, 60, 60, 0),
        ("astpp-maxlength-overspend", 150_000, 3_600, 0, 100_000, 60, 60, 60),
    ];
    for (name, available, cap, connect, rate, initial, increment, seconds) in table {
        let tariff = tariff(rate, connect, initial, increment, 0);
        assert_eq!(tariff.affordable_seconds(Micros(available), cap), seconds, "{name}");
    }
}

#[test]
fn amounts_lose_their_last_decimals_in_the_direction_asked_for() {
    let table = [
        ("12.49", Rounding::Up, 1, "12.5"),
        ("0.0701", Rounding::Up, 2, "0.08"),
        ("12.21", Rounding::Down, 1, "12.2"),
        ("0.07", Rounding::Up, 2, "0.07"),
    ];
    for (amount, rounding, decimals, expected) in table {
        assert_eq!(Micros::parse(amount).map(|micros| micros.decimal(decimals, rounding)).as_deref(), Ok(expected), "{amount}");
    }
}

#[test]
fn each_leg_of_the_carriers_bill_rounds_up_on_its_own() {
    let leg = tariff(1_000_000, 0, 60, 60, 0);
    let cost: Micros = [80, 80].into_iter().map(|seconds| leg.rated(seconds)).sum();
    assert_eq!(cost, Micros(4_000_000));
}
