//! Amounts of money in tabular figures, as the reader writes them.

use leptos::prelude::*;

use crate::{
    domain::money::Micros,
    words::{self, Language},
};

use super::{erase::Erase, state::Known};

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
    /// The amount in this form, such as `$12.34` or `12,34 $`.
    pub fn text(self, language: Language, amount: Micros) -> String {
        match self {
            Self::Balance => language.balance(amount),
            Self::Price => language.price(amount),
            Self::Exact => language.exact(amount),
        }
    }
}

/// An amount of money. Decimals behind the second are set fainter.
#[component]
pub fn Amount(
    /// How much.
    #[prop(into)]
    micros: Known<Micros>,
    /// How many decimals.
    #[prop(optional)]
    decimals: Decimals,
    /// Whether it is a movement: a plus stands before what comes in, and it is coloured.
    #[prop(optional)]
    movement: bool,
) -> impl IntoView {
    let language = words::language();
    let comes_in = move || movement && micros.get() > Micros::ZERO;
    let text = move || {
        let plus = if comes_in() { "+" } else { "" };
        format!("{plus}{}", decimals.text(language, micros.get()))
    };
    let head = move || {
        let text = text();
        text[..tail_of(&text, language.decimal_mark()).0].to_owned()
    };
    let tail = move || {
        let text = text();
        let (begin, end) = tail_of(&text, language.decimal_mark());
        text[begin..end].to_owned()
    };
    view! {
        <span class="amount" class:is-credit=comes_in>
            {head}
            {(decimals != Decimals::Balance).then(|| view! { <span class="amount-tail">{tail}</span> })}
            {language.currency_behind()}
        </span>
    }
    .erase()
}

/// Where the decimals behind the second begin and end.
fn tail_of(text: &str, mark: char) -> (usize, usize) {
    let Some(at) = text.rfind(mark) else { return (text.len(), text.len()) };
    let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    (at + 1 + digits.min(2), at + 1 + digits)
}

#[cfg(test)]
mod tests {
    use super::tail_of;

    #[test]
    fn the_tail_begins_behind_the_second_decimal_and_ends_before_the_sign_of_the_currency() {
        let tail = |text: &'static str, mark| &text[tail_of(text, mark).0..tail_of(text, mark).1];
        assert_eq!(tail("−$0.042000", '.'), "2000");
        assert_eq!(tail("$1,234.56", '.'), "");
        assert_eq!(tail("$12", '.'), "");
        assert_eq!(tail("−1.234,042000 $", ','), "2000");
        assert_eq!(tail("12,34 $", ','), "");
    }
}
