//! Why a call cost what it cost: the receipt, and the drawer that shows it beside a list.

use leptos::prelude::*;

use super::{
    api::read_call,
    model::{CallDetail, Receipt, RefundLine},
    price::billing_words,
    recent::Outcome,
    timeline::Timeline,
};
use crate::{
    domain::{ids::CallId, money::Micros, time::duration_words},
    rates::model::Tariff,
    ui::{
        dialog::{Dialog, Place},
        load::Load,
        moment::Moment,
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
    /// Whether it has a page to itself, to which it leads otherwise.
    #[prop(optional)]
    on_page: bool,
) -> impl IntoView {
    let page = (!on_page).then(|| format!("/dashboard/calls/{id}"));
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
            {page.map(|href| view! { <a class="receipt-link" href=href>"Open as a page, to print it"</a> })}
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
    let settled_at = receipt.settled_at;
    view! {
        <p class="receipt-total">
            <Amount micros=receipt.charged_micros decimals=Decimals::Price/>
            <span class="muted">" charged"</span>
        </p>
        {receipt.refund.map(|refund| view! { <Refunded refund/> })}
        <p class="receipt-arithmetic" data-testid="receipt-arithmetic">{receipt.arithmetic}</p>
        <dl class="receipt-figures">
            <Figure name="Rate" value=format!("{} a minute", receipt.rate_micros_per_minute.as_price())/>
            <Figure name="Rate card" value=format!("{}, prefix {}, deck {}", receipt.destination, receipt.prefix, receipt.deck)/>
            <Figure name="Billing" value=billing_words(&tariff)/>
            <Figure name="Talked" value=duration_words(receipt.duration_seconds)/>
            <Figure name="Billed" value=duration_words(receipt.billed_seconds)/>
            <Figure name="Held" value=receipt.held_micros.exact()/>
            <Figure name="Charged" value=receipt.charged_micros.exact()/>
            <Figure name="Released" value=receipt.released_micros.exact()/>
            {(!receipt.shortfall_micros.is_zero())
                .then(|| view! { <Figure name="Borne by the house" value=receipt.shortfall_micros.exact()/> })}
            <div>
                <dt>"Settled"</dt>
                <dd>
                    <Moment at=settled_at/>
                </dd>
            </div>
        </dl>
    }
}

/// What was given back, by whom and why.
#[component]
fn Refunded(
    /// The refund.
    refund: RefundLine,
) -> impl IntoView {
    view! {
        <p class="receipt-refund" data-testid="receipt-refund">
            <strong>{format!("Refunded {}", refund.amount_micros.exact())}</strong>
            {format!(" · {} · by {} · ", refund.reason, refund.operator)}
            <Moment at=refund.at/>
        </p>
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
