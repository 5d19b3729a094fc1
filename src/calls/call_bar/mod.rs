//! The call in progress, on every page: who, how it stands, what it costs, and how to end it.
//!
//! `facts` shows, `controls` acts, `panel` holds what is opened on demand, `elsewhere` ends calls that another window or the page
//! before a reload began. A new part of the panel is a variant of `panel::Part`.

mod controls;
mod elsewhere;
mod facts;
mod panel;

use leptos::{html, prelude::*, wasm_split::wasm_split};

use self::{
    controls::{Controls, bar_keys, catch_end_key, focused, give_focus_back},
    elsewhere::{Elsewhere, was_cut_off},
    facts::{Figures, Notice, Party, cut_off, notice},
    panel::{Panel, Part, Written},
};
use super::{
    listener::{CallListener, use_call_listener},
    model::Call,
    phone::{CallOptions, EnhancedCall, Phone, use_enhanced_call},
};
use crate::{
    ui::{
        effect::effect,
        erase::Erase,
        later::{NotFetched, later, ready},
        state::State,
    },
    words::{self, Calls, Language},
};

/// The bar; in the layout of the signed-in pages, so that it stays while the caller goes about.
#[component]
pub fn CallBar() -> impl IntoView {
    let phone = use_enhanced_call(CallOptions::default());
    let listener = use_call_listener();
    let shown = Memo::new(move |_| {
        phone.state().with(|state| match state {
            Phone::Idle => false,
            // What fails before a call exists is told on the dialer.
            Phone::Failed(_) => phone.id().with(Option::is_some),
            _ => true,
        })
    });
    let told = Told::default();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">{move || told.state.get()}</div>
        <div class="visually-hidden" role="status" aria-live="polite">{move || told.notice.get()}</div>
        <div class="visually-hidden" role="alert">{move || told.cut_off.get()}</div>
        {later(shown.into(), move || bar(told))}
        {later(any_elsewhere(phone, listener), elsewhere)}
    }
    .erase_for_good()
}

/// What is read out, in places that are there before it: a screen reader hears what changes in them.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    state: RwSignal<String>,
    notice: State<Option<String>>,
    cut_off: State<Option<&'static str>>,
}

/// Comes with what places calls: without that there is none to show.
#[wasm_split(phone, fallible, wasm_split_path = leptos::wasm_split)]
fn bar(told: Told) -> Result<AnyView, NotFetched> {
    let (t, language) = (words::calls(), words::language());
    let phone = use_enhanced_call(CallOptions::default());
    catch_end_key(phone);
    effect(move |_| told.state.set(announcement(phone)));
    effect(move |_| told.notice.set(polite_notice(phone, t, language)));
    effect(move |_| told.cut_off.set(cut_off(phone, t)));
    on_cleanup(move || {
        // What failed before there was a call has no bar, and is told all the same.
        let failed = phone.state().try_with_untracked(|state| matches!(state, Phone::Failed(_))) == Some(true);
        told.state.try_set(if failed { untrack(|| announcement(phone)) } else { String::new() });
        told.notice.try_set(None);
        told.cut_off.try_set(None);
    });
    ready(view! { <Bar phone/> }.erase())
}

#[wasm_split(elsewhere, fallible, wasm_split_path = leptos::wasm_split)]
fn elsewhere() -> Result<AnyView, NotFetched> {
    ready(view! { <Elsewhere phone=use_enhanced_call(CallOptions::default()) listener=use_call_listener()/> }.erase())
}

/// Whether there is, or was since the page was opened, a call that this page does not hold.
fn any_elsewhere(phone: EnhancedCall, listener: CallListener) -> Signal<bool> {
    let cut_off = RwSignal::new(false);
    effect(move |_| cut_off.set(was_cut_off()));
    let is_ours = move |call: &Call| phone.id().with(|ours| ours.as_ref() == Some(&call.id));
    let found = move || cut_off.get() || listener.active().with(|calls| calls.iter().any(|call| !is_ours(call)));
    Memo::new(move |found_before| found_before == Some(&true) || found()).into()
}

/// What is read out: the state alone, never the ticking figures.
fn announcement(phone: EnhancedCall) -> String {
    if phone.state().with(|state| *state == Phone::Idle) { String::new() } else { format!("{}: {}", who(phone), phone.told()) }
}

fn polite_notice(phone: EnhancedCall, t: Calls, language: Language) -> Option<String> {
    let words = notice(phone, t, language).map(|(_, words)| words);
    words.filter(|_| cut_off(phone, t).is_none())
}

fn who(phone: EnhancedCall) -> String {
    phone.name().get().unwrap_or_else(|| phone.number())
}

/// The bar itself.
#[component]
fn Bar(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let bar = NodeRef::<html::Section>::new();
    let part = State::new(None::<Part>);
    let note = Written::default();
    let before = StoredValue::new_local(None);
    let over = Memo::new(move |_| !phone.state().with(Phone::is_live));
    // At the start of each call the focus comes here; at the end it does when the button that had it is gone.
    effect(move |was_live: Option<bool>| {
        let (over, Some(bar)) = (over.get(), bar.get()) else { return false };
        let begins = !over && was_live != Some(true);
        if begins {
            before.set_value(focused());
        }
        if over {
            part.update(|part| *part = part.filter(|part| *part == Part::Note));
        }
        if begins || focused().is_none() {
            drop(bar.focus());
        }
        !over
    });
    let dismiss = Callback::new(move |()| {
        let before = before.get_value();
        phone.dismiss();
        give_focus_back(before);
    });
    view! {
        <section
            node_ref=bar
            class="call-bar"
            data-testid="call-bar"
            data-state=move || phone.state().with(Phone::word)
            aria-label=words::calls().call()
            tabindex="-1"
            on:keydown=move |event| bar_keys(phone, part, &event)
        >
            <div class="call-bar-line">
                <Party phone/>
                <Figures phone/>
                <Controls phone part dismiss/>
            </div>
            <Notice phone/>
            {move || part.get().map(|part| view! { <Panel phone part note/> })}
        </section>
    }
    .erase()
}
