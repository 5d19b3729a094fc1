//! What the dialer is told before a call: price against habit, place, form, suggestions, and the number that is shown.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    actors::Twilio,
    line::{Line, UK_MOBILE},
    support::TestApp,
};

const US: &str = "+14155550100";
const LONDON: &str = "+442079460000";

impl Line {
    /// A call that was answered and lasted a minute.
    async fn talk(&self, to: &str) {
        let (parent, child) = (Twilio::call_sid(), Twilio::call_sid());
        assert!(self.voice(&parent, to).await.contains("<Dial"));
        assert_eq!(self.report(&parent, &child, "completed", &[("CallDuration", "60")]).await.status, 204);
    }

    async fn priced(&self, to: &str) -> Value {
        self.caller.get(&format!("/api/rates/quote?to=%2B{}", &to[1..])).await.expect(200).json()
    }

    /// As the page asks.
    async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let browser = self.app.signed_in("caller@ringfare.test").await;
        let answer = browser.request(Method::POST, path).form(form).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn look(&self, to: &str) -> Value {
        let (status, look) = self.post("/app/dial", &[("to", to)]).await;
        assert_eq!(status, 200, "{look}");
        look
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_is_compared_with_the_last_answered_calls() {
    let line = Line::open("10").await;
    line.app.put_deck_in_force("cheap", &[("1415", 5_000, false), ("447", 35_000, false), ("4420", 10_000, false)]).await;
    let stranger = line.priced(UK_MOBILE).await;
    assert_eq!((&stranger["usual_rate_micros_per_minute"], &stranger["times_usual"]), (&json!(null), &json!(null)));
    assert_eq!(stranger["first_call_to_country"], json!(false), "a first call at all is no surprise");
    for _ in 0..3 {
        line.talk(US).await;
    }
    let dear = line.priced(UK_MOBILE).await;
    assert_eq!((&dear["usual_rate_micros_per_minute"], &dear["times_usual"]), (&json!(5_000), &json!(7)));
    assert_eq!(dear["first_call_to_country"], json!(true));
    let twice = line.priced(LONDON).await;
    assert_eq!((&twice["times_usual"], &twice["first_call_to_country"]), (&json!(null), &json!(true)));
    let known = line.priced(US).await;
    assert_eq!((&known["times_usual"], &known["first_call_to_country"]), (&json!(null), &json!(false)));
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_has_place_form_price_and_whom_it_may_mean() {
    let line = Line::open("10").await;
    line.talk(US).await;
    let saved = json!({ "phone": UK_MOBILE, "name": "Ada Lovelace" });
    line.caller.post_json("/api/user/contacts/lookup", &saved).await.expect(200);

    let begun = line.look("+44").await;
    assert_eq!((&begun["place"]["calling_code"], &begun["template"]), (&json!("44"), &json!("+## #### ######")));
    assert_eq!((&begun["quote"], &begun["problem"]), (&json!(null), &json!(null)));

    let short = line.look("+44 7911").await;
    assert!(short["problem"].as_str().is_some_and(|problem| problem.contains("too short")), "{short}");
    assert_eq!(short["suggestions"][0]["name"], json!("Ada Lovelace"), "{short}");

    let whole = line.look(UK_MOBILE).await;
    assert_eq!((&whole["quote"]["to"], &whole["quote"]["allowed"]), (&json!(UK_MOBILE), &json!(true)));
    assert_eq!(whole["suggestions"], json!([]), "nobody is suggested whose number it is already");

    assert_eq!(line.look("lovel").await["suggestions"][0]["phone"], json!(UK_MOBILE));
    assert_eq!(line.look("").await["suggestions"][0]["phone"], json!(US), "numbers called lately");
    for odd in ["👋", "دانا", &"9".repeat(200), "'; drop table calls; --", "%", "_"] {
        let answer = line.look(odd).await;
        assert_eq!(answer["suggestions"], json!([]), "{odd}: {answer}");
    }
    let nobody = line.app.anonymous().post_form("/app/dial", &[("to", "+44")]).await;
    assert_eq!(nobody.status, 401);
    line.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_called_party_sees_a_number_of_the_server_and_no_other() {
    let app = TestApp::start_with(&[("TWILIO_CALLER_ID", "+14155550100,+442079460000")]).await;
    let line = Line::on(app, "10").await;
    assert_eq!(line.look("").await["caller_ids"], json!([US, LONDON]));
    assert_eq!(line.priced(UK_MOBILE).await["caller_id"], json!(US));
    let forged = line.post("/app/choose-caller-id", &[("number", "+14155552671")]).await;
    assert_eq!((forged.0, &forged.1["field"]), (422, &json!("number")));

    assert_eq!(line.post("/app/choose-caller-id", &[("number", LONDON)]).await.0, 200);
    assert_eq!(line.priced(UK_MOBILE).await["caller_id"], json!(LONDON));
    assert!(line.voice(&Twilio::call_sid(), UK_MOBILE).await.contains(r#"callerId="+442079460000""#));
    assert_eq!(line.only_call().await["from"], json!(LONDON));
    line.finish().await;
}
