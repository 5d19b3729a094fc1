//! Every sentence of the pages, in every language, side by side.
//!
//! A slice's sentences are a section: a file here that calls [`texts!`] once. A component asks for its section while it is
//! made, `let t = words::app();`, and writes `{t.sign_out()}`; a section is one byte, to be copied into any closure. A new
//! language is a variant of [`Language`] and one more column in the sections: the compiler lists every sentence it lacks.
//!
//! Money, numbers, lengths of time and dates are methods of [`Language`]: `words::language().price(micros)`, `.duration(seconds)`,
//! `.number(n)`, `.day(at)`. In markup `ui::money::Amount` and `ui::moment::Moment` do it. A component asks for the language while it
//! is made; an event handler has no context and must have captured it.

mod admin;
mod analytics;
mod app;
mod calls;
mod confirm;
mod contacts;
mod devices;
mod dialer;
mod errors;
mod figures;
mod history;
mod language;
mod ledger;
mod letters;
mod limits;
mod live;
mod numbers;
mod privacy;
mod proof;
mod rates;
mod receipt;
mod statement;
mod strong;
mod texts;
mod timeline;
mod troubles;
mod users;
mod widgets;

use self::texts::texts;
pub use self::{
    admin::Admin,
    analytics::Analytics,
    app::App,
    calls::Calls,
    confirm::Confirm,
    contacts::{Contacts, Transfer},
    devices::Devices,
    dialer::Dialer,
    errors::Errors,
    history::History,
    language::{COOKIE as LANGUAGE_COOKIE, Language, chosen_language, language},
    ledger::Ledger,
    letters::Letters,
    limits::Limits,
    live::Live,
    numbers::Numbers,
    privacy::Privacy,
    proof::Proof,
    rates::Rates,
    receipt::Receipt,
    statement::Statement,
    strong::Strong,
    timeline::Timeline,
    troubles::Troubles,
    users::Users,
    widgets::Widgets,
};

/// The operator's pages.
pub fn admin() -> Admin {
    Admin(language())
}

/// The frame around the pages.
pub fn app() -> App {
    App(language())
}

/// How fresh a page is.
pub fn live() -> Live {
    live_in(language())
}

/// The same in a language that somebody else knows.
pub fn live_in(language: Language) -> Live {
    Live(language)
}

/// What went wrong.
pub fn errors() -> Errors {
    Errors(language())
}

/// The widgets.
pub fn widgets() -> Widgets {
    Widgets(language())
}

/// Accounts.
pub fn users() -> Users {
    Users(language())
}

/// Showing once more who one is.
pub fn confirm() -> Confirm {
    Confirm(language())
}

/// Strong sign-in.
pub fn strong() -> Strong {
    Strong(language())
}

/// The call in progress.
pub fn calls() -> Calls {
    Calls(language())
}

/// The receipt of a call.
pub fn receipt() -> Receipt {
    Receipt(language())
}

/// What happened to a call.
pub fn timeline() -> Timeline {
    Timeline(language())
}

/// Balance and transactions.
pub fn ledger() -> Ledger {
    Ledger(language())
}

/// Letters, and the pages that their links open.
pub fn letters() -> Letters {
    Letters(language())
}

/// Spending limits.
pub fn limits() -> Limits {
    Limits(language())
}

/// "Prove my balance".
pub fn proof() -> Proof {
    Proof(language())
}

/// One's own data.
pub fn privacy() -> Privacy {
    Privacy(language())
}

/// The statement of a month.
pub fn statement() -> Statement {
    Statement(language())
}

/// What calls add up to.
pub fn analytics() -> Analytics {
    Analytics(language())
}

/// Lists of calls.
pub fn history() -> History {
    History(language())
}

/// Contacts: the list, a person, the card beside the dialer.
pub fn contacts() -> Contacts {
    Contacts(language())
}

/// Files of contacts, and people who are there twice.
pub fn transfer() -> Transfer {
    Transfer(language())
}

/// The microphone and the speaker.
pub fn devices() -> Devices {
    Devices(language())
}

/// Dialling.
pub fn dialer() -> Dialer {
    Dialer(language())
}

/// What is wrong with a number.
pub fn numbers() -> Numbers {
    Numbers(language())
}

/// Prices.
pub fn rates() -> Rates {
    Rates(language())
}
