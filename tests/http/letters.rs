//! What goes by letter: opening an account, a new password, another address. Letters are read from the folder they are written to.

use std::{fs, time::Duration};

use ringfare::users::command;

use crate::{
    actors::Answer,
    mail_server::MailServer,
    support::{PASSWORD, TestApp},
};

/// A server that sends letters, and its postbox.
struct Post {
    app: TestApp,
    folder: tempfile::TempDir,
}

impl Post {
    async fn open(further: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let way = format!("file:{}", folder.path().display());
        let variables = [&[("RINGFARE_MAIL", way.as_str())], further].concat();
        Self { app: TestApp::start_with(&variables).await, folder }
    }

    fn letters(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).expect("the folder").map(|file| file.expect("a file").path());
        let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "eml")).collect();
        files.sort();
        files.into_iter().map(|file| fs::read_to_string(file).expect("a letter")).collect()
    }

    /// The letter of this number, counted from one, once it is there.
    async fn letter(&self, number: usize) -> String {
        for _ in 0..500 {
            if let Some(letter) = self.letters().into_iter().nth(number - 1) {
                return letter;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("letter {number} did not come; there are {:?}", self.letters());
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.app.anonymous().post_form(path, form).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> u16 {
        self.post("/app/sign-in", &[("email", email), ("password", password)]).await.status.as_u16()
    }
}

/// The secret of the link to a page in a letter.
fn secret(letter: &str, page: &str) -> String {
    let (_, rest) = letter.split_once(page).unwrap_or_else(|| panic!("no {page} in {letter}"));
    rest.split_whitespace().next().expect("a secret").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_opened_by_its_letter_and_by_who_knows_the_password_it_was_asked_for_with() {
    let post = Post::open(&[]).await;
    let form = [("email", "ann@example.test"), ("password", PASSWORD), ("number", "+14155552671")];
    let answer = post.post("/app/sign-up", &form).await.expect(200);
    assert_eq!(answer.header("set-cookie"), "", "nobody is signed in yet");
    assert_eq!(post.app.count("select count(*) from users").await, 0);
    let letter = post.letter(1).await;
    assert!(letter.contains("To: ann@example.test") && letter.contains("Subject: Open your account"), "{letter}");
    let link = secret(&letter, "/welcome?link=");
    assert_eq!(post.app.count("select count(*) from links where length(id) = 64").await, 1, "stored as its SHA-256");
    let page = post.app.anonymous().get(&format!("/welcome?link={link}")).await.expect(200).body;
    assert!(page.contains(&link), "the page asks and does nothing");
    assert_eq!(post.app.count("select count(*) from users").await, 0);

    let guess = post.post("/app/open-account", &[("link", &link), ("password", "not-the-password")]).await.expect(422);
    assert_eq!(guess.json()["field"], "password");
    let opened = post.post("/app/open-account", &[("link", &link), ("password", PASSWORD)]).await.expect(200);
    assert!(opened.header("set-cookie").contains("ringfare="), "{opened:?}");
    assert_eq!(post.app.count("select count(*) from users where email_verified_at is not null and e164 is not null").await, 1);
    let twice = post.post("/app/open-account", &[("link", &link), ("password", PASSWORD)]).await.expect(409);
    assert!(twice.body.contains("does not work any more"), "{}", twice.body);
    assert_eq!(post.sign_in("ann@example.test", PASSWORD).await, 200);
    while post.app.count("select count(*) from letters").await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_by_signing_up_or_by_a_reset_who_has_an_account() {
    let post = Post::open(&[]).await;
    post.app.account("known@example.test").await;
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    for (path, rest) in [("/app/sign-up", Some(("password", "somebody-elses-one"))), ("/app/ask-reset", None)] {
        let form = |email: &'static str| [Some(("email", email)), rest].into_iter().flatten().collect::<Vec<_>>();
        let known = post.post(path, &form("known@example.test")).await;
        let unknown = post.post(path, &form("nobody@example.test")).await;
        assert_eq!((known.status, &known.body, names(&known)), (unknown.status, &unknown.body, names(&unknown)), "{path}");
        assert_eq!((known.header("set-cookie"), unknown.header("set-cookie")), ("", ""));
    }
    // Whoever asked cannot get in with the password they named, whether there was an account or not.
    assert_eq!(post.sign_in("known@example.test", "somebody-elses-one").await, 422);
    assert_eq!(post.sign_in("nobody@example.test", "somebody-elses-one").await, 422);
    let letters = [post.letter(1).await, post.letter(2).await, post.letter(3).await];
    let told = |words: &str| letters.iter().filter(|letter| letter.contains(words)).count();
    assert_eq!((told("To: known@example.test"), told("You have an account already"), told("Choose a new password")), (2, 1, 1));
    assert_eq!(told("To: nobody@example.test"), 1, "the letter that opens an account");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_chosen_anew_by_letter_once_within_an_hour_and_every_session_ends() {
    let post = Post::open(&[]).await;
    let ann = post.app.signed_in("ann@example.test").await;
    let ask = [("email", "Ann@Example.Test")];
    post.post("/app/ask-reset", &ask).await.expect(200);
    let late = secret(&post.letter(1).await, "/reset?link=");
    post.app.clock.advance_seconds(3_601);
    let form = |link: &str, new: &str| [("link", link.to_owned()), ("new", new.to_owned())];
    post.app.anonymous().post_form("/app/reset-password", &form(&late, "another-good-one")).await.expect(409);
    ann.get("/api/user/me").await.expect(200);

    post.post("/app/ask-reset", &ask).await.expect(200);
    let link = secret(&post.letter(2).await, "/reset?link=");
    let nobody = post.app.anonymous();
    nobody.post_form("/app/reset-password", &form(&link, "short")).await.expect(422);
    for bad in ["", "nobody-s", &link[..link.len() - 1]] {
        nobody.post_form("/app/reset-password", &form(bad, "another-good-one")).await.expect(409);
    }
    let done = nobody.post_form("/app/reset-password", &form(&link, "another-good-one")).await.expect(200);
    assert_eq!(done.header("set-cookie"), "", "it lets nobody in");
    ann.get("/api/user/me").await.expect(401);
    nobody.post_form("/app/reset-password", &form(&link, "a-third-good-one")).await.expect(409);
    assert_eq!(post.sign_in("ann@example.test", PASSWORD).await, 422);
    assert_eq!(post.sign_in("ann@example.test", "another-good-one").await, 200);
    assert!(post.letter(3).await.contains("Your password was changed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_from_before_a_new_password_is_refused_even_if_its_row_came_back() {
    let app = TestApp::start().await;
    let ann = app.signed_in("ann@example.test").await;
    ann.get("/api/user/me").await.expect(200);
    // As when somebody signs in with the old password while it is being changed: the row is written after the others were deleted.
    app.execute("update users set password_changed_at = (select began_at + 1 from sessions)").await;
    app.clock.advance_seconds(10);
    ann.get("/api/user/me").await.expect(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_moves_to_an_address_that_confirms_it_and_the_old_one_is_told() {
    let post = Post::open(&[]).await;
    let ann = post.app.signed_in("ann@example.test").await;
    post.app.account("taken@example.test").await;
    let new = ann.post_form("/app/change-email", &[("email", "new@example.test")]).await.expect(200);
    let taken = ann.post_form("/app/change-email", &[("email", "taken@example.test")]).await.expect(200);
    assert_eq!(new.body, taken.body);
    let letter = post.letter(1).await;
    assert!(post.letter(2).await.contains("You have an account already"));
    assert!(letter.contains("To: new@example.test"), "{letter}");
    assert_eq!(ann.get("/api/user/me").await.expect(200).json()["email"], "ann@example.test", "not before it is confirmed");
    let link = secret(&letter, "/verify?link=");
    post.post("/app/confirm-address", &[("link", &link)]).await.expect(200);
    post.post("/app/confirm-address", &[("link", &link)]).await.expect(409);
    let me = ann.get("/api/user/me").await.expect(200).json();
    assert_eq!((&me["email"], &me["email_verified"]), (&"new@example.test".into(), &true.into()));
    let old = post.letter(3).await;
    assert!(old.contains("To: ann@example.test") && old.contains("new@example.test"), "{old}");
    post.app.clock.advance_seconds(601);
    ann.post_form("/app/change-email", &[("email", "later@example.test")]).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_did_not_confirm_their_address_looks_but_does_not_call() {
    let post = Post::open(&[]).await;
    let ann = post.app.signed_in("ann@example.test").await;
    post.app.operator().credit(&ann.user, "5").await;
    let quote = async || ann.get("/api/rates/quote?to=%2B447911123456").await.expect(200).json();
    let refused = quote().await;
    assert_eq!((&refused["allowed"], &refused["reason_code"]), (&false.into(), &"email_not_verified".into()), "{refused}");
    let page = ann.get("/dashboard/settings").await.expect(200).body;
    assert!(page.contains("unverified-note"), "{page}");
    ann.post_form("/app/send-verification", &[("", "")]).await.expect(200);
    let link = secret(&post.letter(1).await, "/verify?link=");
    post.post("/app/confirm-address", &[("link", &link)]).await.expect(200);
    assert_eq!(quote().await["allowed"], true);
    assert!(!ann.get("/dashboard/settings").await.expect(200).body.contains("unverified-note"));
    post.app.assert_books_balance().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_open_an_account_is_the_operators_to_say() {
    let form = |email: &'static str, invitation: String| {
        [("email", email.to_owned()), ("password", PASSWORD.to_owned()), ("invitation", invitation)]
    };
    let closed = TestApp::start_with(&[("RINGFARE_SIGN_UP", "closed")]).await;
    let link = command::invite(closed.state(), "ann@example.test").await.expect("a link");
    let invitation = link.split_once("invitation=").expect("a secret").1.to_owned();
    let answer = closed.anonymous().post_form("/app/sign-up", &form("ann@example.test", invitation)).await.expect(409);
    assert!(answer.body.contains("sign_up_closed"), "{}", answer.body);

    let app = TestApp::start_with(&[("RINGFARE_SIGN_UP", "invited")]).await;
    let nobody = app.anonymous();
    let page = nobody.get("/sign-up").await.expect(200).body;
    assert!(page.contains("by invitation"), "{page}");
    for without in ["", "nobody-s"] {
        nobody.post_form("/app/sign-up", &form("ann@example.test", without.into())).await.expect(409);
    }
    let link = command::invite(app.state(), "ann@example.test").await.expect("a link");
    let invitation = link.split_once("/sign-up?invitation=").expect("a secret").1.to_owned();
    let other = nobody.post_form("/app/sign-up", &form("eve@example.test", invitation.clone())).await.expect(422);
    assert_eq!(other.json()["field"], "email");
    let answer = nobody.post_form("/app/sign-up", &form("ann@example.test", invitation.clone())).await.expect(200);
    assert!(answer.header("set-cookie").contains("ringfare="), "{answer:?}");
    nobody.post_form("/app/sign-up", &form("ann@example.test", invitation)).await.expect(409);
    assert_eq!(app.count("select count(*) from users where email_verified_at is not null").await, 1);
    assert!(command::invite(app.state(), "ann@example.test").await.is_err(), "there is one already");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_hands_over_a_link_for_a_new_password_where_no_letters_are_sent() {
    let app = TestApp::start().await;
    app.account("ann@example.test").await;
    let refused = app.anonymous().post_form("/app/ask-reset", &[("email", "ann@example.test")]).await.expect(409);
    assert!(refused.body.contains("sends no letters"), "{}", refused.body);
    let link = command::reset(app.state(), "ann@example.test").await.expect("a link");
    let secret = link.split_once("/reset?link=").expect("a secret").1;
    let form = [("link", secret), ("new", "another-good-one")];
    app.anonymous().post_form("/app/reset-password", &form).await.expect(200);
    let form = [("email", "ann@example.test"), ("password", "another-good-one")];
    app.anonymous().post_form("/app/sign-in", &form).await.expect(200);
    assert_eq!(app.count("select count(*) from letters").await, 0, "nothing waits for a server that is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_a_strangers_mailbox_and_letters_are_in_the_readers_language() {
    let post = Post::open(&[]).await;
    post.app.account("ann@example.test").await;
    post.app.execute("update users set language = 'de'").await;
    for _ in 0..8 {
        post.post("/app/ask-reset", &[("email", "ann@example.test")]).await.expect(200);
    }
    let letter = post.letter(5).await;
    assert!(letter.contains("Guten Tag,"), "{letter}");
    assert_eq!(post.app.count("select count(*) from links where purpose = 'reset'").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_keep_the_letter_for_a_new_password_back() {
    let post = Post::open(&[]).await;
    post.app.account("ann@example.test").await;
    for _ in 0..6 {
        post.post("/app/sign-up", &[("email", "ann@example.test"), ("password", "somebody-elses-one")]).await.expect(200);
    }
    post.post("/app/ask-reset", &[("email", "ann@example.test")]).await.expect(200);
    assert!(post.letter(6).await.contains("Choose a new password"), "five of the other kind, and this one");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let app = TestApp::start().await;
    let (here, there) = (app.signed_in("ann@example.test").await, app.signed_in("ann@example.test").await);
    let eve = app.signed_in("eve@example.test").await;
    let sessions = async || here.post_form("/app/settings", &[("", "")]).await.expect(200).json()["sessions"].clone();
    let listed = sessions().await;
    let (mine, other): (Vec<_>, Vec<_>) =
        listed.as_array().expect("a list").iter().partition(|session| session["is_this"] == true);
    assert_eq!((mine.len(), other.len()), (1, 1), "{listed}");
    assert!(!here.cookie.contains(mine[0]["id"].as_str().expect("an id")));
    let form = [("session", other[0]["id"].as_str().expect("an id"))];
    eve.post_form("/app/end-session", &form).await.expect(404);
    there.get("/api/user/me").await.expect(200);
    here.post_form("/app/end-session", &form).await.expect(200);
    there.get("/api/user/me").await.expect(401);
    here.get("/api/user/me").await.expect(200);
    here.post_form("/app/sign-out-everywhere", &[("", "")]).await.expect(200);
    here.get("/api/user/me").await.expect(401);
    eve.get("/api/user/me").await.expect(200);
    assert_eq!(app.count("select count(*) from sessions").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_reaches_the_mail_server_once_also_when_that_was_busy_first() {
    let server = MailServer::start(1).await;
    let app =
        TestApp::start_with(&[("RINGFARE_MAIL", &server.way()), ("RINGFARE_MAIL_FROM", "Ringfare <phone@example.org>")]).await;
    app.account("ann@example.test").await;
    app.anonymous().post_form("/app/ask-reset", &[("email", "ann@example.test")]).await;
    until("it is refused once", async || server.busy() == 0).await;
    until("it waits for its next try", async || app.count("select count(*) from letters where tries = 1").await == 1).await;
    app.clock.advance_seconds(31);
    app.state().mailer.wake();
    until("it is sent", async || !server.letters().is_empty()).await;
    until("its links are forgotten", async || app.count("select count(*) from letters").await == 0).await;
    let letters = server.letters();
    let [letter] = &letters[..] else { panic!("one letter: {letters:?}") };
    assert!(letter.contains("From: Ringfare <phone@example.org>\r\nTo: ann@example.test\r\n"), "{letter}");
    assert!(letter.contains("Content-Transfer-Encoding: quoted-printable\r\n"), "{letter}");
    let read = letter.replace("=\r\n", "").replace("=3D", "=");
    let used = [("link", secret(&read, "reset?link=")), ("new", "another-good-battery".to_owned())];
    app.anonymous().post_form("/app/reset-password", &used).await;
    let again =
        app.anonymous().post_form("/app/sign-in", &[("email", "ann@example.test"), ("password", "another-good-battery")]).await;
    assert!(again.status.as_u16() < 400, "{again:?}");
}

/// Waits ten seconds for it at most.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("not in ten seconds: {what}");
}
