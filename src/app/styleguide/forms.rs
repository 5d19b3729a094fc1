//! What is pressed, filled in, and answered.

use leptos::prelude::*;

use super::Specimens;
use crate::{
    error::AppError,
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::{Button, IconButton, Kind, LinkButton},
        dialog::Dialog,
        empty::EmptyState,
        erase::Erase,
        field::{Entry, SearchField, Select, TextArea, TextField},
        icon::{Glyph, Icon},
        skeleton::Skeleton,
    },
};

const LONG: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

/// Buttons of every kind and state.
#[component]
pub fn Buttons() -> impl IntoView {
    let kinds = [Kind::Primary, Kind::Plain, Kind::Quiet, Kind::Call, Kind::Danger].map(|kind| {
        view! {
            <p class="cluster">
                <Button kind=kind>"Normal"</Button>
                <Button kind=kind attr:class=format!("{} is-focus", kind.class())>"Focus"</Button>
                <Button kind=kind><Icon glyph=Glyph::Phone/>"With an icon"</Button>
                <Button kind=kind pending=true>"Pending"</Button>
                <Button kind=kind disabled=true>"Disabled"</Button>
                <LinkButton kind=kind href="#buttons">"A link"</LinkButton>
                <IconButton kind=kind glyph=Glyph::Search label="Search"/>
            </p>
        }
    });
    view! {
        <Specimens title="Buttons" note="One primary button a view. A pending one keeps its label and its width.">
            {kinds.into_iter().collect_view()}
            <p class="cluster">
                <button type="button" class="button button-plain" aria-pressed="true">"Pressed"</button>
                <a class="chip" href="#chip">"Chip"</a>
                <a class="chip" href="#chip" aria-current="true">"Chosen chip"</a>
            </p>
            <label class="switch"><input type="checkbox" role="switch" checked/> <span>"A switch"</span></label>
            <label class="switch"><input type="checkbox" role="switch"/> <span>"Another, off"</span></label>
            <Button kind=Kind::Plain>{LONG}</Button>
        </Specimens>
    }
    .erase()
}

/// Fields.
#[component]
pub fn Fields() -> impl IntoView {
    let text = |text: &str| RwSignal::new(text.to_owned());
    let wrong =
        Signal::derive(|| Some("This is not a phone number. Write it with its country code, like +44 7911 123456.".to_owned()));
    let choices = vec![("a".to_owned(), "The first".to_owned()), ("b".to_owned(), LONG.to_owned())];
    view! {
        <Specimens title="Fields" note="16 px on phones, so that the page is not zoomed; an error says what to write instead.">
            <form class="form">
                <TextField name="empty" label="Empty" hint="A hint below the field."/>
                <TextField name="filled" label="Filled" value=text("Lucía Romero")/>
                <TextField name="rtl" label="Right to left" value=text("محمد علي")/>
                <TextField name="wrong" label="With an error" entry=Entry::Phone value=text("12a") error=wrong/>
                <TextField name="long" label=LONG value=text(LONG)/>
                <Select name="choice" label="A choice" choices value=text("a")/>
                <TextArea name="area" label="Several lines" value=text("One.\nTwo.")/>
                <SearchField label="Search contacts" value=text("")/>
            </form>
        </Specimens>
    }
    .erase()
}

/// What the page says back.
#[component]
pub fn Messages() -> impl IntoView {
    let errors = [
        AppError::refused(
            "insufficient_credit",
            "This call needs $0.42 and you have $0.10. Add credit, or call a cheaper number.",
        ),
        AppError::not_found("call"),
        AppError::TooMany { retry_after_seconds: 90 },
        AppError::Internal { request_id: "req_0192".into() },
        AppError::Unreachable { message: "offline".into() },
        AppError::NotSignedIn,
    ];
    let errors = errors.map(|error| view! { <ErrorAlert error retry=Callback::new(|()| ())/> }).into_iter().collect_view();
    let tones = [Tone::Neutral, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger];
    let alerts = tones.map(|tone| view! { <Alert tone title="What happened">"What it cost, and what to do next."</Alert> });
    view! {
        <Specimens title="Messages">
            {alerts.into_iter().collect_view()}
            <Alert>{LONG} " " <bdi>"محمد علي"</bdi></Alert>
        </Specimens>
        <Specimens title="Failures">{errors}</Specimens>
        <Specimens title="Waiting and nothing" note="A skeleton appears after a moment and has the height of what comes.">
            <Skeleton rows=3/>
            <EmptyState
                title="No calls yet"
                text="Make a call, and its receipt will stand here."
                action=|| view! { <LinkButton href="/dashboard/dialer">"Call a number"</LinkButton> }
            />
        </Specimens>
        <Specimens title="A dialog" note="Without script it stands in the page.">
            <Dialog title="Delete Lucía Romero?" open=true on_close=Callback::new(|()| ())>
                <p>"Past calls stay in the history under the number."</p>
                <footer class="dialog-footer">
                    <Button kind=Kind::Plain>"Keep"</Button>
                    <Button kind=Kind::Danger>"Delete"</Button>
                </footer>
            </Dialog>
        </Specimens>
    }
    .erase()
}
