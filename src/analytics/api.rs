//! Server functions of sums.

use leptos::prelude::*;

use super::model::CallAnalytics;
use crate::error::AppError;

/// What the caller's calls of the last `days` days came to; days are counted in the zone `tz` (IANA; UTC if empty).
#[server(prefix = "/app", endpoint = "call-analytics")]
pub async fn analyse_calls(days: i64, tz: String) -> Result<CallAnalytics, AppError> {
    let _ = (days, tz);
    Err(AppError::not_found("period"))
}
