//! A line of the size of a word: how a figure moved. Decoration beside the figure and its change in words.

use leptos::prelude::*;

use super::erase::Erase;

/// Width and height of the drawing in its own units; it is stretched to fit.
const WIDTH: i64 = 100;
const HEIGHT: i64 = 24;

/// The line through the values, oldest first; what is not known is left out.
pub fn sparkline(values: &[Option<i64>]) -> AnyView {
    view! {
        <svg class="spark" viewBox=format!("0 -1 {WIDTH} {}", HEIGHT + 2) preserveAspectRatio="none" aria-hidden="true">
            <polyline points=points(values) vector-effect="non-scaling-stroke"></polyline>
        </svg>
    }
    .erase()
}

fn points(values: &[Option<i64>]) -> String {
    let largest = i128::from(values.iter().flatten().copied().max().unwrap_or(0).max(1));
    let last = i64::try_from(values.len().saturating_sub(1)).unwrap_or(1).max(1);
    let known = values.iter().zip(0_i64..).filter_map(|(value, index)| Some((index, (*value)?)));
    let place = |(index, value): (i64, i64)| {
        let height = i128::from(value.max(0)) * i128::from(HEIGHT) * 10 / largest;
        let y = i128::from(HEIGHT) * 10 - height;
        format!("{},{}.{}", index * WIDTH / last, y / 10, y % 10)
    };
    let points: Vec<String> = known.map(place).collect();
    // One value alone is a level.
    match points.as_slice() {
        [only] => only.split_once(',').map_or(String::new(), |(_, y)| format!("0,{y} {WIDTH},{y}")),
        _ => points.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn a_line_goes_from_edge_to_edge_and_leaves_out_what_is_not_known() {
        assert_eq!(points(&[Some(0), None, Some(10)]), "0,24.0 100,0.0");
        assert_eq!(points(&[Some(5)]), "0,0.0 100,0.0");
        assert_eq!(points(&[Some(i64::MAX), Some(0)]), "0,0.0 100,24.0");
        assert_eq!(points(&[]), "");
    }
}
