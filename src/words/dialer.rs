//! Dialling.

use super::texts;

texts! {
    /// Dialling.
    Dialer {
        title: "Dialer", "Wählen";
        field: "Number or contact", "Nummer oder Kontakt";
        placeholder: "Number or name", "Nummer oder Name";
        delete: "Delete the last digit; hold to clear", "Letzte Ziffer löschen; halten löscht alles";
        keypad: "Keypad", "Tastenfeld";
        star: "star", "Stern";
        hash: "hash", "Raute";
        zero: "0, hold for plus", "0, gehalten wird sie zum Plus";
        call: "Call", "Anrufen";
        checking: "Checking the price…", "Der Preis wird geprüft …";
        recent_calls: "Recent calls", "Letzte Anrufe";
        no_emergency: "No emergency calls: Ringfare cannot reach 112, 911 or any other emergency number.",
            "Keine Notrufe: Ringfare erreicht weder 112 noch 110 noch eine andere Notrufnummer.";
        devices: "Microphone and speaker", "Mikrofon und Lautsprecher";

        ready: "Ready", "Bereit";
        connecting: "Connecting", "Verbindet";
        disconnected: "Disconnected", "Getrennt";
        in_call: "In call", "Im Gespräch";

        suggestions: "Contacts and recent numbers", "Kontakte und letzte Nummern";
        recently_called: "recently called", "kürzlich gewählt";
        nobody: "No contact has this name. Type a number, or save the person under Contacts.",
            "Kein Kontakt heißt so. Geben Sie eine Nummer ein, oder legen Sie die Person unter Kontakte an.";
        found(n: usize): "{n} suggestion; arrow keys choose" | "{n} suggestions; arrow keys choose",
            "{n} Vorschlag; Pfeiltasten wählen aus" | "{n} Vorschläge; Pfeiltasten wählen aus";

        call_running: "A call is running: end it first.", "Es läuft ein Gespräch: Beenden Sie es zuerst.";
        elsewhere: "Another window of yours is in a call. This would be a second one, paid at the same time.",
            "In einem anderen Fenster läuft bereits ein Gespräch. Dies wäre ein zweites, das gleichzeitig kostet.";
        emergency: "No emergency calls from here: use a telephone.", "Von hier sind keine Notrufe möglich: Nehmen Sie ein Telefon.";
        too_short: "The number is too short.", "Die Nummer ist zu kurz.";
        refused: "This number cannot be called.", "Diese Nummer kann nicht angerufen werden.";
        offline: "You are offline: nothing can be called until the connection is back.",
            "Sie sind offline: Anrufen geht erst wieder, wenn die Verbindung zurück ist.";
        signed_out: "Your session has ended: sign in, and this number will still be here.",
            "Ihre Sitzung ist beendet: Melden Sie sich an, die Nummer steht danach noch hier.";
        sign_in: "Sign in", "Anmelden";
        no_answer: "The server does not answer, so there is no price. Try again in a moment.",
            "Der Server antwortet nicht, darum fehlt der Preis. Versuchen Sie es gleich noch einmal.";
        mic_blocked: "The browser blocks the microphone, so nobody would hear you.",
            "Der Browser sperrt das Mikrofon, man würde Sie nicht hören.";
        mic_missing: "There is no microphone: plug one in or switch it on.",
            "Es gibt kein Mikrofon: Schließen Sie eines an oder schalten Sie es ein.";
        mic_insecure: "Browsers give the microphone to https addresses only: open Ringfare by https.",
            "Browser geben das Mikrofon nur an https-Adressen: Öffnen Sie Ringfare über https.";
        how_to_allow: "How to allow it", "So erlauben Sie es";

        dear_title: "Dearer than usual", "Teurer als sonst";
        new_country_title: "A new country", "Ein neues Land";
        dear(times: i64, rate: &str, usual: &str):
            "This call costs {rate} a minute: {times} × your usual rate of {usual}.",
            "Dieser Anruf kostet {rate} pro Minute: das {times}-Fache Ihres üblichen Preises von {usual}.";
        new_country(number: &str, country: &str):
            "{number} is in {country}. You have not called there before; check that the number is right.",
            "{number} liegt in diesem Land: {country}. Dorthin haben Sie noch nie angerufen; prüfen Sie, ob die Nummer stimmt.";
        call_for(rate: &str): "Call for {rate} a minute", "Für {rate} pro Minute anrufen";
        not_now: "Do not call", "Nicht anrufen";

        mic_title: "Your microphone", "Ihr Mikrofon";
        mic_why: "The other end hears you through it. Your browser will ask next: choose Allow. Nothing is recorded, and the microphone is closed when the call ends.",
            "Darüber hört man Sie am anderen Ende. Gleich fragt Ihr Browser: Wählen Sie „Zulassen“. Nichts wird aufgezeichnet, und nach dem Gespräch ist das Mikrofon wieder zu.";
        go_on: "Continue", "Weiter";
        ask_again: "Request again", "Erneut anfragen";
        not_offered: "This server has no such number. Choose one from the list.",
            "Diese Nummer hat der Server nicht. Wählen Sie eine aus der Liste.";
        caller_id: "Number they see", "Angezeigte Nummer";
        national(number: &str): "In the country: {number}", "Im Land: {number}";
    }
}
