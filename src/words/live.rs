//! How fresh a page is.

use super::texts;

texts! {
    /// How fresh a page is.
    Live {
        live: "Live", "Live";
        delayed: "Delayed", "Verzögert";
        offline: "Offline", "Offline";
        connecting: "Connecting", "Verbindet";
        live_means: "Changes of balance and calls appear at once.", "Änderungen an Guthaben und Anrufen erscheinen sofort.";
        delayed_means: "Changes appear within a few seconds: the page asks for them.",
            "Änderungen erscheinen nach einigen Sekunden: Die Seite fragt danach.";
        offline_means: "The server does not answer. What you see is the last known state.",
            "Der Server antwortet nicht. Sie sehen den zuletzt bekannten Stand.";
        connecting_means: "The page is connecting to the server.", "Die Seite stellt die Verbindung zum Server her.";
        /// `time`: such as `14:05:09`.
        confirmed(time: &str): "Last confirmed at {time}.", "Zuletzt bestätigt um {time}.";
        back_online: "Online again.", "Wieder online.";
        /// `time`: such as `1 d 2 h`.
        caught_up(time: &str): "Balance and newest calls are up to date again; this page had heard nothing for {time}.",
            "Guthaben und neueste Anrufe sind wieder aktuell; diese Seite hatte seit {time} nichts gehört.";
        signed_out: "Your session has ended. You will be asked to sign in again; a running call goes on until it ends.",
            "Ihre Sitzung ist abgelaufen. Sie werden gebeten, sich neu anzumelden; ein laufender Anruf geht bis zu seinem Ende weiter.";
        /// `public/live.js` fills in the time.
        as_of: "Offline, as of {time}: nothing on this page is newer than that.",
            "Offline, Stand {time}: Nichts auf dieser Seite ist neuer.";
    }
}
