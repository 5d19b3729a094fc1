//! The microphone and the speaker.

use super::texts;

texts! {
    /// The microphone and the speaker.
    Devices {
        title: "Microphone and speaker", "Mikrofon und Lautsprecher";
        about: "Choose what your calls use, and hear yourself before others do. Nothing here leaves your browser.",
            "Wählen Sie, was Ihre Gespräche benutzen, und hören Sie sich, bevor andere es tun. Nichts davon verlässt Ihren Browser.";
        microphone: "Microphone", "Mikrofon";
        speaker: "Speaker", "Lautsprecher";
        system: "As the system decides", "Wie das System entscheidet";
        level: "Input level", "Eingangspegel";
        start: "Listen to the microphone", "Mikrofon prüfen";
        stop: "Stop", "Stopp";
        level_help: "Say something: the bar should move. If it does not, choose another microphone.",
            "Sagen Sie etwas: Der Balken sollte sich bewegen. Wenn nicht, wählen Sie ein anderes Mikrofon.";
        test_tone: "Play a test tone", "Testton abspielen";
        tone_played: "You should have heard two notes.", "Sie sollten zwei Töne gehört haben.";
        no_choice: "This browser lets the system choose the speaker.", "In diesem Browser wählt das System den Lautsprecher.";
        echo: "Echo test", "Echotest";
        echo_about: "Records three seconds, plays them back to you and forgets them.",
            "Nimmt drei Sekunden auf, spielt sie Ihnen vor und vergisst sie.";
        record: "Record 3 seconds", "3 Sekunden aufnehmen";
        recording: "Recording: say something", "Aufnahme läuft: Sagen Sie etwas";
        playing: "This is how you sound", "So klingen Sie";
        echo_done: "Done. The recording is gone.", "Fertig. Die Aufnahme ist gelöscht.";
        echo_silent: "The recording was silent: choose another microphone, or check its switch.",
            "Die Aufnahme war still: Wählen Sie ein anderes Mikrofon, oder prüfen Sie seinen Schalter.";
        echo_call: "Call the echo of the built-in carrier", "Das Echo des eingebauten Vermittlers anrufen";
        permission: "Permission", "Erlaubnis";
        unknown: "Not asked yet. The browser asks when you listen to the microphone or call.",
            "Noch nicht gefragt. Der Browser fragt, wenn Sie das Mikrofon prüfen oder anrufen.";
        granted: "Allowed: the microphone opens when you call or test, and closes afterwards.",
            "Erlaubt: Das Mikrofon öffnet sich beim Anruf oder Test und schließt sich danach.";
        denied: "Blocked: the browser gives this page no microphone.", "Gesperrt: Der Browser gibt dieser Seite kein Mikrofon.";
        missing: "There is no microphone. Plug one in or switch it on; this page notices.",
            "Es gibt kein Mikrofon. Schließen Sie eines an oder schalten Sie es ein; die Seite merkt es.";
        busy: "The microphone could not be opened. Close other programs that use it, or choose another.",
            "Das Mikrofon ließ sich nicht öffnen. Schließen Sie andere Programme, die es benutzen, oder wählen Sie ein anderes.";
        insecure: "Browsers give the microphone only to pages over https, or on localhost. Open Ringfare by its https address.",
            "Browser geben das Mikrofon nur an Seiten über https oder auf localhost. Öffnen Sie Ringfare über die https-Adresse.";
        ask_again: "Request again", "Erneut anfragen";
        chrome: "Chrome and Edge: click the icon left of the address, then allow Microphone. Reload the page if it asks for it.",
            "Chrome und Edge: Klicken Sie auf das Symbol links neben der Adresse und erlauben Sie das Mikrofon. Laden Sie die Seite neu, wenn danach gefragt wird.";
        firefox: "Firefox: click the crossed-out microphone in the address bar and remove the block, then request again.",
            "Firefox: Klicken Sie auf das durchgestrichene Mikrofon in der Adresszeile, heben Sie die Sperre auf und fragen Sie erneut an.";
        safari: "Safari: open Settings for This Website in the Safari menu and set Microphone to Allow. On an iPhone: aA in the address bar, Website Settings.",
            "Safari: Öffnen Sie im Menü Safari „Einstellungen für diese Website“ und stellen Sie Mikrofon auf „Erlauben“. Auf dem iPhone: aA in der Adresszeile, Website-Einstellungen.";
        options: "On the dialer", "Beim Wählen";
        tones: "Tones while pressing keys", "Töne beim Drücken der Tasten";
        links: "Phone links", "Telefon-Links";
        links_about: "Numbers on other pages can open here: the browser will ask you once.",
            "Nummern auf anderen Seiten können sich hier öffnen: Der Browser fragt Sie einmal.";
        links_use: "Use Ringfare for phone links", "Telefon-Links mit Ringfare öffnen";
        links_asked: "Your browser has been asked. Its settings list what opens phone links.",
            "Ihr Browser ist gefragt worden. Was Telefon-Links öffnet, steht in seinen Einstellungen.";
        links_never: "This browser does not hand phone links to pages.", "Dieser Browser reicht Telefon-Links nicht an Seiten weiter.";
        back: "Back to the dialer", "Zurück zum Wählen";
        needs_script: "The test needs scripts, which this browser has switched off.",
            "Für den Test sind Skripte nötig, die in diesem Browser abgeschaltet sind.";
    }
}
