//! Sums against calls added up one by one, on the engine of the tests.

use super::{
    found::Found,
    gather::{found, keep},
    *,
};
use crate::{
    analytics::{
        period::Span,
        store::{fixture::*, names},
    },
    calls::{
        model::CallStatus,
        store::{
            forget,
            sums::{self, WIDTHS_MS, kept},
        },
    },
    domain::{ids::UserId, money::Micros, time::EpochMs},
    ledger::verify::verify,
};

/// Three answered calls, one busy; the last answered one is out of the span, and so is everything of the other caller.
async fn some_calls() -> (TestDatabase, UserId) {
    let test = TestDatabase::fresh().await;
    let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
    let bob = test.contact(&ann, "Bob", "+447911123456").await;
    test.contact(&eve, "Not Bob", "+447911123456").await;
    test.call(&ann, Ended { contact: Some(&bob), ..BRITISH }).await;
    test.call(&ann, Ended { contact: Some(&bob), seconds: 61, charged: 40_000, at: "2026-11-20T12:14:59Z", ..BRITISH }).await;
    let french = Ended { to: "+33123456789", country: Some("FR"), at: "2026-11-20T12:15:00Z", ..BRITISH };
    test.call(&ann, Ended { seconds: 10, charged: 90_000, ..french }).await;
    test.call(&ann, Ended { status: CallStatus::Busy, seconds: 0, charged: 0, ..french }).await;
    let satellite = Ended { to: "+88212345678", country: None, status: CallStatus::Failed, ..french };
    test.call(&ann, Ended { seconds: 0, charged: 0, ..satellite }).await;
    test.call(&ann, Ended { at: "2026-11-21T00:00:00Z", ..BRITISH }).await;
    test.call(&eve, Ended { charged: 8_000_000, ..BRITISH }).await;
    (test, ann)
}

fn span(from: &str, to: &str) -> Span {
    Span { from: moment(from), to: moment(to) }
}

fn the_20th() -> Span {
    span("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")
}

const fn sums(calls: i64, seconds: i64, spent: i64) -> Sums {
    Sums { calls, seconds, spent: Micros(spent) }
}

/// The sums with their times in order.
async fn gathered(test: &TestDatabase, user: &UserId, span: Span) -> Found {
    let (mut found, fresh) = found(&test.db, user, span, Wanted::Everything).await.expect("sums");
    keep(test.db.clone(), user.clone(), fresh).await;
    found.times.sort_by_key(|quarter| (quarter.index, quarter.status));
    found
}

/// Stretches of which something is kept, widest first.
async fn widths_kept(test: &TestDatabase, user: &UserId) -> Vec<i64> {
    let mut tx = test.db.begin_read().await.expect("a look");
    let mut widths = Vec::new();
    for width in WIDTHS_MS.into_iter().rev() {
        let rows = kept(&mut tx, user, width, 0..i64::MAX, false).await.expect("rows");
        widths.extend(rows.into_iter().filter(|row| row.times.is_some()).map(|_| width));
    }
    widths
}

/// Calls to five numbers, one every three minutes for ten days, a third of them in vain.
async fn many_calls() -> (TestDatabase, UserId) {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    let begin = moment("2026-11-01T00:00:30Z").0;
    let at: Vec<String> = (0..4_800).map(|number| EpochMs(begin + number * 180_000).rfc3339()).collect();
    let to: Vec<String> = (0..5).map(|number| format!("+44791112345{number}")).collect();
    let calls: Vec<Ended<'_>> = at
        .iter()
        .enumerate()
        .map(|(number, at)| {
            let seconds = i64::try_from(number % 3).expect("small") * 60;
            let status = if seconds == 0 { CallStatus::NoAnswer } else { CallStatus::Completed };
            let charged = seconds * 1_000 + i64::try_from(number % 7).expect("small") * seconds.signum();
            Ended { to: &to[number % 5], status, seconds, charged, at, ..BRITISH }
        })
        .collect();
    test.calls(&ann, &calls).await;
    (test, ann)
}

fn their_ten_days() -> Span {
    span("2026-11-01T00:00:00Z", "2026-11-11T00:00:00Z")
}

/// How many rows of kept sums are not those of their calls.
async fn wrong(test: &TestDatabase) -> i64 {
    let broken = verify(&test.db, moment("2026-11-22T10:00:00Z")).await.expect("read");
    broken.iter().filter(|broken| broken.name == "kept_sums_are_those_of_the_calls").map(|broken| 1 + broken.more).sum()
}

#[tokio::test]
async fn quarters_of_an_hour_and_outcomes_add_up() {
    let (test, ann) = some_calls().await;
    let found = gathered(&test, &ann, the_20th()).await;
    let noon = moment("2026-11-20T12:00:00Z").0 / QUARTER_MS;
    let quarter = |index, status, sums| Quarter { index, status, sums };
    let expected = [
        quarter(noon, CallStatus::Completed, sums(2, 121, 60_000)),
        quarter(noon + 1, CallStatus::Completed, sums(1, 10, 90_000)),
        quarter(noon + 1, CallStatus::Busy, sums(1, 0, 0)),
        quarter(noon + 1, CallStatus::Failed, sums(1, 0, 0)),
    ];
    assert_eq!((found.sums(), found.times.as_slice()), (sums(5, 131, 150_000), expected.as_slice()));
}

#[tokio::test]
async fn countries_numbers_and_the_dearest_calls_are_the_callers_own() {
    let (test, ann) = some_calls().await;
    let found = gathered(&test, &ann, the_20th()).await;
    let expected = [(Some("FR".into()), sums(2, 10, 90_000)), (Some("GB".into()), sums(2, 121, 60_000)), (None, sums(1, 0, 0))];
    assert_eq!(top(found.countries), expected);
    let expected =
        [(33_123_456_789, sums(2, 10, 90_000)), (447_911_123_456, sums(2, 121, 60_000)), (88_212_345_678, sums(1, 0, 0))];
    assert_eq!(top(found.numbers), expected);
    let dearest: Vec<_> = found.dearest.iter().map(|call| call.charged_micros.0).collect();
    assert_eq!(dearest, [90_000, 40_000, 20_000]);
    let names = names(&test.db, &ann).await.expect("names");
    assert_eq!(
        names.into_iter().map(|(number, name)| (digits(&number), name.name)).collect::<Vec<_>>(),
        [(447_911_123_456, "Bob".into())]
    );
}

#[test]
fn lists_of_the_top_have_ten_rows_at_most() {
    let rows = top((10..22).map(|spent| (spent, sums(1, 0, spent))));
    assert_eq!(rows.len(), 10);
    assert_eq!((rows[0].0, rows[9].0), (21, 12));
}

#[tokio::test]
async fn a_few_calls_are_not_worth_keeping() {
    let (test, ann) = some_calls().await;
    gathered(&test, &ann, span("2026-01-01T00:00:00Z", "2026-11-22T10:01:10Z")).await;
    assert_eq!(widths_kept(&test, &ann).await, [0; 0]);
}

#[tokio::test]
async fn kept_sums_are_those_of_the_calls_in_every_span() {
    let (test, ann) = many_calls().await;
    let spans = [
        span("2026-10-12T00:00:00Z", "2026-11-11T10:01:10Z"),
        span("2026-11-02T23:00:00Z", "2026-11-09T23:00:00Z"),
        span("2026-11-03T18:15:00Z", "2026-11-03T18:16:00Z"),
        span("2026-11-03T04:07:30Z", "2026-11-08T17:52:30.001Z"),
    ];
    for _ in 0..2 {
        for span in spans {
            let found = gathered(&test, &ann, span).await;
            let began_at = |number: i64| moment("2026-11-01T00:00:30Z").0 + number * 180_000;
            let inside: Vec<i64> = (0..4_800).filter(|n| (span.from.0..span.to.0).contains(&began_at(*n))).collect();
            let spent = |n: &i64| (n % 3) * 60_000 + (n % 7) * (n % 3).signum();
            let expected = sums(
                i64::try_from(inside.len()).expect("few"),
                inside.iter().map(|n| n % 3 * 60).sum(),
                inside.iter().map(spent).sum(),
            );
            assert_eq!(found.sums(), expected, "{span:?}");
            assert_eq!(found.numbers.values().copied().sum::<Sums>(), expected);
            assert_eq!(found.countries.get(&Some("GB".into())).copied().unwrap_or_default(), expected);
            let mut dearest: Vec<i64> = inside.iter().map(spent).filter(|spent| *spent > 0).collect();
            dearest.sort_unstable_by(|one, other| other.cmp(one));
            assert!(found.dearest.iter().map(|call| call.charged_micros.0).eq(dearest.into_iter().take(10)));
        }
        let widths = widths_kept(&test, &ann).await;
        assert!(WIDTHS_MS[..3].iter().all(|width| widths.contains(width)), "{widths:?}");
        assert_eq!(wrong(&test).await, 0);
    }
}

#[tokio::test]
async fn calls_are_not_read_again_where_their_sums_are_kept() {
    let (test, ann) = many_calls().await;
    let all = their_ten_days();
    let truth = gathered(&test, &ann, all).await;
    assert!(found(&test.db, &ann, all, Wanted::Everything).await.expect("sums").1.is_empty(), "nothing is new");
    let mut tx = test.db.begin().await.expect("begun");
    let width_ms = WIDTHS_MS[2];
    let rows = kept(&mut tx, &ann, width_ms, 0..i64::MAX, true).await.expect("rows");
    let row = rows.into_iter().find(|row| row.times.is_some()).expect("a kept one");
    let (times, whom) = Found::default().encode().expect("bytes");
    let began_at = row.began_at;
    let nothing = sums::Fresh { width_ms, began_at, version: row.version, calls: 0, charged_micros: Micros(0), times, whom };
    sums::keep(&mut tx, &ann, &nothing).await.expect("kept");
    tx.commit().await.expect("kept");
    assert_eq!(gathered(&test, &ann, all).await.sums().calls, truth.sums().calls - width_ms / 180_000);
    assert_eq!(wrong(&test).await, 1);
}

#[tokio::test]
async fn what_changes_is_added_up_anew_and_nothing_is_left_of_it() {
    let (test, ann) = many_calls().await;
    let all = their_ten_days();
    let before = gathered(&test, &ann, all).await;
    let late = Ended { to: "+33123456789", country: Some("FR"), charged: 1_000_000, at: "2026-11-05T05:05:05Z", ..BRITISH };
    test.call(&ann, late).await;
    let after = gathered(&test, &ann, all).await;
    assert_eq!(after.sums(), before.sums() + sums(1, 60, 1_000_000));
    assert_eq!((after.countries.len(), after.dearest[0].charged_micros), (2, Micros(1_000_000)));
    let mut tx = test.db.begin().await.expect("begun");
    forget::forget(&mut tx, &ann, &crate::domain::phone::E164::parse("+14155550100").expect("E.164")).await.expect("forgotten");
    tx.commit().await.expect("forgotten");
    assert_eq!(widths_kept(&test, &ann).await, [0; 0]);
    let forgotten = gathered(&test, &ann, all).await;
    assert_eq!((forgotten.sums(), forgotten.numbers.len()), (after.sums(), 1));
}

#[tokio::test]
async fn sums_of_calls_that_changed_meanwhile_are_not_kept() {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    let calls = test.calls(&ann, &[BRITISH, BRITISH]).await;
    let width = WIDTHS_MS[0];
    let began_at = EpochMs(moment(BRITISH.at).0 / width * width);
    let fresh = |version| sums::Fresh {
        width_ms: width,
        began_at,
        version,
        calls: 2,
        charged_micros: Micros(40_000),
        times: vec![1],
        whom: vec![2],
    };
    let keep = async |version| {
        let mut tx = test.db.begin().await.expect("begun");
        sums::keep(&mut tx, &ann, &fresh(version)).await.expect("written or not");
        tx.commit().await.expect("written or not");
        widths_kept(&test, &ann).await.len()
    };
    let mut tx = test.db.begin_read().await.expect("a look");
    for width in WIDTHS_MS {
        assert_eq!(kept(&mut tx, &ann, width, 0..i64::MAX, true).await.expect("rows").len(), 1, "{width}");
    }
    drop(tx);
    // Two calls were added.
    assert_eq!((keep(0).await, keep(1).await, keep(2).await), (0, 0, 1));
    let mut tx = test.db.begin().await.expect("begun");
    sums::outdate(&mut tx, &calls[0]);
    tx.commit().await.expect("outdated");
    assert_eq!((widths_kept(&test, &ann).await.len(), keep(2).await, keep(3).await), (0, 0, 1));
}
