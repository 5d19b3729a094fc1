//! The calls that ring or run, of all callers.

use leptos::{form::ActionForm, prelude::*, task::spawn_local};

use super::{
    api::{EndCall, live_calls},
    model::{CallLine, CallsNow},
    parts::Head,
};
use crate::{
    calls::recent::outcome,
    error::AppError,
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind},
        each::each,
        effect::effect,
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::Glyph,
        layout::Card,
        load::wait,
        moment::Moment,
        money::{Amount, Decimals},
        poll::{use_page_visible, use_poll},
        skeleton::Skeleton,
        state::Known,
        table::{Cell, Column, Row, Table},
    },
    users::form::failure,
    words,
};

/// Between two looks, in milliseconds.
const EVERY_MS: u32 = 5_000;

/// Calls in progress; the page looks again every few seconds.
#[component]
pub fn LiveCallsPage() -> impl IntoView {
    let t = words::admin();
    let end = ServerAction::<EndCall>::new();
    let first = fetched(|| (), |()| live_calls());
    let failure = failure(end.value());
    let shown = move || {
        Suspend::new(async move {
            let first = first.await;
            view! { <Running first end/> }.erase()
        })
    };
    view! {
        <Head path="/admin/calls" title=t.live_calls() text=t.live_calls_text()/>
        {move || failure.get().map(|error| view! { <ErrorAlert error/> })}
        <Card flush=true>{wait(|| view! { <Skeleton rows=4/> }, shown)}</Card>
    }
}

/// The calls as they were seen last.
#[derive(Clone, Copy)]
struct Watched {
    live: RwSignal<CallsNow>,
    /// Whether they were seen at all.
    seen: RwSignal<bool>,
    /// Why the last look failed, if it did.
    failed: RwSignal<Option<AppError>>,
}

impl Watched {
    fn new(first: Result<CallsNow, AppError>) -> Self {
        let (seen, failed) = (first.is_ok(), first.as_ref().err().cloned());
        Self { live: RwSignal::new(first.unwrap_or_default()), seen: RwSignal::new(seen), failed: RwSignal::new(failed) }
    }

    async fn look(self) -> Result<(), AppError> {
        let now = live_calls().await;
        let _ = self.failed.try_set(now.as_ref().err().cloned());
        let _ = self.live.try_set(now?);
        let _ = self.seen.try_set(true);
        Ok(())
    }

    /// Looks now instead of at the next turn; from event handlers and effects only.
    fn look_now(self) {
        spawn_local(async move { drop(self.look().await) });
    }
}

/// The calls from the first look on, also from one that failed.
#[component]
fn Running(
    /// What the page came with.
    first: Result<CallsNow, AppError>,
    /// Ends a call.
    end: ServerAction<EndCall>,
) -> impl IntoView {
    let (t, stale) = (words::admin(), words::history().stale());
    let watched = Watched::new(first);
    use_poll(EVERY_MS, use_page_visible(), move || watched.look());
    effect(move |before: Option<usize>| {
        let version = end.version().get();
        if before.is_some() {
            watched.look_now();
        }
        version
    });
    let live = watched.live;
    let is_quiet = Memo::new(move |_| watched.seen.get().then(|| live.with(|live| live.calls.is_empty())));
    let list = move || {
        let Some(is_quiet) = is_quiet.get() else { return ().erase() };
        if is_quiet {
            return view! { <EmptyState title=t.no_calls() text=t.no_calls_text() glyph=Glyph::Phone/> }.erase();
        }
        let columns = vec![
            Column::words(t.account()),
            Column::words(t.to()),
            Column::words(t.state()),
            Column::figures(t.lasts()),
            Column::figures(t.held()),
            Column::words(""),
        ];
        let calls = move || live.with(|live| live.calls.clone());
        view! {
            <Table caption=t.live_calls() columns>
                {each(calls, |call| call.id.to_string(), move |call| view! { <LiveCall call live end/> })}
            </Table>
        }
        .erase()
    };
    let retry = Callback::new(move |()| watched.look_now());
    let trouble = move || {
        watched.failed.get().map(|error| {
            if watched.seen.get() {
                view! { <p class="muted admin-none" role="status">{stale}</p> }.erase()
            } else {
                view! { <ErrorAlert error retry/> }.erase()
            }
        })
    };
    view! {
        {list}
        {trouble}
    }
    .erase()
}

/// One call. Its row stays its own while others come and go, so that nobody ends a call that slipped under the pointer.
#[component]
fn LiveCall(
    /// As it was when its row was made.
    call: CallLine,
    /// All of them, as they are.
    live: RwSignal<CallsNow>,
    /// Ends it.
    end: ServerAction<EndCall>,
) -> impl IntoView {
    let (t, history, language) = (words::admin(), words::history(), words::language());
    let (id, email, to) = (call.id.clone(), call.email.clone(), call.to_e164.clone());
    let (href, label) = (format!("/admin/users/{}", call.user_id), t.hang_up_call(&email, &to));
    let now = Memo::new(move |_| live.with(|live| live.calls.iter().find(|line| line.id == call.id).unwrap_or(&call).clone()));
    let lasts = move || {
        let began = now.with(|call| call.answered_at.unwrap_or(call.created_at));
        language.duration(live.with(|live| live.now.seconds_since(began)))
    };
    let held = Known::derive(move || now.with(|call| call.hold_micros));
    let sent = id.to_string();
    let pending = Signal::derive(move || {
        end.pending().get() && end.input().with(|input| input.as_ref().is_some_and(|input| input.call == id))
    });
    view! {
        <Row>
            <Cell label=t.account()><a href=href>{email}</a></Cell>
            <Cell label=t.to()>{to}</Cell>
            <Cell label=t.state()>{move || outcome(history, now.with(|call| call.status))}</Cell>
            <Cell label=t.lasts() numeric=true>{lasts}</Cell>
            <Cell label=t.held() numeric=true><Amount micros=held decimals=Decimals::Price/></Cell>
            <Cell>
                <ActionForm action=end>
                    <input type="hidden" name="call" value=sent/>
                    <Button kind=Kind::Danger submit=true pending attr:aria-label=label>{t.hang_up()}</Button>
                </ActionForm>
            </Cell>
        </Row>
    }
}

/// Calls that were, of one account.
#[component]
pub fn Calls(
    /// Newest first.
    calls: Vec<CallLine>,
) -> impl IntoView {
    let (t, history, language) = (words::admin(), words::history(), words::language());
    if calls.is_empty() {
        return view! { <p class="muted admin-none">{t.never_called()}</p> }.erase();
    }
    let columns = vec![
        Column::words(t.when()),
        Column::words(t.to()),
        Column::words(t.state()),
        Column::figures(t.lasts()),
        Column::figures(t.cost()),
    ];
    let row = move |call: CallLine| {
        let lasts = call.duration_s.map_or_else(|| "–".to_owned(), |seconds| language.duration(seconds));
        let cost = call.charged_micros.map(|micros| view! { <Amount micros decimals=Decimals::Price/> });
        view! {
            <Row>
                <Cell label=t.when()><Moment at=call.created_at/></Cell>
                <Cell label=t.to()>{call.to_e164}</Cell>
                <Cell label=t.state()>{outcome(history, call.status)}</Cell>
                <Cell label=t.lasts() numeric=true>{lasts}</Cell>
                <Cell label=t.cost() numeric=true>{cost}</Cell>
            </Row>
        }
    };
    let rows = calls.into_iter().map(row).collect_view();
    view! { <Table caption=t.last_calls() columns>{rows}</Table> }.erase()
}
