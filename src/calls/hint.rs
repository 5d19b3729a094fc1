//! Why Call does nothing now, or what to know before pressing it: always in words beside the button.

use leptos::prelude::*;

use super::{
    audio::Microphone,
    dialled::Dialled,
    listener::use_call_listener,
    model::look::Look,
    phone::{EnhancedCall, Phone},
    typing::{bare, is_name, key},
};
use crate::{
    error::AppError,
    ui::effect::effect,
    ui::state::{Known, State},
    words,
};

/// What was asked, and the server's answer.
pub type Answer = Option<(String, Result<Look, AppError>)>;

/// What stands beside Call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub text: String,
    /// Whether Call does nothing meanwhile.
    pub blocks: bool,
    pub way_out: WayOut,
}

/// What the person can do about it here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    None,
    SignIn,
    /// The microphone has to be allowed in the browser.
    Allow,
}

impl Hint {
    fn stop(text: impl Into<String>) -> Self {
        Self { text: text.into(), blocks: true, way_out: WayOut::None }
    }

    fn note(text: impl Into<String>) -> Self {
        Self { text: text.into(), blocks: false, way_out: WayOut::None }
    }

    fn with(self, way_out: WayOut) -> Self {
        Self { way_out, ..self }
    }
}

/// What the hint depends on; cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    pub phone: EnhancedCall,
    pub dialled: Dialled,
    pub answer: State<Answer>,
    /// A number that is to be called once its price is known.
    pub wish: State<Option<String>>,
    pub microphone: State<Microphone>,
    pub online: Signal<bool>,
}

impl Circumstances {
    /// What stands beside Call now. On the server nothing is known that stands in the way.
    pub fn hint(self) -> Known<Option<Hint>> {
        let listener = use_call_listener();
        let elsewhere = Memo::new(move |_| listener.active().with(|calls| !calls.is_empty()));
        Known::memo(move || {
            let t = words::dialer();
            if self.phone.state().with(Phone::is_live) {
                return Some(Hint::stop(t.call_running()));
            }
            let text = self.dialled.text.get();
            if is_emergency(&text) {
                return Some(Hint::stop(t.emergency()));
            }
            if !self.online.get() {
                return Some(Hint::stop(t.offline()));
            }
            if let Some(hint) = microphone(self.microphone.get()) {
                return Some(hint);
            }
            let typed = key(&text);
            if typed.is_empty() || is_name(&text) {
                return None;
            }
            if bare(&text).trim_start_matches('+').len() < 4 {
                return Some(Hint::stop(t.too_short()));
            }
            let known =
                self.answer.with(|answer| answer.as_ref().filter(|(asked, _)| *asked == typed).map(|(_, look)| judge(look)));
            match known {
                None if self.wish.with(Option::is_some) => Some(Hint::note(t.checking())),
                Some(Some(hint)) => Some(hint),
                _ if elsewhere.get() => Some(Hint::note(t.elsewhere())),
                _ => None,
            }
        })
    }
}

/// What the server's answer has against the call.
fn judge(look: &Result<Look, AppError>) -> Option<Hint> {
    let t = words::dialer();
    match look {
        Ok(Look { quote: Some(quote), .. }) if quote.allowed => None,
        Ok(Look { quote: Some(quote), .. }) => Some(Hint::stop(quote.reason.clone().unwrap_or_else(|| t.refused().to_owned()))),
        Ok(look) => Some(Hint::stop(look.problem.clone().unwrap_or_else(|| t.too_short().to_owned()))),
        Err(AppError::NotSignedIn) => Some(Hint::stop(t.signed_out()).with(WayOut::SignIn)),
        // Call tries again, so it is not in the way.
        Err(AppError::Unreachable { .. } | AppError::Unavailable { .. } | AppError::Internal { .. }) => {
            Some(Hint::note(t.no_answer()))
        }
        Err(error) => Some(Hint::stop(error.to_string())),
    }
}

fn microphone(state: Microphone) -> Option<Hint> {
    let t = words::dialer();
    match state {
        Microphone::Denied => Some(Hint::stop(t.mic_blocked()).with(WayOut::Allow)),
        Microphone::Missing => Some(Hint::stop(t.mic_missing())),
        Microphone::Insecure => Some(Hint::stop(t.mic_insecure())),
        Microphone::Unknown | Microphone::Prompt | Microphone::Granted => None,
    }
}

/// Whether it is an emergency number of some country: those are never dialled from here. The server refuses every number
/// that short; this list only says it sooner.
fn is_emergency(text: &str) -> bool {
    const NUMBERS: [&str; 16] =
        ["000", "061", "100", "101", "102", "108", "110", "111", "112", "113", "117", "118", "119", "911", "995", "999"];
    NUMBERS.contains(&text.trim())
}

/// Whether the browser has a connection; true on the server.
pub fn use_online() -> Signal<bool> {
    let online = RwSignal::new(true);
    let look = move || {
        online.try_set(window().navigator().on_line());
    };
    effect(move |_| {
        look();
        let handles = ["online", "offline"].map(|event| window_event_listener_untyped(event, move |_| look()));
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    });
    online.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emergency_numbers_are_known_without_the_server() {
        assert!(is_emergency("112 ") && is_emergency("911") && !is_emergency("+44 112"));
    }

    #[test]
    fn a_refusal_stops_and_a_silent_server_does_not() {
        let unreachable = judge(&Err(AppError::Unreachable { message: String::new() })).expect("a hint");
        assert!(!unreachable.blocks);
        let signed_out = judge(&Err(AppError::NotSignedIn)).expect("a hint");
        assert_eq!((signed_out.blocks, signed_out.way_out), (true, WayOut::SignIn));
        assert!(microphone(Microphone::Prompt).is_none());
        assert_eq!(microphone(Microphone::Denied).map(|hint| hint.way_out), Some(WayOut::Allow));
    }
}
