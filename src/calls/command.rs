//! `ringfare reconcile` and `ringfare ledger margin`

use std::fmt::Write;

use super::{
    extend,
    reconcile::{self, by_hand, price, unmatched},
    store::{
        margin::{self, PrefixMargin},
        record,
    },
};
use crate::{
    admin::{acts::settle::settle, audit::Actor},
    domain::{
        ids::CallId,
        money::{Micros, Rounding},
        time::{EpochMs, MS_PER_DAY},
    },
    server::state::AppState,
};

/// Who the timeline says decided.
const OPERATOR: &str = "cli";

/// What to do with the calls that the carrier left open.
#[derive(Debug, Clone, Copy)]
pub enum Reconcile<'a> {
    /// One pass.
    Pass,
    /// List what is left to the operator.
    Unmatched { json: bool },
    /// List the calls that callers reported as bad.
    Reported,
    /// Settle a call at so many seconds.
    Settle { call: &'a str, seconds: i64, reason: &'a str },
}

/// Runs `ringfare reconcile`; the text to print.
///
/// # Errors
/// A sentence with the remedy.
pub async fn reconcile(state: &AppState, what: Reconcile<'_>) -> Result<String, String> {
    match what {
        Reconcile::Pass => pass(state).await,
        Reconcile::Unmatched { json } => {
            let list = unmatched::list(state).await.map_err(|error| format!("the database failed ({error})"))?;
            Ok(if json { serde_json::json!(list).to_string() } else { list.to_string() })
        }
        Reconcile::Reported => reported(state).await,
        Reconcile::Settle { call, seconds, reason } => {
            let call =
                CallId::parse(call).ok_or_else(|| format!("'{call}' is not a call's id: it begins with {}", CallId::PREFIX))?;
            let decision = by_hand::Decision { call, seconds, operator: OPERATOR.into(), reason: reason.into() };
            let charged = settle(state, Actor::command_line(), decision).await.map_err(|error| error.to_string())?;
            Ok(format!("Settled at {seconds} s: {} charged, the rest of the hold is free again.", charged.exact()))
        }
    }
}

async fn pass(state: &AppState) -> Result<String, String> {
    let extended = extend::pass(state).await.map_err(|error| error.to_string())?;
    let pass = reconcile::pass(state).await.map_err(|error| error.to_string())?;
    let priced = price::pass(state).await.map_err(|error| error.to_string())?;
    let mut text = format!("Asked the carrier about {} calls, settled {}.", pass.asked, pass.settled);
    let parts = [
        (pass.ended, "told to end past their limit"),
        (pass.given_up, "given up: see `ringfare reconcile --unmatched`"),
        (pass.unreachable, "not answered for: the carrier is asked again"),
        (extended.extended, "may last longer, because there is more credit"),
        (priced.known, "priced by the carrier"),
    ];
    for (count, words) in parts {
        if count > 0 {
            write!(text, "\n{count} {words}.").map_err(|error| error.to_string())?;
        }
    }
    Ok(text)
}

/// The calls that were reported last, each with what its browser measured, for a decision by `ringfare user refund`.
async fn reported(state: &AppState) -> Result<String, String> {
    const MOST: i64 = 100;

    let calls = record::reported(&state.db, MOST).await.map_err(|error| format!("the database failed ({error})"))?;
    if calls.is_empty() {
        return Ok("No call was reported as bad.".into());
    }
    let mut text = String::new();
    for call in calls {
        let lasted = call.duration_s.map_or_else(|| "?".into(), |seconds| format!("{seconds} s"));
        let (words, line) =
            (call.report.unwrap_or_default().replace('\n', " "), call.line.as_deref().unwrap_or("nothing measured"));
        let (at, id, who, to) = (call.reported_at.utc_label(), &call.call_id, &call.email, &call.to_e164);
        writeln!(text, "{at}  {id}  {who} → {to}, {lasted}: {words}\n  {line}").map_err(|error| error.to_string())?;
    }
    Ok(text)
}

/// What the calls of the last `days` brought and cost, by prefix; the text to print.
///
/// # Errors
/// A sentence with the remedy.
pub async fn margin(state: &AppState, days: i64, json: bool) -> Result<String, String> {
    if !(1..=36_500).contains(&days) {
        return Err("give --days a number from 1 to 36500".into());
    }
    let since = EpochMs(state.clock.now().0 - days * MS_PER_DAY);
    let rows = margin::by_prefix(&state.db, since).await.map_err(|error| format!("the database failed ({error})"))?;
    let losses = rows.iter().filter(|row| row.margin().is_some_and(|margin| margin < Micros::ZERO)).count();
    if json {
        let lines: Vec<_> = rows.iter().map(json_line).collect();
        return Ok(serde_json::json!({ "days": days, "negative": losses, "prefixes": lines }).to_string());
    }
    if rows.is_empty() {
        return Ok(format!("No call was settled in the last {days} days."));
    }
    let mut lines: Vec<[String; 9]> = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(text_line));
    let mut text = table(&lines);
    for total in totals(&rows) {
        text.push_str(&total);
    }
    let word = if losses == 1 { "prefix brings" } else { "prefixes bring" };
    Ok(format!("{text}{losses} {word} less than it costs (marked !)."))
}

const HEAD: [&str; 9] = ["prefix", "destination", "calls", "charged", "refunded", "shortfall", "carrier", "margin", "%"];

fn json_line(row: &PrefixMargin) -> serde_json::Value {
    let mut line = serde_json::json!(row);
    line["margin_micros"] = serde_json::json!(row.margin());
    line
}

fn text_line(row: &PrefixMargin) -> [String; 9] {
    let plain = |micros: Micros| micros.decimal(4, Rounding::Up);
    let carrier = match &row.carrier_currency {
        None => "not known".to_owned(),
        Some(currency) if *currency == row.currency => plain(row.carrier_micros),
        Some(currency) => format!("{currency} {}", plain(row.carrier_micros)),
    };
    let margin = row
        .margin()
        .map_or("—".to_owned(), |margin| format!("{}{}", plain(margin), if margin < Micros::ZERO { " !" } else { "" }));
    [
        row.prefix.clone(),
        row.destination.chars().take(32).collect(),
        row.calls.to_string(),
        plain(row.charged_micros),
        plain(row.refunded_micros),
        plain(row.shortfall_micros),
        carrier,
        margin,
        row.margin().and_then(|margin| percent(margin, row.charged_micros - row.refunded_micros)).unwrap_or("—".into()),
    ]
}

/// Of the net charges, rounded down to a tenth; `None` without charges.
fn percent(margin: Micros, charged: Micros) -> Option<String> {
    let tenths = (i128::from(margin.0) * 1_000).checked_div_euclid(i128::from(charged.0))?;
    let sign = if tenths < 0 { "-" } else { "" };
    Some(format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10))
}

/// The first two columns to the left, figures to the right.
fn table(lines: &[[String; 9]]) -> String {
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..9).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 | 1 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A line for each pair of currencies; different ones are never added up.
fn totals(rows: &[PrefixMargin]) -> Vec<String> {
    let mut pairs: Vec<(&String, Option<&String>)> =
        rows.iter().map(|row| (&row.currency, row.carrier_currency.as_ref())).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let total = |(currency, carrier): (&String, Option<&String>)| {
        let of_pair = || rows.iter().filter(move |row| (&row.currency, row.carrier_currency.as_ref()) == (currency, carrier));
        let calls: i64 = of_pair().map(|row| row.calls).sum();
        let net: Micros = of_pair().map(|row| row.charged_micros - row.refunded_micros).sum();
        let cost: Micros = of_pair().map(|row| row.carrier_micros).sum();
        let amount = |currency: &str, micros: Micros| format!("{currency} {}", micros.decimal(4, Rounding::Up));
        let cost = carrier
            .map_or("the carrier's price not known".to_owned(), |carrier| format!("{} to the carrier", amount(carrier, cost)));
        format!("{calls} calls: {} net of refunds, {cost}.\n", amount(currency, net))
    };
    pairs.into_iter().map(total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(carrier_currency: Option<&str>, carrier: i64) -> PrefixMargin {
        PrefixMargin {
            prefix: "447".into(),
            destination: "United Kingdom, mobile".into(),
            currency: "USD".into(),
            carrier_currency: carrier_currency.map(str::to_owned),
            calls: 2,
            charged_micros: Micros(70_000),
            refunded_micros: Micros(35_000),
            shortfall_micros: Micros::ZERO,
            carrier_micros: Micros(carrier),
        }
    }

    #[test]
    fn a_loss_is_marked_and_a_margin_is_of_what_was_kept() {
        assert_eq!(&text_line(&row(Some("USD"), 36_000))[7..], ["-0.0010 !", "-2.9"]);
        assert_eq!(&text_line(&row(Some("USD"), 28_000))[7..], ["0.0070", "20.0"]);
    }

    #[test]
    fn currencies_are_never_added_up() {
        let rows = [row(Some("USD"), 36_000), row(Some("JPY"), 5_000_000), row(None, 0), row(Some("USD"), 4_000)];
        assert_eq!(text_line(&rows[1])[6..8], ["JPY 5.0000".to_owned(), "—".to_owned()]);
        let totals = totals(&rows);
        assert_eq!(totals.len(), 3, "{totals:?}");
        assert!(
            totals.iter().any(|total| total.contains("4 calls") && total.contains("USD 0.0400 to the carrier")),
            "{totals:?}"
        );
    }
}
