//! Why a call does not come about: cause, effect on money, next step.

use super::texts;

texts! {
    /// Why a call does not come about.
    Troubles {
        uncharged: "Nothing was charged.", "Es wurde nichts berechnet.";

        blocked: "The browser blocks the microphone for this page.", "Der Browser sperrt das Mikrofon für diese Seite.";
        unblock: "Chrome and Edge: click the icon left of the address, then allow Microphone. Firefox: click the crossed-out microphone in the address bar. Safari: Safari menu, Settings for This Website, Microphone, Allow. Then call again.",
            "Chrome und Edge: Klicken Sie auf das Symbol links neben der Adresse und erlauben Sie das Mikrofon. Firefox: Klicken Sie auf das durchgestrichene Mikrofon in der Adressleiste. Safari: Menü Safari, Einstellungen für diese Website, Mikrofon, Erlauben. Rufen Sie dann erneut an.";
        no_microphone: "There is no microphone.", "Es gibt kein Mikrofon.";
        plug_in: "Plug one in or switch it on, then call again.", "Schließen Sie eines an oder schalten Sie es ein, und rufen Sie dann erneut an.";
        not_opened: "The microphone could not be opened.", "Das Mikrofon ließ sich nicht öffnen.";
        close_others: "Close other programs that use it, or choose another, then call again.",
            "Schließen Sie andere Programme, die es nutzen, oder wählen Sie ein anderes, und rufen Sie dann erneut an.";
        check_connected: "Check that one is connected, then call again.", "Prüfen Sie, ob eines angeschlossen ist, und rufen Sie dann erneut an.";
        insecure: "Browsers give the microphone only to pages over https, or on localhost.",
            "Browser geben das Mikrofon nur Seiten über https oder auf localhost frei.";
        open_https: "Open Ringfare by its https address and call again.", "Öffnen Sie Ringfare über seine https-Adresse und rufen Sie erneut an.";

        silent_carrier: "The carrier did not answer within 15 seconds.", "Der Vermittler antwortete nicht innerhalb von 15 Sekunden.";
        check_connection: "Check your connection and try again.", "Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.";
        bad_pass: "The carrier did not accept this phone's pass.", "Der Vermittler nahm den Ausweis dieses Telefons nicht an.";
        tell_operator: "Try again; if it stays, tell the operator.", "Versuchen Sie es erneut; bleibt es so, sagen Sie es dem Betreiber.";
        lost_before: "The connection to the carrier was lost before the call began.",
            "Die Verbindung zum Vermittler brach ab, bevor der Anruf begann.";
        refused(code: i64, message: &str): "The carrier refused the call (error {code}{message}).",
            "Der Vermittler lehnte den Anruf ab (Fehler {code}{message}).";
        no_script: "The phone's script could not be loaded.", "Das Skript des Telefons ließ sich nicht laden.";
        reload: "Check your connection, reload the page and try again.",
            "Prüfen Sie Ihre Verbindung, laden Sie die Seite neu und versuchen Sie es erneut.";
        no_sdk: "The Voice SDK could not be loaded.", "Das Voice SDK ließ sich nicht laden.";
        no_vendor: "Reload the page; if it stays, tell the operator that /vendor is not served.",
            "Laden Sie die Seite neu; bleibt es so, sagen Sie dem Betreiber, dass /vendor nicht ausgeliefert wird.";
        not_placed: "The carrier did not place the call.", "Der Vermittler baute den Anruf nicht auf.";
        unreachable_here: "Try again; if it stays, tell the operator that the carrier cannot reach this server.",
            "Versuchen Sie es erneut; bleibt es so, sagen Sie dem Betreiber, dass der Vermittler diesen Server nicht erreicht.";

        signed_out: "You were signed out: the session has ended.", "Sie wurden abgemeldet: Die Sitzung ist abgelaufen.";
        sign_in: "Sign in and call again.", "Melden Sie sich an und rufen Sie erneut an.";
        top_up: "Top up, then call again.", "Laden Sie Guthaben auf und rufen Sie dann erneut an.";
        in_a_moment: "Try again in a moment.", "Versuchen Sie es gleich noch einmal.";
        busy: "The line is busy.", "Die Leitung ist besetzt.";
        in_a_minute: "Try again in a minute.", "Versuchen Sie es in einer Minute noch einmal.";
        no_answer: "No answer.", "Keine Antwort.";
        later: "Try again later.", "Versuchen Sie es später noch einmal.";
        failed: "The carrier could not connect the call.", "Der Vermittler konnte den Anruf nicht verbinden.";
        check_number: "Check the number; if it is right, try again in a minute.",
            "Prüfen Sie die Nummer; stimmt sie, versuchen Sie es in einer Minute noch einmal.";
    }
}
