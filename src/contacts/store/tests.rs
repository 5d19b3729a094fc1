//! The store on a real database.

use super::*;
use crate::{
    analytics::store::fixture::{BRITISH, Ended, TestDatabase, moment},
    contacts::{
        model::{Contact, Label, Sort},
        store::{
            list::{Wanted, matches, page},
            write::Record,
        },
    },
    domain::{
        ids::{ContactId, UserId},
        money::Micros,
        page::Limit,
        phone::E164,
    },
    server::ids,
};

const ALL: Wanted<'static> = Wanted { q: "", tag: "", sort: Sort::Name, cursor: None, limit: Limit::PAGE };

fn phone(text: &str) -> E164 {
    E164::parse(text).expect("E.164")
}

fn names(contacts: &[Contact]) -> Vec<&str> {
    contacts.iter().map(|contact| contact.name.as_str()).collect()
}

async fn list(test: &TestDatabase, user: &UserId, wanted: &Wanted<'_>) -> Vec<Contact> {
    page(&test.db, user, wanted).await.expect("contacts").items
}

async fn add(test: &TestDatabase, user: &UserId, name: &str, favourite: bool, numbers: &[&str]) -> ContactId {
    let record = Record {
        id: ids::contact_id(),
        name: name.into(),
        notes: "Überall".into(),
        tags: vec!["Work".into()],
        favourite,
        zone: None,
        numbers: numbers.iter().map(|number| (phone(number), Label::Mobile)).collect(),
    };
    let mut tx = test.db.begin().await.expect("a transaction");
    write::insert(&mut tx, user, &record, moment("2026-11-20T12:00:00Z")).await.expect("stored");
    tx.commit().await.expect("committed");
    record.id
}

#[tokio::test]
async fn contacts_come_by_name_with_what_their_settled_calls_came_to() {
    let test = TestDatabase::fresh().await;
    let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
    test.contact(&ann, "zoe", "+33123456789").await;
    let bob = test.contact(&ann, "Bob", "+447911123456").await;
    test.contact(&eve, "Eve's own", "+447911123456").await;
    for charged in [20_000, 22_000] {
        test.call(&ann, Ended { contact: Some(&bob), charged, ..BRITISH }).await;
    }
    let contacts = list(&test, &ann, &ALL).await;
    assert_eq!(names(&contacts), ["Bob", "zoe"]);
    assert_eq!((contacts[0].calls, contacts[0].spent_micros), (2, Micros(42_000)));
    assert_eq!((contacts[1].calls, contacts[1].spent_micros), (0, Micros::ZERO));
    assert_eq!(of_number(&test.db, &ann, &phone("+447911123456")).await.expect("found"), Some(contacts[0].clone()));
    assert_eq!(of_id(&test.db, &ann, &bob).await.expect("found"), Some(contacts[0].clone()));
    assert_eq!(of_id(&test.db, &eve, &bob).await.expect("asked"), None);
    assert_eq!(id_of_number(&test.db, &ann, &phone("+33123456780")).await.expect("none"), None);
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps_in_every_order() {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    for index in 0..7 {
        let id = add(&test, &ann, &format!("Name {}", index % 3), index == 5, &[&format!("+4479111234{index:02}")]).await;
        test.call(&ann, Ended { contact: Some(&id), charged: index % 2, ..BRITISH }).await;
    }
    for sort in [Sort::Name, Sort::Recent, Sort::Spent] {
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let limit = Limit::parse(Some(2)).expect("a limit");
            let wanted = Wanted { sort, cursor: cursor.as_deref(), limit, ..ALL };
            let page = page(&test.db, &ann, &wanted).await.expect("a page");
            seen.extend(page.items.into_iter().map(|contact| (contact.favourite, contact.id)));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 7, "{sort}");
        assert!(sort != Sort::Name || seen[0].0, "favourites first");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7, "{sort}");
    }
}

#[tokio::test]
async fn a_search_finds_names_without_accents_numbers_in_any_form_notes_and_tags() {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    add(&test, &ann, "100% Bób", false, &["+447911123456", "+33123456789"]).await;
    add(&test, &ann, "דנה Łucja_B", false, &["+46812345678"]).await;
    let found = async |q: &str| list(&test, &ann, &Wanted { q, ..ALL }).await.len();
    for (q, count) in [
        ("bOb", 1),
        ("%", 1),
        ("_", 1),
        ("07911 123", 1),
        ("+33 1", 1),
        ("+44 (0)7911", 1),
        ("lucja", 1),
        ("דנה", 1),
        ("uberall", 2),
        ("work", 2),
        ("nobody", 0),
    ] {
        assert_eq!(found(q).await, count, "{q}");
    }
    assert_eq!(list(&test, &ann, &Wanted { tag: "Work", ..ALL }).await.len(), 2);
    assert_eq!(list(&test, &ann, &Wanted { tag: "Wor", ..ALL }).await.len(), 0);
}

#[tokio::test]
async fn the_dialer_is_offered_beginnings_of_names_and_parts_of_numbers() {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    add(&test, &ann, "Vlad", false, &["+46812345678"]).await;
    add(&test, &ann, "Grace Adams", true, &["+33123456789"]).await;
    add(&test, &ann, "Ada", false, &["+447911123456", "+447911123457"]).await;
    let found = async |q: &str| {
        let found = matches(&test.db, &ann, q, 8).await.expect("matches");
        found.into_iter().map(|found| format!("{} {}", found.name, found.e164)).collect::<Vec<_>>()
    };
    assert_eq!(found("ad").await, ["Grace Adams +33123456789", "Ada +447911123456", "Ada +447911123457"]);
    assert_eq!(found("+44 7911").await, ["Ada +447911123456", "Ada +447911123457"]);
    assert_eq!(found("345678").await, ["Grace Adams +33123456789", "Vlad +46812345678"]);
    assert_eq!(found(" ").await, [""; 0]);
}

#[tokio::test]
async fn another_callers_contact_is_neither_deleted_nor_moved_back_in_time() {
    let test = TestDatabase::fresh().await;
    let (ann, eve) = (test.user("ann@example.test").await, test.user("eve@example.test").await);
    let bob = test.contact(&ann, "Bob", "+447911123456").await;
    let mut tx = test.db.begin().await.expect("a transaction");
    assert!(!write::delete(&mut tx, &eve, &bob).await.expect("not hers"));
    touch(&mut tx, &bob, moment("2026-11-20T12:00:00Z")).await.expect("touched");
    touch(&mut tx, &bob, moment("2026-11-19T12:00:00Z")).await.expect("touched");
    tx.commit().await.expect("committed");
    let contacts = list(&test, &ann, &ALL).await;
    assert_eq!(contacts[0].last_called_at, Some(moment("2026-11-20T12:00:00Z")));
    assert_eq!(contacts[0].numbers.len(), 1);
}

#[tokio::test]
async fn contacts_from_before_are_made_ready_for_searching() {
    let test = TestDatabase::fresh().await;
    let ann = test.user("ann@example.test").await;
    let bob = test.contact(&ann, "Bób", "+447911123456").await;
    crate::server::database::on_engine!(&test.db, |pool| {
        sqlx::query("update contacts set search_text = '', sort_key = ''").execute(pool).await.map(drop)
    })
    .expect("as before");
    assert_eq!(write::fill_search(&test.db).await.expect("filled"), 1);
    assert_eq!(list(&test, &ann, &Wanted { q: "bob", ..ALL }).await[0].id, bob);
    assert_eq!(write::fill_search(&test.db).await.expect("nothing left"), 0);
}
