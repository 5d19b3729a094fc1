//! What came of looking at the books.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    IDS_KEPT, Violation,
    rules::{Rule, Subject, Unit},
    time_words,
};
use crate::domain::{money::Micros, time::EpochMs};

/// How many rows there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    pub accounts: i64,
    pub calls: i64,
    /// Of the calls, those that are not settled.
    pub open_calls: i64,
    /// Lines of all statements.
    pub lines: i64,
    pub payments: i64,
}

impl Rows {
    /// How many rows a rule over these looks at.
    pub const fn of(self, subject: Subject) -> i64 {
        match subject {
            Subject::Accounts => self.accounts,
            Subject::Calls => self.calls,
            Subject::SettledCalls => self.calls - self.open_calls,
            Subject::OpenCalls => self.open_calls,
            Subject::Lines => self.lines,
            Subject::Payments => self.payments,
            Subject::Pages => 0,
        }
    }
}

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    pub id: String,
    pub expected: String,
    pub found: String,
}

/// What came of one rule.
#[derive(Debug, Clone)]
pub struct Finding {
    pub rule: &'static Rule,
    /// How many rows were looked at.
    pub rows: i64,
    pub took: Duration,
    /// How many rows break it.
    pub broken: i64,
    /// The first of them.
    pub first: Option<Breach>,
    /// The ids of the first few of them.
    pub ids: Vec<String>,
}

impl Finding {
    pub(super) const fn of(rule: &'static Rule, rows: i64) -> Self {
        Self { rule, rows, took: Duration::ZERO, broken: 0, first: None, ids: Vec::new() }
    }

    pub(super) fn add(&mut self, id: String, expected: String, found: String) {
        self.broken += 1;
        if self.ids.len() < IDS_KEPT {
            self.ids.push(id.clone());
        }
        let unit = self.rule.unit;
        self.first.get_or_insert_with(|| Breach { id, expected: words(unit, expected), found: words(unit, found) });
    }

    /// Whether the rule holds.
    pub const fn holds(&self) -> bool {
        self.broken == 0
    }

    fn line(&self) -> String {
        let Self { rule, rows, broken, .. } = self;
        let took = time_words(self.took);
        let head = format!("{rows:>9} {:<17} {took:>10}", rule.subject.words());
        let Some(first) = &self.first else { return format!("ok      {head}  {}", rule.sentence) };
        let more = if *broken > 1 { format!(", and {} more", broken - 1) } else { String::new() };
        let Breach { id, expected, found } = first;
        format!("BROKEN  {head}  {}: {id}: expected {expected}, found {found}{more} [{}]", rule.sentence, rule.name)
    }

    fn json(&self) -> Value {
        let first = self.first.as_ref();
        let first = first.map(|first| json!({ "id": first.id, "expected": first.expected, "found": first.found }));
        json!({
            "name": self.rule.name, "rule": self.rule.sentence, "ok": self.holds(),
            "looked_at": self.rule.subject.words(), "rows": self.rows, "took_ms": milliseconds(self.took),
            "broken": self.broken, "first": first, "ids": self.ids,
        })
    }
}

/// What came of all rules.
#[derive(Debug, Clone)]
pub struct Report {
    pub rows: Rows,
    pub took: Duration,
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether every rule holds.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(Finding::holds)
    }

    /// The first violation of each broken rule.
    pub fn violations(&self) -> Vec<Violation> {
        let broken = self.findings.iter().filter_map(|finding| Some((finding, finding.first.clone()?)));
        broken
            .map(|(finding, Breach { id, expected, found })| {
                let Rule { name, sentence, .. } = *finding.rule;
                Violation { name, rule: sentence, id, expected, found, more: finding.broken - 1 }
            })
            .collect()
    }

    /// For people: a line for each rule, and what it comes to.
    pub fn text(&self) -> String {
        let Rows { accounts, calls, lines, payments, .. } = self.rows;
        let looked = format!("{accounts} accounts, {calls} calls, {lines} transactions and {payments} payments");
        let took = time_words(self.took);
        let (rules, broken) = (self.findings.len(), self.findings.iter().filter(|finding| !finding.holds()).count());
        let sum = if broken == 0 {
            format!("The books are right: all {rules} rules hold over {looked}, looked at in {took}.")
        } else {
            format!("The books are WRONG: {broken} of {rules} rules are broken over {looked}, looked at in {took}.")
        };
        let mut text: Vec<String> = self.findings.iter().map(Finding::line).collect();
        text.push(sum);
        text.join("\n")
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let Rows { accounts, calls, lines, payments, .. } = self.rows;
        json!({
            "ok": self.holds(), "took_ms": milliseconds(self.took),
            "looked_at": { "accounts": accounts, "calls": calls, "transactions": lines, "payments": payments },
            "rules": self.findings.iter().map(Finding::json).collect::<Vec<_>>(),
            "violations": self.violations(),
        })
    }
}

fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

/// A value of a query as people read it.
fn words(unit: Unit, value: String) -> String {
    match (unit, value.parse()) {
        (Unit::Money, Ok(micros)) => Micros(micros).exact(),
        (Unit::Moment, Ok(ms)) => EpochMs(ms).rfc3339(),
        (Unit::Seconds, Ok(seconds)) => format!("{seconds} s"),
        (_, _) if value.is_empty() => "nothing".into(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::rules, *};

    fn finding(broken: i64) -> Finding {
        let mut finding = Finding::of(rules::all().next().expect("a rule"), 3);
        for number in 0..broken {
            finding.add(format!("u_{number}"), "1500000".into(), "1500001".into());
        }
        finding
    }

    #[test]
    fn the_first_violation_is_named_with_what_was_expected_and_found() {
        let line = finding(3).line();
        assert!(
            line.ends_with("u_0: expected $1.500000, found $1.500001, and 2 more [balance_is_the_sum_of_its_lines]"),
            "{line}"
        );
        assert!(finding(0).line().starts_with("ok "));
    }

    #[test]
    fn only_some_ids_of_a_ruined_database_are_kept() {
        let ruined = finding(1_000);
        assert_eq!((ruined.broken, ruined.ids.len()), (1_000, IDS_KEPT));
    }

    #[test]
    fn a_report_for_programs_says_what_was_looked_at() {
        let rows = Rows { accounts: 3, calls: 2, open_calls: 1, lines: 5, payments: 0 };
        let report = Report { rows, took: Duration::from_micros(1_250), findings: vec![finding(0), finding(2)] };
        let json = report.json();
        assert_eq!((&json["ok"], &json["took_ms"], &json["looked_at"]["transactions"]), (&json!(false), &json!(1.25), &json!(5)));
        assert_eq!((&json["rules"][1]["broken"], &json["violations"][0]["more"]), (&json!(2), &json!(1)));
        assert!(report.text().ends_with("transactions and 0 payments, looked at in 1.2 ms."), "{}", report.text());
    }
}
