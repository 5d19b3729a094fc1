//! Contacts as files: vCard 4.0 or 3.0, and CSV. What is written here reads back without a change.

use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use calcard::vcard::{
    VCard, VCardEntry, VCardParameter, VCardParameterName, VCardParameterValue, VCardProperty, VCardType, VCardValue,
    VCardVersion,
};
use futures_util::stream;

use crate::{
    contacts::{
        model::Label,
        store::{bulk::everybody, write::Record},
    },
    error::AppError,
    server::csv,
    users::Caller,
};

/// What a spreadsheet takes for the beginning of a formula; `server::csv` puts an apostrophe before it.
pub const DANGEROUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// Cards that are written at a time.
const CARDS_A_CHUNK: usize = 200;

/// All contacts as CSV, streamed: as many pairs of number and label as the person with most numbers has.
///
/// # Errors
/// When the database fails.
pub async fn as_csv(caller: &Caller) -> Result<Response, AppError> {
    let people = everybody(&caller.state.db, &caller.me.id).await?;
    let most = people.iter().map(|person| person.numbers.len()).max().unwrap_or(1);
    let mut header: Vec<String> = ["name", "favourite", "tags", "time zone", "notes"].map(str::to_owned).into();
    for slot in 1..=most {
        header.extend([format!("number {slot}"), format!("label {slot}")]);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = stream::iter(people.into_iter().map(move |person| Ok(row(person, most))));
    Ok(csv::stream("contacts.csv", &header, rows))
}

fn row(person: Record, most: usize) -> Vec<String> {
    let favourite = if person.favourite { "yes" } else { "" };
    let mut cells = vec![person.name, favourite.into(), person.tags.join(", "), person.zone.unwrap_or_default(), person.notes];
    for slot in 0..most {
        let number = person.numbers.get(slot);
        cells.push(number.map(|(number, _)| number.to_string()).unwrap_or_default());
        cells.push(number.map(|(_, label)| label.to_string()).unwrap_or_default());
    }
    cells.into_iter().map(kept).collect()
}

/// A cell that begins with an apostrophe and then a formula gets another one: reading takes one away.
fn kept(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(DANGEROUS) => format!("'{cell}"),
        _ => cell,
    }
}

/// All contacts as cards, streamed.
///
/// # Errors
/// When the database fails.
pub async fn as_vcards(caller: &Caller, version: VCardVersion) -> Result<Response, AppError> {
    let people = everybody(&caller.state.db, &caller.me.id).await?;
    let chunks: Vec<Vec<Record>> = people.chunks(CARDS_A_CHUNK).map(<[Record]>::to_vec).collect();
    let body = stream::iter(chunks.into_iter().map(move |people| {
        let mut text = String::new();
        for person in &people {
            card(person, version).write_to(&mut text, version).map_err(std::io::Error::other)?;
        }
        Ok::<_, std::io::Error>(Bytes::from(text))
    }));
    let headers = [
        (header::CONTENT_TYPE, "text/vcard; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.vcf\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

fn card(person: &Record, version: VCardVersion) -> VCard {
    let text = |name: VCardProperty, text: &str| VCardEntry::new(name).with_value(VCardValue::Text(text.to_owned()));
    let parts = ["", &person.name, "", "", ""].map(|part| VCardValue::Text(part.to_owned()));
    let mut entries = vec![text(VCardProperty::Fn, &person.name), VCardEntry::new(VCardProperty::N).with_values(parts.into())];
    for (index, (number, label)) in person.numbers.iter().enumerate() {
        entries.push(telephone(number.as_str(), *label, index == 0, version));
    }
    if !person.notes.is_empty() {
        entries.push(text(VCardProperty::Note, &person.notes));
    }
    if !person.tags.is_empty() {
        let tags = person.tags.iter().map(|tag| VCardValue::Text(tag.clone())).collect();
        entries.push(VCardEntry::new(VCardProperty::Categories).with_values(tags));
    }
    if let Some(zone) = &person.zone {
        entries.push(text(VCardProperty::Tz, zone));
    }
    if person.favourite {
        entries.push(text(VCardProperty::Other("X-FAVOURITE".into()), "1"));
    }
    VCard { entries }
}

fn telephone(number: &str, label: Label, preferred: bool, version: VCardVersion) -> VCardEntry {
    let kind = match label {
        Label::Mobile => VCardParameterValue::Type(VCardType::Cell),
        Label::Home => VCardParameterValue::Type(VCardType::Home),
        Label::Work => VCardParameterValue::Type(VCardType::Work),
        // Nothing registered says "another one": without a word, reading would guess.
        Label::Other => VCardParameterValue::Text("other".into()),
    };
    let mut entry = VCardEntry::new(VCardProperty::Tel).with_param(VCardParameter::new(VCardParameterName::Type, kind));
    if preferred && version == VCardVersion::V4_0 {
        entry = entry.with_param(VCardParameter::pref(1_u32));
    } else if preferred {
        entry = entry.with_param(VCardParameter::new(VCardParameterName::Type, VCardParameterValue::Text("PREF".into())));
    }
    entry.with_value(VCardValue::Text(number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_disarmed_once_and_an_apostrophe_survives() {
        assert_eq!(kept("'=1+1".into()), "''=1+1");
        assert_eq!((kept("O'Neil".into()), kept("'n Abend".into())), ("O'Neil".into(), "'n Abend".into()));
    }
}
