//! What a caller keeps of a call: notes, how the line was, a report of a bad call.

use serde_json::{Value, json};

use crate::{
    actors::{SignedIn, Twilio},
    line::{Line, UK_MOBILE},
};

/// A caller on the line and, by the same account, in a browser; a call that was answered and still runs.
async fn running() -> (Line, SignedIn, String, (String, String)) {
    let line = Line::open("10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "in-progress", &[]).await.expect(204);
    let browser = line.app.signed_in("caller@ringfare.test").await;
    let id = line.only_call().await["id"].as_str().expect("an id").to_owned();
    (line, browser, id, (parent, child))
}

async fn detail(line: &Line, id: &str) -> Value {
    line.caller.get(&format!("/api/user/calls/{id}")).await.expect(200).json()
}

fn measured(seconds: i64) -> Value {
    let spread = |average: i64, worst: i64| json!({ "average": average, "worst": worst });
    json!({ "seconds": seconds, "mos": spread(412, 305), "rtt": spread(38, 460), "jitter": spread(4, 12), "loss": spread(20, 400),
            "troubles": [{ "what": "high-rtt", "at_seconds": 3, "lasted_seconds": 9 }] })
}

async fn measure(browser: &SignedIn, id: &str, record: &str) -> u16 {
    browser.post_form("/app/measure-call", &[("id", id), ("record", record)]).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_kept_as_written_and_is_nobody_elses() {
    let (line, browser, id, _) = running().await;
    let note = |words: &str| [("id", id.clone()), ("note", words.to_owned())];
    for words in ["Asked for Anna", "Asked for Anna 📞\nзвонок завтра, עברית", ""] {
        browser.post_form("/app/note-call", &note(words)).await.expect(200);
        assert_eq!(detail(&line, &id).await["note"], words);
    }
    browser.post_form("/app/note-call", &note("a\u{0}b\u{7}c")).await.expect(200);
    assert_eq!(detail(&line, &id).await["note"], "abc", "control characters are nobody's words");
    let long = browser.post_form("/app/note-call", &note(&"ä".repeat(4_001))).await;
    assert!(long.body.contains("at most 4000"), "{long:?}");
    let stranger = line.app.signed_in("stranger@ringfare.test").await;
    let refused = stranger.post_form("/app/note-call", &note("mine")).await;
    assert!(refused.body.contains("not_found"), "{refused:?}");
    let nobody = line.app.anonymous().post_form("/app/note-call", &note("mine")).await;
    assert!(!nobody.status.is_success(), "{nobody:?}");
    assert_eq!(detail(&line, &id).await["note"], "abc");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_line_is_kept_once_the_longest_record_wins_and_the_receipt_tells_it() {
    let (line, browser, id, (parent, child)) = running().await;
    line.app.clock.advance_seconds(40);
    assert_eq!(measure(&browser, &id, &measured(30).to_string()).await, 200);
    assert_eq!(measure(&browser, &id, &measured(12).to_string()).await, 200, "late, and no news");
    assert_eq!(detail(&line, &id).await["line"], measured(30));
    line.report(&parent, &child, "completed", &[("CallDuration", "40")]).await.expect(204);
    assert_eq!(measure(&browser, &id, &measured(40).to_string()).await, 200, "the last one comes after the end");
    assert_eq!(detail(&line, &id).await["line"], measured(40));
    let page = browser.get(&format!("/dashboard/calls/{id}")).await.expect(200).body;
    for words in ["Fair line", "38 ms on average, 460 ms at worst", "answers arrive late", "for 9\u{a0}s"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    line.app.clock.advance_seconds(301);
    assert_ne!(measure(&browser, &id, &measured(41).to_string()).await, 200, "long after the end");
    assert_eq!(detail(&line, &id).await["line"], measured(40));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_browser_measured_is_refused() {
    let (line, browser, id, _) = running().await;
    let with = |name: &str, value: Value| {
        let mut record = measured(10);
        record[name] = value;
        record.to_string()
    };
    let trouble = json!({ "what": "high-rtt", "at_seconds": 3, "lasted_seconds": null });
    for record in [
        String::new(),
        "banana".into(),
        with("seconds", json!(86_400)),
        with("seconds", json!(-1)),
        with("seconds", json!(1.5)),
        with("mos", json!({ "average": 99_999, "worst": 1 })),
        with("troubles", json!([{ "what": "bad-karma", "at_seconds": 1, "lasted_seconds": null }])),
        with("troubles", Value::Array(vec![trouble; 61])),
        " ".repeat(20_000),
    ] {
        let shown = record.chars().take(80).collect::<String>();
        assert_ne!(measure(&browser, &id, &record).await, 200, "{shown}");
    }
    let stranger = line.app.signed_in("stranger@ringfare.test").await;
    assert_ne!(measure(&stranger, &id, &measured(10).to_string()).await, 200, "another's call");
    assert_eq!(detail(&line, &id).await["line"], Value::Null);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_call_is_reported_to_the_operator_once_it_is_over_and_moves_no_money() {
    let (line, browser, id, (parent, child)) = running().await;
    let report = |words: &str| [("id", id.clone()), ("words", words.to_owned())];
    let early = browser.post_form("/app/report-call", &report("noise")).await;
    assert!(early.body.contains("not_found"), "{early:?}");
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await.expect(204);
    let before = line.balance().await;
    browser.post_form("/app/report-call", &report("I heard\nnothing")).await.expect(200);
    let first = detail(&line, &id).await["report"].clone();
    assert_eq!(first["words"], "I heard\nnothing");
    line.app.clock.advance_seconds(60);
    browser.post_form("/app/report-call", &report("I heard nothing at all")).await.expect(200);
    let again = detail(&line, &id).await["report"].clone();
    assert_eq!(
        (&again["words"], &again["at"]),
        (&json!("I heard nothing at all"), &first["at"]),
        "told better, at the first time"
    );
    assert_eq!(line.balance().await, before);
    let reported = ringfare::calls::command::reconcile(line.app.state(), ringfare::calls::command::Reconcile::Reported).await;
    let reported = reported.expect("a list");
    assert!(reported.contains(&id) && reported.contains("I heard nothing at all"), "{reported}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_speaks_the_readers_language_and_a_script_english() {
    let (line, browser, id, (parent, child)) = running().await;
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await.expect(204);
    let cookie = format!("{}; language=de", browser.cookie);
    let page = line.app.anonymous().request(reqwest::Method::GET, &format!("/dashboard/calls/{id}")).header("cookie", cookie);
    let page = page.send().await.expect("an answer").text().await.expect("text");
    for words in ["Vorwahl 447", "Der Anruf endete nach 61 s", "rechnete den Anruf ab"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let detail = detail(&line, &id).await;
    assert!(detail["receipt"]["arithmetic"].as_str().is_some_and(|sum| sum.contains("prefix 447")), "{detail}");
    line.finish().await;
}
