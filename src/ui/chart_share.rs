//! Parts of a whole, drawn on the server: a ranked list with bars, and a ring.

use leptos::prelude::*;

use super::{badge::Tone, erase::Erase};
use crate::words;

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
    /// Where the row leads, if anywhere.
    pub href: Option<String>,
    /// Whether the page is about this one now.
    pub is_chosen: bool,
}

/// Rows with bars in proportion to `whole`, and their part of it in a hundred.
pub fn share_bars(rows: Vec<Share>, whole: i64) -> AnyView {
    let largest = rows.iter().map(|row| row.value).max().unwrap_or(0).max(1);
    let rows = rows.into_iter().map(|row| share_row(row, largest, whole)).collect_view();
    view! {
        <ol class="shares" data-roving="column">
            {rows}
        </ol>
    }
    .erase()
}

fn share_row(row: Share, largest: i64, whole: i64) -> impl IntoView {
    let width = per_mille(row.value, largest);
    let percent = words::language().percent((per_mille(row.value, whole) + 5) / 10);
    let chosen = row.is_chosen.then_some("true");
    let name = match row.href {
        Some(href) => {
            view! { <a class="share-name" href=href aria-current=chosen title=row.name.clone()>{row.name.clone()}</a> }.erase()
        }
        None => view! { <span class="share-name">{row.name.clone()}</span> }.erase(),
    };
    view! {
        <li class="share">
            <span class="share-line">{name} <span class="amount">{row.text}</span></span>
            <svg class="share-bar" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="share-rail" width="1000" height="6"></rect>
                <rect class="share-fill" width=width height="6"></rect>
            </svg>
            <span class="share-line share-note">
                <span>{row.note}</span>
                <span class="amount">{percent}</span>
            </span>
        </li>
    }
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
    /// Where its name leads.
    pub href: String,
    /// Whether the page is about this one now.
    pub is_chosen: bool,
}

/// A ring with its parts listed beside it. `unit` stands in the middle under the total, such as `calls`.
pub fn outcome_split(parts: &[Part], unit: String) -> AnyView {
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
                <p class="ring-middle"><strong>{words::language().number(total)}</strong><span>{unit}</span></p>
            </div>
            <ul class="legend" data-roving="column">
                {legend}
            </ul>
        </div>
    }
    .erase()
}

fn legend_row(part: &Part, total: i64) -> impl IntoView + use<> {
    let language = words::language();
    let percent = (per_mille(part.value, total.max(1)) + 5) / 10;
    view! {
        <li>
            <span class=format!("legend-dot {}", part.tone.class()) aria-hidden="true"></span>
            <a class="legend-name" href=part.href.clone() aria-current=part.is_chosen.then_some("true")>
                {part.name.clone()}
            </a>
            <span class="amount">{language.number(part.value)}</span>
            <span class="legend-share amount">{language.percent(percent)}</span>
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
