//! Light or dark: as the system says, unless the caller chose. The choice lives in a cookie, so that the server renders it.

use leptos::prelude::*;

use super::{
    icon::{Glyph, Icon},
    site::use_site,
};

/// The cookie that keeps the choice.
const COOKIE: &str = "theme";
/// A year, in seconds.
const KEPT_FOR_SECONDS: i64 = 31_536_000;

/// The theme that a `Cookie` header asks for: `light`, `dark`, or none.
pub fn chosen_theme(cookies: &str) -> Option<&'static str> {
    cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE).and_then(|(_, value)| {
        match value {
            "light" => Some("light"),
            "dark" => Some("dark"),
            _ => None,
        }
    })
}

/// Switches between light and dark and remembers it. The stylesheet shows the icon of the theme that a press brings.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let chosen = StoredValue::new(use_site().theme.unwrap_or_default());
    let switch = move |_| {
        let next = if is_dark(&chosen.get_value()) { "light" } else { "dark" };
        if let Some(root) = document().document_element() {
            drop(root.set_attribute("data-theme", next));
        }
        let cookie = format!("{COOKIE}={next}; path=/; max-age={KEPT_FOR_SECONDS}; samesite=lax");
        drop(js_sys::Reflect::set(&document(), &"cookie".into(), &cookie.into()));
        chosen.set_value(next.to_owned());
    };
    view! {
        <button
            type="button"
            class="button button-quiet button-icon theme-button"
            aria-label="Switch between light and dark"
            title="Switch between light and dark"
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
    use super::chosen_theme;

    #[test]
    fn the_theme_is_read_from_its_own_cookie_only() {
        assert_eq!(chosen_theme("id=5; theme=dark"), Some("dark"));
        assert_eq!(chosen_theme("theme=light;id=5"), Some("light"));
        assert_eq!(chosen_theme("mytheme=dark"), None);
        assert_eq!(chosen_theme("theme=\"><script>"), None);
    }
}
