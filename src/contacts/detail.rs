//! One contact in the drawer: numbers to call, and what calling them came to.

use leptos::prelude::*;

use super::{
    card::{last_call, name},
    model::{Contact, ContactDetail, ContactNumber, PastCall},
    place::{Place, Task},
    wording::{label, outcome_of_call},
};
use crate::{
    calls::callee_time::CalleeTime,
    domain::phone::flag,
    ui::{
        avatar::Avatar,
        button::{Kind, LinkButton},
        copy::CopyButton,
        erase::Erase,
        icon::{Glyph, Icon},
        moment::Moment,
        money::{Amount, Decimals},
    },
    words,
};

/// The contact.
#[component]
pub fn Detail(
    /// Who, with the calls.
    detail: ContactDetail,
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let t = words::contacts();
    let ContactDetail { contact, answered, average_seconds, recent, zones } = detail;
    let numbers = contact.numbers.iter().cloned().map(number).collect_view();
    let edit = place.with(Task::Edit(contact.id.clone())).href();
    let delete = place.with(Task::Delete(contact.id.clone())).href();
    let notes = Some(contact.notes.clone()).filter(|notes| !notes.is_empty());
    view! {
        <div class="contact-detail" data-testid="contact-detail">
            {head(&contact)}
            <ul class="contact-numbers">{numbers}</ul>
            {figures(&contact, answered, average_seconds, zones)}
            {notes.map(|notes| view! { <p class="contact-notes" dir="auto">{notes}</p> })}
            <h3>{t.recent()}</h3>
            {calls(recent)}
            <div class="form-actions">
                <LinkButton href=edit kind=Kind::Plain><Icon glyph=Glyph::Edit/> {t.edit()}</LinkButton>
                <LinkButton href=delete kind=Kind::Quiet><Icon glyph=Glyph::Trash/> {t.delete()}</LinkButton>
            </div>
        </div>
    }
    .erase()
}

fn head(contact: &Contact) -> impl IntoView + use<> {
    let tags = contact.tags.iter().map(|tag| view! { <li class="tag" dir="auto">{tag.clone()}</li> }).collect_view();
    let groups = words::contacts().groups();
    view! {
        <div class="contact-head">
            <Avatar name=contact.name.clone()/>
            <div>
                {name(contact)}
                {(!contact.tags.is_empty()).then(|| view! { <ul class="tags" aria-label=groups>{tags}</ul> })}
            </div>
        </div>
    }
}

/// A number with what one can do with it.
fn number(number: ContactNumber) -> impl IntoView {
    let t = words::contacts();
    let call = format!("/dashboard/dialer?to={}", number.e164.digits());
    let country = number.country.as_deref().map(flag).unwrap_or_default();
    view! {
        <li>
            <span class="contact-number-words">
                <span class="contact-phone">{country} " " {number.international.clone()}</span>
                <span class="muted">{label(t, number.label)}</span>
            </span>
            <CopyButton text=number.e164.to_string() what=t.the_number()/>
            <LinkButton href=call kind=Kind::Call attr:aria-label=t.call_whom(&number.international)>
                <Icon glyph=Glyph::Phone/>
                {t.call()}
            </LinkButton>
        </li>
    }
}

/// Facts with their names.
fn figures(contact: &Contact, answered: i64, average_seconds: i64, zones: Vec<String>) -> impl IntoView + use<> {
    let (t, language) = (words::contacts(), words::language());
    let last = last_call(contact);
    let average = if answered > 0 { language.duration(average_seconds) } else { "–".to_owned() };
    view! {
        <dl class="contact-figures">
            <div>
                <dt>{t.local_time()}</dt>
                <dd><CalleeTime zones/></dd>
            </div>
            <div>
                <dt>{t.last_call()}</dt>
                <dd>{last}</dd>
            </div>
            <div>
                <dt>{t.calls()}</dt>
                <dd>{language.number(contact.calls)}</dd>
            </div>
            <div>
                <dt>{t.average()}</dt>
                <dd>{average}</dd>
            </div>
            <div>
                <dt>{t.spent()}</dt>
                <dd><Amount micros=contact.spent_micros decimals=Decimals::Price/></dd>
            </div>
        </dl>
    }
}

fn calls(recent: Vec<PastCall>) -> AnyView {
    let (t, language) = (words::contacts(), words::language());
    if recent.is_empty() {
        return view! { <p class="muted">{t.no_calls()}</p> }.erase();
    }
    let rows = recent
        .into_iter()
        .map(|call| {
            let href = format!("/dashboard/calls/{}", call.id);
            let length = call.seconds.filter(|seconds| *seconds > 0).map(|seconds| format!(" · {}", language.duration(seconds)));
            let charged = call.charged_micros.map(|micros| view! { <Amount micros decimals=Decimals::Price/> });
            view! {
                <li>
                    <a href=href aria-label=t.receipt_of()><Moment at=call.at/></a>
                    <span class="muted">{outcome_of_call(t, call.status)} {length}</span>
                    {charged}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="contact-calls">{rows}</ul> }.erase()
}
