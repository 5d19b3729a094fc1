//! A caller on the line: credit, a deck with four prefixes, and a carrier that posts what happens.

use ringfare::domain::money::Micros;
use serde_json::Value;

use crate::{
    actors::{Answer, Script, Twilio},
    rest_stub::RestStub,
    support::TestApp,
};

pub const UK_MOBILE: &str = "+447911123456";

/// Prefix, micros per minute, blocked.
const DECK: [(&str, i64, bool); 4] = [("44", 15_000, false), ("447", 35_000, false), ("1415", 14_000, false), ("1900", 0, true)];

/// A caller with credit and a carrier that rings for them.
pub struct Line {
    pub app: TestApp,
    pub caller: Script,
    pub twilio: Twilio,
}

impl Line {
    /// A caller with so many dollars.
    pub async fn open(dollars: &str) -> Self {
        Self::on(TestApp::start().await, dollars).await
    }

    /// The same with the stub for a carrier: the server's own passes ask it too.
    pub async fn open_at(stub: &RestStub, dollars: &str) -> Self {
        let variables = stub.variables();
        let pairs: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Self::on(TestApp::start_with(&pairs).await, dollars).await
    }

    /// The same on a server that was started otherwise.
    pub async fn on(app: TestApp, dollars: &str) -> Self {
        app.put_deck_in_force("test", &DECK).await;
        let caller = app.script("caller@ringfare.test").await;
        if dollars != "0" {
            app.operator().credit(&caller.user, dollars).await;
        }
        let twilio = app.twilio();
        Self { app, caller, twilio }
    }

    /// The browser's leg asks what to do; the answer is TwiML.
    pub async fn voice(&self, parent: &str, to: &str) -> String {
        let from = format!("client:{}", self.caller.user);
        let fields =
            [("CallSid", parent), ("From", from.as_str()), ("To", to), ("CallStatus", "ringing"), ("Direction", "inbound")];
        let answer = self.twilio.post("/api/twilio/voice", &fields).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// A report of the called leg.
    pub async fn report(&self, parent: &str, child: &str, status: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields =
            vec![("CallSid", child), ("ParentCallSid", parent), ("CallStatus", status), ("Direction", "outbound-dial")];
        fields.extend_from_slice(more);
        self.twilio.post("/api/twilio/status", &fields).await
    }

    /// The caller's one call, as `/api/user/calls` shows it.
    pub async fn only_call(&self) -> Value {
        let calls = self.caller.get("/api/user/calls").await.json();
        assert_eq!(calls["calls"].as_array().map(Vec::len), Some(1), "{calls}");
        calls["calls"][0].clone()
    }

    pub async fn balance(&self) -> Micros {
        self.app.wallet(&self.caller.user).await.0
    }

    /// How many charges there are.
    pub async fn charges(&self) -> i64 {
        self.app.count("select count(*) from transactions where kind = 'call'").await
    }

    /// The last line of every test that moves money.
    pub async fn finish(self) {
        self.app.assert_books_balance().await;
    }
}
