//! `ringfare user token`.

use clap::Args;

use super::{account, database, making, told};
use crate::{
    admin::{audit::Actor, model::Action},
    server::state::AppState,
    users::{scopes::Scopes, token},
};

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
    let actor = Actor::command_line();
    let mut tx = state.db.begin().await.map_err(database)?;
    let making = making(&mut tx, &actor, Action::Token).await?;
    let made = token::create_within(&mut tx, state, &me.id, wanted).await.map_err(told)?;
    let what = format!("{}, {}", scopes.words(), days.map_or_else(|| "for ever".to_owned(), |days| format!("{days} days")));
    making.write(&mut tx, state, Some(&me.id), &what).await?;
    tx.commit().await.map_err(database)?;
    Ok(made.secret)
}
