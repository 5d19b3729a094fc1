//! The browser's phone: the bridge to `public/voice.js`, which wraps the Voice SDK.
//!
//! Everything here is for effects and event handlers; it compiles for the server too, and is never called there. The script
//! comes with the first call, not with the page.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::{super::model::VoiceAccess, state::VoiceEvent, trouble::Fault};
use crate::{domain::json, ui::script::script};

/// The query keeps a browser from using the script of an older version.
const SCRIPT: &str = concat!("/voice.js?v=", env!("CARGO_PKG_VERSION"));
const GLOBAL: &str = "ringfareVoice";

/// Loads the script once and leads its events to `listener`, which replaces the one before.
///
/// # Errors
/// When the script cannot be fetched.
pub async fn open(listener: impl Fn(VoiceEvent) + 'static) -> Result<(), Fault> {
    let unreachable = |_| Fault::NoScript;
    if device().is_err() {
        script(SCRIPT).await.map_err(unreachable)?;
    }
    let callback = Closure::<dyn Fn(String)>::new(move |text: String| {
        if let Ok(event) = json::read(text.as_bytes()) {
            listener(event);
        }
    });
    // One small closure per call placed, kept for the page's life: an event may still be under way when the next call begins.
    invoke("listen", &[callback.into_js_value()]).map(drop).map_err(unreachable)
}

/// Asks for the microphone and keeps it open for the call that follows.
///
/// # Errors
/// Why it cannot be had, with what to do in each browser.
pub async fn microphone() -> Result<(), Fault> {
    invoke_async("microphone", &[]).await.map_err(|error| match text_of(&error, "name").as_deref() {
        // What asks for it comes with a script of its own.
        Some("ScriptError") => Fault::NoScript,
        name => Fault::of_microphone(name.unwrap_or_default()),
    })
}

/// Places the call that was granted; resolves once the SDK has made it, before it rings.
///
/// # Errors
/// When the carrier refuses the token or does not answer.
pub async fn call(access: &VoiceAccess) -> Result<(), Fault> {
    let options = Object::new();
    if let Some(preload) = &access.preload {
        drop(Reflect::set(&options, &"preload".into(), &preload.into()));
    }
    let arguments: [JsValue; 4] =
        [access.token.as_str().into(), access.to.as_str().into(), access.call_id.as_str().into(), options.into()];
    invoke_async("call", &arguments).await.map_err(|error| fault_of(&error))
}

/// Hangs up at this end.
pub fn hang_up() {
    drop(invoke("hangUp", &[]));
}

/// Mutes or opens the microphone of the running call; the SDK confirms by [`VoiceEvent::Mute`].
pub fn mute(on: bool) {
    drop(invoke("mute", &[on.into()]));
}

/// Sends tones: `0-9`, `*`, `#`, `w` for half a second's pause.
pub fn digits(keys: &str) {
    drop(invoke("digits", &[keys.into()]));
}

/// Sounds so many short tones to the caller alone.
pub fn warn(tones: u8) {
    drop(invoke("warn", &[tones.into()]));
}

/// Fills the choice of microphone and speaker in `panel` and follows it; see `public/line.js`.
pub fn audio(panel: &JsValue) {
    drop(invoke("audio", std::slice::from_ref(panel)));
}

/// Gives the running call a fresh token.
pub fn update_token(token: &str) {
    drop(invoke("updateToken", &[token.into()]));
}

/// Gives the microphone and the line back, whatever state they are in.
pub fn destroy() {
    drop(invoke("destroy", &[]));
}

fn fault_of(error: &JsValue) -> Fault {
    if text_of(error, "name").as_deref() == Some("ScriptError") {
        return Fault::NoSdk;
    }
    #[expect(clippy::cast_possible_truncation, reason = "codes of the SDK are five digits")]
    let code = Reflect::get(error, &"code".into()).ok().and_then(|code| code.as_f64()).unwrap_or(0.0) as i64;
    Fault::of_code(code, &text_of(error, "message").unwrap_or_default())
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

fn device() -> Result<JsValue, JsValue> {
    let device = Reflect::get(&window(), &GLOBAL.into())?;
    if device.is_object() { Ok(device) } else { Err(JsValue::UNDEFINED) }
}

fn invoke(name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let device = device()?;
    let function: Function = Reflect::get(&device, &name.into())?.dyn_into()?;
    function.apply(&device, &arguments.iter().collect::<Array>())
}

async fn invoke_async(name: &str, arguments: &[JsValue]) -> Result<(), JsValue> {
    let promise: Promise = invoke(name, arguments)?.dyn_into()?;
    JsFuture::from(promise).await.map(drop)
}
