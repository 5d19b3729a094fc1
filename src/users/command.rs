//! `ringfare user …`: accounts by the operator's hand. Each answers the text to print, or a sentence with the remedy.
//! Credit is money, and therefore in `ledger::command`.

use super::{
    entrance::parse_number,
    model::{Email, Me, password_problem},
    password,
    store::{self, NewUser},
    token,
};
use crate::{
    error::AppError,
    server::{ids, state::AppState},
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
    if let Some(problem) = chosen.and_then(password_problem) {
        return Err(problem);
    }
    let number = parse_number(number).map_err(told)?;
    let password_hash = password::hash(chosen.unwrap_or(&made_up)).await.map_err(told)?;
    let at = state.clock.now();
    let new = NewUser { email: &email, password_hash: &password_hash, number: number.as_ref(), is_admin, at };
    let user = store::create(&state.db, new).await.map_err(|error| match error {
        AppError::Invalid { field, .. } if field == "email" => {
            format!("there is an account of {email} already: use another address")
        }
        other => other.to_string(),
    })?;
    let password = if chosen.is_none() { format!("\npassword: {made_up}") } else { String::new() };
    Ok(format!("opened the account of {email} ({user}){password}"))
}

/// Makes a bearer token and answers its secret, which is to be seen this once.
///
/// # Errors
/// A sentence with the remedy.
pub async fn token(state: &AppState, email: &str, name: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    Ok(token::create(state, &me.id, name).await.map_err(told)?.secret)
}

/// The account that the operator means.
///
/// # Errors
/// A sentence with the remedy.
pub async fn account(state: &AppState, email: &str) -> Result<Me, String> {
    let email = parse_email(email)?;
    let account = store::by_email(&state.db, &email).await.map_err(database)?;
    account
        .map(|account| account.me)
        .ok_or_else(|| format!("there is no account of {email}: open it with `ringfare user add {email}`"))
}

fn parse_email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| format!("'{text}' is not an e-mail address: write it like name@example.org"))
}

fn told(error: AppError) -> String {
    error.to_string()
}

fn database(error: sqlx::Error) -> String {
    format!("the database failed ({error}): check DATABASE_URL and that nothing else holds it")
}
