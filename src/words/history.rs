//! Lists of calls.

use super::texts;

texts! {
    /// Lists of calls.
    History {
        calls: "Calls", "Anrufe";
        list: "Calls, newest first", "Anrufe, neueste zuerst";
        search: "Search by contact or number", "Nach Kontakt oder Nummer suchen";
        search_hint: "Name or number", "Name oder Nummer";
        outcome: "Outcome", "Ergebnis";
        any_outcome: "Any outcome", "Jedes Ergebnis";
        country: "Country", "Land";
        any_country: "Any country", "Jedes Land";
        contact: "Contact", "Kontakt";
        number: "Number", "Nummer";
        cost: "Cost", "Kosten";
        any_cost: "Any cost", "Beliebige Kosten";
        free: "Free of charge", "Kostenlos";
        at_least(amount: &str): "{amount} or more", "ab {amount}";
        day: "Day", "Tag";
        hour: "Hour", "Stunde";
        filter: "Filter", "Filtern";
        in_force: "Filters in force", "Gesetzte Filter";
        remove(filter: &str): "Remove the filter {filter}", "Filter {filter} entfernen";
        remove_all: "Remove all filters", "Alle Filter entfernen";
        chip(name: &str, value: &str): "{name}: {value}", "{name}: {value}";
        /// `count`: `n` as the reader writes it.
        tally(n: i64, count: &str, amount: &str): "{count} call, {amount} in all" | "{count} calls, {amount} in all",
            "{count} Anruf, zusammen {amount}" | "{count} Anrufe, zusammen {amount}";
        today: "Today", "Heute";
        yesterday: "Yesterday", "Gestern";
        weekday(day: &str, date: &str): "{day}, {date}", "{day}, {date}";
        call_back(name: &str): "Call {name} back", "{name} zurückrufen";
        more_about(name: &str): "More about the call to {name}", "Mehr zum Anruf bei {name}";
        receipt: "Receipt", "Beleg";
        only_number: "Only this number", "Nur diese Nummer";
        only_contact: "Only this contact", "Nur dieser Kontakt";
        only_country: "Only this country", "Nur dieses Land";
        save_contact: "Save as a contact", "Als Kontakt speichern";
        settling: "Settling…", "Wird abgerechnet…";
        running: "Running", "Läuft";
        not_answered: "–", "–";
        older: "Older", "Ältere";
        newest: "Newest", "Neueste";
        pages: "Pages", "Seiten";
        export: "Export CSV", "Als CSV speichern";
        outgoing(outcome: &str): "Outgoing, {outcome}", "Ausgehend, {outcome}";

        connecting: "Connecting", "Wird verbunden";
        ringing: "Ringing", "Klingelt";
        in_call: "In call", "Im Gespräch";
        completed: "Completed", "Beendet";
        busy: "Busy", "Besetzt";
        no_answer: "No answer", "Nicht angenommen";
        failed: "Failed", "Fehlgeschlagen";
        canceled: "Cancelled", "Abgebrochen";

        none: "No calls yet", "Noch keine Anrufe";
        none_text: "Make a call: it will stand here with its receipt.", "Rufen Sie jemanden an: Der Anruf steht dann hier mit seinem Beleg.";
        open_dialer: "Open the dialer", "Zum Wählfeld";
        none_in_period: "0 in this period", "0 in diesem Zeitraum";
        look_back: "Make a call, or look further back.", "Rufen Sie jemanden an, oder sehen Sie weiter zurück.";
        try_longer: "Try 90 days", "90 Tage ansehen";
        no_match: "No such calls", "Keine solchen Anrufe";
        no_match_text: "No call of this period matches the filters.", "Kein Anruf in diesem Zeitraum passt zu den Filtern.";

        no_recent: "No calls yet", "Noch keine Anrufe";
        no_recent_text: "Your calls will stand here, each with its receipt.", "Hier stehen Ihre Anrufe, jeder mit seinem Beleg.";
        stale: "The server does not answer; this is the last known state.", "Der Server antwortet nicht; das ist der letzte bekannte Stand.";
    }
}
