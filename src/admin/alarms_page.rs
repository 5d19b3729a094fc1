//! Who calls faster or wider than people do, and which doors are knocked at too often.

use leptos::prelude::*;

use super::{
    api::look_out,
    model::{AlarmLine, DoorLine, Lookout},
    parts::Head,
};
use crate::{
    limits::model::AlarmKind,
    ui::{
        empty::EmptyState,
        erase::Erase,
        fetched::fetched,
        icon::Glyph,
        layout::Card,
        load::Load,
        moment::Moment,
        table::{Cell, Column, Row, Table},
    },
    words,
};

/// Alarms and doors.
#[component]
pub fn AlarmsPage() -> impl IntoView {
    let t = words::admin();
    let seen = fetched(|| (), |()| look_out());
    view! {
        <Head path="/admin/alarms" title=t.alarms() text=t.alarms_text()/>
        <Load resource=seen rows=8 view=|seen| view! { <Shown seen/> }/>
    }
}

#[component]
fn Shown(seen: Lookout) -> impl IntoView {
    let t = words::admin();
    let alarms = if seen.alarms.is_empty() {
        view! { <EmptyState title=t.no_alarms() text=t.no_alarms_text() glyph=Glyph::Check/> }.erase()
    } else {
        let columns = vec![Column::words(t.account()), Column::words(t.what()), Column::words(t.alarm_at())];
        let rows = seen.alarms.into_iter().map(alarm).collect_view();
        view! { <Table caption=t.alarms() columns>{rows}</Table> }.erase()
    };
    let columns = vec![
        Column::words(t.door()),
        Column::figures(t.door_accounts()),
        Column::figures(t.door_addresses()),
        Column::figures(t.door_refused()),
    ];
    let doors = seen.doors.into_iter().map(door).collect_view();
    view! {
        <div class="stack">
            <Card title=t.alarms() flush=true>{alarms}</Card>
            <Card title=t.doors() flush=true>
                <Table caption=t.doors() columns>{doors}</Table>
            </Card>
            <p class="muted small">{t.doors_text()}</p>
        </div>
    }
    .erase()
}

fn alarm(alarm: AlarmLine) -> impl IntoView {
    let t = words::admin();
    let what = match alarm.what {
        AlarmKind::Velocity => t.too_fast(alarm.counted, alarm.threshold),
        AlarmKind::Destinations => t.too_wide(alarm.counted, alarm.threshold),
    };
    view! {
        <Row>
            <Cell label=t.account()><a href=format!("/admin/users/{}", alarm.user)>{alarm.email.to_string()}</a></Cell>
            <Cell label=t.what()>{what}</Cell>
            <Cell label=t.alarm_at()><Moment at=alarm.at/></Cell>
        </Row>
    }
}

fn door(door: DoorLine) -> impl IntoView {
    let (t, language) = (words::admin(), words::language());
    view! {
        <Row>
            <Cell label=t.door()>{door_name(&door.name).map_or(door.name, str::to_owned)}</Cell>
            <Cell label=t.door_accounts() numeric=true>{language.number(door.accounts)}</Cell>
            <Cell label=t.door_addresses() numeric=true>{language.number(door.addresses)}</Cell>
            <Cell label=t.door_refused() numeric=true>{language.number(door.refused)}</Cell>
        </Row>
    }
}

/// A door as people say it; a new one is shown by its own name.
fn door_name(name: &str) -> Option<&'static str> {
    let t = words::admin();
    Some(match name {
        "password" => t.door_password(),
        "strangers" => t.door_strangers(),
        "sign-up" => t.door_sign_up(),
        "code" => t.door_code(),
        "key" => t.door_key(),
        "reset" => t.door_reset(),
        "quote" => t.door_quote(),
        "call" => t.door_call(),
        "hang-up" => t.door_hang_up(),
        "proof" => t.door_proof(),
        "export" => t.door_export(),
        _ => return None,
    })
}
