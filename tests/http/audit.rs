//! The audit log: every act of an operator is in it, and an edit behind the server's back is found.

use ringfare::{
    admin::{
        acts::{
            credit::{self, Credit},
            hang_up::hang_up,
            standing,
        },
        audit::{self, Actor, Filter, verify::verify},
        model::{Action, Entry},
    },
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        page::Limit,
    },
    ledger,
    limits::command::{Wanted, limits},
    users,
};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    rest_stub::RestStub,
    support::TestApp,
};

const ANN: &str = "ann@example.test";

async fn entries(app: &TestApp) -> Vec<Entry> {
    audit::page(app.db(), &Filter::default(), None, Limit::parse(Some(100)).expect("a limit")).await.expect("the log").items
}

fn gift(user: &UserId, dollars: &str, reference: &str) -> Credit {
    let amount = Micros::parse(dollars).expect("an amount");
    Credit { user: user.clone(), amount, reason: "for a test".into(), reference: Some(reference.into()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_command_line_does_is_written_down_with_what_was_before_and_after() {
    let app = TestApp::start().await;
    let state = app.state();
    let ann = app.account(ANN).await;
    ledger::command::credit(state, ANN, "2.50", "welcome").await.expect("given");
    ledger::command::credit(state, ANN, "-1", "a mistake").await.expect("taken");
    users::command::freeze(state, ANN, "A card was stolen.").await.expect("frozen");
    users::command::unfreeze(state, ANN).await.expect("open");
    limits(state, ANN, &Wanted { day: Some("5".into()), ..Wanted::default() }).await.expect("limited");
    limits(state, ANN, &Wanted { day: Some("5".into()), ..Wanted::default() }).await.expect("the same again");
    users::command::close(state, ANN, "Asked for it.").await.expect("closed");
    assert!(ledger::command::credit(state, ANN, "1", "too late").await.is_err());

    let log = entries(&app).await;
    let seen: Vec<_> = log.iter().rev().map(|entry| (entry.action, entry.before.as_str(), entry.after.as_str())).collect();
    assert_eq!(
        seen,
        [
            (Action::Credit, "$0.000000", "$2.500000"),
            (Action::Credit, "$2.500000", "$1.500000"),
            (Action::Freeze, "active", "frozen"),
            (Action::Unfreeze, "frozen", "active"),
            (Action::Limits, "day=default", "day=$5.000000"),
            (Action::Close, "active", "closed"),
        ]
    );
    assert!(log.iter().all(|entry| entry.actor.is_none() && entry.subject_id.as_ref() == Some(&ann)));
    assert_eq!((log[5].object.as_str(), log[5].reason.as_str()), ("+$2.500000", "welcome"));
    assert_eq!(verify(app.db()).await.expect("read").good, 6);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_command_line_makes_is_written_down_without_secrets_and_strangers_addresses() {
    let app = TestApp::start().await;
    let state = app.state();
    let password = Some("correct-horse-battery");
    users::command::add(state, ANN, password, false, None).await.expect("opened");
    users::command::add(state, "op@example.test", password, true, None).await.expect("opened");
    let wanted = users::command::TokenWanted { name: "cron".into(), scopes: "read".into(), days: "30".into() };
    let secret = users::command::token(state, ANN, &wanted).await.expect("made");
    let invitation = users::command::invite(state, "stranger@example.test").await.expect("made");
    let reset = users::command::reset(state, ANN).await.expect("made");
    users::command::add(state, ANN, password, false, None).await.expect_err("there is one");
    users::command::invite(state, ANN).await.expect_err("there is one");

    let log = entries(&app).await;
    let seen: Vec<_> = log.iter().rev().map(|entry| (entry.action, entry.after.as_str())).collect();
    assert_eq!(
        seen,
        [
            (Action::Open, "caller"),
            (Action::Open, "operator"),
            (Action::Token, "read, 30 days"),
            (Action::Invite, ""),
            (Action::Reset, ""),
        ]
    );
    let written = format!("{log:?}");
    let of = |link: &str| link.split_once('=').expect("a secret").1.to_owned();
    assert!([secret, of(&invitation), of(&reset)].iter().all(|secret| !written.contains(secret.as_str())), "{written}");
    assert_eq!(verify(app.db()).await.expect("read").good, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_fails_leaves_no_entry_and_an_entry_no_act_without_it() {
    let app = TestApp::start().await;
    let state = app.state();
    let ann = app.account(ANN).await;
    let refused = credit::credit(state, Actor::command_line(), gift(&ann, "-1", "r1")).await.expect_err("nothing is free");
    assert_eq!(refused.code(), "insufficient_credit");
    let nobody = UserId::parse("u_0123456789abcdef0123456789abcdef").expect("an id");
    credit::credit(state, Actor::command_line(), gift(&nobody, "1", "r2")).await.expect_err("nobody");
    let closed =
        standing::Standing { user: nobody, status: users::model::AccountStatus::Frozen, reason: "x".into(), reference: None };
    standing::change(state, Actor::command_line(), closed).await.expect_err("nobody");
    assert!(entries(&app).await.is_empty());
    // The log cannot be written: neither is the credit.
    app.execute("insert into audit_entries (seq, at, action, object, before_text, after_text, reason, address, previous_hash, hash) values (1, 0, 'credit', '', '', '', '', '', 'x', 'y')").await;
    credit::credit(state, Actor::command_line(), gift(&ann, "1", "r3")).await.expect_err("the log refuses");
    assert_eq!(app.count("select count(*) from transactions").await, 0);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_many_times_at_once_gives_its_credit_once() {
    let app = TestApp::start().await;
    let ann = app.account(ANN).await;
    let sends: Vec<_> = (0..8)
        .map(|_| {
            let (state, gift) = (app.state().clone(), gift(&ann, "10", "the-form"));
            tokio::spawn(async move { credit::credit(&state, Actor::command_line(), gift).await })
        })
        .collect();
    let mut first = 0;
    for send in sends {
        let done = send.await.expect("ends").expect("is answered as if it had done it");
        assert_eq!(done.after, "$10.000000");
        first += usize::from(!done.again);
    }
    assert_eq!(first, 1);
    assert_eq!(app.wallet(&ann).await.0, Micros(10_000_000));
    let other =
        credit::credit(app.state(), Actor::command_line(), gift(&ann, "11", "the-form")).await.expect_err("another amount");
    assert_eq!(other.code(), "sent_before");
    assert_eq!(verify(app.db()).await.expect("read").good, 1);
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_at_once_make_one_chain() {
    let app = TestApp::start().await;
    let mut sends = Vec::new();
    for n in 0..12 {
        let user = app.account(&format!("user{}@example.test", n % 3)).await;
        let (state, gift) = (app.state().clone(), gift(&user, "1", &format!("form {n}")));
        sends.push(tokio::spawn(async move { credit::credit(&state, Actor::command_line(), gift).await }));
    }
    for send in sends {
        send.await.expect("ends").expect("given");
    }
    let verdict = verify(app.db()).await.expect("read");
    assert_eq!((verdict.good, verdict.broken), (12, None));
    app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_taken_out_or_cut_off_in_the_database_is_found() {
    for (edit, found) in [
        ("update audit_entries set after_text = '$9' where seq = 2", "entry 2 was changed"),
        ("update audit_entries set reason = '' where seq = 1", "entry 1 was changed"),
        ("update audit_entries set at = at + 1 where seq = 3", "entry 3 was changed"),
        ("delete from audit_entries where seq = 2", "entry 2 is missing"),
        ("delete from audit_entries where seq = 3", "ends at entry 2, but its last was 3"),
        ("delete from audit_entries", "ends at entry 0, but its last was 3"),
        ("update audit_entries set previous_hash = 'x' where seq = 2", "entry 2 does not follow"),
        ("update audit_entries set subject_id = null where seq = 3", "entry 3 was changed"),
    ] {
        let app = TestApp::start().await;
        app.account(ANN).await;
        for amount in ["1", "2", "3"] {
            ledger::command::credit(app.state(), ANN, amount, "for a test").await.expect("given");
        }
        let verdict = verify(app.db()).await.expect("read");
        assert_eq!((verdict.good, verdict.broken), (3, None), "the control");
        app.execute(edit).await;
        let broken = verify(app.db()).await.expect("read").broken.unwrap_or_default();
        assert!(broken.contains(found), "{edit}: {broken}");
        let (told, good) =
            ringfare::admin::command::run(app.state(), ringfare::admin::command::AuditCommand::Verify { json: false })
                .await
                .expect("it runs");
        assert!(!good && told.contains(found), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_who_hangs_up_again_is_heard_when_the_carrier_was_away_and_written_down_once() {
    let stub = RestStub::start().await;
    let line = Line::open_at(&stub, "10").await;
    let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
    line.voice(&parent, UK_MOBILE).await;
    line.report(&parent, &child, "in-progress", &[]).await;
    let call = CallId::parse(line.only_call().await["id"].as_str().expect("an id")).expect("an id");
    let press = || hang_up(line.app.state(), Actor::command_line(), call.clone(), Some("the button".into()));
    stub.set_down(true);
    assert_eq!(press().await.expect_err("nobody answers").code(), "unavailable");
    stub.set_down(false);
    press().await.expect("the carrier takes it");
    let orders: Vec<_> = stub.orders().into_iter().filter(|order| order.field == "Status").map(|order| order.value).collect();
    assert_eq!(orders, ["completed"]);
    assert_eq!(entries(&line.app).await.iter().filter(|entry| entry.action == Action::HangUp).count(), 1);
    line.report(&parent, &child, "completed", &[("CallDuration", "5")]).await;
    line.finish().await;
}
