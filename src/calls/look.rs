//! What the server knows about what stands in the dialer's field.

use super::{
    model::look::{Look, Place, Suggestion},
    store::dialled::dialled,
};
use crate::{
    contacts,
    domain::phone::{E164, Reading, ascii_digit},
    error::AppError,
    rates::{countries::name_for_reader, model::Quote, quote::quote},
    server::numbering,
    users::Caller,
    words,
};

/// Contacts suggested.
const MOST_CONTACTS: i64 = 5;
/// Suggestions in all: what fits under the field.
const MOST: usize = 6;
/// Fewer digits ask for no price: what is that short is no subscriber's number anywhere.
const FEWEST_DIGITS: usize = 4;
/// Fewer digits are in nearly every number, and suggest nothing.
const SEARCHED_DIGITS: usize = 3;

/// Looks at what was typed.
///
/// # Errors
/// When the database fails; what is wrong with the number is part of the answer.
pub async fn look(caller: &Caller, typed: String) -> Result<Look, AppError> {
    let digits: String = typed.chars().filter_map(ascii_digit).collect();
    let is_name = typed.chars().any(char::is_alphabetic) || (digits.is_empty() && !typed.trim().is_empty());
    let reading = numbering::reading(&typed, caller.home().as_deref());
    let (quote, problem) = if is_name || digits.len() < FEWEST_DIGITS { (None, None) } else { priced(caller, &typed).await? };
    let place = place(reading.as_ref(), quote.as_ref());
    let searched = if is_name { typed.trim() } else { digits.trim_start_matches('0') };
    let mut suggestions = Vec::new();
    if is_name || typed.trim().is_empty() || digits.len() >= SEARCHED_DIGITS {
        suggestions = suggest(caller, searched, quote.as_ref()).await?;
    }
    let template = reading.and_then(|reading| reading.template);
    let caller_ids = Some(&caller.state.config.caller_ids).filter(|offered| offered.len() > 1).cloned().unwrap_or_default();
    Ok(Look { typed, place, template, quote, problem, suggestions, caller_ids })
}

/// The price, or what is wrong with the number.
async fn priced(caller: &Caller, typed: &str) -> Result<(Option<Quote>, Option<String>), AppError> {
    match quote(caller, typed).await {
        Ok(quote) => Ok((Some(quote), None)),
        Err(AppError::Invalid { message, .. }) => Ok((None, Some(message))),
        Err(error) => Err(error),
    }
}

/// The country of a whole number, else those that its first digits leave.
fn place(reading: Option<&Reading>, quote: Option<&Quote>) -> Option<Place> {
    let reading = reading?;
    let calling_code = reading.calling_code.clone();
    if let Some((country, name)) = quote.and_then(|quote| quote.country.clone().map(|iso| (iso, quote.country_name.clone()))) {
        return Some(Place { country: Some(country), name, calling_code });
    }
    let t = words::rates();
    let names: Vec<&str> = reading.countries.iter().map(|iso| name_for_reader(iso)).collect();
    let (country, name) = match names.as_slice() {
        [] => (None, t.international().to_owned()),
        [only] => (reading.countries.first().cloned(), (*only).to_owned()),
        [first, second] => (None, t.either(first, second)),
        [first, second, rest @ ..] => (None, t.several(first, second, rest.len())),
    };
    Some(Place { country, name, calling_code })
}

/// Contacts of a name or number, then numbers called lately; the newest of those for nothing typed.
async fn suggest(caller: &Caller, searched: &str, whole: Option<&Quote>) -> Result<Vec<Suggestion>, AppError> {
    let (db, user) = (&caller.state.db, &caller.me.id);
    let mut found = Vec::new();
    if !searched.is_empty() {
        let contacts = contacts::store::list::matches(db, user, searched, MOST_CONTACTS).await?;
        found.extend(contacts.into_iter().map(|contact| suggestion(Some(contact.name), contact.e164)));
    }
    let fits = |to: &E164, name: Option<&str>| {
        let name = name.unwrap_or_default().to_lowercase();
        searched.is_empty() || to.digits().contains(searched) || name.contains(&searched.to_lowercase())
    };
    let lately = dialled(db, user).await?.into_iter().filter(|row| fits(&row.to_e164, row.name.as_deref()));
    for row in lately {
        if found.len() < MOST && found.iter().all(|known: &Suggestion| known.phone != row.to_e164) {
            found.push(suggestion(row.name, row.to_e164));
        }
    }
    found.retain(|known| whole.is_none_or(|quote| quote.phone.e164 != known.phone));
    Ok(found)
}

fn suggestion(name: Option<String>, phone: E164) -> Suggestion {
    Suggestion { name, international: numbering::describe(&phone).international, phone }
}
