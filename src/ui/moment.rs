//! Moments in the reader's words: UTC from the server and while the page is taken over, the reader's own zone right after.

use js_sys::{Date, Intl, Object, Reflect};
use leptos::prelude::*;

use super::{effect::effect, erase::Erase, site::use_site};
use crate::{
    domain::time::EpochMs,
    words::{self, Language},
};

/// How much of a moment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Day and time; the year when it is not this one.
    #[default]
    Full,
    /// The day.
    Day,
    /// The time of day, to the minute.
    Time,
    /// The time of day, to the second: timelines.
    Seconds,
}

impl Detail {
    /// A moment whose figures are read as they stand; `now` decides whether the year is shown.
    fn text(self, language: Language, at: EpochMs, now: EpochMs) -> String {
        match self {
            Self::Full => language.moment(at, now),
            Self::Day => language.day(at),
            Self::Time => language.time(at),
            Self::Seconds => language.time_with_seconds(at),
        }
    }
}

/// A moment.
#[component]
pub fn Moment(
    /// When.
    at: EpochMs,
    /// How much of it is shown.
    #[prop(optional)]
    detail: Detail,
) -> impl IntoView {
    let language = words::language();
    let now = use_site().now;
    let shown = RwSignal::new(detail.text(language, at, now));
    // Takes no room, so that nothing moves when it goes.
    let zone = RwSignal::new(if detail == Detail::Day { "" } else { " UTC" });
    effect(move |_| {
        shown.set(detail.text(language, in_browser_zone(at), now));
        zone.set("");
    });
    view! {
        <time class="moment" datetime=at.rfc3339() title=language.utc(at)>
            {shown}
            <span class="moment-zone">{zone}</span>
        </time>
    }
    .erase()
}

/// The moment whose figures in UTC are those that the browser's clocks on the wall showed at `at`; for effects and event
/// handlers only.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "whole milliseconds, far below the limits of both"
)]
pub fn in_browser_zone(at: EpochMs) -> EpochMs {
    let minutes_behind_utc = Date::new(&(at.0 as f64).into()).get_timezone_offset();
    EpochMs(at.0 - (minutes_behind_utc * 60_000.0) as i64)
}

/// The browser's clock; for effects and event handlers only.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below the limit of i64")]
pub fn browser_now() -> EpochMs {
    EpochMs(Date::now() as i64)
}

/// The browser's time zone (IANA), such as `Europe/Berlin`; for effects and event handlers only.
pub fn browser_zone() -> Option<String> {
    let format = Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}
