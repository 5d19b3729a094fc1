//! Bars over time, drawn on the server. Each bar is a link that can be told by hover, by focus and by ear; the words around
//! the drawing are HTML, so that they stay sharp at any width.

use leptos::prelude::*;

use super::{chart_scale::Scale, erase::Erase};

/// Height of the drawing in its own units; it is stretched to fit.
const HEIGHT: i64 = 200;
/// About how many names fit below.
const NAMES: usize = 6;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for, such as a day.
    pub name: String,
    /// The same, as short as it stands below the bars.
    pub short_name: String,
    /// How long it is.
    pub value: i64,
    /// What is said of it, such as `$1.20, 4 calls`.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page is about this one now.
    pub is_chosen: bool,
}

/// How bars are read.
#[derive(Debug, Clone)]
pub struct Axis {
    /// What is shown; read out.
    pub title: String,
    /// The top of the scale when every bar is zero.
    pub top_when_empty: i64,
    /// Names of the ticks.
    pub label: fn(crate::words::Language, i64) -> String,
}

/// Bars with an axis. One of them is in the order of Tab; the arrow keys reach the others.
pub fn bars(axis: &Axis, bars: &[Bar]) -> AnyView {
    let language = crate::words::language();
    let largest = bars.iter().map(|bar| bar.value).max().unwrap_or(0);
    let scale = Scale::up_to(if largest > 0 { largest } else { axis.top_when_empty });
    let ticks = scale.ticks().into_iter().map(|tick| view! { <span>{(axis.label)(language, tick)}</span> }).collect_view();
    let names = names(bars).into_iter().map(|name| view! { <span>{name}</span> }).collect_view();
    let entered = bars.iter().position(|bar| bar.is_chosen).unwrap_or(0);
    let drawn = bars.iter().enumerate().map(|(index, bar)| column(bar, scale, index == entered)).collect_view();
    view! {
        <div class="chart-plot">
            <div class="chart-ticks" aria-hidden="true">
                {ticks}
            </div>
            <div class="chart-area">
                {grid_lines(scale)}
                <div class="chart-bars" role="group" aria-label=axis.title.clone() data-roving="row">
                    {drawn}
                </div>
            </div>
            <div class="chart-names" aria-hidden="true">
                {names}
            </div>
        </div>
    }
    .erase()
}

fn column(bar: &Bar, scale: Scale, is_entered: bool) -> impl IntoView + use<> {
    let height = scale.height_of(bar.value, HEIGHT);
    let told = format!("{}: {}", bar.name, bar.text);
    view! {
        <a
            class="chart-slot"
            href=bar.href.clone()
            aria-label=told.clone()
            data-told=told
            aria-current=bar.is_chosen.then_some("true")
            tabindex=if is_entered { "0" } else { "-1" }
        >
            <svg viewBox=format!("0 0 1 {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                <rect class="chart-bar" y=HEIGHT - height width="1" height=height></rect>
            </svg>
        </a>
    }
}

/// Lines behind the bars, one for each tick.
fn grid_lines(scale: Scale) -> impl IntoView {
    let lines = scale
        .ticks()
        .into_iter()
        .map(|tick| {
            let y = HEIGHT - scale.height_of(tick, HEIGHT);
            view! { <line x1="0" x2="100" y1=y y2=y vector-effect="non-scaling-stroke"></line> }
        })
        .collect_view();
    view! {
        <svg class="chart-grid" viewBox=format!("0 0 100 {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
            {lines}
        </svg>
    }
}

/// A few of the names, spread evenly, the first and the last among them.
fn names(bars: &[Bar]) -> Vec<String> {
    let last = bars.len().saturating_sub(1);
    let count = NAMES.min(bars.len());
    (0..count).filter_map(|index| bars.get(index * last / (count - 1).max(1))).map(|bar| bar.short_name.clone()).collect()
}

/// A row of a table of figures: its name, where that leads, and the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub name: String,
    pub href: Option<String>,
    pub cells: Vec<String>,
}

/// The figures of a chart as a table, folded away behind a summary.
pub fn chart_table(title: &str, summary: &'static str, heads: &[&str], rows: Vec<Figures>) -> AnyView {
    let heads = heads.iter().map(|head| view! { <th scope="col">{(*head).to_owned()}</th> }).collect_view();
    let rows = rows.into_iter().map(figures_row).collect_view();
    view! {
        <details class="chart-table">
            <summary>{summary}</summary>
            <div class="chart-table-frame" tabindex="0" role="region" aria-label=title.to_owned()>
                <table>
                    <caption class="visually-hidden">{title.to_owned()}</caption>
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .erase()
}

fn figures_row(row: Figures) -> impl IntoView {
    let name = match row.href {
        Some(href) => view! { <a href=href>{row.name}</a> }.erase(),
        None => row.name.erase(),
    };
    let cells = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row">{name}</th>
            {cells}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(count: usize) -> Vec<Bar> {
        (0..count)
            .map(|index| Bar {
                name: String::new(),
                short_name: index.to_string(),
                value: 0,
                text: String::new(),
                href: String::new(),
                is_chosen: false,
            })
            .collect()
    }

    #[test]
    fn the_first_and_the_last_day_are_named() {
        assert_eq!(names(&some(30)).first().map(String::as_str), Some("0"));
        assert_eq!(names(&some(30)).last().map(String::as_str), Some("29"));
        assert_eq!(names(&some(1)), ["0"]);
        assert!(names(&[]).is_empty());
    }
}
