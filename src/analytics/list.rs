//! The list of calls.

use leptos::prelude::*;

use super::{address::Address, charts::tone, model::HistoryPage};
use crate::{
    calls::model::Call,
    domain::{phone::flag, time::duration_words},
    ui::{
        badge::StatusBadge,
        button::{Kind, LinkButton},
        empty::EmptyState,
        icon::{Glyph, Icon},
        moment::Moment,
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
};

/// A page of calls, or an invitation.
#[component]
pub fn CallsList(
    /// The calls.
    page: HistoryPage,
    /// What the page shows.
    address: Address,
) -> impl IntoView {
    let csv = address.csv_href(page.from, page.to);
    let empty = page.calls.items.is_empty();
    let content = if empty {
        view! { <NoCalls address=address.clone()/> }.into_any()
    } else {
        table(page.calls.items, &address).into_any()
    };
    view! {
        <div class="calls-list" data-testid="calls-list">
            {content}
            <div class="calls-foot">
                <Paging next=page.calls.next_cursor address/>
                <a class=Kind::Plain.class() href=csv download="calls.csv" rel="external" data-testid="csv-export">
                    <Icon glyph=Glyph::Download/>
                    "Export CSV"
                </a>
            </div>
        </div>
    }
}

fn table(calls: Vec<Call>, address: &Address) -> impl IntoView + use<> {
    let columns = vec![
        Column::words("To"),
        Column::words("Outcome"),
        Column::words("When"),
        Column::figures("Duration"),
        Column::figures("Cost"),
        Column::words(""),
    ];
    let rows = calls.into_iter().map(|call| view! { <CallRow call address=address.clone()/> }).collect_view();
    view! {
        <Table caption="Calls, newest first" columns>
            {rows}
        </Table>
    }
}

/// One call; its name opens the receipt.
#[component]
fn CallRow(
    /// The call.
    call: Call,
    /// What the page shows.
    address: Address,
) -> impl IntoView {
    let href = address.opened(Some(call.id.clone())).href();
    let country = call.country.as_deref().map(flag).unwrap_or_default();
    let (name, below) = match call.contact {
        Some(contact) => (contact.name, format!("{country} {}", call.to)),
        None => (call.to.to_string(), format!("{country} {}", call.destination)),
    };
    let again = format!("/dashboard/dialer?to={}", call.to.digits());
    let again_label = format!("Call {name} again");
    let duration = call.duration_seconds.map_or_else(|| "–".to_owned(), duration_words);
    let cost = match call.charged_micros {
        Some(micros) => view! { <Amount micros decimals=Decimals::Price/> }.into_any(),
        None => view! { <span class="muted">"Settling"</span> }.into_any(),
    };
    let (status, at) = (call.status, call.created_at);
    view! {
        <Row attr:data-testid="call-row">
            <Cell>
                <span class="call-who">
                    <a href=href class="call-name" data-noscroll="">{name}</a>
                    <span class="muted call-below">{below.trim().to_owned()}</span>
                </span>
            </Cell>
            <Cell label="Outcome"><StatusBadge tone=tone(status) text=status.label()/></Cell>
            <Cell label="When"><Moment at/></Cell>
            <Cell label="Duration" numeric=true>{duration}</Cell>
            <Cell label="Cost" numeric=true>{cost}</Cell>
            <Cell>
                <LinkButton href=again kind=Kind::Quiet attr:aria-label=again_label attr:title="Call again">
                    <Icon glyph=Glyph::Phone/>
                </LinkButton>
            </Cell>
        </Row>
    }
}

/// Older calls, and the way back.
#[component]
fn Paging(
    /// Where the next page begins.
    next: Option<String>,
    /// What the page shows.
    address: Address,
) -> impl IntoView {
    let newest = address.cursor.is_some().then(|| address.at(None).href());
    let older = next.map(|cursor| address.at(Some(cursor)).href());
    view! {
        <nav class="paging" aria-label="Pages">
            {newest.map(|href| view! { <LinkButton href kind=Kind::Plain>"Newest"</LinkButton> })}
            {older.map(|href| view! { <LinkButton href kind=Kind::Plain attr:data-testid="older">"Older"</LinkButton> })}
        </nav>
    }
}

/// When there is nothing to list.
#[component]
fn NoCalls(
    /// What the page shows.
    address: Address,
) -> impl IntoView {
    let (title, text, href, label) = if address.is_filtered() {
        let all = address.filtered(|address| (address.status, address.country, address.q) = (None, None, None)).href();
        ("No such calls", "No call of this period matches the filters.", all, "Remove the filters")
    } else if address.chosen_days() == Some(90) {
        ("No calls yet", "Make a call: it will stand here with its receipt.", "/dashboard/dialer".to_owned(), "Open the dialer")
    } else {
        ("No calls in this period", "Make a call, or look further back.", address.of_days(90).href(), "Show 90 days")
    };
    view! {
        <EmptyState
            title
            text
            glyph=Glyph::History
            action=move || view! { <LinkButton href>{label}</LinkButton> }
        />
    }
}
