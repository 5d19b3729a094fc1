//! The carrier's reports in the reader's language. They are stored as they were written, in English; the usual ones are known
//! word for word, and the rest stays as it is.

use super::model::CallDetail;
use crate::words::{Language, Timeline};

/// The same call with its events in a language.
pub fn in_language(mut detail: CallDetail, language: Language) -> CallDetail {
    if language != Language::En {
        for event in &mut detail.events {
            if let Some(words) = told(&event.summary, language) {
                event.summary = words;
            }
        }
    }
    detail
}

/// A report of the usual kind in another language.
fn told(summary: &str, language: Language) -> Option<String> {
    const SENTENCES: [fn(Timeline) -> &'static str; 8] = [
        Timeline::dialling,
        Timeline::rings,
        Timeline::answered,
        Timeline::ended_unknown,
        Timeline::busy,
        Timeline::unanswered,
        Timeline::cancelled,
        Timeline::failed,
    ];
    const ADDED: [fn(Timeline) -> &'static str; 2] = [Timeline::of_browser, Timeline::of_dialling];

    let (english, theirs) = (Timeline::of(Language::En), Timeline::of(language));
    let (mut sentence, mut added) = (summary, String::new());
    for addition in ADDED {
        if let Some(rest) = sentence.strip_suffix(addition(english)) {
            sentence = rest;
            added.insert_str(0, addition(theirs));
        }
    }
    let known = SENTENCES.iter().find(|known| known(english) == sentence).map(|known| known(theirs).to_owned());
    let known = known.or_else(|| {
        let (before, after) = ("The call ended after ", " s");
        let seconds = sentence.strip_prefix(before)?.strip_suffix(after)?;
        seconds.bytes().all(|digit| digit.is_ascii_digit()).then(|| theirs.ended_after(seconds))
    })?;
    Some(known + &added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_reports_are_told_in_german_and_others_stay_as_they_were() {
        for (english, german) in [
            ("The telephone rings", "Das Telefon klingelt"),
            ("The call ended after 107 s", "Der Anruf endete nach 107 s"),
            ("Nobody answered (result of dialling)", "Niemand nahm ab (Ergebnis des Wählens)"),
            (
                "The call ended after 3 s (result of dialling) (the browser's side, which is never charged)",
                "Der Anruf endete nach 3 s (Ergebnis des Wählens) (die Seite des Browsers, die nie berechnet wird)",
            ),
        ] {
            assert_eq!(told(english, Language::De).as_deref(), Some(german));
        }
        assert_eq!(told("The number is invalid (Twilio error 13224)", Language::De), None);
        assert_eq!(told("The call ended after many s", Language::De), None);
    }
}
