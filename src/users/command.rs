//! `ringfare user …`: accounts by the operator's hand. Each answers the text to print, or a sentence with the remedy.
//! Credit is money, and therefore in `ledger::command`.

use clap::Subcommand;

use super::{
    entrance::parse_number,
    model::{AccountStatus, Email, Me, password_problem},
    password,
    store::{self, NewUser, StatusChange},
    token,
};
use crate::{
    calls,
    error::AppError,
    ledger, limits,
    server::{ids, state::AppState},
};

/// Accounts.
#[derive(Subcommand)]
pub enum UserCommand {
    /// Creates an account; makes up a password and prints it unless --password-stdin.
    Add {
        email: String,
        #[arg(long)]
        password_stdin: bool,
        #[arg(long)]
        admin: bool,
        /// The caller's own number, E.164.
        #[arg(long)]
        number: Option<String>,
    },
    /// Adds credit (an adjust transaction); a negative amount takes it.
    #[command(allow_negative_numbers = true)]
    Credit {
        email: String,
        amount: String,
        #[arg(long)]
        reason: String,
    },
    /// Gives back what a call cost, or a part of it; once per call.
    Refund {
        call_id: String,
        #[arg(long)]
        reason: String,
        /// Less than the whole charge, such as 0.02.
        #[arg(long)]
        amount: Option<String>,
    },
    /// Prints what an account may spend, and changes the operator's limits: `none` is no limit, `default` is the server's.
    #[command(allow_negative_numbers = true)]
    Limits {
        email: String,
        #[command(flatten)]
        wanted: limits::command::Wanted,
    },
    /// Ends the calls of an account and refuses new ones; its owner may still sign in and read.
    Freeze {
        email: String,
        /// What the caller reads and hears.
        #[arg(long)]
        reason: String,
    },
    /// Lets a frozen account call again.
    Unfreeze { email: String },
    /// Prints a new bearer token, once.
    Token {
        email: String,
        #[arg(long, default_value = "command line")]
        name: String,
    },
}

/// Runs `ringfare user …`; the text to print.
///
/// # Errors
/// A sentence with the remedy.
pub async fn run(state: &AppState, command: UserCommand) -> Result<String, String> {
    match command {
        UserCommand::Add { email, password_stdin, admin, number } => {
            let password = if password_stdin { Some(line_of_stdin()?) } else { None };
            add(state, &email, password.as_deref(), admin, number.as_deref()).await
        }
        UserCommand::Credit { email, amount, reason } => ledger::command::credit(state, &email, &amount, &reason).await,
        UserCommand::Refund { call_id, reason, amount } => {
            ledger::command::refund_call(state, &call_id, &reason, amount.as_deref()).await
        }
        UserCommand::Limits { email, wanted } => limits::command::limits(state, &email, &wanted).await,
        UserCommand::Freeze { email, reason } => freeze(state, &email, &reason).await,
        UserCommand::Unfreeze { email } => unfreeze(state, &email).await,
        UserCommand::Token { email, name } => token(state, &email, &name).await,
    }
}

fn line_of_stdin() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| format!("the password cannot be read from stdin: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// The longest reason that a caller is told, in characters: it is also spoken.
const REASON_MOST: usize = 200;

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

/// Freezes an account: it places no more calls, and those that ring or run are ended at the carrier. Its owner may still sign in
/// and read.
///
/// # Errors
/// A sentence with the remedy; also when the account is frozen but a call could not be ended.
pub async fn freeze(state: &AppState, email: &str, reason: &str) -> Result<String, String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MOST {
        return Err(format!(
            "a reason of 1 to {REASON_MOST} characters is needed, because the caller reads and hears it: add --reason TEXT"
        ));
    }
    let me = account(state, email).await?;
    set_status(state, &me, AccountStatus::Frozen, Some(reason)).await?;
    // Only now: a call that was being authorised meanwhile is among them, and later ones are refused.
    let (ended, failed) = calls::hangup::end_all(state, &me.id).await.map_err(told)?;
    if failed > 0 {
        return Err(format!(
            "{email} is frozen, but the carrier did not take the end of {failed} of its calls: they end at their time limit at the \
             latest; run the command again to try again"
        ));
    }
    Ok(format!("froze {email}: {reason}\n{ended} calls were ended"))
}

/// Lets a frozen account call again.
///
/// # Errors
/// A sentence with the remedy.
pub async fn unfreeze(state: &AppState, email: &str) -> Result<String, String> {
    let me = account(state, email).await?;
    set_status(state, &me, AccountStatus::Active, None).await?;
    Ok(format!("{email} may call again"))
}

async fn set_status(state: &AppState, me: &Me, status: AccountStatus, reason: Option<&str>) -> Result<(), String> {
    let change = StatusChange { status, reason, at: state.clock.now() };
    store::set_status(&state.db, &me.id, change).await.map_err(database)?;
    tracing::warn!(user.id = %me.id, %status, reason, "the status of an account was changed");
    Ok(())
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
