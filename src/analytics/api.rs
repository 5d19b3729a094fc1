//! Server functions of sums and of the history.

use leptos::prelude::*;

use super::model::{CallAnalytics, HistoryPage, HistoryRequest, PeriodRequest};
use crate::error::AppError;

/// What the caller's calls of a period came to. Without a zone of its own it is that of the visitor's `tz` cookie.
#[server(prefix = "/app", endpoint = "call-analytics")]
pub async fn analyse_calls(#[server(default)] period: PeriodRequest) -> Result<CallAnalytics, AppError> {
    let caller = crate::users::caller().await?;
    let cookies = super::visitor::cookies();
    super::analyse::analyse(&caller, &super::analyse::in_zone_of_visitor(period, cookies.as_deref())).await
}

/// A page of the calls of a period, newest first.
#[server(prefix = "/app", endpoint = "call-history")]
pub async fn list_history(#[server(default)] request: HistoryRequest) -> Result<HistoryPage, AppError> {
    let caller = crate::users::caller().await?;
    let period = super::analyse::in_zone_of_visitor(request.period, super::visitor::cookies().as_deref());
    super::analyse::list(&caller, HistoryRequest { period, ..request }).await
}
