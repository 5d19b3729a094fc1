//! The newest calls beside the dialer: outcome, who, when, how long, how much, and calling back.

use leptos::prelude::*;

use super::{
    listener::use_call_listener,
    model::{Call, CallStatus},
};
use crate::{
    domain::{ids::CallId, phone::flag, time::EpochMs},
    ui::{
        button::{IconButton, Kind},
        each::each,
        effect::effect,
        empty::EmptyState,
        icon::{Glyph, Icon},
        moment::browser_now,
        poll::use_poll,
        site::use_site,
        state::{Known, State},
    },
    words::{self, History, Language},
};

/// The list; follows the call listener from what the page came with.
#[component]
pub fn RecentCalls(
    /// The calls that the page came with.
    first: Vec<Call>,
    /// Calls a number back.
    call: Callback<String>,
    /// Which call's receipt is open.
    opened: State<Option<CallId>>,
) -> impl IntoView {
    let listener = use_call_listener();
    let shown = {
        let first = first.clone();
        Known::memo(move || listener.recent().get().unwrap_or_else(|| first.clone()))
    };
    effect(move |before: Option<()>| {
        if before.is_none() {
            listener.take(first.clone());
        }
    });
    let t = words::history();
    let now = State::new(use_site().now);
    use_now(now);
    // With what may change in a row.
    let key = |call: &Call| {
        let charged = call.charged_micros.map(|charged| charged.0.to_string()).unwrap_or_default();
        let name = call.contact.as_ref().map(|contact| contact.name.as_str()).unwrap_or_default();
        [call.id.as_str(), call.status.word(), &charged, name].join(" ")
    };
    view! {
        <Show
            when=move || !shown.with(Vec::is_empty)
            fallback=move || view! { <EmptyState title=t.no_recent() text=t.no_recent_text()/> }
        >
            <ul class="recent" data-testid="recent-calls" data-roving="column" data-roving-on="recent-open">
                {each(move || shown.get(), key, move |row| view! { <RecentCall row call opened now/> })}
            </ul>
        </Show>
        <Show when=move || listener.is_stale().get()>
            <p class="muted recent-stale">{t.stale()}</p>
        </Show>
    }
}

/// The browser's clock, twice a minute; until it has told the time, that of the page.
fn use_now(now: State<EpochMs>) {
    let look = move || {
        now.try_set(browser_now());
    };
    effect(move |_| look());
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
    opened: State<Option<CallId>>,
    /// The time.
    now: State<EpochMs>,
) -> impl IntoView {
    let (t, language) = (words::history(), words::language());
    let number = row.to.to_string();
    let name = row.contact.as_ref().map_or_else(|| number.clone(), |contact| contact.name.clone());
    let under = format!("{} {}", row.country.as_deref().map(flag).unwrap_or_default(), number);
    let at = row.created_at;
    let when = move || language.ago(now.get().seconds_since(at));
    let (id, to) = (row.id.clone(), number.clone());
    view! {
        <li class="recent-call" data-testid="recent-call" data-status=row.status.word() data-id=row.id.to_string()>
            <button type="button" class="recent-open" on:click=move |_| opened.set(Some(id.clone()))>
                <Outcome status=row.status/>
                <span class="recent-who">
                    <span class="recent-name">{name.clone()}</span>
                    <span class="muted recent-number">{under}</span>
                </span>
                <time class="muted recent-when" datetime=at.rfc3339() title=language.utc(at)>
                    {when}
                </time>
                <span class="recent-length">{row.duration_seconds.filter(|spoken| *spoken > 0).map(|spoken| language.duration(spoken))}</span>
                <span class="recent-cost amount">{cost(language, t, &row)}</span>
            </button>
            <IconButton
                glyph=Glyph::Phone
                kind=Kind::Quiet
                label=t.call_back(&name)
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
            <span class="outcome-word">{outcome(words::history(), status)}</span>
        </span>
    }
}

/// How a call ended, or where it stands, in the reader's words.
pub fn outcome(t: History, status: CallStatus) -> &'static str {
    match status {
        CallStatus::Queued | CallStatus::Initiated => t.connecting(),
        CallStatus::Ringing => t.ringing(),
        CallStatus::InProgress => t.in_call(),
        CallStatus::Completed => t.completed(),
        CallStatus::Busy => t.busy(),
        CallStatus::Failed => t.failed(),
        CallStatus::NoAnswer => t.no_answer(),
        CallStatus::Canceled => t.canceled(),
    }
}

/// What a call came to, or where that stands.
pub fn cost(language: Language, t: History, call: &Call) -> String {
    match call.charged_micros {
        Some(charged) => language.price(charged),
        None if call.is_active() => t.running().to_owned(),
        None => t.settling().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::phone::state::tests::call, *};
    use crate::domain::money::Micros;

    #[test]
    fn an_unsettled_call_shows_no_amount() {
        let (language, t) = (Language::En, words::history());
        let ended = Call { status: CallStatus::Completed, ..call() };
        assert_eq!(cost(language, t, &ended), "Settling…");
        assert_eq!(cost(language, t, &call()), "Running");
        assert_eq!(cost(language, t, &Call { charged_micros: Some(Micros(42_000)), ..ended }), "$0.0420");
    }
}
