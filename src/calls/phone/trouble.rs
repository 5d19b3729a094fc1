//! Why a call does not come about, and what a caller is told of it: the cause, the effect on money, the next step.

use crate::{
    error::AppError,
    ui::alert,
    words::{Language, Troubles},
};

/// Why the microphone cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Microphone {
    Blocked,
    Missing,
    InUse,
    /// The page came neither over https nor from localhost.
    Insecure,
    Other,
}

/// What went wrong; its words are made when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Microphone(Microphone),
    /// An error of the Voice SDK, by its code and in its own words.
    Carrier {
        code: i64,
        message: String,
    },
    /// The server said no before anything was dialled.
    Refused(AppError),
    NoScript,
    NoSdk,
    /// The carrier never asked the server about the call.
    NotPlaced,
    Busy,
    NoAnswer,
    NotConnected,
}

/// What went wrong, its effect on money, and the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub cause: String,
    pub money: String,
    pub next: String,
}

impl Trouble {
    /// [`Fault::NoScript`], told by who has no more than that.
    pub fn no_script(language: Language) -> Self {
        let t = Troubles::of(language);
        uncharged(t.no_script().to_owned(), t.reload(), t)
    }
}

impl Fault {
    /// The fault of an error code of the Voice SDK (twilio.com/docs/voice/sdks/error-codes).
    pub fn of_code(code: i64, message: &str) -> Self {
        match code {
            31_401 => Self::Microphone(Microphone::Blocked),
            31_402 => Self::Microphone(Microphone::InUse),
            _ => Self::Carrier { code, message: message.to_owned() },
        }
    }

    /// The fault of a microphone, by the name of the browser's `DOMException`.
    pub fn of_microphone(name: &str) -> Self {
        Self::Microphone(match name {
            "NotAllowedError" => Microphone::Blocked,
            "NotFoundError" => Microphone::Missing,
            "NotReadableError" | "AbortError" => Microphone::InUse,
            "InsecureContext" => Microphone::Insecure,
            _ => Microphone::Other,
        })
    }

    /// What the caller is told.
    pub fn told(&self, language: Language) -> Trouble {
        let t = Troubles::of(language);
        let (cause, next) = match self {
            Self::Microphone(why) => of_microphone(*why, t),
            Self::Carrier { code, message } => return of_carrier(*code, message, t),
            Self::Refused(error) => return refused(error, language),
            Self::NoScript => (t.no_script(), t.reload()),
            Self::NoSdk => (t.no_sdk(), t.no_vendor()),
            Self::NotPlaced => (t.not_placed(), t.unreachable_here()),
            Self::Busy => (t.busy(), t.in_a_minute()),
            Self::NoAnswer => (t.no_answer(), t.later()),
            Self::NotConnected => (t.failed(), t.check_number()),
        };
        uncharged(cause.to_owned(), next, t)
    }
}

fn uncharged(cause: String, next: &str, t: Troubles) -> Trouble {
    Trouble { cause, money: t.uncharged().to_owned(), next: next.to_owned() }
}

fn of_microphone(why: Microphone, t: Troubles) -> (&'static str, &'static str) {
    match why {
        Microphone::Blocked => (t.blocked(), t.unblock()),
        Microphone::Missing => (t.no_microphone(), t.plug_in()),
        Microphone::InUse => (t.not_opened(), t.close_others()),
        Microphone::Insecure => (t.insecure(), t.open_https()),
        Microphone::Other => (t.not_opened(), t.check_connected()),
    }
}

fn of_carrier(code: i64, message: &str, t: Troubles) -> Trouble {
    let (cause, next) = match code {
        31_003 => (t.silent_carrier().to_owned(), t.check_connection()),
        20_000..=20_999 | 31_200..=31_299 => (t.bad_pass().to_owned(), t.tell_operator()),
        53_000..=53_499 | 31_000..=31_009 => (t.lost_before().to_owned(), t.check_connection()),
        _ => {
            let message = if message.is_empty() { String::new() } else { format!(": {message}") };
            (t.refused(code, &message), t.tell_operator())
        }
    };
    uncharged(cause, next, t)
}

/// A refusal of the server before anything was dialled, in its own words.
fn refused(error: &AppError, language: Language) -> Trouble {
    let t = Troubles::of(language);
    let cause = if *error == AppError::NotSignedIn { t.signed_out().to_owned() } else { alert::told(error, language) };
    let next = match error {
        AppError::NotSignedIn => t.sign_in(),
        AppError::Refused { code, .. } if code == "insufficient_credit" => t.top_up(),
        AppError::Refused { .. } | AppError::Invalid { .. } => "",
        _ => t.in_a_moment(),
    };
    uncharged(cause, next, t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_its_cause_that_nothing_was_charged_and_what_to_do() {
        let refused = AppError::refused("insufficient_credit", "Too little credit.");
        for (fault, cause, next) in [
            (Fault::of_code(31_401, ""), "blocks the microphone", "Allow"),
            (Fault::of_code(31_402, ""), "could not be opened", "Close other programs"),
            (Fault::of_code(31_003, ""), "within 15 seconds", "Check your connection"),
            (Fault::of_code(20_104, ""), "this phone's pass", "tell the operator"),
            (Fault::of_code(53_405, ""), "was lost before the call", "Check your connection"),
            (Fault::of_code(31_999, "odd"), "(error 31999: odd)", "tell the operator"),
            (Fault::of_microphone("NotFoundError"), "no microphone", "Plug one in"),
            (Fault::Refused(AppError::NotSignedIn), "signed out", "Sign in"),
            (Fault::Refused(refused), "Too little credit.", "Top up"),
            (Fault::Busy, "busy", "in a minute"),
        ] {
            let told = fault.told(Language::En);
            assert!(told.cause.contains(cause) && told.next.contains(next), "{fault:?}: {told:?}");
            assert_eq!(told.money, "Nothing was charged.");
        }
    }
}
