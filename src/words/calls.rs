//! The call in progress: its states, the bar, the line, and what a page says of a call that it lost.

use super::texts;

texts! {
    /// The call in progress.
    Calls {
        // States
        ready: "Ready", "Bereit";
        requesting_microphone: "Waiting for the microphone", "Wartet auf das Mikrofon";
        connecting: "Connecting", "Wird verbunden";
        ringing: "Ringing", "Es klingelt";
        in_call: "In call", "Im Gespräch";
        /// `at`: how long the call had lasted, such as `03:12`.
        connection_lost(at: &str): "Connection lost at {at}. Reconnecting, the meter is still running.",
            "Verbindung bei {at} verloren. Neuer Versuch läuft, die Uhr läuft weiter.";
        ending: "Ending", "Wird beendet";
        call_ended: "Call ended", "Anruf beendet";
        ended_at_limit: "Ended at your limit", "Am Limit beendet";
        busy: "Busy", "Besetzt";
        no_answer: "No answer", "Keine Antwort";
        cancelled: "Cancelled", "Abgebrochen";
        could_not_connect: "Could not be connected", "Nicht zustande gekommen";
        not_connected: "Not connected", "Nicht verbunden";

        // Figures
        estimate: "estimate", "geschätzt";
        settling: "settling…", "wird abgerechnet …";
        charged: "charged", "berechnet";
        left(time: &str): "{time} left", "noch {time}";
        cost: "Cost", "Kosten";

        // Notices
        minute_left: "One minute left at your limit", "Noch eine Minute bis zu Ihrem Limit";
        seconds_left: "15 seconds left, then the call ends at your limit", "Noch 15 Sekunden, dann endet der Anruf an Ihrem Limit";
        more_seconds(seconds: i64): "Credit was added: {seconds} more seconds", "Guthaben kam dazu: {seconds} Sekunden mehr";
        more_minutes(n: i64): "Credit was added: {n} more minute" | "Credit was added: {n} more minutes",
            "Guthaben kam dazu: {n} Minute mehr" | "Guthaben kam dazu: {n} Minuten mehr";
        long_call(minutes: i64, cost: &str): "You have talked for {minutes} minutes: about {cost} so far",
            "Sie sprechen seit {minutes} Minuten: bisher etwa {cost}";
        signed_out: "You were signed out during this call. It is charged as always: sign in to see what it cost.",
            "Sie wurden während des Anrufs abgemeldet. Er wird wie immer berechnet: Melden Sie sich an, um die Kosten zu sehen.";

        // The line
        good_line: "Good line", "Leitung gut";
        fair_line: "Fair line", "Leitung mäßig";
        poor_line: "Poor line", "Leitung schlecht";
        line_because(line: &str, why: &str): "{line}: {why}", "{line}: {why}";
        offline: "this browser is offline", "dieser Browser ist offline";
        reconnecting: "the connection broke off", "die Verbindung brach ab";
        no_path: "sound finds no way through", "der Ton findet keinen Weg";
        nothing_arrives: "no sound is arriving", "es kommt kein Ton an";
        nothing_leaves: "your voice is not getting through", "Ihre Stimme kommt nicht durch";
        loss: "sound is getting lost on the way", "unterwegs geht Ton verloren";
        opinion: "speech is hard to understand", "Sprache ist schwer zu verstehen";
        delay: "answers arrive late", "Antworten kommen verzögert an";
        jitter: "sound arrives unevenly", "der Ton kommt ungleichmäßig an";
        microphone_silent: "we cannot hear your microphone", "Ihr Mikrofon ist nicht zu hören";
        microphone_notice: "We cannot hear your microphone. Check that it is on, or choose another under Audio.",
            "Ihr Mikrofon ist nicht zu hören. Prüfen Sie, ob es an ist, oder wählen Sie unter Ton ein anderes.";
        offline_notice: "This browser is offline. The call goes on as long as the line holds, and the meter with it.",
            "Dieser Browser ist offline. Der Anruf läuft weiter, solange die Leitung hält, und die Uhr mit ihm.";

        // The bar
        call: "Call", "Anruf";
        mute: "Mute", "Stumm";
        muted: "Muted", "Stumm";
        keypad: "Keypad", "Tasten";
        audio: "Audio", "Ton";
        note: "Note", "Notiz";
        end: "End", "Auflegen";
        end_title: "End the call (Ctrl+Shift+E)", "Anruf beenden (Strg+Umschalt+E)";
        receipt: "Receipt", "Beleg";
        put_away: "Put this call away", "Anruf schließen";
        tones: "Tones", "Töne";
        tones_sent(keys: &str): "Sent: {keys}", "Gesendet: {keys}";
        microphone: "Microphone", "Mikrofon";
        microphone_level: "Microphone level", "Mikrofonpegel";
        speaker: "Speaker", "Lautsprecher";
        speaker_of_browser: "This browser plays on the system's speaker.", "Dieser Browser nutzt den Lautsprecher des Systems.";
        test_devices: "Test devices", "Geräte testen";

        // Notes
        note_label: "Note on this call", "Notiz zu diesem Anruf";
        write_less(most: usize): "Write at most {most} characters.", "Schreiben Sie höchstens {most} Zeichen.";
        note_hint: "Only you can read it.", "Nur Sie können sie lesen.";
        saving: "Saving…", "Wird gespeichert …";
        saved: "Saved", "Gespeichert";
        not_saved(why: &str): "Not saved: {why}", "Nicht gespeichert: {why}";
        save: "Save", "Speichern";
        try_again: "Try again", "Nochmals versuchen";

        // Elsewhere
        elsewhere_label: "Call in another window", "Anruf in einem anderen Fenster";
        elsewhere(state: &str): "{state} in another window or on another device", "{state}, in einem anderen Fenster oder auf einem anderen Gerät";
        /// `time` and `cost` by the server's clock.
        so_far(time: &str, cost: &str): "{time}, about {cost} so far", "{time}, bisher etwa {cost}";
        reloaded_label: "The call before the reload", "Der Anruf vor dem Neuladen";
        reloaded_running: "The page was loaded anew during this call. The server still sees it running; the meter runs with it.",
            "Die Seite wurde während dieses Anrufs neu geladen. Der Server sieht ihn noch laufen, und die Uhr läuft mit.";
        reloaded_settling: "The call ended when the page was loaded anew. It is being settled.",
            "Der Anruf endete, als die Seite neu geladen wurde. Er wird abgerechnet.";
        reloaded_ended(time: &str, cost: &str): "The call ended when the page was loaded anew, after {time}. It cost {cost}.",
            "Der Anruf endete nach {time}, als die Seite neu geladen wurde. Er kostete {cost}.";
        reloaded_unplaced: "The page was loaded anew before the call was placed. Nothing was charged.",
            "Die Seite wurde neu geladen, bevor der Anruf begann. Es wurde nichts berechnet.";
        end_it: "End it", "Beenden";

        // Hanging up
        end_not_taken: "The carrier did not answer the hang-up. The call ends at its time limit at the latest; you are never charged more than what is held.",
            "Der Vermittler hat auf das Auflegen nicht geantwortet. Der Anruf endet spätestens an seinem Zeitlimit; berechnet wird Ihnen nie mehr, als reserviert ist.";
    }
}
