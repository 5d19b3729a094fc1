//! States as a small label: a tone, an icon and a word, so that colour is never alone.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

use super::erase::Erase;

/// What a colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    /// The class that colours an element in this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Success => "tone-success",
            Self::Warning => "tone-warning",
            Self::Danger => "tone-danger",
        }
    }

    /// The icon that says the same as the colour.
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral | Self::Info => Glyph::Info,
            Self::Success => Glyph::Check,
            Self::Warning => Glyph::Warning,
            Self::Danger => Glyph::Error,
        }
    }
}

/// A state in one word.
#[component]
pub fn StatusBadge(
    /// What its colour says.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    #[prop(into)]
    text: String,
    /// An icon other than the tone's own.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
) -> impl IntoView {
    view! {
        <span class=format!("badge {}", tone.class())>
            <Icon glyph=glyph.unwrap_or(tone.glyph())/>
            {text}
        </span>
    }
    .erase()
}
