//! What calls add up to.

use super::texts;

texts! {
    /// What calls add up to.
    Analytics {
        title: "Call history", "Anrufliste";
        about: "What you called, and what it came to.", "Wen Sie angerufen haben und was es gekostet hat.";
        period: "Period", "Zeitraum";
        today: "Today", "Heute";
        yesterday: "Yesterday", "Gestern";
        this_week: "This week", "Diese Woche";
        last_week: "Last week", "Letzte Woche";
        this_month: "This month", "Dieser Monat";
        last_month: "Last month", "Letzter Monat";
        this_year: "This year", "Dieses Jahr";
        last_days(n: i64): "{n} day" | "{n} days", "{n} Tag" | "{n} Tage";
        custom: "Custom", "Eigener Zeitraum";
        from: "From", "Von";
        to: "To", "Bis";
        show: "Show", "Anzeigen";
        /// Of a period's edges.
        range(from: &str, to: &str): "{from} – {to}", "{from} – {to}";
        so_far(range: &str): "{range}, up to now", "{range}, bis jetzt";
        compared(range: &str): "Changes are against {range}.", "Verglichen mit {range}.";
        days_of(zone: &str): "Days are those of {zone}.", "Die Tage sind die von {zone}.";
        misread(what: &str): "This address asks for something that does not exist ({what}). It was left out.",
            "Diese Adresse verlangt etwas, das es nicht gibt ({what}). Es wurde weggelassen.";

        summary: "Summary", "Zusammenfassung";
        spent: "Spent", "Ausgegeben";
        spent_means: "What your calls were charged, before anything was given back.",
            "Was Ihre Anrufe gekostet haben, ohne spätere Gutschriften.";
        spent_sum: "Sum of the charges of all calls begun in the period", "Summe der Kosten aller Anrufe, die im Zeitraum begannen";
        calls: "Calls", "Anrufe";
        calls_mean: "Every call that was dialled, whether anyone answered or not.", "Jeder gewählte Anruf, ob angenommen oder nicht.";
        calls_sum: "Number of calls begun in the period", "Anzahl der Anrufe, die im Zeitraum begannen";
        answered: "Answered", "Angenommen";
        answered_means: "How many of your calls somebody picked up.", "Wie viele Ihrer Anrufe jemand angenommen hat.";
        answered_sum: "Answered calls ÷ all calls × 100", "Angenommene Anrufe ÷ alle Anrufe × 100";
        minutes: "Talk time", "Gesprächszeit";
        minutes_mean: "How long you talked, to the second. Bills count in steps, so they may count more.",
            "Wie lange Sie gesprochen haben, auf die Sekunde. Abgerechnet wird in Takten, also mitunter mehr.";
        minutes_sum: "Sum of the time from answer to hang-up", "Summe der Zeit vom Annehmen bis zum Auflegen";
        average: "Average call", "Mittlere Dauer";
        average_means: "How long an answered call lasts.", "Wie lange ein angenommener Anruf dauert.";
        average_sum: "Talk time ÷ answered calls", "Gesprächszeit ÷ angenommene Anrufe";
        per_minute: "Cost per minute", "Kosten je Minute";
        per_minute_means: "What a minute of talk came to, fees and steps included.",
            "Was eine Gesprächsminute gekostet hat, Gebühren und Takte eingerechnet.";
        per_minute_sum: "Spent ÷ minutes of talk", "Ausgegeben ÷ Gesprächsminuten";
        what_is(name: &str): "What is “{name}”?", "Was heißt „{name}“?";
        calculation: "Calculation:", "Berechnung:";
        no_change: "no change", "unverändert";
        none_before: "none before", "vorher nichts";
        less_than(sign: &str, percent: &str): "less than {sign}{percent}", "unter {sign}{percent}";
        /// `points`: such as `+5.5`; `n` is 1 for one whole point.
        points(n: i64, points: &str): "{points} point" | "{points} points", "{points} Punkt" | "{points} Punkte";
        pace(n: i64, spent: &str, balance: &str):
            "Estimate: at the pace of this period, {spent} a day, {balance} lasts about {n} day."
            | "Estimate: at the pace of this period, {spent} a day, {balance} lasts about {n} days.",
            "Schätzung: Bei {spent} am Tag wie in diesem Zeitraum reichen {balance} etwa einen Tag."
            | "Schätzung: Bei {spent} am Tag wie in diesem Zeitraum reichen {balance} etwa {n} Tage.";
        pace_of_hours(spent: &str, balance: &str):
            "Estimate: at the pace of this period, {spent} a day, {balance} lasts less than a day.",
            "Schätzung: Bei {spent} am Tag wie in diesem Zeitraum reichen {balance} weniger als einen Tag.";
        pace_of_years(spent: &str, balance: &str):
            "Estimate: at the pace of this period, {spent} a day, {balance} lasts for years.",
            "Schätzung: Bei {spent} am Tag wie in diesem Zeitraum reichen {balance} für Jahre.";

        spend_daily: "Spent per day", "Ausgaben je Tag";
        talk_daily: "Talk time per day", "Gesprächszeit je Tag";
        spend_weekly: "Spent per week", "Ausgaben je Woche";
        talk_weekly: "Talk time per week", "Gesprächszeit je Woche";
        keys: "The arrow keys read one after another; Enter shows its calls.",
            "Die Pfeiltasten lesen einzeln vor; Eingabe zeigt die Anrufe.";
        as_table: "Show as a table", "Als Tabelle zeigen";
        day: "Day", "Tag";
        week: "Week", "Woche";
        top_countries: "Countries by spend", "Länder nach Ausgaben";
        top_contacts: "Contacts by spend", "Kontakte nach Ausgaben";
        top_numbers: "Numbers by spend", "Nummern nach Ausgaben";
        outcomes: "Outcomes", "Ergebnisse";
        heat: "When you call", "Wann Sie anrufen";
        heat_title: "Calls by day of the week and hour", "Anrufe nach Wochentag und Stunde";
        less: "Fewer", "Weniger";
        more: "More", "Mehr";
        biggest: "Biggest calls", "Teuerste Anrufe";
        /// `count`: `n` as the reader writes it.
        n_calls(n: i64, count: &str): "{count} call" | "{count} calls", "{count} Anruf" | "{count} Anrufe";
        /// Under the number.
        calls_unit(n: i64): "call" | "calls", "Anruf" | "Anrufe";
        nothing: "0 in this period.", "0 in diesem Zeitraum.";
        try_longer: "Try 90 days", "90 Tage ansehen";
        no_contacts: "No calls to saved contacts in this period.", "In diesem Zeitraum keine Anrufe bei gespeicherten Kontakten.";
        international: "International", "International";
    }
}

/// Monday first.
const WEEKDAYS: [[&str; 7]; 2] = [
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
];

impl Analytics {
    /// The name of a day of the week; 1 is Monday.
    pub fn day_name(self, weekday: i8) -> &'static str {
        let names = &WEEKDAYS[usize::from(self.0 == super::Language::De)];
        usize::try_from(weekday - 1).ok().and_then(|index| names.get(index)).unwrap_or(&"")
    }

    /// The same in two or three letters.
    pub fn short_day_name(self, weekday: i8) -> &'static str {
        self.day_name(weekday).get(..if self.0 == super::Language::De { 2 } else { 3 }).unwrap_or("")
    }
}
