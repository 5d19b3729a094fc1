//! What is said to the provider, and what must be true of its answer.

use std::{sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata},
    http,
};
use serde::{Deserialize, Serialize};

use crate::{
    domain::time::EpochMs,
    server::{config::Config, sign_in::Provider},
    users::{factors::model::Refusal, model::Email},
};

/// Where the provider sends browsers back to.
pub const BACK: &str = "/sign-in/provider/back";
/// A person waits for the page.
const PATIENCE: Duration = Duration::from_secs(8);
/// More than any document of a provider, in bytes.
const ANSWER_MOST: usize = 512 * 1024;
/// How far the provider's clock may be ahead of ours.
const CLOCKS_DIFFER_MS: i64 = 300_000;
/// Signatures that nobody makes who has only our client's secret; never `none`.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a browser's visit must be finished with; in the ceremony's row, never in the browser.
#[derive(Serialize, Deserialize)]
pub struct Waiting {
    state: String,
    nonce: String,
    verifier: String,
    pub purpose: Purpose,
    pub next: Option<String>,
}

/// What a browser is sent to the provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    SignIn,
    /// To link the account at the provider with the one that is signed in.
    Link,
    /// To show once more who is there.
    Confirm,
}

impl Waiting {
    /// Whether the browser comes back from this visit.
    pub fn is_of(&self, state: &str) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.state.as_bytes(), state.as_bytes()).into()
    }
}

/// Who somebody is at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub email: Option<Email>,
    /// Whether the provider says that the address is theirs.
    pub is_verified: bool,
    /// When the provider last asked them to show who they are, if it says so.
    pub shown_at: Option<EpochMs>,
}

/// What a talk comes to. Boxed, because the library's futures hold for one lifetime only, and handlers must be `Send` for all.
pub type Answer<T> = BoxFuture<'static, Result<T, Refusal>>;

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Where to send the browser, and what to wait with.
///
/// # Errors
/// [`Refusal::Away`].
pub fn begin(config: Arc<Config>, provider: Provider, purpose: Purpose, next: Option<String>) -> Answer<(String, Waiting)> {
    Box::pin(async move { set_out(&config, &provider, purpose, next).await })
}

async fn set_out(
    config: &Config,
    provider: &Provider,
    purpose: Purpose,
    next: Option<String>,
) -> Result<(String, Waiting), Refusal> {
    let client = client(config, provider).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random);
    let mut request = request.add_scope(Scope::new("email".into())).set_pkce_challenge(challenge);
    if purpose == Purpose::Confirm && !provider.confirms_always {
        // Whoever is signed in there must show it again, and the answer must say when they did (OpenID Connect Core 3.1.2.1).
        request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
    }
    let (url, state, nonce) = request.url();
    let (state, nonce) = (state.secret().clone(), nonce.secret().clone());
    Ok((url.into(), Waiting { state, nonce, verifier: verifier.secret().clone(), purpose, next }))
}

/// Exchanges the code that the browser brought for who somebody is.
///
/// # Errors
/// Every [`Refusal`] that is about the provider's answer.
pub fn finish(config: Arc<Config>, provider: Provider, waiting: Waiting, code: String, now: EpochMs) -> Answer<Identity> {
    Box::pin(async move { come_back(&config, &provider, waiting, code, now).await })
}

async fn come_back(
    config: &Config,
    provider: &Provider,
    waiting: Waiting,
    code: String,
    now: EpochMs,
) -> Result<Identity, Refusal> {
    let client = client(config, provider).await?;
    let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(away)?;
    let http = http_client()?;
    let call = move |request| call(http.clone(), request);
    let answer = exchange.set_pkce_verifier(PkceCodeVerifier::new(waiting.verifier)).request_async(&call).await.map_err(away)?;
    let token = answer.id_token().ok_or(Refusal::Away)?;
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES).set_issue_time_verifier_fn(move |issued| {
        if issued.timestamp_millis() > now.0 + CLOCKS_DIFFER_MS { Err(OF_THE_FUTURE.into()) } else { Ok(()) }
    });
    let claims = token.claims(&verifier, &Nonce::new(waiting.nonce)).map_err(|error| refusal(&error))?;
    if let Some(expected) = claims.access_token_hash() {
        let (algorithm, key) = (token.signing_alg().map_err(forged)?, token.signing_key(&verifier).map_err(forged)?);
        let found = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(forged)?;
        if found != *expected {
            return Err(Refusal::Forged);
        }
    }
    Ok(Identity {
        issuer: claims.issuer().to_string(),
        subject: claims.subject().to_string(),
        email: claims.email().and_then(|email| Email::parse(email)),
        is_verified: claims.email_verified().unwrap_or(false),
        shown_at: shown_at(provider, claims.auth_time().map(|at| EpochMs(at.timestamp_millis())), now),
    })
}

/// When they showed who they are: as the provider says, or just now where its word is to be taken as it is.
fn shown_at(provider: &Provider, told: Option<EpochMs>, now: EpochMs) -> Option<EpochMs> {
    if provider.confirms_always {
        return Some(now);
    }
    if told.is_none() {
        tracing::info!(
            "the provider does not say when it asked who is there, so signing in confirms nobody (RINGFARE_OIDC_CONFIRMS)"
        );
    }
    told.map(|at| at.min(now))
}

const OF_THE_FUTURE: &str = "issued in the future";

fn refusal(error: &ClaimsVerificationError) -> Refusal {
    tracing::warn!(%error, "a provider's token was refused");
    match error {
        ClaimsVerificationError::InvalidIssuer(_) => Refusal::Issuer,
        ClaimsVerificationError::InvalidAudience(_) => Refusal::Audience,
        ClaimsVerificationError::InvalidNonce(_) => Refusal::Nonce,
        ClaimsVerificationError::Expired(_) => Refusal::Clock,
        other if other.to_string().contains(OF_THE_FUTURE) => Refusal::Clock,
        _ => Refusal::Forged,
    }
}

fn away(error: impl std::error::Error + 'static) -> Refusal {
    let causes: Vec<String> =
        std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source()).map(ToString::to_string).collect();
    tracing::warn!(error = causes.join(": "), "the sign-in provider does not answer as it should");
    Refusal::Away
}

fn forged(error: impl std::fmt::Display) -> Refusal {
    tracing::warn!(%error, "a provider's token was refused");
    Refusal::Forged
}

/// Discovery, which also checks that the issuer names itself as we do; each time anew, since keys change and visits are rare.
async fn client(config: &Config, provider: &Provider) -> Result<Client, Refusal> {
    let http = http_client()?;
    let call = move |request| call(http.clone(), request);
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(away)?;
    let metadata = CoreProviderMetadata::discover_async(issuer, &call).await;
    let metadata = metadata.map_err(|error| match error {
        openidconnect::DiscoveryError::Validation(sentence) => {
            tracing::warn!(sentence, "the sign-in provider is another one than configured");
            Refusal::Issuer
        }
        other => away(other),
    })?;
    let secret = ClientSecret::new(provider.client_secret.expose().to_owned());
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id.clone()), Some(secret));
    Ok(client.set_redirect_uri(RedirectUrl::new(config.url(BACK)).map_err(away)?))
}

/// Follows no redirects: what is asked is what answers.
fn http_client() -> Result<reqwest::Client, Refusal> {
    reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build().map_err(away)
}

/// Why a request to the provider failed.
#[derive(Debug, thiserror::Error)]
enum CallError {
    #[error("{0}")]
    Request(#[from] reqwest::Error),
    #[error("{0}")]
    Http(#[from] http::Error),
    #[error("the answer is larger than {ANSWER_MOST} bytes")]
    Large,
}

async fn call(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, CallError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut response = http::Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > ANSWER_MOST {
            return Err(CallError::Large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(response.body(body)?)
}
