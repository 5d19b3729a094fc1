//! Leads what `public/live.js` hears to whoever shows it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::{
    calls::listener::{CallListener, use_call_listener},
    domain::json,
    ledger::listener::{BalanceListener, use_balance_listener},
    ui::{
        badge::Tone,
        effect::effect,
        live::{LiveLink, use_live_link},
        toast::{Toasts, use_toasts},
    },
    words::{self, Live},
};

/// What the script calls itself.
const GLOBAL: &str = "ringfareLive";

/// Where the script's words go.
#[derive(Clone, Copy)]
struct Feed {
    link: LiveLink,
    balance: BalanceListener,
    calls: CallListener,
    toasts: Toasts,
    words: Live,
}

impl Feed {
    fn take(self, kind: &str, text: &str) {
        let bytes = text.as_bytes();
        match kind {
            "balance" => drop(json::read(bytes).map(|balance| self.balance.accept(balance))),
            "calls" => drop(json::read(bytes).map(|calls| self.calls.take(calls))),
            "live" => self.link.set_healthy(true),
            "beat" => {}
            "signed_out" => {
                self.link.set_healthy(false);
                return self.toasts.show(Tone::Warning, self.words.signed_out());
            }
            _ => return self.link.set_healthy(false),
        }
        // Whatever came, the server has spoken: nothing else had changed.
        self.balance.confirm();
        self.calls.confirm();
        self.link.confirm();
    }
}

/// Starts to hear what changes; once, in the layout of the signed-in pages, after the listeners.
pub fn follow_stream() {
    let (link, balance, calls) = (use_live_link(), use_balance_listener(), use_call_listener());
    let (toasts, words, language) = (use_toasts(), words::live(), words::language());
    let feed = Feed { link, balance, calls, toasts, words };
    effect(move |before: Option<()>| {
        if before.is_none() {
            listen(feed);
        }
    });
    effect(move |_| {
        drop(script().and_then(|script| js_sys::Reflect::set(&script, &"busy".into(), &calls.is_busy().get().into())));
    });
    effect(move |_| {
        if let Some(seconds) = link.away().get() {
            toasts.say(words.caught_up(&language.duration(seconds)));
        }
    });
}

fn script() -> Result<JsValue, JsValue> {
    let script = js_sys::Reflect::get(&window(), &GLOBAL.into())?;
    if script.is_object() { Ok(script) } else { Err(JsValue::UNDEFINED) }
}

/// Without the script the pages ask, as they did before.
fn listen(feed: Feed) {
    let callback = Closure::<dyn Fn(String, String)>::new(move |kind: String, text: String| feed.take(&kind, &text));
    let listen = || {
        let script = script()?;
        let listen: js_sys::Function = js_sys::Reflect::get(&script, &"listen".into())?.dyn_into()?;
        // Kept for the page's life: the script calls it for ever.
        listen.call1(&script, &callback.into_js_value())
    };
    if listen().is_err() {
        feed.link.set_healthy(false);
    }
}
