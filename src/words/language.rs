//! Which language a visitor reads.

use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

/// The cookie that keeps the choice.
pub const COOKIE: &str = "language";

/// A language of the pages. The scripts' door and the command line speak English always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    En,
    De,
}

impl Language {
    /// Every language, in the order offered.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// The tag of BCP 47, such as `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// The language of a tag such as `de`, `de-AT` or `DE`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next()?;
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }
}

/// The language of this page or server function; English where none was provided.
pub fn language() -> Language {
    use_context().unwrap_or_default()
}

/// The language that a `Cookie` header chose, else the first of an `Accept-Language` header that there is, by its weights
/// (RFC 9110, 12.5.4).
pub fn chosen_language(cookies: &str, accepted: &str) -> Language {
    let chosen = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE);
    chosen.and_then(|(_, value)| Language::of_tag(value)).or_else(|| heaviest(accepted)).unwrap_or_default()
}

fn heaviest(accepted: &str) -> Option<Language> {
    let mut best = None;
    for range in accepted.split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        if let Some(language) = Language::of_tag(tag)
            && weight > best.map_or(0.0, |(_, weight): (_, f32)| weight)
        {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::{Language, chosen_language};

    #[test]
    fn the_cookie_decides_before_the_browser() {
        assert_eq!(chosen_language("id=1; language=de", "en"), Language::De);
        assert_eq!(chosen_language("id=1", "de-AT,de;q=0.9,en;q=0.8"), Language::De);
        assert_eq!(chosen_language("", "fr, en;q=0.7, de;q=0.8"), Language::De);
        assert_eq!(chosen_language("language=xx", "fr"), Language::En);
        assert_eq!(chosen_language("", "de;q=0, en;q=nonsense"), Language::En);
    }
}
