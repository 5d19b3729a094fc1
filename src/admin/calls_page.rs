//! The calls that ring or run, of all callers.

use leptos::{form::ActionForm, prelude::*};

use super::{
    api::{EndCall, live_calls},
    model::{CallLine, CallsNow},
    parts::Head,
};
use crate::{
    ui::{
        alert::ErrorAlert,
        button::{Button, Kind},
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::Glyph,
        layout::Card,
        load::Load,
        moment::Moment,
        money::Amount,
        poll::{use_page_visible, use_poll},
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
    let looked = RwSignal::new(0_u32);
    let calls = fetched(move || (end.version().get(), looked.get()), |_| live_calls());
    use_poll(EVERY_MS, use_page_visible(), move || {
        let _ = looked.try_update(|looks| *looks = looks.wrapping_add(1));
        std::future::ready(Ok(()))
    });
    let failure = failure(end.value());
    view! {
        <Head path="/admin/calls" title=t.live_calls() text=t.live_calls_text()/>
        {move || failure.get().map(|error| view! { <ErrorAlert error/> })}
        <Card flush=true>
            <Load resource=calls rows=4 view=move |live: CallsNow| view! { <Running live end/> }/>
        </Card>
    }
}

#[component]
fn Running(live: CallsNow, end: ServerAction<EndCall>) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
    if live.calls.is_empty() {
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
    let row = move |call: CallLine| {
        let lasts = language.duration(live.now.seconds_since(call.answered_at.unwrap_or(call.created_at)));
        view! {
            <Row>
                <Cell label=t.account()><a href=format!("/admin/users/{}", call.user_id)>{call.email}</a></Cell>
                <Cell label=t.to()>{call.to_e164}</Cell>
                <Cell label=t.state()>{call.status.to_string()}</Cell>
                <Cell label=t.lasts() numeric=true>{lasts}</Cell>
                <Cell label=t.held() numeric=true><Amount micros=call.hold_micros/></Cell>
                <Cell>
                    <ActionForm action=end>
                        <input type="hidden" name="call" value=call.id.to_string()/>
                        <Button kind=Kind::Danger submit=true>{t.hang_up()}</Button>
                    </ActionForm>
                </Cell>
            </Row>
        }
    };
    let rows = live.calls.into_iter().map(row).collect_view();
    view! { <Table caption=t.live_calls() columns>{rows}</Table> }.erase()
}

/// Calls that were, of one account.
#[component]
pub fn Calls(
    /// Newest first.
    calls: Vec<CallLine>,
) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
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
        let cost = call.charged_micros.map(|micros| view! { <Amount micros/> });
        view! {
            <Row>
                <Cell label=t.when()><Moment at=call.created_at/></Cell>
                <Cell label=t.to()>{call.to_e164}</Cell>
                <Cell label=t.state()>{call.status.to_string()}</Cell>
                <Cell label=t.lasts() numeric=true>{lasts}</Cell>
                <Cell label=t.cost() numeric=true>{cost}</Cell>
            </Row>
        }
    };
    let rows = calls.into_iter().map(row).collect_view();
    view! { <Table caption=t.last_calls() columns>{rows}</Table> }.erase()
}
