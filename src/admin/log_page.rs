//! The audit log.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::read_log,
    model::{Action, Entry},
    parts::{Head, deed},
};
use crate::{
    domain::{ids::UserId, page::Page},
    ui::{empty::EmptyState, erase::Erase, fetched::fetched, icon::Glyph, layout::Card, load::Load, moment::Moment},
    words,
};

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    action: Option<Action>,
    user: Option<UserId>,
    cursor: Option<String>,
}

impl Asked {
    fn href(&self) -> String {
        let parts = [
            self.action.map(|action| format!("action={action}")),
            self.user.as_ref().map(|user| format!("user={user}")),
            self.cursor.as_ref().map(|cursor| format!("cursor={cursor}")),
        ];
        let query: Vec<String> = parts.into_iter().flatten().collect();
        if query.is_empty() { "/admin/log".to_owned() } else { format!("/admin/log?{}", query.join("&")) }
    }
}

/// What operators did, newest first.
#[component]
pub fn LogPage() -> impl IntoView {
    let t = words::admin();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            action: query.get("action").and_then(|word| Action::from_word(&word)),
            user: query.get("user").and_then(|id| UserId::parse(&id)),
            cursor: query.get("cursor").filter(|cursor| cursor.bytes().all(|byte| byte.is_ascii_digit())),
        })
    });
    let log = fetched(move || asked.get(), |asked| read_log(asked.action, asked.user.map(String::from), asked.cursor));
    view! {
        <Head path="/admin/log" title=t.log() text=t.log_text()/>
        {move || filters(&asked.get())}
        <Card flush=true>
            <Load resource=log rows=8 view=move |page| view! { <Shown page asked=asked.get_untracked()/> }/>
        </Card>
    }
}

fn filters(asked: &Asked) -> impl IntoView + use<> {
    let t = words::admin();
    let chip = |action: Option<Action>, name: &'static str| {
        let chosen = (action == asked.action).then_some("true");
        let to = Asked { action, user: asked.user.clone(), cursor: None };
        view! { <a class="chip" href=to.href() aria-current=chosen>{name}</a> }
    };
    let actions = Action::ALL.iter().map(|action| chip(Some(*action), deed(t, *action))).collect_view();
    view! {
        <div class="filters">
            <nav class="chips" aria-label=t.what()>{chip(None, t.all())} {actions}</nav>
        </div>
    }
}

#[component]
fn Shown(page: Page<Entry>, asked: Asked) -> impl IntoView {
    let t = words::admin();
    if page.items.is_empty() {
        return view! { <EmptyState title=t.no_entries() text=t.no_entries_text() glyph=Glyph::History/> }.erase();
    }
    let older = page.next_cursor.map(|cursor| {
        let to = Asked { cursor: Some(cursor), ..asked.clone() };
        view! { <nav class="pager" aria-label=t.pages()><span class="pager-steps"><a class="button button-plain" href=to.href()>{t.more()}</a></span></nav> }
    });
    let entries = page.items.into_iter().map(entry).collect_view();
    view! {
        <ol class="audit" data-testid="audit">{entries}</ol>
        {older}
    }
    .erase()
}

fn entry(entry: Entry) -> impl IntoView {
    let t = words::admin();
    let subject = entry.subject_id.zip(entry.subject).map(|(id, email)| {
        view! { <a href=format!("/admin/users/{id}")>{email}</a> }
    });
    let change = (!entry.before.is_empty() || !entry.after.is_empty()).then(|| format!("{} → {}", entry.before, entry.after));
    let reason = (!entry.reason.is_empty()).then(|| view! { <p>{entry.reason}</p> });
    let who = entry.actor.unwrap_or_else(|| t.command_line().to_owned());
    let from = (!entry.address.is_empty()).then(|| t.from_address(&entry.address));
    view! {
        <li class="audit-entry">
            <p>
                <span class="muted small">{format!("#{}", entry.seq)}</span>
                <strong>{deed(t, entry.action)}</strong>
                {subject}
                <span class="audit-object">{entry.object}</span>
            </p>
            {change.map(|change| view! { <p class="audit-change">{change}</p> })}
            {reason}
            <p class="muted small"><Moment at=entry.at/> " · " {who} " " {from}</p>
        </li>
    }
}
