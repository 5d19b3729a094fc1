//! The caller's own low-balance warning: the field beside the balance.

use leptos::{form::ActionForm, prelude::*};

use super::{api::SetWarning, listener::use_balance_listener, model::Balance};
use crate::{
    domain::money::Micros,
    error::AppError,
    ui::{
        alert::told,
        button::{Button, Kind},
        effect::effect,
        field::{Entry, TextField},
        load::Load,
    },
    words,
};

/// What is refused above, in micro-units: a million.
const MOST: Micros = Micros(1_000_000_000_000);

/// Reads the threshold as somebody typed it; nothing and zero are none.
///
/// # Errors
/// [`AppError::Invalid`] on the field `below`.
pub fn read(text: &str) -> Result<Option<Micros>, AppError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let below = words::language().read_amount(text).filter(|below| is_possible(*below));
    let below = below.ok_or_else(|| AppError::invalid("below", words::limits().no_amount(text.trim())))?;
    Ok(Some(below).filter(|below| !below.is_zero()))
}

/// Whether an amount can be a threshold.
pub fn is_possible(below: Micros) -> bool {
    (Micros::ZERO..=MOST).contains(&below)
}

/// What is set, and behind it the field to change it. A plain form, so that it works without script.
#[component]
pub fn Warning() -> impl IntoView {
    let listener = use_balance_listener();
    let (t, language) = (words::ledger(), words::language());
    let set = ServerAction::<SetWarning>::new();
    effect(move |_| {
        if matches!(set.value().get(), Some(Ok(()))) {
            listener.refresh();
        }
    });
    let error = Signal::derive(move || set.value().get().and_then(Result::err).map(|error| told(&error, language)));
    let content = move |first: Balance| {
        let typed = RwSignal::new(first.warn_below_micros.map(|below| language.typed(below)).unwrap_or_default());
        let below = move || {
            let now =
                listener.balance.with(|balance| balance.as_ref().map_or(first.warn_below_micros, |now| now.warn_below_micros));
            now.map_or_else(|| t.warning().to_owned(), |below| t.warning_is(&language.brief(below)))
        };
        view! {
            <details class="warning" id="warning">
                <summary>{below}</summary>
                <ActionForm action=set attr:class="warning-form">
                    <TextField name="below" label=t.warn_below() entry=Entry::Amount value=typed hint=t.warn_below_means() error/>
                    <Button kind=Kind::Plain submit=true pending=set.pending()>{t.save()}</Button>
                </ActionForm>
            </details>
        }
    };
    view! { <Load resource=listener.first rows=1 view=content/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_zero_are_no_warning_and_nonsense_is_refused() {
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("0.00"), Ok(None));
        assert_eq!(read("$2.50"), Ok(Some(Micros(2_500_000))));
        for text in ["-1", "soon", "1000000.01"] {
            assert_eq!(read(text).expect_err("refused").field(), Some("below"), "{text}");
        }
    }
}
