//! Strong sign-in as the pages see it: what they ask (`api`), and the components in which leptos shows it. What is decided is
//! decided in `users/strong/`.

pub mod api;
pub mod card;
pub mod code_page;
pub mod confirm_by_code;
mod enrol_form;
pub mod model;
pub mod passkeys;
pub mod provider;
