//! The frame around the pages.

use super::texts;

texts! {
    /// The frame around the pages.
    App {
        about: "A prepaid phone in the browser: the price before you call, a receipt after.",
            "Telefonieren mit Guthaben im Browser: den Preis vor dem Anruf, den Beleg danach.";
        skip: "Skip to the content", "Zum Inhalt springen";
        local_carrier: "Local carrier", "Lokaler Vermittler";
        local_carrier_means: ": calls are echoed, no money leaves this machine.",
            ": Anrufe werden als Echo beantwortet, kein Geld verlässt diese Maschine.";
        main: "Main", "Hauptnavigation";
        sign_out: "Sign out", "Abmelden";
        dialer: "Dialer", "Wählen";
        history: "Call history", "Anrufliste";
        history_short: "History", "Anrufe";
        contacts: "Contacts", "Kontakte";
        transactions: "Transactions", "Umsätze";
        transactions_short: "Money", "Geld";
        devices: "Microphone and speaker", "Mikrofon und Lautsprecher";
        statements: "Statements", "Kontoauszüge";
        proof: "Proof of the balance", "Nachweis des Guthabens";
        admin: "Operation", "Betrieb";
        settings: "Settings", "Einstellungen";
        settings_short: "Settings", "Optionen";

        no_page: "No such page", "Keine solche Seite";
        no_page_title: "There is no page here", "Hier ist keine Seite";
        no_page_text: "The address may be mistyped, or the page has moved. Your balance and your calls are untouched.",
            "Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen. Ihr Guthaben und Ihre Anrufe sind unberührt.";
        no_page_go: "Go to the dialer", "Zum Wählen";

        keys: "Keyboard shortcuts", "Tastenkürzel";
        keys_text: "Press a key's button, then the new key. Single keys do nothing while you type in a field.",
            "Drücken Sie den Knopf einer Taste und dann die neue Taste. Einzelne Tasten tun nichts, solange Sie in ein Feld schreiben.";
        keys_on: "Use single-key shortcuts", "Einzelne Tasten als Kürzel benutzen";
        keys_reset: "Back to the usual keys", "Übliche Tasten wiederherstellen";
        key_change(what: &str, key: &str): "{what}: {key}. Change the key", "{what}: {key}. Taste ändern";
        key_press: "Press a key…", "Taste drücken …";
        key_waiting(what: &str): "Press the new key for “{what}”, or Esc to keep it.", "Drücken Sie die neue Taste für „{what}“, oder Esc, um sie zu behalten.";
        key_set(what: &str, key: &str): "“{what}” is now on {key}.", "„{what}“ liegt jetzt auf {key}.";
        key_taken(what: &str, key: &str): "{key} already does “{what}”. Nothing was changed.", "{key} ist schon „{what}“. Es wurde nichts geändert.";
        key_number: "Type a number", "Nummer eingeben";
        key_call: "Call the number", "Nummer anrufen";
        key_mute: "Mute or unmute, in a call", "Stummschalten und zurück, im Anruf";
        key_end: "End the call", "Anruf beenden";
        key_palette: "Search pages, actions and contacts", "Seiten, Befehle und Kontakte suchen";
        key_escape: "Close what is open; never ends a call", "Schließen, was offen ist; beendet nie einen Anruf";
        key_help: "This list", "Diese Liste";
        key_ctrl: "Ctrl", "Strg";
        key_shift: "Shift", "Umschalt";
        key_enter: "Enter", "Eingabe";
        key_begin: "Begins “go to”, followed by a page's key", "Leitet „Gehe zu“ ein, danach die Taste einer Seite";

        search: "Search", "Suchen";
        palette: "Search and commands", "Suche und Befehle";
        palette_hint: "Go to a page, do something, or call a contact", "Seite, Befehl oder Kontakt";
        palette_none(text: &str): "Nothing is called “{text}”.", "Nichts heißt „{text}“.";
        palette_count(n: usize): "{n} result" | "{n} results", "{n} Treffer" | "{n} Treffer";
        palette_move: "move", "bewegen";
        palette_choose: "choose", "wählen";
        palette_page: "Page", "Seite";
        palette_action: "Action", "Befehl";
        palette_contact: "Contact", "Kontakt";
        palette_dial(number: &str): "Call {number}", "{number} anrufen";
        theme: "Switch between light and dark", "Zwischen hell und dunkel wechseln";
        /// The other language, in that language.
        other_language: "Auf Deutsch anzeigen", "Show in English";
    }
}
