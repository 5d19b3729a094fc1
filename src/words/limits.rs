//! Spending limits: the card, what may be wrong in it, and why a call is refused.

use super::texts;

texts! {
    /// Spending limits.
    Limits {
        title: "Spending limits", "Ausgabenlimits";
        mean: "A call that would break a limit is refused before it rings. Your own limits can only be tighter than the operator\u{2019}s; leave \
            a field empty for none of yours.",
            "Ein Anruf, der ein Limit überschreiten würde, wird abgelehnt, bevor es klingelt. Ihre eigenen Limits können nur enger sein als \
            die des Betreibers; lassen Sie ein Feld leer, wenn Sie selbst keines setzen.";
        today: "Today", "Heute";
        this_month: "This month", "Dieser Monat";
        spent(amount: &str): "{amount} spent", "{amount} ausgegeben";
        left_of(left: &str, most: &str): "{left} left of {most}", "noch {left} von {most}";
        until(when: &str): "until {when}", "bis {when}";
        no_limit: "no limit", "kein Limit";
        used(period: &str): "{period}, used of the limit", "{period}, vom Limit verbraucht";
        set_aside(amount: &str): "{amount} is set aside for calls in progress and counts as spent.",
            "{amount} sind für laufende Anrufe reserviert und zählen als ausgegeben.";
        longest_call: "Longest call, in minutes", "Längster Anruf, in Minuten";
        calls_at_once: "Calls at once", "Anrufe gleichzeitig";
        in_a_day: "In a day", "Pro Tag";
        in_a_month: "In a month", "Pro Monat";
        dearest_minute: "Dearest minute", "Teuerste Minute";
        blocked_countries: "Blocked countries", "Gesperrte Länder";
        operator(value: &str): "Operator: {value}.", "Betreiber: {value}.";
        operator_none: "Operator: no limit.", "Betreiber: kein Limit.";
        two_letters: "Two letters each, such as CU, KP.", "Je zwei Buchstaben, etwa CU, KP.";
        save: "Save the limits", "Limits speichern";
        saved: "Your limits are saved. They hold from the next call on.",
            "Ihre Limits sind gespeichert. Sie gelten ab dem nächsten Anruf.";

        no_length(text: &str): "'{text}' is no length of a call: write minutes, such as 45, or 1:30 with seconds.",
            "„{text}“ ist keine Dauer: Schreiben Sie Minuten, etwa 45, oder 1:30 mit Sekunden.";
        no_amount(text: &str): "'{text}' is not an amount: write it like 12.50, with at most six decimals.",
            "„{text}“ ist kein Betrag: Schreiben Sie ihn wie 12,50, mit höchstens sechs Nachkommastellen.";
        no_count(text: &str): "'{text}' is no number of calls: write a whole number, such as 2.",
            "„{text}“ ist keine Anzahl: Schreiben Sie eine ganze Zahl, etwa 2.";
        length_possible(seconds: i64, least: i64, most: i64): "A longest call of {seconds} s is not possible: it is from {least} to {most} s \
            (240 minutes), the carrier's most.",
            "Ein längster Anruf von {seconds} s ist nicht möglich: Möglich sind {least} bis {most} s (240 Minuten), mehr lässt der Vermittler nicht zu.";
        not_negative: "A limit is not negative: write 0 to spend nothing, or leave it empty for no limit.",
            "Ein Limit ist nicht negativ: Schreiben Sie 0, um nichts auszugeben, oder lassen Sie das Feld leer.";
        calls_possible(most: i64): "The number of calls at once is from 1 to {most}; leave it empty for no limit.",
            "Gleichzeitig sind 1 bis {most} Anrufe möglich; lassen Sie das Feld leer, wenn Sie kein Limit wollen.";
        no_country(code: &str): "'{code}' is not the code of a country: write two letters each, such as GB or US.",
            "„{code}“ ist kein Ländercode: Schreiben Sie je zwei Buchstaben, etwa DE oder US.";
        looser(most: &str): "The operator allows {most} at most: write that or less, or leave it empty.",
            "Der Betreiber erlaubt höchstens {most}: Schreiben Sie das oder weniger, oder lassen Sie das Feld leer.";
        at_once(n: i64): "{n} at once", "{n} gleichzeitig";

        frozen: "frozen", "gesperrt";
        closed: "closed", "geschlossen";
        /// `because`: empty, or a colon and the reason.
        not_active(state: &str, because: &str): "This account is {state}{because}. It places no calls until the operator opens it again. Nothing is charged.",
            "Dieses Konto ist {state}{because}. Anrufe sind erst wieder möglich, wenn der Betreiber es freigibt. Es wird nichts berechnet.";
        own_calls(n: i64): "Your own limit is one call at once. End a call first, or raise it under Settings, Spending limits. Nothing is charged."
            | "Your own limit is {n} calls at once. End a call first, or raise it under Settings, Spending limits. Nothing is charged.",
            "Ihr eigenes Limit ist ein Anruf zur gleichen Zeit. Beenden Sie erst einen Anruf, oder erhöhen Sie es unter Einstellungen, Ausgabenlimits. \
            Es wird nichts berechnet."
            | "Ihr eigenes Limit sind {n} Anrufe zur gleichen Zeit. Beenden Sie erst einen Anruf, oder erhöhen Sie es unter Einstellungen, \
            Ausgabenlimits. Es wird nichts berechnet.";
        operators_calls(n: i64): "The operator's limit is one call at once. End a call first, or ask the operator to raise it. Nothing is charged."
            | "The operator's limit is {n} calls at once. End a call first, or ask the operator to raise it. Nothing is charged.",
            "Das Limit des Betreibers ist ein Anruf zur gleichen Zeit. Beenden Sie erst einen Anruf, oder bitten Sie den Betreiber, es zu erhöhen. \
            Es wird nichts berechnet."
            | "Das Limit des Betreibers sind {n} Anrufe zur gleichen Zeit. Beenden Sie erst einen Anruf, oder bitten Sie den Betreiber, es zu \
            erhöhen. Es wird nichts berechnet.";
        own_rate(price: &str, most: &str): "A minute to this number costs {price}. Your own limit is {most} a minute. To change that, raise it under \
            Settings, Spending limits. Nothing is charged.",
            "Eine Minute zu dieser Nummer kostet {price}. Ihr eigenes Limit ist {most} pro Minute. Erhöhen können Sie es unter Einstellungen, \
            Ausgabenlimits. Es wird nichts berechnet.";
        operators_rate(price: &str, most: &str): "A minute to this number costs {price}. The operator's limit is {most} a minute. To change that, \
            ask the operator to raise it. Nothing is charged.",
            "Eine Minute zu dieser Nummer kostet {price}. Das Limit des Betreibers ist {most} pro Minute. Erhöhen kann es nur der Betreiber. \
            Es wird nichts berechnet.";
        own_block(place: &str): "Your own limits block calls to {place}. Unblock it under Settings, Spending limits. Nothing is charged.",
            "Ihre eigenen Limits sperren Anrufe nach {place}. Aufheben können Sie das unter Einstellungen, Ausgabenlimits. Es wird nichts berechnet.";
        operators_block(place: &str): "The operator blocks calls to {place}. Ask the operator to unblock it. Nothing is charged.",
            "Der Betreiber sperrt Anrufe nach {place}. Bitten Sie ihn, sie freizugeben. Es wird nichts berechnet.";

        /// Begins the sentences below. `seconds`: the least that is billed.
        first_seconds(seconds: i64, price: &str): "The first {seconds} s of this call cost {price}, ", "Die ersten {seconds} s dieses Anrufs kosten {price}, ";
        little_credit(left: &str): "but only {left} of your credit is free. Add credit, or end a call that holds some. Nothing is charged.",
            "von Ihrem Guthaben sind aber nur {left} frei. Laden Sie Guthaben auf, oder beenden Sie einen Anruf, der welches reserviert. \
            Es wird nichts berechnet.";
        /// `held`: empty, or the sentence `calls_hold`.
        own_day(most: &str, left: &str, held: &str): "but your own limit of {most} a day leaves {left} until midnight UTC{held}. To change that, raise it \
            under Settings, Spending limits. Nothing is charged.",
            "Ihr eigenes Limit von {most} pro Tag lässt aber bis Mitternacht UTC nur noch {left}{held}. Erhöhen können Sie es unter Einstellungen, \
            Ausgabenlimits. Es wird nichts berechnet.";
        server_day: "but this Ringfare has reached what all its callers together may spend in a day. It goes on at midnight UTC, or when the operator \
            raises that limit. Nothing is charged.",
            "dieses Ringfare hat aber erreicht, was alle seine Kundinnen und Kunden zusammen an einem Tag ausgeben dürfen. Weiter geht es um \
            Mitternacht UTC, oder sobald der Betreiber dieses Limit erhöht. Es wird nichts berechnet.";
        operators_day(most: &str, left: &str, held: &str): "but the operator's limit of {most} a day leaves {left} until midnight UTC{held}. To change \
            that, ask the operator to raise it. Nothing is charged.",
            "das Limit des Betreibers von {most} pro Tag lässt aber bis Mitternacht UTC nur noch {left}{held}. Erhöhen kann es nur der Betreiber. \
            Es wird nichts berechnet.";
        own_month(most: &str, left: &str, held: &str): "but your own limit of {most} a month leaves {left} until the month ends{held}. To change that, raise \
            it under Settings, Spending limits. Nothing is charged.",
            "Ihr eigenes Limit von {most} pro Monat lässt aber bis zum Ende des Monats nur noch {left}{held}. Erhöhen können Sie es unter \
            Einstellungen, Ausgabenlimits. Es wird nichts berechnet.";
        operators_month(most: &str, left: &str, held: &str): "but the operator's limit of {most} a month leaves {left} until the month ends{held}. To \
            change that, ask the operator to raise it. Nothing is charged.",
            "das Limit des Betreibers von {most} pro Monat lässt aber bis zum Ende des Monats nur noch {left}{held}. Erhöhen kann es nur der \
            Betreiber. Es wird nichts berechnet.";
        calls_hold(amount: &str): "; calls in progress hold {amount}", "; laufende Anrufe halten {amount}";
    }
}
