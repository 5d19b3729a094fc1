//! Persons with several numbers, and files of them in and out.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    actors::{Answer, Script, SignedIn},
    support::TestApp,
};

/// A fifth of what is asked for: a build without optimisation reads numbers slowly.
const ROWS: i64 = 10_000;
const CONTACTS: &str = "/api/user/contacts";

async fn send(script: &Script, method: Method, path: &str, body: &Value) -> Answer {
    Answer::of(script.request(method, path).json(body)).await
}

async fn import(script: &Script, file: impl Into<reqwest::Body>, dry_run: bool) -> Answer {
    let path = format!("{CONTACTS}/import?dry_run={dry_run}");
    Answer::of(script.request(Method::POST, &path).body(file)).await
}

/// What a browser posts from the form with a file.
async fn upload(who: &SignedIn, name: &str, file: &[u8]) -> Answer {
    let head = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    let request = who.request(Method::POST, "/app/contacts-file").header("content-type", "multipart/form-data; boundary=edge");
    Answer::of(request.body(body)).await
}

fn counts(preview: &Value) -> [i64; 5] {
    ["new", "changed", "merged", "unchanged", "refused"].map(|name| preview[name].as_i64().unwrap_or(-1))
}

fn ada() -> Value {
    json!({
        "name": "Ada", "notes": "=SUM(A1)", "tags": ["Friends", "Work"], "favourite": true, "zone": "Europe/London",
        "numbers": [{ "phone": "+44 7911 123456", "label": "mobile" }, { "phone": "+442079460000", "label": "work" }],
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_several_numbers_and_is_found_by_each() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.script("ann@example.test").await, app.script("eve@example.test").await);
    let made = send(&ann, Method::POST, CONTACTS, &ada()).await.expect(201).json();
    assert_eq!(
        made["numbers"][1],
        json!({ "e164": "+442079460000", "international": "+44 20 7946 0000", "country": "GB", "label": "work" })
    );
    for number in ["%2B447911123456", "%2B442079460000"] {
        let found = ann.get(&format!("{CONTACTS}/lookup?phone={number}")).await.expect(200).json();
        assert_eq!(found["contact"]["id"], made["id"]);
    }
    let path = format!("{CONTACTS}/{}", made["id"].as_str().expect("an id"));
    let change = json!({ "numbers": [{ "phone": "+442079460000" }], "favourite": false });
    let changed = send(&ann, Method::PATCH, &path, &change).await.expect(200).json();
    assert_eq!(
        (&changed["phone"], &changed["name"], &changed["favourite"]),
        (&json!("+442079460000"), &json!("Ada"), &json!(false))
    );
    let gone = ann.get(&format!("{CONTACTS}/lookup?phone=%2B447911123456")).await.expect(200).json();
    assert_eq!(gone["contact"], Value::Null);

    let taken = json!({ "name": "Bob", "numbers": [{ "phone": "+442079460000" }] });
    let refused = send(&ann, Method::POST, CONTACTS, &taken).await.expect(422).json();
    assert_eq!(refused["error"]["field"], "numbers.0");
    assert!(refused["error"]["message"].as_str().is_some_and(|text| text.contains("Ada")), "{refused}");
    send(&eve, Method::POST, CONTACTS, &taken).await.expect(201);

    eve.get(&path).await.expect(404);
    send(&eve, Method::PATCH, &path, &change).await.expect(404);
    send(&eve, Method::DELETE, &path, &Value::Null).await.expect(404);
    send(&ann, Method::DELETE, &path, &Value::Null).await.expect(204);
    assert_eq!(app.count("select count(*) from contacts").await, 1);
    assert_eq!(app.count("select count(*) from contact_numbers").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_comes_back_without_a_change_in_every_format() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.script("ann@example.test").await, app.script("bob@example.test").await);
    send(&ann, Method::POST, CONTACTS, &ada()).await.expect(201);
    let odd = json!({
        "name": "'=1+1, \"Zoë\"; עדה 👩‍🚀 and a name that is long enough to be folded twice",
        "notes": "one\ntwo; three, \\four", "numbers": [{ "phone": "+33123456789", "label": "other" }],
    });
    send(&ann, Method::POST, CONTACTS, &odd).await.expect(201);
    for path in ["contacts.vcf", "contacts.vcf?version=3.0", "contacts.csv"] {
        let file = ann.get(&format!("/api/user/{path}")).await.expect(200).body;
        let again = import(&ann, file.clone(), false).await.expect(200).json();
        assert_eq!(counts(&again), [0, 0, 0, 2, 0], "{path}: {again}\n{file}");
        let elsewhere = import(&bob, file, true).await.expect(200).json();
        assert_eq!(counts(&elsewhere), [2, 0, 0, 0, 0], "{path}: {elsewhere}");
    }
    let csv = ann.get("/api/user/contacts.csv").await.expect(200).body;
    assert!(csv.contains("'=SUM(A1)"), "no spreadsheet runs it: {csv}");
    let file = ann.get("/api/user/contacts.vcf").await.expect(200).body;
    import(&bob, file, false).await.expect(200);
    let theirs = bob.get(&format!("{CONTACTS}?q=sum")).await.expect(200).json();
    let theirs = &theirs["contacts"][0];
    assert_eq!(
        (&theirs["notes"], &theirs["zone"], &theirs["favourite"]),
        (&json!("=SUM(A1)"), &json!("Europe/London"), &json!(true))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_and_bad_files_are_told_apart() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let seen = import(&ann, "name;phone\nAda;+447911123456\nNobody;12\n", true).await.expect(200).json();
    assert_eq!(counts(&seen), [1, 0, 0, 0, 1]);
    assert_eq!((&seen["rows"][1]["line"], &seen["rows"][1]["outcome"]), (&json!(3), &json!("refused")));
    assert_eq!(app.count("select count(*) from contacts").await, 0);
    for file in [&b""[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04", b"a,b\nc,d\n"] {
        let answer = import(&ann, file, false).await.expect(422).json();
        assert_eq!(answer["error"]["field"], "file", "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_are_one_are_merged_and_keep_everything() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.script("ann@example.test").await, app.script("eve@example.test").await);
    let one = send(&ann, Method::POST, CONTACTS, &ada()).await.expect(201).json();
    let two = json!({ "name": "ÁDA", "notes": "from the old book", "numbers": [{ "phone": "+33123456789" }] });
    let two = send(&ann, Method::POST, CONTACTS, &two).await.expect(201).json();
    let path = format!("{CONTACTS}/{}/merge", one["id"].as_str().expect("an id"));
    let ids = json!({ "ids": [two["id"]] });
    send(&eve, Method::POST, &path, &ids).await.expect(404);
    let merged = send(&ann, Method::POST, &path, &ids).await.expect(200).json();
    assert_eq!(merged["numbers"].as_array().map(Vec::len), Some(3));
    assert_eq!(merged["notes"], "=SUM(A1)\nfrom the old book");
    assert_eq!(app.count("select count(*) from contacts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_shown_and_then_applied_without_any_script() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.signed_in("ann@example.test").await, app.signed_in("eve@example.test").await);
    let answer = upload(&ann, "list.csv", b"name,phone\n<b>Ada</b>,+447911123456\n").await.expect(303);
    let preview = answer.header("location").to_owned();
    let page = ann.get(&preview).await.expect(200).body;
    assert!(page.contains("list.csv") && page.contains("&lt;b&gt;Ada&lt;/b&gt;"), "{page}");
    assert_eq!(app.count("select count(*) from contacts").await, 0);

    let id = preview.rsplit('=').next().expect("an id");
    eve.post_form("/app/apply-import", &[("file", id)]).await.expect(404);
    let done = ann.post_form("/app/apply-import", &[("file", id)]).await.expect(200).json();
    assert_eq!(counts(&done), [1, 0, 0, 0, 0]);
    ann.post_form("/app/apply-import", &[("file", id)]).await.expect(404);
    assert_eq!(app.count("select count(*) from contacts").await, 1);

    let answer = upload(&ann, "me.png", b"\x89PNG\r\n\x1a\n\0").await.expect(303);
    assert_eq!(answer.header("location"), "/dashboard/contacts/import?problem=picture");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_contact_works_as_a_plain_one() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    let form = [
        ("form[id]", ""),
        ("form[name]", "Bob"),
        ("form[numbers][0][phone]", "+447911123456"),
        ("form[numbers][0][label]", "home"),
        ("form[numbers][1][phone]", "+33123456789"),
        ("form[numbers][1][label]", "work"),
        ("form[numbers][2][phone]", ""),
        ("form[preferred]", "1"),
        ("form[tags]", "Family, Work"),
        ("form[favourite]", "1"),
    ];
    let bob = ann.post_form("/app/put-contact", &form).await.expect(200).json();
    assert_eq!(
        (&bob["phone"], &bob["tags"], &bob["favourite"]),
        (&json!("+33123456789"), &json!(["Family", "Work"]), &json!(true))
    );
    let id = bob["id"].as_str().expect("an id");
    for task in ["show", "edit", "delete"] {
        let page = ann.get(&format!("/dashboard/contacts?{task}={id}")).await.expect(200).body;
        assert!(page.contains("Bob"), "{task}");
    }
    let page = ann.get("/dashboard/contacts?tag=Family&sort=spent").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"contact-row\"").count(), 1);
    let page = ann.get("/dashboard/contacts?tag=Fam").await.expect(200).body;
    assert_eq!(page.matches("data-testid=\"contact-row\"").count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_thousand_rows_are_imported_searched_and_paged() {
    let app = TestApp::start().await;
    let ann = app.script("ann@example.test").await;
    let rows: Vec<String> = (0..ROWS).map(|n| format!("Person {n},+4479{:08},note {n}", 11_000_000 + n)).collect();
    let file = format!("name,phone,notes\n{}\n", rows.join("\n"));
    let began = std::time::Instant::now();
    let seen = import(&ann, file.clone(), true).await.expect(200).json();
    assert_eq!(counts(&seen)[0], ROWS - seen["refused"].as_i64().unwrap_or(0));
    let previewed = began.elapsed();
    let done = import(&ann, file.clone(), false).await.expect(200).json();
    let applied = began.elapsed().saturating_sub(previewed);
    let again = import(&ann, file, false).await.expect(200).json();
    assert_eq!(counts(&again)[..3], [0, 0, 0]);
    assert_eq!(app.count("select count(*) from contacts").await, done["new"].as_i64().expect("a count"));
    let began = std::time::Instant::now();
    let page = ann.get(&format!("{CONTACTS}?limit=50")).await.expect(200).json();
    let listed = began.elapsed();
    ann.get(&format!("{CONTACTS}?limit=50&cursor={}", page["next_cursor"].as_str().expect("more"))).await.expect(200);
    let began = std::time::Instant::now();
    let found = ann.get(&format!("{CONTACTS}?q=person+9999")).await.expect(200).json();
    let searched = began.elapsed();
    assert_eq!(found["contacts"].as_array().map(Vec::len), Some(1));
    eprintln!("preview {previewed:?}, apply {applied:?}, first page {listed:?}, search {searched:?}");
}
