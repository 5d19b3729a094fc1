//! The list of contacts.

use leptos::prelude::*;

use super::{
    model::Contact,
    place::{Place, Task},
};
use crate::{
    domain::phone::flag,
    ui::{
        avatar::Avatar,
        button::{Kind, LinkButton},
        empty::EmptyState,
        icon::{Glyph, Icon},
        moment::{Detail, Moment},
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
};

/// More than this many are not shown; `store::LISTED_MOST` is the same.
const SHOWN_MOST: usize = 500;

/// All contacts that were found, or an invitation.
#[component]
pub fn ContactsList(
    /// By name.
    contacts: Vec<Contact>,
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    if contacts.is_empty() {
        return view! { <Nobody place/> }.into_any();
    }
    let columns = vec![
        Column::words("Name"),
        Column::words("Number"),
        Column::words("Last called"),
        Column::figures("Calls"),
        Column::figures("Spent"),
        Column::words(""),
    ];
    let cut = (contacts.len() >= SHOWN_MOST).then(|| {
        view! { <p class="muted contacts-cut">{format!("These are the first {SHOWN_MOST}. Search to find the others.")}</p> }
    });
    let rows = contacts.into_iter().map(|contact| view! { <ContactRow contact place=place.clone()/> }).collect_view();
    view! {
        <div data-testid="contacts-list">
            <Table caption="Your contacts" columns>
                {rows}
            </Table>
            {cut}
        </div>
    }
    .into_any()
}

/// One contact.
#[component]
fn ContactRow(
    /// Whom.
    contact: Contact,
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let country = contact.country.as_deref().map(flag).unwrap_or_default();
    let last_called = match contact.last_called_at {
        Some(at) => view! { <Moment at detail=Detail::Day/> }.into_any(),
        None => view! { <span class="muted">"Never"</span> }.into_any(),
    };
    let (call, edit) =
        (format!("/dashboard/dialer?to={}", contact.phone.digits()), place.with(Task::Edit(contact.id.clone())).href());
    let (name, number) = (contact.name.clone(), contact.international.clone());
    let (calls, spent) = (contact.calls, contact.spent_micros);
    let notes =
        (!contact.notes.is_empty()).then(|| view! { <span class="contact-row-notes muted">{contact.notes.clone()}</span> });
    view! {
        <Row attr:data-testid="contact-row">
            <Cell>
                <span class="contact-who">
                    <Avatar name=name.clone()/>
                    <span class="contact-words">
                        <a href=edit>{name}</a>
                        {notes}
                    </span>
                </span>
            </Cell>
            <Cell label="Number"><span class="contact-phone">{country} " " {number}</span></Cell>
            <Cell label="Last called">{last_called}</Cell>
            <Cell label="Calls" numeric=true>{calls}</Cell>
            <Cell label="Spent" numeric=true><Amount micros=spent decimals=Decimals::Price/></Cell>
            <Cell><RowActions contact place call/></Cell>
        </Row>
    }
}

/// What one can do with a contact.
#[component]
fn RowActions(
    /// Whom.
    contact: Contact,
    /// Where on the page one is.
    place: Place,
    /// Where the dialer opens on their number.
    call: String,
) -> impl IntoView {
    let name = contact.name;
    let (edit, delete) = (place.with(Task::Edit(contact.id.clone())).href(), place.with(Task::Delete(contact.id)).href());
    view! {
        <span class="contact-actions">
            <LinkButton href=call kind=Kind::Call attr:aria-label=format!("Call {name}")><Icon glyph=Glyph::Phone/> "Call"</LinkButton>
            <LinkButton href=edit kind=Kind::Quiet attr:aria-label=format!("Edit {name}") attr:title="Edit">
                <Icon glyph=Glyph::Edit/>
            </LinkButton>
            <LinkButton href=delete kind=Kind::Quiet attr:aria-label=format!("Delete {name}") attr:title="Delete">
                <Icon glyph=Glyph::Trash/>
            </LinkButton>
        </span>
    }
}

/// When nobody is there, or nobody was found.
#[component]
fn Nobody(
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let add = place.with(Task::Add(String::new())).href();
    let (title, text, href, label) = if place.q.is_empty() {
        ("No contacts yet", "Add the people you call: their name then stands on every call.".to_owned(), add, "Add contact")
    } else {
        let all = Place::default().href();
        ("Nobody found", format!("No name or number contains “{}”.", place.q), all, "Show all contacts")
    };
    view! {
        <div data-testid="contacts-list">
            <EmptyState
                title
                text
                glyph=Glyph::Contacts
                action=move || view! { <LinkButton href>{label}</LinkButton> }
            />
        </div>
    }
}
