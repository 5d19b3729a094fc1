//! The frame around the operator's pages. For a caller there is no page here; the gate gives it the status of one that is not there.

use leptos::prelude::*;

use super::{dashboard::DashboardLayout, not_found::NotFoundPage};
use crate::ui::{erase::Erase, site::use_site};

/// The dashboard's frame for operators, and nothing for others.
#[component]
pub fn AdminLayout() -> impl IntoView {
    if use_site().operator { view! { <DashboardLayout/> }.erase() } else { view! { <NotFoundPage/> }.erase() }
}
