//! Strong sign-in: codes of an app, recovery codes, passkeys, accounts elsewhere.

use super::texts;

texts! {
    /// Strong sign-in.
    Strong {
        code_title: "One more step", "Noch ein Schritt";
        code_text: "The second step: open the code app on your phone.", "Der zweite Schritt: Öffnen Sie die Code-App auf Ihrem Telefon.";
        code: "Code", "Code";
        code_hint: "The six digits for Ringfare, or one of your recovery codes.", "Die sechs Ziffern für Ringfare oder einer Ihrer Wiederherstellungscodes.";
        go_on: "Sign in", "Anmelden";
        start_over: "Start again with another account", "Mit einem anderen Konto neu beginnen";
        wrong_code: "This code is not good, or it was used before. Wait for the next one in your app and try that.",
            "Dieser Code gilt nicht oder wurde schon benutzt. Warten Sie auf den nächsten Code Ihrer App und versuchen Sie es mit diesem.";
        step_over: "The time or the tries for the code are over. Sign in again with your password.",
            "Die Zeit oder die Versuche für den Code sind vorbei. Melden Sie sich noch einmal mit Ihrem Passwort an.";

        code_needed: "This account asks for a code of your app, or a recovery code, instead of the password.",
            "Dieses Konto fragt statt des Passworts nach einem Code Ihrer App oder einem Wiederherstellungscode.";

        two_step: "Two-step sign-in", "Anmeldung in zwei Schritten";
        two_step_text: "Besides your password, an app on your phone shows a code. A thief of the password alone stays outside.",
            "Zusätzlich zum Passwort zeigt eine App auf Ihrem Telefon einen Code. Wer nur Ihr Passwort stiehlt, bleibt draußen.";
        is_on: "On", "An";
        on_since: "On since", "An seit";
        codes_left: "Recovery codes left", "Wiederherstellungscodes übrig";
        set_up: "Set it up", "Einrichten";
        scan: "Scan this with your code app, or type the key into it.", "Scannen Sie das mit Ihrer Code-App, oder tippen Sie den Schlüssel dort ein.";
        picture: "QR code with the key for your code app", "QR-Code mit dem Schlüssel für Ihre Code-App";
        key: "Key", "Schlüssel";
        open_app: "Open it in an app on this device", "In einer App auf diesem Gerät öffnen";
        first_code: "Code that the app shows", "Code, den die App zeigt";
        first_code_hint: "Six digits. Two-step sign-in is on only after this.", "Sechs Ziffern. Erst danach ist die Anmeldung in zwei Schritten an.";
        turn_on: "Turn it on", "Einschalten";
        codes_ready: "Keep these recovery codes", "Bewahren Sie diese Wiederherstellungscodes auf";
        codes_ready_text: "Each lets you in once without your phone. They are not shown again: print them or keep them in a password manager.",
            "Jeder lässt Sie einmal ohne Telefon hinein. Sie werden nicht wieder angezeigt: Drucken Sie sie aus oder legen Sie sie in einen Passwortmanager.";
        codes_what: "recovery codes", "Wiederherstellungscodes";
        new_codes: "New recovery codes", "Neue Wiederherstellungscodes";
        new_codes_text: "Those that you have now stop working.", "Die bisherigen gelten dann nicht mehr.";
        make_codes: "Make new codes", "Neue Codes erstellen";
        turn_off: "Turn it off", "Ausschalten";
        turn_off_text: "From then on your password alone opens this account.", "Danach öffnet Ihr Passwort allein dieses Konto.";
        turn_it_off: "Yes, turn it off", "Ja, ausschalten";
        needs_script: "Setting it up needs JavaScript.", "Das Einrichten braucht JavaScript.";
        already_on: "Two-step sign-in is on already. Turn it off first to use another app.",
            "Die Anmeldung in zwei Schritten ist schon an. Schalten Sie sie erst aus, wenn Sie eine andere App benutzen wollen.";
        is_off: "Two-step sign-in is off.", "Die Anmeldung in zwei Schritten ist aus.";
        start_again: "This key is no longer waiting for a code. Set it up again from the start.",
            "Dieser Schlüssel wartet nicht mehr auf einen Code. Richten Sie die Anmeldung in zwei Schritten neu ein.";
        wrong_new_code: "This is not the code that belongs to the key. Check the clock of your phone, and type the code that the app shows now.",
            "Dieser Code gehört nicht zum Schlüssel. Prüfen Sie die Uhr Ihres Telefons und tippen Sie den Code, den die App jetzt zeigt.";

        passkeys: "Passkeys", "Passkeys";
        passkeys_text: "Sign in with finger, face or PIN of your device: no password to type, and nothing that a false page could steal.",
            "Melden Sie sich mit Finger, Gesicht oder PIN Ihres Geräts an: kein Passwort zu tippen, und nichts, was eine falsche Seite stehlen könnte.";
        no_passkey: "No passkey yet.", "Noch kein Passkey.";
        passkey_name: "Name of the new passkey", "Name des neuen Passkeys";
        passkey_name_hint: "Such as the device that keeps it: “laptop”.", "Etwa das Gerät, das ihn aufbewahrt: „Laptop“.";
        add_passkey: "Add a passkey", "Passkey hinzufügen";
        remove: "Remove", "Entfernen";
        remove_passkey_text: "It opens this account no longer. Delete it on your device too.",
            "Er öffnet dieses Konto nicht mehr. Löschen Sie ihn auch auf Ihrem Gerät.";
        remove_it: "Yes, remove it", "Ja, entfernen";
        sign_in_with_passkey: "Use a passkey", "Passkey benutzen";
        passkey_failed: "No passkey was used: it was cancelled, or this device has none for Ringfare. You can sign in with your password.",
            "Es wurde kein Passkey benutzt: Der Vorgang wurde abgebrochen, oder dieses Gerät hat keinen für Ringfare. Sie können sich mit Ihrem Passwort anmelden.";
        passkey_not_made: "No passkey was made: it was cancelled, or this device cannot keep one. Nothing was changed.",
            "Es wurde kein Passkey erstellt: Der Vorgang wurde abgebrochen, oder dieses Gerät kann keinen aufbewahren. Es wurde nichts geändert.";
        passkey_missing: "This browser knows no passkeys.", "Dieser Browser kennt keine Passkeys.";
        passkey_no_script: "The part of Ringfare that talks to your device did not load. Load the page again.",
            "Der Teil von Ringfare, der mit Ihrem Gerät spricht, wurde nicht geladen. Laden Sie die Seite neu.";
        no_passkeys: "This Ringfare is reached by a number instead of a name, and browsers make no passkeys for that.",
            "Dieses Ringfare ist unter einer Nummer statt unter einem Namen zu erreichen; dafür machen Browser keine Passkeys.";
        passkey_late: "This took too long, or it was sent before. Nothing was changed; press the button again.",
            "Das hat zu lange gedauert oder wurde schon einmal gesendet. Es wurde nichts geändert; drücken Sie den Knopf noch einmal.";
        passkey_unknown: "This passkey opens no account here: it was removed, or it belongs to another site. Sign in with your password.",
            "Dieser Passkey öffnet hier kein Konto: Er wurde entfernt oder gehört zu einer anderen Seite. Melden Sie sich mit Ihrem Passwort an.";
        passkey_refused: "This passkey is not good here. Nothing was changed. If it goes on, remove it and make a new one.",
            "Dieser Passkey gilt hier nicht. Es wurde nichts geändert. Kommt das wieder vor, entfernen Sie ihn und erstellen Sie einen neuen.";
        passkey_known: "This device keeps a passkey for this account already.", "Dieses Gerät bewahrt schon einen Passkey für dieses Konto auf.";
        passkey_name_wrong(most: usize): "Give the passkey a name of 1 to {most} characters, such as 'laptop'.",
            "Geben Sie dem Passkey einen Namen mit 1 bis {most} Zeichen, etwa „Laptop“.";
        too_many_passkeys(most: usize): "There are {most} passkeys already. Remove one that is no longer used.",
            "Es gibt schon {most} Passkeys. Entfernen Sie einen, der nicht mehr gebraucht wird.";

        go_on_with(name: &str): "Go on with {name}", "Weiter mit {name}";
        confirm_with(name: &str): "Confirm with {name}", "Mit {name} bestätigen";
        confirm_with_text(name: &str): "You show it at {name}. Then you come back here, and send what you wanted again.",
            "Sie zeigen es bei {name}. Danach kommen Sie hierher zurück und senden noch einmal, was Sie vorhatten.";
        linked: "Linked accounts", "Verknüpfte Konten";
        linked_text(name: &str): "An account at {name} that opens this one too.", "Ein Konto bei {name}, das auch dieses hier öffnet.";
        not_linked: "Nothing is linked yet.", "Noch nichts verknüpft.";
        link_with(name: &str): "Link with {name}", "Mit {name} verknüpfen";
        unlink: "Unlink", "Verknüpfung lösen";
        unlink_text: "It opens this account no longer. Make sure that you know your password or have a passkey.",
            "Es öffnet dieses Konto nicht mehr. Sie sollten Ihr Passwort kennen oder einen Passkey haben.";
        unlink_it: "Yes, unlink it", "Ja, lösen";
        provider_away: "The sign-in provider does not answer as it should. Nothing was changed; try again in a moment, or sign in with your password.",
            "Der Anmeldedienst antwortet nicht, wie er soll. Es wurde nichts geändert; versuchen Sie es gleich noch einmal, oder melden Sie sich mit Ihrem Passwort an.";
        provider_said_no: "The sign-in provider did not confirm who you are, or you cancelled there. Nothing was changed.",
            "Der Anmeldedienst hat nicht bestätigt, wer Sie sind, oder Sie haben dort abgebrochen. Es wurde nichts geändert.";
        provider_issuer: "The answer came from another sign-in provider than the one that was asked. You were not signed in; tell the operator.",
            "Die Antwort kam von einem anderen Anmeldedienst als dem gefragten. Sie wurden nicht angemeldet; sagen Sie es dem Betreiber.";
        provider_audience: "The sign-in provider's answer was meant for another site. You were not signed in; tell the operator.",
            "Die Antwort des Anmeldedienstes war für eine andere Seite bestimmt. Sie wurden nicht angemeldet; sagen Sie es dem Betreiber.";
        provider_nonce: "The sign-in provider's answer belongs to another visit. You were not signed in; press the button again.",
            "Die Antwort des Anmeldedienstes gehört zu einem anderen Besuch. Sie wurden nicht angemeldet; drücken Sie den Knopf noch einmal.";
        provider_clock: "The sign-in provider's answer is out of date, or its clock is wrong. You were not signed in; press the button again.",
            "Die Antwort des Anmeldedienstes ist abgelaufen, oder seine Uhr geht falsch. Sie wurden nicht angemeldet; drücken Sie den Knopf noch einmal.";
        provider_forged: "The sign-in provider's answer does not carry its signature. You were not signed in; tell the operator.",
            "Die Antwort des Anmeldedienstes trägt nicht seine Unterschrift. Sie wurden nicht angemeldet; sagen Sie es dem Betreiber.";
        provider_late: "This answer was sent before, took too long, or was not asked for in this browser. Nothing was changed; press the button again.",
            "Diese Antwort wurde schon einmal gesendet, kam zu spät oder wurde nicht in diesem Browser angefordert. Es wurde nichts geändert; drücken Sie den Knopf noch einmal.";
        provider_no_account: "No account here is linked with yours at the sign-in provider. Sign in with your password and link it in the settings, or open an account.",
            "Mit Ihrem Konto beim Anmeldedienst ist hier keines verknüpft. Melden Sie sich mit Ihrem Passwort an und verknüpfen Sie es in den Einstellungen, oder eröffnen Sie ein Konto.";
        provider_link_first: "There is an account with this e-mail here already. Sign in to it with its password, then link it in the settings.",
            "Mit dieser E-Mail-Adresse gibt es hier schon ein Konto. Melden Sie sich mit seinem Passwort an und verknüpfen Sie es dann in den Einstellungen.";
        provider_taken: "Your account at the sign-in provider opens another account here. Nothing was changed.",
            "Ihr Konto beim Anmeldedienst öffnet hier ein anderes Konto. Es wurde nichts geändert.";
        provider_confirm_first: "Confirm first who you are, then press the button to link again.",
            "Bestätigen Sie erst, wer Sie sind, und drücken Sie dann noch einmal auf Verknüpfen.";
        provider_other_way: "Nothing was confirmed that way. Confirm on this page instead.",
            "Auf diesem Weg wurde nichts bestätigt. Bestätigen Sie es stattdessen hier auf der Seite.";
        provider_not_asked: "The sign-in provider does not say that it asked you just now who you are. Nothing was confirmed; try again, or use your password.",
            "Der Anmeldedienst sagt nicht, dass er Sie gerade gefragt hat, wer Sie sind. Es wurde nichts bestätigt; versuchen Sie es noch einmal, oder nehmen Sie Ihr Passwort.";
        provider_somebody_else: "You are signed in as somebody else at the sign-in provider. Nothing was confirmed; use the account there that is linked in the settings.",
            "Beim Anmeldedienst sind Sie als jemand anderes angemeldet. Es wurde nichts bestätigt; nehmen Sie dort das Konto, das in den Einstellungen verknüpft ist.";
    }
}
