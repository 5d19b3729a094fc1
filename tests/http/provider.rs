//! An OpenID Connect provider of one's own, which can be told to misbehave.

use std::sync::{Arc, Mutex};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Form, Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ringfare::server::ids;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

pub const CLIENT: &str = "ringfare-client";
pub const SECRET: &str = "ringfare-client-secret";

/// How an answer differs from a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    #[default]
    None,
    Issuer,
    Audience,
    /// Ours and another's.
    TwoAudiences,
    Nonce,
    NoNonce,
    Expired,
    OfTheFuture,
    /// Signed with a key that is not the provider's.
    OtherKey,
    /// Signed with our own secret, as who knows only that would.
    SharedSecret,
    /// Not signed at all.
    Unsigned,
    /// The configuration's document names another issuer.
    OtherDocument,
    /// The token's door answers with a fault.
    Broken,
}

/// What a person is at the provider, and what was asked of it.
#[derive(Debug, Clone, Default)]
struct Plan {
    fault: Fault,
    subject: String,
    email: Option<(String, bool)>,
    nonce: String,
    challenge: String,
    code: String,
    /// When whoever is there was asked who they are, in seconds since 1970.
    asked_at: Option<i64>,
    /// Whether it says so: when that is asked for, or always.
    says_when: bool,
    says_always: bool,
}

/// A provider that runs until the test ends.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    plan: Arc<Mutex<Plan>>,
    key: Arc<Key>,
}

struct Key {
    pkcs8: Vec<u8>,
    point: Vec<u8>,
}

impl Key {
    fn make() -> Self {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).expect("a key");
        Self { pkcs8: pkcs8.as_ref().to_vec(), point: pair.public_key().as_ref().to_vec() }
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some("k1".into()), ..Header::new(Algorithm::ES256) };
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(&self.pkcs8)).expect("signs")
    }
}

#[derive(Deserialize)]
struct Exchange {
    code: String,
    code_verifier: String,
    redirect_uri: String,
}

impl Provider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let provider = Self { issuer, plan: Arc::default(), key: Arc::new(Key::make()) };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    /// What a server must be told.
    pub fn variables(&self) -> [(&'static str, &str); 5] {
        [
            ("RINGFARE_OIDC_ISSUER", &self.issuer),
            ("RINGFARE_OIDC_CLIENT_ID", CLIENT),
            ("RINGFARE_OIDC_CLIENT_SECRET", SECRET),
            ("RINGFARE_OIDC_NAME", "Example ID"),
            ("RINGFARE_PUBLIC_URL", "http://localhost:3000"),
        ]
    }

    pub fn misbehave(&self, fault: Fault) {
        self.plan.lock().expect("no panic").fault = fault;
    }

    /// When whoever is there was asked who they are, in seconds since 1970; it says so to who asks for that.
    pub fn asked_at(&self, at: Option<i64>) {
        self.plan.lock().expect("no panic").asked_at = at;
    }

    /// Says when it asked to everybody.
    pub fn says_always(&self) {
        self.plan.lock().expect("no panic").says_always = true;
    }

    /// Somebody signs in at the provider, where a browser was sent; what it brings back.
    pub fn enter(&self, sent_to: &str, subject: &str, email: Option<(&str, bool)>) -> Vec<(String, String)> {
        let url = url::Url::parse(sent_to).expect("an address");
        let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert!(sent_to.starts_with(&format!("{}/authorize?", self.issuer)), "{sent_to}");
        assert_eq!(asked("client_id").as_deref(), Some(CLIENT));
        assert_eq!(asked("response_type").as_deref(), Some("code"));
        assert_eq!(asked("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(asked("redirect_uri").as_deref(), Some("http://localhost:3000/sign-in/provider/back"));
        let mut plan = self.plan.lock().expect("no panic");
        subject.clone_into(&mut plan.subject);
        plan.email = email.map(|(address, verified)| (address.to_owned(), verified));
        plan.nonce = asked("nonce").expect("a nonce");
        plan.challenge = asked("code_challenge").expect("a challenge");
        let is_asked = asked("max_age").as_deref() == Some("0") && asked("prompt").as_deref() == Some("login");
        plan.says_when = is_asked || plan.says_always;
        plan.code = ids::hex32();
        vec![("code".into(), plan.code.clone()), ("state".into(), asked("state").expect("a state"))]
    }

    fn claims(&self, plan: &Plan) -> Value {
        let now = jsonwebtoken::get_current_timestamp();
        let mut claims = json!({
            "iss": self.issuer, "sub": plan.subject, "aud": CLIENT, "nonce": plan.nonce, "iat": now, "exp": now + 300,
        });
        if let Some((address, verified)) = &plan.email {
            claims["email"] = json!(address);
            claims["email_verified"] = json!(verified);
        }
        if let Some(at) = plan.asked_at.filter(|_| plan.says_when) {
            claims["auth_time"] = json!(at);
        }
        match plan.fault {
            Fault::Issuer => claims["iss"] = json!("https://evil.example"),
            Fault::Audience => claims["aud"] = json!("another-client"),
            Fault::TwoAudiences => claims["aud"] = json!([CLIENT, "another-client"]),
            Fault::Nonce => claims["nonce"] = json!("another-nonce"),
            Fault::NoNonce => drop(claims.as_object_mut().map(|claims| claims.remove("nonce"))),
            Fault::Expired => (claims["iat"], claims["exp"]) = (json!(now - 900), json!(now - 600)),
            Fault::OfTheFuture => (claims["iat"], claims["exp"]) = (json!(now + 3_600), json!(now + 7_200)),
            _ => {}
        }
        claims
    }
}

async fn document(State(provider): State<Provider>) -> Json<Value> {
    let fault = provider.plan.lock().expect("no panic").fault;
    let issuer = if fault == Fault::OtherDocument { "https://evil.example".to_owned() } else { provider.issuer.clone() };
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // Also what nobody may use: a document may say much.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let point = &provider.key.point;
    let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
    Json(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1", "x": x, "y": y }] }))
}

async fn token(State(provider): State<Provider>, Form(exchange): Form<Exchange>) -> Result<Json<Value>, StatusCode> {
    let plan = provider.plan.lock().expect("no panic").clone();
    let challenge = BASE64.encode(Sha256::digest(exchange.code_verifier.as_bytes()));
    let is_ours = exchange.redirect_uri == "http://localhost:3000/sign-in/provider/back";
    if plan.fault == Fault::Broken || exchange.code != plan.code || challenge != plan.challenge || !is_ours {
        return Err(StatusCode::BAD_REQUEST);
    }
    let claims = provider.claims(&plan);
    let token = match plan.fault {
        Fault::OtherKey => Key::make().sign(&claims),
        Fault::SharedSecret => {
            jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(SECRET.as_bytes()))
                .expect("signs")
        }
        Fault::Unsigned => {
            let part = |value: &Value| BASE64.encode(value.to_string());
            format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims))
        }
        _ => provider.key.sign(&claims),
    };
    Ok(Json(json!({ "access_token": ids::hex32(), "token_type": "Bearer", "expires_in": 300, "id_token": token })))
}
