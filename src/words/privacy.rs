//! One's own data: taking it away, and the end of an account.

use super::texts;

texts! {
    /// One's own data.
    Privacy {
        title: "Your data", "Ihre Daten";
        export_text: "Everything that is kept of you in one file: account, limits, where and how you sign in, contacts, calls with your \
            notes, every line of the ledger and every statement, as CSV and JSON.",
            "Alles, was über Sie gespeichert ist, in einer Datei: Konto, Limits, wo und womit Sie sich anmelden, Kontakte, Anrufe mit \
            Ihren Notizen, jede Buchung und jeder Kontoauszug, als CSV und JSON.";
        export: "Download everything (ZIP)", "Alles herunterladen (ZIP)";
        delete: "Delete the account …", "Konto löschen …";
        delete_goes: "Deleted for ever: your e-mail address and password, your number, your contacts, notes, reports and limits, every \
            session, token and passkey, and of each call the number you called.",
            "Endgültig gelöscht werden: Ihre E-Mail-Adresse und Ihr Passwort, Ihre Rufnummer, Ihre Kontakte, Notizen, Meldungen und Limits, \
            alle Sitzungen, Tokens und Passkeys, und von jedem Anruf die angerufene Nummer.";
        delete_stays: "What stays, because the law asks for books: when a call was, how long, to which country and network, and what it cost, \
            under an account number without a name. You can sign up again with the same address; that will be another account.",
            "Erhalten bleibt, weil das Gesetz eine Buchführung verlangt: wann ein Anruf war, wie lange, in welches Land und Netz und was er \
            gekostet hat, unter einer Kontonummer ohne Namen. Mit derselben Adresse können Sie sich wieder anmelden; das ist dann ein anderes \
            Konto.";
        balance_stays(amount: &str, account: &str): "{amount} of credit is left. It cannot be used after the deletion and is not paid out by \
            itself: ask the operator to pay it out first, or note the account number {account}, under which it stays booked.",
            "Sie haben noch {amount} Guthaben. Nach dem Löschen können Sie es nicht mehr nutzen, und es wird nicht von selbst ausgezahlt: \
            Bitten Sie den Betreiber vorher um Auszahlung, oder notieren Sie die Kontonummer {account}, unter der es gebucht bleibt.";
        export_first: "Download your data first: afterwards nobody can give it to you.",
            "Laden Sie vorher Ihre Daten herunter: Danach kann sie Ihnen niemand mehr geben.";
        type_address(email: &str): "Type {email} to delete this account", "Schreiben Sie {email}, um dieses Konto zu löschen";
        delete_now: "Delete my account for ever", "Mein Konto endgültig löschen";
        deleted: "Your account is deleted.", "Ihr Konto ist gelöscht.";
        calls_live(n: i64): "A call has not been settled yet: end it, wait a moment and try again. Nothing was deleted."
            | "{n} calls have not been settled yet: end them, wait a moment and try again. Nothing was deleted.",
            "Ein Anruf ist noch nicht abgerechnet: Beenden Sie ihn, warten Sie einen Augenblick und versuchen Sie es wieder. Es wurde nichts gelöscht."
            | "{n} Anrufe sind noch nicht abgerechnet: Beenden Sie sie, warten Sie einen Augenblick und versuchen Sie es wieder. Es wurde nichts gelöscht.";
        held(amount: &str): "{amount} is set aside for a call: wait until it is settled and try again. Nothing was deleted.",
            "{amount} sind noch für einen Anruf reserviert: Warten Sie, bis er abgerechnet ist, und versuchen Sie es wieder. Es wurde nichts gelöscht.";
        frozen: "The account is frozen. Only its operator can delete it: write to them. Nothing was deleted.",
            "Das Konto ist gesperrt. Nur der Betreiber kann es löschen: Schreiben Sie ihm. Es wurde nichts gelöscht.";
        /// `README.txt` of the archive; `made`: RFC 3339.
        readme(email: &str, made: &str): "Ringfare: everything that is kept of {email}\nMade at {made} (UTC).\n\n\
            account       who you are, what you chose, your balance\n\
            limits        what may be spent: the operator's row and your own\n\
            sessions      where you are signed in (without what signs you in)\n\
            tokens        your bearer tokens (without what opens the account)\n\
            factors       code app, recovery codes and passkeys (without keys and codes)\n\
            identities    accounts elsewhere with which you sign in\n\
            begun         steps of signing in that were begun and not finished\n\
            links         what was sent to you by letter, and when it was used\n\
            letters       letters that wait to be sent to you\n\
            alarms        when calls of yours looked as if somebody else placed them\n\
            contacts      people and their numbers; contacts.vcf is for address books\n\
            contact-files  files of contacts that you sent and have not taken over yet\n\
            payments      what you paid, and how it went\n\
            calls         every call, newest first\n\
            call-notes    your notes and reports, and how the line was as your browser measured it\n\
            call-events   what the carrier told of each call\n\
            transactions  the ledger, oldest first: each line continues the balance of the line before it\n\
            statements    every month: opening balance, sums by kind, closing balance\n\
            statements/   every month line by line\n\
            operators-acts  what the operator did with your account, and why\n\n\
            Money is exact: in CSV files a decimal with six digits, in JSON files whole millionths (…_micros). Moments are UTC.\n\
            In CSV files a cell that a spreadsheet would take for a formula has an apostrophe before it.\n\
            Language and colours are kept in your browser alone. Password, tokens, sessions and recovery codes are kept as hashes, the key \
            of your code app is sealed; none of them are here.\n",
            "Ringfare: alles, was über {email} gespeichert ist\nErstellt am {made} (UTC).\n\n\
            account       wer Sie sind, was Sie gewählt haben, Ihr Guthaben\n\
            limits        was ausgegeben werden darf: die Zeile des Betreibers und Ihre eigene\n\
            sessions      wo Sie angemeldet sind (ohne das, was Sie anmeldet)\n\
            tokens        Ihre Tokens (ohne das, was das Konto öffnet)\n\
            factors       Code-App, Wiederherstellungscodes und Passkeys (ohne Schlüssel und Codes)\n\
            identities    Konten anderswo, mit denen Sie sich anmelden\n\
            begun         Schritte einer Anmeldung, die begonnen und nicht beendet wurden\n\
            links         was Ihnen als Brief geschickt wurde, und wann es benutzt wurde\n\
            letters       Briefe an Sie, die noch nicht verschickt sind\n\
            alarms        wann Ihre Anrufe aussahen, als kämen sie von jemand anderem\n\
            contacts      Personen und ihre Nummern; contacts.vcf ist für Adressbücher\n\
            contact-files  Dateien mit Kontakten, die Sie geschickt und noch nicht übernommen haben\n\
            payments      was Sie bezahlt haben, und was daraus wurde\n\
            calls         jeder Anruf, der neueste zuerst\n\
            call-notes    Ihre Notizen und Meldungen, und wie die Leitung war, von Ihrem Browser gemessen\n\
            call-events   was der Vermittler über jeden Anruf gemeldet hat\n\
            transactions  alle Buchungen, die älteste zuerst: jede setzt den Saldo der vorigen fort\n\
            statements    jeder Monat: Anfangssaldo, Summen nach Art, Endsaldo\n\
            statements/   jeder Monat Zeile für Zeile\n\
            operators-acts  was der Betreiber mit Ihrem Konto getan hat, und warum\n\n\
            Beträge sind genau: in CSV-Dateien dezimal mit sechs Stellen, in JSON-Dateien ganze Millionstel (…_micros). Zeiten sind UTC.\n\
            In CSV-Dateien steht vor einer Zelle, die eine Tabellenkalkulation für eine Formel hielte, ein Apostroph.\n\
            Sprache und Farben stehen nur in Ihrem Browser. Passwort, Tokens, Sitzungen und Wiederherstellungscodes sind als Hash \
            gespeichert, der Schlüssel Ihrer Code-App versiegelt; nichts davon ist dabei.\n";
    }
}
