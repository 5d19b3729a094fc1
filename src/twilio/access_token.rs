//! Access tokens for the Voice SDK: JWTs signed with the API key's secret (twilio.com/docs/iam/access-tokens).
//!
//! The server mints them; the local carrier verifies them as Twilio would.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::account::Account;
use crate::domain::time::{EpochMs, MS_PER_SECOND};

/// Twilio's default and ours, in seconds; it takes at most 86,400 (error 20157).
pub const TTL_SECONDS: i64 = 3_600;

/// The content type that tells Twilio which kind of JWT this is.
const CONTENT_TYPE: &str = "twilio-fpa;v=1";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    jti: String,
    iss: String,
    sub: String,
    /// Seconds since 1970, as `exp`. No `nbf`: a browser's or gateway's clock that runs behind would refuse the token.
    iat: i64,
    exp: i64,
    grants: Grants,
}

#[derive(Debug, Serialize, Deserialize)]
struct Grants {
    identity: String,
    voice: VoiceGrant,
}

#[derive(Debug, Serialize, Deserialize)]
struct VoiceGrant {
    outgoing: OutgoingGrant,
}

#[derive(Debug, Serialize, Deserialize)]
struct OutgoingGrant {
    application_sid: String,
}

/// Who may call, as a good token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub identity: String,
    /// Seconds until the token ends.
    pub ttl_seconds: i64,
}

/// Why a token opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the access token is malformed, signed with another key, or of another account")]
    Invalid,
    #[error("the access token has expired")]
    Expired,
}

/// A token for one caller's outgoing calls. `identity` may hold letters, digits and underscore only, at most 121.
#[expect(clippy::missing_panics_doc, reason = "plain claims serialise, and HMAC takes a key of any length")]
pub fn mint(account: &Account, identity: &str, ttl_seconds: i64, now: EpochMs) -> String {
    let iat = now.0 / MS_PER_SECOND;
    let claims = Claims {
        jti: format!("{}-{iat}", account.api_key_sid),
        iss: account.api_key_sid.to_string(),
        sub: account.account_sid.to_string(),
        iat,
        exp: iat + ttl_seconds,
        grants: Grants {
            identity: identity.to_owned(),
            voice: VoiceGrant { outgoing: OutgoingGrant { application_sid: account.twiml_app_sid.to_string() } },
        },
    };
    let header = Header { cty: Some(CONTENT_TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
    let key = EncodingKey::from_secret(account.api_key_secret.as_bytes());
    jsonwebtoken::encode(&header, &claims, &key).expect("plain claims and an HMAC key")
}

/// Reads a token as Twilio would.
///
/// # Errors
/// [`TokenError`].
pub fn verify(account: &Account, token: &str, now: EpochMs) -> Result<Bearer, TokenError> {
    let mut rules = Validation::new(Algorithm::HS256);
    // Against our own clock, below.
    rules.validate_exp = false;
    rules.validate_aud = false;
    let key = DecodingKey::from_secret(account.api_key_secret.as_bytes());
    let decoded = jsonwebtoken::decode::<Claims>(token, &key, &rules).map_err(|_| TokenError::Invalid)?;
    let claims = decoded.claims;
    let ours = decoded.header.cty.as_deref() == Some(CONTENT_TYPE)
        && claims.iss == account.api_key_sid.as_str()
        && claims.sub == account.account_sid.as_str()
        && claims.grants.voice.outgoing.application_sid == account.twiml_app_sid.as_str();
    if !ours {
        return Err(TokenError::Invalid);
    }
    let ttl_seconds = claims.exp - now.0 / MS_PER_SECOND;
    if ttl_seconds <= 0 {
        return Err(TokenError::Expired);
    }
    Ok(Bearer { identity: claims.grants.identity, ttl_seconds })
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use serde_json::{Value, json};

    use super::*;

    const NOW: EpochMs = EpochMs(1_700_000_000_999);

    fn account(digit: char) -> Account {
        let hex = || String::from(digit).repeat(32);
        Account::from_digits([hex(), hex(), hex(), hex(), hex()]).expect("good digits")
    }

    fn part(token: &str, index: usize) -> Value {
        let encoded = token.split('.').nth(index).expect("three parts");
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).expect("base64")).expect("JSON")
    }

    #[test]
    fn a_token_says_what_twilio_asks_for() {
        let token = mint(&account('a'), "u_5f2c", 3_600, NOW);
        assert_eq!(part(&token, 0), json!({ "alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1" }));
        let (sk, ac, ap) = (format!("SK{}", "a".repeat(32)), format!("AC{}", "a".repeat(32)), format!("AP{}", "a".repeat(32)));
        let expected = json!({
            "jti": format!("{sk}-1700000000"), "iss": sk, "sub": ac, "iat": 1_700_000_000, "exp": 1_700_003_600,
            "grants": { "identity": "u_5f2c", "voice": { "outgoing": { "application_sid": ap } } },
        });
        assert_eq!(part(&token, 1), expected);
    }

    #[test]
    fn a_token_is_good_until_it_ends() {
        let token = mint(&account('a'), "u_1", 3_600, NOW);
        let bearer = |ttl_seconds| Ok(Bearer { identity: "u_1".into(), ttl_seconds });
        assert_eq!(verify(&account('a'), &token, NOW), bearer(3_600));
        assert_eq!(verify(&account('a'), &token, NOW.plus_seconds(3_599)), bearer(1));
        assert_eq!(verify(&account('a'), &token, NOW.plus_seconds(3_600)), Err(TokenError::Expired));
    }

    #[test]
    fn another_accounts_token_and_a_changed_one_are_refused() {
        let token = mint(&account('a'), "u_1", 3_600, NOW);
        assert_eq!(verify(&account('b'), &token, NOW), Err(TokenError::Invalid));
        let same_key_other_account = Account { account_sid: account('b').account_sid, ..account('a') };
        assert_eq!(verify(&same_key_other_account, &token, NOW), Err(TokenError::Invalid));
        let (head, signature) = token.rsplit_once('.').expect("three parts");
        let mut claims = part(&token, 1);
        claims["grants"]["identity"] = json!("u_2");
        let header = head.split('.').next().expect("a header");
        let forged = format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let unsigned = format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(r#"{"alg":"none","cty":"twilio-fpa;v=1"}"#),
            head.split('.').nth(1).expect("claims")
        );
        for bad in [forged.as_str(), unsigned.as_str(), "", "a.b.c", head] {
            assert_eq!(verify(&account('a'), bad, NOW), Err(TokenError::Invalid), "{bad}");
        }
    }
}
