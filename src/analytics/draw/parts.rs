//! Who and where the money went, how calls ended, and the biggest of them.

use leptos::prelude::*;

use super::{Sheet, tone};
use crate::{
    analytics::model::{BigCall, CallAnalytics},
    calls::{model::CallStatus, recent::outcome},
    domain::{money::Micros, phone::flag},
    rates::countries::name_for_reader,
    server::numbering,
    ui::{
        chart::{Figures, chart_table},
        chart_share::{Part, Share, outcome_split, share_bars},
        layout::Card,
    },
};

/// What a row of a ranked list is about, and what it came to.
struct Ranked {
    name: String,
    /// Said before the counts.
    below: Option<String>,
    calls: i64,
    seconds: i64,
    spent: Micros,
    href: Option<String>,
    is_chosen: bool,
}

/// Where most was spent.
pub fn countries(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let rows = sums.top_countries.iter().map(|row| {
        let iso = row.country.clone();
        let is_chosen = iso.is_some() && sheet.address().filters.country == iso;
        Ranked {
            name: country(sheet, iso.as_deref()),
            below: None,
            calls: row.calls,
            seconds: row.seconds,
            spent: row.charged_micros,
            href: iso.map(|iso| sheet.narrowed(|filters| filters.country = (!is_chosen).then_some(iso))),
            is_chosen,
        }
    });
    ranking(sheet, sums, ("top-countries", sheet.t.top_countries(), sheet.list.country()), rows.collect())
}

/// Whom most was spent on.
pub fn contacts(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let rows = sums.top_contacts.iter().map(|row| {
        let is_chosen = sheet.address().filters.contact.as_ref() == Some(&row.contact.id);
        let contact = (!is_chosen).then(|| row.contact.id.clone());
        Ranked {
            name: row.contact.name.clone(),
            below: None,
            calls: row.calls,
            seconds: row.seconds,
            spent: row.charged_micros,
            href: Some(sheet.narrowed(|filters| filters.contact = contact)),
            is_chosen,
        }
    });
    ranking(sheet, sums, ("top-contacts", sheet.t.top_contacts(), sheet.list.contact()), rows.collect())
}

/// Which numbers most was spent on.
pub fn numbers(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let rows = sums.top_numbers.iter().map(|row| {
        let is_chosen = sheet.address().filters.number.as_ref() == Some(&row.to);
        let number = (!is_chosen).then(|| row.to.clone());
        Ranked {
            name: row.international.clone(),
            below: row.contact.as_ref().map(|contact| contact.name.clone()),
            calls: row.calls,
            seconds: row.seconds,
            spent: row.charged_micros,
            href: Some(sheet.narrowed(|filters| filters.number = number)),
            is_chosen,
        }
    });
    ranking(sheet, sums, ("top-numbers", sheet.t.top_numbers(), sheet.list.number()), rows.collect())
}

/// A ranked list by spend; `about` is its test id, its title and the head of its first column.
fn ranking(
    sheet: Sheet<'_>,
    sums: &CallAnalytics,
    about: (&'static str, &'static str, &'static str),
    rows: Vec<Ranked>,
) -> AnyView {
    let ((id, title, head), whole) = (about, sums.summary.charged_micros.0);
    let content = if rows.is_empty() {
        let words = if sums.summary.calls > 0 { sheet.t.no_contacts() } else { sheet.t.nothing() };
        view! { <p class="muted">{words}</p> }.into_any()
    } else {
        let shares = rows.iter().map(|row| share(sheet, row)).collect();
        view! { {share_bars(shares, whole)} {table(sheet, title, head, &rows)} }.into_any()
    };
    view! {
        <div data-testid=id>
            <Card title>{content}</Card>
        </div>
    }
    .into_any()
}

fn share(sheet: Sheet<'_>, row: &Ranked) -> Share {
    let counts = format!("{} · {}", sheet.n_calls(row.calls), sheet.language.duration(row.seconds));
    Share {
        name: row.name.clone(),
        note: row.below.as_ref().map_or(counts.clone(), |below| format!("{below} · {counts}")),
        value: row.spent.0,
        text: sheet.language.price(row.spent),
        href: row.href.clone(),
        is_chosen: row.is_chosen,
    }
}

fn table(sheet: Sheet<'_>, title: &str, head: &str, rows: &[Ranked]) -> AnyView {
    let t = sheet.t;
    let row = |row: &Ranked| Figures {
        name: row.name.clone(),
        href: row.href.clone(),
        cells: vec![sheet.language.price(row.spent), sheet.language.number(row.calls), sheet.language.duration(row.seconds)],
    };
    chart_table(title, t.as_table(), &[head, t.spent(), t.calls(), t.minutes()], rows.iter().map(row).collect())
}

/// How calls ended.
pub fn outcomes(sheet: Sheet<'_>, sums: &CallAnalytics) -> AnyView {
    let t = sheet.t;
    let part = |status: CallStatus, calls: i64| {
        let is_chosen = sheet.address().filters.status == Some(status);
        let href = sheet.narrowed(|filters| filters.status = (!is_chosen).then_some(status));
        Part { name: outcome(sheet.list, status).to_owned(), value: calls, tone: tone(status), href, is_chosen }
    };
    let parts: Vec<Part> = sums.outcomes.iter().map(|row| part(row.status, row.calls)).collect();
    let rows = sums.outcomes.iter().zip(&parts).map(|(row, part)| Figures {
        name: part.name.clone(),
        href: Some(part.href.clone()),
        cells: vec![
            sheet.language.number(row.calls),
            sheet.language.price(row.charged_micros),
            sheet.language.duration(row.seconds),
        ],
    });
    let heads = [sheet.list.outcome(), t.calls(), t.spent(), t.minutes()];
    let content = if parts.is_empty() {
        view! { <p class="muted">{t.nothing()}</p> }.into_any()
    } else {
        let table = chart_table(t.outcomes(), t.as_table(), &heads, rows.collect());
        let calls: i64 = parts.iter().map(|part| part.value).sum();
        view! { {outcome_split(&parts, t.calls_unit(calls))} {table} }.into_any()
    };
    view! {
        <div data-testid="outcomes">
            <Card title=t.outcomes()>{content}</Card>
        </div>
    }
    .into_any()
}

/// The calls that cost most.
pub fn biggest(sheet: Sheet<'_>, sums: &CallAnalytics) -> Option<AnyView> {
    let rows = sums.biggest_calls.iter().map(|call| big_call(sheet, call)).collect_view();
    (!sums.biggest_calls.is_empty()).then(|| {
        view! {
            <div data-testid="biggest-calls">
                <Card title=sheet.t.biggest() flush=true>
                    <ol class="biggest" data-roving="column">
                        {rows}
                    </ol>
                </Card>
            </div>
        }
        .into_any()
    })
}

fn big_call(sheet: Sheet<'_>, call: &BigCall) -> impl IntoView + use<> {
    let name = call.contact.as_ref().map_or_else(|| numbering::describe(&call.to).international, |contact| contact.name.clone());
    let local = sheet.local(call.created_at);
    view! {
        <li class="big-call">
            <a class="call-name" href=sheet.address().opened(&call.id).href() data-noscroll="">
                {name}
            </a>
            <span class="muted big-call-where">{country(sheet, call.country.as_deref())}</span>
            <time class="muted" datetime=call.created_at.rfc3339()>
                {sheet.language.moment(local, sheet.local(sheet.asked.now))}
            </time>
            <span class="big-call-length">{sheet.language.duration(call.seconds)}</span>
            <span class="amount">{sheet.language.price(call.charged_micros)}</span>
        </li>
    }
}

/// `🇬🇧 United Kingdom`, `🇬🇧 Vereinigtes Königreich`.
pub fn country(sheet: Sheet<'_>, iso: Option<&str>) -> String {
    match iso.map(|iso| (iso, name_for_reader(iso))) {
        Some((iso, name)) if !name.is_empty() => format!("{} {name}", flag(iso)),
        _ => sheet.t.international().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::cards::tests::with_sheet, *};
    use crate::words::Language;

    #[test]
    fn a_country_has_its_name_in_the_readers_language() {
        with_sheet(Language::En, |sheet| assert_eq!(country(sheet, Some("GB")), "🇬🇧 United Kingdom"));
        with_sheet(Language::De, |sheet| {
            assert_eq!(country(sheet, Some("GB")), "🇬🇧 Vereinigtes Königreich");
            assert_eq!([country(sheet, Some("ZZ")), country(sheet, None)], ["International", "International"]);
        });
    }
}
