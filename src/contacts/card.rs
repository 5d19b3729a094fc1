//! Who a number belongs to, shown while it is dialled; an unknown number can be saved in place.

use leptos::prelude::*;

use super::{
    api::SaveContact,
    model::{Contact, Lookup},
};
use crate::{
    domain::phone::PhoneNumber,
    ui::{
        alert::ErrorAlert,
        avatar::Avatar,
        button::{Button, Kind},
        copy::CopyButton,
        moment::Moment,
        money::{Amount, Decimals},
    },
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
        <section class="card contact-card" data-testid="contact-card" aria-label="Contact">
            {match contact {
                Some(contact) => view! { <Known contact phone/> }.into_any(),
                None => view! { <Unknown phone saved/> }.into_any(),
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
    let notes = Some(contact.notes).filter(|notes| !notes.is_empty());
    let last = contact.last_called_at;
    view! {
        <div class="contact-head">
            <Avatar name=contact.name.clone()/>
            <div>
                <p class="contact-name">{contact.name}</p>
                <p class="muted">{format!("{} · {}", phone.international, phone.line.label())}</p>
            </div>
            <CopyButton text=phone.e164.to_string() what="number"/>
        </div>
        <dl class="contact-figures">
            <div>
                <dt>"Last called"</dt>
                <dd>{match last {
                    Some(at) => view! { <Moment at/> }.into_any(),
                    None => "never".into_any(),
                }}</dd>
            </div>
            <div>
                <dt>"Calls"</dt>
                <dd>{contact.calls}</dd>
            </div>
            <div>
                <dt>"Spent"</dt>
                <dd>
                    <Amount micros=contact.spent_micros decimals=Decimals::Price/>
                </dd>
            </div>
        </dl>
        {notes.map(|notes| view! { <p class="contact-notes">{notes}</p> })}
    }
}

/// A number without a contact: offers to save it, and stands in nobody's way.
#[component]
fn Unknown(
    /// The number.
    phone: PhoneNumber,
    /// Called once it was saved.
    saved: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveContact>::new();
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(_))) {
            saved.run(());
        }
    });
    let error = move || save.value().get().and_then(Result::err);
    view! {
        <p class="muted">{format!("{} is not among your contacts.", phone.international)}</p>
        <ActionForm action=save attr:class="contact-save">
            <input type="hidden" name="phone" value=phone.e164.to_string()/>
            <input type="hidden" name="notes" value=""/>
            <label class="visually-hidden" for="contact-name">"Name"</label>
            <input id="contact-name" name="name" type="text" placeholder="Name" required maxlength="120" autocomplete="off"/>
            <span data-testid="save-contact">
                <Button kind=Kind::Plain submit=true pending=save.pending()>"Save contact"</Button>
            </span>
        </ActionForm>
        {move || error().map(|error| view! { <ErrorAlert error/> })}
    }
}
