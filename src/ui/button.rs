//! Buttons, and links that look like them. `on:click` and other attributes are given at the place of use.

use leptos::prelude::*;

use super::{
    erase::Kids,
    icon::{Glyph, Icon},
};

/// How much a button asks for attention, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Something else one may do.
    Plain,
    /// No frame: for toolbars and table rows.
    Quiet,
    /// Starts a call.
    Call,
    /// Ends or destroys something.
    Danger,
}

impl Kind {
    /// The class list of a button of this kind.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button button-plain",
            Self::Quiet => "button button-quiet",
            Self::Call => "button button-call",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button. It submits its form when `submit` is set.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    kind: Kind,
    /// Whether what it started is under way: it keeps its label, shows a spinner and cannot be pressed again.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Whether it cannot be pressed; say nearby why.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// The label, and an icon before it if wanted.
    children: Kids,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:is-pending=pending
            disabled=move || disabled.get() || pending.get()
            aria-busy=move || pending.get().then_some("true")
        >
            {children.view()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How it looks.
    #[prop(optional)]
    kind: Kind,
    /// The label, and an icon before it if wanted.
    children: Kids,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class()>
            {children.view()}
        </a>
    }
}

/// A square button that shows an icon alone; its label is read out and shown on hover.
#[component]
pub fn IconButton(
    /// What it shows.
    glyph: Glyph,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// How it looks.
    #[prop(default = Kind::Quiet)]
    kind: Kind,
    /// Whether it cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("{} button-icon", kind.class())
            aria-label=move || label.get()
            title=move || label.get()
            disabled=disabled
        >
            <Icon glyph/>
        </button>
    }
}
