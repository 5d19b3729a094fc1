//! `ringfare user …`: accounts by the operator's hand. Each answers the text to print, or a sentence with the remedy.
//! Credit is money, and therefore in `ledger::command`.

mod links;
mod standing;

use clap::{Args, Subcommand};

pub use self::{
    links::{invite, reset},
    standing::{close, freeze, unfreeze},
};
use super::{
    entrance::parse_number,
    model::{Email, Me, password_problem},
    password,
    scopes::Scopes,
    store::{self, NewUser},
    token,
};
use crate::{
    error::AppError,
    ledger, limits, privacy,
    server::{ids, state::AppState},
    words,
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
    /// Prints the last alarms: accounts that called faster than people do, or too many destinations.
    Alarms,
    /// Ends an account for good: its calls end, nobody signs in to it any more. Its books stay.
    Close {
        email: String,
        #[arg(long)]
        reason: String,
    },
    /// Prints a link that opens an account with this address, once; sends it too where letters are sent.
    Invite { email: String },
    /// Prints a link for a new password, once, to hand to the owner of the account.
    Reset { email: String },
    /// Deletes an account at the wish of its owner: what tells whose it was goes, the books stay.
    Delete {
        email: String,
        /// Does it; without, it only says what it would do.
        #[arg(long)]
        yes: bool,
    },
    /// Prints a new bearer token, once.
    Token {
        email: String,
        #[command(flatten)]
        wanted: TokenWanted,
    },
}

/// A token as the options describe it.
#[derive(Debug, Clone, Args)]
pub struct TokenWanted {
    #[arg(long, default_value = "command line")]
    pub name: String,
    /// What it may do: any of read, call and money.
    #[arg(long, default_value = "read,call,money")]
    pub scopes: String,
    /// How many days it serves.
    #[arg(long, value_name = "N|never", default_value = "never")]
    pub days: String,
}

impl TokenWanted {
    /// A token that may do everything, for ever.
    pub fn of_name(name: &str) -> Self {
        Self { name: name.to_owned(), scopes: Scopes::ALL.words(), days: "never".to_owned() }
    }
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
        UserCommand::Alarms => limits::command::alarms(state).await,
        UserCommand::Close { email, reason } => close(state, &email, &reason).await,
        UserCommand::Delete { email, yes } => privacy::command::delete(state, &email, yes).await,
        UserCommand::Token { email, wanted } => token(state, &email, &wanted).await,
        UserCommand::Invite { email } => invite(state, &email).await,
        UserCommand::Reset { email } => reset(state, &email).await,
    }
}

fn line_of_stdin() -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| format!("the password cannot be read from stdin: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

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
pub async fn token(state: &AppState, email: &str, wanted: &TokenWanted) -> Result<String, String> {
    let scopes = Scopes::parse(&wanted.scopes)
        .ok_or_else(|| format!("'{}' is no set of scopes: name read, call and money, separated by commas", wanted.scopes))?;
    let days = token::days_of(&wanted.days).map_err(told)?;
    let me = account(state, email).await?;
    let wanted = token::Wanted { name: &wanted.name, scopes, days };
    Ok(token::create(state, &me.id, wanted).await.map_err(told)?.secret)
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
