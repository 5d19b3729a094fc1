//! The pad of twelve keys: for dialling, and for tones during a call.

use std::time::Duration;

use leptos::{ev, prelude::*};

use crate::words;

/// How long a key is held to mean its other thing.
const HOLD: Duration = Duration::from_millis(500);

const KEYS: [(char, &str); 12] = [
    ('1', ""),
    ('2', "ABC"),
    ('3', "DEF"),
    ('4', "GHI"),
    ('5', "JKL"),
    ('6', "MNO"),
    ('7', "PQRS"),
    ('8', "TUV"),
    ('9', "WXYZ"),
    ('*', ""),
    ('0', "+"),
    ('#', ""),
];

/// The pad. The tones while pressing are `public/audio.js`', which listens to `data-key`.
#[component]
pub fn Keypad(
    /// What it is for, read out once.
    label: &'static str,
    /// Gets the key; `+` when 0 is held.
    on_key: Callback<char>,
) -> impl IntoView {
    let keys = KEYS.into_iter().map(|(key, letters)| view! { <Key key letters on_key/> }).collect_view();
    view! { <div class="keypad" role="group" aria-label=label>{keys}</div> }
}

/// Handlers of a button that does one thing when pressed and another when held: for `pointerdown`, for `pointerleave` and
/// `pointercancel`, for `click`.
pub fn hold(
    pressed: Callback<()>,
    held: Callback<()>,
) -> (impl Fn(ev::PointerEvent) + Copy, impl Fn(ev::PointerEvent) + Copy, impl Fn(ev::MouseEvent) + Copy) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let was_held = StoredValue::new(false);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let press = move |_| {
        was_held.set_value(false);
        let fire = move || {
            was_held.set_value(true);
            held.run(());
        };
        timer.set_value(set_timeout_with_handle(fire, HOLD).ok());
    };
    let click = move |_| {
        stop();
        if !was_held.get_value() {
            pressed.run(());
        }
        was_held.set_value(false);
    };
    (press, move |_| stop(), click)
}

/// A key.
#[component]
fn Key(
    /// What it enters.
    key: char,
    /// What is printed below.
    letters: &'static str,
    /// Gets what it enters.
    on_key: Callback<char>,
) -> impl IntoView {
    let t = words::dialer();
    let held = if key == '0' { '+' } else { key };
    let (press, release, click) = hold(Callback::new(move |()| on_key.run(key)), Callback::new(move |()| on_key.run(held)));
    let name = match key {
        '*' => t.star().to_owned(),
        '#' => t.hash().to_owned(),
        '0' => t.zero().to_owned(),
        digit => digit.to_string(),
    };
    view! {
        <button
            type="button"
            class="key"
            aria-label=name
            data-key=key.to_string()
            on:pointerdown=press
            on:pointerleave=release
            on:pointercancel=release
            on:click=click
        >
            <span class="key-digit" aria-hidden="true">{key.to_string()}</span>
            <span class="key-letters" aria-hidden="true">{letters}</span>
        </button>
    }
}
