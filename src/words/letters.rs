//! Letters: plain text, in the language of who reads them, and the pages that their links open.

use super::texts;

texts! {
    /// Letters, and the pages that their links open.
    Letters {
        hello: "Hello,", "Guten Tag,";
        close: "Ringfare", "Ringfare";
        sign_up_subject: "Open your account", "Eröffnen Sie Ihr Konto";
        sign_up(link: &str): "Open this link and type the password that you chose; then your account is ready:\n\n{link}\n\nThe link works once, for 24 hours. If you did not ask for an account, do nothing: there is none.",
            "Öffnen Sie diesen Link und geben Sie das Passwort ein, das Sie gewählt haben; dann ist Ihr Konto bereit:\n\n{link}\n\nDer Link gilt einmal und 24 Stunden. Haben Sie kein Konto gewünscht, tun Sie nichts: Es gibt dann keines.";
        taken_subject: "You have an account already", "Sie haben schon ein Konto";
        taken(sign_in: &str, reset: &str): "Somebody, perhaps you, wanted to use this address for an account. You have one already. Nothing was changed.\n\nSign in: {sign_in}\nA new password: {reset}",
            "Jemand, vielleicht Sie, wollte mit dieser Adresse ein Konto einrichten. Sie haben schon eines. Es wurde nichts geändert.\n\nAnmelden: {sign_in}\nNeues Passwort: {reset}";
        verify_subject: "Confirm your address", "Bestätigen Sie Ihre Adresse";
        verify(link: &str): "Open this link to confirm that this address is yours; then you may call:\n\n{link}\n\nThe link works once, for 24 hours.",
            "Öffnen Sie diesen Link, um zu bestätigen, dass diese Adresse Ihre ist; dann können Sie anrufen:\n\n{link}\n\nDer Link gilt einmal und 24 Stunden.";
        reset_subject: "Choose a new password", "Wählen Sie ein neues Passwort";
        reset(link: &str): "Somebody, hopefully you, asked for a new password. Choose it here:\n\n{link}\n\nThe link works once, for one hour. All your sessions end then. If it was not you, do nothing: your password stays.",
            "Jemand, hoffentlich Sie, hat ein neues Passwort verlangt. Wählen Sie es hier:\n\n{link}\n\nDer Link gilt einmal und eine Stunde. Alle Ihre Sitzungen enden dann. Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt.";
        email_subject: "Confirm your new address", "Bestätigen Sie Ihre neue Adresse";
        email(link: &str): "Open this link to move your account to this address:\n\n{link}\n\nThe link works once, for 24 hours. If you did not ask for it, do nothing.",
            "Öffnen Sie diesen Link, um Ihr Konto auf diese Adresse umzustellen:\n\n{link}\n\nDer Link gilt einmal und 24 Stunden. Haben Sie das nicht verlangt, tun Sie nichts.";
        invitation_subject: "You are invited", "Sie sind eingeladen";
        invitation(link: &str): "You may open an account with this address:\n\n{link}\n\nThe link works once, for seven days.",
            "Sie können mit dieser Adresse ein Konto eröffnen:\n\n{link}\n\nDer Link gilt einmal und sieben Tage.";
        password_subject: "Your password was changed", "Ihr Passwort wurde geändert";
        password(reset: &str): "The password of your account was just changed, and your other sessions ended. Tokens of scripts still work: see the settings.\n\nIf it was not you, choose a new password at once: {reset}",
            "Das Passwort Ihres Kontos wurde soeben geändert, und Ihre anderen Sitzungen sind beendet. Tokens von Skripten gelten weiter: siehe Einstellungen.\n\nWaren Sie es nicht, wählen Sie sofort ein neues Passwort: {reset}";
        moved_subject: "Your account has another address", "Ihr Konto hat eine andere Adresse";
        moved(new: &str): "Your account now belongs to {new}. Letters go there. If it was not you, tell the operator at once.",
            "Ihr Konto gehört jetzt zu {new}. Post geht dorthin. Waren Sie es nicht, sagen Sie es sofort dem Betreiber.";

        sent: "Look into your mail", "Sehen Sie in Ihre Post";
        sent_text: "If all is right with that address, a letter is on its way to it. Open the link in it. Nothing there in a few minutes? Look among the unwanted mail, or ask again.",
            "Wenn mit der Adresse alles stimmt, ist ein Brief dorthin unterwegs. Öffnen Sie den Link darin. Nach einigen Minuten nichts da? Sehen Sie bei der unerwünschten Post nach oder versuchen Sie es noch einmal.";
        welcome: "Open your account", "Eröffnen Sie Ihr Konto";
        welcome_text: "Type the password that you chose when you asked for the account.", "Geben Sie das Passwort ein, das Sie bei der Anmeldung gewählt haben.";
        confirm: "Confirm your address", "Bestätigen Sie Ihre Adresse";
        confirm_text: "One press, and this address is known to be yours.", "Ein Klick, und diese Adresse gilt als Ihre.";
        confirm_button: "This address is mine", "Diese Adresse ist meine";
        forgot: "Forgot the password?", "Passwort vergessen?";
        ask: "Choose a new password", "Ein neues Passwort wählen";
        ask_text: "We send a link to the address of your account.", "Wir senden einen Link an die Adresse Ihres Kontos.";
        ask_button: "Send the link", "Link senden";
        no_letters: "This server sends no letters. Ask its operator, who can give you a link for a new password.",
            "Dieser Server versendet keine Briefe. Fragen Sie den Betreiber, er kann Ihnen einen Link für ein neues Passwort geben.";
        choose_text: "All your sessions end, and you sign in with the new one.", "Alle Ihre Sitzungen enden, und Sie melden sich mit dem neuen an.";
        choose_button: "Use this password", "Dieses Passwort verwenden";
        back: "Back to signing in", "Zurück zur Anmeldung";
        closed: "This server opens no accounts for strangers. Ask its operator.", "Dieser Server eröffnet keine Konten für Fremde. Fragen Sie den Betreiber.";
        invited: "Accounts are opened by invitation here. Open the link of your invitation.",
            "Konten gibt es hier auf Einladung. Öffnen Sie den Link Ihrer Einladung.";
        other_address: "The invitation is for another address. Use the one that it was sent to.",
            "Die Einladung gilt für eine andere Adresse. Nehmen Sie die, an die sie ging.";
        dead_link: "This link does not work any more: it was used, or it is too old. Ask for another one. Nothing was changed.",
            "Dieser Link gilt nicht mehr: Er wurde benutzt oder ist zu alt. Verlangen Sie einen neuen. Es wurde nichts geändert.";
        unverified: "Confirm your e-mail address before you call: a letter has the link. The settings send it again.",
            "Bestätigen Sie Ihre E-Mail-Adresse, bevor Sie anrufen: Ein Brief enthält den Link. In den Einstellungen wird er noch einmal gesendet.";

        address: "E-mail address", "E-Mail-Adresse";
        verified: "Confirmed.", "Bestätigt.";
        not_verified: "Not confirmed yet: you may look at everything, but not call.", "Noch nicht bestätigt: Sie können alles ansehen, aber nicht anrufen.";
        send_again: "Send me the link", "Link an mich senden";
        sent_again: "The letter is on its way.", "Der Brief ist unterwegs.";
        new_address: "New address", "Neue Adresse";
        new_address_hint: "It counts once you open the link that we send there.", "Sie gilt, sobald Sie den Link öffnen, den wir dorthin senden.";
        change_address: "Change the address", "Adresse ändern";
        address_asked: "Done. Where a letter was needed, it is on its way.", "Erledigt. Wo ein Brief nötig ist, ist er unterwegs.";
        sessions: "Where you are signed in", "Wo Sie angemeldet sind";
        unknown_device: "Unknown browser", "Unbekannter Browser";
        this_one: "this one", "diese";
        signed_in_since: "Since ", "Seit ";
        last_seen: ", last seen ", ", zuletzt gesehen ";
        end_session: "End", "Beenden";
        end_all: "Sign out everywhere", "Überall abmelden";
    }
}
