//! What operators type, read.

use crate::{
    domain::money::Micros,
    error::AppError,
    limits::{
        form::LimitsForm,
        model::{Limits, NO_LIMIT},
    },
    words,
};

/// Stands for "no limit at all" in an operator's field; nothing typed is the server's default.
const NONE: &str = "none";

/// An amount in the reader's form, not zero.
///
/// # Errors
/// [`AppError::Invalid`] on `amount`.
pub fn amount(text: &str) -> Result<Micros, AppError> {
    let read = text.trim();
    let (negative, digits) =
        read.strip_prefix(['-', '−']).map_or((false, read.strip_prefix('+').unwrap_or(read)), |rest| (true, rest));
    let amount = words::language().read_amount(digits.trim()).filter(|amount| *amount > Micros::ZERO);
    let amount = amount.ok_or_else(|| AppError::invalid("amount", words::admin().no_amount()))?;
    Ok(if negative { -amount } else { amount })
}

/// The operator's limits as fields.
pub fn shown(limits: &Limits) -> LimitsForm {
    let mut form = LimitsForm::of(limits);
    for (field, micros) in [
        (&mut form.day, limits.day_micros_most),
        (&mut form.month, limits.month_micros_most),
        (&mut form.rate, limits.rate_micros_per_min_most),
    ] {
        if micros.is_some_and(|most| most >= NO_LIMIT) {
            NONE.clone_into(field);
        }
    }
    form
}

/// What those fields say.
///
/// # Errors
/// [`AppError::Invalid`] on the field that cannot be read.
pub fn limits(mut form: LimitsForm) -> Result<Limits, AppError> {
    let without = |field: &mut String| {
        let is_none = field.trim().eq_ignore_ascii_case(NONE);
        if is_none {
            field.clear();
        }
        is_none
    };
    let (day, month, rate) = (without(&mut form.day), without(&mut form.month), without(&mut form.rate));
    let mut limits = form.read()?;
    for (is_none, slot) in
        [(day, &mut limits.day_micros_most), (month, &mut limits.month_micros_most), (rate, &mut limits.rate_micros_per_min_most)]
    {
        if is_none {
            *slot = Some(NO_LIMIT);
        }
    }
    Ok(limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_to_the_micro_or_refused() {
        for (text, micros) in [("10", 10_000_000), ("+2.50", 2_500_000), ("-0.000001", -1), (" −3 ", -3_000_000)] {
            assert_eq!(amount(text), Ok(Micros(micros)), "{text}");
        }
        for bad in ["", "0", "-0", "ten", "1e3", "--1", "1.2345678", "99999999999999999999"] {
            assert_eq!(amount(bad).expect_err("refused").field(), Some("amount"), "{bad}");
        }
    }

    #[test]
    fn no_limit_at_all_and_the_servers_default_are_told_apart() {
        let wanted = Limits { day_micros_most: Some(NO_LIMIT), month_micros_most: Some(Micros(5_000_000)), ..Limits::default() };
        let form = shown(&wanted);
        assert_eq!((form.day.as_str(), form.month.as_str(), form.rate.as_str()), (NONE, "5.00", ""));
        assert_eq!(limits(form), Ok(wanted));
    }
}
