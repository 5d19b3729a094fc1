//! The list of contacts.

use leptos::prelude::*;

use super::{
    model::{Contact, ContactPage, Sort},
    place::{Place, Task},
};
use crate::{
    domain::phone::flag,
    ui::{
        avatar::Avatar,
        button::{Kind, LinkButton},
        empty::EmptyState,
        erase::Erase,
        icon::{Glyph, Icon},
        moment::{Detail, Moment},
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
    words,
};

/// All contacts that were found, or an invitation.
#[component]
pub fn ContactsList(
    /// Those of this page.
    page: ContactPage,
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let t = words::contacts();
    if page.total == 0 {
        return view! { <Nobody place/> }.erase();
    }
    let filters = filters(&page, &place);
    if page.contacts.is_empty() {
        return view! { {filters} <Nobody place/> }.erase();
    }
    let columns = vec![
        Column::words(t.name()),
        Column::words(t.number()),
        Column::words(t.last_called()),
        Column::figures(t.calls()),
        Column::figures(t.spent()),
        Column::words(""),
    ];
    let pager = pager(&page, &place);
    let rows = page.contacts.into_iter().map(|contact| view! { <ContactRow contact place=place.clone()/> }).collect_view();
    view! {
        {filters}
        <div data-testid="contacts-list">
            <Table caption=t.list() columns>
                {rows}
            </Table>
        </div>
        {pager}
    }
    .erase()
}

/// Order and groups, as links.
fn filters(page: &ContactPage, place: &Place) -> AnyView {
    let t = words::contacts();
    let sorts = [(Sort::Name, t.by_name()), (Sort::Recent, t.by_call()), (Sort::Spent, t.by_spent())];
    let chosen = Sort::from_word(&place.list.sort).unwrap_or(Sort::Name);
    let sorts = sorts.map(|(sort, label)| {
        let word = if sort == Sort::Name { "" } else { sort.word() };
        chip(label.to_owned(), sort == chosen, place.listing(|list| word.clone_into(&mut list.sort)).href())
    });
    let tag = &place.list.tag;
    let all = (!page.tags.is_empty())
        .then(|| chip(t.all_groups().to_owned(), tag.is_empty(), place.listing(|list| list.tag.clear()).href()));
    let tags: Vec<_> = page
        .tags
        .iter()
        .map(|name| chip(name.clone(), name == tag, place.listing(|list| list.tag.clone_from(name)).href()))
        .collect();
    view! {
        <div class="contacts-filters">
            <nav class="chips" aria-label=t.sort()>{sorts.into_iter().collect_view()}</nav>
            {all
                .map(|all| {
                    view! {
                        <nav class="chips" aria-label=t.group()>
                            {all}
                            {tags.into_iter().collect_view()}
                        </nav>
                    }
                })}
        </div>
    }
    .erase()
}

fn chip(label: String, chosen: bool, href: String) -> AnyView {
    view! { <a class="chip" href=href aria-current=chosen.then_some("true")><bdi>{label}</bdi></a> }.erase()
}

fn pager(page: &ContactPage, place: &Place) -> AnyView {
    let t = words::contacts();
    let count = words::language().number(page.total);
    let later = !place.list.after.is_empty();
    let first = later.then(|| view! { <LinkButton kind=Kind::Plain href=place.listing(|_| ()).href()>{t.first()}</LinkButton> });
    let next = page.next_cursor.as_ref().map(|cursor| {
        let href = place.listing(|list| list.after.clone_from(cursor)).href();
        view! { <LinkButton kind=Kind::Plain href=href>{t.next()}</LinkButton> }
    });
    view! {
        <div class="contacts-pager">
            <p class="muted">{t.in_all(page.total, &count)}</p>
            {first}
            {next}
        </div>
    }
    .erase()
}

/// One contact.
#[component]
fn ContactRow(
    /// Whom.
    contact: Contact,
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let t = words::contacts();
    let country = contact.country.as_deref().map(flag).unwrap_or_default();
    let last_called = match contact.last_called_at {
        Some(at) => view! { <Moment at detail=Detail::Day/> }.erase(),
        None => view! { <span class="muted">{t.never()}</span> }.erase(),
    };
    let name = contact.name;
    let call = format!("/dashboard/dialer?to={}", contact.phone.digits());
    let edit = place.with(Task::Edit(contact.id.clone())).href();
    let show = place.with(Task::Show(contact.id)).href();
    let more = contact.numbers.len().saturating_sub(1);
    let more = (more > 0).then(|| view! { <span class="muted contact-more">{t.more_numbers(more)}</span> });
    let notes =
        (!contact.notes.is_empty()).then(|| view! { <span class="contact-row-notes muted" dir="auto">{contact.notes}</span> });
    let star = contact.favourite.then(star);
    let (call_whom, edit_whom) = (t.call_whom(&name), t.edit_whom(&name));
    view! {
        <Row attr:data-testid="contact-row">
            <Cell>
                <span class="contact-who">
                    <Avatar name=name.clone()/>
                    <span class="contact-words">
                        <span class="contact-title">
                            <a href=show dir="auto">{name.clone()}</a>
                            {star}
                        </span>
                        {notes}
                    </span>
                </span>
            </Cell>
            <Cell label=t.number()>
                <span class="contact-phone">{country} " " {contact.international}</span>
                {more}
            </Cell>
            <Cell label=t.last_called()>{last_called}</Cell>
            <Cell label=t.calls() numeric=true>{words::language().number(contact.calls)}</Cell>
            <Cell label=t.spent() numeric=true><Amount micros=contact.spent_micros decimals=Decimals::Price/></Cell>
            <Cell>
                <span class="contact-actions">
                    <LinkButton href=call kind=Kind::Call attr:aria-label=call_whom><Icon glyph=Glyph::Phone/> {t.call()}</LinkButton>
                    <LinkButton href=edit kind=Kind::Quiet attr:aria-label=edit_whom attr:title=t.edit()>
                        <Icon glyph=Glyph::Edit/>
                    </LinkButton>
                </span>
            </Cell>
        </Row>
    }
}

/// The mark of a favourite, read out as a word.
pub fn star() -> impl IntoView {
    let word = words::contacts().favourite();
    view! { <span class="contact-star" role="img" aria-label=word title=word>"★"</span> }
}

/// When nobody is there, or nobody was found.
#[component]
fn Nobody(
    /// Where on the page one is.
    place: Place,
) -> impl IntoView {
    let t = words::contacts();
    let everybody = place.list.q.is_empty() && place.list.tag.is_empty();
    let (title, text) = match (everybody, place.list.q.is_empty()) {
        (true, _) => (t.nobody(), t.nobody_text().to_owned()),
        (false, false) => (t.not_found(), t.not_found_text(&place.list.q)),
        (false, true) => (t.not_found(), t.nobody_in_group().to_owned()),
    };
    let action = move || {
        if everybody {
            view! {
                <LinkButton href=place.with(Task::Add(String::new())).href()>{t.add()}</LinkButton>
                " "
                <LinkButton href="/dashboard/contacts/import".to_owned() kind=Kind::Plain>{t.import()}</LinkButton>
            }
            .erase()
        } else {
            view! { <LinkButton href=Place::default().href()>{t.show_all()}</LinkButton> }.erase()
        }
    };
    view! {
        <div data-testid="contacts-list">
            <EmptyState title text glyph=Glyph::Contacts action/>
        </div>
    }
}
