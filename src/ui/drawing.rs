//! Markup that the server draws and the browser only shows: charts and long lists, which are read more than they are
//! touched, cost the browser no code that way. What answers in them are links and forms, which `public/drawn.js` and the
//! router serve.

use leptos::{prelude::*, tachys::view::RenderHtml};
use serde::{Deserialize, Serialize};

/// Markup from the server. It is made from a view alone, which escapes every text and attribute in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing(String);

impl Drawing {
    /// Draws a view; on the server alone.
    pub fn of(view: impl RenderHtml) -> Self {
        Self(view.to_html())
    }
}

/// Shows a drawing.
#[component]
pub fn Drawn(
    /// What the server drew.
    drawing: Drawing,
) -> impl IntoView {
    view! { <div class="drawn" data-drawn="" inner_html=drawing.0></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let name = "</b><script>alert(1)</script> & \"Bob\"";
        let Drawing(html) = Drawing::of(view! { <b title=name>{name}</b> });
        assert!(!html.contains("<script") && html.contains("&lt;script"), "{html}");
        assert!(!html.contains("& \"") && html.contains("&quot;"), "{html}");
    }
}
