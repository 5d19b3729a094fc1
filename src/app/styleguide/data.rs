//! Figures: money, moments, tables, charts.

use leptos::prelude::*;

use super::Specimens;
use crate::{
    domain::{money::Micros, time::EpochMs},
    ui::{
        badge::{StatusBadge, Tone},
        chart::{Axis, Bar, bars},
        chart_share::{Part, Share, outcome_split, share_bars},
        erase::Erase,
        layout::{Card, Stat, Stats},
        moment::{Detail, Moment},
        money::{Amount, Decimals},
        table::{Cell, Column, Row, Table},
    },
    words,
};

const AT: EpochMs = EpochMs(1_795_341_670_123);

/// Money, time and key figures.
#[component]
pub fn Amounts() -> impl IntoView {
    let amounts = [12_349_999, 0, -42_000, 1_234_567_890_000].map(|micros| {
        let micros = Micros(micros);
        view! {
            <p class="cluster">
                <Amount micros/>
                <Amount micros decimals=Decimals::Price/>
                <Amount micros decimals=Decimals::Exact/>
                <Amount micros decimals=Decimals::Exact movement=true/>
            </p>
        }
    });
    let language = words::language();
    view! {
        <Specimens title="Money and time" note="Balances are rounded down, prices up, receipts show all six decimals.">
            {amounts.into_iter().collect_view()}
            <p class="cluster">
                <Moment at=AT/>
                <Moment at=AT detail=Detail::Day/>
                <Moment at=AT detail=Detail::Time/>
                <Moment at=AT detail=Detail::Seconds/>
                <span>{language.duration(107)}</span>
                <span>{language.duration(7_500)}</span>
                <span>{language.ago(200_000)}</span>
                <span>{language.number(1_234_567)}</span>
            </p>
        </Specimens>
        <Stats>
            <Stat label="Spent" value=language.price(Micros(10_838_000)) note="+12% on the week before"/>
            <Stat label="Calls" value=language.number(1_207)/>
            <Stat label="Talked" value=language.duration(86_460)/>
            <Stat label="A label that is longer than its figure and has to wrap" value="–"/>
        </Stats>
    }
    .erase()
}

/// Tables.
#[component]
pub fn Lists() -> impl IntoView {
    let columns = vec![Column::words("Who"), Column::words("State"), Column::figures("Charged")];
    let people = ["Lucía Romero", "محمد علي", "山田 太郎", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"];
    let rows = people.map(|name| {
        view! {
            <Row>
                <Cell label="Who"><bdi>{name}</bdi></Cell>
                <Cell label="State"><StatusBadge tone=Tone::Success text="Completed"/></Cell>
                <Cell label="Charged" numeric=true><Amount micros=Micros(42_000) decimals=Decimals::Price/></Cell>
            </Row>
        }
    });
    view! {
        <Card title="A table" flush=true>
            <Table caption="Specimens" columns>{rows.into_iter().collect_view()}</Table>
        </Card>
    }
    .erase()
}

/// Charts.
#[component]
pub fn Charts() -> impl IntoView {
    let day = |day: i64| Bar {
        name: format!("{day} Nov"),
        short_name: format!("{day} Nov"),
        value: day * 37 % 11 * 120_000,
        text: format!("{} calls", day % 7),
        href: "#chart".to_owned(),
        is_chosen: day == 4,
    };
    let share = |name: &str, value: i64| Share {
        name: name.to_owned(),
        note: "12 calls".to_owned(),
        value,
        text: words::language().price(Micros(value)),
        href: Some("#chart".to_owned()),
        is_chosen: value == 4_000_000,
    };
    let part = |name: &str, value: i64, tone: Tone| Part {
        name: name.to_owned(),
        value,
        tone,
        href: "#chart".to_owned(),
        is_chosen: false,
    };
    let parts = [part("Answered", 31, Tone::Success), part("Busy", 4, Tone::Warning), part("Failed", 1, Tone::Danger)];
    let shares = vec![share("United Kingdom", 9_000_000), share("India", 4_000_000), share("Sverige", 20_000)];
    let axis = Axis {
        title: "Spent each day".to_owned(),
        top_when_empty: 1_000_000,
        label: |language, value| language.balance(Micros(value)),
    };
    view! {
        <Specimens title="Charts" note="Every bar is a link; arrow keys walk along them, and each chart has its figures as a table.">
            <figure class="chart">{bars(&axis, &(1..=30).map(day).collect::<Vec<_>>())}</figure>
            <figure class="chart">{bars(&axis, &(1..=7).map(|empty| Bar { value: 0, ..day(empty) }).collect::<Vec<_>>())}</figure>
            {share_bars(shares, 13_020_000)}
            {outcome_split(&parts, "calls".to_owned())}
        </Specimens>
    }
    .erase()
}
