//! A receipt on a page of its own: to keep, to send, to print on one sheet.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::receipt::CallReceipt;
use crate::{
    domain::ids::CallId,
    error::AppError,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind, LinkButton},
        effect::effect,
        erase::Erase,
        layout::{Card, PageHeader},
        title::Title,
    },
    words,
};

/// The page of one call.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| CallId::parse(&id))));
    let t = words::receipt();
    view! {
        <Title text=t.receipt()/>
        <PageHeader
            title=t.receipt()
            text=t.page_text()
            actions=move || {
                view! {
                    <LinkButton href="/dashboard/call-history" kind=Kind::Quiet>{t.call_history()}</LinkButton>
                    <PrintButton/>
                }
            }
        />
        <Card>
            {move || match id.get() {
                Some(id) => view! { <CallReceipt id on_page=true/> }.erase(),
                None => view! { <ErrorAlert error=AppError::not_found("call")/> }.erase(),
            }}
        </Card>
    }
}

/// Opens the browser's print dialog; not there without script, where the browser's own menu does the same.
#[component]
fn PrintButton() -> impl IntoView {
    let scripted = RwSignal::new(false);
    effect(move |_| scripted.set(true));
    view! {
        <span hidden=move || !scripted.get() data-testid="print">
            <Button kind=Kind::Plain on:click=move |_| drop(window().print())>{words::receipt().print()}</Button>
        </span>
    }
}
