//! Where the caller is signed in, on the settings page.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api_letters::{EndSession, SignOutEverywhere},
    form::{Elsewhere, failure},
    model::{OpenSession, Settings},
};
use crate::{
    error::AppError,
    ui::{
        button::{Button, Kind},
        fetched::Fetched,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
    },
    words,
};

/// The sessions, each with a way to end it.
#[component]
pub fn SessionsCard(
    /// Brings the list.
    settings: Fetched<Result<Settings, AppError>>,
    /// Ends one.
    end: ServerAction<EndSession>,
) -> impl IntoView {
    let t = words::letters();
    let everywhere = ServerAction::<SignOutEverywhere>::new();
    let list = move |settings: Settings| {
        let rows = settings.sessions.into_iter().map(|session| view! { <SessionRow session end/> }).collect_view();
        view! { <ul class="tokens" data-testid="sessions">{rows}</ul> }
    };
    view! {
        <Card title=t.sessions()>
            <Load resource=settings view=list/>
            <Elsewhere failure=failure(end.value()) fields=&[]/>
            <Elsewhere failure=failure(everywhere.value()) fields=&[]/>
            <ActionForm action=everywhere attr:class="form">
                <div class="form-actions">
                    <Button kind=Kind::Plain submit=true pending=everywhere.pending()>{t.end_all()}</Button>
                </div>
            </ActionForm>
        </Card>
    }
}

/// One session. The one that asks is ended by signing out.
#[component]
fn SessionRow(
    /// The session.
    session: OpenSession,
    /// Ends it.
    end: ServerAction<EndSession>,
) -> impl IntoView {
    let t = words::letters();
    let OpenSession { id, device, began_at, seen_at, is_this } = session;
    let device = if device.is_empty() { t.unknown_device().to_owned() } else { device };
    let name = if is_this { format!("{device} ({})", t.this_one()) } else { device };
    let began = began_at.map(|at| view! { {t.signed_in_since()} <Moment at detail=Detail::Day/> });
    let seen = seen_at.map(|at| view! { {t.last_seen()} <Moment at/> });
    let form = (!is_this).then(|| {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=id.to_string()/>
                <Button kind=Kind::Quiet submit=true pending=end.pending()>{t.end_session()}</Button>
            </ActionForm>
        }
    });
    view! {
        <li class="token">
            <div>
                <p class="token-name">{name}</p>
                <p class="muted small">{began} {seen}</p>
            </div>
            {form}
        </li>
    }
}
