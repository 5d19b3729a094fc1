//! Why a call cost what it cost: the receipt, and the drawer that shows it beside a list.

use leptos::{prelude::*, wasm_split::wasm_split};

use super::{
    api::read_call,
    model::{BadCall, CallDetail, Receipt, RefundLine},
    note::{NoteField, ReportForm},
    price::billing_words,
    receipt_line::ReceiptLine,
    recent::Outcome,
    timeline::Timeline,
};
use crate::{
    domain::{ids::CallId, money::Micros},
    rates::model::Tariff,
    ui::{
        dialog::{Dialog, Place},
        effect::effect,
        erase::Erase,
        fetched::fetched,
        later::{NotFetched, once, ready},
        load::Load,
        moment::Moment,
        money::{Amount, Decimals},
        poll::use_poll,
        state::State,
    },
    words,
};

/// How often an unsettled call is read again, in milliseconds.
const EVERY_MS: u32 = 2_000;

/// A side drawer with the receipt of the call in `opened`; closing it empties `opened`.
#[component]
pub fn ReceiptDrawer(
    /// Which call, if any.
    opened: State<Option<CallId>>,
) -> impl IntoView {
    once(Signal::derive(move || opened.with(Option::is_some)), move || receipt(opened))
}

#[wasm_split(receipt, fallible, wasm_split_path = leptos::wasm_split)]
fn receipt(opened: State<Option<CallId>>) -> Result<AnyView, NotFetched> {
    let open = Signal::derive(move || opened.with(Option::is_some));
    let close = Callback::new(move |()| opened.set(None));
    let drawer = view! {
        <Dialog title=words::receipt().receipt() open on_close=close place=Place::Side>
            {move || opened.get().map(|id| view! { <CallReceipt id/> })}
        </Dialog>
    };
    ready(drawer.erase())
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
    let detail = fetched(move || id.clone(), read_call);
    let settled = RwSignal::new(true);
    let changed = Callback::new(move |()| detail.refetch());
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
                    effect(move |_| {
                        settled.try_set(done);
                    });
                    view! { <Sheet detail changed/> }
                }
            />
            {page.map(|href| view! { <a class="receipt-link" href=href>{words::receipt().open_as_page()}</a> })}
        </div>
    }
}

/// The receipt's parts.
#[component]
fn Sheet(
    /// The call.
    detail: CallDetail,
    /// Told when something of it was changed here.
    changed: Callback<()>,
) -> impl IntoView {
    let CallDetail { call, receipt, events, record } = detail;
    let name = call.contact.as_ref().map_or_else(|| call.to.to_string(), |contact| contact.name.clone());
    let (id, line, settled) = (call.id.clone(), record.line.clone(), receipt.is_some());
    let talked = call.duration_seconds.unwrap_or(0) > 0;
    let sid = call.sid.as_deref().map(|sid| format!(" · {sid}")).unwrap_or_default();
    let ids = format!("{id}{sid}");
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
        {match receipt {
            Some(receipt) => view! { <Charge receipt/> }.erase(),
            None => view! { <Unsettled running=!call.status.is_final() held=call.held_micros/> }.erase(),
        }}
        // Not before: until then all this is drawn anew every two seconds, under the fingers of whoever types.
        {settled.then(|| view! { <NoteField id=id.clone() text=RwSignal::new(record.note)/> })}
        {talked.then(|| view! { <ReceiptLine line=line.clone()/> })}
        <Timeline events line call/>
        {settled.then(|| view! { <Reported id report=record.report changed/> })}
        <p class="muted receipt-id">{ids}</p>
    }
}

/// That the caller reported the call, or how.
#[component]
fn Reported(
    /// Which call.
    id: CallId,
    /// The report, if there is one.
    report: Option<BadCall>,
    /// Told when there is one.
    changed: Callback<()>,
) -> impl IntoView {
    let Some(report) = report else { return view! { <ReportForm id done=changed/> }.erase() };
    view! {
        <div class="receipt-refund" data-testid="receipt-reported">
            <strong>{words::receipt().reported()}</strong>
            " · "
            <Moment at=report.at/>
            <p>{report.words}</p>
        </div>
    }
    .erase()
}

/// In place of the charge while there is none.
#[component]
fn Unsettled(
    /// Whether the call still runs.
    running: bool,
    /// What is set aside for it.
    held: Micros,
) -> impl IntoView {
    let t = words::receipt();
    view! {
        <p class="receipt-total" role="status">{if running { t.running() } else { t.settling() }}</p>
        <p class="muted">{t.held_until(&words::language().price(held))}</p>
    }
}

/// What was charged, and why.
#[component]
fn Charge(
    /// The receipt.
    receipt: Receipt,
) -> impl IntoView {
    let (t, language) = (words::receipt(), words::language());
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
            <span class="muted">{t.charged_word()}</span>
        </p>
        {receipt.refund.map(|refund| view! { <Refunded refund/> })}
        <p class="receipt-arithmetic" data-testid="receipt-arithmetic">{receipt.arithmetic}</p>
        <dl class="receipt-figures">
            <Figure name=t.rate() value=t.a_minute(&language.price(receipt.rate_micros_per_minute))/>
            <Figure name=t.rate_card() value=t.rate_card_is(&receipt.destination, &receipt.prefix, &receipt.deck)/>
            <Figure name=t.billing() value=billing_words(&tariff)/>
            <Figure name=t.talked() value=language.duration(receipt.duration_seconds)/>
            <Figure name=t.billed() value=language.duration(receipt.billed_seconds)/>
            <Figure name=t.held() value=language.exact(receipt.held_micros)/>
            <Figure name=t.charged() value=language.exact(receipt.charged_micros)/>
            <Figure name=t.released() value=language.exact(receipt.released_micros)/>
            {(!receipt.shortfall_micros.is_zero())
                .then(|| view! { <Figure name=t.house() value=language.exact(receipt.shortfall_micros)/> })}
            <div>
                <dt>{t.settled()}</dt>
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
    let t = words::receipt();
    view! {
        <p class="receipt-refund" data-testid="receipt-refund">
            <strong>{t.refunded(&words::language().exact(refund.amount_micros))}</strong>
            {t.refunded_by(&refund.reason, &refund.operator)}
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
