//! `/confirm?next=…`: showing who one is on a page of its own, for who comes without script or by a link.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{confirm::Ways, factors::provider::Refused, form::Door};
use crate::{ui::title::Title, words};

/// The page that asks who is there. Whether `next` is a path of this site the server decides.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let t = words::confirm();
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    view! {
        <Title text=t.title()/>
        <Door title=t.title() text=t.text()>
            <Refused/>
            <Ways next/>
            <p class="door-other"><a href="/dashboard/settings">{t.go_back()}</a></p>
        </Door>
    }
}
