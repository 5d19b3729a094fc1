//! What went wrong, as a person is told it. Scripts get `AppError`'s own English.

use super::texts;

texts! {
    /// What went wrong, what it means for the money, what to do next.
    Errors {
        not_signed_in: "Sign in first: there is no session, or it has ended.", "Melden Sie sich zuerst an: Es gibt keine Sitzung, oder sie ist abgelaufen.";
        confirm_first: "Confirm first that it is you; that holds for ten minutes. Nothing was changed yet.",
            "Bestätigen Sie zuerst, dass Sie es sind; das gilt zehn Minuten. Es wurde noch nichts geändert.";
        confirm: "Confirm", "Bestätigen";
        token_expired: "This token has expired. Make a new one on the settings page.", "Dieses Token ist abgelaufen. Erstellen Sie in den Einstellungen ein neues.";
        scope_missing(scope: &str): "This token may not do that: it lacks the scope “{scope}”.", "Dieses Token darf das nicht: Ihm fehlt das Recht „{scope}“.";
        no_call: "There is no such call.", "Diesen Anruf gibt es nicht.";
        no_contact: "There is no such contact.", "Diesen Kontakt gibt es nicht.";
        no_token: "There is no such token.", "Dieses Token gibt es nicht.";
        not_found: "There is no such thing here, or it is not yours.", "Das gibt es hier nicht, oder es gehört nicht Ihnen.";
        too_many(seconds: &str): "Too many tries. Wait {seconds} and try again.", "Zu viele Versuche. Warten Sie {seconds} und versuchen Sie es noch einmal.";
        internal(request: &str): "Something failed on the server. Nothing was charged for it. Quote request {request} to the operator.",
            "Auf dem Server ist etwas fehlgeschlagen. Es wurde nichts dafür berechnet. Nennen Sie dem Betreiber die Anfrage {request}.";
        safe: "Trying again is safe.", "Sie können es gefahrlos noch einmal versuchen.";
        unreachable: "The server could not be reached.", "Der Server ist nicht zu erreichen.";
        check_connection: "Check the connection. A call in progress goes on; what is shown may be out of date until it is back.",
            "Prüfen Sie die Verbindung. Ein laufender Anruf geht weiter; was hier steht, kann bis dahin veraltet sein.";
        sign_in: "Sign in", "Anmelden";
        again: "Try again", "Noch einmal versuchen";
    }
}
