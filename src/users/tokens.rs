//! Bearer tokens on the settings page: the list, making one, ending one.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{CreateToken, RevokeToken},
    confirm::{ConfirmFirst, again},
    form::{Elsewhere, failure, of_field},
    model::{NewToken, Settings, Token},
    scopes::Scope,
};
use crate::{
    error::AppError,
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        copy::CopyButton,
        effect::effect,
        erase::Erase,
        fetched::Fetched,
        field::{Select, TextField},
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
        site::use_site,
    },
    words::{self, Users},
};

/// How many days a new token works unless something else is chosen.
pub const DAYS_USUAL: &str = "90";

/// The tokens of the caller.
#[component]
pub fn TokensCard(
    /// Brings the list.
    settings: Fetched<Result<Settings, AppError>>,
    /// Makes a token.
    create: ServerAction<CreateToken>,
    /// Ends a token.
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    let t = words::users();
    let list = move |settings: Settings| view! { <TokenList tokens=settings.tokens revoke/> };
    let made = move || create.value().get().and_then(Result::ok);
    view! {
        <Card title=t.tokens()>
            <p class="muted small">
                {t.tokens_send()} <code>"Authorization: Bearer TOKEN"</code> {t.tokens_may()}
                <a href="/api/openapi.json" rel="external">{t.tokens_document()}</a> "."
            </p>
            <Load resource=settings view=list/>
            <Elsewhere failure=failure(revoke.value()) fields=&[]/>
            {move || made().map(|token| view! { <MadeToken token/> })}
            <NewTokenForm create/>
        </Card>
    }
}

/// The tokens that work.
#[component]
fn TokenList(
    /// Newest first.
    tokens: Vec<Token>,
    /// Ends a token.
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    if tokens.is_empty() {
        return view! { <p class="tokens-none muted">{words::users().no_token()}</p> }.erase();
    }
    let rows = tokens.into_iter().map(|token| view! { <TokenRow token revoke/> }).collect_view();
    view! { <ul class="tokens">{rows}</ul> }.erase()
}

/// One token. Revoking asks once more, since scripts that use it stop at once.
#[component]
fn TokenRow(
    /// The token.
    token: Token,
    /// Ends it.
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    let t = words::users();
    let now = use_site().now;
    let chips =
        token.scopes.list().map(|scope| view! { <span class="badge tone-neutral">{scope_name(t, scope)}</span> }).collect_view();
    let end = token.expires_at.map_or_else(
        || t.never_expires().erase(),
        |at| view! { {if at <= now { t.expired() } else { t.expires() }} <Moment at detail=Detail::Day/> }.erase(),
    );
    let used = token.last_used_at.map(|at| view! { {t.used()} <Moment at/> });
    let unused = token.last_used_at.is_none().then_some(t.never_used());
    view! {
        <li class="token">
            <div>
                <p class="token-name">{token.name}</p>
                <p class="token-scopes">{chips}</p>
                <p class="muted small">{t.made()} <Moment at=token.created_at detail=Detail::Day/> {used} {unused}</p>
                <p class="muted small">{end}</p>
            </div>
            <details class="token-revoke">
                <summary class="button button-quiet">{t.revoke()}</summary>
                <ActionForm action=revoke>
                    <input type="hidden" name="token" value=token.id.to_string()/>
                    <p class="small">{t.revoke_text()}</p>
                    <Button kind=Kind::Danger submit=true pending=revoke.pending()>{t.revoke_it()}</Button>
                </ActionForm>
            </details>
        </li>
    }
}

/// The one time a secret is shown.
#[component]
fn MadeToken(
    /// The new token.
    token: NewToken,
) -> impl IntoView {
    let t = words::users();
    let secret = token.secret.clone();
    view! {
        <Alert tone=Tone::Success title=t.token_ready(&token.name)>
            <p>{t.token_copy_now()}</p>
            <p class="token-secret"><code>{token.secret}</code> <CopyButton text=secret what=t.token()/></p>
        </Alert>
    }
}

/// Making a token. It waits for the script, because a plain form could not show the secret.
#[component]
fn NewTokenForm(
    /// Makes it.
    create: ServerAction<CreateToken>,
) -> impl IntoView {
    let t = words::users();
    let failure = failure(create.value());
    let name = RwSignal::new(String::new());
    let retry = again(create);
    let days = RwSignal::new(DAYS_USUAL.to_owned());
    let ready = RwSignal::new(false);
    effect(move |_| ready.set(true));
    effect(move |_| {
        if matches!(create.value().get(), Some(Ok(_))) {
            name.set(String::new());
        }
    });
    view! {
        <ActionForm action=create attr:class="form">
            <TextField
                name="name"
                label=t.new_token()
                value=name
                hint=t.new_token_hint()
                required=true
                error=of_field(failure, "name")
            />
            <ScopeBoxes error=of_field(failure, "scopes")/>
            <Select name="days" label=t.token_life() choices=lives(t) value=days/>
            <Elsewhere failure fields=&["name", "scopes"]/>
            <div class="form-actions">
                <Button submit=true pending=create.pending() disabled=Signal::derive(move || !ready.get())>{t.make_token()}</Button>
            </div>
            <noscript>
                <p class="muted small">{t.needs_script()} <code>"ringfare user token"</code> {t.needs_script_end()}</p>
            </noscript>
        </ActionForm>
        <ConfirmFirst failure retry/>
    }
}

/// What the new token may do: one box each, reading ticked.
#[component]
fn ScopeBoxes(
    /// What is wrong with the choice.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = words::users();
    let boxes = Scope::ALL
        .iter()
        .map(|&scope| {
            let help = format!("scope-{scope}-help");
            view! {
                <div class="scope">
                    <label>
                        <input type="checkbox" name=scope.word() value="1" checked=scope == Scope::Read aria-describedby=help.clone()/>
                        {scope_name(t, scope)}
                    </label>
                    <p class="muted small" id=help>{scope_text(t, scope)}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="scopes" class:has-error=move || error.with(Option::is_some)>
            <legend>{t.scopes()}</legend>
            {boxes}
            <p class="field-help" aria-live="polite">{error}</p>
        </fieldset>
    }
}

/// A scope's name.
fn scope_name(t: Users, scope: Scope) -> &'static str {
    match scope {
        Scope::Read => t.scope_read(),
        Scope::Call => t.scope_call(),
        Scope::Money => t.scope_money(),
    }
}

/// What a scope allows.
fn scope_text(t: Users, scope: Scope) -> &'static str {
    match scope {
        Scope::Read => t.scope_read_text(),
        Scope::Call => t.scope_call_text(),
        Scope::Money => t.scope_money_text(),
    }
}

/// How long a token may work, and its name.
fn lives(t: Users) -> Vec<(String, String)> {
    let days = [7, 30, 90].map(|days| (days.to_string(), t.days(days)));
    days.into_iter().chain([("365".to_owned(), t.a_year().to_owned()), ("never".to_owned(), t.for_ever().to_owned())]).collect()
}
