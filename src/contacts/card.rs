//! Who a number belongs to, shown while it is dialled; an unknown number can be saved in place.

use leptos::prelude::*;

use super::{
    api::SaveContact,
    list::star,
    model::{Contact, Lookup},
    wording::{label, outcome_of_call},
};
use crate::{
    domain::phone::PhoneNumber,
    ui::{
        alert::ErrorAlert,
        avatar::Avatar,
        button::{Button, Kind, LinkButton},
        copy::CopyButton,
        effect::effect,
        erase::Erase,
        icon::{Glyph, Icon},
        moment::Moment,
        money::{Amount, Decimals},
    },
    words,
};

/// The card.
#[component]
pub fn ContactCard(
    /// The number and its contact, if it has one.
    found: Lookup,
    /// Called once a new contact was saved.
    saved: Callback<()>,
) -> impl IntoView {
    let (phone, contact) = (found.phone, found.contact);
    view! {
        <section class="card contact-card" data-testid="contact-card" aria-label=words::contacts().contact()>
            {match contact {
                Some(contact) => view! { <Known contact phone/> }.erase(),
                None => view! { <Unknown phone saved/> }.erase(),
            }}
        </section>
    }
}

/// Someone the caller knows.
#[component]
fn Known(
    /// Who.
    contact: Contact,
    /// Their number.
    phone: PhoneNumber,
) -> impl IntoView {
    let t = words::contacts();
    let edit = format!("/dashboard/contacts?show={}", contact.id);
    let of_number = contact.numbers.iter().find(|number| number.e164 == phone.e164).map(|number| label(t, number.label));
    let line = format!("{} · {}", phone.international, of_number.unwrap_or_else(|| phone.line.label()));
    let others = others(&contact, &phone);
    let (named, last) = (name(&contact), last_call(&contact));
    let notes = Some(contact.notes).filter(|notes| !notes.is_empty());
    view! {
        <div class="contact-head">
            <Avatar name=contact.name.clone()/>
            <div>
                {named}
                <p class="muted">{line}</p>
            </div>
            <span class="contact-card-actions">
                <CopyButton text=phone.e164.to_string() what=t.the_number()/>
                <LinkButton href=edit kind=Kind::Quiet attr:aria-label=t.edit_whom(&contact.name) attr:title=t.edit()>
                    <Icon glyph=Glyph::Edit/>
                </LinkButton>
            </span>
        </div>
        <dl class="contact-figures">
            <div>
                <dt>{t.last_call()}</dt>
                <dd>{last}</dd>
            </div>
            <div>
                <dt>{t.calls()}</dt>
                <dd>{words::language().number(contact.calls)}</dd>
            </div>
            <div>
                <dt>{t.spent()}</dt>
                <dd><Amount micros=contact.spent_micros decimals=Decimals::Price/></dd>
            </div>
        </dl>
        {notes.map(|notes| view! { <p class="contact-notes" dir="auto">{notes}</p> })}
        {others}
    }
}

/// The name, with the star of a favourite.
pub(super) fn name(contact: &Contact) -> AnyView {
    view! { <p class="contact-name"><span dir="auto">{contact.name.clone()}</span> {contact.favourite.then(star)}</p> }.erase()
}

/// When the last call was, and what became of it.
pub(super) fn last_call(contact: &Contact) -> AnyView {
    let t = words::contacts();
    match &contact.last_call {
        Some(last) => view! { <Moment at=last.at/> " · " {outcome_of_call(t, last.status)} }.erase(),
        None => t.never().erase(),
    }
}

/// Their other numbers, as links that put them into the field.
fn others(contact: &Contact, phone: &PhoneNumber) -> Option<AnyView> {
    let t = words::contacts();
    let others: Vec<_> = contact
        .numbers
        .iter()
        .filter(|number| number.e164 != phone.e164)
        .map(|number| {
            let href = format!("/dashboard/dialer?to={}", number.e164.digits());
            view! { <li><a href=href>{number.international.clone()}</a> " " <span class="muted">{label(t, number.label)}</span></li> }
        })
        .collect();
    (!others.is_empty()).then(|| view! { <ul class="contact-others" aria-label=t.other_numbers()>{others}</ul> }.erase())
}

/// A number without a contact: offers to save it, and stands in nobody's way.
#[component]
fn Unknown(
    /// The number.
    phone: PhoneNumber,
    /// Called once it was saved.
    saved: Callback<()>,
) -> impl IntoView {
    let t = words::contacts();
    let save = ServerAction::<SaveContact>::new();
    effect(move |_| {
        if matches!(save.value().get(), Some(Ok(_))) {
            saved.run(());
        }
    });
    let error = move || save.value().get().and_then(Result::err);
    view! {
        <p class="muted">{t.unknown(&phone.international)}</p>
        <ActionForm action=save attr:class="contact-save">
            <input type="hidden" name="phone" value=phone.e164.to_string()/>
            <input type="hidden" name="notes" value=""/>
            <label class="visually-hidden" for="contact-name">{t.name()}</label>
            <input id="contact-name" name="name" type="text" placeholder=t.name() required maxlength="80" autocomplete="off" dir="auto"/>
            <span data-testid="save-contact">
                <Button kind=Kind::Plain submit=true pending=save.pending()>{t.save_contact()}</Button>
            </span>
        </ActionForm>
        {move || error().map(|error| view! { <ErrorAlert error/> })}
    }
}
