//! The money pages: both languages, the caller's own warning, what the filters show.

use reqwest::Method;
use ringfare::{domain::money::Micros, ledger::command::refund_call};
use serde_json::{Value, json};

use crate::{
    actors::{SignedIn, Twilio},
    line::{Line, UK_MOBILE},
    support::TestApp,
};

/// A page as a German reads it, with plain spaces.
async fn in_german(browser: &SignedIn, app: &TestApp, path: &str) -> String {
    let cookie = format!("{}; language=de; tz=Europe/Berlin", browser.cookie);
    let page = app.anonymous().request(Method::GET, path).header("cookie", cookie).send().await.expect("an answer");
    page.text().await.expect("text").replace('\u{a0}', " ")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_money_page_speaks_german_and_scripts_hear_english() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@ringfare.test").await;
    app.operator().credit(&ann.user, "1234.5").await;
    for (path, parts) in [
        ("/dashboard/transactions", ["Umsätze", "Verfügbar", "Heute", "1.234,50", "Korrektur", "(von operator@ringfare.test)"]),
        (
            "/dashboard/statements",
            ["Kontoauszug", "Anfangsguthaben", "+1.234,500000 $", "Der Monat läuft noch", "Wann (UTC)", "Drucken"],
        ),
        (
            "/dashboard/statements/2026-13",
            ["2026-13", "ist kein Monat", "Zum neuesten Kontoauszug", "Diesen Kontoauszug gibt es nicht", "Monat", "Öffnen"],
        ),
        (
            "/dashboard/proof",
            ["Regeln gelten", "1 Buchung:", "das ist Ihr Guthaben.", "1 Konto", "Ihr Guthaben war nie negativ.", "Gilt"],
        ),
        (
            "/dashboard/settings",
            ["Ausgabenlimits", "Teuerste Minute", "kein Limit", "0,00 $ ausgegeben", "Pro Tag", "Limits speichern"],
        ),
    ] {
        let page = in_german(&ann, &app, path).await;
        for part in parts {
            assert!(page.contains(part), "{path}: {part} is missing in {page}");
        }
    }
    let page = ann.get("/dashboard/proof").await.expect(200).body;
    assert!(page.contains("1 account ") && page.contains("rules hold"), "{page}");
    let script = app.script("bob@ringfare.test").await;
    let refused = script.get("/api/user/statement?month=2026-13").await.expect(422).body;
    assert!(refused.contains("is not a month: write it like"), "{refused}");
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_is_warned_below_an_amount_of_their_own() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@ringfare.test").await;
    app.operator().credit(&ann.user, "2").await;
    let balance = async || ann.get("/api/user/balance").await.expect(200).json();
    assert_eq!(balance().await["warn_below_micros"], Value::Null);
    assert!(!ann.get("/dashboard/dialer").await.expect(200).body.contains("low-note"));

    let before = balance().await["version"].clone();
    let answer = ann.post_form("/app/set-warning", &[("below", "2.50")]).await;
    assert!(answer.status.is_success() || answer.status.is_redirection(), "{answer:?}");
    assert_eq!(balance().await["warn_below_micros"], json!(2_500_000));
    assert_ne!(balance().await["version"], before, "every page hears of it");
    let page = ann.get("/dashboard/dialer").await.expect(200).body;
    assert!(page.contains("Your balance is low") && page.contains("below $2.50"), "{page}");
    let german = in_german(&ann, &app, "/dashboard/dialer").await;
    assert!(german.contains("unter 2,50 $ wollten Sie gewarnt werden"), "{german}");

    app.operator().credit(&ann.user, "0.50").await;
    assert!(!ann.get("/dashboard/dialer").await.expect(200).body.contains("low-note"), "not below it");
    for nonsense in ["soon", "-1", "1000000.01"] {
        let answer = ann.post_form("/app/set-warning", &[("below", nonsense)]).await;
        assert!(answer.status == 422 && answer.body.contains("is not an amount"), "{nonsense}: {answer:?}");
    }
    ann.post_form("/app/set-warning", &[("below", "")]).await;
    assert_eq!(balance().await["warn_below_micros"], Value::Null);
    let put = async |below: Value| {
        let answer = ann.request(Method::PUT, "/api/user/balance").json(&json!({ "warn_below_micros": below })).send().await;
        answer.expect("an answer").status().as_u16()
    };
    assert_eq!((put(json!(700_000)).await, put(json!(-1)).await), (200, 422));
    assert_eq!(balance().await["warn_below_micros"], json!(700_000));
    assert_eq!(put(Value::Null).await, 200);
    assert_eq!(balance().await["warn_below_micros"], Value::Null);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_for_a_call_is_listed_as_a_refund_and_not_as_an_adjustment() {
    let line = Line::open("5").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await.expect(204);
    let id = line.only_call().await["id"].as_str().expect("an id").to_owned();
    refund_call(line.app.state(), &id, "The line was bad", Some("0.02")).await.expect("given");
    for (kind, amounts) in [("refund", vec![20_000]), ("adjust", vec![5_000_000]), ("call", vec![-70_000])] {
        let listed = line.caller.get(&format!("/api/user/transactions?kind={kind}")).await.expect(200).json();
        let found: Vec<i64> =
            listed["transactions"].as_array().expect("lines").iter().filter_map(|line| line["amount_micros"].as_i64()).collect();
        assert_eq!(found, amounts, "{kind}");
    }
    let csv = line.caller.get("/api/user/transactions.csv?kind=refund").await.expect(200).body;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert_eq!(line.balance().await, Micros(4_950_000));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_speaks_the_language_of_the_page_and_english_to_the_carrier() {
    let line = Line::open("0.01").await;
    let page = line.app.signed_in("ann@ringfare.test").await;
    let cookie = format!("{}; language=de", page.cookie);
    let asked = line.app.anonymous().request(Method::POST, "/app/dial").header("cookie", cookie).form(&[("to", UK_MOBILE)]);
    let quote = asked.send().await.expect("an answer").text().await.expect("text");
    assert!(quote.contains("von Ihrem Guthaben sind aber nur") && quote.contains("Es wird nichts berechnet"), "{quote}");
    let spoken = line.voice(&Twilio::call_sid(), UK_MOBILE).await;
    assert!(spoken.contains("of your credit is free"), "{spoken}");
    line.finish().await;
}
