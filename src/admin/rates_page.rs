//! The prices in force, and other ones: looked at first, put in force then.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{ImportDeck, PreviewDeck, list_decks},
    model::{DeckLine, DeckPreview},
    parts::{Head, elsewhere},
};
use crate::{
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::Button,
        erase::Erase,
        fetched::fetched,
        field::{TextArea, TextField},
        layout::Card,
        load::Load,
        moment::Moment,
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{failure, of_field},
    },
    words,
};

/// Prices.
#[component]
pub fn RatesPage() -> impl IntoView {
    let t = words::admin();
    let (look, import) = (ServerAction::<PreviewDeck>::new(), ServerAction::<ImportDeck>::new());
    let decks = fetched(move || import.version().get(), |_| list_decks());
    view! {
        <Head path="/admin/rates" title=t.rates() text=t.rates_text()/>
        <div class="stack">
            <Card title=t.decks() flush=true>
                <Load resource=decks rows=3 view=|decks| view! { <Decks decks/> }/>
            </Card>
            <Card title=t.other_prices()>
                <ListForm look import/>
            </Card>
        </div>
    }
}

#[component]
fn Decks(decks: Vec<DeckLine>) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
    let columns = vec![Column::words(t.deck()), Column::figures(t.prices()), Column::words(t.since())];
    let row = move |(at, deck): (usize, DeckLine)| {
        let mark = (at == 0).then(|| view! { <span class="badge tone-success">{t.in_force()}</span> });
        view! {
            <Row>
                <Cell label=t.deck()>{deck.name} " " {mark}</Cell>
                <Cell label=t.prices() numeric=true>{language.number(deck.rates)}</Cell>
                <Cell label=t.since()><Moment at=deck.activated_at/></Cell>
            </Row>
        }
    };
    let rows = decks.into_iter().enumerate().map(row).collect_view();
    view! { <Table caption=t.decks() columns>{rows}</Table> }.erase()
}

/// The list as it is pasted, what it would be, and the button that puts it in force.
#[component]
fn ListForm(look: ServerAction<PreviewDeck>, import: ServerAction<ImportDeck>) -> impl IntoView {
    const FIELDS: &[&str] = &["name", "markup"];

    let t = words::admin();
    let (name, markup, list) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (look_failure, import_failure) = (failure(look.value()), failure(import.value()));
    let (other, refused) = (elsewhere(look_failure, FIELDS), elsewhere(import_failure, &[]));
    let retry = again(import);
    let seen = move || look.value().get().and_then(Result::ok);
    // What was looked at and nothing else: the fields may say something new by now.
    let put = move |mut preview: DeckPreview| {
        let (deck, form_key) = (preview.deck.take(), preview.form_key.clone());
        view! {
            <Preview preview/>
            {deck.map(|deck| view! {
                <ActionForm action=import attr:class="form">
                    <input type="hidden" name="deck[name]" value=deck.name/>
                    <input type="hidden" name="deck[markup]" value=deck.markup/>
                    <input type="hidden" name="deck[list]" value=deck.list/>
                    <input type="hidden" name="form_key" value=form_key/>
                    <div class="form-actions"><Button submit=true pending=import.pending()>{t.put_in_force()}</Button></div>
                </ActionForm>
            })}
        }
    };
    let done = move || import.value().get().and_then(Result::ok).filter(|_| !import.pending().get());
    view! {
        <ActionForm action=look attr:class="form">
            <TextField name="deck[name]" label=t.deck_label() value=name required=true error=of_field(look_failure, "name")/>
            <TextField name="deck[markup]" label=t.markup() value=markup hint=t.markup_hint() error=of_field(look_failure, "markup")/>
            <TextArea name="deck[list]" label=t.list() value=list/>
            <div class="form-actions"><Button submit=true pending=look.pending()>{t.preview()}</Button></div>
        </ActionForm>
        {move || other.get().map(|error| view! { <ErrorAlert error/> })}
        {move || seen().map(put)}
        {move || refused.get().map(|error| view! { <ErrorAlert error/> })}
        {move || done().map(|_| view! { <Alert tone=Tone::Success>{t.now_in_force()}</Alert> })}
        <ConfirmFirst failure=import_failure retry/>
    }
    .erase()
}

#[component]
fn Preview(preview: DeckPreview) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
    let number = move |n: usize| language.number(i64::try_from(n).unwrap_or(i64::MAX));
    if preview.problem_count > 0 {
        let lines = preview.problems.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        return view! {
            <Alert tone=Tone::Danger title=t.rejected(&number(preview.problem_count))><ul>{lines}</ul></Alert>
        }
        .erase();
    }
    let columns = vec![Column::words(t.prefix()), Column::words(t.to()), Column::figures(t.a_minute())];
    let row = |(prefix, destination, micros): (String, String, crate::domain::money::Micros)| {
        view! {
            <Row>
                <Cell label=t.prefix()><code>{prefix}</code></Cell>
                <Cell label=t.to()>{destination}</Cell>
                <Cell label=t.a_minute() numeric=true><Amount micros decimals=Decimals::Exact/></Cell>
            </Row>
        }
    };
    let rows = preview.sample.into_iter().map(row).collect_view();
    view! {
        <Alert tone=Tone::Info>{t.would_put(&number(preview.rates), &number(preview.blocked))}</Alert>
        <Table caption=t.first_prices() columns>{rows}</Table>
    }
    .erase()
}
