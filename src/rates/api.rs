//! Server functions of prices.

use leptos::prelude::*;

use super::model::Bought;
use crate::{domain::json::Answer, error::AppError};

/// What an amount, in micro-units, buys at the rates in force.
#[server(prefix = "/app", endpoint = "what-credit-buys", output = Answer)]
pub async fn what_credit_buys(micros: i64) -> Result<Vec<Bought>, AppError> {
    let state = crate::users::caller().await?.state;
    Ok(super::buys::examples(&state.db, &state.config.caller_id, crate::domain::money::Micros(micros)).await?)
}
