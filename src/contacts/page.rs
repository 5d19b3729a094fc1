//! The contacts page: the list, and a drawer beside it. Everything is a link or a form, so that it works before the WASM arrives.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Form,
    hooks::{use_navigate, use_query_map},
};

use super::{
    api::{DeleteContact, PutContact, list_contacts, read_contact},
    detail::Detail,
    form::{ContactForm, DeleteForm, fields_of},
    list::ContactsList,
    model::{Contact, ContactDetail, ContactFields},
    place::{Place, Task},
};
use crate::{
    error::AppError,
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind, LinkButton},
        dialog::{self, Dialog},
        effect::effect,
        erase::Erase,
        fetched::fetched,
        field::SearchField,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        title::Title,
        toast::use_toasts,
    },
    words,
};

/// The contacts page.
#[component]
pub fn ContactsPage() -> impl IntoView {
    let t = words::contacts();
    let query = use_query_map();
    let place = Memo::new(move |_| query.with(|query| Place::read(|name| query.get(name))));
    let put = ServerAction::<PutContact>::new();
    let delete = ServerAction::<DeleteContact>::new();
    let list = Memo::new(move |_| place.with(|place| place.list.clone()));
    let contacts = fetched(move || (list.get(), put.version().get(), delete.version().get()), |(list, ..)| list_contacts(list));
    let deleted = RwSignal::new(None::<Contact>);
    view! {
        <Title text=t.title()/>
        <PageHeader title=t.title() text=t.text() actions=move || view! { <Actions place/> }/>
        // Before the list: without script an open dialog stands where it is written.
        <Drawer place put delete deleted/>
        <Undo deleted put/>
        <Search place/>
        <Card flush=true>
            <Load resource=contacts rows=6 view=move |page| view! { <ContactsList page place=place.get_untracked()/> }/>
        </Card>
    }
}

/// What one can do with the whole list.
#[component]
fn Actions(
    /// Where on the page one is.
    place: Memo<Place>,
) -> impl IntoView {
    let t = words::contacts();
    let add = Signal::derive(move || place.with(|place| place.with(Task::Add(String::new())).href()));
    view! {
        <div class="contacts-actions">
            <LinkButton href="/dashboard/contacts/duplicates".to_owned() kind=Kind::Quiet>{t.duplicates()}</LinkButton>
            <details class="menu contacts-export">
                <summary class=Kind::Plain.class()><Icon glyph=Glyph::Download/> {t.export()}</summary>
                <ul class="menu-list">
                    <li><a href="/api/user/contacts.vcf" rel="external" download>{t.export_vcard()}</a></li>
                    <li><a href="/api/user/contacts.vcf?version=3.0" rel="external" download>{t.export_vcard_3()}</a></li>
                    <li><a href="/api/user/contacts.csv" rel="external" download>{t.export_csv()}</a></li>
                </ul>
            </details>
            <LinkButton href="/dashboard/contacts/import".to_owned() kind=Kind::Plain>{t.import()}</LinkButton>
            <LinkButton href=add><Icon glyph=Glyph::Plus/> {t.add()}</LinkButton>
        </div>
    }
}

/// The search; without script it is an ordinary form.
#[component]
fn Search(
    /// Where on the page one is.
    place: Memo<Place>,
) -> impl IntoView {
    let t = words::contacts();
    let typed = RwSignal::new(place.with_untracked(|place| place.list.q.clone()));
    effect(move |_| typed.set(place.with(|place| place.list.q.clone())));
    let kept = move |name: &'static str, value: fn(&Place) -> String| {
        view! { <input type="hidden" name=name value=move || place.with(value)/> }
    };
    view! {
        <Form method="GET" action="/dashboard/contacts" attr:class="contacts-search">
            <SearchField label=t.search() value=typed/>
            {kept("tag", |place| place.list.tag.clone())}
            {kept("sort", |place| place.list.sort.clone())}
            <Button kind=Kind::Plain submit=true>{t.do_search()}</Button>
        </Form>
    }
}

/// The drawer in which contacts are looked at, added, changed and deleted.
#[component]
fn Drawer(
    /// Where on the page one is.
    place: Memo<Place>,
    /// Saves.
    put: ServerAction<PutContact>,
    /// Deletes.
    delete: ServerAction<DeleteContact>,
    /// Who was deleted last.
    deleted: RwSignal<Option<Contact>>,
) -> impl IntoView {
    let navigate = use_navigate();
    let list = move || place.with_untracked(|place| place.with(Task::None).href());
    let close = Callback::new(move |()| {
        if place.with_untracked(|place| place.task != Task::None) {
            navigate(&list(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
        put.clear();
        delete.clear();
    });
    close_when_done(put, delete, deleted, close);
    let task = Memo::new(move |_| place.with(|place| place.task.clone()));
    let t = words::contacts();
    let title = Signal::derive(move || match task.get() {
        Task::None | Task::Add(_) => t.add().to_owned(),
        Task::Show(_) => t.contact().to_owned(),
        Task::Edit(_) => t.edit().to_owned(),
        Task::Delete(_) => t.delete().to_owned(),
    });
    let subject = fetched(
        move || task.with(|task| task.contact().cloned()),
        async |id| match id {
            Some(id) => read_contact(id).await.map(Some),
            None => Ok::<_, AppError>(None),
        },
    );
    let content = move || match task.get() {
        Task::None => ().erase(),
        Task::Add(phone) => view! { <ContactForm put fields=fields_with(phone) cancel=list()/> }.erase(),
        task => {
            let place = place.get_untracked();
            let view = move |detail: Option<ContactDetail>| detail.map(|detail| subject_view(&task, detail, &place, put, delete));
            view! { <Load resource=subject view/> }.erase()
        }
    };
    view! {
        <Dialog
            title
            open=Signal::derive(move || task.with(|task| *task != Task::None))
            on_close=close
            place=dialog::Place::Side
        >
            {content}
        </Dialog>
    }
}

fn fields_with(phone: String) -> ContactFields {
    let numbers = vec![super::model::TypedNumber { phone, label: "mobile".into() }];
    ContactFields { numbers, ..ContactFields::default() }
}

fn subject_view(
    task: &Task,
    detail: ContactDetail,
    place: &Place,
    put: ServerAction<PutContact>,
    delete: ServerAction<DeleteContact>,
) -> AnyView {
    let id = detail.contact.id.clone();
    let show = place.with(Task::Show(id)).href();
    match task {
        Task::Edit(_) => view! { <ContactForm put fields=fields_of(detail.contact) cancel=show/> }.erase(),
        Task::Delete(_) => view! { <DeleteForm delete contact=detail.contact back=show/> }.erase(),
        _ => view! { <Detail detail place=place.clone()/> }.erase(),
    }
}

/// Says what was done and closes the drawer.
fn close_when_done(
    put: ServerAction<PutContact>,
    delete: ServerAction<DeleteContact>,
    deleted: RwSignal<Option<Contact>>,
    close: Callback<()>,
) {
    let (toasts, t) = (use_toasts(), words::contacts());
    effect(move |_| {
        if let Some(Ok(contact)) = put.value().get() {
            toasts.say(t.saved(&contact.name));
            deleted.set(None);
            close.run(());
        }
    });
    effect(move |_| {
        if let Some(Ok(contact)) = delete.value().get() {
            deleted.set(Some(contact));
            close.run(());
        }
    });
}

/// The way back after a deletion, while the page stands: everything that was deleted is added again, and the calls are linked by
/// their numbers.
#[component]
fn Undo(
    /// Who was deleted last.
    deleted: RwSignal<Option<Contact>>,
    /// Saves.
    put: ServerAction<PutContact>,
) -> impl IntoView {
    let t = words::contacts();
    let undo = move |_| {
        if let Some(contact) = deleted.get_untracked() {
            put.dispatch(PutContact { form: ContactFields { id: String::new(), ..fields_of(contact) } });
        }
    };
    view! {
        {move || {
            deleted
                .get()
                .map(|contact| {
                    view! {
                        <div class="contacts-undo" data-testid="contact-undo">
                            <Alert tone=Tone::Info>
                                <span>{t.deleted(&contact.name)} " "</span>
                                <Button kind=Kind::Plain pending=put.pending() on:click=undo>{t.undo()}</Button>
                            </Alert>
                        </div>
                    }
                })
        }}
    }
}
