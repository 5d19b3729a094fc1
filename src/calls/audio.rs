//! The bridge to `public/audio.js`: key tones, devices, the level meter. That script does what a browser does best by itself;
//! the words stay in the page. For effects and event handlers only; it comes once a page asks for it.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::ui::script::script;

/// The query keeps a browser from using the script of an older version.
const SCRIPT: &str = concat!("/audio.js?v=", env!("CARGO_PKG_VERSION"));
const GLOBAL: &str = "ringfareAudio";

/// Whether the browser gives the microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Microphone {
    /// It has not said: not asked yet, or it does not tell.
    #[default]
    Unknown,
    /// It will ask the person.
    Prompt,
    Granted,
    Denied,
    Missing,
    /// The page came by http.
    Insecure,
}

impl Microphone {
    fn of(word: &str) -> Self {
        match word {
            "prompt" => Self::Prompt,
            "granted" => Self::Granted,
            "denied" => Self::Denied,
            "missing" => Self::Missing,
            "insecure" => Self::Insecure,
            _ => Self::Unknown,
        }
    }
}

/// Loads the script once and calls one of its functions; its answer as text, empty when there is none.
pub async fn ask(name: &'static str, arguments: &[JsValue]) -> String {
    if global().is_none() {
        drop(script(SCRIPT).await);
    }
    let answer = invoke(name, arguments);
    let answer = match answer.map(JsCast::dyn_into::<Promise>) {
        Some(Ok(promise)) => JsFuture::from(promise).await.ok(),
        Some(Err(plain)) => Some(plain),
        None => None,
    };
    answer.and_then(|answer| answer.as_string()).unwrap_or_default()
}

/// The same where the script is there already; nothing where it is not.
pub fn invoke(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let global = global()?;
    let function: Function = Reflect::get(&global, &name.into()).ok()?.dyn_into().ok()?;
    function.apply(&global, &arguments.iter().collect::<Array>()).ok()
}

/// What the browser says of the microphone, without asking the person.
pub async fn permission() -> Microphone {
    Microphone::of(&ask("permission", &[]).await)
}

/// Asks for the microphone and closes it again.
pub async fn request() -> Microphone {
    Microphone::of(&ask("request", &[]).await)
}

fn global() -> Option<JsValue> {
    Reflect::get(&window(), &GLOBAL.into()).ok().filter(JsValue::is_object)
}
