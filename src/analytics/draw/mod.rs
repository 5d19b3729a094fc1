//! The history page as markup, drawn on the server: what it shows is read, filtered by links and read again, so the browser
//! needs none of its code. A new figure is a function here that takes a [`Sheet`] and gives a view.

mod calls;
mod cards;
mod charts;
mod filters;
mod heat;
mod parts;
mod periods;
mod stretches;

use jiff::{civil::Date, tz::TimeZone};
use leptos::prelude::*;

use super::{
    address::{Address, PATH},
    analyse::of_period,
    asked::Asked,
    filters::Filters,
    store,
    sums::{Wanted, gather, top},
};
use crate::{
    calls::{model::CallStatus, store::Tally},
    domain::{page::Limit, time::EpochMs},
    error::AppError,
    ledger::{self, model::Balance},
    ui::{badge::Tone, drawing::Drawing},
    users::Caller,
    words::{self, Analytics, History, Language},
};

/// What every part of the page knows.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    asked: &'a Asked,
    language: Language,
    t: Analytics,
    list: History,
}

impl Sheet<'_> {
    /// The moment whose figures in UTC are those that the clocks of the period's zone show at `at`.
    fn local(self, at: EpochMs) -> EpochMs {
        let shown = self.asked.period.at(at).to_zoned(TimeZone::UTC);
        shown.map_or(at, |shown| EpochMs(shown.timestamp().as_millisecond()))
    }

    /// `22 Nov 2026`.
    fn day(self, day: Date) -> String {
        self.language.day(utc_midnight(day))
    }

    /// `22 Nov`.
    fn day_of_year(self, day: Date) -> String {
        self.language.day_of_year(utc_midnight(day))
    }

    /// `1,234 calls`.
    fn n_calls(self, calls: i64) -> String {
        self.t.n_calls(calls, &self.language.number(calls))
    }

    /// The address of the page's list after `change` was made to the filters.
    fn narrowed(self, change: impl FnOnce(&mut Filters)) -> String {
        format!("{}#calls", self.asked.address.filtered(change).href())
    }

    fn address(&self) -> &Address {
        &self.asked.address
    }
}

fn utc_midnight(day: Date) -> EpochMs {
    day.to_zoned(TimeZone::UTC).map_or(EpochMs(0), |day| EpochMs(day.timestamp().as_millisecond()))
}

/// Draws what is counted: the choice of a period, key figures and charts.
///
/// # Errors
/// When the database fails.
pub async fn figures(caller: &Caller, query: &str, cookies: Option<&str>) -> Result<Drawing, AppError> {
    let language = words::language();
    let asked = Asked::leniently(query, cookies, caller.state.clock.now())?;
    let (db, user) = (&caller.state.db, &caller.me.id);
    let (sums, balance) = tokio::try_join!(of_period(db, user, &asked.period), ledger::store::balance(db, user))?;
    let sheet = Sheet { asked: &asked, language, t: words::analytics(), list: words::history() };
    Ok(Drawing::of(view! {
        {periods::notice(sheet)}
        {periods::choice(sheet)}
        {cards::cards(sheet, &sums)}
        {pace(sheet, &sums, balance.as_ref())}
        {charts::charts(sheet, &sums)}
    }))
}

/// From here on a number of days says more than an estimate knows.
const YEARS_FROM_DAYS: i64 = 730;

/// How long the credit lasts, where it can be told.
fn pace(sheet: Sheet<'_>, sums: &super::model::CallAnalytics, balance: Option<&Balance>) -> Option<impl IntoView + use<>> {
    let (spent, left) = (sums.summary.charged_micros, balance?.available_micros);
    let length_ms = sums.period.to.0 - sums.period.from.0;
    let (daily, days) = cards::pace(spent, left, length_ms).filter(|_| sheet.asked.period.is_open)?;
    let (daily, left) = (sheet.language.price(daily), sheet.language.balance(left));
    let words = match days {
        ..1 => sheet.t.pace_of_hours(&daily, &left),
        1..YEARS_FROM_DAYS => sheet.t.pace(days, &daily, &left),
        _ => sheet.t.pace_of_years(&daily, &left),
    };
    Some(view! { <p class="muted pace" data-testid="forecast">{words}</p> })
}

/// Draws the list: filters and a page of calls.
///
/// # Errors
/// When the database fails.
pub async fn list(caller: &Caller, query: &str, cookies: Option<&str>) -> Result<Drawing, AppError> {
    let language = words::language();
    let asked = Asked::leniently(query, cookies, caller.state.clock.now())?;
    let (db, user) = (&caller.state.db, &caller.me.id);
    let page = asked.page(caller, asked.address.cursor.as_deref(), Limit::default()).await?;
    let found = gather(db, user, asked.period.span, Wanted::Everything).await?;
    let sums = found.sums();
    let tally = if asked.address.filters == Filters::default() {
        Tally { calls: sums.calls, charged_micros: sums.spent }
    } else {
        asked.tally(caller).await?
    };
    let contact = match &asked.address.filters.contact {
        Some(contact) => store::contact_name(db, user, contact).await?,
        None => None,
    };
    let sheet = Sheet { asked: &asked, language, t: words::analytics(), list: words::history() };
    let countries = top(found.countries).into_iter().filter_map(|(country, _)| country).collect();
    Ok(Drawing::of(view! {
        {filters::form(sheet, countries)}
        {filters::chips(sheet, contact)}
        {calls::list(sheet, page, tally)}
    }))
}

/// The colour of an outcome.
const fn tone(status: CallStatus) -> Tone {
    match status {
        CallStatus::Completed => Tone::Success,
        CallStatus::Queued | CallStatus::Initiated | CallStatus::Ringing | CallStatus::InProgress => Tone::Info,
        CallStatus::Busy | CallStatus::NoAnswer => Tone::Warning,
        CallStatus::Failed => Tone::Danger,
        CallStatus::Canceled => Tone::Neutral,
    }
}
