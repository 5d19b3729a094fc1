//! What operators read.

use super::texts;

texts! {
    /// The operator's pages.
    Admin {
        places: "Operator's pages", "Seiten des Betreibers";
        accounts: "Accounts", "Konten";
        accounts_text: "Everybody who can call here.", "Alle, die hier telefonieren können.";
        search_accounts: "Address or number", "Adresse oder Nummer";
        search: "Search", "Suchen";
        nobody: "Nobody found", "Niemand gefunden";
        nobody_text: "No account has this in its address or number.", "Kein Konto hat das in seiner Adresse oder Nummer.";
        account: "Account", "Konto";
        account_text: "What it has, and what you can do about it. Everything you do here is written down.",
            "Was es hat, und was Sie tun können. Alles, was Sie hier tun, wird festgehalten.";
        operator: "operator", "Betreiber";
        state: "State", "Stand";
        active: "Active", "Aktiv";
        frozen: "Frozen", "Gesperrt";
        closed: "Closed", "Geschlossen";
        balance: "Balance", "Guthaben";
        held: "On hold", "Reserviert";
        free: "Available", "Verfügbar";
        spent: "Spent on calls", "Vertelefoniert";
        number: "Own number", "Eigene Nummer";
        counts: "Sessions, tokens, calls", "Sitzungen, Tokens, Anrufe";
        counted(sessions: &str, tokens: &str, calls: &str): "{sessions}, {tokens}, {calls}", "{sessions}, {tokens}, {calls}";
        since: "Since", "Seit";
        id: "Id", "Kennung";
        pages: "More accounts and entries", "Weitere Konten und Einträge";
        more: "Older", "Ältere";
        last_calls: "Last calls", "Letzte Anrufe";
        never_called: "This account has not called yet.", "Dieses Konto hat noch nicht angerufen.";
        their_log: "What operators did here", "Was Betreiber hier getan haben";

        credit: "Credit", "Gutschrift";
        amount: "Amount", "Betrag";
        amount_hint: "Such as 25; with a minus in front it is taken.", "Etwa 25; mit einem Minus davor wird er genommen.";
        would_be(balance: &str): "The balance would be {balance}.", "Das Guthaben wäre {balance}.";
        reason: "Reason", "Grund";
        credit_reason_hint: "Stands on the caller's statement and in the log.", "Steht auf dem Kontoauszug des Kunden und im Protokoll.";
        give_credit: "Book it", "Buchen";
        balance_is(balance: &str): "Booked. The balance is now {balance}.", "Gebucht. Das Guthaben ist jetzt {balance}.";
        done_before(balance: &str): "This form was sent before and counted once. The balance after it was {balance}.",
            "Dieses Formular wurde schon gesendet und zählt einmal. Das Guthaben danach war {balance}.";

        what_to_do: "What to do", "Was geschehen soll";
        freeze: "Freeze: end its calls and allow no new ones", "Sperren: Anrufe beenden und keine neuen erlauben";
        unfreeze: "Open again", "Wieder freigeben";
        close: "Close for good: nobody signs in any more", "Endgültig schließen: niemand meldet sich mehr an";
        standing_reason_hint: "What the caller reads and hears. Not needed to open again.", "Was der Kunde liest und hört. Zum Freigeben nicht nötig.";
        change_state: "Do it", "Ausführen";
        done: "Done.", "Erledigt.";
        /// Behind `done`.
        calls_ended(n: usize): "{n} call was ended." | "{n} calls were ended.",
            "{n} Anruf wurde beendet." | "{n} Anrufe wurden beendet.";
        calls_not_ended(n: usize): "The carrier did not take the end of {n} call." | "The carrier did not take the end of {n} calls.",
            "Bei {n} Anruf hat der Vermittler das Ende nicht angenommen." | "Bei {n} Anrufen hat der Vermittler das Ende nicht angenommen.";

        limits: "Spending limits", "Ausgabenlimits";
        empty_is_default: "Empty is the server's default; “none” is no limit for amounts.", "Leer heißt Vorgabe des Servers; „none“ heißt bei Beträgen kein Limit.";
        limits_saved: "The limits are saved.", "Die Limits sind gespeichert.";

        live_calls: "Live calls", "Laufende Anrufe";
        live_calls_text: "What rings or runs now. The page looks again every five seconds.", "Was jetzt klingelt oder läuft. Die Seite sieht alle fünf Sekunden nach.";
        no_calls: "No call", "Kein Anruf";
        no_calls_text: "Nothing rings or runs at the moment.", "Im Augenblick klingelt und läuft nichts.";
        to: "To", "Nach";
        lasts: "Lasts", "Dauer";
        hang_up: "Hang up", "Auflegen";
        /// Heard in place of `hang_up`, which it begins with, because a page has one for each call.
        hang_up_call(who: &str, number: &str): "Hang up: {who} to {number}", "Auflegen: {who} an {number}";
        when: "When", "Wann";
        cost: "Cost", "Kosten";

        rates: "Rates", "Tarife";
        rates_text: "Which prices are in force, and how to put others in force.", "Welche Preise gelten, und wie andere in Kraft treten.";
        decks: "Price lists", "Preislisten";
        deck: "List", "Liste";
        prices: "Prices", "Preise";
        in_force: "In force", "In Kraft";
        other_prices: "Other prices", "Andere Preise";
        deck_label: "Name of the list", "Name der Liste";
        deck_name: "Give the list a name of 1 to 80 characters.", "Geben Sie der Liste einen Namen mit 1 bis 80 Zeichen.";
        markup: "Markup in per cent", "Aufschlag in Prozent";
        markup_hint: "On top of every price, such as 25. Empty for none.", "Auf jeden Preis, etwa 25. Leer für keinen.";
        list: "The list as CSV, its header first", "Die Liste als CSV, zuerst die Kopfzeile";
        preview: "Look at it first", "Erst ansehen";
        would_put(prices: &str, blocked: &str): "{prices} prices, {blocked} of them blocked. Nothing has changed yet; calls in progress keep their price.",
            "{prices} Preise, {blocked} davon gesperrt. Noch hat sich nichts geändert; laufende Anrufe behalten ihren Preis.";
        rejected(lines: &str): "{lines} lines will not do, so nothing can be put in force", "{lines} Zeilen gehen nicht, darum kann nichts in Kraft treten";
        first_prices: "The first prices of the list", "Die ersten Preise der Liste";
        prefix: "Prefix", "Vorwahl";
        a_minute: "A minute", "Je Minute";
        put_in_force: "Put these prices in force", "Diese Preise in Kraft setzen";
        now_in_force: "The new prices are in force.", "Die neuen Preise gelten.";

        books: "Books", "Bücher";
        books_text: "Every rule of the ledger and every entry of the log, recomputed just now.", "Jede Regel der Bücher und jeder Eintrag des Protokolls, eben nachgerechnet.";
        books_hold: "The books are right", "Die Bücher stimmen";
        books_broken: "The books are wrong", "Die Bücher stimmen nicht";
        looked_at(at: &str): "Looked at {at}.", "Nachgesehen: {at}.";
        log_holds: "The log is as it was written", "Das Protokoll ist, wie es geschrieben wurde";
        log_broken: "The log was tampered with", "Am Protokoll wurde etwas geändert";
        entries_good(n: i64): "{n} entry, none changed." | "{n} entries, none changed.", "{n} Eintrag, keiner geändert." | "{n} Einträge, keiner geändert.";
        rules: "Rules", "Regeln";
        rule: "Rule", "Regel";
        rows: "Rows", "Zeilen";
        broken_rows: "Broken", "Verletzt";
        look_again: "Recompute", "Neu nachrechnen";

        alarms: "Alarms", "Warnungen";
        alarms_text: "Accounts that call faster or wider than people do, and doors that are knocked at too often. Nobody is stopped by an alarm.",
            "Konten, die schneller oder breiter anrufen, als Menschen es tun, und Türen, an die zu oft geklopft wird. Eine Warnung hält niemanden auf.";
        no_alarms: "No alarm", "Keine Warnung";
        no_alarms_text: "Nobody has called faster than people do, or too many destinations.", "Niemand hat schneller angerufen, als Menschen es tun, oder zu viele Ziele.";
        alarm_at: "When", "Wann";
        too_fast(counted: i64, threshold: i64): "{counted} calls within an hour; the alarm is given from {threshold} on.",
            "{counted} Anrufe in einer Stunde; gewarnt wird ab {threshold}.";
        too_wide(counted: i64, threshold: i64): "{counted} destinations within a day; the alarm is given from {threshold} on.",
            "{counted} Ziele an einem Tag; gewarnt wird ab {threshold}.";
        doors: "Doors", "Türen";
        doors_text: "Of this server since it started. Who is refused is told when to try again, and nobody is locked out of a browser that signed in before.",
            "Von diesem Server, seit er läuft. Wer abgewiesen wird, erfährt, wann es wieder geht, und in einem Browser, in dem man schon angemeldet war, bleibt niemand ausgesperrt.";
        door: "Door", "Tür";
        door_accounts: "Accounts", "Konten";
        door_addresses: "Addresses", "Adressen";
        door_refused: "Refused", "Abgewiesen";
        door_password: "Password", "Passwort";
        door_strangers: "Password, from unknown browsers", "Passwort, von unbekannten Browsern";
        door_sign_up: "Opening an account", "Konto eröffnen";
        door_code: "Code of an app", "Code einer App";
        door_export: "Everything in one file", "Alles in einer Datei";
        door_key: "Passkeys, providers, letters’ links", "Passkeys, Anbieter, Links in Briefen";
        door_reset: "Letter for a new password", "Brief für ein neues Passwort";
        door_quote: "Price of a number", "Preis einer Nummer";
        door_call: "Call", "Anruf";
        door_hang_up: "Hanging up", "Auflegen";
        door_proof: "Proof of a balance", "Nachweis eines Guthabens";

        log: "Log", "Protokoll";
        log_text: "What operators did, newest first. Nothing here can be changed.", "Was Betreiber getan haben, Neues zuerst. Nichts davon lässt sich ändern.";
        what: "What", "Was";
        all: "All", "Alles";
        no_entries: "No entry", "Kein Eintrag";
        no_entries_text: "No operator has done anything of this kind.", "Kein Betreiber hat etwas von dieser Art getan.";
        command_line: "command line", "Kommandozeile";
        from_address(address: &str): "from {address}", "von {address}";
        did_credit: "Credit", "Gutschrift";
        did_refund: "Refund", "Erstattung";
        did_freeze: "Frozen", "Gesperrt";
        did_unfreeze: "Opened again", "Freigegeben";
        did_close: "Closed", "Geschlossen";
        did_delete: "Deleted", "Gelöscht";
        did_limits: "Limits", "Limits";
        did_rates: "Prices", "Preise";
        did_hang_up: "Hung up", "Aufgelegt";
        did_settle: "Settled", "Abgerechnet";
        did_open: "Account opened", "Konto eröffnet";
        did_token: "Token made", "Token erstellt";
        did_invite: "Invited", "Eingeladen";
        did_reset: "Password link", "Passwort-Link";

        reason_needed(most: usize): "A reason of 1 to {most} characters is needed, because it stays in the log and the caller may read or hear it.",
            "Ein Grund mit 1 bis {most} Zeichen ist nötig, denn er bleibt im Protokoll, und der Kunde kann ihn lesen oder hören.";
        no_amount: "An amount of zero changes nothing. Write one like 25 or -3.50.", "Ein Betrag von null ändert nichts. Schreiben Sie etwa 25 oder -3,50.";
        less_is_free: "The account has less than that free; the rest is held for calls. Take less.",
            "Auf dem Konto ist weniger frei; der Rest ist für Anrufe reserviert. Nehmen Sie weniger.";
        refunded_before: "That call was refunded before. More is a matter of credit.",
            "Dieser Anruf wurde schon erstattet. Mehr ist eine Sache der Gutschrift.";
        not_owed(amount: &str, charged: &str): "{amount} cannot be given back: the call cost {charged}, and a refund is more than nothing.",
            "{amount} kann nicht erstattet werden: Der Anruf hat {charged} gekostet, und eine Erstattung ist mehr als nichts.";
        closed_for_good: "This account was closed, and stays closed.", "Dieses Konto wurde geschlossen und bleibt es.";
        sent_before: "This form was sent before with something else in it. Load the page again and see what was done.",
            "Dieses Formular wurde schon mit anderem Inhalt gesendet. Laden Sie die Seite neu und sehen Sie nach, was geschehen ist.";
    }
}
