//! Whom the demo caller knows.

use super::DAYS;
use crate::{
    contacts::{
        model::Label,
        store::{self, write::Record},
    },
    domain::{
        ids::UserId,
        phone::E164,
        time::{EpochMs, MS_PER_DAY},
    },
    error::AppError,
    server::{ids, state::AppState},
};

/// Which numbers the demo caller phones, how often of a hundred calls.
pub const CALLED: [(&str, i64); 8] = [
    ("+447911123456", 30),
    ("+46812345678", 14),
    ("+2348031234567", 8),
    ("+81312345678", 10),
    ("+34612345678", 12),
    ("+493022610", 4),
    ("+919812345678", 12),
    ("+14155550123", 10),
];

/// One person.
struct Person {
    name: &'static str,
    favourite: bool,
    tags: &'static str,
    notes: &'static str,
    zone: Option<&'static str>,
    /// The first is preferred.
    numbers: &'static [(&'static str, Label)],
}

const PEOPLE: [Person; 9] = [
    Person {
        name: "Mum",
        favourite: true,
        tags: "Family",
        notes: "Sundays after lunch",
        zone: None,
        numbers: &[("+447911123456", Label::Mobile), ("+441632960123", Label::Home)],
    },
    Person {
        name: "Anna Lindqvist",
        favourite: true,
        tags: "Friends",
        notes: "",
        zone: None,
        numbers: &[("+46812345678", Label::Home), ("+46701234567", Label::Mobile)],
    },
    Person {
        name: "Dr. Okafor",
        favourite: false,
        tags: "",
        notes: "Clinic opens at 9",
        zone: None,
        numbers: &[("+2348031234567", Label::Work)],
    },
    Person {
        name: "Kenji Watanabe",
        favourite: false,
        tags: "Work",
        notes: "Tokyo office",
        zone: None,
        numbers: &[("+81312345678", Label::Work), ("+819012345678", Label::Mobile)],
    },
    Person {
        name: "Lucía Romero",
        favourite: false,
        tags: "Friends",
        notes: "Lives in the Canaries: an hour behind Madrid",
        zone: Some("Atlantic/Canary"),
        numbers: &[("+34612345678", Label::Mobile)],
    },
    Person {
        name: "Hotel Adlon",
        favourite: false,
        tags: "",
        notes: "Booking 4711",
        zone: None,
        numbers: &[("+493022610", Label::Work)],
    },
    Person {
        name: "Ravi Kumar",
        favourite: false,
        tags: "Work\nFriends",
        notes: "Prefers evenings",
        zone: None,
        numbers: &[("+919812345678", Label::Mobile), ("+911123456789", Label::Work), ("+14155550177", Label::Other)],
    },
    // Twice, so that the page of duplicates has something to show.
    Person {
        name: "Kumar, Ravi",
        favourite: false,
        tags: "",
        notes: "From the old address book",
        zone: None,
        numbers: &[("+14155550178", Label::Home)],
    },
    Person {
        name: "Echo test",
        favourite: false,
        tags: "",
        notes: "Answers and repeats what you say",
        zone: None,
        numbers: &[("+14155550123", Label::Other)],
    },
];

/// Adds whom the demo caller does not know yet; how many they know then.
pub async fn seed(state: &AppState, user: &UserId) -> Result<usize, AppError> {
    let at = EpochMs(state.clock.now().0 - DAYS * MS_PER_DAY);
    for person in &PEOPLE {
        let numbers: Vec<(E164, Label)> =
            person.numbers.iter().filter_map(|(number, label)| Some((E164::parse(number)?, *label))).collect();
        let Some((preferred, _)) = numbers.first() else { continue };
        if store::id_of_number(&state.db, user, preferred).await?.is_some() {
            continue;
        }
        let mut free = Vec::new();
        for number in numbers {
            if store::id_of_number(&state.db, user, &number.0).await?.is_none() {
                free.push(number);
            }
        }
        let record = Record {
            id: ids::contact_id(),
            name: person.name.to_owned(),
            notes: person.notes.to_owned(),
            tags: person.tags.lines().map(str::to_owned).collect(),
            favourite: person.favourite,
            zone: person.zone.map(str::to_owned),
            numbers: free,
        };
        let mut tx = state.db.begin().await?;
        store::write::insert(&mut tx, user, &record, at).await?;
        tx.commit().await?;
    }
    Ok(PEOPLE.len())
}
