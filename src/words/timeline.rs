//! What happened to a call. The carrier's reports are stored in English; `calls::told` puts the usual ones into these words.

use super::texts;

texts! {
    /// What happened to a call.
    Timeline {
        title: "What happened", "Was geschah";
        nothing: "Nothing was reported about this call.", "Zu diesem Anruf wurde nichts gemeldet.";
        nothing_kept: "No reports were kept of this call: only what it came to.",
            "Zu diesem Anruf sind keine Meldungen aufbewahrt, nur sein Ergebnis.";
        after(time: &str): "{time} after it happened", "{time} später gemeldet";
        trouble(what: &str): "Your browser noticed: {what}", "Ihr Browser bemerkte: {what}";
        for_so_long(time: &str): "for {time}", "{time} lang";
        to_the_end: "to the end", "bis zum Schluss";

        moved: "moved the call forward", "brachte den Anruf voran";
        settled: "settled the call", "rechnete den Anruf ab";
        parked: "left the hold until the carrier is asked", "ließ den Betrag reserviert, bis der Vermittler gefragt ist";
        extended: "raised the hold, then the limit", "erhöhte den reservierten Betrag, dann das Limit";
        refunded: "gave the charge back", "erstattete den Betrag";
        late: "changed nothing: came after the settlement", "änderte nichts: kam nach der Abrechnung";
        known: "changed nothing: was known, or out of order", "änderte nichts: war bekannt oder kam außer der Reihe";
        noted: "kept, decides nothing", "aufbewahrt, entscheidet nichts";
        waiting: "waits for its call", "wartet auf seinen Anruf";

        // Reports
        dialling: "The carrier started dialling", "Der Vermittler begann zu wählen";
        rings: "The telephone rings", "Das Telefon klingelt";
        answered: "The call was answered", "Der Anruf wurde angenommen";
        ended_after(seconds: &str): "The call ended after {seconds} s", "Der Anruf endete nach {seconds} s";
        ended_unknown: "The call ended; the carrier has not said yet how long it was",
            "Der Anruf endete; der Vermittler hat noch nicht gesagt, wie lange er war";
        busy: "The line was busy", "Die Leitung war besetzt";
        unanswered: "Nobody answered", "Niemand nahm ab";
        cancelled: "The call was cancelled before it was answered", "Der Anruf wurde vor der Antwort abgebrochen";
        failed: "The call could not be put through", "Der Anruf kam nicht zustande";
        /// `longer`, `whole`: lengths of time.
        more_credit(longer: &str, whole: &str, held: &str): "There is more credit: the call may last {longer} longer, {whole} in all; {held} held",
            "Es ist mehr Guthaben da: Der Anruf darf {longer} länger dauern, insgesamt {whole}; {held} reserviert";
        /// `outcome`: one of the five below.
        silent(outcome: &str): "The carrier reports that no sound ever passed: {outcome}",
            "Der Vermittler meldet, dass nie ein Ton durchkam: {outcome}";
        given_back: "the charge was given back", "der Betrag wurde erstattet";
        given_back_later: "what it will cost is given back when it is settled",
            "was er kosten wird, wird bei der Abrechnung erstattet";
        given_back_before: "the charge had been given back before", "der Betrag war schon erstattet";
        nothing_charged: "nothing was charged", "es wurde nichts berechnet";
        operator_decides: "the operator decides, because the account had its refunds of the day",
            "der Betreiber entscheidet, weil das Konto die Erstattungen des Tages schon hatte";
        of_dialling: " (result of dialling)", " (Ergebnis des Wählens)";
        of_browser: " (the browser's side, which is never charged)", " (die Seite des Browsers, die nie berechnet wird)";
    }
}
