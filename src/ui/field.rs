//! Form fields with label, hint and error. They post with a plain form and keep what was typed before WASM arrived.

use leptos::{html::Input, prelude::*};

use super::icon::{Glyph, Icon};

use super::effect::effect;

/// What is to be typed: decides the keyboard, the browser's help and the way it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entry {
    #[default]
    Text,
    Email,
    /// The password of an account that exists.
    Password,
    /// A password that is being chosen.
    NewPassword,
    Phone,
    /// A decimal amount of money.
    Amount,
    /// A code that is good once.
    Code,
}

impl Entry {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Amount | Self::Code => "text",
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
            Self::Phone => "tel",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::Text | Self::Amount | Self::Phone => "off",
            Self::Email => "email",
            Self::Password => "current-password",
            Self::NewPassword => "new-password",
            Self::Code => "one-time-code",
        }
    }

    const fn inputmode(self) -> Option<&'static str> {
        match self {
            Self::Amount => Some("decimal"),
            Self::Phone => Some("tel"),
            _ => None,
        }
    }
}

/// Ties an input to a signal both ways. Unlike `prop:value` it lets text that was typed before hydration win.
pub fn bind_input(input: NodeRef<Input>, value: RwSignal<String>) {
    effect(move |before: Option<()>| {
        let wanted = value.get();
        let Some(input) = input.get() else { return };
        if before.is_none() && wanted.is_empty() && !input.value().is_empty() {
            value.set(input.value());
        } else if input.value() != wanted {
            input.set_value(&wanted);
        }
    });
}

/// A line of text.
#[component]
pub fn TextField(
    /// The name it is posted under; also makes the element's id.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What is typed.
    #[prop(optional)]
    value: RwSignal<String>,
    /// What is to be typed.
    #[prop(optional)]
    entry: Entry,
    /// Help below the field.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    bind_input(input, value);
    view! {
        <div class="field" class:has-error=move || error.with(Option::is_some)>
            <label for=format!("field-{name}")>{label}</label>
            <input
                node_ref=input
                id=format!("field-{name}")
                name=name
                type=entry.input_type()
                inputmode=entry.inputmode()
                autocomplete=entry.autocomplete()
                required=required
                value=value.get_untracked()
                aria-describedby=format!("field-{name}-help")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p class="field-help" id=format!("field-{name}-help") aria-live="polite">
                {move || error.get().or_else(|| hint.clone())}
            </p>
        </div>
    }
}

/// One of a few choices.
#[component]
pub fn Select(
    /// The name it is posted under; also makes the element's id.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// Value and label of each choice.
    choices: Vec<(String, String)>,
    /// The value that is chosen.
    value: RwSignal<String>,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(choice, label)| {
            let same = choice.clone();
            view! { <option value=choice selected=move || value.get() == same>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=format!("field-{name}")>{label}</label>
            <select id=format!("field-{name}") name=name on:change=move |event| value.set(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The name it is posted under; also makes the element's id.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=format!("field-{name}")>{label}</label>
            <textarea
                id=format!("field-{name}")
                name=name
                rows="3"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            >
                {value.get_untracked()}
            </textarea>
        </div>
    }
}

/// A search field; with a form around it (method get) it also works without script.
#[component]
pub fn SearchField(
    /// What is searched, read out as the label.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// The name it is posted under.
    #[prop(default = "q")]
    name: &'static str,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    bind_input(input, value);
    view! {
        <div class="search" role="search">
            <Icon glyph=Glyph::Search/>
            <input
                node_ref=input
                type="search"
                name=name
                autocomplete="off"
                value=value.get_untracked()
                aria-label=label.clone()
                placeholder=label
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}
