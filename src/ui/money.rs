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

/// An amount of money. Decimals behind the second are set fainter.
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
    let comes_in = move || movement && micros.get() > Micros::ZERO;
    let text = move || if comes_in() { format!("+{}", decimals.text(micros.get())) } else { decimals.text(micros.get()) };
    let head = move || text()[..tail_of(&text())].to_owned();
    let tail = move || text()[tail_of(&text())..].to_owned();
    view! {
        <span class="amount" class:is-credit=comes_in>
            {head}
            <span class="amount-tail">{tail}</span>
        </span>
    }
}

/// Where the decimals behind the second begin.
fn tail_of(text: &str) -> usize {
    text.find('.').map_or(text.len(), |point| (point + 3).min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::tail_of;

    #[test]
    fn the_tail_begins_behind_the_second_decimal() {
        assert_eq!(&"−$0.042000"[tail_of("−$0.042000")..], "2000");
        assert_eq!(&"$12.34"[tail_of("$12.34")..], "");
        assert_eq!(&"$12"[tail_of("$12")..], "");
    }
}
