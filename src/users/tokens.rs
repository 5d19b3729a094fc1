//! Bearer tokens on the settings page: the list, making one, ending one.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{CreateToken, RevokeToken},
    form::{Elsewhere, failure, of_field},
    model::{NewToken, Settings, Token},
};
use crate::{
    error::AppError,
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        copy::CopyButton,
        field::TextField,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
    },
};

/// The tokens of the caller.
#[component]
pub fn TokensCard(
    /// Brings the list.
    settings: Resource<Result<Settings, AppError>>,
    /// Makes a token.
    create: ServerAction<CreateToken>,
    /// Ends a token.
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    let list = move |settings: Settings| view! { <TokenList tokens=settings.tokens revoke/> };
    let made = move || create.value().get().and_then(Result::ok);
    view! {
        <Card title="Tokens for scripts">
            <p class="muted small">
                "A script sends " <code>"Authorization: Bearer TOKEN"</code> " and may do what you may. Its paths are in "
                <a href="/api/openapi.json" rel="external">"the OpenAPI document"</a> "."
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
        return view! { <p class="tokens-none muted">"No token yet."</p> }.into_any();
    }
    let rows = tokens.into_iter().map(|token| view! { <TokenRow token revoke/> }).collect_view();
    view! { <ul class="tokens">{rows}</ul> }.into_any()
}

/// One token. Revoking asks once more, since scripts that use it stop at once.
#[component]
fn TokenRow(
    /// The token.
    token: Token,
    /// Ends it.
    revoke: ServerAction<RevokeToken>,
) -> impl IntoView {
    let used = token.last_used_at.map(|at| view! { ", used " <Moment at/> });
    let unused = token.last_used_at.is_none().then_some(", never used");
    view! {
        <li class="token">
            <div>
                <p class="token-name">{token.name}</p>
                <p class="muted small">"Made " <Moment at=token.created_at detail=Detail::Day/> {used} {unused}</p>
            </div>
            <details class="token-revoke">
                <summary class="button button-quiet">"Revoke"</summary>
                <ActionForm action=revoke>
                    <input type="hidden" name="token" value=token.id.to_string()/>
                    <p class="small">"Scripts that use it stop at once."</p>
                    <Button kind=Kind::Danger submit=true pending=revoke.pending()>"Revoke it"</Button>
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
    let secret = token.secret.clone();
    view! {
        <Alert tone=Tone::Success title=format!("“{}” is ready", token.name)>
            <p>"Copy it now; it is not shown again."</p>
            <p class="token-secret"><code>{token.secret}</code> <CopyButton text=secret what="token"/></p>
        </Alert>
    }
}

/// Making a token. It waits for the script, because a plain form could not show the secret.
#[component]
fn NewTokenForm(
    /// Makes it.
    create: ServerAction<CreateToken>,
) -> impl IntoView {
    let failure = failure(create.value());
    let name = RwSignal::new(String::new());
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    Effect::new(move |_| {
        if matches!(create.value().get(), Some(Ok(_))) {
            name.set(String::new());
        }
    });
    view! {
        <ActionForm action=create attr:class="form">
            <TextField
                name="name"
                label="New token"
                value=name
                hint="What it is for, such as “backup script”."
                required=true
                error=of_field(failure, "name")
            />
            <Elsewhere failure fields=&["name"]/>
            <div class="form-actions">
                <Button submit=true pending=create.pending() disabled=Signal::derive(move || !ready.get())>"Make a token"</Button>
            </div>
            <noscript>
                <p class="muted small">"This needs JavaScript; an operator can run " <code>"ringfare user token"</code> " instead."</p>
            </noscript>
        </ActionForm>
    }
}
