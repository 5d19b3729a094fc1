//! Colours, type and icons.

use leptos::prelude::*;

use super::Specimens;
use crate::ui::{
    avatar::Avatar,
    badge::{StatusBadge, Tone},
    erase::Erase,
    icon::{Glyph, Icon},
};

const COLOURS: [&str; 24] = [
    "ground",
    "surface",
    "surface-sunken",
    "surface-raised",
    "hover",
    "line",
    "line-strong",
    "control-line",
    "ink",
    "ink-soft",
    "ink-faint",
    "accent",
    "accent-strong",
    "accent-soft",
    "call",
    "danger",
    "success-soft",
    "warning-soft",
    "danger-soft",
    "neutral-fill",
    "success-fill",
    "warning-fill",
    "danger-fill",
    "info-fill",
];

/// What everything is made of.
#[component]
pub fn Tokens() -> impl IntoView {
    let colours = COLOURS
        .map(|name| {
            view! {
                <li class="stack-small small">
                    <svg viewBox="0 0 60 30" width="96" height="48" role="img" aria-label=name>
                        <rect width="60" height="30" rx="4" fill=format!("var(--{name})") stroke="var(--line)"></rect>
                    </svg>
                    <code>{name}</code>
                </li>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <Specimens title="Colours" note="One accent; everything else is a warm grey, or says how something went.">
            <ul class="cluster">{colours}</ul>
        </Specimens>
        <Specimens title="Words" note="Six sizes. Figures are tabular wherever they can change or stand in a column.">
            <div class="stack-small">
                <h1>"Page title"</h1>
                <h2>"Card title"</h2>
                <h3>"Group title"</h3>
                <p>"Text: the price before you call, a receipt after. " <a href="#words">"A link"</a> ", " <code>"code"</code> ", " <kbd>"K"</kbd> "."</p>
                <p class="muted">"Quieter text."</p>
                <p class="muted small">"Small print."</p>
            </div>
        </Specimens>
        <Specimens title="States and people" note="A colour never says it alone: each has an icon and a word.">
            <p class="cluster">
                <StatusBadge text="Neutral"/>
                <StatusBadge tone=Tone::Info text="Ringing"/>
                <StatusBadge tone=Tone::Success text="Completed"/>
                <StatusBadge tone=Tone::Warning text="No answer"/>
                <StatusBadge tone=Tone::Danger text="Failed"/>
            </p>
            <p class="cluster">
                <Avatar name="Ada King Lovelace"/>
                <Avatar name="محمد علي"/>
                <Avatar name="山田 太郎"/>
                <Avatar name="+44 7911 123456"/>
                <Avatar name="🎈 Birthday"/>
            </p>
            <p class="cluster">
                {[Glyph::Phone, Glyph::PhoneMissed, Glyph::Hangup, Glyph::Mic, Glyph::MicOff, Glyph::Keypad, Glyph::History, Glyph::Contacts, Glyph::Wallet, Glyph::Settings, Glyph::Search, Glyph::Globe, Glyph::Keyboard]
                    .map(|glyph| view! { <Icon glyph/> })
                    .into_iter()
                    .collect_view()}
            </p>
        </Specimens>
    }
    .erase()
}
