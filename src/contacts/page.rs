//! The contacts page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    components::Form,
    hooks::{use_navigate, use_query_map},
};

use super::{
    api::{DeleteContact, SaveContact, list_contacts, read_contact},
    form::{ContactForm, DeleteForm, Filled},
    list::ContactsList,
    model::Contact,
    place::{Place, Task},
};
use crate::{
    error::AppError,
    ui::{
        button::{Button, Kind, LinkButton},
        dialog::Dialog,
        field::SearchField,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        toast::use_toasts,
    },
};

/// The contacts page.
#[component]
pub fn ContactsPage() -> impl IntoView {
    let query = use_query_map();
    let place = Memo::new(move |_| query.with(|query| Place::read(|name| query.get(name))));
    let save = ServerAction::<SaveContact>::new();
    let delete = ServerAction::<DeleteContact>::new();
    let contacts = Resource::new(
        move || (place.with(|place| place.q.clone()), save.version().get(), delete.version().get()),
        |(q, ..)| list_contacts(q),
    );
    let add = Signal::derive(move || place.with(|place| place.with(Task::Add(String::new())).href()));
    view! {
        <Title text="Contacts"/>
        <PageHeader
            title="Contacts"
            text="The people you call, with what calling them came to."
            actions=move || view! { <LinkButton href=add><Icon glyph=Glyph::Plus/> "Add contact"</LinkButton> }
        />
        // Before the list: without script an open dialog stands where it is written.
        <TaskDialog place save delete/>
        <Search place/>
        <Card flush=true>
            <Load resource=contacts rows=6 view=move |contacts| view! { <ContactsList contacts place=place.get_untracked()/> }/>
        </Card>
    }
}

/// The search; without script it is an ordinary form.
#[component]
fn Search(
    /// Where on the page one is.
    place: Memo<Place>,
) -> impl IntoView {
    let typed = RwSignal::new(place.with_untracked(|place| place.q.clone()));
    Effect::new(move |_| typed.set(place.with(|place| place.q.clone())));
    view! {
        <Form method="GET" action="/dashboard/contacts" attr:class="contacts-search">
            <SearchField label="Search by name or number" value=typed/>
            <Button kind=Kind::Plain submit=true>"Search"</Button>
        </Form>
    }
}

/// The dialog in which contacts are added, changed and deleted.
#[component]
fn TaskDialog(
    /// Where on the page one is.
    place: Memo<Place>,
    /// Saves.
    save: ServerAction<SaveContact>,
    /// Deletes.
    delete: ServerAction<DeleteContact>,
) -> impl IntoView {
    let navigate = use_navigate();
    let list = move || place.with_untracked(|place| place.with(Task::None).href());
    let close = Callback::new(move |()| {
        if place.with_untracked(|place| place.task != Task::None) {
            navigate(&list(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
        save.clear();
        delete.clear();
    });
    close_when_done(save, delete, close);
    let task = Memo::new(move |_| place.with(|place| place.task.clone()));
    let title = Signal::derive(move || task.with(|task| title_of(task).to_owned()));
    let subject = Resource::new(move || task.get(), read_subject);
    let content = move || match task.get() {
        Task::None => ().into_any(),
        Task::Add(phone) => view! { <ContactForm save filled=Filled { phone, ..Filled::default() }/> }.into_any(),
        Task::Edit(_) => view! { <Load resource=subject view=move |contact| edit_form(save, contact)/> }.into_any(),
        Task::Delete(_) => {
            let back = list();
            view! { <Load resource=subject view=move |contact| delete_form(delete, contact, back.clone())/> }.into_any()
        }
    };
    view! {
        <Dialog title open=Signal::derive(move || task.with(|task| *task != Task::None)) on_close=close>
            {content}
        </Dialog>
    }
}

/// The contact that a task is about.
async fn read_subject(task: Task) -> Result<Option<Contact>, AppError> {
    match task {
        Task::Edit(id) | Task::Delete(id) => read_contact(id).await.map(Some),
        Task::None | Task::Add(_) => Ok(None),
    }
}

fn edit_form(save: ServerAction<SaveContact>, contact: Option<Contact>) -> impl IntoView {
    contact.map(|contact| view! { <ContactForm save filled=Filled::of(contact)/> })
}

fn delete_form(delete: ServerAction<DeleteContact>, contact: Option<Contact>, back: String) -> impl IntoView {
    contact.map(|contact| view! { <DeleteForm delete contact back/> })
}

const fn title_of(task: &Task) -> &'static str {
    match task {
        Task::None | Task::Add(_) => "Add contact",
        Task::Edit(_) => "Edit contact",
        Task::Delete(_) => "Delete contact",
    }
}

/// Says what was done and closes the dialog.
fn close_when_done(save: ServerAction<SaveContact>, delete: ServerAction<DeleteContact>, close: Callback<()>) {
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(contact)) = save.value().get() {
            toasts.say(format!("Saved {}.", contact.name));
            close.run(());
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(())) = delete.value().get() {
            toasts.say("Deleted. The calls stay in your history.");
            close.run(());
        }
    });
}
