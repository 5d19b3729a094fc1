//! Everything of one caller as files, each from the same writer as the door that gives it alone.

use std::io;

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use calcard::vcard::VCardVersion;
use futures_util::{Stream, StreamExt, stream};
use serde_json::{Value, json};

use super::{
    archive::{Entry, zipped},
    keys, lists, person,
};
use crate::{
    contacts::{self, store::bulk::everybody, transfer::export as people},
    domain::{month::Month, time::EpochMs},
    error::AppError,
    ledger::monthly,
    server::throttle::Door,
    users::Caller,
    words::{Language, Privacy},
};

/// More months than any account has.
const MONTHS_MOST: usize = 1_200;

/// The archive of a caller, streamed; its README is in `language`.
///
/// # Errors
/// [`AppError::TooMany`] when the caller asks too often.
pub fn archive(caller: &Caller, language: Language) -> Result<Response, AppError> {
    let now = caller.state.clock.now();
    caller.knock(Door::Export)?;
    tracing::info!(user.id = %caller.me.id, "a caller exports their account");
    let day = now.rfc3339().chars().take(10).collect::<String>();
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"ringfare-{day}.zip\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let files = files(caller.clone(), now, language).map(|file| file.map_err(io::Error::other));
    Ok((headers, Body::from_stream(zipped(files, now))).into_response())
}

/// One after another, each read when it is its turn.
fn files(caller: Caller, now: EpochMs, language: Language) -> impl Stream<Item = Result<Entry, AppError>> + Send + 'static {
    async_stream::try_stream! {
        let readme = Privacy::of(language).readme(&caller.me.email, &now.rfc3339());
        yield Entry::text("README.txt", readme);
        for file in person::files(&caller).await? {
            yield file;
        }
        for file in keys::files(&caller).await? {
            yield file;
        }
        for file in address_book(&caller).await? {
            yield file;
        }
        for file in lists::calls(&caller) {
            yield file;
        }
        for file in lists::ledger(&caller) {
            yield file;
        }
        for file in lists::operators_acts(&caller) {
            yield file;
        }
        let months = monthly::months(&caller.state, &caller.me.id).await?;
        let months: Vec<Month> = months.last.back_to(months.first, MONTHS_MOST).collect();
        let made = lists::statements(&caller, months).await?;
        for (month, adds_up) in made.iter().map(|made| (made.month, made.sums.is_some())) {
            if adds_up {
                yield Entry::of(format!("statements/{month}.csv"), monthly::csv_file(caller.clone(), month).await?);
            }
        }
        for file in lists::statement_table(made).files() {
            yield file;
        }
    }
}

/// By the writers of the contacts page, and as JSON.
async fn address_book(caller: &Caller) -> Result<[Entry; 4], AppError> {
    let waiting = contacts::store::waiting::kept(&caller.state.db, &caller.me.id).await?;
    let waiting = waiting.into_iter().map(|file| {
        let read: Value = serde_json::from_str(&file.entries).unwrap_or_default();
        Ok(json!({ "name": file.name, "read_at": file.created_at.rfc3339(), "entries": read }))
    });
    let everybody = everybody(&caller.state.db, &caller.me.id).await?;
    let objects = everybody.into_iter().map(|person| {
        let numbers: Vec<_> =
            person.numbers.iter().map(|(number, label)| json!({ "number": number.as_str(), "label": label })).collect();
        Ok(json!({
            "id": person.id, "name": person.name, "numbers": numbers, "notes": person.notes, "tags": person.tags,
            "favourite": person.favourite, "zone": person.zone,
        }))
    });
    Ok([
        Entry::json("contacts.json", stream::iter(objects.collect::<Vec<_>>())),
        Entry::of("contacts.csv", people::as_csv(caller).await?),
        Entry::json("contact-files.json", stream::iter(waiting.collect::<Vec<_>>())),
        Entry::of("contacts.vcf", people::as_vcards(caller, VCardVersion::V4_0).await?),
    ])
}
