//! Showing once more who one is.

use super::texts;

texts! {
    /// Showing once more who one is.
    Confirm {
        title: "Confirm that it is you", "Bestätigen Sie, dass Sie es sind";
        text: "This changes who gets in, or what may be spent. Confirm once; it holds for ten minutes in this browser.",
            "Hier geht es darum, wer hineinkommt oder was ausgegeben werden darf. Bestätigen Sie es einmal; es gilt zehn Minuten in diesem Browser.";
        password: "Your password", "Ihr Passwort";
        confirm: "Confirm", "Bestätigen";
        go_back: "Not now", "Jetzt nicht";
    }
}
