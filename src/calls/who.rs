//! Who the number in the field belongs to. Its code comes when there is a number to tell of.

use leptos::prelude::*;

use super::{dialled::Dialled, typing::is_name};
use crate::{
    contacts::{api::look_up, card::ContactCard},
    ui::{
        erase::Erase,
        fetched::fetched,
        later::{once, ready},
        load::wait,
    },
};

/// The panel; the server renders it where the page's address has a number.
#[component]
pub fn WhoPanel(
    /// What is typed.
    dialled: Dialled,
) -> impl IntoView {
    once(Signal::derive(move || dialled.rested.with(|to| is_whole(to))), move || async move { ready(who(dialled).await) })
}

/// Fetches the code of what the server rendered of a number in the address, so that it can be taken over at once.
#[cfg(target_arch = "wasm32")]
pub async fn preload() {
    if window().location().search().is_ok_and(|query| query.contains("to=")) {
        leptos::task::spawn_local(async { drop(super::price::make_ready().await) });
        __preload_who().await;
        // Until then the form that the server rendered does its work.
        while super::price::make_ready().await.is_err() {
            gloo_timers::future::TimeoutFuture::new(4_000).await;
        }
    }
}

fn is_whole(to: &str) -> bool {
    !is_name(to) && to.len() >= 6
}

#[lazy]
fn who(dialled: Dialled) -> AnyView {
    let who =
        fetched(move || dialled.rested.get(), move |to| async move { if is_whole(&to) { look_up(to).await.ok() } else { None } });
    let saved = Callback::new(move |()| who.refetch());
    wait(|| (), move || Suspend::new(async move { who.await.map(|found| view! { <ContactCard found saved/> }).erase() }))
}
