//! The page of a month's statement, made to be printed, and the form that leads from month to month.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    api::my_month_statement,
    month_sheet::Sheet,
    statement_model::{MonthPage, Months},
};
use crate::{
    domain::month::Month,
    ui::{
        button::{Button, Kind, LinkButton},
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::{Glyph, Icon},
        layout::PageHeader,
        load::Load,
        title::Title,
    },
    words,
};

/// Where the pages are; the month follows, behind a slash or as `?month=`.
const PATH: &str = "/dashboard/statements";
/// The months on offer, at most: ten years.
const MONTHS_MOST: usize = 120;

/// The address of a month's statement.
pub fn month_href(month: Month) -> String {
    format!("{PATH}/{month}")
}

/// Month and cursor, as the address has them.
fn use_asked() -> Memo<(Option<String>, Option<String>)> {
    let (params, query) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let month = params.with(|params| params.get("month")).or_else(|| query.with(|query| query.get("month")));
        let cursor = query.with(|query| query.get("cursor"));
        (month, cursor.filter(|cursor| !cursor.is_empty() && cursor.bytes().all(|byte| byte.is_ascii_digit())))
    })
}

/// A month's statement.
#[component]
pub fn StatementPage() -> impl IntoView {
    let t = words::statement();
    let asked = use_asked();
    let asked_month = move || asked.with_untracked(|(month, _)| month.as_deref().and_then(Month::parse));
    let page = fetched(move || asked.get(), |(month, cursor)| my_month_statement(month, cursor));
    view! {
        <Title text=t.statement()/>
        <PageHeader title=t.statement() text=t.means()/>
        <Load resource=page rows=8 view=move |page| view! { <Shown page asked=asked_month()/> }/>
    }
}

/// The statement with its tools, or why there is none.
#[component]
fn Shown(
    /// What the server knows of it.
    page: MonthPage,
    /// The month of the address, where it is one.
    asked: Option<Month>,
) -> impl IntoView {
    let t = words::statement();
    let MonthPage { email, months, statement, sentence } = page;
    let Some(statement) = statement else {
        let latest = move || view! { <LinkButton href=month_href(months.last) kind=Kind::Plain>{t.latest()}</LinkButton> };
        let text = sentence.unwrap_or_default();
        return view! {
            <MonthPicker months chosen=asked.unwrap_or(months.last)/>
            <div class="card">
                <EmptyState title=t.none() text glyph=Glyph::Search action=latest/>
            </div>
        }
        .erase();
    };
    let month = statement.month;
    let csv = format!("/api/user/statement.csv?month={month}");
    view! {
        <Title text=t.statement_of(&month.to_string())/>
        <div class="sheet-tools">
            <MonthPicker months chosen=month/>
            <div class="cluster">
                <a class="button button-quiet" href="/dashboard/proof">{words::ledger().prove()}</a>
                <a class="button button-quiet" href=csv download="" rel="external">
                    <Icon glyph=Glyph::Download/>
                    {words::ledger().csv()}
                </a>
                <Button kind=Kind::Plain on:click=|_| drop(window().print())>{t.print()}</Button>
            </div>
        </div>
        <Sheet email statement/>
    }
    .erase()
}

/// The month before, any month by a plain form, the month after: all without script.
#[component]
pub fn MonthPicker(
    /// The months there are.
    months: Months,
    /// The one that is shown, or that was asked for and is none of them.
    chosen: Month,
) -> impl IntoView {
    let (t, language) = (words::statement(), words::language());
    let step = |month: Month, arrow: &'static str, label: &'static str| {
        let known = month >= months.first && month <= months.last;
        known.then(|| {
            view! {
                <a class="button button-quiet month-step" href=month_href(month)>
                    <span class="month-arrow" aria-hidden="true">{arrow}</span>
                    <span class="month-word">{label}</span>
                </a>
            }
        })
    };
    let offered: Vec<_> = months.last.back_to(months.first, MONTHS_MOST).collect();
    let none = (!offered.contains(&chosen)).then_some(chosen);
    let option =
        |month: Month| view! { <option value=month.to_string() selected=month == chosen>{language.month(month)}</option> };
    let options = none.into_iter().chain(offered).map(option).collect_view();
    view! {
        <form class="month-picker" method="get" action=PATH>
            {step(chosen.previous(), "‹", t.earlier())}
            <label class="visually-hidden" for="statement-month">{t.month()}</label>
            <select id="statement-month" name="month">{options}</select>
            <button class="button button-plain">{t.open()}</button>
            {step(chosen.next(), "›", t.later())}
        </form>
    }
    .erase()
}
