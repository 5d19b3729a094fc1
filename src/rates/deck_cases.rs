//! Decks as engines of the trade have them, through the real store: which row prices a number, and which number has none.

use super::{
    deck,
    deck_file::Row,
    model::Tariff,
    store::{self, rate_for_digits},
};
use crate::{
    domain::{money::Micros, phone::E164, time::EpochMs},
    server::{
        database::Database,
        scratch::{self, Scratch},
    },
};

fn row(prefix: &str, origin: &str, rate: i64) -> Row {
    Row {
        prefix: prefix.into(),
        origin: origin.into(),
        destination: format!("to {prefix}"),
        blocked: false,
        tariff: Tariff {
            rate_micros_per_minute: Micros(rate),
            connect_micros: Micros::ZERO,
            initial_seconds: 60,
            increment_seconds: 60,
            free_under_seconds: 0,
        },
        carrier_micros_per_minute: None,
    }
}

async fn activate(db: &Database, rows: &[(&str, i64)], at: i64) {
    let rows: Vec<Row> = rows.iter().map(|(prefix, rate)| row(prefix, "", *rate)).collect();
    deck::activate(db, "test", &rows, EpochMs(at)).await.expect("a deck");
}

/// Prefix, origin and rate per minute of the row that prices a call.
async fn priced(db: &Database, to: &str, from: &str) -> Option<(String, String, i64)> {
    let rate = rate_for_digits(db, to, from).await.expect("a query");
    rate.map(|rate| (rate.prefix, rate.origin, rate.tariff.rate_micros_per_minute.0))
}

/// A number, the deck's rows, and the row that must price it; none means refuse.
type Case<'a> = (&'a str, &'a [(&'a str, i64)], Option<&'a str>);

const CASES: &[Case] = &[
    // prefix nested 1 deep
    ("683715500443", &[("680", 273_000), ("681", 900_900), ("683", 819_000)], Some("683")),
    // prefix nested 2 deep
    ("187680431019", &[("1876", 138_500), ("1876801", 217_800), ("1876802", 217_800), ("1876804", 217_800)], Some("1876804")),
    // prefix nested 2 deep
    ("488773450843", &[("48", 8_400), ("48877341", 14_300), ("48877342", 14_300), ("48877345", 14_300)], Some("48877345")),
    // prefix nested 3 deep
    (
        "334308075574",
        &[("33", 12_500), ("33430", 12_500), ("3343080", 12_500), ("3343084", 12_500), ("3343088", 12_500)],
        Some("3343080"),
    ),
    // prefix nested 3 deep
    (
        "790458865999",
        &[("7", 103_700), ("79", 56_700), ("790450", 50_600), ("790451", 50_600), ("790458", 50_600)],
        Some("790458"),
    ),
    // prefix nested 3 deep
    (
        "447718610933",
        &[("44", 7_300), ("447", 377_000), ("447710", 19_500), ("447711", 19_500), ("447718", 19_500)],
        Some("447718"),
    ),
    // prefix nested 5 deep
    (
        "521449124387",
        &[
            ("52", 2_900),
            ("521", 8_400),
            ("521449", 8_400),
            ("521449124", 29_900),
            ("5214491240", 29_900),
            ("5214491241", 29_900),
            ("5214491243", 29_900),
        ],
        Some("5214491243"),
    ),
    // prefix nested 5 deep
    (
        "998933916476",
        &[
            ("998", 49_400),
            ("9989", 39_000),
            ("99893", 30_700),
            ("998933", 30_700),
            ("99893390", 41_900),
            ("99893391", 41_900),
            ("99893392", 41_900),
        ],
        Some("99893391"),
    ),
    // premium inside +44: 1781 times its parent
    ("449001234567", &[("44", 7_300), ("443", 1_300_000), ("445", 1_300_000), ("449", 13_000_000)], Some("449")),
    // geographic inside +44
    ("442071234567", &[("44", 7_300), ("44207", 7_300), ("44208", 7_300), ("443", 1_300_000)], Some("44207")),
    // mobile inside +44
    ("447700900123", &[("44", 7_300), ("447", 377_000), ("447701", 19_500), ("447702", 19_500)], Some("447")),
    // number equal to a country prefix
    ("44", &[("44", 7_300), ("443", 1_300_000), ("445", 1_300_000)], Some("44")),
    // shorter than every prefix
    ("4", &[("40", 3_300), ("41", 11_700), ("43", 4_900)], None),
    // unknown +1 area code: there is no bare 1 row, so deny
    ("19995550100", &[("1901", 10_000), ("1902", 10_000), ("1903", 10_000)], None),
    // directory assistance, 150 times its parent
    ("12015550100", &[("1201", 10_000), ("1201555", 1_500_000), ("1202", 10_000), ("1203", 10_000)], Some("1201555")),
    // one digit away from the row above
    ("12015540100", &[("1201", 10_000), ("1201555", 1_500_000), ("1202", 10_000)], Some("1201")),
    // Kazakhstan inside +7
    ("77011234567", &[("7", 103_700), ("77", 10_400), ("7700", 62_700), ("7701", 84_500), ("7702", 84_500)], Some("7701")),
    // Russia fixed inside +7
    ("74951234567", &[("7", 103_700), ("7491", 20_100), ("7492", 20_100), ("7495", 15_600)], Some("7495")),
    // satellite, 525 times its parent
    (
        "61143312345",
        &[("61", 15_000), ("611", 26_000), ("6114331", 13_650_000), ("6127", 13_900), ("614", 48_100)],
        Some("6114331"),
    ),
    // a full number as a row, at rate 0
    ("16784601475", &[("1670", 50_600), ("1678", 10_000), ("16784601475", 0), ("1678555", 1_500_000)], Some("16784601475")),
    ("9999999999", &[("44", 7_300), ("49", 10_100)], None),
    // no deck at all: an error, never a price of 0
    ("442071234567", &[], None),
];

#[tokio::test]
async fn the_longest_destination_prefix_prices_a_number() {
    let db = scratch::database().await;
    for (at, (to, deck, expected)) in (1..).zip(CASES) {
        activate(&db, deck, at).await;
        let expected = expected.and_then(|prefix| deck.iter().find(|row| row.0 == prefix));
        let expected = expected.map(|(prefix, rate)| ((*prefix).to_owned(), String::new(), *rate));
        assert_eq!(priced(&db, to, "14155550100").await, expected, "+{to}");
    }
}

/// Twilio's rows for Austria: cheap from Europe and the US, dear from elsewhere.
async fn austria() -> Scratch {
    let db = scratch::database().await;
    let mut rows = vec![row("49", "", 15_000)];
    for prefix in ["43", "431"] {
        rows.push(row(prefix, "", 155_000));
        rows.extend(["1242", "1246", "1264"].map(|origin| row(prefix, origin, 155_000)));
        rows.extend(["30", "31", "32", "33", "34", "43", "44", "49", "1"].map(|origin| row(prefix, origin, 16_000)));
    }
    for prefix in ["43664", "4367"] {
        rows.push(row(prefix, "", 240_000));
        rows.extend(["30", "31", "32", "33", "34", "43", "44", "49", "1"].map(|origin| row(prefix, origin, 45_000)));
    }
    deck::activate(&db, "Twilio", &rows, EpochMs(1)).await.expect("a deck");
    db
}

#[tokio::test]
async fn the_longest_origin_prefix_of_the_caller_id_is_chosen_after_the_destination() {
    let db = austria().await;
    let table = [
        ("43123456789", "13035550100", "431", "1", 16_000),
        ("43123456789", "12423570000", "431", "1242", 155_000),
        ("436641234567", "4930901820", "43664", "49", 45_000),
        ("436641234567", "81312345678", "43664", "", 240_000),
        ("43123456789", "", "431", "", 155_000),
    ];
    for (to, from, prefix, origin, rate) in table {
        assert_eq!(priced(&db, to, from).await, Some((prefix.into(), origin.into(), rate)), "+{to} from +{from}");
    }
}

#[tokio::test]
async fn a_prefix_priced_for_other_callers_only_is_not_sold_at_the_price_of_a_shorter_one() {
    let db = scratch::database().await;
    let rows = [row("44", "", 15_000), row("449", "1", 900_000)];
    deck::activate(&db, "test", &rows, EpochMs(1)).await.expect("a deck");
    assert_eq!(priced(&db, "449012345678", "4930901820").await, None);
    assert_eq!(priced(&db, "449012345678", "14155550100").await, Some(("449".into(), "1".into(), 900_000)));
}

#[tokio::test]
async fn without_a_deck_nothing_has_a_price() {
    let db = scratch::database().await;
    assert_eq!(priced(&db, "442071234567", "").await, None);
    assert_eq!(store::active_deck(&db).await.expect("a query"), None);
}

#[tokio::test]
async fn the_deck_activated_last_is_in_force_and_the_older_ones_stay() {
    let db = scratch::database().await;
    activate(&db, &[("44", 15_000)], 1_000).await;
    activate(&db, &[("44", 16_000)], 1_000).await;
    assert_eq!(priced(&db, "442071234567", "").await.map(|found| found.2), Some(16_000), "of two at one moment the second");
    activate(&db, &[("49", 17_000)], 2_000).await;
    assert_eq!(priced(&db, "442071234567", "").await, None);
}

#[tokio::test]
async fn a_new_server_starts_with_the_example_prices_once() {
    let db = scratch::database().await;
    assert!(deck::ensure_default(&db, EpochMs(1)).await.expect("imported"));
    assert!(!deck::ensure_default(&db, EpochMs(2)).await.expect("nothing to do"));
    let table = [
        ("+447400123456", "United Kingdom, mobile", false),
        ("+447700900123", "United Kingdom, mobile", false),
        ("+442079460000", "United Kingdom, landline", false),
        ("+449098790123", "United Kingdom, premium rate", true),
        ("+448444790123", "United Kingdom, premium rate", true),
        ("+447012345678", "United Kingdom, personal number", true),
        ("+14155550100", "United States", false),
        ("+14165550100", "Canada", false),
        ("+18005550100", "North America, toll-free", false),
        ("+19002345678", "North America, premium rate", true),
        ("+14159765555", "United States, premium rate", true),
        ("+12423570000", "Bahamas, mobile", false),
        ("+18765550100", "Jamaica, mobile", false),
        ("+491511234567", "Germany, mobile", false),
        ("+4930901820", "Germany, landline", false),
        ("+33612345678", "France, mobile", false),
        ("+34612345678", "Spain, mobile", false),
        ("+393123456789", "Italy, mobile", false),
        ("+2348031234567", "Nigeria, mobile", false),
        ("+919876543210", "India, mobile", false),
        ("+5511987654321", "Brazil, mobile", false),
        ("+881612345678", "Satellite (Iridium)", true),
        ("+870773111632", "Satellite (Inmarsat)", true),
        ("+979123456789", "International premium rate", true),
        ("+80012345678", "International toll-free", false),
    ];
    let caller_id = E164::parse("+14155550100").expect("a number");
    for (to, destination, blocked) in table {
        let to = E164::parse(to).expect("a number");
        let rate = store::rate_for(&db, &to, &caller_id).await.expect("a query").unwrap_or_else(|| panic!("{to} has no rate"));
        assert_eq!((rate.destination.as_str(), rate.blocked), (destination, blocked), "{to}");
        assert_eq!(rate.tariff.rate_micros_per_minute.is_zero(), blocked, "{to}");
    }
    assert_eq!(priced(&db, "9999999999", "").await, None, "no such calling code");
    assert_eq!(priced(&db, "19995550100", "").await, None, "no such area code");
}

#[tokio::test]
async fn the_example_prices_know_every_calling_code_and_country() {
    let db = scratch::database().await;
    deck::ensure_default(&db, EpochMs(1)).await.expect("imported");
    for plan in phonenumber::metadata::DATABASE.iter() {
        let descriptors = plan.descriptors();
        let ordinary = [descriptors.fixed_line(), descriptors.mobile(), descriptors.toll_free(), descriptors.premium_rate()];
        for example in ordinary.into_iter().flatten().filter_map(phonenumber::metadata::Descriptor::example) {
            let number = format!("{}{example}", plan.country_code());
            assert!(priced(&db, &number, "").await.is_some(), "+{number} of {}", plan.id());
        }
        if let Some(premium) = descriptors.premium_rate().and_then(phonenumber::metadata::Descriptor::example) {
            let number = format!("{}{premium}", plan.country_code());
            let rate = rate_for_digits(&db, &number, "").await.expect("a query");
            assert!(rate.is_some_and(|rate| rate.blocked), "+{number}, premium rate of {}, must be blocked", plan.id());
        }
    }
}

#[tokio::test]
async fn a_large_deck_is_written_whole() {
    let db = scratch::database().await;
    let rows: Vec<Row> = (0..20_001).map(|n| row(&(1_000_000 + n).to_string(), "", n)).collect();
    deck::activate(&db, "large", &rows, EpochMs(1)).await.expect("a deck");
    for n in [0, 499, 500, 19_999, 20_000] {
        assert_eq!(priced(&db, &format!("{}55", 1_000_000 + n), "").await.map(|found| found.2), Some(n));
    }
}
