//! Amounts of money in tabular figures.

use leptos::prelude::*;

use crate::domain::money::Micros;

/// How many decimals an amount shows, and which way it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decimals {
    /// Two, rounded down: what is there.
    #[default]
    Balance,
    /// Four, rounded up: what something costs.
    Price,
    /// All six: receipts and statements.
    Exact,
}

impl Decimals {
    /// The amount in this form, such as `$12.34`.
    pub fn text(self, amount: Micros) -> String {
        match self {
            Self::Balance => amount.as_balance(),
            Self::Price => amount.as_price(),
            Self::Exact => amount.exact(),
        }
    }
}

/// An amount of money.
#[component]
pub fn Amount(
    /// How much.
    #[prop(into)]
    micros: Signal<Micros>,
    /// How many decimals.
    #[prop(optional)]
    decimals: Decimals,
    /// Whether it is a movement: a plus stands before what comes in, and it is coloured.
    #[prop(optional)]
    movement: bool,
) -> impl IntoView {
    let text = move || {
        let text = decimals.text(micros.get());
        if movement && micros.get() > Micros::ZERO { format!("+{text}") } else { text }
    };
    let comes_in = move || movement && micros.get() > Micros::ZERO;
    view! { <span class="amount" class:is-credit=comes_in>{text}</span> }
}
