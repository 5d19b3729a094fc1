//! Parts of a whole: a ranked list with bars, and a ring.

use leptos::prelude::*;

use super::badge::Tone;

/// A row of a ranked list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is.
    pub name: String,
    /// A small line below the name.
    pub note: String,
    /// How long its bar is.
    pub value: i64,
    /// The value as people read it.
    pub text: String,
    /// Where the name leads, if anywhere.
    pub href: Option<String>,
}

/// Rows with bars in proportion to the largest.
#[component]
pub fn ShareBars(
    /// The rows, largest first.
    rows: Vec<Share>,
) -> impl IntoView {
    let largest = rows.iter().map(|row| row.value).max().unwrap_or(0).max(1);
    let rows = rows
        .into_iter()
        .map(|row| {
            let width = per_mille(row.value, largest);
            let name = match row.href {
                Some(href) => view! { <a class="share-name" href=href>{row.name}</a> }.into_any(),
                None => view! { <span class="share-name">{row.name}</span> }.into_any(),
            };
            view! {
                <li class="share">
                    <span class="share-line">{name} <span class="amount">{row.text}</span></span>
                    <svg class="share-bar" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="share-rail" width="1000" height="6"></rect>
                        <rect class="share-fill" width=width height="6"></rect>
                    </svg>
                    <span class="share-note">{row.note}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="shares">{rows}</ol> }
}

/// A part of a ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub name: String,
    /// How much.
    pub value: i64,
    /// Its colour.
    pub tone: Tone,
}

/// A ring with its parts listed beside it.
#[component]
pub fn OutcomeSplit(
    /// The parts.
    parts: Vec<Part>,
    /// What all of them are, such as `calls`; stands in the middle under the total.
    #[prop(into)]
    unit: String,
) -> impl IntoView {
    let total: i64 = parts.iter().map(|part| part.value).sum();
    let mut begin = 0;
    let arcs = parts
        .iter()
        .map(|part| {
            let length = per_mille(part.value, total.max(1));
            let offset = -begin;
            begin += length;
            view! {
                <circle
                    class=format!("ring-part {}", part.tone.class())
                    cx="21"
                    cy="21"
                    r="16"
                    pathLength="1000"
                    stroke-dasharray=format!("{length} {}", 1000 - length)
                    stroke-dashoffset=offset
                ></circle>
            }
        })
        .collect_view();
    let legend = parts.iter().map(|part| legend_row(part, total)).collect_view();
    view! {
        <div class="split">
            <div class="ring">
                <svg viewBox="0 0 42 42" aria-hidden="true">
                    <circle class="ring-rail" cx="21" cy="21" r="16"></circle>
                    {arcs}
                </svg>
                <p class="ring-middle"><strong>{total}</strong><span>{unit}</span></p>
            </div>
            <ul class="legend">{legend}</ul>
        </div>
    }
    .into_any()
}

fn legend_row(part: &Part, total: i64) -> impl IntoView + use<> {
    let percent = (per_mille(part.value, total.max(1)) + 5) / 10;
    view! {
        <li>
            <span class=format!("legend-dot {}", part.tone.class()) aria-hidden="true"></span>
            <span class="legend-name">{part.name.clone()}</span>
            <span class="amount">{part.value}</span>
            <span class="legend-share amount">{format!("{percent} %")}</span>
        </li>
    }
}

/// The part in thousandths of the whole.
fn per_mille(part: i64, whole: i64) -> i64 {
    i64::try_from(i128::from(part.max(0)) * 1000 / i128::from(whole.max(1))).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::per_mille;

    #[test]
    fn shares_do_not_overflow() {
        assert_eq!(per_mille(i64::MAX, i64::MAX), 1000);
        assert_eq!(per_mille(1, 3), 333);
        assert_eq!(per_mille(5, 0), 5000);
    }
}
