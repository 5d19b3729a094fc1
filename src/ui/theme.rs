//! Light or dark: as the system says, unless the caller chose. The choice lives in a cookie, so that the server renders it.

use leptos::prelude::*;

use super::{
    erase::Erase,
    icon::{Glyph, Icon},
    site::use_site,
};
use crate::words;

/// The cookie that keeps the choice.
pub const COOKIE: &str = "theme";
/// A year, in seconds.
const KEPT_FOR_SECONDS: i64 = 31_536_000;

/// The theme that a `Cookie` header asks for: `light`, `dark`, or none.
pub fn chosen_theme(cookies: &str) -> Option<&'static str> {
    cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, value)| known_theme(value))
}

/// A theme that there is.
pub fn known_theme(name: &str) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|theme| *theme == name)
}

/// The theme that is chosen: `light`, `dark`, or nothing, which leaves it to the system.
#[derive(Debug, Clone, Copy)]
struct Theme(RwSignal<&'static str>);

/// One choice for all that show or change it; once, in the app's root, behind the site.
pub fn provide_theme() {
    provide_context(Theme::of_page());
}

impl Theme {
    /// As the page came.
    fn of_page() -> Self {
        Self(RwSignal::new(use_site().theme.as_deref().and_then(known_theme).unwrap_or_default()))
    }
}

/// The choice that the page shares; one of its own where there is no app around.
fn use_theme() -> RwSignal<&'static str> {
    use_context::<Theme>().unwrap_or_else(Theme::of_page).0
}

/// Light, dark, or as the system says: a plain form, so that it works without script.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let (t, chosen) = (words::widgets(), use_theme());
    let buttons = [("", t.theme_system()), ("light", t.theme_light()), ("dark", t.theme_dark())]
        .into_iter()
        .map(|(theme, name)| {
            let pressed = move || if chosen.get() == theme { "true" } else { "false" };
            view! {
                <button class="segment" name="theme" value=theme aria-pressed=pressed>
                    {name}
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/app/preferences">
            <div class="segments" role="group" aria-label=t.theme()>
                {buttons}
            </div>
        </form>
    }
    .erase_for_good()
}

/// Switches between light and dark and remembers it. The stylesheet shows the icon of the theme that a press brings.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let label = words::widgets().switch_theme();
    let chosen = use_theme();
    let switch = move |_| {
        let next = if is_dark(chosen.get_untracked()) { "light" } else { "dark" };
        if let Some(root) = document().document_element() {
            drop(root.set_attribute("data-theme", next));
        }
        let cookie = format!("{COOKIE}={next}; path=/; max-age={KEPT_FOR_SECONDS}; samesite=lax");
        drop(js_sys::Reflect::set(&document(), &"cookie".into(), &cookie.into()));
        chosen.set(next);
    };
    view! {
        <button
            type="button"
            class="button button-quiet button-icon theme-button"
            aria-label=label
            title=label
            on:click=switch
        >
            <Icon glyph=Glyph::Moon/>
            <Icon glyph=Glyph::Sun/>
        </button>
    }
}

/// Whether the page is dark now; without a choice the system decides.
fn is_dark(chosen: &str) -> bool {
    match chosen {
        "dark" => true,
        "light" => false,
        _ => window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::site::Site;

    #[test]
    fn the_theme_is_read_from_its_own_cookie_only() {
        assert_eq!(chosen_theme("id=5; theme=dark"), Some("dark"));
        assert_eq!(chosen_theme("theme=light;id=5"), Some("light"));
        assert_eq!(chosen_theme("mytheme=dark"), None);
        assert_eq!(chosen_theme("theme=\"><script>"), None);
    }

    #[test]
    fn all_that_show_the_theme_share_one_choice_that_begins_as_the_page_came() {
        Owner::new().with(|| {
            provide_context(Site { theme: Some("light".to_owned()), ..Site::default() });
            provide_theme();
            let (button, settings) = (use_theme(), use_theme());
            assert_eq!(settings.get_untracked(), "light");
            button.set("dark");
            assert_eq!(settings.get_untracked(), "dark");
        });
    }
}
