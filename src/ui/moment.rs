//! Moments: UTC from the server, the reader's own zone and language once the browser is there.

use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;

use crate::domain::time::EpochMs;

/// How much of a moment is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Day and time.
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
    /// What the server prints.
    fn utc(self, at: EpochMs) -> String {
        let rfc = at.rfc3339();
        match self {
            Self::Full => at.utc_label(),
            Self::Day => at.utc_day(),
            Self::Time => format!("{} UTC", &rfc[11..16]),
            Self::Seconds => format!("{} UTC", &rfc[11..19]),
        }
    }

    /// The options of `Intl.DateTimeFormat`.
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Full => &[("dateStyle", "medium"), ("timeStyle", "short")],
            Self::Day => &[("dateStyle", "medium")],
            Self::Time => &[("timeStyle", "short")],
            Self::Seconds => &[("timeStyle", "medium")],
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
    let shown = RwSignal::new(detail.utc(at));
    Effect::new(move |_| shown.set(local(at, detail)));
    view! {
        <time class="moment" datetime=at.rfc3339() title=at.utc_label()>
            {shown}
        </time>
    }
}

/// A moment in the browser's language and zone; for effects and event handlers only.
#[expect(clippy::cast_precision_loss, reason = "JavaScript's time is a double, exact for 285,000 years")]
fn local(at: EpochMs, detail: Detail) -> String {
    let options = Object::new();
    for (name, value) in detail.options() {
        drop(Reflect::set(&options, &(*name).into(), &(*value).into()));
    }
    let date = Date::new(&(at.0 as f64).into());
    let format = Intl::DateTimeFormat::new(&Array::new(), &options);
    format.format().call1(&format, &date).ok().and_then(|text| text.as_string()).unwrap_or_else(|| detail.utc(at))
}

/// The browser's clock; for effects and event handlers only.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below the limit of i64")]
pub fn browser_now() -> EpochMs {
    EpochMs(Date::now() as i64)
}

/// The browser's time zone (IANA), such as `Europe/Berlin`; for effects and event handlers only.
pub fn browser_zone() -> Option<String> {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}
