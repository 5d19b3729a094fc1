//! The dialer: a number, its price, who it belongs to, and Call.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::recent_calls,
    keypad::Keypad,
    listener::use_call_listener,
    number::{Dialled, NumberField, Suggestions, catch_digits, is_emergency, is_name, is_number},
    phone::{CallOptions, EnhancedCall, Phone, use_enhanced_call},
    price::Price,
    receipt::ReceiptDrawer,
    recent::RecentCalls,
};
use crate::{
    contacts::{api::look_up, card::ContactCard, model::Contact},
    domain::ids::CallId,
    error::AppError,
    rates::{api::quote_number, model::Quote},
    ui::{
        alert::Alert,
        badge::Tone,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        skeleton::Skeleton,
    },
};

type Answer = Option<Result<Quote, AppError>>;

/// The dialer.
#[component]
pub fn DialerPage() -> impl IntoView {
    let phone = use_enhanced_call(CallOptions::default());
    let dialled = Dialled::from_address();
    let quote = Resource::new(
        move || dialled.rested.get(),
        |to| async move { if is_number(&to) { Some(quote_number(to).await) } else { None } },
    );
    // A call takes from what is free, and its end gives back: the answer from before it is out of date.
    Effect::new(move |was_live: Option<bool>| {
        let is_live = phone.state().with(Phone::is_live);
        if was_live == Some(true) && !is_live {
            quote.refetch();
        }
        is_live
    });
    let recent = Resource::new(|| (), |()| recent_calls());
    let opened = RwSignal::new(None::<CallId>);
    catch_digits(dialled, Signal::derive(move || phone.state().with(Phone::is_live)));
    let call = Callback::new(move |number: String| {
        dialled.put(&number);
        phone.call(number);
    });
    view! {
        <Title text="Dialer"/>
        <PageHeader title="Dialer"/>
        <div class="dialer">
            <div class="dialer-pad">
                <DialCard phone dialled quote/>
            </div>
            <div class="dialer-side">
                <PhoneAlert phone/>
                <Card title="Price">
                    <PricePanel quote/>
                </Card>
                <WhoPanel dialled/>
            </div>
            <div class="dialer-recent">
                <Card title="Recent calls" flush=true>
                    <Load resource=recent view=move |first| view! { <RecentCalls first call opened/> }/>
                </Card>
            </div>
        </div>
        <p class="notice muted">
            <Icon glyph=Glyph::Warning/>
            " No emergency calls: Ringfare cannot reach 112, 911 or any other emergency number."
        </p>
        <ReceiptDrawer opened/>
    }
    .into_any()
}

/// The field, the pad and the button: a form, so that the price can be asked for before WASM is here.
#[component]
fn DialCard(
    /// The page's phone.
    phone: EnhancedCall,
    /// What is typed.
    dialled: Dialled,
    /// Its price.
    quote: Resource<Answer>,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<Contact>::new());
    let hint = why_not(phone, dialled, quote);
    let listener = use_call_listener();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = dialled.text.get_untracked();
        if phone.state().with_untracked(Phone::is_live) {
            return;
        }
        if text.trim().is_empty() {
            // As on a desk phone: Call on an empty field brings the last number back, a second press calls it.
            let last = listener.recent().with_untracked(|calls| calls.iter().flatten().next().map(|call| call.to.clone()));
            if let Some(to) = last {
                dialled.put(to.as_str());
            }
        } else if is_name(&text) {
            found.with_untracked(|found| found.first().map(|first| dialled.put(first.phone.as_str())));
        } else if hint.with_untracked(Option::is_none) {
            phone.call(text);
        }
    };
    view! {
        <form class="card dial" method="get" action="/dashboard/dialer" on:submit=submit>
            <PhoneStatus phone/>
            <NumberField dialled/>
            <Suggestions dialled found/>
            <Keypad label="Keypad" on_key=Callback::new(move |key| dialled.press(key))/>
            <button
                type="submit"
                class="button button-call dial-call"
                data-testid="call-button"
                aria-disabled=move || hint.with(Option::is_some).then_some("true")
                aria-describedby="call-hint"
            >
                <Icon glyph=Glyph::Phone/>
                "Call"
            </button>
            <p id="call-hint" class="muted dial-hint" aria-live="polite">{move || hint.get()}</p>
        </form>
    }
    .into_any()
}

/// Why Call does nothing now, if it does nothing.
fn why_not(phone: EnhancedCall, dialled: Dialled, quote: Resource<Answer>) -> Signal<Option<String>> {
    let answer = RwSignal::new(None::<Answer>);
    // Read in an effect: what the server renders must not depend on which of its parts is ready first.
    Effect::new(move |_| answer.set(quote.get()));
    Signal::derive(move || {
        let text = dialled.text.get();
        if phone.state().with(Phone::is_live) {
            return Some("A call is running: end it first.".to_owned());
        }
        if text.trim().is_empty() || is_name(&text) {
            return None;
        }
        if is_emergency(&text) {
            return Some("No emergency calls from here: use a telephone.".to_owned());
        }
        if !is_number(&text) {
            return Some("The number is too short.".to_owned());
        }
        if dialled.rested.get() != text {
            return None;
        }
        match answer.get().flatten() {
            Some(Ok(quote)) if !quote.allowed => Some(quote.reason.unwrap_or_else(|| "This number cannot be called.".to_owned())),
            Some(Err(AppError::Invalid { message, .. })) => Some(message),
            _ => None,
        }
    })
}

/// A dot and a word: what the phone is doing.
#[component]
fn PhoneStatus(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    let word = move || match phone.state().get() {
        Phone::Idle | Phone::Ended(_) => "Ready",
        Phone::Failed(_) => "Disconnected",
        Phone::InCall | Phone::Reconnecting => "In call",
        _ => "Connecting",
    };
    view! {
        <p class="phone-status" data-state=move || phone.state().with(Phone::word)>
            <span class="phone-dot" aria-hidden="true"></span>
            {word}
        </p>
    }
}

/// What went wrong with the last call: cause, effect on money, next step.
#[component]
fn PhoneAlert(
    /// The page's phone.
    phone: EnhancedCall,
) -> impl IntoView {
    view! {
        {move || {
            phone
                .error()
                .get()
                .map(|trouble| {
                    view! {
                        <div data-testid="error-alert">
                            <Alert tone=Tone::Danger title=trouble.cause>
                                <p>{trouble.money}</p>
                                <p>{trouble.next}</p>
                            </Alert>
                        </div>
                    }
                })
        }}
    }
}

/// The price, kept while the next one is fetched.
#[component]
fn PricePanel(
    /// The price.
    quote: Resource<Answer>,
) -> impl IntoView {
    view! {
        <Transition fallback=|| {
            view! { <Skeleton rows=2/> }
        }>{move || Suspend::new(async move { view! { <Price answer=quote.await/> } })}</Transition>
    }
}

/// Who the number belongs to.
#[component]
fn WhoPanel(
    /// What is typed.
    dialled: Dialled,
) -> impl IntoView {
    let who = Resource::new(
        move || dialled.rested.get(),
        |to| async move { if is_number(&to) { look_up(to).await.ok() } else { None } },
    );
    let saved = Callback::new(move |()| who.refetch());
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move { who.await.map(|found| view! { <ContactCard found saved/> }) })}
        </Transition>
    }
}
