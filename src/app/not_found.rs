//! What stands where there is no page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::HOME;
use crate::{
    ui::{brand::Brand, button::LinkButton, empty::EmptyState, icon::Glyph},
    words,
};

/// The page for addresses that lead nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let t = words::app();
    view! {
        <Title text=t.no_page()/>
        <main class="lonely">
            <Brand href=HOME/>
            <h1 class="visually-hidden">{t.no_page()}</h1>
            <EmptyState
                title=t.no_page_title()
                text=t.no_page_text()
                glyph=Glyph::PhoneMissed
                action=move || view! { <LinkButton href=HOME>{t.no_page_go()}</LinkButton> }
            />
        </main>
    }
}
