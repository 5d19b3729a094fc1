//! What the columns of other people's CSV files mean, by their heads: Google's and Outlook's, in English and German, our own,
//! and plain lists.

use crate::{contacts::model::Label, domain::fold::fold};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Name,
    First,
    Middle,
    Last,
    /// Serves as the name where there is none.
    Instead,
    Notes,
    Tags,
    Favourite,
    Zone,
    /// A number; what the head says of it, and the slot whose label may stand in a column of its own.
    Phone(Option<Label>, String),
    /// The label of the number in a slot.
    PhoneLabel(String),
    Other,
}

/// Reads the head of a column.
pub fn of_head(head: &str) -> Column {
    let head = fold(head.trim_matches(['*', ':', ' ']));
    let named = match head.as_str() {
        "name" | "full name" | "display name" | "contact" | "contact name" | "anzeigename" | "vollstandiger name" | "kontakt" => {
            Column::Name
        }
        "given name" | "first name" | "firstname" | "vorname" => Column::First,
        "additional name" | "middle name" | "weitere vornamen" | "zweiter vorname" => Column::Middle,
        "family name" | "last name" | "lastname" | "surname" | "nachname" | "familienname" => Column::Last,
        "nickname"
        | "organization name"
        | "organization 1 - name"
        | "company"
        | "organisation"
        | "organization"
        | "firma"
        | "spitzname" => Column::Instead,
        "notes" | "note" | "comment" | "comments" | "notizen" | "notiz" | "bemerkung" | "bemerkungen" => Column::Notes,
        "labels" | "group membership" | "categories" | "groups" | "group" | "tags" | "kategorien" | "gruppen" | "gruppe" => {
            Column::Tags
        }
        "favourite" | "favorite" | "starred" | "favorit" => Column::Favourite,
        "time zone" | "timezone" | "zone" | "zeitzone" => Column::Zone,
        "label" | "type" | "number type" | "phone type" | "art" => Column::PhoneLabel("1".into()),
        _ => Column::Other,
    };
    if named == Column::Other { phone(&head) } else { named }
}

/// `phone 2 - value`, `number 2`, `label 2`, `home phone 2`, `telefon (privat)` and the like.
fn phone(head: &str) -> Column {
    if ["fax", "pager", "telex", "e-mail", "email", "assist", "prefix", "isdn", "tty"].iter().any(|other| head.contains(other)) {
        return Column::Other;
    }
    let slot: String = head.chars().filter(char::is_ascii_digit).collect();
    let slot = if slot.is_empty() { "1".to_owned() } else { slot };
    let words: Vec<&str> = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |some: &[&str]| words.iter().any(|word| some.contains(word));
    let of_phones = says(&["phone", "number", "tel", "telephone", "telefon", "telefonnummer", "rufnummer", "nummer"]);
    if says(&["label", "type", "art"]) {
        return if of_phones || words[0] == "label" { Column::PhoneLabel(slot) } else { Column::Other };
    }
    let label = label_of_words(&words);
    let whole = label.is_some_and(|label| label != Label::Other)
        && words.iter().all(|word| word.parse::<u8>().is_ok() || label_of_words(&[word]) == label);
    if of_phones || whole || says(&["mobiltelefon", "haupttelefon", "autotelefon", "handynummer", "mobilnummer"]) {
        Column::Phone(label, slot)
    } else {
        Column::Other
    }
}

fn label_of_words(words: &[&str]) -> Option<Label> {
    words.iter().find_map(|word| match *word {
        "mobile" | "cell" | "cellphone" | "cellular" | "handy" | "handynummer" | "mobil" | "mobiltelefon" | "mobilnummer"
        | "iphone" => Some(Label::Mobile),
        "home" | "privat" | "private" | "private_phone" | "zuhause" => Some(Label::Home),
        "work" | "business" | "office" | "company" | "arbeit" | "geschaftlich" | "buro" | "dienstlich" | "firma" => {
            Some(Label::Work)
        }
        "other" | "car" | "radio" | "main" | "primary" | "callback" | "weiteres" | "andere" | "haupttelefon" | "autotelefon" => {
            Some(Label::Other)
        }
        _ => None,
    })
}

/// What a label that somebody wrote means: `* Mobile`, `_$!<Home>!$_`, `Arbeit`.
pub fn label_of(text: &str) -> Option<Label> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { None } else { Some(label_of_words(&words).unwrap_or(Label::Other)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_of_the_usual_address_books_are_known() {
        let phone = |label, slot: &str| Column::Phone(label, slot.to_owned());
        for (head, column) in [
            ("Name", Column::Name),
            ("Given Name", Column::First),
            ("Nachname", Column::Last),
            ("Phone 2 - Value", phone(None, "2")),
            ("Phone 2 - Type", Column::PhoneLabel("2".into())),
            ("Phone 1 - Label", Column::PhoneLabel("1".into())),
            ("number 3", phone(None, "3")),
            ("label 3", Column::PhoneLabel("3".into())),
            ("Home Phone 2", phone(Some(Label::Home), "2")),
            ("Business Phone", phone(Some(Label::Work), "1")),
            ("Primary Phone", phone(Some(Label::Other), "1")),
            ("Telefon (privat)", phone(Some(Label::Home), "1")),
            ("Telefon geschäftlich", phone(Some(Label::Work), "1")),
            ("Mobiltelefon", phone(Some(Label::Mobile), "1")),
            ("Handy", phone(Some(Label::Mobile), "1")),
            ("Mobile", phone(Some(Label::Mobile), "1")),
            ("Telephone number", phone(None, "1")),
            ("Home Fax", Column::Other),
            ("Home Street", Column::Other),
            ("E-mail 1 - Type", Column::Other),
            ("Company Main Phone", phone(Some(Label::Work), "1")),
            ("Address 1 - Type", Column::Other),
            ("Birthday", Column::Other),
            ("Labels", Column::Tags),
        ] {
            assert_eq!(of_head(head), column, "{head}");
        }
    }

    #[test]
    fn labels_are_read_in_the_ways_they_are_written() {
        for (text, label) in [
            ("* Mobile", Some(Label::Mobile)),
            ("_$!<Home>!$_", Some(Label::Home)),
            ("Arbeit", Some(Label::Work)),
            ("Boat", Some(Label::Other)),
            ("", None),
        ] {
            assert_eq!(label_of(text), label, "{text}");
        }
    }
}
