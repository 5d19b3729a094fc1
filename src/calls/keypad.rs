//! The pad of twelve keys: for dialling, and for tones during a call.

use std::time::Duration;

use leptos::prelude::*;

/// How long 0 is held to become a plus.
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

/// The pad.
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
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let held = StoredValue::new(false);
    let release = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let press = move |_| {
        held.set_value(false);
        if key == '0' {
            let fire = move || {
                held.set_value(true);
                on_key.run('+');
            };
            timer.set_value(set_timeout_with_handle(fire, HOLD).ok());
        }
    };
    let click = move |_| {
        release();
        if !held.get_value() {
            on_key.run(key);
        }
        held.set_value(false);
    };
    let name = match key {
        '*' => "star".to_owned(),
        '#' => "hash".to_owned(),
        '0' => "0, hold for plus".to_owned(),
        digit => digit.to_string(),
    };
    view! {
        <button
            type="button"
            class="key"
            aria-label=name
            data-key=key.to_string()
            on:pointerdown=press
            on:pointerleave=move |_| release()
            on:pointercancel=move |_| release()
            on:click=click
        >
            <span class="key-digit" aria-hidden="true">{key.to_string()}</span>
            <span class="key-letters" aria-hidden="true">{letters}</span>
        </button>
    }
}
