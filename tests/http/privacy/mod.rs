//! Taking one's data away, and the end of an account.

mod schema;
mod traces;

use reqwest::Method;
use ringfare::{
    admin::{audit, model::Action},
    domain::{money::Micros, page::Limit},
    privacy,
    users::command,
};
use serde_json::{Value, json};

use self::traces::{EMAIL, FRIEND, OWN, SECRET, Traces, count, text_columns};
use crate::{
    actors::Answer,
    line::UK_MOBILE,
    support::{PASSWORD, TestApp},
};

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_an_account_is_in_one_archive_to_the_micro() {
    let traces = Traces::leave().await;
    traces.talk().await;
    let files = traces.files().await;
    let json = |name: &str| -> Value { serde_json::from_str(&files[name]).unwrap_or_else(|error| panic!("{name}: {error}")) };
    let both = ["account", "limits", "sessions", "tokens", "contacts", "calls", "call-notes", "call-events", "transactions"];
    for name in both.into_iter().chain(["statements"]) {
        let rows = json(&format!("{name}.json")).as_array().map(Vec::len).unwrap_or_default();
        assert!(rows > 0, "{name}.json is empty");
        let mut csv = csv::Reader::from_reader(files[&format!("{name}.csv")].as_bytes());
        assert_eq!(csv.records().collect::<Result<Vec<_>, _>>().expect("rows").len(), rows, "{name}.csv");
    }
    assert!(files["README.txt"].contains(EMAIL) && files["contacts.vcf"].contains(&format!("FN:{FRIEND}")));
    let (balance, _) = traces.line.app.wallet(&traces.user).await;
    let account = &json("account.json")[0];
    assert_eq!((&account["email"], &account["number"]), (&json!(EMAIL), &json!(OWN)));
    assert_eq!(account["balance_micros"], json!(balance.0));
    let lines = json("transactions.json");
    let mut running = 0;
    for line in lines.as_array().expect("lines") {
        running += line["amount_micros"].as_i64().expect("an amount");
        assert_eq!(line["balance_after_micros"], json!(running), "oldest first, each continues the last");
    }
    assert_eq!(running, balance.0);
    assert_eq!(json("calls.json")[0]["to"], json!(UK_MOBILE));
    assert_eq!(json("statements.json")[0]["closing_micros"], json!(balance.0));
    let month = files.keys().find(|name| name.starts_with("statements/")).expect("a month line by line");
    assert!(files[month].contains("closing balance"), "{}", files[month]);
    assert!(files["contacts.csv"].contains("'=owes(me)"), "a formula is disarmed: {}", files["contacts.csv"]);
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_no_secret_and_nobody_elses_data() {
    let traces = Traces::leave().await;
    let other = &traces.line.caller;
    other.post_json("/api/user/contacts", &json!({ "name": "Marvin", "numbers": [{ "phone": "+14155550142" }] })).await;
    let files = traces.files().await;
    let (_, cookie) = traces.browser.cookie.split_once('=').expect("a cookie");
    let all: String = files.into_values().collect();
    let strangers = [other.user.to_string(), "Marvin".into(), "caller@ringfare.test".into()];
    for hidden in [PASSWORD, cookie, SECRET, "$argon2"].into_iter().map(str::to_owned).chain(strangers) {
        assert!(!all.contains(&hidden), "'{hidden}' is in the archive");
    }
    let by_token = other.get("/api/user/export").await.expect(403);
    assert_eq!(by_token.error_code(), "forbidden");
    traces.line.app.anonymous().get("/api/user/export").await.expect(401);
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_long_ago_confirms_first() {
    let traces = Traces::leave().await;
    traces.line.app.clock.advance_seconds(11 * 60);
    assert_eq!(traces.browser.get("/api/user/export").await.expect(403).error_code(), "confirm_first");
    assert_eq!(traces.delete(EMAIL).await.status, 403);
    let page = Answer::of(traces.browser.request(Method::GET, "/api/user/export").header("accept", "text/html,*/*;q=0.8")).await;
    assert_eq!((page.status.as_u16(), page.header("location")), (303, "/confirm?next=/dashboard/settings"));
    assert!(traces.browser.post_form("/app/confirm", &[("password", PASSWORD)]).await.status.as_u16() < 400);
    assert!(!traces.files().await.is_empty());
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_not_deleted_by_a_token_a_slip_or_while_a_call_lives() {
    let traces = Traces::leave().await;
    let by_token = traces.line.caller.request(Method::POST, "/app/delete-account");
    let answer = Answer::of(by_token.form(&[("confirmation", "caller@ringfare.test")])).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    let slip = traces.delete("wilhelmina@ringfare.tes").await;
    assert_eq!((slip.status.as_u16(), slip.body.contains("confirmation")), (422, true), "{slip:?}");
    let (parent, child) = traces.dial().await;
    let refused = traces.delete(EMAIL).await;
    assert_eq!((refused.status.as_u16(), refused.body.contains("not been settled")), (409, true), "{refused:?}");
    assert_eq!(traces.line.app.wallet(&traces.user).await.0, Micros(10_000_000));
    traces.hang_up(&parent, &child, "61").await;
    assert_eq!(traces.browser.get("/api/user/me").await.json()["email"], json!(EMAIL));
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_deletion_nothing_tells_whose_the_account_was_and_the_books_hold() {
    let traces = Traces::leave().await;
    traces.talk().await;
    let app = &traces.line.app;
    let (balance, _) = app.wallet(&traces.user).await;
    let lines = app.count("select count(*) from transactions").await;
    let charged = app.count("select cast(sum(charged_micros) as bigint) from calls").await;
    let needles =
        [EMAIL, "wilhelmina", &OWN[1..], &UK_MOBILE[1..], "7911123456", FRIEND, "Beeblebrox", "owes(me)", SECRET, "Ford"];
    assert!(!found(app, &needles).await.is_empty(), "the sweep finds them while they are there");

    let gone = traces.delete(EMAIL).await;
    assert!(gone.status.as_u16() < 400, "{gone:?}");
    assert_eq!(found(app, &needles).await, Vec::<String>::new());
    traces.browser.get("/api/user/me").await.expect(401);
    assert_eq!(app.wallet(&traces.user).await, (balance, Micros(0)));
    assert_eq!(app.count("select count(*) from transactions").await, lines);
    assert_eq!(app.count("select cast(sum(charged_micros) as bigint) from calls").await, charged);
    assert_eq!(app.count("select count(*) from calls where to_e164 = '+44700000000'").await, 1, "the rated prefix stays");
    assert_eq!(app.count("select count(*) from users where status = 'closed'").await, 1);
    let wrong = app.anonymous().post_form("/app/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let again = app.signed_in(EMAIL).await;
    assert_ne!(again.user, traces.user, "the address opens another account");
    assert_eq!(app.wallet(&again.user).await, (Micros(0), Micros(0)));
    assert_eq!(again.get("/api/user/calls").await.json()["calls"], json!([]));
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_carrier_tells_after_a_deletion_leaves_no_number() {
    let traces = Traces::leave().await;
    let (parent, child) = traces.dial().await;
    traces.hang_up(&parent, &child, "61").await;
    assert!(traces.delete(EMAIL).await.status.as_u16() < 400);
    traces.line.report(&parent, &child, "completed", &[("CallDuration", "61"), ("To", UK_MOBILE), ("SequenceNumber", "9")]).await;
    // A page that was left open has its access token for a while.
    let late =
        [("CallSid", "CA00000000000000000000000000000001"), ("From", &format!("client:{}", traces.user)), ("To", UK_MOBILE)];
    let refused = traces.line.twilio.post("/api/twilio/voice", &late).await;
    assert!(!refused.body.contains("<Dial"), "{refused:?}");
    assert_eq!(found(&traces.line.app, &[&UK_MOBILE[1..]]).await, Vec::<String>::new());
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_request_wrote_that_was_under_way_is_forgotten_a_minute_later() {
    let traces = Traces::leave().await;
    let app = &traces.line.app;
    assert!(traces.delete(EMAIL).await.status.as_u16() < 400);
    let others = app.count("select count(*) from contacts where name = 'Marvin'").await;
    let marvin = json!({ "name": "Marvin", "numbers": [{ "phone": "+14155550142" }] });
    traces.line.caller.post_json("/api/user/contacts", &marvin).await.expect(201);
    // As a request does that was let in a moment before.
    app.execute(
        "insert into contacts (id, user_id, e164, name, created_at) \
         select 'contact_late', id, '+447911123456', 'Beeblebrox', 1 from users where status_reason = 'deleted'",
    )
    .await;
    app.execute(
        "update users set warn_below_micros = 7, language = 'de', e164 = '+447911123456' where status_reason = 'deleted'",
    )
    .await;
    assert!(!found(app, &["Beeblebrox", "7911123456"]).await.is_empty(), "the sweep finds them while they are there");
    let when = app.count("select status_changed_at from users where status_reason = 'deleted'").await;
    app.clock.advance_seconds(60);
    privacy::erase::forget_what_came_late(app.state()).await.expect("forgotten");
    assert_eq!(found(app, &["Beeblebrox", "7911123456"]).await, Vec::<String>::new());
    assert_eq!(app.count("select count(*) from users where language = 'de' or warn_below_micros = 7").await, 0);
    assert_eq!(app.count("select status_changed_at from users where status_reason = 'deleted'").await, when);
    assert_eq!(app.count("select count(*) from contacts where name = 'Marvin'").await, others + 1, "another's stay");
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_frozen_while_its_owner_deletes_it_is_either_frozen_or_gone() {
    for _ in 0..8 {
        let traces = Traces::leave().await;
        let state = traces.line.app.state();
        let (deleted, frozen) = tokio::join!(traces.delete(EMAIL), command::freeze(state, EMAIL, "a dispute"));
        let gone = traces.line.app.count("select count(*) from users where status_reason = 'deleted'").await;
        let stands = traces.line.app.count("select count(*) from users where status_reason = 'a dispute'").await;
        assert_eq!((gone, stands), if deleted.status.as_u16() < 400 { (1, 0) } else { (0, 1) }, "{deleted:?} {frozen:?}");
        traces.line.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_deletes_an_account_only_when_they_mean_it() {
    let traces = Traces::leave().await;
    let state = traces.line.app.state();
    let asked = privacy::command::delete(state, EMAIL, false).await.expect_err("it only asks");
    assert!(asked.contains("10.000000") && asked.contains("--yes"), "{asked}");
    let done = privacy::command::delete(state, EMAIL, true).await.expect("deleted");
    assert!(done.contains(traces.user.as_str()), "{done}");
    assert!(privacy::command::delete(state, EMAIL, true).await.is_err(), "there is no such account any more");
    let gone = format!("{}@deleted.invalid", traces.user);
    assert!(privacy::command::delete(state, &gone, true).await.is_err(), "nor under the name of its books");
    let log = audit::page(&state.db, &audit::Filter::default(), None, Limit::PAGE).await.expect("the log").items;
    let last = log.first().expect("an entry");
    assert_eq!((last.action, last.before.as_str(), last.after.as_str()), (Action::Delete, "active", "deleted"));
    assert_eq!((last.subject_id.as_ref(), last.subject.as_ref()), (Some(&traces.user), Some(&gone)));
    assert_eq!(audit::verify::verify(&state.db).await.expect("read").broken, None);
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_closed_or_frozen_is_forgotten_by_an_operator() {
    let traces = Traces::leave().await;
    let state = traces.line.app.state();
    command::freeze(state, EMAIL, "a dispute").await.expect("frozen");
    let own = traces.delete(EMAIL).await;
    assert_eq!((own.status.as_u16(), own.body.contains("frozen")), (409, true), "{own:?}");
    assert!(traces.files().await["operators-acts.csv"].contains("a dispute"), "a frozen caller still has their data");
    command::close(state, EMAIL, "over").await.expect("closed");
    // For so long a server believes what it knew before the command line closed the account.
    traces.line.app.clock.advance_seconds(6);
    traces.browser.get("/api/user/export").await.expect(401);
    privacy::command::delete(state, EMAIL, true).await.expect("deleted");
    assert_eq!(found(&traces.line.app, &[EMAIL, "wilhelmina", SECRET]).await, Vec::<String>::new());
    assert_eq!(audit::verify::verify(&state.db).await.expect("read").broken, None);
    traces.line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_an_operator_closed_is_not_forgotten_for_the_address_that_it_has() {
    let traces = Traces::leave().await;
    let app = &traces.line.app;
    command::close(app.state(), EMAIL, "over").await.expect("closed");
    app.execute("update users set email = id || '@deleted.invalid'").await;
    let contacts = app.count("select count(*) from contacts").await;
    assert!(contacts > 0);
    privacy::erase::forget_what_came_late(app.state()).await.expect("a pass");
    assert_eq!(app.count("select count(*) from contacts").await, contacts);
    let address = format!("{}@deleted.invalid", traces.user);
    privacy::command::delete(app.state(), &address, true).await.expect("its owner may still want to be forgotten");
    assert_eq!(app.count("select count(*) from contacts").await, 0);
    traces.line.finish().await;
}

/// Where in the database any of these texts stands, as it is or as an address writes it.
async fn found(app: &TestApp, needles: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for (table, column) in text_columns(app).await {
        for needle in needles {
            let sql = format!("select count(*) from {table} where lower({column}) like $1");
            if count(app, sql, &[&format!("%{}%", needle.to_lowercase())]).await > 0 {
                places.push(format!("{needle} in {table}.{column}"));
            }
        }
    }
    places
}
