//! The dialer: a number, its price, who it belongs to, and Call.

use leptos::{prelude::*, task::spawn_local};

use super::{
    api::{dial, recent_calls},
    audio::{self, Microphone},
    dial_parts::{HintLine, PhoneAlert, PhoneStatus, Whereabouts},
    dialled::Dialled,
    gate::{Gate, Questions},
    hint::{Answer, Circumstances, use_online},
    keypad::Keypad,
    model::look::Look,
    number::{NumberField, catch_digits},
    phone::{self, CallOptions, EnhancedCall, Phone, use_enhanced_call},
    price::{self, price},
    receipt::ReceiptDrawer,
    recent::RecentCalls,
    suggestions::{self, Choice},
    typing::Form,
    who::WhoPanel,
};
use crate::{
    domain::ids::CallId,
    error::AppError,
    ui::{
        effect::effect,
        erase::Erase,
        fetched::{Fetched, fetched},
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::{Load, wait},
        skeleton::Skeleton,
        state::{Known, State},
        title::Title,
    },
    words,
};

type Asked = Fetched<(String, Result<Look, AppError>)>;

/// The dialer.
#[component]
pub fn DialerPage() -> impl IntoView {
    let t = words::dialer();
    let phone = use_enhanced_call(CallOptions::default());
    let dialled = Dialled::from_address();
    let look: Asked = fetched(move || dialled.rested.get(), |to| async move { (to.clone(), dial(to).await) });
    let again = Callback::new(move |()| look.refetch());
    let on = circumstances(phone, dialled, look);
    let gate = Gate::new(on, again);
    let recent = fetched(|| (), |()| recent_calls());
    let opened = State::new(None::<CallId>);
    let begun = Memo::new(move |_| !dialled.text.with(String::is_empty));
    effect(move |_| {
        if begun.get() {
            spawn_local(async { drop(price::make_ready().await) });
            spawn_local(phone::make_ready());
        }
    });
    catch_digits(dialled, Signal::derive(move || phone.state().with(Phone::is_live)));
    let call = Callback::new(move |number: String| {
        dialled.put(&number);
        gate.wish(&number);
    });
    view! {
        <Title text=t.title()/>
        <PageHeader title=t.title()/>
        <div class="dialer">
            <div class="dialer-pad">
                <DialCard on gate/>
            </div>
            <div class="dialer-side">
                <PhoneAlert phone/>
                <Card title=words::rates().title()>
                    <PricePanel look again/>
                </Card>
                <WhoPanel dialled/>
            </div>
            <div class="dialer-recent">
                <Card title=t.recent_calls() flush=true>
                    <Load resource=recent view=move |first| view! { <RecentCalls first call opened/> }/>
                </Card>
            </div>
        </div>
        <p class="notice muted">
            <Icon glyph=Glyph::Warning/>
            <span>{t.no_emergency()}</span>
        </p>
        <Questions gate/>
        <ReceiptDrawer opened/>
    }
    .erase_for_good()
}

/// What the hint and the gate go by.
fn circumstances(phone: EnhancedCall, dialled: Dialled, look: Asked) -> Circumstances {
    // Read in an effect: what the server renders must not depend on which of its parts is ready first.
    let answer = State::new(None::<(String, Result<Look, AppError>)>);
    effect(move |_| {
        let found: Answer = look.get();
        if let Some((asked, Ok(look))) = &found
            && let Some(template) = &look.template
        {
            dialled.form.set(Form { of: asked.clone(), template: template.clone() });
        }
        answer.set(found);
    });
    // A call takes from what is free, and its end gives back: the answer from before it is out of date.
    effect(move |was_live: Option<bool>| {
        let is_live = phone.state().with(Phone::is_live);
        if was_live == Some(true) && !is_live {
            look.refetch();
        }
        is_live
    });
    let microphone = State::new(Microphone::default());
    effect(move |_| {
        let look = move || spawn_local(async move { microphone.try_set(audio::permission().await) });
        look();
        let handle = window_event_listener_untyped("ringfare-microphone", move |_| look());
        on_cleanup(move || handle.remove());
    });
    Circumstances { phone, dialled, answer, wish: State::new(None), microphone, online: use_online() }
}

/// The field, the pad and the button: a form, so that the price can be asked for before WASM is here.
#[component]
fn DialCard(
    /// What stands in the way.
    on: Circumstances,
    /// The way to a call.
    gate: Gate,
) -> impl IntoView {
    let t = words::dialer();
    let (dialled, choice) = (on.dialled, Choice::new());
    let hint = on.hint();
    suggestions::follow(choice, dialled, Known::derive(move || on.answer.get().and_then(|(_, look)| look.ok())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        gate.submit(choice, hint);
    };
    view! {
        <form class="card dial" method="get" action="/dashboard/dialer" on:submit=submit>
            <div class="dial-top">
                <PhoneStatus phone=on.phone/>
                <a class="dial-devices" href="/dashboard/devices">
                    <Icon glyph=Glyph::Mic/>
                    <span>{t.devices()}</span>
                </a>
            </div>
            <NumberField dialled choice/>
            <Whereabouts on/>
            <Keypad label=t.keypad() on_key=Callback::new(move |key| dialled.press(key))/>
            <button
                type="submit"
                class="button button-call dial-call"
                data-testid="call-button"
                aria-disabled=move || hint.with(|hint| hint.as_ref().is_some_and(|hint| hint.blocks)).then_some("true")
                aria-describedby="call-hint"
            >
                <Icon glyph=Glyph::Phone/>
                {t.call()}
            </button>
            <HintLine on hint/>
        </form>
    }
    .erase_for_good()
}

/// The price, kept while the next one is fetched.
#[component]
fn PricePanel(
    /// The price.
    look: Asked,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    wait(|| view! { <Skeleton rows=2/> }, move || Suspend::new(async move { price(look.await.1, again).await }))
}
