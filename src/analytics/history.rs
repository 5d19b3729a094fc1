//! The call-history page.

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

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
        effect::effect,
        erase::Erase,
        fetched::{Fetched, fetched},
        layout::PageHeader,
        load::wait,
        skeleton::Skeleton,
        title::Title,
    },
    words,
};

/// Six cards and two charts, or as many calls.
const SHAPES: usize = 8;
/// How often it is looked whether a drawing that is in use was left, in milliseconds.
const LOOK_MS: u32 = 500;

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
    let changes = use_call_changes();
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

/// Rises when calls changed, but not while somebody types in what is drawn or has something open there.
fn use_call_changes() -> RwSignal<u32> {
    let (heard, told) = (RwSignal::new(0_u32), RwSignal::new(0_u32));
    use_call_listener().on_change(move |_| heard.update(|count| *count += 1));
    effect(move |_| {
        let heard = heard.get();
        if heard == told.get_untracked() {
            return;
        }
        spawn_local_scoped_with_cancellation(async move {
            while is_in_use() {
                TimeoutFuture::new(LOOK_MS).await;
            }
            let _ = told.try_set(heard);
        });
    });
    told
}

/// Whether a new drawing would wipe what is typed, or close what is open. Not for a field that only has the focus, which it gets back.
fn is_in_use() -> bool {
    let is_held = |held: web_sys::Element| {
        let stands_in = |place: &str| matches!(held.closest(place), Ok(Some(_)));
        let is_typed = match held.dyn_ref::<web_sys::HtmlInputElement>() {
            Some(field) => field.value() != field.default_value(),
            // A list may be open; nobody sees it in a window that is not the active one.
            None => document().has_focus().unwrap_or(true),
        };
        stands_in("[data-drawn] details[open]") || is_typed && stands_in("[data-drawn] form")
    };
    document().active_element().is_some_and(is_held)
        || matches!(document().query_selector("[data-drawn] .row-menu[open]"), Ok(Some(_)))
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
