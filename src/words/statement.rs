//! The statement of a month.

use super::texts;

texts! {
    /// The statement of a month.
    Statement {
        statement: "Statement", "Kontoauszug";
        means: "A month of your balance: what it began with, every entry, what it ended with.",
            "Ein Monat Ihres Guthabens: womit er begann, jede Buchung, womit er endete.";
        statement_of(month: &str): "Statement {month}", "Kontoauszug {month}";
        none: "There is no such statement", "Diesen Kontoauszug gibt es nicht";
        latest: "The latest statement", "Zum neuesten Kontoauszug";
        month: "Month", "Monat";
        open: "Open", "Öffnen";
        earlier: "Earlier", "Früher";
        later: "Later", "Später";
        print: "Print", "Drucken";

        period: "Period", "Zeitraum";
        /// Days written `2026-11-01` or as the reader does.
        from_to(first: &str, last: &str): "{first} to {last} (UTC)", "{first} bis {last} (UTC)";
        made: "Made", "Erstellt";
        currency: "Currency", "Währung";
        not_over: "The month is not over: this is how it stands.", "Der Monat läuft noch: Dies ist der Stand.";
        /// On every sheet of paper.
        running(email: &str, period: &str, made: &str): "Ringfare statement · {email} · {period} · made {made}",
            "Ringfare-Kontoauszug · {email} · {period} · erstellt {made}";
        opening: "Opening balance", "Anfangsguthaben";
        closing: "Closing balance", "Endguthaben";
        so_far: "Balance so far", "Guthaben bis jetzt";
        brought: "Brought forward", "Übertrag";
        carried: "Carried forward", "Übertrag";
        entries_of(month: &str): "Entries of {month}, oldest first", "Buchungen im {month}, älteste zuerst";
        no: "No.", "Nr.";
        when: "When (UTC)", "Wann (UTC)";
        no_more: "There are no more entries.", "Weitere Buchungen gibt es nicht.";
        lines(first: &str, last: &str, all: &str): "Lines no. {first} to {last}, of {all} in this month.",
            "Zeilen Nr. {first} bis {last}, von {all} in diesem Monat.";
        from_start: "From the start", "Von vorn";
        next_lines: "Next lines", "Nächste Zeilen";

        /// `example`: such as `2026-11`.
        no_month(text: &str, example: &str): "\u{2018}{text}\u{2019} is not a month: write it like {example}.",
            "„{text}“ ist kein Monat: Schreiben Sie ihn wie {example}.";
        not_begun(month: &str, running: &str): "{month} has not begun yet (in UTC). The latest statement is that of {running}.",
            "{month} hat noch nicht begonnen (in UTC). Der neueste Kontoauszug ist der vom {running}.";
        opened_later(opened: &str, month: &str): "This account was opened in {opened}. It had no balance and no transactions in {month}.",
            "Dieses Konto wurde im {opened} eröffnet. Im {month} hatte es weder Guthaben noch Umsätze.";
        nothing_moved(month: &str, balance: &str): "Nothing moved in {month}: the balance was {balance} from its first day to its last.",
            "Im {month} gab es keine Buchung: Das Guthaben war vom ersten bis zum letzten Tag {balance}.";
        nothing_so_far(month: &str, balance: &str): "Nothing has moved in {month} so far: the balance is {balance}.",
            "Im {month} gab es bisher keine Buchung: Das Guthaben ist {balance}.";
        /// `what`: one of the sentences below. `account`: what to quote to the operator.
        contradiction(month: &str, what: &str, account: &str): "The statement of {month} does not add up: {what}. No money was moved by this; \
            your lines are kept as they were written. Tell the operator, and quote account {account}.",
            "Der Kontoauszug vom {month} geht nicht auf: {what}. Geld wurde dadurch nicht bewegt, und Ihre Zeilen bleiben, wie sie \
            geschrieben wurden. Melden Sie es dem Betreiber und nennen Sie das Konto {account}.";
        opening_differs(line: &str, sum: &str): "the last line before it says {line}, while all lines before it come to {sum}",
            "die letzte Zeile davor sagt {line}, alle Zeilen davor ergeben aber {sum}";
        numbers_differ(numbers: i64, lines: i64): "its lines have {numbers} numbers, but there are {lines} lines",
            "seine Zeilen haben {numbers} Nummern, es sind aber {lines} Zeilen";
        closing_differs(opening: &str, added: &str, closing: &str): "it begins with {opening} and its lines lead to {added}, while its last line says {closing}",
            "er beginnt mit {opening}, und seine Zeilen führen zu {added}, seine letzte Zeile sagt aber {closing}";
    }
}
