//! What the bar opens below itself: keypad, devices, note. Nothing of it is there until somebody asks for it.

use leptos::{html, prelude::*};

use super::super::{keypad::Keypad, note::NoteField, phone::EnhancedCall};
use crate::{
    domain::ids::CallId,
    ui::{effect::effect, erase::Erase, icon::Glyph},
    words::{self, Calls},
};

/// A part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Keypad,
    Audio,
    Note,
}

impl Part {
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Keypad => Glyph::Keypad,
            Self::Audio => Glyph::Speaker,
            Self::Note => Glyph::Edit,
        }
    }

    pub fn label(self, t: Calls) -> &'static str {
        match self {
            Self::Keypad => t.keypad(),
            Self::Audio => t.audio(),
            Self::Note => t.note(),
        }
    }

    pub const fn testid(self) -> &'static str {
        match self {
            Self::Keypad => "dtmf-button",
            Self::Audio => "audio-button",
            Self::Note => "note-button",
        }
    }
}

/// What was typed about the call that the bar shows; it ends with the call.
#[derive(Clone, Copy, Default)]
pub struct Written(StoredValue<Option<(CallId, ArcRwSignal<String>)>>);

impl Written {
    fn of(self, call: &CallId) -> RwSignal<String> {
        let known = self.0.with_value(|written| written.clone().filter(|(of, _)| of == call));
        let (_, text) = known.unwrap_or_else(|| {
            let written = (call.clone(), ArcRwSignal::new(String::new()));
            self.0.set_value(Some(written.clone()));
            written
        });
        text.into()
    }
}

/// The part that is open.
#[component]
pub fn Panel(
    /// The page's phone.
    phone: EnhancedCall,
    /// Which part.
    part: Part,
    /// The note, which outlives the panel.
    note: Written,
) -> impl IntoView {
    view! {
        <div class="call-panel" id="call-panel" data-testid="call-panel">
            {match part {
                Part::Keypad => view! { <Tones phone/> }.erase(),
                Part::Audio => view! { <Devices phone/> }.erase(),
                Part::Note => {
                    let field = move || phone.id().get().map(|id| view! { <NoteField text=note.of(&id) id/> });
                    view! { {field} }.erase()
                }
            }}
        </div>
    }
}

/// The pad, and what was sent.
#[component]
fn Tones(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let t = words::calls();
    let sent = RwSignal::new(String::new());
    let press = Callback::new(move |key: char| {
        if phone.press(&key.to_string()) {
            sent.update(|sent| sent.push(key));
        }
    });
    view! {
        <Keypad label=t.tones() on_key=press/>
        <p class="muted" data-testid="tones-sent">{move || sent.with(|sent| (!sent.is_empty()).then(|| t.tones_sent(sent)))}</p>
    }
}

/// Microphone and speaker, and how loud the microphone is; `public/line.js` fills them.
#[component]
fn Devices(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let t = words::calls();
    let panel = NodeRef::<html::Div>::new();
    effect(move |_| {
        if let Some(panel) = panel.get() {
            phone.choose_devices(&panel);
        }
    });
    view! {
        <div class="call-devices" node_ref=panel>
            <div class="field">
                <label for="call-microphone">{t.microphone()}</label>
                <select id="call-microphone" data-part="microphone"></select>
                <meter data-part="level" min="0" max="1" aria-label=t.microphone_level()></meter>
            </div>
            <div class="field call-speaker">
                <label for="call-speaker">{t.speaker()}</label>
                <select id="call-speaker" data-part="speaker"></select>
            </div>
            <p class="muted call-one-speaker">{t.speaker_of_browser()}</p>
            <a href="/dashboard/devices">{t.test_devices()}</a>
        </div>
    }
}
