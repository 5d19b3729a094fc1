//! Who a number belongs to, asked and told by scripts.

use serde_json::{Value, json};

use crate::support::TestApp;

const LOOKUP: &str = "/api/user/contacts/lookup";

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_created_found_renamed_and_known_to_its_owner_only() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.script("ann@example.test").await, app.script("eve@example.test").await);
    let unknown = ann.get("/api/user/contacts/lookup?phone=%2B447911123456").await.expect(200).json();
    assert_eq!(unknown["phone"]["e164"], "+447911123456");
    assert_eq!(unknown["phone"]["country"], "GG", "this range of +44 7911 is Guernsey's");
    assert_eq!(unknown["contact"], Value::Null);

    let body = json!({ "phone": "+44 7911 123456", "name": "  Bob ", "notes": "a plumber" });
    let created = ann.post_json(LOOKUP, &body).await.expect(200).json();
    assert_eq!((&created["contact"]["name"], &created["contact"]["phone"]), (&json!("Bob"), &json!("+447911123456")));
    assert_eq!((&created["contact"]["calls"], &created["contact"]["spent_micros"]), (&json!(0), &json!(0)));
    assert_eq!(created["contact"]["last_called_at"], Value::Null);

    let renamed = ann.post_json(LOOKUP, &json!({ "phone": "+447911123456", "name": "Robert" })).await.expect(200).json();
    assert_eq!((&renamed["contact"]["id"], &renamed["contact"]["notes"]), (&created["contact"]["id"], &json!("a plumber")));
    let found = ann.get("/api/user/contacts/lookup?phone=%2B447911123456").await.expect(200).json();
    assert_eq!(found, renamed);

    let hers = eve.get("/api/user/contacts/lookup?phone=%2B447911123456").await.expect(200).json();
    assert_eq!(hers["contact"], Value::Null);
    assert_eq!(app.count("select count(*) from contacts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_name_nobody_is_added() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let answer = ann.post_json(LOOKUP, &json!({ "phone": "+447911123456" })).await.expect(200).json();
    assert_eq!(answer["contact"], Value::Null);
    assert_eq!(app.count("select count(*) from contacts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_refused_at_its_field() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let bad = [
        (json!({ "phone": "hello", "name": "Bob" }), "phone"),
        (json!({ "phone": "", "name": "Bob" }), "phone"),
        (json!({ "phone": "+447911123456", "name": "   " }), "name"),
        (json!({ "phone": "+447911123456", "name": "x".repeat(81) }), "name"),
        (json!({ "phone": "+447911123456", "name": "Bob", "notes": "x".repeat(1_001) }), "notes"),
        (json!({ "phone": "+447911123456", "notes": "of nobody" }), "name"),
    ];
    for (body, field) in bad {
        let answer = ann.post_json(LOOKUP, &body).await.expect(422).json();
        assert_eq!(answer["error"]["field"], field, "{body}: {answer}");
    }
    let query = ann.get("/api/user/contacts/lookup?phone=12").await.expect(422).json();
    assert_eq!(query["error"]["field"], "phone");
    assert_eq!(app.count("select count(*) from contacts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_cannot_smuggle_in_what_is_not_its_own_to_say() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.script("ann@example.test").await, app.script("eve@example.test").await);
    for (name, value) in [("user_id", json!(eve.user)), ("id", json!("contact_x")), ("spent_micros", json!(5))] {
        let mut body = json!({ "phone": "+447911123456", "name": "Bob" });
        body[name] = value;
        let answer = ann.post_json(LOOKUP, &body).await.expect(422);
        assert_eq!(answer.error_code(), "invalid_input");
    }
    assert_eq!(app.count("select count(*) from contacts").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_adds_a_contact_before_the_wasm_arrives_and_the_page_lists_it() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let form = [("phone", "+447911123456"), ("name", "Bob <b>the</b> builder"), ("notes", "")];
    let request = ann.request(reqwest::Method::POST, "/app/save-contact").form(&form);
    let posted = request
        .header("accept", "text/html")
        .header("referer", app.url("/dashboard/contacts?add=1"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(posted.status().as_u16(), 302);
    let page = ann.get("/dashboard/contacts").await.expect(200);
    assert!(page.body.contains("Bob &lt;b&gt;the&lt;/b&gt; builder"), "{}", page.body);
    assert!(page.body.contains("/dashboard/dialer?to=447911123456"));
    assert_eq!(page.body.matches("data-testid=\"contact-row\"").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_of_another_caller_cannot_be_read_or_deleted() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.signed_in("ann@example.test").await, app.signed_in("eve@example.test").await);
    let form = [("phone", "+447911123456"), ("name", "Bob"), ("notes", "")];
    let bob = ann.post_form("/app/save-contact", &form).await.expect(200).json();
    let id = bob["id"].as_str().expect("an id");
    eve.post_form("/app/contact", &[("id", id)]).await.expect(404);
    eve.post_form("/app/delete-contact", &[("id", id)]).await.expect(404);
    assert_eq!(app.count("select count(*) from contacts").await, 1);
    ann.post_form("/app/delete-contact", &[("id", id)]).await.expect(200);
    assert_eq!(app.count("select count(*) from contacts").await, 0);
}
