//! A bar for each day. The server draws it too; the words around it are HTML, so that they stay sharp at any width.

use leptos::{ev, prelude::*};

use super::chart_scale::Scale;

/// Height of the drawing in its own units; it is stretched to fit.
const HEIGHT: i64 = 200;
/// Width that each bar has, and the part of it that is filled.
const SLOT: usize = 10;
const BAR: usize = 7;
/// About how many names of days fit below.
const NAMES: usize = 6;

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for, such as a day.
    pub name: String,
    /// How long it is.
    pub value: i64,
    /// What is said of it, such as `$1.20, 4 calls`.
    pub text: String,
}

/// Bars over days, with an axis, a line that tells the bar under the pointer or chosen with the arrow keys, and a table.
#[component]
pub fn DailyBars(
    /// What is shown; read out, and the caption of the table.
    #[prop(into)]
    title: String,
    /// The bars, oldest first.
    bars: Vec<Bar>,
    /// How a value reads at the axis.
    axis: fn(i64) -> String,
) -> impl IntoView {
    let scale = Scale::up_to(bars.iter().map(|bar| bar.value).max().unwrap_or(0));
    let ticks = scale.ticks().into_iter().map(|tick| view! { <span>{axis(tick)}</span> }).collect_view();
    let names = names(&bars).into_iter().map(|name| view! { <span>{name}</span> }).collect_view();
    let table =
        view! { <ChartTable title=title.clone() rows=bars.iter().map(|bar| (bar.name.clone(), bar.text.clone())).collect()/> };
    view! {
        <figure class="chart">
            <div class="chart-plot">
                <div class="chart-ticks" aria-hidden="true">
                    {ticks}
                </div>
                <Plot title bars scale/>
                <div class="chart-names" aria-hidden="true">
                    {names}
                </div>
            </div>
            {table}
        </figure>
    }
    .into_any()
}

/// The bars themselves.
#[component]
fn Plot(title: String, bars: Vec<Bar>, scale: Scale) -> impl IntoView {
    let at = RwSignal::new(None::<usize>);
    let last = bars.len().saturating_sub(1);
    let texts: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.name, bar.text)).collect();
    let told = move || at.get().and_then(|index| texts.get(index).cloned()).unwrap_or_default();
    let drawn = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let height = scale.height_of(bar.value, HEIGHT);
            view! {
                <g class="chart-slot" class:is-at=move || at.get() == Some(index) on:pointerenter=move |_| at.set(Some(index))>
                    <rect class="chart-hit" x=index * SLOT y="0" width=SLOT height=HEIGHT></rect>
                    <rect class="chart-bar" x=index * SLOT + (SLOT - BAR) / 2 y=HEIGHT - height width=BAR height=height></rect>
                </g>
            }
        })
        .collect_view();
    view! {
        <div class="chart-area">
            <p class="chart-told" aria-live="polite">{told}</p>
            {grid_lines(scale)}
            <svg
                class="chart-bars"
                viewBox=format!("0 0 {} {HEIGHT}", bars.len().max(1) * SLOT)
                preserveAspectRatio="none"
                role="img"
                aria-label=format!("{title}. Use the arrow keys to read single days; the table below has them all.")
                tabindex="0"
                on:keydown=move |event| move_with_keys(&event, at, last)
                on:pointerleave=move |_| at.set(None)
                on:blur=move |_| at.set(None)
            >
                {drawn}
            </svg>
        </div>
    }
    .into_any()
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

fn move_with_keys(event: &ev::KeyboardEvent, at: RwSignal<Option<usize>>, last: usize) {
    let now = at.get_untracked();
    let next = match event.key().as_str() {
        "ArrowRight" => now.map_or(0, |index| (index + 1).min(last)),
        "ArrowLeft" => now.map_or(last, |index| index.saturating_sub(1)),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    at.set(Some(next));
}

/// A few of the names, spread evenly, the first and the last among them.
fn names(bars: &[Bar]) -> Vec<String> {
    let last = bars.len().saturating_sub(1);
    let count = NAMES.min(bars.len());
    (0..count).filter_map(|index| bars.get(index * last / (count - 1).max(1))).map(|bar| bar.name.clone()).collect()
}

/// The same figures as a table, folded away.
#[component]
pub fn ChartTable(
    /// The caption.
    title: String,
    /// Name and text of each row.
    rows: Vec<(String, String)>,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|(name, text)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{text}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="chart-table">
            <summary>"Show as a table"</summary>
            <div class="chart-table-frame">
                <table>
                    <caption class="visually-hidden">{title}</caption>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(count: usize) -> Vec<Bar> {
        (0..count).map(|index| Bar { name: index.to_string(), value: 0, text: String::new() }).collect()
    }

    #[test]
    fn the_first_and_the_last_day_are_named() {
        assert_eq!(names(&bars(30)).first().map(String::as_str), Some("0"));
        assert_eq!(names(&bars(30)).last().map(String::as_str), Some("29"));
        assert_eq!(names(&bars(1)), ["0"]);
        assert!(names(&[]).is_empty());
    }
}
