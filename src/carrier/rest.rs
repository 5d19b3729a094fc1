//! The resources of Twilio's REST API that Ringfare uses: fetch, list and end calls.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Form, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::{exchange::Exchange, orders::Order, records::Leg, wall_clock};

/// Twilio's page size.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 1_000;

/// The routes below `/carrier/2010-04-01`.
pub fn router(exchange: Arc<Exchange>) -> Router {
    Router::new()
        .route("/Accounts/{account}/Calls.json", get(list))
        .route("/Accounts/{account}/Calls/{file}", get(fetch).post(update))
        .fallback(async || refusal(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"))
        .layer(middleware::from_fn_with_state(exchange.clone(), authorise))
        .with_state(exchange)
}

/// HTTP basic: the account's SID and its auth token.
async fn authorise(State(exchange): State<Arc<Exchange>>, headers: HeaderMap, request: Request, next: Next) -> Response {
    let account = &exchange.application.account;
    let expected = STANDARD.encode(format!("{}:{}", account.account_sid, account.auth_token));
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Basic "));
    if given.is_some_and(|given| bool::from(given.as_bytes().ct_eq(expected.as_bytes()))) {
        return next.run(request).await;
    }
    refusal(StatusCode::UNAUTHORIZED, 20003, "Authenticate")
}

fn refusal(status: StatusCode, code: u32, message: &str) -> Response {
    let more = format!("https://www.twilio.com/docs/errors/{code}");
    let body = json!({ "code": code, "message": message, "more_info": more, "status": status.as_u16() });
    (status, Json(body)).into_response()
}

fn not_found() -> Response {
    refusal(StatusCode::NOT_FOUND, 20404, "The requested resource was not found")
}

/// The leg that a path names: in this account, with `.json` behind its SID.
fn named(exchange: &Exchange, account: &str, file: &str) -> Option<Leg> {
    let ours = account == exchange.application.account.account_sid.as_str();
    exchange.records.get(file.strip_suffix(".json").filter(|_| ours)?)
}

async fn fetch(State(exchange): State<Arc<Exchange>>, Path((account, file)): Path<(String, String)>) -> Response {
    named(&exchange, &account, &file).map_or_else(not_found, |leg| Json(resource(&account, &leg)).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Filter {
    parent_call_sid: Option<String>,
    to: Option<String>,
    from: Option<String>,
    status: Option<String>,
    page_size: Option<usize>,
    page: Option<usize>,
}

impl Filter {
    fn fits(&self, leg: &Leg) -> bool {
        let same = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        same(&self.parent_call_sid, leg.parent_sid.as_deref().unwrap_or_default())
            && same(&self.to, &leg.to)
            && same(&self.from, &leg.from)
            && same(&self.status, leg.status)
    }

    /// The address of another page of the same list.
    fn uri(&self, account: &str, page: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let filters =
            [("ParentCallSid", &self.parent_call_sid), ("To", &self.to), ("From", &self.from), ("Status", &self.status)];
        for (name, value) in filters {
            query.extend_pairs(value.iter().map(|value| (name, value)));
        }
        query.append_pair("PageSize", &self.size().to_string()).append_pair("Page", &page.to_string());
        format!("/2010-04-01/Accounts/{account}/Calls.json?{}", query.finish())
    }

    fn size(&self) -> usize {
        self.page_size.unwrap_or(PAGE).clamp(1, LARGEST_PAGE)
    }
}

async fn list(State(exchange): State<Arc<Exchange>>, Path(account): Path<String>, Query(filter): Query<Filter>) -> Response {
    if account != exchange.application.account.account_sid.as_str() {
        return not_found();
    }
    let legs = exchange.records.newest_first(|leg| filter.fits(leg));
    let (page, size) = (filter.page.unwrap_or(0), filter.size());
    let first = page.saturating_mul(size);
    let calls: Vec<_> = legs.iter().skip(first).take(size).map(|leg| resource(&account, leg)).collect();
    let more = legs.len() > first.saturating_add(size);
    let body = json!({
        "next_page_uri": more.then(|| filter.uri(&account, page + 1)),
        "previous_page_uri": page.checked_sub(1).map(|page| filter.uri(&account, page)),
        "first_page_uri": filter.uri(&account, 0),
        "uri": filter.uri(&account, page),
        "page": page,
        "page_size": size,
        "start": first,
        "end": first + calls.len().saturating_sub(1),
        "calls": calls,
    });
    Json(body).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Change {
    status: Option<String>,
    time_limit: Option<u64>,
}

/// Ends a call or sets its limit. The order is obeyed at once; the answer is how the call stands before that.
async fn update(
    State(exchange): State<Arc<Exchange>>,
    Path((account, file)): Path<(String, String)>,
    Form(change): Form<Change>,
) -> Response {
    let Some(leg) = named(&exchange, &account, &file) else { return not_found() };
    let called = leg.parent_sid.is_some();
    let live = exchange.live(leg.parent_sid.as_ref().unwrap_or(&leg.sid)).filter(|_| !leg.is_over());
    let Some(live) = live else {
        return refusal(StatusCode::BAD_REQUEST, 21220, "Unable to update record. Call is not in-progress. Cannot redirect.");
    };
    let order = match (change.status.as_deref(), change.time_limit) {
        (Some("canceled"), _) if leg.status == "in-progress" => {
            return refusal(StatusCode::BAD_REQUEST, 21220, "A call that was answered cannot be canceled, only completed");
        }
        (Some("completed" | "canceled"), _) if called => Order::EndCalled,
        (Some("completed" | "canceled"), _) => Order::EndCall,
        (Some(_), _) => return refusal(StatusCode::BAD_REQUEST, 21218, "Invalid status: write completed or canceled"),
        (None, Some(seconds @ 1..=14_400)) => Order::TimeLimit(Duration::from_secs(seconds)),
        (None, Some(_)) => return refusal(StatusCode::BAD_REQUEST, 20001, "TimeLimit is from 1 to 14400 seconds"),
        (None, None) => return Json(resource(&account, &leg)).into_response(),
    };
    drop(live.orders.send(order));
    Json(resource(&account, &leg)).into_response()
}

/// A leg as Twilio writes it: durations and prices are strings, moments are RFC 2822, a price is negative.
fn resource(account: &str, leg: &Leg) -> Value {
    let moment = |at: Option<_>| at.map(wall_clock::rfc2822);
    let price = leg.price_micros().map(|micros| format!("-{}.{:05}", micros / 1_000_000, micros % 1_000_000 / 10));
    json!({
        "sid": leg.sid,
        "account_sid": account,
        "parent_call_sid": leg.parent_sid,
        "from": leg.from,
        "from_formatted": leg.from,
        "to": leg.to,
        "to_formatted": leg.to,
        "status": leg.status,
        "direction": leg.direction,
        "date_created": wall_clock::rfc2822(leg.created),
        "date_updated": moment(leg.ended.map(|end| end.at).or(leg.started).or(Some(leg.created))),
        "start_time": moment(leg.started.or(leg.ended.map(|_| leg.created))),
        "end_time": moment(leg.ended.map(|end| end.at)),
        "duration": leg.seconds().map_or(String::new(), |seconds| seconds.to_string()),
        "price": price,
        "price_unit": "USD",
        "answered_by": null,
        "caller_name": null,
        "forwarded_from": null,
        "group_sid": null,
        "phone_number_sid": "",
        "queue_time": "0",
        "trunk_sid": null,
        "api_version": "2010-04-01",
        "uri": format!("/2010-04-01/Accounts/{account}/Calls/{}.json", leg.sid),
    })
}
