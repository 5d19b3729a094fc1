//! The carrier's reports in the reader's language. They are stored as they were written, in English; the usual ones are known
//! word for word, and the rest stays as it is.

use super::model::CallDetail;
use crate::{
    domain::money::Micros,
    words::{Language, Ledger, Timeline},
};

/// The same call with its events, and the reason of its refund, in a language.
pub fn in_language(mut detail: CallDetail, language: Language) -> CallDetail {
    if language != Language::En {
        for event in &mut detail.events {
            if let Some(words) = told(&event.summary, language) {
                event.summary = words;
            }
        }
        if let Some(refund) = detail.receipt.as_mut().and_then(|receipt| receipt.refund.as_mut())
            && let Some(words) = Ledger::of(language).reason_of_rules(&refund.reason)
        {
            refund.reason = words;
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
    let known = known.or_else(|| ended(sentence, theirs));
    let known = known.or_else(|| silent(sentence, theirs)).or_else(|| extended(sentence, language))?;
    Some(known + &added)
}

fn ended(sentence: &str, t: Timeline) -> Option<String> {
    let seconds = sentence.strip_prefix("The call ended after ")?.strip_suffix(" s")?;
    seconds.bytes().all(|digit| digit.is_ascii_digit()).then(|| t.ended_after(seconds))
}

/// What `calls::refund` says of a call without sound.
fn silent(sentence: &str, t: Timeline) -> Option<String> {
    const OUTCOMES: [fn(Timeline) -> &'static str; 5] = [
        Timeline::given_back,
        Timeline::given_back_later,
        Timeline::given_back_before,
        Timeline::nothing_charged,
        Timeline::operator_decides,
    ];

    let english = Timeline::of(Language::En);
    let outcome = OUTCOMES.iter().find(|outcome| english.silent(outcome(english)) == sentence)?;
    Some(t.silent(outcome(t)))
}

/// What `calls::extend` says of a longer hold.
fn extended(sentence: &str, language: Language) -> Option<String> {
    let (longer, rest) = sentence.strip_prefix("There is more credit: the call may last ")?.split_once(" longer, ")?;
    let (whole, held) = rest.strip_suffix(" held")?.split_once(" in all; $")?;
    let (longer, whole, held) = (seconds_of(longer)?, seconds_of(whole)?, Micros::parse(held).ok()?);
    Some(Timeline::of(language).more_credit(&language.duration(longer), &language.duration(whole), &language.exact(held)))
}

/// The seconds of what `domain::time::duration_words` made of them: `45 s`, `1 m 47 s`, `2 h 05 m`.
fn seconds_of(words: &str) -> Option<i64> {
    let words: Vec<&str> = words.split(' ').collect();
    let part = |part: &[&str]| {
        let [count, unit] = part else { return None };
        let unit = match *unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            _ => return None,
        };
        Some(i64::from(count.parse::<u32>().ok()?) * unit)
    };
    words.chunks(2).map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::duration_words;

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
            (
                "There is more credit: the call may last 45 s longer, 1 m 43 s in all; $0.120000 held",
                "Es ist mehr Guthaben da: Der Anruf darf 45 s länger dauern, insgesamt 1 min 43 s; 0,120000 $ reserviert",
            ),
            (
                "The carrier reports that no sound ever passed: nothing was charged",
                "Der Vermittler meldet, dass nie ein Ton durchkam: es wurde nichts berechnet",
            ),
        ] {
            assert_eq!(told(english, Language::De).map(|words| words.replace('\u{a0}', " ")).as_deref(), Some(german));
        }
        assert_eq!(told("The number is invalid (Twilio error 13224)", Language::De), None);
        assert_eq!(told("The call ended after many s", Language::De), None);
        let odd = "There is more credit: the call may last long longer, 1 m 43 s in all; $0.120000 held";
        assert_eq!(told(odd, Language::De), None);
    }

    #[test]
    fn a_length_of_time_is_read_as_it_was_written() {
        for seconds in [0, 45, 107, 3_599, 7_500] {
            assert_eq!(seconds_of(&duration_words(seconds)), Some(seconds));
        }
        for odd in ["", "45", "45 d", "s 45", "1 m 47"] {
            assert_eq!(seconds_of(odd), None, "{odd}");
        }
    }
}
