//! `ringfare user limits`: limits by the operator's hand.

use clap::Args;

use super::{
    alarms::Alarm,
    change::overview,
    model::{AlarmKind, Limits, NO_LIMIT, Overview},
    store,
};
use crate::{
    admin::{
        acts::spending::{self, Spending},
        audit::Actor,
    },
    domain::{money::Micros, time::duration_words},
    error::AppError,
    rates::charge::CARRIER_MOST_SECONDS,
    server::{numbering, state::AppState},
    users::command::account,
};

/// What to change, as typed; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct Wanted {
    /// The longest call, 60 to 14400 s.
    #[arg(long, value_name = "N|none|default")]
    pub call_seconds: Option<String>,
    /// The most in a day (UTC).
    #[arg(long, value_name = "AMOUNT|none|default")]
    pub day: Option<String>,
    /// The most in a month (UTC).
    #[arg(long, value_name = "AMOUNT|none|default")]
    pub month: Option<String>,
    /// The dearest minute.
    #[arg(long, value_name = "AMOUNT|none|default")]
    pub rate: Option<String>,
    /// Calls at once.
    #[arg(long, value_name = "N|default")]
    pub calls: Option<String>,
    /// Countries to block, such as GB,FR.
    #[arg(long, value_name = "COUNTRIES")]
    pub block: Option<String>,
    /// Countries to open again.
    #[arg(long, value_name = "COUNTRIES")]
    pub unblock: Option<String>,
}

/// Changes what is wanted, and answers the limits of an account as they are then.
///
/// # Errors
/// A sentence that names the option and the remedy.
pub async fn limits(state: &AppState, email: &str, wanted: &Wanted) -> Result<String, String> {
    let me = account(state, email).await?;
    let before = store::rows(&state.db, &me.id).await.map_err(database)?.operator;
    let after = wanted.applied_to(before.clone())?;
    if after != before {
        let wanted = Spending { user: me.id.clone(), limits: after, reason: String::new(), reference: None };
        spending::set(state, Actor::command_line(), wanted).await.map_err(|error| told(&error))?;
    }
    let overview = overview(state, &me.id).await.map_err(database)?;
    if let Some(iso) = wanted.still_blocked(&overview) {
        return Err(format!("{iso} is blocked for everybody by RINGFARE_BLOCKED_COUNTRIES: take it out there and restart"));
    }
    Ok(table(&me.email, &overview))
}

impl Wanted {
    fn applied_to(&self, mut limits: Limits) -> Result<Limits, String> {
        let seconds = |text: &str| text.parse::<i64>().map_err(|_| format!("'{text}' is no whole number of seconds"));
        let number = |text: &str| text.parse::<i64>().map_err(|_| format!("'{text}' is no whole number"));
        change(&mut limits.call_seconds_most, "--call-seconds", self.call_seconds.as_deref(), CARRIER_MOST_SECONDS, seconds)?;
        change(&mut limits.day_micros_most, "--day", self.day.as_deref(), NO_LIMIT, Micros::parse)?;
        change(&mut limits.month_micros_most, "--month", self.month.as_deref(), NO_LIMIT, Micros::parse)?;
        change(&mut limits.rate_micros_per_min_most, "--rate", self.rate.as_deref(), NO_LIMIT, Micros::parse)?;
        if self.calls.as_deref() == Some("none") {
            return Err("--calls: there is always a most; write a number from 1 to 100, or default".into());
        }
        change(&mut limits.calls_most, "--calls", self.calls.as_deref(), 0, number)?;
        limits.blocked_countries.extend(countries("--block", self.block.as_deref())?);
        let unblocked = countries("--unblock", self.unblock.as_deref())?;
        limits.blocked_countries.retain(|iso| !unblocked.contains(iso));
        limits.blocked_countries.sort_unstable();
        limits.blocked_countries.dedup();
        Ok(limits)
    }

    /// A country that was to be opened, but that the server's default keeps blocked.
    fn still_blocked(&self, overview: &Overview) -> Option<String> {
        let unblocked = countries("--unblock", self.unblock.as_deref()).unwrap_or_default();
        unblocked.into_iter().find(|iso| overview.operator.blocked_countries.contains(iso))
    }
}

/// One option: absent, `default`, `none`, or a value.
fn change<T>(
    slot: &mut Option<T>,
    option: &str,
    text: Option<&str>,
    none: T,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<(), String> {
    match text.map(str::trim) {
        None => {}
        Some("default") => *slot = None,
        Some("none") => *slot = Some(none),
        Some(text) => *slot = Some(read(text).map_err(|problem| format!("{option}: {problem}; or write none or default"))?),
    }
    Ok(())
}

fn countries(option: &str, text: Option<&str>) -> Result<Vec<String>, String> {
    numbering::countries_of(text.unwrap_or_default()).map_err(|problem| format!("{option}: {problem}"))
}

/// The limits of an account for the terminal.
fn table(email: &str, overview: &Overview) -> String {
    let none = || "–".to_owned();
    let money = |micros: Option<Micros>| micros.map_or_else(none, Micros::brief);
    let time = |seconds: Option<i64>| seconds.map_or_else(none, duration_words);
    let count = |calls: Option<i64>| calls.map_or_else(none, |calls| calls.to_string());
    let list = |countries: &Vec<String>| if countries.is_empty() { none() } else { countries.join(",") };
    let row = |name: &str, show: &dyn Fn(&Limits) -> String| {
        let [operator, own, effective] = [&overview.operator, &overview.own, &overview.effective].map(show);
        format!("{name:<18} {operator:<16} {own:<16} {effective}")
    };
    let left = |micros: Option<Micros>| micros.map(|left| format!(", {} left", left.brief())).unwrap_or_default();
    let spent = &overview.spent;
    [
        format!("Limits of {email}; days and months are UTC, the tighter of both decides."),
        format!("{:<18} {:<16} {:<16} {}", "", "operator", "caller's own", "in force"),
        row("longest call", &|limits| time(limits.call_seconds_most)),
        row("a day", &|limits| money(limits.day_micros_most)),
        row("a month", &|limits| money(limits.month_micros_most)),
        row("a minute", &|limits| money(limits.rate_micros_per_min_most)),
        row("calls at once", &|limits| count(limits.calls_most)),
        row("blocked countries", &|limits| list(&limits.blocked_countries)),
        format!("Spent today {}{}.", spent.day_micros.brief(), left(overview.day_left_micros)),
        format!("Spent this month {}{}.", spent.month_micros.brief(), left(overview.month_left_micros)),
        format!("Set aside for calls {}.", spent.held_micros.brief()),
    ]
    .join("\n")
}

fn told(error: &AppError) -> String {
    let option = match error.field() {
        Some("call_seconds_most") => "--call-seconds: ",
        Some("day_micros_most") => "--day: ",
        Some("month_micros_most") => "--month: ",
        Some("rate_micros_per_min_most") => "--rate: ",
        Some("calls_most") => "--calls: ",
        _ => "",
    };
    format!("{option}{error}")
}

fn database(error: sqlx::Error) -> String {
    format!("the database failed ({error}): nothing was changed; check DATABASE_URL and that nothing else holds it")
}

/// Alarms printed.
const ALARMS_MOST: i64 = 50;

/// Runs `ringfare user alarms`; the text to print.
///
/// # Errors
/// A sentence, when the database fails.
pub async fn alarms(state: &AppState) -> Result<String, String> {
    let found = store::alarms(&state.db, ALARMS_MOST).await.map_err(|error| format!("the alarms cannot be read: {error}"))?;
    let line = |alarm: &Alarm| {
        let what = match alarm.kind {
            AlarmKind::Velocity => "calls within an hour",
            AlarmKind::Destinations => "destinations within a day",
        };
        format!("{}  {}  {} {what} (alarm from {})", alarm.created_at.rfc3339(), alarm.email, alarm.counted, alarm.threshold)
    };
    Ok(if found.is_empty() { "no alarms".into() } else { found.iter().map(line).collect::<Vec<_>>().join("\n") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_change_what_they_name_and_nothing_else() {
        let before = Limits { day_micros_most: Some(Micros(1)), blocked_countries: vec!["CU".into()], ..Limits::default() };
        assert_eq!(Wanted::default().applied_to(before.clone()), Ok(before.clone()));
        let wanted = Wanted {
            call_seconds: Some("none".into()),
            day: Some("default".into()),
            month: Some("none".into()),
            rate: Some("0.50".into()),
            calls: Some("8".into()),
            block: Some("gb,FR".into()),
            unblock: Some("CU".into()),
        };
        let after = wanted.applied_to(before.clone()).expect("good");
        assert_eq!((after.call_seconds_most, after.day_micros_most), (Some(CARRIER_MOST_SECONDS), None));
        assert_eq!((after.month_micros_most, after.rate_micros_per_min_most), (Some(NO_LIMIT), Some(Micros(500_000))));
        assert_eq!((after.calls_most, after.blocked_countries), (Some(8), vec!["FR".to_owned(), "GB".to_owned()]));
        for (wanted, option) in [
            (Wanted { call_seconds: Some("long".into()), ..Wanted::default() }, "--call-seconds"),
            (Wanted { day: Some("1.2345678".into()), ..Wanted::default() }, "--day"),
            (Wanted { calls: Some("none".into()), ..Wanted::default() }, "--calls"),
            (Wanted { block: Some("Mars".into()), ..Wanted::default() }, "--block"),
            (Wanted { unblock: Some("001".into()), ..Wanted::default() }, "--unblock"),
        ] {
            let told = wanted.applied_to(before.clone()).expect_err("nonsense");
            assert!(told.starts_with(option), "{told}");
        }
    }
}
