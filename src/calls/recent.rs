//! The newest calls beside the dialer: outcome, who, when, how long, how much, and calling back.

use leptos::prelude::*;

use super::{
    listener::use_call_listener,
    model::{Call, CallStatus},
};
use crate::{
    domain::{
        ids::CallId,
        phone::flag,
        time::{EpochMs, duration_words},
    },
    ui::{
        button::{IconButton, Kind},
        empty::EmptyState,
        icon::{Glyph, Icon},
        poll::use_poll,
    },
};

/// The list; follows the call listener from what the page came with.
#[component]
pub fn RecentCalls(
    /// The calls that the page came with.
    first: Vec<Call>,
    /// Calls a number back.
    call: Callback<String>,
    /// Which call's receipt is open.
    opened: RwSignal<Option<CallId>>,
) -> impl IntoView {
    let listener = use_call_listener();
    let shown = {
        let first = first.clone();
        Memo::new(move |_| listener.recent().get().unwrap_or_else(|| first.clone()))
    };
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            listener.take(first.clone());
        }
    });
    let now = RwSignal::new(None::<EpochMs>);
    use_now(now);
    let key = |call: &Call| (call.id.clone(), call.status, call.charged_micros, call.contact.clone().map(|contact| contact.name));
    view! {
        <Show
            when=move || !shown.with(Vec::is_empty)
            fallback=|| view! { <EmptyState title="No calls yet" text="Your calls will stand here, each with its receipt."/> }
        >
            <ul class="recent" data-testid="recent-calls">
                <For each=move || shown.get() key=key children=move |row| view! { <RecentCall row call opened now/> }/>
            </ul>
        </Show>
        <Show when=move || listener.is_stale().get()>
            <p class="muted recent-stale">"The server does not answer; this is the last known state."</p>
        </Show>
    }
}

/// The browser's clock, twice a minute; nothing on the server.
fn use_now(now: RwSignal<Option<EpochMs>>) {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    let look = move || {
        let _ = now.try_set(Some(EpochMs(js_sys::Date::now() as i64)));
    };
    Effect::new(move |_| look());
    use_poll(30_000, Signal::stored(true), move || {
        look();
        std::future::ready(Ok(()))
    });
}

/// One call.
#[component]
fn RecentCall(
    /// The call.
    row: Call,
    /// Calls its number back.
    call: Callback<String>,
    /// Which call's receipt is open.
    opened: RwSignal<Option<CallId>>,
    /// The time, once the browser has told it.
    now: RwSignal<Option<EpochMs>>,
) -> impl IntoView {
    let number = row.to.to_string();
    let name = row.contact.as_ref().map_or_else(|| number.clone(), |contact| contact.name.clone());
    let under = format!("{} {}", row.country.as_deref().map(flag).unwrap_or_default(), number);
    let at = row.created_at;
    let when = move || now.get().map_or_else(|| at.utc_label(), |now| ago(now.seconds_since(at)));
    let (id, to) = (row.id.clone(), number.clone());
    view! {
        <li class="recent-call" data-testid="recent-call" data-status=row.status.word() data-id=row.id.to_string()>
            <button type="button" class="recent-open" on:click=move |_| opened.set(Some(id.clone()))>
                <Outcome status=row.status/>
                <span class="recent-who">
                    <span class="recent-name">{name.clone()}</span>
                    <span class="muted recent-number">{under}</span>
                </span>
                <time class="muted recent-when" datetime=at.rfc3339() title=at.utc_label()>
                    {when}
                </time>
                <span class="recent-length">{row.duration_seconds.filter(|spoken| *spoken > 0).map(duration_words)}</span>
                <span class="recent-cost amount">{cost(&row)}</span>
            </button>
            <IconButton
                glyph=Glyph::Phone
                kind=Kind::Quiet
                label=format!("Call {name} back")
                on:click=move |_| call.run(to.clone())
            />
        </li>
    }
}

/// How a call ended, as an icon and a word.
#[component]
pub fn Outcome(
    /// Where it stands.
    status: CallStatus,
) -> impl IntoView {
    let (glyph, tone) = match status {
        CallStatus::Completed => (Glyph::ArrowOut, "tone-success"),
        CallStatus::Busy | CallStatus::NoAnswer | CallStatus::Canceled => (Glyph::PhoneMissed, "tone-warning"),
        CallStatus::Failed => (Glyph::Error, "tone-danger"),
        _ => (Glyph::Phone, "tone-info"),
    };
    view! {
        <span class=format!("outcome {tone}")>
            <Icon glyph/>
            <span class="outcome-word">{status.label()}</span>
        </span>
    }
}

/// What a call came to, or where that stands.
fn cost(call: &Call) -> String {
    match call.charged_micros {
        Some(charged) => charged.as_price(),
        None if call.is_active() => "running".into(),
        None => "settling…".into(),
    }
}

/// How long ago in words; the exact moment is in the title.
fn ago(seconds: i64) -> String {
    match seconds {
        ..60 => "just now".into(),
        60..3_600 => format!("{} min ago", seconds / 60),
        3_600..86_400 => format!("{} h ago", seconds / 3_600),
        86_400..172_800 => "yesterday".into(),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::phone::state::tests::call, *};
    use crate::domain::money::Micros;

    #[test]
    fn an_unsettled_call_shows_no_amount() {
        let ended = Call { status: CallStatus::Completed, ..call() };
        assert_eq!(cost(&ended), "settling…");
        assert_eq!(cost(&call()), "running");
        assert_eq!(cost(&Call { charged_micros: Some(Micros(42_000)), ..ended }), "$0.0420");
    }

    #[test]
    fn a_moment_of_a_faster_clock_is_just_now() {
        assert_eq!(ago(-5), "just now");
        assert_eq!(ago(3_600), "1 h ago");
        assert_eq!(ago(172_800), "2 days ago");
    }
}
