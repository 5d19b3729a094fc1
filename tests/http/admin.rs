//! The operator's pages and their server functions, as a browser uses them.

use ringfare::{
    admin::{
        audit::{self, Filter, verify::verify},
        model::{Action, Entry},
    },
    domain::{money::Micros, page::Limit},
    server::ids,
};

use serde_json::json;

use crate::{
    actors::{SignedIn, Twilio},
    line::{Line, UK_MOBILE},
    support::{PASSWORD, TestApp},
};

const OPERATOR: &str = "operator@ringfare.test";

async fn operator(app: &TestApp) -> SignedIn {
    app.account(OPERATOR).await;
    app.execute("update users set is_admin = true where email = 'operator@ringfare.test'").await;
    app.signed_in(OPERATOR).await
}

async fn entries(app: &TestApp) -> Vec<Entry> {
    audit::page(app.db(), &Filter::default(), None, Limit::default()).await.expect("the log").items
}

#[tokio::test(flavor = "multi_thread")]
async fn to_a_caller_there_are_no_operators_pages() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    for path in ["/admin", "/admin/users/x", "/admin/calls", "/admin/rates", "/admin/books", "/admin/log", "/admin/nothing"] {
        let page = ann.get(path).await.expect(404);
        assert!(page.body.contains("There is no page here"), "{path}");
        assert!(!page.body.contains("ann@example.test"), "{path}");
    }
    assert!(!ann.get("/dashboard/settings").await.expect(200).body.contains("href=\"/admin\""));
    let operator = operator(&app).await;
    assert!(operator.get("/dashboard/settings").await.expect(200).body.contains("href=\"/admin\""));
    let list = operator.get("/admin").await.expect(200).body;
    assert!(list.contains("ann@example.test") && list.contains(OPERATOR), "{list}");
    let found = operator.get("/admin?q=ann%40").await.expect(200).body;
    assert!(found.contains("ann@example.test") && !found.contains(&format!(">{OPERATOR}<")), "{found}");
    assert!(operator.get("/admin?q=%25").await.expect(200).body.contains("Nobody found"), "a wildcard is a letter");
    app.anonymous().get("/admin").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn credit_is_given_once_however_often_its_form_is_sent() {
    let app = TestApp::start().await;
    let ann = app.account("ann@example.test").await;
    let operator = operator(&app).await;
    let key = ids::hex32();
    let form = |amount: &'static str, key: String| {
        vec![
            ("user", ann.to_string()),
            ("amount", amount.to_owned()),
            ("credit_reason", "Paid in cash.".to_owned()),
            ("form_key", key),
        ]
    };
    for again in [false, true, true] {
        let done = operator.post_form("/app/admin-credit", &form("12.345678", key.clone())).await.expect(200).json();
        assert_eq!((&done["after"], &done["again"]), (&json!("$12.345678"), &json!(again)));
    }
    assert_eq!(app.wallet(&ann).await.0, Micros(12_345_678));
    let other = operator.post_form("/app/admin-credit", &form("13", key)).await.expect(409).json();
    assert_eq!(other["code"], "sent_before");
    for (amount, key, field) in [
        ("0", ids::hex32(), "amount"),
        ("12.3456789", ids::hex32(), "amount"),
        ("a lot", ids::hex32(), "amount"),
        ("1", String::new(), "form_key"),
        ("1", "x".repeat(32), "form_key"),
    ] {
        let refused = operator.post_form("/app/admin-credit", &form(amount, key)).await.expect(422).json();
        assert_eq!(refused["field"], field, "{amount}");
    }
    operator.post_form("/app/admin-credit", &form("-12.345679", ids::hex32())).await.expect(409);
    operator.post_form("/app/admin-credit", &form("-2.345678", ids::hex32())).await.expect(200);
    assert_eq!(app.wallet(&ann).await.0, Micros(10_000_000));

    let log = entries(&app).await;
    assert_eq!(log.len(), 2);
    let first = &log[1];
    assert_eq!((first.action, first.actor.as_deref(), first.address.as_str()), (Action::Credit, Some(OPERATOR), "127.0.0.1"));
    assert_eq!(
        (first.before.as_str(), first.after.as_str(), first.reason.as_str()),
        ("$0.000000", "$12.345678", "Paid in cash.")
    );
    let page = operator.get(&format!("/admin/log?user={ann}")).await.expect(200).body;
    assert!(page.contains("Paid in cash.") && page.contains("$12.345678"), "{page}");
    assert!(page.contains("Remove the filter Account: ann@example.test"), "the way back to the whole log: {page}");
    assert!(!page.contains("aria-current=\"true\""), "this is not all: {page}");
    assert!(operator.get("/admin/log").await.expect(200).body.contains("aria-current=\"true\""));
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_matters_asks_the_operator_again_who_they_are() {
    let app = TestApp::start().await;
    let ann = app.account("ann@example.test").await;
    let operator = operator(&app).await;
    app.clock.advance_seconds(601);
    let (user, key) = (ann.to_string(), ids::hex32());
    let credit = [("user", user.as_str()), ("amount", "1"), ("credit_reason", "x"), ("form_key", key.as_str())];
    let refused = operator.post_form("/app/admin-credit", &credit).await.expect(403).json();
    assert_eq!(refused["kind"], "confirm_first", "{refused}");
    assert_eq!(app.wallet(&ann).await.0, Micros::ZERO);
    operator.post_form("/app/confirm", &[("password", PASSWORD)]).await.expect(200);
    operator.post_form("/app/admin-credit", &credit).await.expect(200);
    assert_eq!(entries(&app).await.len(), 1);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_frozen_opened_limited_and_closed() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let operator = operator(&app).await;
    let user = ann.user.to_string();
    let stand = async |status: &str, reason: &str| {
        let key = ids::hex32();
        let form = [("user", user.as_str()), ("status", status), ("standing_reason", reason), ("form_key", key.as_str())];
        operator.post_form("/app/admin-standing", &form).await
    };
    assert_eq!(stand("frozen", " ").await.expect(422).json()["field"], "reason");
    stand("frozen", "A card was stolen.").await.expect(200);
    let page = operator.get(&format!("/admin/users/{user}")).await.expect(200).body;
    assert!(page.contains("Frozen") && page.contains("A card was stolen."), "{page}");
    stand("active", "").await.expect(200);

    let key = ids::hex32();
    let limits = [
        ("user", user.as_str()),
        ("limits[day]", "5"),
        ("limits[month]", "none"),
        ("limits_reason", "New here."),
        ("form_key", key.as_str()),
    ];
    operator.post_form("/app/admin-limits", &limits).await.expect(200);
    let overview = ann.get("/api/user/limits").await.expect(200).json();
    assert_eq!(overview["operator"]["day_micros_most"], 5_000_000);

    stand("closed", "Asked for it.").await.expect(200);
    app.clock.advance_seconds(6);
    ann.get("/api/user/me").await.expect(401);
    assert_eq!(stand("active", "").await.expect(409).json()["code"], "closed");
    let seen: Vec<_> = entries(&app).await.iter().rev().map(|entry| entry.action).collect();
    assert_eq!(seen, [Action::Freeze, Action::Unfreeze, Action::Limits, Action::Close]);
    let verdict = verify(app.db()).await.expect("read");
    assert_eq!((verdict.good, verdict.broken), (4, None));
    let books = operator.get("/admin/books").await.expect(200).body;
    assert!(books.contains("The books are right") && books.contains("4 entries, none changed."), "{books}");
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_are_looked_at_before_they_are_put_in_force() {
    let app = TestApp::start().await;
    let operator = operator(&app).await;
    let form = |list: &'static str, key: &str| {
        vec![
            ("deck[name]", "May".to_owned()),
            ("deck[markup]", "10".to_owned()),
            ("deck[list]", list.to_owned()),
            ("form_key", key.to_owned()),
        ]
    };
    let bad = "prefix,destination,rate_per_min\n44,UK,0.0100\n49,Germany,free\n";
    let preview = operator.post_form("/app/admin-deck-preview", &form(bad, "")).await.expect(200).json();
    assert_eq!((&preview["problem_count"], &preview["deck"]), (&json!(1), &json!(null)));
    assert!(preview["problems"][0].as_str().is_some_and(|line| line.starts_with("line 3: ")), "{preview}");
    let key = ids::hex32();
    operator.post_form("/app/admin-deck-import", &form(bad, &key)).await.expect(422);
    assert!(entries(&app).await.is_empty());

    let good = "prefix,destination,rate_per_min\n44,UK,0.0100\n";
    let preview = operator.post_form("/app/admin-deck-preview", &form(good, "")).await.expect(200).json();
    assert_eq!((&preview["rates"], &preview["sample"][0][2]), (&json!(1), &json!(11_000)));
    assert_eq!(preview["deck"], json!({ "name": "May", "markup": "10", "list": good }), "what may be put in force");
    for _ in 0..2 {
        operator.post_form("/app/admin-deck-import", &form(good, &key)).await.expect(200);
    }
    let quote = operator.get("/api/rates/quote?to=%2B447911123456").await.expect(200).json();
    assert_eq!(quote["rate_micros_per_minute"], 11_000);
    let log = entries(&app).await;
    assert_eq!((log.len(), log[0].action, log[0].after.as_str()), (1, Action::Rates, "May: 1 rates"));
    assert!(operator.get("/admin/rates").await.expect(200).body.contains("May"));
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_call_is_shown_in_words_and_its_button_says_whose_it_is() {
    let line = Line::open("10").await;
    let operator = operator(&line.app).await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "in-progress", &[]).await;
    let page = operator.get("/admin/calls").await.expect(200).body;
    let label = format!("aria-label=\"Hang up: caller@ringfare.test to {UK_MOBILE}\"");
    assert!(page.contains(&label) && page.contains("In call") && !page.contains(">in-progress<"), "{page}");
    line.report(&parent, &child, "completed", &[("CallDuration", "61")]).await;
    let page = operator.get(&format!("/admin/users/{}", line.caller.user)).await.expect(200).body;
    assert!(page.contains("Completed") && !page.contains(">completed<"), "{page}");
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alarms_and_doors_that_are_knocked_at_are_seen() {
    let app = TestApp::start_with(&[("RINGFARE_ALARM_CALLS", "1")]).await;
    let line = Line::on(app, "10").await;
    let operator = operator(&line.app).await;
    let seen = operator.post_form("/app/admin-alarms", &[("", "")]).await.expect(200).json();
    assert_eq!(seen["alarms"], json!([]));
    assert!(line.voice(&Twilio::call_sid(), UK_MOBILE).await.contains("<Dial"));
    for _ in 0..40 {
        line.app.anonymous().post_form("/app/sign-in", &[("email", "caller@ringfare.test"), ("password", "wrong-horse")]).await;
    }
    let seen = operator.post_form("/app/admin-alarms", &[("", "")]).await.expect(200).json();
    let alarm = &seen["alarms"][0];
    assert_eq!((&alarm["email"], &alarm["what"]), (&"caller@ringfare.test".into(), &"velocity".into()));
    let doors = seen["doors"].as_array().expect("doors");
    let refused = |name: &str| doors.iter().find(|door| door["name"] == name).expect("the door")["refused"].as_i64();
    assert!(refused("password") > Some(0) && refused("proof") == Some(0), "{seen}");
    let page = operator.get("/admin/alarms").await.expect(200).body;
    assert!(page.contains("caller@ringfare.test") && page.contains("within an hour"), "{page}");
    line.finish().await;
}
