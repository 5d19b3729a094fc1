//! Signing in at an OpenID Connect provider: whom it lets in, and every way in which its answer is refused.

use reqwest::Method;

use crate::{
    actors::{Answer, SignedIn},
    provider::{Fault, Provider},
    strong::{Browser, enrol},
    support::TestApp,
};

const EMAIL: &str = "ann@example.test";

/// Where an answer sends the browser.
fn sent_to(answer: &Answer) -> String {
    answer.header("location").to_owned()
}

fn query(pairs: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Presses the button, signs in there as somebody, and comes back.
async fn visit(browser: &Browser, provider: &Provider, subject: &str, email: Option<(&str, bool)>) -> Answer {
    let to = browser.get("/sign-in/provider?next=%2Fdashboard%2Fcontacts").await;
    if to.header("location").starts_with("/sign-in") {
        return to;
    }
    let brought = provider.enter(&sent_to(&to.expect(303)), subject, email);
    browser.get(&format!("/sign-in/provider/back?{}", query(&brought))).await
}

async fn start() -> (TestApp, Provider) {
    let provider = Provider::start().await;
    let app = TestApp::start_with(&provider.variables()).await;
    (app, provider)
}

/// Links a caller's account as the button on the settings page does.
async fn link(owner: &SignedIn, provider: &Provider, subject: &str) -> Answer {
    let press = owner.request(Method::GET, "/sign-in/provider?link=1").header("sec-fetch-site", "same-origin");
    let to = Answer::of(press).await.expect(303);
    if to.header("location").starts_with('/') {
        return to;
    }
    let brought = provider.enter(&sent_to(&to), subject, Some(("else@example.test", true)));
    owner.get(&format!("/sign-in/provider/back?{}", query(&brought))).await.expect(303)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verified_address_that_nobody_has_opens_an_account_and_the_subject_opens_it_again() {
    let (app, provider) = start().await;
    assert!(app.anonymous().get("/sign-in").await.body.contains("Go on with Example ID"));
    let browser = Browser::new(&app);
    let back = visit(&browser, &provider, "subject-1", Some(("New@Example.Test", true))).await.expect(303);
    assert_eq!(sent_to(&back), "/dashboard/contacts");
    assert_eq!(browser.get("/api/user/me").await.expect(200).json()["email"], "new@example.test");

    // The address changes there; the account is the subject's.
    let again = Browser::new(&app);
    visit(&again, &provider, "subject-1", Some(("changed@example.test", true))).await.expect(303);
    assert_eq!(again.get("/api/user/me").await.expect(200).json()["email"], "new@example.test");
    assert_eq!(app.count("select count(*) from users").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_opens_no_account_where_strangers_may_not() {
    let provider = Provider::start().await;
    let settings = provider.variables();
    for setting in ["invited", "closed"] {
        let mut variables = settings.to_vec();
        variables.push(("RINGFARE_SIGN_UP", setting));
        let app = TestApp::start_with(&variables).await;
        let back = visit(&Browser::new(&app), &provider, "stranger", Some(("new@example.test", true))).await.expect(303);
        assert_eq!(sent_to(&back), "/sign-in?refused=no-account", "{setting}");
        assert_eq!(app.count("select count(*) from users").await, 0, "{setting}");
        let owner = app.signed_in(EMAIL).await;
        link(&owner, &provider, "stranger").await;
        let back = visit(&Browser::new(&app), &provider, "stranger", None).await.expect(303);
        assert_eq!(sent_to(&back), "/dashboard/contacts", "{setting}: who has an account gets in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_never_takes_an_account_over() {
    let (app, provider) = start().await;
    let ann = app.signed_in(EMAIL).await;
    for (verified, refusal, words) in
        [(true, "link-first", "link it in the settings"), (false, "no-account", "No account here is linked")]
    {
        let browser = Browser::new(&app);
        let back = visit(&browser, &provider, "thief", Some((EMAIL, verified))).await.expect(303);
        assert_eq!(sent_to(&back), format!("/sign-in?refused={refusal}"));
        assert!(browser.get(&sent_to(&back)).await.expect(200).body.contains(words));
        assert!(!browser.is_inside().await);
    }
    let browser = Browser::new(&app);
    let unknown = visit(&browser, &provider, "nobody", Some(("nobody@example.test", false))).await;
    assert_eq!(sent_to(&unknown), "/sign-in?refused=no-account", "the same for an address that nobody has");
    assert_eq!(app.count("select count(*) from identities").await, 0);

    assert_eq!(sent_to(&link(&ann, &provider, "ann-there").await), "/dashboard/settings");
    let browser = Browser::new(&app);
    visit(&browser, &provider, "ann-there", None).await.expect(303);
    assert_eq!(browser.get("/api/user/me").await.expect(200).json()["email"], EMAIL);
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_takes_a_press_here_by_who_confirmed_and_a_link_opens_one_account() {
    let (app, provider) = start().await;
    let (ann, bob) = (app.signed_in(EMAIL).await, app.signed_in("bob@example.test").await);
    let elsewhere = ann.request(Method::GET, "/sign-in/provider?link=1").header("sec-fetch-site", "cross-site");
    assert_eq!(sent_to(&Answer::of(elsewhere).await), "/dashboard/settings?refused=confirm-first");
    assert_eq!(sent_to(&ann.get("/sign-in/provider?link=1").await), "/dashboard/settings?refused=confirm-first");
    link(&ann, &provider, "one").await;
    assert_eq!(sent_to(&link(&bob, &provider, "one").await), "/dashboard/settings?refused=taken");
    let listed = ann.post_form("/app/factors", &[("", "")]).await.expect(200).json();
    assert_eq!(listed["linked"][0]["subject"], "one");

    let form = [("issuer", provider.issuer.as_str()), ("subject", "one")];
    bob.post_form("/app/unlink-identity", &form).await.expect(404);
    app.clock.advance_seconds(601);
    ann.post_form("/app/unlink-identity", &form).await.expect(403);
    assert_eq!(sent_to(&link(&ann, &provider, "two").await), "/dashboard/settings?refused=confirm-first");
    let fresh = app.signed_in(EMAIL).await;
    fresh.post_form("/app/unlink-identity", &form).await.expect(200);
    let browser = Browser::new(&app);
    assert_eq!(sent_to(&visit(&browser, &provider, "one", None).await), "/sign-in?refused=no-account");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_answer_is_refused_with_a_sentence() {
    let (app, provider) = start().await;
    for (fault, refusal, words) in [
        (Fault::Issuer, "issuer", "another sign-in provider"),
        (Fault::OtherDocument, "issuer", "another sign-in provider"),
        (Fault::Audience, "audience", "meant for another site"),
        (Fault::TwoAudiences, "audience", "meant for another site"),
        (Fault::Nonce, "nonce", "another visit"),
        (Fault::NoNonce, "nonce", "another visit"),
        (Fault::Expired, "clock", "out of date"),
        (Fault::OfTheFuture, "clock", "clock is wrong"),
        (Fault::OtherKey, "forged", "signature"),
        (Fault::SharedSecret, "forged", "signature"),
        (Fault::Unsigned, "forged", "signature"),
        (Fault::Broken, "away", "does not answer"),
    ] {
        provider.misbehave(fault);
        let browser = Browser::new(&app);
        let back = visit(&browser, &provider, "subject", Some(("new@example.test", true))).await.expect(303);
        assert_eq!(sent_to(&back), format!("/sign-in?refused={refusal}"), "{fault:?}");
        assert!(browser.get(&sent_to(&back)).await.expect(200).body.contains(words), "{fault:?}");
        assert!(!browser.is_inside().await, "{fault:?}");
    }
    assert_eq!(app.count("select count(*) from users").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_serves_once_and_only_the_browser_that_asked() {
    let (app, provider) = start().await;
    let late = "/sign-in?refused=late";
    let browser = Browser::new(&app);
    let to = sent_to(&browser.get("/sign-in/provider").await.expect(303));
    let brought = provider.enter(&to, "subject", Some(("new@example.test", true)));
    let back = format!("/sign-in/provider/back?{}", query(&brought));
    let thief = Browser::new(&app);
    assert_eq!(sent_to(&thief.get(&back).await), late, "a browser that began nothing");
    thief.get("/sign-in/provider").await.expect(303);
    assert_eq!(sent_to(&thief.get(&back).await), late, "a browser that began something else");
    assert_eq!(sent_to(&browser.get(&back).await), "/dashboard/dialer");
    assert_eq!(sent_to(&browser.get(&back).await), late, "replayed");

    let slow = Browser::new(&app);
    let to = sent_to(&slow.get("/sign-in/provider").await.expect(303));
    let brought = provider.enter(&to, "subject", None);
    app.clock.advance_seconds(300);
    assert_eq!(sent_to(&slow.get(&format!("/sign-in/provider/back?{}", query(&brought))).await), late);
    assert!(!thief.is_inside().await && !slow.is_inside().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_browser_brings_is_not_believed() {
    let (app, provider) = start().await;
    for (more, refusal) in [
        (("error", "access_denied"), "said-no"),
        (("iss", "https://evil.example"), "issuer"),
        (("state", "another"), "late"),
        (("code", "another"), "away"),
    ] {
        let browser = Browser::new(&app);
        let to = sent_to(&browser.get("/sign-in/provider").await.expect(303));
        let mut brought = provider.enter(&to, "subject", Some(("new@example.test", true)));
        brought.retain(|(name, _)| name != more.0);
        brought.push((more.0.into(), more.1.into()));
        let back = browser.get(&format!("/sign-in/provider/back?{}", query(&brought))).await.expect(303);
        assert_eq!(sent_to(&back), format!("/sign-in?refused={refusal}"), "{more:?}");
        assert!(!browser.is_inside().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_asked_for_after_the_provider_too_and_nothing_leads_elsewhere() {
    let (app, provider) = start().await;
    let ann = app.signed_in(EMAIL).await;
    link(&ann, &provider, "ann").await;
    let (phone, _) = enrol(&app, &ann).await;
    let browser = Browser::new(&app);
    let back = visit(&browser, &provider, "ann", None).await.expect(303);
    assert_eq!(sent_to(&back), "/sign-in/code?next=%2Fdashboard%2Fcontacts");
    assert!(!browser.is_inside().await);
    browser.code(&phone.code(&app)).await.expect(200);
    assert!(browser.is_inside().await);

    let bob = app.signed_in("bob@example.test").await;
    link(&bob, &provider, "bob").await;
    for next in ["//evil.example", "https:%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let browser = Browser::new(&app);
        let to = sent_to(&browser.get(&format!("/sign-in/provider?next={next}")).await.expect(303));
        let brought = provider.enter(&to, "bob", None);
        let back = browser.get(&format!("/sign-in/provider/back?{}", query(&brought))).await;
        assert_eq!(sent_to(&back), "/dashboard/dialer", "{next}");
    }
    app.close_account(&bob.user).await;
    assert_eq!(sent_to(&visit(&Browser::new(&app), &provider, "bob", None).await), "/sign-in?refused=no-account");
}

/// What takes having confirmed.
const TOKEN: [(&str, &str); 2] = [("name", "script"), ("read", "1")];

/// A moment before the server's now, in seconds since 1970.
fn before(app: &TestApp, seconds: i64) -> i64 {
    app.clock.now().0 / 1_000 - seconds
}

/// What the button on the page that asks wants.
const CONFIRM: &str = "confirm=1&next=%2Fdashboard%2Flimits";

/// Presses a button on a page of ours; where it leads.
async fn press(owner: &SignedIn, asked: &str) -> String {
    let press = owner.request(Method::GET, &format!("/sign-in/provider?{asked}"));
    sent_to(&Answer::of(press.header("sec-fetch-site", "same-origin")).await.expect(303))
}

/// Presses "Confirm with …" on the page that asks, signs in there, and comes back.
async fn confirm(owner: &SignedIn, provider: &Provider, subject: &str) -> String {
    let to = press(owner, CONFIRM).await;
    if to.starts_with('/') {
        return to;
    }
    let brought = provider.enter(&to, subject, None);
    sent_to(&owner.get(&format!("/sign-in/provider/back?{}", query(&brought))).await.expect(303))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_providers_word_confirms_when_it_says_that_it_just_asked() {
    let (app, provider) = start().await;
    let (ann, bob) = (app.signed_in(EMAIL).await, app.signed_in("bob@example.test").await);
    link(&ann, &provider, "ann").await;
    link(&bob, &provider, "bob").await;
    let is_confirmed = async |owner: &SignedIn| owner.post_form("/app/create-token", &TOKEN).await.status == 200;
    assert!(is_confirmed(&ann).await, "signing in by password counts");
    app.clock.advance_seconds(601);
    assert!(!is_confirmed(&ann).await);
    let page = ann.get("/confirm?next=%2Fdashboard%2Flimits").await.expect(200).body;
    assert!(page.contains("/sign-in/provider?confirm=1&amp;next=%2Fdashboard%2Flimits"), "{page}");

    let refused = |word: &str| format!("/confirm?refused={word}&next=%2Fdashboard%2Flimits");
    let cross = ann.request(Method::GET, "/sign-in/provider?confirm=1&next=%2Fdashboard%2Flimits");
    let cross = Answer::of(cross.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(sent_to(&cross), refused("other-way"), "pressed on another site");
    for asked in [None, Some(601), Some(86_400)] {
        provider.asked_at(asked.map(|seconds| before(&app, seconds)));
        assert_eq!(confirm(&ann, &provider, "ann").await, refused("not-asked"), "{asked:?}");
        assert!(!is_confirmed(&ann).await, "{asked:?}");
    }
    assert!(ann.get(&refused("not-asked")).await.expect(200).body.contains("does not say that it asked you"));
    provider.asked_at(Some(before(&app, 3)));
    assert_eq!(confirm(&ann, &provider, "bob").await, refused("somebody-else"));
    assert_eq!(confirm(&ann, &provider, "nobody").await, refused("somebody-else"));
    assert!(!is_confirmed(&ann).await && !is_confirmed(&bob).await);
    assert_eq!(confirm(&ann, &provider, "ann").await, "/dashboard/limits");
    assert!(is_confirmed(&ann).await && !is_confirmed(&bob).await);

    // A code is asked for by who set one up: the provider stands in for the password alone.
    enrol(&app, &ann).await;
    app.clock.advance_seconds(601);
    assert_eq!(confirm(&ann, &provider, "ann").await, "/confirm?next=%2Fdashboard%2Flimits");
    assert!(!is_confirmed(&ann).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_too_late_and_is_signed_in_reads_so_on_the_page_that_asked() {
    let (app, provider) = start().await;
    let ann = app.signed_in(EMAIL).await;
    let late = async |asked: &str| {
        let brought = provider.enter(&press(&ann, asked).await, "ann", None);
        app.clock.advance_seconds(300);
        format!("/sign-in/provider/back?{}", query(&brought))
    };
    let back = late("link=1").await;
    assert_eq!(sent_to(&ann.get(&back).await), "/dashboard/settings?refused=late");

    let back = late(CONFIRM).await;
    let page = sent_to(&ann.get(&back).await);
    assert_eq!(page, "/confirm?refused=late&next=%2Fdashboard%2Flimits");
    assert!(ann.get(&page).await.expect(200).body.contains("took too long"));
    assert_eq!(sent_to(&ann.get(&back).await), "/sign-in?refused=late", "replayed, it is of no visit");

    let back = late(CONFIRM).await;
    // Whoever sets out sweeps away what has been over for an hour, and with it where others wanted to go.
    app.clock.advance_seconds(3_600);
    Browser::new(&app).get("/sign-in/provider").await.expect(303);
    assert_eq!(sent_to(&ann.get(&back).await), "/confirm?refused=late");

    let back = late(CONFIRM).await;
    ann.post_form("/app/sign-out", &[("", "")]).await.expect(200);
    assert_eq!(sent_to(&ann.get(&back).await), "/sign-in?refused=late");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_by_the_provider_is_confirmed_only_if_it_says_when_it_asked() {
    let (app, provider) = start().await;
    provider.says_always();
    for (asked, status) in [(None, 403), (Some(5), 200), (Some(3_600), 403)] {
        provider.asked_at(asked.map(|seconds| before(&app, seconds)));
        let browser = Browser::new(&app);
        visit(&browser, &provider, "subject-1", Some(("new@example.test", true))).await.expect(303);
        browser.get("/api/user/me").await.expect(200);
        assert_eq!(browser.post("/app/create-token", &TOKEN).await.status, status, "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_of_a_provider_that_never_says_when_is_taken_where_the_operator_wants_that() {
    let provider = Provider::start().await;
    let mut variables = provider.variables().to_vec();
    variables.push(("RINGFARE_OIDC_CONFIRMS", "always"));
    let app = TestApp::start_with(&variables).await;
    provider.says_always();
    for asked in [None, Some(86_400)] {
        provider.asked_at(asked.map(|seconds| before(&app, seconds)));
        let browser = Browser::new(&app);
        visit(&browser, &provider, "subject-1", Some(("new@example.test", true))).await.expect(303);
        assert_eq!(browser.post("/app/create-token", &TOKEN).await.status, 200, "{asked:?}");
    }
}
