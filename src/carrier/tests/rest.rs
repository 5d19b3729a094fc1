//! What REST tells and does.

use axum::http::{Method, StatusCode};

use super::stub::{Stub, dial};

const ANYONE: &str = "+447911123456";

#[tokio::test]
async fn rest_ends_a_running_call_from_either_leg() {
    for from_called in [true, false] {
        let stub = Stub::with(dial(ANYONE, "")).await;
        let parent = stub.call(ANYONE, 60.0).await;
        stub.seen(4).await;
        let running = stub.called(&parent).await;
        assert_eq!((running["status"].as_str(), running["duration"].as_str()), (Some("in-progress"), Some("")));
        assert!(running["price"].is_null());
        let sid = if from_called { running["sid"].as_str().expect("a SID") } else { &parent };
        let path = format!("Calls/{sid}.json");
        assert_eq!(stub.rest(Method::POST, &path, "Status=completed").await.0, StatusCode::OK);
        let seen = stub.seen(7).await;
        assert_eq!(seen.len(), 7);
        let ended = stub.called(&parent).await;
        assert_eq!((ended["status"].as_str(), ended["price"].as_str()), (Some("completed"), Some("-0.01400")));
        assert!(ended["end_time"].as_str().is_some_and(|at| at.ends_with(" +0000")));
        let (status, error) = stub.rest(Method::POST, &path, "Status=completed").await;
        assert_eq!((status, error["code"].as_u64()), (StatusCode::BAD_REQUEST, Some(21220)));
    }
}

#[tokio::test]
async fn rest_shortens_a_running_call() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let parent = stub.call(ANYONE, 60.0).await;
    stub.seen(4).await;
    assert_eq!(stub.rest(Method::POST, &format!("Calls/{parent}.json"), "TimeLimit=1").await.0, StatusCode::OK);
    stub.seen(7).await;
    assert_eq!(stub.called(&parent).await["duration"], "1");
}

#[tokio::test]
async fn rest_opens_to_the_account_alone_and_knows_no_other_calls() {
    let stub = Stub::with("<Response/>").await;
    let parent = stub.call(ANYONE, 1.0).await;
    let path = format!("Calls/{parent}.json");
    assert_eq!(stub.rest(Method::GET, &path, "").await.0, StatusCode::OK);
    let (status, error) = stub.rest_as("wrong", Method::GET, &path, "").await;
    assert_eq!((status, error["code"].as_u64()), (StatusCode::UNAUTHORIZED, Some(20003)));
    for unknown in ["Calls/CA00000000000000000000000000000000.json", "Nothing.json"] {
        assert_eq!(stub.rest(Method::GET, unknown, "").await.0, StatusCode::NOT_FOUND, "{unknown}");
    }
    let (_, list) = stub.rest(Method::GET, &format!("Calls.json?ParentCallSid={parent}"), "").await;
    assert_eq!(list["calls"].as_array().map(Vec::len), Some(0));
    let (status, _) = stub.rest(Method::POST, &path, "Status=ended").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn stopping_ends_running_calls_and_tells_the_application_before_it_is_done() {
    let stub = Stub::with(dial(ANYONE, "")).await;
    let parent = stub.call(ANYONE, 60.0).await;
    stub.seen(4).await;
    stub.stop().await;
    assert_eq!(stub.seen(0).await.len(), 7);
    assert_eq!(stub.called(&parent).await["status"], "completed");
}
