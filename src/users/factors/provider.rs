//! The OpenID Connect provider on the sign-in page and on the settings page: plain links, since they lead to another site.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{UnlinkIdentity, my_factors},
    model::{Factors, Linked, Refusal},
};
use crate::{
    domain::query,
    ui::{
        alert::Alert,
        badge::Tone,
        button::{Button, Kind},
        erase::Erase,
        fetched::fetched,
        layout::Card,
        load::Load,
        moment::{Detail, Moment},
        site::use_site,
    },
    users::{
        confirm::{ConfirmFirst, again},
        form::{Elsewhere, failure},
    },
    words::{self, Strong},
};

/// Why the way back from the provider ended here, if it did.
#[component]
pub fn Refused() -> impl IntoView {
    let t = words::strong();
    let refused = use_query_map().with_untracked(|query| query.get("refused"));
    let refused = refused.as_deref().and_then(Refusal::from_word);
    refused.map(|refusal| view! { <Alert tone=Tone::Danger><p>{sentence(t, refusal)}</p></Alert> })
}

fn sentence(t: Strong, refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Away => t.provider_away(),
        Refusal::SaidNo => t.provider_said_no(),
        Refusal::Issuer => t.provider_issuer(),
        Refusal::Audience => t.provider_audience(),
        Refusal::Nonce => t.provider_nonce(),
        Refusal::Clock => t.provider_clock(),
        Refusal::Forged => t.provider_forged(),
        Refusal::Late => t.provider_late(),
        Refusal::NoAccount => t.provider_no_account(),
        Refusal::LinkFirst => t.provider_link_first(),
        Refusal::Taken => t.provider_taken(),
        Refusal::ConfirmFirst => t.provider_confirm_first(),
        Refusal::OtherWay => t.provider_other_way(),
        Refusal::NotAsked => t.provider_not_asked(),
        Refusal::SomebodyElse => t.provider_somebody_else(),
    }
}

/// The provider's button, under the form for the password; nothing where none is configured.
#[component]
pub fn ProviderSignIn(
    /// Where to go afterwards.
    next: Option<String>,
) -> impl IntoView {
    let t = words::strong();
    let query = next.map(|next| format!("?{}", query::joined([("next", next.as_str())]))).unwrap_or_default();
    let link = use_site().provider.map(|name| {
        view! {
            <a class=Kind::Plain.class() href=format!("/sign-in/provider{query}") rel="external">
                {t.go_on_with(&name)}
            </a>
        }
    });
    view! { <div class="passkey-door"><Refused/> {link}</div> }
}

/// The provider's button under the password, for showing once more who one is; nothing where none is configured.
#[component]
pub fn ByProvider(
    /// Where to go afterwards: a path of this site.
    next: String,
) -> impl IntoView {
    let t = words::strong();
    use_site().provider.map(|name| {
        let query = query::joined([("confirm", "1"), ("next", &next)]);
        view! {
            <div class="passkey-door">
                <p class="muted small">{t.confirm_with_text(&name)}</p>
                <div class="form-actions">
                    <a class=Kind::Plain.class() href=format!("/sign-in/provider?{query}") rel="external">{t.confirm_with(&name)}</a>
                </div>
            </div>
        }
    })
}

/// What is linked, and linking; nothing where no provider is configured and nothing is linked.
#[component]
pub fn ProviderCard() -> impl IntoView {
    let t = words::strong();
    let name = use_site().provider;
    let unlink = ServerAction::<UnlinkIdentity>::new();
    let factors = fetched(move || unlink.version().get(), |_| my_factors());
    let shown = move |factors: Factors| {
        if factors.linked.is_empty() {
            return view! { <p class="tokens-none muted">{t.not_linked()}</p> }.erase();
        }
        let rows = factors.linked.into_iter().map(|linked| view! { <LinkedRow linked unlink/> }).collect_view();
        view! { <ul class="tokens" data-testid="linked">{rows}</ul> }.erase()
    };
    name.map(|name| {
        view! {
            <Card title=t.linked()>
                <p class="muted small">{t.linked_text(&name)}</p>
                <Refused/>
                <Load resource=factors view=shown/>
                <Elsewhere failure=failure(unlink.value()) fields=&[]/>
                <ConfirmFirst failure=failure(unlink.value()) retry=again(unlink)/>
                <a class=Kind::Plain.class() href="/sign-in/provider?link=1" rel="external">{t.link_with(&name)}</a>
            </Card>
        }
    })
}

/// One link. Ending it asks once more.
#[component]
fn LinkedRow(
    /// The link.
    linked: Linked,
    /// Ends it.
    unlink: ServerAction<UnlinkIdentity>,
) -> impl IntoView {
    let (t, users) = (words::strong(), words::users());
    let Linked { issuer, subject, email, created_at, last_used_at } = linked;
    let used = last_used_at.map(|at| view! { {users.used()} <Moment at/> });
    let unused = last_used_at.is_none().then_some(users.never_used());
    view! {
        <li class="token">
            <div>
                <p class="token-name">{email.map_or_else(|| subject.clone(), String::from)}</p>
                <p class="muted small">{issuer.clone()}</p>
                <p class="muted small">{users.made()} <Moment at=created_at detail=Detail::Day/> {used} {unused}</p>
            </div>
            <details class="token-revoke">
                <summary class="button button-quiet">{t.unlink()}</summary>
                <ActionForm action=unlink>
                    <input type="hidden" name="issuer" value=issuer/>
                    <input type="hidden" name="subject" value=subject/>
                    <p class="small">{t.unlink_text()}</p>
                    <Button kind=Kind::Danger submit=true pending=unlink.pending()>{t.unlink_it()}</Button>
                </ActionForm>
            </details>
        </li>
    }
}
