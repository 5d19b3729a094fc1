//! Who may come in here. For everybody else there is nothing.

use super::audit::Actor;
use crate::{
    error::AppError,
    users::{Caller, caller},
    words,
};

/// The operator who asks.
///
/// # Errors
/// [`AppError::NotFound`] for other callers, so that they do not learn what there is; [`AppError::NotSignedIn`].
pub async fn operator() -> Result<Caller, AppError> {
    let caller = caller().await?;
    if caller.me.is_admin { Ok(caller) } else { Err(AppError::not_found("page")) }
}

/// The operator who is about to change something that matters, and showed a moment ago who they are.
///
/// # Errors
/// As [`operator`], and [`AppError::ConfirmFirst`].
pub async fn acting() -> Result<Caller, AppError> {
    let operator = operator().await?;
    operator.must_be_confirmed().await?;
    Ok(operator)
}

/// Who the log says acted.
pub fn actor(caller: &Caller) -> Actor {
    Actor { id: Some(caller.me.id.clone()), name: caller.me.email.clone(), address: caller.address() }
}

/// A form's key, which every act of a page needs: without it a form that is sent twice would act twice.
///
/// # Errors
/// [`AppError::Invalid`] on `form_key`.
pub fn reference(key: String) -> Result<Option<String>, AppError> {
    let good = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if good { Ok(Some(key)) } else { Err(AppError::invalid("form_key", words::admin().sent_before())) }
}
