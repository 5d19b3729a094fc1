//! What stands where there is no page.

use leptos::prelude::*;

use super::HOME;
use crate::{
    ui::{brand::Brand, button::LinkButton, empty::EmptyState, erase::Erase, icon::Glyph, title::Title},
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
    .erase_for_good()
}
