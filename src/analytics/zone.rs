//! Tells the server the browser's time zone, by a cookie, so that days are the reader's own.

use leptos::prelude::*;

use crate::ui::{effect::effect, moment::browser_zone};

/// A year, in seconds.
const KEPT_FOR_SECONDS: i64 = 31_536_000;

/// Rises once when the browser's zone was not what the cookie said: then what was counted in days is asked for again.
pub fn use_zone_change() -> RwSignal<u32> {
    let changes = RwSignal::new(0);
    effect(move |_| {
        let Some(zone) = browser_zone() else { return };
        let wanted = format!("tz={zone}");
        if cookies().split(';').any(|pair| pair.trim() == wanted) {
            return;
        }
        let cookie = format!("{wanted}; path=/; max-age={KEPT_FOR_SECONDS}; samesite=lax");
        drop(js_sys::Reflect::set(&document(), &"cookie".into(), &cookie.into()));
        changes.update(|count| *count += 1);
    });
    changes
}

fn cookies() -> String {
    js_sys::Reflect::get(&document(), &"cookie".into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
