//! Short messages that go away by themselves. They are never the only place where something is said.

use std::time::Duration;

use leptos::prelude::*;

use super::{badge::Tone, each::each, icon::Icon, state::State};

/// How long a message stays.
const SHOWN_FOR: Duration = Duration::from_secs(6);
/// How many are shown at a time.
const MOST: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    key: u32,
    tone: Tone,
    text: String,
}

/// The messages of a page; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: State<Vec<Toast>>,
    last_key: StoredValue<u32>,
}

impl Toasts {
    /// Shows a message for some seconds. Call it from event handlers and effects only.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        let Some(key) = self.last_key.try_update_value(|key| {
            *key = key.wrapping_add(1);
            *key
        }) else {
            return;
        };
        let text = text.into();
        self.shown.try_update(|shown| {
            shown.push(Toast { key, tone, text });
            let surplus = shown.len().saturating_sub(MOST);
            shown.drain(..surplus);
        });
        let forget = move || {
            self.shown.try_update(|shown| shown.retain(|toast| toast.key != key));
        };
        set_timeout(forget, SHOWN_FOR);
    }

    /// Shows that something went well.
    pub fn say(self, text: impl Into<String>) {
        self.show(Tone::Success, text);
    }
}

/// Makes the messages of a page; once, in its layout.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: State::default(), last_key: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// The messages of the page. Outside a layout that provides them they are shown nowhere.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(provide_toasts)
}

/// Where messages appear; once, in the layout. Not atomic, so that each is read out once and not again with the next.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
            {each(move || toasts.shown.get(), |toast| toast.key.to_string(), message)}
        </div>
    }
}

fn message(Toast { tone, text, .. }: Toast) -> impl IntoView {
    view! {
        <p class=format!("toast {}", tone.class())>
            <Icon glyph=tone.glyph()/>
            {text}
        </p>
    }
}
