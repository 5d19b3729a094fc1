//! The way out when the browser blocks the microphone. All browsers' ways are in the page; the style sheet shows the one of
//! the browser that `public/audio.js` found, and all of them before that.

use leptos::{prelude::*, task::spawn_local};

use super::audio::{self, Microphone};
use crate::words;

/// What to do in each browser, and asking once more.
#[component]
pub fn MicrophoneHelp(
    /// Gets what the browser says after it was asked again.
    asked: Callback<Microphone>,
) -> impl IntoView {
    let t = words::devices();
    let again = move |_| spawn_local(async move { asked.run(audio::request().await) });
    view! {
        <ul class="mic-help">
            <li data-browser="chrome">{t.chrome()}</li>
            <li data-browser="firefox">{t.firefox()}</li>
            <li data-browser="safari">{t.safari()}</li>
        </ul>
        <button type="button" class="button button-plain" data-testid="request-microphone" on:click=again>
            {t.ask_again()}
        </button>
    }
}
