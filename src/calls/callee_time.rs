//! What time it is at the other end; amber at night. The server tells the zones and the browser the time, because a page may
//! be read later than it was made.

use js_sys::{Date, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{
    ui::{
        effect::effect,
        icon::{Glyph, Icon},
        poll::use_poll,
        state::State,
    },
    words,
};

/// From when to when a call there is no surprise, in hours.
const DECENT_HOURS: std::ops::Range<u32> = 8..21;

/// The time at the other end.
#[component]
pub fn CalleeTime(
    /// IANA zones of the number's area.
    zones: Vec<String>,
) -> impl IntoView {
    let t = words::rates();
    let shown = State::new(None::<(String, String)>);
    let look = move || shown.set(span(&zones.iter().filter_map(|zone| time_in(zone)).collect::<Vec<_>>()));
    effect({
        let look = look.clone();
        move |_| look()
    });
    use_poll(20_000, Signal::stored(true), move || {
        look();
        std::future::ready(Ok(()))
    });
    let late =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|(first, last)| is_late(first) || is_late(last))));
    let text = move || {
        let (first, last) = shown.get()?;
        let time = if first == last { first } else { t.range(&first, &last) };
        Some(if late.get() { t.late_there(&time) } else { t.there(&time) })
    };
    view! {
        <span class="price-time" data-testid="callee-time" class:is-late=late>
            <Show when=move || late.get()>
                <Icon glyph=Glyph::Moon/>
            </Show>
            {text}
        </span>
    }
}

/// The earliest and the latest of some times of day.
fn span(times: &[String]) -> Option<(String, String)> {
    Some((times.iter().min()?.clone(), times.iter().max()?.clone()))
}

fn is_late(time: &str) -> bool {
    time.get(..2).and_then(|hour| hour.parse().ok()).is_some_and(|hour: u32| !DECENT_HOURS.contains(&hour))
}

/// `14:05` in a zone; `None` when the browser does not know it, which makes `Intl` throw.
fn time_in(zone: &str) -> Option<String> {
    let options = Object::new();
    for (name, value) in [("timeZone", zone), ("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let date = Date::new_0();
    let format: Function = Reflect::get(&date, &"toLocaleTimeString".into()).ok()?.dyn_into().ok()?;
    format.call2(&date, &"en-GB".into(), &options).ok()?.as_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_zones_make_a_range_and_eight_to_nine_in_the_evening_is_decent() {
        let times = |times: &[&str]| span(&times.iter().map(|&time| time.to_owned()).collect::<Vec<_>>());
        assert_eq!(times(&["09:12", "06:12", "07:12"]), Some(("06:12".into(), "09:12".into())));
        assert_eq!(times(&[]), None);
        for (time, late) in [("07:59", true), ("08:00", false), ("20:59", false), ("21:00", true), ("03:12", true)] {
            assert_eq!(is_late(time), late, "{time}");
        }
    }
}
