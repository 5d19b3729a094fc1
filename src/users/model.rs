//! Accounts as both sides see them.

use serde::{Deserialize, Serialize};

use super::scopes::Scopes;
use crate::{
    domain::{
        ids::{SessionId, TokenId, UserId},
        masked::MaskedEmail,
        phone::E164,
        time::EpochMs,
    },
    words,
};

/// Who is signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: UserId,
    pub email: String,
    /// The caller's own number, if they gave one.
    pub number: Option<E164>,
    pub is_admin: bool,
    /// Whether the address is known to be theirs.
    pub email_verified: bool,
}

/// For logs and failing tests: whom the address and the number belong to is nobody's business there.
impl std::fmt::Debug for Me {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Me").field("id", &self.id).field("is_admin", &self.is_admin).finish_non_exhaustive()
    }
}

crate::wire_enum! {
    /// Whether an account may call.
    pub enum AccountStatus {
        Active = "active",
        /// It may sign in and read, but places no calls.
        Frozen = "frozen",
        /// It cannot even sign in.
        Closed = "closed",
    }
}

/// An e-mail address: trimmed, in lower case, with something on both sides of its one `@`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type, utoipa::ToSchema), sqlx(transparent), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The longest address that mail servers carry (RFC 5321 §4.5.3.1.3, less the brackets).
const EMAIL_MOST: usize = 254;

impl Email {
    /// Reads an address as a person typed it; `None` when it cannot be one. Whether it exists only a letter can tell.
    pub fn parse(text: &str) -> Option<Self> {
        let email = text.trim().to_lowercase();
        let (local, domain) = email.split_once('@')?;
        let plain = email.len() <= EMAIL_MOST && !email.chars().any(|c| c.is_whitespace() || c.is_control());
        let labels = domain.split('.').all(|label| !label.is_empty() && !label.contains(['@', ',', ';', '<', '>', '"']));
        (plain && !local.is_empty() && labels).then_some(Self(email))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("'{text}' is not an e-mail address"))
    }
}
impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}
impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", MaskedEmail(&self.0))
    }
}
impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The fewest and the most characters of a password.
pub const PASSWORD_LEAST: usize = 8;
/// See [`PASSWORD_LEAST`]; a bound, because hashing takes time.
pub const PASSWORD_MOST: usize = 128;

/// The passwords of eight characters and more that are tried first (from public lists of leaked ones).
const COMMONEST: &str = "
    00000000 0123456789 0987654321 11111111 1111111111 11223344 12121212 12341234 12344321 123123123 12345678
    123456789 1234567890 12345678910 1234qwer 147258369 159357258 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 31415926 55555555
    66666666 77777777 87654321 88888888 987654321 9876543210 99999999 a1234567 aa123456 aaaaaaaa abc12345 abcd1234
    abcdefgh abcdefg1 admin123 administrator alexander asdf1234 asdfasdf asdfghjk asdfghjkl baseball basketball
    butterfly changeme charlie1 chocolate computer corvette danielle dragon12 einstein football football1 fuckyou1
    garfield hello123 iloveyou iloveyou1 internet jennifer jonathan jordan23 letmein1 liverpool marlboro maverick
    mercedes metallica michael1 michelle midnight mountain mustang1 nicholas password password! password0
    password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword patricia princess princess1 q1w2e3r4
    q1w2e3r4t5 qazwsxedc qwer1234 qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop ringfare samantha scorpion
    secret123 starwars steelers sunshine sunshine1 superman superman1 swordfish test1234 testtest trustno1
    victoria welcome1 welcome123 whatever zaq12wsx zxcvbnm1 zxcvbnm123";

/// What is wrong with a new password, in a sentence; `None` when it will do.
pub fn password_problem(t: words::Users, password: &str) -> Option<String> {
    let length = password.chars().count();
    if length < PASSWORD_LEAST {
        return Some(t.password_short(PASSWORD_LEAST, length));
    }
    if length > PASSWORD_MOST {
        return Some(t.password_long(PASSWORD_MOST, length));
    }
    let common = COMMONEST.split_whitespace().any(|tried| tried == password.to_lowercase());
    common.then(|| t.password_common().to_owned())
}

/// A bearer token as its owner sees it afterwards: never its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub created_at: EpochMs,
    /// Kept to the nearest five minutes.
    pub last_used_at: Option<EpochMs>,
    pub scopes: Scopes,
    /// From when on it is refused; none means never.
    pub expires_at: Option<EpochMs>,
}

/// A bearer token that was just made: the only time its secret is to be seen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewToken {
    pub id: TokenId,
    pub name: String,
    /// What goes behind `Authorization: Bearer `.
    pub secret: String,
}

/// Where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    pub id: SessionId,
    /// Browser and system, such as `Firefox, Linux`; nothing when they are not known.
    pub device: String,
    /// Absent in sessions from before this was kept.
    pub began_at: Option<EpochMs>,
    /// Kept to the nearest five minutes.
    pub seen_at: Option<EpochMs>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// What the settings page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub me: Me,
    pub tokens: Vec<Token>,
    pub sessions: Vec<OpenSession>,
    pub about: About,
}

/// What runs here, for reports of trouble.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub version: String,
    pub engine: String,
    pub carrier: String,
    pub voice_sdk: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, Users};

    const ENGLISH: Users = Users::of(Language::En);

    #[test]
    fn an_address_is_trimmed_and_lower_cased() {
        assert_eq!(Email::parse("  Demo@Ringfare.Test\n").expect("good").as_str(), "demo@ringfare.test");
        assert_eq!(Email::parse("a+b@localhost").expect("good").as_str(), "a+b@localhost");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(250));
        for bad in ["", "@", "a@", "@b.c", "a b@c.d", "a@b@c", "a@b..c", "a@.b", "a@b.", "a\0@b.c", "a@b.c,d@e.f", &long] {
            assert!(Email::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_password_has_a_length_and_is_not_everybodys() {
        assert!(password_problem(ENGLISH, "ringfare-demo").is_none());
        assert!(password_problem(ENGLISH, "äöüäöüäö").is_none(), "characters are counted, not bytes");
        assert!(password_problem(ENGLISH, "short").expect("refused").contains("at least 8"));
        assert!(password_problem(ENGLISH, &"x".repeat(129)).expect("refused").contains("at most 128"));
        assert!(password_problem(ENGLISH, "PassWord123").expect("refused").contains("anybody"));
    }
}
