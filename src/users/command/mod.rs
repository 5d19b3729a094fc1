//! `ringfare user …`: accounts by the operator's hand. Each answers the text to print, or a sentence with the remedy.
//! Credit is money, and therefore in `ledger::command`.

mod accounts;
mod links;
mod standing;
mod tokens;

use clap::Subcommand;

pub use self::{
    accounts::add,
    links::{invite, reset},
    standing::{close, freeze, unfreeze},
    tokens::{TokenWanted, token},
};
use super::{
    model::{Email, Me},
    store,
};
use crate::{
    admin::{
        audit::{self, Actor, Deed, Pen},
        model::Action,
    },
    domain::ids::UserId,
    error::AppError,
    ledger, limits, privacy,
    server::{database::Transaction, state::AppState},
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

/// Something that the command line makes, for the log: written in the transaction that makes it.
struct Making<'a> {
    pen: Pen<'a>,
    action: Action,
}

/// Takes the pen before anything else of the transaction is touched.
async fn making<'a>(tx: &mut Transaction, actor: &'a Actor, action: Action) -> Result<Making<'a>, String> {
    let pen = audit::begin(tx, actor, None).await.map_err(database)?;
    let pen = pen.map_err(|_| "an act without a reference was found in the log".to_owned())?;
    Ok(Making { pen, action })
}

impl Making<'_> {
    /// Writes for whom what was made.
    async fn write(self, tx: &mut Transaction, state: &AppState, subject: Option<&UserId>, what: &str) -> Result<(), String> {
        let Self { pen, action } = self;
        let deed = Deed { action, subject, object: "", before: "", after: what, reason: "", at: state.clock.now() };
        pen.write(tx, deed).await.map_err(database)
    }
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
