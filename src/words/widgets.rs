//! The widgets of `ui/`, wherever they stand.

use super::texts;

texts! {
    /// The widgets.
    Widgets {
        close: "Close", "Schließen";
        close_esc: "Close (Esc)", "Schließen (Esc)";
        loading: "Loading", "Wird geladen";
        theme: "Light or dark", "Hell oder dunkel";
        switch_theme: "Switch between light and dark", "Zwischen hell und dunkel wechseln";
        theme_system: "As the system", "Wie das System";
        theme_light: "Light", "Hell";
        theme_dark: "Dark", "Dunkel";
        language: "Language", "Sprache";
        /// `what`: such as "number".
        copy(what: &str): "Copy the {what}", "{what} kopieren";
        copied(what: &str): "Copied the {what}.", "{what} kopiert.";
        copy_failed: "The browser did not let us copy. Select the text and copy it by hand.",
            "Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn selbst.";
        actions: "Actions", "Aktionen";
        dismiss: "Dismiss", "Ausblenden";
    }
}
