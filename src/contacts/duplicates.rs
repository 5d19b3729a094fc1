//! The page where people who are there twice become one: what would come of it stands beside the button.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{MergeContacts, alike_contacts},
    model::{Alike, Contact},
    wording::label,
};
use crate::{
    domain::money::Micros,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind, LinkButton},
        effect::effect,
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::Glyph,
        layout::{Card, PageHeader},
        load::Load,
        title::Title,
        toast::use_toasts,
    },
    words,
};

/// People who are there more than once.
#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let (t, toasts) = (words::transfer(), use_toasts());
    let merge = ServerAction::<MergeContacts>::new();
    let alike = fetched(move || merge.version().get(), |_| alike_contacts());
    effect(move |_| {
        if let Some(Ok(contact)) = merge.value().get() {
            toasts.say(t.merged_into(&contact.name));
        }
    });
    let error = move || merge.value().get().and_then(Result::err);
    let groups = move |groups: Vec<Alike>| {
        if groups.is_empty() {
            return view! {
                <Card><EmptyState title=t.none_alike() text=t.none_alike_text() glyph=Glyph::Contacts/></Card>
            }
            .erase();
        }
        groups.into_iter().map(|group| view! { <Group group merge/> }).collect_view().erase()
    };
    view! {
        <Title text=t.alike()/>
        <PageHeader
            title=t.alike()
            text=t.alike_text()
            actions=move || view! { <LinkButton href="/dashboard/contacts".to_owned() kind=Kind::Plain>{t.back()}</LinkButton> }
        />
        {move || error().map(|error| view! { <ErrorAlert error/> })}
        <Load resource=alike view=groups/>
    }
}

/// One person, as often as they are there, and what they would become.
#[component]
fn Group(
    /// Them.
    group: Alike,
    /// Merges.
    merge: ServerAction<MergeContacts>,
) -> impl IntoView {
    let t = words::transfer();
    let contacts = group.contacts;
    let ids: Vec<String> = contacts.iter().map(|contact| contact.id.to_string()).collect();
    let becomes = outcome(&contacts);
    let count = contacts.len();
    let choices = contacts.into_iter().enumerate().map(|(index, contact)| choice(contact, index == 0)).collect_view();
    view! {
        <Card>
            <ActionForm action=merge attr:class="alike" attr:data-testid="alike-group">
                <input type="hidden" name="ids" value=ids.join(",")/>
                <fieldset>
                    <legend>{t.keep_name()}</legend>
                    {choices}
                </fieldset>
                <div class="alike-outcome">
                    <p class="muted">{t.becomes()}</p>
                    {becomes}
                    <Button submit=true pending=merge.pending()>{t.merge(count)}</Button>
                </div>
            </ActionForm>
        </Card>
    }
    .erase()
}

fn choice(contact: Contact, first: bool) -> impl IntoView {
    view! {
        <label class="alike-choice">
            <input type="radio" name="keep" value=contact.id.to_string() checked=first/>
            <span>
                <strong dir="auto">{contact.name.clone()}</strong>
                {facts(&[&contact])}
            </span>
        </label>
    }
}

/// Numbers, notes, calls and money of all of them together: what the merged contact has.
fn outcome(contacts: &[Contact]) -> impl IntoView + use<> {
    facts(&contacts.iter().collect::<Vec<_>>())
}

fn facts(contacts: &[&Contact]) -> AnyView {
    let (t, c, language) = (words::transfer(), words::contacts(), words::language());
    let numbers = contacts
        .iter()
        .flat_map(|contact| &contact.numbers)
        .map(|number| view! { <li>{number.international.clone()} " " <span class="muted">{label(c, number.label)}</span></li> })
        .collect_view();
    let notes: Vec<String> = contacts.iter().map(|contact| contact.notes.clone()).filter(|notes| !notes.is_empty()).collect();
    let notes = (!notes.is_empty()).then(|| view! { <p class="contact-notes" dir="auto">{notes.join("\n")}</p> });
    let calls = contacts.iter().map(|contact| contact.calls).sum::<i64>();
    let spent = Micros(contacts.iter().map(|contact| contact.spent_micros.0).sum());
    view! {
        <ul class="alike-numbers">{numbers}</ul>
        {notes}
        <p class="muted">{t.calls_and_spent(calls, &language.price(spent))}</p>
    }
    .erase()
}
