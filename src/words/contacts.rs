//! Contacts: the list, a person, files in and out, and people who are there twice.

use super::texts;

texts! {
    /// Contacts.
    Contacts {
        title: "Contacts", "Kontakte";
        text: "The people you call, with what calling them came to.", "Die Menschen, die Sie anrufen, und was die Anrufe gekostet haben.";
        add: "Add contact", "Kontakt hinzufügen";
        edit: "Edit contact", "Kontakt bearbeiten";
        delete: "Delete contact", "Kontakt löschen";
        import: "Import", "Importieren";
        export: "Export", "Exportieren";
        export_vcard: "vCard 4.0, for address books", "vCard 4.0, für Adressbücher";
        export_vcard_3: "vCard 3.0, for older ones", "vCard 3.0, für ältere";
        export_csv: "CSV, for spreadsheets", "CSV, für Tabellen";
        duplicates: "Duplicates", "Doppelte";
        search: "Search by name, number or note", "Nach Name, Nummer oder Notiz suchen";
        do_search: "Search", "Suchen";
        sort: "Order", "Reihenfolge";
        by_name: "By name", "Nach Name";
        by_call: "Last called", "Zuletzt angerufen";
        by_spent: "Most spent", "Höchste Kosten";
        group: "Group", "Gruppe";
        all_groups: "All", "Alle";
        list: "Your contacts", "Ihre Kontakte";
        name: "Name", "Name";
        number: "Number", "Nummer";
        last_called: "Last called", "Zuletzt angerufen";
        calls: "Calls", "Anrufe";
        spent: "Spent", "Ausgegeben";
        never: "Never", "Nie";
        more_numbers(n: usize): "and {n} more" | "and {n} more", "und {n} weitere" | "und {n} weitere";
        favourite: "Favourite", "Favorit";
        call: "Call", "Anrufen";
        call_whom(name: &str): "Call {name}", "{name} anrufen";
        edit_whom(name: &str): "Edit {name}", "{name} bearbeiten";
        next: "Next page", "Nächste Seite";
        first: "First page", "Erste Seite";
        in_all(n: i64, count: &str): "{count} contact in all" | "{count} contacts in all", "Insgesamt {count} Kontakt" | "Insgesamt {count} Kontakte";
        nobody: "No contacts yet", "Noch keine Kontakte";
        nobody_text: "Add the people you call, or bring them along from another address book: their names then stand on every call.",
            "Fügen Sie hinzu, wen Sie anrufen, oder bringen Sie ein Adressbuch mit: Die Namen stehen dann bei jedem Anruf.";
        not_found: "Nobody found", "Niemand gefunden";
        not_found_text(q: &str): "No name, number or note contains “{q}”.", "Kein Name, keine Nummer und keine Notiz enthält „{q}“.";
        nobody_in_group: "Nobody is in this group.", "In dieser Gruppe ist niemand.";
        show_all: "Show all contacts", "Alle Kontakte zeigen";

        name_missing: "A contact needs a name.", "Ein Kontakt braucht einen Namen.";
        name_signs: "A name is one line of letters: leave out control characters.",
            "Ein Name ist eine Zeile aus Buchstaben: Lassen Sie Steuerzeichen weg.";
        name_long(count: usize, most: usize): "This name has {count} characters: shorten it to {most}.",
            "Dieser Name hat {count} Zeichen: Kürzen Sie ihn auf {most}.";
        notes_long(count: usize, most: usize): "These notes have {count} characters: shorten them to {most}.",
            "Diese Notizen haben {count} Zeichen: Kürzen Sie sie auf {most}.";
        notes_signs: "Notes are plain text: leave out control characters.", "Notizen sind einfacher Text: Lassen Sie Steuerzeichen weg.";
        tag_wrong(most: usize): "A group has a name of up to {most} letters, without commas.",
            "Eine Gruppe hat einen Namen aus bis zu {most} Buchstaben, ohne Kommas.";
        tags_many(most: usize): "Up to {most} groups for one person.", "Bis zu {most} Gruppen für eine Person.";
        number_missing: "A contact needs a number, such as +44 7911 123456.", "Ein Kontakt braucht eine Nummer, etwa +49 151 23456789.";
        numbers_many(count: usize, most: usize): "{count} numbers are too many: up to {most} for one person.",
            "{count} Nummern sind zu viele: bis zu {most} für eine Person.";
        zone_unknown(zone: &str): "There is no time zone '{zone}': write it as Europe/Berlin or America/New_York.",
            "Die Zeitzone „{zone}“ gibt es nicht: Schreiben Sie sie wie Europe/Berlin oder America/New_York.";
        number_taken(number: &str, name: &str): "{number} belongs to {name} already. Take it away there first, or merge the two.",
            "{number} gehört schon zu {name}. Nehmen Sie sie dort zuerst weg, oder führen Sie die beiden zusammen.";
        number_given: "One of these numbers was given to a contact a moment ago. Look at the list before you add it again.",
            "Eine dieser Nummern hat gerade eben ein Kontakt bekommen. Sehen Sie in die Liste, bevor Sie es noch einmal versuchen.";
        name_first: "Nobody has this number yet: give a name, then the notes can be kept.",
            "Diese Nummer hat noch niemand: Geben Sie einen Namen an, dann lassen sich die Notizen behalten.";
        choose_two: "Choose at least two contacts to merge.", "Wählen Sie mindestens zwei Kontakte zum Zusammenführen.";
        merged_many(count: usize, most: usize): "Together they have {count} numbers; up to {most} fit one person.",
            "Zusammen haben sie {count} Nummern; zu einer Person passen bis zu {most}.";

        mobile: "Mobile", "Mobil";
        home: "Home", "Privat";
        work: "Work", "Arbeit";
        other: "Other", "Andere";
        numbers: "Numbers", "Nummern";
        number_hint: "With the country code, such as +44 7911 123456. An empty line counts for nothing.",
            "Mit Ländervorwahl, etwa +49 151 23456789. Eine leere Zeile zählt nicht.";
        number_of(index: usize): "Number {index}", "Nummer {index}";
        label_of(index: usize): "Label of number {index}", "Art von Nummer {index}";
        preferred: "Preferred", "Bevorzugt";
        preferred_of(index: usize): "Number {index} is preferred", "Nummer {index} ist bevorzugt";
        another_number: "Another number", "Weitere Nummer";
        notes: "Notes", "Notizen";
        groups: "Groups", "Gruppen";
        groups_hint: "Parted by commas, such as Family, Work.", "Durch Kommas getrennt, etwa Familie, Arbeit.";
        zone: "Time zone", "Zeitzone";
        zone_hint: "Only where the number tells the wrong one; such as Europe/Berlin.",
            "Nur wo die Nummer die falsche nennt; etwa Europe/Berlin.";
        is_favourite: "Favourite: stands first in lists", "Favorit: steht in Listen vorn";
        save: "Save", "Speichern";
        cancel: "Cancel", "Abbrechen";
        saved(name: &str): "Saved {name}.", "{name} ist gespeichert.";
        delete_question(name: &str): "Delete {name}?", "{name} löschen?";
        calls_stay(n: i64): "The one call stays in your history, without the name." | "The {n} calls stay in your history, without the name.",
            "Der eine Anruf bleibt in der Anrufliste, ohne den Namen." | "Die {n} Anrufe bleiben in der Anrufliste, ohne den Namen.";
        no_calls_yet: "Nothing was called under this name yet.", "Unter diesem Namen wurde noch nichts angerufen.";
        keep: "Keep", "Behalten";
        deleted(name: &str): "Deleted {name}. The calls stay in your history.", "{name} ist gelöscht. Die Anrufe bleiben in der Anrufliste.";
        undo: "Undo", "Rückgängig";

        local_time: "Local time", "Ortszeit";
        average: "Average call", "Mittlere Dauer";
        last_call: "Last call", "Letzter Anruf";
        recent: "Newest calls", "Neueste Anrufe";
        no_calls: "No calls yet.", "Noch keine Anrufe.";
        receipt_of: "Receipt of the call", "Beleg zum Anruf";
        the_number: "number", "Nummer";
        ringing: "ringing or talking", "läuft gerade";
        completed: "answered", "angenommen";
        busy: "busy", "besetzt";
        failed: "failed", "fehlgeschlagen";
        no_answer: "no answer", "keine Antwort";
        canceled: "cancelled", "abgebrochen";

        contact: "Contact", "Kontakt";
        unknown(number: &str): "{number} is not among your contacts.", "{number} ist nicht unter Ihren Kontakten.";
        save_contact: "Save contact", "Kontakt speichern";
        other_numbers: "Other numbers", "Weitere Nummern";
    }
}

texts! {
    /// Files of contacts, and people who are there twice.
    Transfer {
        title: "Import contacts", "Kontakte importieren";
        text: "Nothing is written before you have seen what would change.", "Nichts wird geschrieben, bevor Sie gesehen haben, was sich ändert.";
        back: "Back to the contacts", "Zurück zu den Kontakten";
        file: "File", "Datei";
        file_hint: "vCard (.vcf) or CSV from Google, Outlook, Apple or a spreadsheet; up to 20 MB.",
            "vCard (.vcf) oder CSV von Google, Outlook, Apple oder aus einer Tabelle; bis zu 20 MB.";
        look: "See what would change", "Ansehen, was sich ändert";
        how: "Numbers decide who is who: somebody who has one of the numbers is changed, everybody else is added. Numbers, notes and groups are added, never taken away. Pictures and e-mail addresses are left out.",
            "Die Nummern entscheiden, wer wer ist: Wer eine der Nummern hat, wird geändert, alle anderen kommen hinzu. Nummern, Notizen und Gruppen kommen hinzu und gehen nie verloren. Bilder und E-Mail-Adressen bleiben weg.";
        changed_meanwhile: "Your contacts changed while the file was read. Nothing was written: look at the preview again.",
            "Ihre Kontakte haben sich geändert, während die Datei gelesen wurde. Nichts wurde geschrieben: Sehen Sie sich die Vorschau noch einmal an.";
        empty: "This file is empty. Choose one with contacts.", "Diese Datei ist leer. Wählen Sie eine mit Kontakten.";
        picture: "This is a picture or a program, not a list of contacts. Export the contacts as vCard or CSV and choose that file.",
            "Das ist ein Bild oder ein Programm, keine Liste von Kontakten. Exportieren Sie die Kontakte als vCard oder CSV und wählen Sie diese Datei.";
        workbook: "This is a workbook of a spreadsheet program. Save it there as CSV (UTF-8) and choose that file.",
            "Das ist eine Arbeitsmappe einer Tabellenkalkulation. Speichern Sie sie dort als CSV (UTF-8) und wählen Sie diese Datei.";
        no_numbers: "No column holds telephone numbers. Name one “Phone” in the first line, and one “Name”.",
            "Keine Spalte enthält Telefonnummern. Nennen Sie in der ersten Zeile eine „Telefon“ und eine „Name“.";
        too_large: "This file is larger than 20 MB. Leave the pictures out of the export, or split it.",
            "Diese Datei ist größer als 20 MB. Lassen Sie die Bilder beim Export weg, oder teilen Sie sie.";
        no_file: "Choose a file first.", "Wählen Sie zuerst eine Datei.";
        gone: "This file is no longer waiting: it was applied, or another one came after it.",
            "Diese Datei wartet nicht mehr: Sie wurde angewandt, oder eine andere kam nach ihr.";
        read_as(format: &str, encoding: &str): "Read as {format}, {encoding}.", "Gelesen als {format}, {encoding}.";
        broken: "Some letters could not be read and stand as �. If names look wrong, save the file as UTF-8 and choose it again.",
            "Einige Buchstaben waren nicht zu lesen und stehen als �. Sehen Namen falsch aus, speichern Sie die Datei als UTF-8 und wählen Sie sie noch einmal.";
        photos(n: i64): "One picture is left out." | "{n} pictures are left out.", "Ein Bild bleibt weg." | "{n} Bilder bleiben weg.";
        new_one: "New", "Neu";
        changed: "Changed", "Geändert";
        unchanged: "Unchanged", "Unverändert";
        merged: "Merged", "Zusammengeführt";
        refused: "Refused", "Abgelehnt";
        line: "Line", "Zeile";
        name: "Name", "Name";
        what: "What", "Was";
        first_of(shown: &str, all: &str): "The first {shown} of {all}.", "Die ersten {shown} von {all}.";
        apply(n: i64, count: &str): "Apply {count} change" | "Apply {count} changes", "{count} Änderung übernehmen" | "{count} Änderungen übernehmen";
        nothing: "Nothing would change: everybody in this file is here already.", "Nichts würde sich ändern: Alle in dieser Datei sind schon da.";
        another: "Choose another file", "Andere Datei wählen";
        done(new: &str, changed: &str): "Done: {new} added, {changed} changed.", "Fertig: {new} hinzugefügt, {changed} geändert.";

        no_number: "has no telephone number", "hat keine Telefonnummer";
        not_a_number(text: &str): "“{text}” is no telephone number we can read: write it with + and the country code",
            "„{text}“ ist keine lesbare Telefonnummer: Schreiben Sie sie mit + und Ländervorwahl";
        no_name: "has no name", "hat keinen Namen";
        bad_name(count: usize): "the name has {count} characters or control characters: up to 80 letters",
            "der Name hat {count} Zeichen oder Steuerzeichen: bis zu 80 Buchstaben";
        bad_notes: "the notes have over 1,000 characters or control characters", "die Notizen haben über 1.000 Zeichen oder Steuerzeichen";
        bad_tags: "more than 10 groups, or a group's name is too long", "mehr als 10 Gruppen, oder ein Gruppenname ist zu lang";
        too_many_numbers(count: usize): "{count} numbers for one person: up to 20", "{count} Nummern für eine Person: bis zu 20";
        two_owners(first: &str, second: &str): "its numbers belong to {first} and to {second}: merge the two first",
            "ihre Nummern gehören {first} und {second}: Führen Sie die beiden zuerst zusammen";
        same_as_line(line: i64): "same person as line {line}", "dieselbe Person wie Zeile {line}";
        left_out(text: &str): "“{text}” is left out: no number", "„{text}“ bleibt weg: keine Nummer";
        notes_added: "notes added", "Notizen ergänzt";
        groups_are(groups: &str): "groups: {groups}", "Gruppen: {groups}";
        becomes_favourite: "becomes a favourite", "wird Favorit";
        zone_is(zone: &str): "time zone: {zone}", "Zeitzone: {zone}";

        alike: "Duplicates", "Doppelte Kontakte";
        alike_text: "People with the same name, whatever the order of its words and its accents. Merging keeps every number, note and call.",
            "Menschen mit demselben Namen, gleich in welcher Reihenfolge und mit welchen Akzenten. Beim Zusammenführen bleibt jede Nummer, jede Notiz und jeder Anruf.";
        keep_name: "Keep the name and preferred number of", "Name und bevorzugte Nummer behalten von";
        becomes: "Then it is", "Dann ist es";
        merge(n: usize): "Merge {n} contact" | "Merge {n} contacts", "{n} Kontakt zusammenführen" | "{n} Kontakte zusammenführen";
        merged_into(name: &str): "Merged into {name}.", "Zusammengeführt zu {name}.";
        none_alike: "Nobody is there twice", "Niemand ist doppelt";
        none_alike_text: "Two contacts never share a number, and no two have the same name.",
            "Zwei Kontakte haben nie dieselbe Nummer, und keine zwei denselben Namen.";
        calls_and_spent(n: i64, spent: &str): "{n} call, {spent}" | "{n} calls, {spent}", "{n} Anruf, {spent}" | "{n} Anrufe, {spent}";
    }
}
