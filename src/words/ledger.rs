//! Balance and transactions.

use super::{Language, texts};

texts! {
    /// Balance and transactions.
    Ledger {
        balance: "Balance", "Guthaben";
        available: "Available", "Verfügbar";
        available_credit: "Available credit", "Verfügbares Guthaben";
        on_hold: "On hold", "Reserviert";
        on_hold_means: "Set aside for calls in progress; what they do not use comes back.",
            "Für laufende Anrufe zurückgelegt; was sie nicht brauchen, kommt zurück.";
        total: "Total", "Gesamt";
        out_of_date: "Not up to date: reconnecting", "Nicht aktuell: Verbindung wird wiederhergestellt";

        top_up: "Top-up", "Aufladung";
        call: "Call", "Anruf";
        refund: "Refund", "Erstattung";
        chargeback: "Chargeback", "Rückbuchung";
        adjustment: "Adjustment", "Korrektur";
        call_charged: "Call charged", "Anruf abgerechnet";
        set_aside: "Set aside for a call", "Für einen Anruf reserviert";
        given_back: "Hold given back", "Reservierung freigegeben";

        frozen: "This account is frozen", "Dieses Konto ist gesperrt";
        /// Behind `frozen`. `reason`: the operator's, without a full stop.
        frozen_means(reason: &str): ": {reason}. It places no calls until the operator opens it again; you can read everything.",
            ": {reason}. Anrufe sind erst wieder möglich, wenn der Betreiber es freigibt; lesen können Sie alles.";
        no_reason: "no reason was noted", "ein Grund wurde nicht vermerkt";

        transactions: "Transactions", "Umsätze";
        transactions_mean: "Every movement of your balance, each with the balance after it.",
            "Jede Bewegung Ihres Guthabens, jeweils mit dem Guthaben danach.";
        prove: "Prove my balance", "Guthaben nachrechnen";
        kind: "Kind", "Art";
        period: "Period", "Zeitraum";
        all: "All", "Alle";
        calls: "Calls", "Anrufe";
        top_ups: "Top-ups", "Aufladungen";
        refunds: "Refunds", "Erstattungen";
        adjustments: "Adjustments", "Korrekturen";
        chargebacks: "Chargebacks", "Rückbuchungen";
        all_time: "All time", "Gesamte Zeit";
        days(n: i64): "{n} day" | "{n} days", "{n} Tag" | "{n} Tage";
        newest_first: "Transactions, newest first; the arrow keys move between them",
            "Umsätze, neueste zuerst; mit den Pfeiltasten gelangen Sie von einem zum anderen";
        what: "What", "Was";
        when: "When", "Wann";
        amount: "Amount", "Betrag";
        today: "Today", "Heute";
        yesterday: "Yesterday", "Gestern";
        receipt: "Receipt", "Beleg";
        the_call: "The call", "Zum Anruf";
        number(seq: &str): "No. {seq}", "Nr. {seq}";
        /// `text`: a reason or a number.
        by(text: &str, who: &str): "{text} (by {who})", "{text} (von {who})";
        pages: "Pages", "Seiten";
        csv: "Download CSV", "Als CSV laden";
        newest: "Newest", "Neueste";
        older: "Older", "Ältere";
        no_more: "That is all there is: this page is behind the last transaction.",
            "Mehr gibt es nicht: Diese Seite liegt hinter dem letzten Umsatz.";

        nothing_here: "No transactions here", "Hier sind keine Umsätze";
        nothing_of_this_kind: "Nothing of this kind happened in this period.",
            "In diesem Zeitraum gab es nichts dieser Art.";
        show_all: "Show all", "Alle zeigen";
        nothing_yet: "No transactions yet", "Noch keine Umsätze";
        nothing_yet_means: "Credit that comes in and calls that take from it are listed here, each with the balance after it.",
            "Hier steht, was Ihrem Guthaben gutgeschrieben wird und was Anrufe kosten, jeweils mit dem Guthaben danach.";
        open_dialer: "Open the dialer", "Zum Wählen";
        /// Above a list of destinations with the time that the amount pays for.
        buys(amount: &str): "What {amount} buys at today\u{2019}s rates", "Was Sie für {amount} bekommen, zu den Preisen von heute";
        /// `time`: such as `4 h 10 m`.
        about(time: &str): "about {time}", "etwa {time}";

        warn_below: "Warn me below", "Warnen unter";
        warn_below_means: "An amount such as 2.50: a banner and a mark tell you when less is available. Empty for no warning.",
            "Ein Betrag wie 2,50: Ein Hinweis und ein Zeichen melden, wenn weniger verfügbar ist. Leer: keine Warnung.";
        warning: "Low-balance warning", "Warnung bei wenig Guthaben";
        /// `amount`: the threshold.
        warning_is(amount: &str): "Low-balance warning below {amount}", "Warnung unter {amount}";
        save: "Save", "Speichern";
        low: "Low", "Niedrig";
        low_balance: "Your balance is low", "Ihr Guthaben ist niedrig";
        /// Behind `low_balance`.
        low_balance_means(available: &str, below: &str): ": {available} is available, and you asked to be told below {below}.",
            ": {available} sind verfügbar; unter {below} wollten Sie gewarnt werden.";
        low_balance_change: "Change the warning", "Warnung ändern";

        // Why the rules give a charge back; stored in English
        no_sound: "The carrier reports that no sound ever passed", "Der Vermittler meldet, dass nie ein Ton durchkam";
        too_short(seconds: &str, under: &str): "The call lasted {seconds} s: calls under {under} s are refunded",
            "Der Anruf dauerte {seconds} s: Anrufe unter {under} s werden erstattet";
    }
}

impl Ledger {
    /// What the rules noted on a refund, in the reader's language; `None` for what a person wrote.
    pub fn reason_of_rules(self, stored: &str) -> Option<String> {
        if stored == Self::of(Language::En).no_sound() {
            return Some(self.no_sound().to_owned());
        }
        let (seconds, under) = stored.strip_prefix("The call lasted ")?.split_once(" s: calls under ")?;
        let under = under.strip_suffix(" s are refunded")?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
        (is_number(seconds) && is_number(under)).then(|| self.too_short(seconds, under))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rules_noted_is_told_in_german_and_a_persons_words_stay() {
        let (en, de) = (Ledger::of(Language::En), Ledger::of(Language::De));
        let short = en.too_short("3", "4");
        assert_eq!(de.reason_of_rules(&short).as_deref(), Some("Der Anruf dauerte 3 s: Anrufe unter 4 s werden erstattet"));
        assert_eq!(de.reason_of_rules(en.no_sound()).as_deref(), Some("Der Vermittler meldet, dass nie ein Ton durchkam"));
        assert_eq!(en.reason_of_rules(&short), Some(short));
        for words in ["Paid in cash", "The call lasted 3 s: calls under many s are refunded", ""] {
            assert_eq!(de.reason_of_rules(words), None, "{words}");
        }
    }
}
