//! What a caller is told when a call does not come about: the cause, the effect on money, the next step.

/// What went wrong, its effect on money, and the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub cause: String,
    pub money: String,
    pub next: String,
}

impl Trouble {
    pub fn uncharged(cause: impl Into<String>, next: impl Into<String>) -> Self {
        Self { cause: cause.into(), money: "Nothing was charged.".into(), next: next.into() }
    }
}

/// Words for an error code of the Voice SDK (twilio.com/docs/voice/sdks/error-codes).
pub fn signalling_trouble(code: i64, message: &str) -> Trouble {
    match code {
        31_401 => microphone_trouble("NotAllowedError"),
        31_402 => microphone_trouble("NotReadableError"),
        31_003 => Trouble::uncharged("The carrier did not answer within 15 seconds.", "Check your connection and try again."),
        20_000..=20_999 | 31_200..=31_299 => {
            Trouble::uncharged("The carrier did not accept this phone's pass.", "Try again; if it stays, tell the operator.")
        }
        53_000..=53_499 | 31_000..=31_009 => Trouble::uncharged(
            "The connection to the carrier was lost before the call began.",
            "Check your connection and try again.",
        ),
        _ => Trouble::uncharged(
            format!("The carrier refused the call (error {code}{}{message}).", if message.is_empty() { "" } else { ": " }),
            "Try again; if it stays, tell the operator.",
        ),
    }
}

/// Words for a microphone that cannot be had, by the name of the browser's `DOMException`.
pub fn microphone_trouble(name: &str) -> Trouble {
    let (cause, next) = match name {
        "NotAllowedError" => (
            "The browser blocks the microphone for this page.",
            "Chrome and Edge: click the icon left of the address, then allow Microphone. Firefox: click the crossed-out microphone in the \
             address bar. Safari: Safari menu, Settings for This Website, Microphone, Allow. Then call again.",
        ),
        "NotFoundError" => ("There is no microphone.", "Plug one in or switch it on, then call again."),
        "NotReadableError" | "AbortError" => {
            ("The microphone could not be opened.", "Close other programs that use it, or choose another, then call again.")
        }
        "InsecureContext" => (
            "Browsers give the microphone only to pages over https, or on localhost.",
            "Open Ringfare by its https address and call again.",
        ),
        _ => ("The microphone could not be opened.", "Check that one is connected, then call again."),
    };
    Trouble::uncharged(cause, next)
}
