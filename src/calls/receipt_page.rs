//! A receipt on a page of its own: to keep, to send, to print on one sheet.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::receipt::CallReceipt;
use crate::{
    domain::ids::CallId,
    error::AppError,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind, LinkButton},
        layout::{Card, PageHeader},
    },
};

/// The page of one call.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| CallId::parse(&id))));
    view! {
        <Title text="Receipt"/>
        <PageHeader
            title="Receipt"
            text="What the call cost, why, and every report of the carrier about it."
            actions=|| {
                view! {
                    <LinkButton href="/dashboard/call-history" kind=Kind::Quiet>"Call history"</LinkButton>
                    <PrintButton/>
                }
            }
        />
        <Card>
            {move || match id.get() {
                Some(id) => view! { <CallReceipt id on_page=true/> }.into_any(),
                None => view! { <ErrorAlert error=AppError::not_found("call")/> }.into_any(),
            }}
        </Card>
    }
}

/// Opens the browser's print dialog; not there without script, where the browser's own menu does the same.
#[component]
fn PrintButton() -> impl IntoView {
    let scripted = RwSignal::new(false);
    Effect::new(move |_| scripted.set(true));
    view! {
        <span hidden=move || !scripted.get() data-testid="print">
            <Button kind=Kind::Plain on:click=move |_| drop(window().print())>"Print"</Button>
        </span>
    }
}
