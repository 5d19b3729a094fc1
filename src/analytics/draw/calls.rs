//! A page of calls, day by day.

use jiff::civil::Date;
use leptos::prelude::*;

use super::{Sheet, parts::country, tone};
use crate::{
    analytics::address::Period,
    calls::{
        model::{Call, CallStatus},
        recent::{cost, outcome},
        store::Tally,
    },
    domain::page::Page,
    server::numbering,
    ui::{
        button::Kind,
        empty::EmptyState,
        icon::{Glyph, Icon},
    },
};

/// The page, its sums, and the ways on.
pub fn list(sheet: Sheet<'_>, page: Page<Call>, tally: Tally) -> AnyView {
    let t = sheet.list;
    let is_empty = page.items.is_empty();
    let content = if is_empty { none(sheet).into_any() } else { days(sheet, page.items).into_any() };
    let csv = sheet.address().csv_href(sheet.asked.period.zone());
    view! {
        <div class="calls-list" data-testid="calls-list">
            {content}
            <div class="calls-foot">
                <p class="muted" data-testid="tally">{tally_words(sheet, tally)}</p>
                {paging(sheet, page.next_cursor)}
                <a class=Kind::Plain.class() href=csv download="calls.csv" rel="external" data-testid="csv-export">
                    <Icon glyph=Glyph::Download/>
                    {t.export()}
                </a>
            </div>
        </div>
    }
    .into_any()
}

/// `1,234 calls, $12.3456 in all`.
fn tally_words(sheet: Sheet<'_>, tally: Tally) -> String {
    sheet.list.tally(tally.calls, &sheet.language.number(tally.calls), &sheet.language.price(tally.charged_micros))
}

/// The calls under the names of their days.
fn days(sheet: Sheet<'_>, calls: Vec<Call>) -> impl IntoView {
    let mut days: Vec<(Date, Vec<Call>)> = Vec::new();
    for call in calls {
        let day = sheet.asked.period.at(call.created_at).date();
        match days.last_mut() {
            Some((last, calls)) if *last == day => calls.push(call),
            _ => days.push((day, vec![call])),
        }
    }
    let days = days
        .into_iter()
        .map(|(day, calls)| {
            let rows = calls.into_iter().map(|call| row(sheet, &call)).collect_view();
            view! {
                <h3 class="calls-day">{day_name(sheet, day)}</h3>
                <ul class="calls">{rows}</ul>
            }
        })
        .collect_view();
    view! {
        <div data-roving="column" data-roving-on="call-name" role="group" aria-label=sheet.list.list()>
            {days}
        </div>
    }
}

fn day_name(sheet: Sheet<'_>, day: Date) -> String {
    let today = sheet.asked.period.at(sheet.asked.now).date();
    let date = sheet.day(day);
    if day == today {
        sheet.list.weekday(sheet.list.today(), &date)
    } else if day.tomorrow().is_ok_and(|next| next == today) {
        sheet.list.weekday(sheet.list.yesterday(), &date)
    } else {
        sheet.list.weekday(sheet.t.day_name(day.weekday().to_monday_one_offset()), &date)
    }
}

/// One call; its name opens the receipt.
fn row(sheet: Sheet<'_>, call: &Call) -> impl IntoView + use<> {
    let t = sheet.list;
    let number = numbering::describe(&call.to).international;
    let place = country(sheet, call.country.as_deref());
    let (name, below) = match &call.contact {
        Some(contact) => (contact.name.clone(), format!("{number} · {place}")),
        None => (number, place),
    };
    let word = outcome(t, call.status);
    let (now, local) = (sheet.local(sheet.asked.now), sheet.local(call.created_at));
    let absolute = format!("{} ({})", sheet.language.moment(local, now), sheet.asked.period.zone());
    let again = format!("/dashboard/dialer?to={}", call.to.digits());
    let length = call.duration_seconds.filter(|spoken| *spoken > 0).map(|spoken| sheet.language.duration(spoken));
    view! {
        <li class="call-row" data-testid="call-row" data-status=call.status.word()>
            <span class=format!("outcome {}", tone(call.status).class()) title=t.outgoing(word)>
                <Icon glyph=glyph(call.status)/>
                <span class="outcome-word">{word}</span>
            </span>
            <span class="call-who">
                <a href=sheet.address().opened(&call.id).href() class="call-name" data-noscroll="">
                    {name.clone()}
                </a>
                <span class="muted call-below">{below}</span>
            </span>
            <time class="muted call-when" datetime=call.created_at.rfc3339() title=absolute>
                <span>{sheet.language.time(local)}</span>
                <span class="call-ago">{sheet.language.ago(sheet.asked.now.seconds_since(call.created_at))}</span>
            </time>
            <span class="call-length">{length.unwrap_or_else(|| t.not_answered().to_owned())}</span>
            <span class="call-cost amount">{cost(sheet.language, t, call)}</span>
            <a class="button button-quiet button-icon" href=again aria-label=t.call_back(&name) title=t.call_back(&name)>
                <Icon glyph=Glyph::Phone/>
            </a>
            {menu(sheet, call, &name)}
        </li>
    }
}

/// What else can be done with a call.
fn menu(sheet: Sheet<'_>, call: &Call, name: &str) -> impl IntoView + use<> {
    let t = sheet.list;
    let (number, contact, iso) = (call.to.clone(), call.contact.clone(), call.country.clone());
    let item = |href: String, words: &'static str| view! { <li><a href=href>{words}</a></li> };
    let save =
        contact.is_none().then(|| item(format!("/dashboard/contacts?add=1&phone=%2B{}", call.to.digits()), t.save_contact()));
    let contact = contact.map(|contact| item(sheet.narrowed(|filters| filters.contact = Some(contact.id)), t.only_contact()));
    let country = iso.map(|iso| item(sheet.narrowed(|filters| filters.country = Some(iso)), t.only_country()));
    view! {
        <details class="row-menu">
            <summary class="button button-quiet button-icon" aria-label=t.more_about(name) title=t.more_about(name)>
                <span aria-hidden="true">"⋯"</span>
            </summary>
            <ul class="row-menu-list">
                {item(format!("/dashboard/calls/{}", call.id), t.receipt())}
                {item(sheet.narrowed(|filters| filters.number = Some(number)), t.only_number())}
                {contact}
                {country}
                {save}
            </ul>
        </details>
    }
}

/// Older calls, and the way back.
fn paging(sheet: Sheet<'_>, next: Option<String>) -> impl IntoView {
    let t = sheet.list;
    let link = |cursor: Option<String>, id: &'static str, words: &'static str| {
        let href = format!("{}#calls", sheet.address().at(cursor).href());
        view! { <a id=id href=href class=Kind::Plain.class() data-testid=id>{words}</a> }
    };
    let newest = sheet.address().cursor.is_some().then(|| link(None, "newest", t.newest()));
    let older = next.map(|cursor| link(Some(cursor), "older", t.older()));
    view! {
        <nav class="paging" aria-label=t.pages()>
            {newest}
            {older}
        </nav>
    }
}

/// When there is nothing to list.
fn none(sheet: Sheet<'_>) -> impl IntoView {
    let (t, address) = (sheet.list, sheet.address());
    let (title, text, href, label) = if address.filters.any() {
        (
            t.no_match(),
            t.no_match_text(),
            address.filtered(|filters| *filters = crate::analytics::filters::Filters::default()).href(),
            t.remove_all(),
        )
    } else if address.period == Period::Days(90) {
        (t.none(), t.none_text(), "/dashboard/dialer".to_owned(), t.open_dialer())
    } else {
        (t.none_in_period(), t.look_back(), address.of(Period::Days(90)).href(), t.try_longer())
    };
    view! {
        <EmptyState
            title
            text
            glyph=Glyph::History
            action=move || view! { <a class=Kind::Primary.class() href=href>{label}</a> }
        />
    }
}

/// How a call ended, as an icon.
const fn glyph(status: CallStatus) -> Glyph {
    match status {
        CallStatus::Completed => Glyph::ArrowOut,
        CallStatus::Busy | CallStatus::NoAnswer | CallStatus::Canceled => Glyph::PhoneMissed,
        CallStatus::Failed => Glyph::Error,
        _ => Glyph::Phone,
    }
}
