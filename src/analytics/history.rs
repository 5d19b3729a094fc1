//! The call-history page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    address::Address,
    api::{analyse_calls, list_history},
    cards::SummaryCards,
    charts::Charts,
    drawer::CallDrawer,
    filters::Filters,
    list::CallsList,
    model::{CallAnalytics, HistoryPage},
    period_filter::PeriodFilter,
    zone::use_zone_change,
};
use crate::{
    error::AppError,
    ui::{
        layout::{Card, PageHeader},
        load::Load,
    },
};

/// The call-history page. Sums and list are fetched apart, so that the list never waits for the sums.
#[component]
pub fn CallHistoryPage() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let zone = use_zone_change();
    let period = Memo::new(move |_| address.with(Address::period));
    let request = Memo::new(move |_| address.with(Address::request));
    let analytics = Resource::new(move || (period.get(), zone.get()), |(period, _)| analyse_calls(period));
    let history = Resource::new(move || (request.get(), zone.get()), |(request, _)| list_history(request));
    view! {
        <Title text="Call history"/>
        <PageHeader title="Call history" text="What you called, and what it came to."/>
        <PeriodFilter address/>
        <Sums analytics address/>
        <Card title="Calls" flush=true>
            <Filters address analytics/>
            <Load
                resource=history
                rows=8
                view=move |page: HistoryPage| view! { <CallsList page address=address.get_untracked()/> }
            />
        </Card>
        <CallDrawer address/>
    }
}

/// Everything that is counted.
#[component]
fn Sums(
    /// The sums.
    analytics: Resource<Result<CallAnalytics, AppError>>,
    /// What the page shows.
    address: Memo<Address>,
) -> impl IntoView {
    view! {
        <Load
            resource=analytics
            rows=4
            view=move |sums: CallAnalytics| {
                view! {
                    <SummaryCards summary=sums.summary.clone() previous=sums.previous.clone() days=sums.period.days/>
                    <Charts sums address=address.get_untracked()/>
                }
            }
        />
    }
}
