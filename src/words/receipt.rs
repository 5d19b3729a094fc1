//! The receipt of a call, and the sum on it.

use super::texts;

texts! {
    /// The receipt of a call.
    Receipt {
        receipt: "Receipt", "Beleg";
        page_text: "What the call cost, why, and every report of the carrier about it.",
            "Was der Anruf gekostet hat, warum, und jede Meldung des Vermittlers dazu.";
        call_history: "Call history", "Anrufliste";
        print: "Print", "Drucken";
        open_as_page: "Open as a page, to print it", "Als Seite öffnen, zum Drucken";
        running: "The call is running.", "Der Anruf läuft.";
        settling: "Settling…", "Wird abgerechnet …";
        held_until(amount: &str): "{amount} is held until the carrier has reported the duration. You never pay more than that.",
            "{amount} sind reserviert, bis der Vermittler die Dauer gemeldet hat. Mehr zahlen Sie nie.";
        charged_word: " charged", " berechnet";
        rate: "Rate", "Preis";
        a_minute(amount: &str): "{amount} a minute", "{amount} je Minute";
        rate_card: "Rate card", "Tarif";
        rate_card_is(destination: &str, prefix: &str, deck: &str): "{destination}, prefix {prefix}, deck {deck}",
            "{destination}, Vorwahl {prefix}, Tarif {deck}";
        billing: "Billing", "Abrechnung";
        talked: "Talked", "Gesprochen";
        billed: "Billed", "Abgerechnet";
        held: "Held", "Reserviert";
        charged: "Charged", "Berechnet";
        released: "Released", "Freigegeben";
        house: "Borne by the house", "Geht aufs Haus";
        settled: "Settled", "Abgerechnet am";
        refunded(amount: &str): "Refunded {amount}", "Erstattet: {amount}";
        refunded_by(reason: &str, who: &str): " · {reason} · by {who} · ", " · {reason} · von {who} · ";

        // The line
        line: "The line", "Die Leitung";
        measured(time: &str): "Measured by your browser over {time}.", "Von Ihrem Browser gemessen, {time} lang.";
        unmeasured: "Your browser measured nothing: the call was too short, was not answered, or was not made in this browser.",
            "Ihr Browser hat nichts gemessen: Der Anruf war zu kurz, wurde nicht angenommen oder nicht im Browser geführt.";
        opinion: "Opinion score (1 to 4.5)", "Sprachqualität (1 bis 4,5)";
        delay: "Round trip", "Laufzeit hin und zurück";
        jitter: "Jitter", "Schwankung";
        loss: "Lost packets", "Verlorene Pakete";
        spread(average: &str, worst: &str): "{average} on average, {worst} at worst", "{average} im Mittel, {worst} schlimmstenfalls";

        // A bad call
        report_title: "Was it a bad call?", "War es ein schlechter Anruf?";
        report_text: "Tell the operator. How the line was is sent along; money only moves when the operator decides so.",
            "Sagen Sie es dem Betreiber. Wie die Leitung war, geht mit; Geld bewegt sich nur, wenn der Betreiber so entscheidet.";
        report_label: "What was wrong?", "Was war nicht in Ordnung?";
        report_send: "Report this call", "Anruf melden";
        reported: "You reported this call", "Sie haben diesen Anruf gemeldet";

        // The sum
        sum_held(held: &str, released: &str): "held {held}, released {released}", "reserviert {held}, freigegeben {released}";
        sum_free(why: &str): "{why} → free of charge", "{why} → kostenlos";
        sum_connect(fee: &str): " + {fee} connection fee", " + {fee} Verbindungsgebühr";
        sum_rate(destination: &str, prefix: &str, deck: &str): "({destination}, prefix {prefix}, deck {deck})",
            "({destination}, Vorwahl {prefix}, Tarif {deck})";
        sum_capped(charged: &str, held: &str): "charged {charged}, never more than what was {held}",
            "berechnet {charged}, nie mehr als {held}";
        sum_refunded(amount: &str): "refunded {amount}", "erstattet {amount}";
        free_busy: "the line was busy", "die Leitung war besetzt";
        free_failed: "the call could not be put through", "der Anruf kam nicht zustande";
        free_cancelled: "cancelled before the answer", "vor der Antwort abgebrochen";
        free_short(time: &str, most: &str): "{time} (up to {most} are free)", "{time} (bis {most} kostenlos)";
        free_moment: "ended in the moment of the answer (0 s)", "im Moment der Antwort beendet (0 s)";
        free_unanswered: "not answered", "nicht angenommen";
    }
}
