//! The call-history page.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::{draw_calls, draw_figures},
    drawer::CallDrawer,
    zone::use_zone_change,
};
use crate::{
    calls::listener::use_call_listener,
    error::AppError,
    ui::{
        alert::ErrorAlert,
        drawing::{Drawing, Drawn},
        erase::Erase,
        fetched::{Fetched, fetched},
        layout::PageHeader,
        load::wait,
        skeleton::Skeleton,
    },
    words,
};

/// Six cards and two charts, or as many calls.
const SHAPES: usize = 8;

/// The call-history page. Figures and list are drawn apart, so that the list never waits for the sums; both are drawn anew
/// when a call begins, changes or ends.
#[component]
pub fn CallHistoryPage() -> impl IntoView {
    let t = words::analytics();
    let query = use_query_map();
    let without = move |names: &'static [&'static str]| {
        Memo::new(move |_| {
            query.with(|query| {
                let mut query = query.clone();
                for name in names {
                    drop(query.remove(name));
                }
                query.to_query_string()
            })
        })
    };
    let zone = use_zone_change();
    let changes = RwSignal::new(0_u32);
    use_call_listener().on_change(move |_| changes.update(|count| *count += 1));
    let (figures, list) = (without(&["call", "cursor"]), without(&["call"]));
    let figures = fetched(move || (figures.get(), zone.get(), changes.get()), |(query, ..)| draw_figures(query));
    let calls = fetched(move || (list.get(), zone.get(), changes.get()), |(query, ..)| draw_calls(query));
    view! {
        <Title text=t.title()/>
        <PageHeader title=t.title() text=t.about()/>
        <LoadDrawing resource=figures shape="figures-skeleton"/>
        <section class="card is-flush" id="calls" tabindex="-1" aria-labelledby="calls-title">
            <header class="card-header">
                <h2 id="calls-title">{words::history().calls()}</h2>
            </header>
            <LoadDrawing resource=calls shape="calls-skeleton"/>
        </section>
        <CallDrawer query/>
    }
}

/// Shows what the server draws: shapes of its size until it first comes, the old drawing while a new one is fetched.
#[component]
fn LoadDrawing(
    /// What is drawn.
    resource: Fetched<Result<Drawing, AppError>>,
    /// The class of the shapes.
    shape: &'static str,
) -> impl IntoView {
    let retry = Callback::new(move |()| resource.refetch());
    let shown = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(drawing) => view! { <Drawn drawing/> }.erase(),
                Err(error) => view! { <ErrorAlert error retry/> }.erase(),
            }
        })
    };
    wait(move || view! { <Skeleton rows=SHAPES shape/> }, shown)
}
