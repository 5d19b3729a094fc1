//! Accounts: the doors, the settings, and what is wrong with what was typed there.

use super::texts;

texts! {
    /// Accounts.
    Users {
        email: "E-mail", "E-Mail";
        password: "Password", "Passwort";
        sign_in: "Sign in", "Anmelden";
        sign_in_text: "Call any number in the world from your browser, and know the price first.",
            "Rufen Sie jede Nummer der Welt vom Browser aus an. Den Preis kennen Sie vorher.";
        new_here: "New here? ", "Neu hier? ";
        sign_up: "Open an account", "Konto eröffnen";
        sign_up_text: "Prepaid: you never owe anything, and a call never costs more than you have.",
            "Mit Guthaben: Sie schulden nie etwas, und kein Anruf kostet mehr, als Sie haben.";
        open_account: "Open the account", "Konto eröffnen";
        have_one: "You have one? ", "Sie haben schon eines? ";
        password_hint(least: usize): "At least {least} characters; a few unusual words are best.",
            "Mindestens {least} Zeichen; am besten ein paar ungewöhnliche Wörter.";
        own_number_optional: "Your own number (optional)", "Ihre eigene Nummer (freiwillig)";
        own_number_hint: "With country code, like +44 7911 123456. It tells how to read numbers that you dial without one.",
            "Mit Ländervorwahl, etwa +49 151 23456789. Sie zeigt, wie Nummern ohne Vorwahl zu lesen sind.";
        demo: "Demo account", "Demokonto";
        demo_looking: "Just looking? ", "Nur mal schauen? ";
        demo_text: "This Ringfare runs on its built-in carrier: calls are real in everything but the far end.",
            "Dieses Ringfare läuft mit seinem eingebauten Vermittler: Die Anrufe sind echt, nur am anderen Ende ist niemand.";
        demo_fill: "Fill in the demo account", "Demokonto eintragen";

        settings: "Settings", "Einstellungen";
        settings_text: "Your account, your scripts, and what runs here.", "Ihr Konto, Ihre Skripte, und was hier läuft.";
        account: "Account", "Konto";
        role: "Role", "Rolle";
        caller: "caller", "Kunde";
        operator: "operator", "Betreiber";
        own_number: "Your own number", "Ihre eigene Nummer";
        number_forget_hint: "With country code. It tells how to read numbers that you dial without one; empty it to forget it.",
            "Mit Ländervorwahl. Sie zeigt, wie Nummern ohne Vorwahl zu lesen sind; leeren Sie das Feld, um sie zu vergessen.";
        number_saved: "Your number is saved.", "Ihre Nummer ist gespeichert.";
        save_number: "Save the number", "Nummer speichern";
        current_password: "Current password", "Jetziges Passwort";
        new_password: "New password", "Neues Passwort";
        new_password_hint: "Every other session of yours ends. Tokens stay.", "Alle Ihre anderen Sitzungen enden. Tokens bleiben.";
        password_changed: "Your password is changed.", "Ihr Passwort ist geändert.";
        change_password: "Change the password", "Passwort ändern";
        look: "Appearance", "Darstellung";
        look_text: "Kept in this browser only.", "Wird nur in diesem Browser gespeichert.";
        keys: "Keyboard shortcuts", "Tastenkürzel";
        keys_text: "Single keys lead to pages and mute a call. They can be changed and switched off.",
            "Einzelne Tasten führen zu Seiten und schalten im Anruf stumm. Sie lassen sich ändern und abschalten.";
        keys_open: "Show and change them", "Ansehen und ändern";

        tokens: "Tokens for scripts", "Tokens für Skripte";
        tokens_send: "A script sends ", "Ein Skript sendet ";
        tokens_may: " and may do what the token allows. Its paths are in ", " und darf, was das Token erlaubt. Die Pfade stehen im ";
        tokens_document: "the OpenAPI document", "OpenAPI-Dokument";
        no_token: "No token yet. Make one to let a script read your calls, or to place them.",
            "Noch kein Token. Mit einem Token kann ein Skript Ihre Anrufe lesen und auslösen.";
        made: "Made ", "Erstellt am ";
        used: ", used ", ", benutzt am ";
        never_used: ", never used", ", nie benutzt";
        expires: "Expires ", "Läuft ab am ";
        expired: "Expired ", "Abgelaufen am ";
        never_expires: "Never expires", "Läuft nie ab";
        scopes: "What it may do", "Was es darf";
        scope_read: "Read", "Lesen";
        scope_read_text: "See your balance, calls, statement, contacts and prices.", "Guthaben, Anrufe, Kontoauszug, Kontakte und Preise sehen.";
        scope_call: "Call", "Anrufen";
        scope_call_text: "Place and end calls, which costs credit, and change your contacts.",
            "Anrufe starten und beenden, was Guthaben kostet, und Ihre Kontakte ändern.";
        scope_money: "Money", "Geld";
        scope_money_text: "Change your spending limits and the low-balance warning.", "Ihre Ausgabenlimits und die Guthabenwarnung ändern.";
        token_life: "Works for", "Gültig für";
        days(n: i64): "{n} day" | "{n} days", "{n} Tag" | "{n} Tage";
        a_year: "a year", "ein Jahr";
        for_ever: "ever, until you revoke it", "immer, bis Sie es widerrufen";
        revoke: "Revoke", "Widerrufen";
        revoke_text: "Scripts that use it stop at once.", "Skripte, die es benutzen, hören sofort auf.";
        revoke_it: "Revoke it", "Jetzt widerrufen";
        token_ready(name: &str): "“{name}” is ready", "„{name}“ ist bereit";
        token_copy_now: "Copy it now; it is not shown again.", "Kopieren Sie es jetzt; es wird nicht wieder angezeigt.";
        token: "token", "Token";
        new_token: "New token", "Neues Token";
        new_token_hint: "What it is for, such as “backup script”.", "Wofür es ist, etwa „Sicherung“.";
        make_token: "Make a token", "Token erstellen";
        needs_script: "This needs JavaScript; an operator can run ", "Das braucht JavaScript; ein Betreiber kann stattdessen ";
        needs_script_end: " instead.", " aufrufen.";
        about: "About", "Über";
        database: "Database", "Datenbank";
        carrier: "Carrier", "Vermittler";
        carrier_local: "local (built in)", "lokal (eingebaut)";

        wrong_password: "The e-mail or the password is wrong. Check both and try again.",
            "Die E-Mail-Adresse oder das Passwort ist falsch. Prüfen Sie beide und versuchen Sie es noch einmal.";
        wrong_current: "This is not your current password. Nothing was changed.", "Das ist nicht Ihr jetziges Passwort. Es wurde nichts geändert.";
        no_email: "This is not an e-mail address. Write it like name@example.org.", "Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.org.";
        email_taken: "There is an account with this e-mail already. Sign in instead.",
            "Mit dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich an.";
        number_taken: "This number belongs to another account. Leave it empty or give another one.",
            "Diese Nummer gehört zu einem anderen Konto. Lassen Sie das Feld leer oder nehmen Sie eine andere.";
        password_short(least: usize, length: usize): "A password has at least {least} characters; this one has {length}.",
            "Ein Passwort hat mindestens {least} Zeichen; dieses hat {length}.";
        password_long(most: usize, length: usize): "A password has at most {most} characters; this one has {length}.",
            "Ein Passwort hat höchstens {most} Zeichen; dieses hat {length}.";
        password_common: "This password is one of the first that anybody tries. Choose another, three unusual words for example.",
            "Dieses Passwort wird mit als erstes ausprobiert. Nehmen Sie ein anderes, zum Beispiel drei ungewöhnliche Wörter.";
        token_name(most: usize): "Give the token a name of 1 to {most} characters, such as 'backup script'.",
            "Geben Sie dem Token einen Namen mit 1 bis {most} Zeichen, etwa „Sicherung“.";
        token_scopes: "Tick at least one thing that the token may do.", "Kreuzen Sie mindestens eines an, was das Token darf.";
        token_days(most: i64): "A token works for 1 to {most} days, or for ever.", "Ein Token gilt 1 bis {most} Tage oder für immer.";
        no_tokens_here: "A token opens the addresses under /api only. Sign in to use the pages.",
            "Ein Token öffnet nur die Adressen unter /api. Melden Sie sich an, um die Seiten zu benutzen.";
        too_many_tokens(most: i64): "There are {most} tokens already. Revoke one that is no longer used.",
            "Es gibt schon {most} Tokens. Widerrufen Sie eines, das nicht mehr gebraucht wird.";
        session_unavailable: "Your session cannot be reached just now. Nothing was changed; try again in a moment.",
            "Ihre Sitzung ist gerade nicht zu erreichen. Es wurde nichts geändert; versuchen Sie es gleich noch einmal.";
    }
}
