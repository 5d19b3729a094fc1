//! What stands where there is no page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::HOME;
use crate::ui::{brand::Brand, button::LinkButton, empty::EmptyState, icon::Glyph};

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="No such page"/>
        <main class="lonely">
            <Brand href=HOME/>
            <h1 class="visually-hidden">"No such page"</h1>
            <EmptyState
                title="There is no page here"
                text="The address may be mistyped, or the page has moved. Your balance and your calls are untouched."
                glyph=Glyph::PhoneMissed
                action=|| view! { <LinkButton href=HOME>"Go to the dialer"</LinkButton> }
            />
        </main>
    }
}
