//! "Prove my balance".

use super::texts;

texts! {
    /// "Prove my balance".
    Proof {
        title: "Prove my balance", "Guthaben nachrechnen";
        means: "Every rule of the books, recomputed just now from every row of your account.",
            "Jede Regel der Bücher, eben nachgerechnet aus jeder Zeile Ihres Kontos.";
        right: "Your balance is right", "Ihr Guthaben stimmt";
        all_hold(n: i64, made: &str, took: &str): "The rule holds. Looked at {made}, in {took}." | "All {n} rules hold. Looked at {made}, in {took}.",
            "Die Regel gilt. Geprüft am {made}, in {took}." | "Alle {n} Regeln gelten. Geprüft am {made}, in {took}.";
        not_proven: "Your balance could not be proven", "Ihr Guthaben ließ sich nicht beweisen";
        broken(n: i64, all: i64, account: &str): "{n} of {all} rules is broken. Your money is safe: every entry is kept as it was written, and \
            nothing was moved by looking. Tell the operator, and quote account {account}."
            | "{n} of {all} rules are broken. Your money is safe: every entry is kept as it was written, and nothing was moved by looking. \
            Tell the operator, and quote account {account}.",
            "{n} von {all} Regeln ist verletzt. Ihr Geld ist sicher: Jede Buchung bleibt, wie sie geschrieben wurde, und das Nachsehen hat \
            nichts bewegt. Melden Sie es dem Betreiber und nennen Sie das Konto {account}."
            | "{n} von {all} Regeln sind verletzt. Ihr Geld ist sicher: Jede Buchung bleibt, wie sie geschrieben wurde, und das Nachsehen hat \
            nichts bewegt. Melden Sie es dem Betreiber und nennen Sie das Konto {account}.";
        the_sum: "The sum", "Die Summe";
        the_rules: "The rules", "Die Regeln";
        again: "Prove it again", "Noch einmal nachrechnen";
        every_entry: "See every entry", "Alle Buchungen ansehen";
        holds: "Holds", "Gilt";
        is_broken: "Broken", "Verletzt";
        /// `more`: how many other rows, as the reader writes numbers.
        breach(id: &str, expected: &str, found: &str): "{id}: expected {expected}, found {found}", "{id}: erwartet {expected}, gefunden {found}";
        and_more(more: &str): ", and {more} more", ", und {more} weitere";

        entries(n: i64, count: &str): "{count} entry:" | "{count} entries:", "{count} Buchung:" | "{count} Buchungen:";
        no_entries: "No entries:", "Keine Buchungen:";
        is_balance: "which is your balance.", "das ist Ihr Guthaben.";
        is_not_balance(balance: &str): "which is not your balance of {balance}.", "das ist nicht Ihr Guthaben von {balance}.";
        top_ups: "top-ups", "Aufladungen";
        calls: "calls", "Anrufe";
        refunds: "refunds", "Erstattungen";
        adjustments: "adjustments", "Korrekturen";
        chargebacks: "chargebacks", "Rückbuchungen";

        /// `count`: `n` as the reader writes it; here and below.
        of_accounts(n: i64, count: &str): "{count} account" | "{count} accounts", "{count} Konto" | "{count} Konten";
        of_calls(n: i64, count: &str): "{count} call" | "{count} calls", "{count} Anruf" | "{count} Anrufe";
        of_settled_calls(n: i64, count: &str): "{count} settled call" | "{count} settled calls",
            "{count} abgerechneter Anruf" | "{count} abgerechnete Anrufe";
        of_open_calls(n: i64, count: &str): "{count} open call" | "{count} open calls", "{count} offener Anruf" | "{count} offene Anrufe";
        of_lines(n: i64, count: &str): "{count} transaction" | "{count} transactions", "{count} Umsatz" | "{count} Umsätze";
        of_payments(n: i64, count: &str): "{count} payment" | "{count} payments", "{count} Zahlung" | "{count} Zahlungen";
        of_pages(n: i64, count: &str): "{count} page" | "{count} pages", "{count} Seite" | "{count} Seiten";

        charged_once: "Every call was charged once, by the amount on its receipt; free calls not at all.",
            "Jeder Anruf wurde einmal berechnet, mit dem Betrag auf seinem Beleg; kostenlose Anrufe gar nicht.";
        ended_is_settled: "Every call that has ended is settled, and none that has not.",
            "Jeder beendete Anruf ist abgerechnet, und kein anderer.";
        whole_receipt: "Every settled call has a whole receipt.", "Jeder abgerechnete Anruf hat einen vollständigen Beleg.";
        billed_time: "The billed time of every call follows from its length, by the increments it was quoted with.",
            "Die berechnete Zeit jedes Anrufs folgt aus seiner Dauer, in den Takten, die vorher genannt wurden.";
        price: "The price of every call is its frozen rate times its billed time, rounded up to the micro.",
            "Der Preis jedes Anrufs ist sein festgehaltener Tarif mal seiner berechneten Zeit, auf ein Millionstel aufgerundet.";
        within_hold: "No call cost more than was set aside for it.", "Kein Anruf hat mehr gekostet, als für ihn reserviert war.";
        hold_pays: "What is set aside for a call pays for all the time it may last.",
            "Was für einen Anruf reserviert ist, reicht für die ganze Zeit, die er dauern darf.";
        within_limit: "No call may run longer than your hold pays for.", "Kein Anruf darf länger dauern, als die Reservierung reicht.";
        price_of_deck: "Every call has the price that its rate deck had, and no deck was changed afterwards.",
            "Jeder Anruf hat den Preis seiner Preisliste, und keine Preisliste wurde danach geändert.";
        none_forgotten: "No call that should have ended still holds your money.",
            "Kein Anruf, der beendet sein müsste, hält noch Geld von Ihnen fest.";

        balance_is_sum: "Your balance is the sum of every line of your statement.",
            "Ihr Guthaben ist die Summe aller Zeilen Ihres Kontoauszugs.";
        held_is_right: "What is set aside is exactly what your calls in progress may cost.",
            "Reserviert ist genau, was Ihre laufenden Anrufe kosten dürfen.";
        count_is_right: "The count of your calls in progress is right.", "Die Zahl Ihrer laufenden Anrufe stimmt.";
        balance_covers: "Your balance covers what is set aside, and is never negative.",
            "Ihr Guthaben deckt, was reserviert ist, und ist nie negativ.";
        none_removed: "No line of your statement was removed, and none was added unnoticed.",
            "Keine Zeile Ihres Kontoauszugs wurde entfernt, und keine unbemerkt hinzugefügt.";
        nothing_missing: "What you paid in, less what calls took, is what you have: nothing appeared or went missing in between.",
            "Was Sie eingezahlt haben, weniger was Anrufe kosteten, ist, was Sie haben: Dazwischen kam nichts hinzu und ging nichts verloren.";

        without_gaps: "The lines of your statement are numbered without gaps.",
            "Die Zeilen Ihres Kontoauszugs sind lückenlos nummeriert.";
        each_continues: "Each line\u{2019}s balance is the balance before it and its amount.",
            "Das Guthaben jeder Zeile ist das Guthaben davor und ihr Betrag.";
        never_negative: "Your balance was never negative.", "Ihr Guthaben war nie negativ.";
        own_calls: "No line of your statement pays for somebody else\u{2019}s call.",
            "Keine Zeile Ihres Kontoauszugs bezahlt den Anruf eines anderen.";

        paid_is_credited: "Every payment that succeeded was credited once, in full; others not at all.",
            "Jede erfolgreiche Zahlung wurde einmal und ganz gutgeschrieben; andere gar nicht.";
        own_currency: "Every payment was in the currency of your account.", "Jede Zahlung war in der Währung Ihres Kontos.";
        credit_has_source: "All credit came from a payment or from somebody who is named.",
            "Alles Guthaben kam aus einer Zahlung oder von jemandem, der genannt ist.";
        has_reason: "Every refund and adjustment has a reason and says who made it.",
            "Jede Erstattung und Korrektur hat einen Grund und sagt, von wem sie ist.";
        refund_of_call: "Every refund belongs to one of your calls, and no call gave back more than it cost.",
            "Jede Erstattung gehört zu einem Ihrer Anrufe, und keiner gab mehr zurück, als er gekostet hatte.";
    }
}
