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
    error::AppError,
    ui::{
        empty::EmptyState,
        erase::Erase,
        fetched::{Fetched, fetched},
        icon::{Glyph, Icon},
        layout::Card,
        load::{Load, wait},
        moment::Moment,
    },
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

    /// Whether nothing is left out.
    fn is_whole(&self) -> bool {
        self.action.is_none() && self.user.is_none()
    }

    /// The entries of one kind; of every kind again, where they are those of this one.
    fn of(&self, action: Action) -> Self {
        let action = (self.action != Some(action)).then_some(action);
        Self { action, user: self.user.clone(), cursor: None }
    }

    /// The same entries of every account.
    fn of_everybody(&self) -> Self {
        Self { user: None, cursor: None, ..self.clone() }
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
        <div class="filters">
            {move || kinds(&asked.get())}
            {narrowed(log, asked)}
        </div>
        <Card flush=true>
            <Load resource=log rows=8 view=move |page| view! { <Shown page asked=asked.get_untracked()/> }/>
        </Card>
    }
}

/// Everything, or one kind of act.
fn kinds(asked: &Asked) -> impl IntoView + use<> {
    let t = words::admin();
    let chip = |name: &'static str, chosen: bool, to: Asked| {
        view! { <a class="chip" href=to.href() aria-current=chosen.then_some("true")>{name}</a> }
    };
    let of = |action: &Action| chip(deed(t, *action), asked.action == Some(*action), asked.of(*action));
    let all = chip(t.all(), asked.is_whole(), Asked::default());
    let actions = Action::ALL.iter().map(of).collect_view();
    view! { <nav class="chips" aria-label=t.what()>{all} {actions}</nav> }
}

/// The account that the log is narrowed to, by its name where an entry tells it; the chip takes itself away.
fn narrowed(log: Fetched<Result<Page<Entry>, AppError>>, asked: Memo<Asked>) -> AnyView {
    let (t, list) = (words::admin(), words::history());
    let chip = move |asked: &Asked, user: &UserId, entries: &[Entry]| {
        let known = entries.iter().find(|entry| entry.subject_id.as_ref() == Some(user)).and_then(|entry| entry.subject.clone());
        let name = list.chip(t.account(), &known.unwrap_or_else(|| user.to_string()));
        let label = list.remove(&name);
        view! {
            <ul class="chips" aria-label=list.in_force() data-testid="log-account">
                <li>
                    <a class="chip is-removable" href=asked.of_everybody().href() aria-label=label>
                        {name} <Icon glyph=Glyph::Close/>
                    </a>
                </li>
            </ul>
        }
    };
    wait(
        || (),
        move || {
            let asked = asked.get();
            Suspend::new(async move {
                let entries = log.await.map(|page| page.items).unwrap_or_default();
                asked.user.as_ref().map(|user| chip(&asked, user, &entries)).erase()
            })
        },
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_narrowing_of_the_log_has_a_way_out() {
        let user = UserId::parse(&format!("{}{}", UserId::PREFIX, "0".repeat(32))).expect("an id");
        let asked = Asked { action: Some(Action::Credit), user: Some(user.clone()), cursor: Some("7".into()) };
        assert_eq!(asked.of_everybody().href(), "/admin/log?action=credit");
        assert_eq!(asked.of(Action::Refund).href(), format!("/admin/log?action=refund&user={user}"));
        let whole = asked.of(Action::Credit);
        assert_eq!(whole.href(), format!("/admin/log?user={user}"));
        assert_eq!([asked.is_whole(), whole.is_whole(), whole.of_everybody().is_whole()], [false, false, true]);
    }
}
