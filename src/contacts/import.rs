//! The page where a file of contacts is chosen, looked at and applied. All of it works without script.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{ApplyImport, preview_import},
    model::{FileProblem, ImportRow, Outcome, Preview},
    wording::{file_problem, outcome},
};
use crate::{
    domain::ids::ImportId,
    error::AppError,
    ui::{
        alert::{Alert, ErrorAlert},
        badge::Tone,
        button::{Button, Kind, LinkButton},
        erase::Erase,
        fetched::fetched,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        table::{Cell, Column, Row, Table},
        title::Title,
    },
    words,
};

/// Importing contacts.
#[component]
pub fn ImportPage() -> impl IntoView {
    let t = words::transfer();
    let query = use_query_map();
    let file = Memo::new(move |_| query.with(|query| query.get("file")).and_then(|text| ImportId::parse(&text)));
    let problem = move || query.with(|query| query.get("problem")).and_then(|word| FileProblem::from_word(&word));
    let apply = ServerAction::<ApplyImport>::new();
    let preview = fetched(
        move || file.get(),
        async |file| match file {
            Some(file) => preview_import(file.clone()).await.map(|preview| Some((file, preview))),
            None => Ok::<_, AppError>(None),
        },
    );
    let shown = move |found: Option<(ImportId, Preview)>| match found {
        Some((file, preview)) => view! { <Changes file preview apply/> }.erase(),
        None => view! { <ChooseFile/> }.erase(),
    };
    let problem = move || problem().map(|problem| view! { <Alert tone=Tone::Danger>{file_problem(t, problem)}</Alert> });
    view! {
        <Title text=t.title()/>
        <PageHeader
            title=t.title()
            text=t.text()
            actions=move || view! { <LinkButton href="/dashboard/contacts".to_owned() kind=Kind::Plain>{t.back()}</LinkButton> }
        />
        {problem}
        {move || match apply.value().get() {
            Some(Ok(done)) => view! { <Done done/> }.erase(),
            Some(Err(error)) => view! { <ErrorAlert error/> }.erase(),
            None => ().erase(),
        }}
        <div hidden=move || matches!(apply.value().get(), Some(Ok(_)))>
            <Load resource=preview view=shown/>
        </div>
    }
}

/// The form that takes a file. The browser posts it by itself, so that a large file needs no memory of ours.
#[component]
fn ChooseFile() -> impl IntoView {
    let t = words::transfer();
    view! {
        <Card>
            <form class="form" method="post" action="/app/contacts-file" enctype="multipart/form-data" data-testid="import-form">
                <div class="field">
                    <label for="import-file">{t.file()}</label>
                    <input
                        id="import-file"
                        type="file"
                        name="file"
                        required
                        accept=".vcf,.csv,.txt,text/vcard,text/csv"
                        aria-describedby="import-file-help"
                    />
                    <p class="field-help" id="import-file-help">{t.file_hint()}</p>
                </div>
                <p class="muted">{t.how()}</p>
                <div class="form-actions">
                    <Button submit=true>{t.look()}</Button>
                </div>
            </form>
        </Card>
    }
}

/// What a file would change, and the button that does it.
#[component]
fn Changes(
    /// The file.
    file: ImportId,
    /// What it would change.
    preview: Preview,
    /// Applies it.
    apply: ServerAction<ApplyImport>,
) -> impl IntoView {
    let (t, language) = (words::transfer(), words::language());
    let changes = preview.new + preview.changed;
    let counts = preview
        .counts()
        .into_iter()
        .map(|(kind, count)| {
            view! {
                <div data-outcome=kind.word()>
                    <dt>{outcome(t, kind)}</dt>
                    <dd>{language.number(count)}</dd>
                </div>
            }
        })
        .collect_view();
    let rows = preview.counts().into_iter().rev().map(|(kind, count)| rows(kind, count, &preview.rows)).collect_view();
    let (name, read_as) = (preview.file, t.read_as(&preview.format, &preview.encoding));
    let pictures = (preview.photos > 0).then(|| view! { <p class="muted">{t.photos(preview.photos)}</p> });
    let broken = preview.broken.then(|| view! { <Alert tone=Tone::Warning>{t.broken()}</Alert> });
    let act = if changes > 0 {
        let label = t.apply(changes, &language.number(changes));
        view! { <Button submit=true pending=apply.pending()>{label}</Button> }.erase()
    } else {
        view! { <p>{t.nothing()}</p> }.erase()
    };
    view! {
        <Card>
            <div class="import-summary" data-testid="import-preview">
                <p><strong dir="auto">{name}</strong> " " <span class="muted">{read_as}</span></p>
                {broken}
                <dl class="import-counts">{counts}</dl>
                {pictures}
                <ActionForm action=apply attr:class="form-actions">
                    <input type="hidden" name="file" value=file.to_string()/>
                    {act}
                    <LinkButton href="/dashboard/contacts/import".to_owned() kind=Kind::Plain>{t.another()}</LinkButton>
                </ActionForm>
            </div>
        </Card>
        {rows}
    }
    .erase()
}

/// The rows of one outcome; refused ones are open, since they want to be read.
fn rows(kind: Outcome, count: i64, all: &[ImportRow]) -> AnyView {
    let (t, language) = (words::transfer(), words::language());
    if count == 0 {
        return ().erase();
    }
    let rows: Vec<ImportRow> = all.iter().filter(|row| row.outcome == kind).cloned().collect();
    let shown = language.number(i64::try_from(rows.len()).unwrap_or(count));
    let cut = (i64::try_from(rows.len()).is_ok_and(|shown| shown < count))
        .then(|| view! { <p class="muted import-cut">{t.first_of(&shown, &language.number(count))}</p> });
    let columns = vec![Column::figures(t.line()), Column::words(t.name()), Column::words(t.what())];
    let rows = rows
        .into_iter()
        .map(|row| {
            view! {
                <Row>
                    <Cell label=t.line() numeric=true>{language.number(row.line)}</Cell>
                    <Cell label=t.name()><span dir="auto">{row.name}</span></Cell>
                    <Cell label=t.what()><span dir="auto" class="import-what">{row.what}</span></Cell>
                </Row>
            }
        })
        .collect_view();
    let title = format!("{} ({})", outcome(t, kind), language.number(count));
    view! {
        <details class="card import-rows" open=kind != Outcome::Unchanged data-outcome=kind.word()>
            <summary>{title.clone()}</summary>
            <Table caption=title columns>{rows}</Table>
            {cut}
        </details>
    }
    .erase()
}

/// What was done.
#[component]
fn Done(
    /// What the file changed.
    done: Preview,
) -> impl IntoView {
    let (t, language) = (words::transfer(), words::language());
    view! {
        <div data-testid="import-done">
            <Alert tone=Tone::Success>
                <p>{t.done(&language.number(done.new), &language.number(done.changed))}</p>
                <p><a href="/dashboard/contacts"><Icon glyph=Glyph::Contacts/> " " {t.back()}</a></p>
            </Alert>
        </div>
    }
}
