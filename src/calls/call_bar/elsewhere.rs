//! Calls that this page does not hold: another window's, and the one that a reload of this page cut off, also of one that crashed.
//! Each says what the server knows of it, and can be ended from here.

use gloo_timers::future::TimeoutFuture;
use leptos::{
    prelude::*,
    task::{spawn_local, spawn_local_scoped_with_cancellation},
};

use super::super::{
    api,
    listener::CallListener,
    model::{Call, CallStatus},
    phone::{EnhancedCall, Phone, meter::Meter},
};
use crate::{
    domain::{ids::CallId, time::clock_face},
    ui::{
        alert::told,
        button::IconButton,
        each::each,
        effect::effect,
        icon::{Glyph, Icon},
        state::{Known, State},
    },
    words::{self, Calls},
};

/// Where `public/voice.js` remembers the call that this window makes; `public/live.js` forgets it in a copy of the window.
const REMEMBERED: &str = "ringfare.call";

/// Calls of this caller that this page does not hold.
#[component]
pub fn Elsewhere(
    /// The page's phone.
    phone: EnhancedCall,
    /// The caller's calls.
    listener: CallListener,
) -> impl IntoView {
    // The number of the call that was cut off, as it was dialled, beside its id.
    let cut = State::new(None::<(CallId, String)>);
    effect(move |_| {
        if let Some(call) = remembered() {
            cut.set(Some(call));
            spawn_local(async move { drop(listener.refresh().await) });
        }
    });
    effect(move |_| {
        if phone.state().with(Phone::is_live) {
            cut.set(None);
        }
    });
    let others = Known::memo(move || {
        let (ours, cut) = (phone.id().get(), cut.get().map(|(id, _)| id));
        let mut calls = listener.active().get();
        calls.retain(|call| Some(&call.id) != ours.as_ref() && Some(&call.id) != cut.as_ref());
        calls
    });
    view! {
        {move || cut.get().filter(|_| listener.recent().with(Option::is_some)).map(|(id, to)| view! { <CutOff id to cut phone listener/> })}
        {each(
            move || others.get(),
            |call| format!("{} {}", call.id, call.status),
            move |call| view! { <Other call phone listener/> },
        )}
    }
}

/// Whether a call of this window was cut off by loading the page anew.
pub fn was_cut_off() -> bool {
    remembered().is_some()
}

/// The call that the page made before it was loaded anew.
fn remembered() -> Option<(CallId, String)> {
    let stored = window().session_storage().ok()??.get_item(REMEMBERED).ok()??;
    let (id, to) = stored.split_once(' ')?;
    Some((CallId::parse(id)?, to.to_owned()))
}

fn forget() {
    if let Ok(Some(storage)) = window().session_storage() {
        drop(storage.remove_item(REMEMBERED));
    }
}

/// What became of the call that a reload cut off.
#[component]
fn CutOff(
    /// Which call.
    id: CallId,
    /// What was dialled.
    to: String,
    /// Emptied when it is put away.
    cut: State<Option<(CallId, String)>>,
    /// The page's phone, for the server's clock.
    phone: EnhancedCall,
    /// The caller's calls.
    listener: CallListener,
) -> impl IntoView {
    let (t, language) = (words::calls(), words::language());
    let href = format!("/dashboard/calls/{id}");
    let row = Known::memo(move || listener.find(&id));
    let name = move || row.with(|row| row.as_ref().map_or_else(|| to.clone(), name_of));
    let sentence = move || match row.get() {
        None => t.reloaded_unplaced().to_owned(),
        Some(call) if call.is_active() => t.reloaded_running().to_owned(),
        Some(Call { charged_micros: Some(charged), duration_seconds, .. }) => {
            t.reloaded_ended(&language.duration(duration_seconds.unwrap_or(0)), &language.price(charged))
        }
        Some(_) => t.reloaded_settling().to_owned(),
    };
    let running = move || row.get().filter(Call::is_active).map(|call| view! { <Running call phone listener label=t.end_it()/> });
    let over = move || row.with(|row| row.as_ref().is_none_or(|call| !call.is_active()));
    let put_away = move |_| {
        forget();
        cut.set(None);
    };
    view! {
        <section class="call-bar call-bar-elsewhere" data-testid="call-cut-off" aria-label=t.reloaded_label()>
            <p role="status">
                <Icon glyph=Glyph::Warning/>
                <strong>{name}</strong>
                " "
                {sentence}
            </p>
            {running}
            <span class="call-bar-controls" hidden=move || !over()>
                <a class="button button-plain" href=href hidden=move || row.with(Option::is_none)>
                    {t.receipt()}
                </a>
                <IconButton glyph=Glyph::Close label=t.put_away() on:click=put_away/>
            </span>
        </section>
    }
}

/// A call of another window.
#[component]
fn Other(
    /// The call.
    call: Call,
    /// The page's phone, for the server's clock.
    phone: EnhancedCall,
    /// Told when it was ended from here.
    listener: CallListener,
) -> impl IntoView {
    let t = words::calls();
    view! {
        <section class="call-bar call-bar-elsewhere" data-testid="call-elsewhere" aria-label=t.elsewhere_label()>
            <p role="status">
                <Icon glyph=Glyph::Phone/>
                <strong>{name_of(&call)}</strong>
                " "
                {t.elsewhere(status_words(call.status, t))}
            </p>
            <Running call phone listener label=t.end()/>
        </section>
    }
}

/// What a running call came to so far by the server's clock, and the button that ends it.
#[component]
fn Running(
    /// The call.
    call: Call,
    /// The page's phone, for the server's clock.
    phone: EnhancedCall,
    /// The caller's calls; told when this one was ended from here.
    listener: CallListener,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let (t, language) = (words::calls(), words::language());
    let (id, so_far) = (call.id.clone(), State::new(None::<String>));
    let (pending, failed) = (RwSignal::new(false), State::new(None::<String>));
    effect(move |_| {
        let (Some(answered), call) = (call.answered_at, call.clone()) else { return };
        spawn_local_scoped_with_cancellation(async move {
            phone.ask_the_time(call.id.clone()).await;
            loop {
                // More may be held for it by now.
                let known = untrack(|| listener.find(&call.id));
                let meter = phone.seconds_since(answered).map(|seconds| Meter::read(known.as_ref().unwrap_or(&call), seconds));
                let words = meter.map(|meter| t.so_far(&clock_face(meter.elapsed_seconds), &language.price(meter.cost_micros)));
                so_far.try_set(words);
                TimeoutFuture::new(1_000).await;
            }
        });
    });
    let end = move |_| {
        let id = id.clone();
        pending.set(true);
        spawn_local(async move {
            if let Err(error) = api::hang_up(id).await {
                failed.try_set(Some(told(&error, language)));
            }
            drop(listener.refresh().await);
            pending.try_set(false);
        });
    };
    view! {
        <span class="call-bar-so-far" data-testid="call-so-far">{move || so_far.get()}</span>
        <button
            type="button"
            class="button button-danger call-bar-end"
            data-testid="end-elsewhere"
            disabled=move || pending.get()
            on:click=end
        >
            <Icon glyph=Glyph::Hangup/>
            {label}
        </button>
        <span class="note-state is-failed" role="alert">{move || failed.get()}</span>
    }
}

fn name_of(call: &Call) -> String {
    call.contact.as_ref().map_or_else(|| call.to.to_string(), |contact| contact.name.clone())
}

fn status_words(status: CallStatus, t: Calls) -> &'static str {
    match status {
        CallStatus::Ringing => t.ringing(),
        CallStatus::InProgress => t.in_call(),
        _ => t.connecting(),
    }
}
