//! Why a call cost what it cost, and what happened when: the receipt, and the drawer that shows it beside a list.

use leptos::prelude::*;

use super::{
    api::read_call,
    model::{CallDetail, CallEvent, Receipt},
    price::billing_words,
    recent::Outcome,
};
use crate::{
    domain::{
        ids::CallId,
        money::Micros,
        time::{EpochMs, clock_face, duration_words},
    },
    rates::model::Tariff,
    ui::{
        dialog::{Dialog, Place},
        load::Load,
        moment::{Detail, Moment},
        money::{Amount, Decimals},
        poll::use_poll,
    },
};

/// How often an unsettled call is read again, in milliseconds.
const EVERY_MS: u32 = 2_000;

/// A side drawer with the receipt of the call in `opened`; closing it empties `opened`.
#[component]
pub fn ReceiptDrawer(
    /// Which call, if any.
    opened: RwSignal<Option<CallId>>,
) -> impl IntoView {
    let open = Signal::derive(move || opened.with(Option::is_some));
    let close = Callback::new(move |()| opened.set(None));
    view! {
        <Dialog title="Receipt" open on_close=close place=Place::Side>
            {move || opened.get().map(|id| view! { <CallReceipt id/> })}
        </Dialog>
    }
}

/// One call in full: charge, arithmetic, timeline. It waits for the settlement by itself.
#[component]
pub fn CallReceipt(
    /// Which call.
    id: CallId,
) -> impl IntoView {
    let detail = Resource::new(move || id.clone(), read_call);
    let settled = RwSignal::new(true);
    use_poll(EVERY_MS, Signal::derive(move || !settled.get()), move || {
        detail.refetch();
        std::future::ready(Ok(()))
    });
    view! {
        <div class="receipt" data-testid="receipt">
            <Load
                resource=detail
                rows=6
                view=move |detail: CallDetail| {
                    let done = detail.receipt.is_some();
                    Effect::new(move |_| {
                        let _ = settled.try_set(done);
                    });
                    view! { <Sheet detail/> }
                }
            />
        </div>
    }
}

/// The receipt's parts.
#[component]
fn Sheet(
    /// The call.
    detail: CallDetail,
) -> impl IntoView {
    let call = detail.call;
    let name = call.contact.map_or_else(|| call.to.to_string(), |contact| contact.name);
    view! {
        <header class="receipt-head">
            <p class="receipt-who">{name}</p>
            <p class="muted">{format!("{} · {}", call.to, call.destination)}</p>
            <p>
                <Outcome status=call.status/>
                " "
                <Moment at=call.created_at/>
            </p>
        </header>
        {match detail.receipt {
            Some(receipt) => view! { <Charge receipt/> }.into_any(),
            None => view! { <Unsettled running=!call.status.is_final() held=call.held_micros/> }.into_any(),
        }}
        <Timeline events=detail.events began=call.created_at/>
        <p class="muted receipt-id">{format!("{}{}", call.id, call.sid.map(|sid| format!(" · {sid}")).unwrap_or_default())}</p>
    }
}

/// In place of the charge while there is none.
#[component]
fn Unsettled(
    /// Whether the call still runs.
    running: bool,
    /// What is set aside for it.
    held: Micros,
) -> impl IntoView {
    let words = if running { "The call is running." } else { "Settling…" };
    view! {
        <p class="receipt-total" role="status">{words}</p>
        <p class="muted">{format!("{} is held until the carrier has reported the duration. You never pay more than that.", held.as_price())}</p>
    }
}

/// What was charged, and why.
#[component]
fn Charge(
    /// The receipt.
    receipt: Receipt,
) -> impl IntoView {
    let tariff = Tariff {
        rate_micros_per_minute: receipt.rate_micros_per_minute,
        connect_micros: receipt.connect_micros,
        initial_seconds: receipt.initial_seconds,
        increment_seconds: receipt.increment_seconds,
        free_under_seconds: receipt.free_under_seconds,
    };
    view! {
        <p class="receipt-total">
            <Amount micros=receipt.charged_micros decimals=Decimals::Price/>
            <span class="muted">" charged"</span>
        </p>
        <p class="receipt-arithmetic" data-testid="receipt-arithmetic">{receipt.arithmetic}</p>
        <dl class="receipt-figures">
            <Figure name="Rate" value=format!("{} a minute", receipt.rate_micros_per_minute.as_price())/>
            <Figure name="Rate card" value=format!("{}, prefix +{}", receipt.destination, receipt.prefix)/>
            <Figure name="Billing" value=billing_words(&tariff)/>
            <Figure name="Talked" value=duration_words(receipt.duration_seconds)/>
            <Figure name="Billed" value=duration_words(receipt.billed_seconds)/>
            <Figure name="Held" value=receipt.held_micros.exact()/>
            <Figure name="Charged" value=receipt.charged_micros.exact()/>
            <Figure name="Released" value=receipt.released_micros.exact()/>
            <div>
                <dt>"Settled"</dt>
                <dd>
                    <Moment at=receipt.settled_at/>
                </dd>
            </div>
        </dl>
    }
}

/// A line of the receipt.
#[component]
fn Figure(
    /// What it is.
    name: &'static str,
    /// How much.
    value: String,
) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd class="amount">{value}</dd>
        </div>
    }
}

/// What happened, with the time since the call began.
#[component]
fn Timeline(
    /// Oldest first.
    events: Vec<CallEvent>,
    /// When the call began.
    began: EpochMs,
) -> impl IntoView {
    let lines = events
        .into_iter()
        .map(|event| {
            view! {
                <li>
                    <span class="timeline-at amount" title=event.at.utc_label()>
                        {format!("+{}", clock_face(event.at.seconds_since(began)))}
                    </span>
                    <span>{event.summary}</span>
                    <span class="muted timeline-clock">
                        <Moment at=event.at detail=Detail::Seconds/>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>"What happened"</h3>
        <ol class="timeline">{lines}</ol>
    }
}
