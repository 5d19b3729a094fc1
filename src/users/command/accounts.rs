//! `ringfare user add`.

use super::{database, making, parse_email, told};
use crate::{
    admin::{audit::Actor, model::Action},
    error::AppError,
    server::{ids, state::AppState},
    users::{
        entrance::parse_number,
        model::password_problem,
        password,
        store::{self, NewUser},
    },
    words,
};

/// Opens an account. Without a password one is made up and printed.
///
/// # Errors
/// A sentence with the remedy.
pub async fn add(
    state: &AppState,
    email: &str,
    password: Option<&str>,
    is_admin: bool,
    number: Option<&str>,
) -> Result<String, String> {
    let email = parse_email(email)?;
    let made_up = ids::secret();
    let chosen = password.map(|line| line.trim_end_matches(['\r', '\n']));
    if let Some(problem) = chosen.and_then(|chosen| password_problem(words::users(), chosen)) {
        return Err(problem);
    }
    let number = parse_number(number).map_err(told)?;
    let password_hash = password::hash(chosen.unwrap_or(&made_up)).await.map_err(told)?;
    let at = state.clock.now();
    let new = NewUser {
        email: &email,
        password_hash: &password_hash,
        number: number.as_ref(),
        is_admin,
        is_verified: true,
        language: None,
        at,
    };
    let actor = Actor::command_line();
    let mut tx = state.db.begin().await.map_err(database)?;
    let making = making(&mut tx, &actor, Action::Open).await?;
    let user = store::create_within(&mut tx, new).await.map_err(|error| match error {
        AppError::Invalid { field, .. } if field == "email" => {
            format!("there is an account of {email} already: use another address")
        }
        other => other.to_string(),
    })?;
    making.write(&mut tx, state, Some(&user), if is_admin { "operator" } else { "caller" }).await?;
    tx.commit().await.map_err(database)?;
    let password = if chosen.is_none() { format!("\npassword: {made_up}") } else { String::new() };
    Ok(format!("opened the account of {email} ({user}){password}"))
}
