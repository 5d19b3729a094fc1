//! The quality of a line in bars, a word and its reason: in the call bar and on the receipt.

use leptos::prelude::*;

use super::model::{LineTrouble, Quality};
use crate::words::Calls;

/// The word of a quality and, if there is one, its reason: `Poor line: sound is getting lost on the way`.
pub fn line_words(quality: Quality, why: Option<LineTrouble>, t: Calls) -> String {
    let word = match quality {
        Quality::Poor => t.poor_line(),
        Quality::Fair => t.fair_line(),
        Quality::Good => t.good_line(),
    };
    match why {
        Some(why) if quality < Quality::Good => t.line_because(word, trouble_words(why, t)),
        _ => word.to_owned(),
    }
}

/// What a trouble of the line means to whoever speaks on it.
pub fn trouble_words(trouble: LineTrouble, t: Calls) -> &'static str {
    match trouble {
        LineTrouble::Offline => t.offline(),
        LineTrouble::Reconnecting => t.reconnecting(),
        LineTrouble::NoPath => t.no_path(),
        LineTrouble::NothingArrives => t.nothing_arrives(),
        LineTrouble::NothingLeaves => t.nothing_leaves(),
        LineTrouble::Loss | LineTrouble::LossOnAverage => t.loss(),
        LineTrouble::Opinion => t.opinion(),
        LineTrouble::Delay => t.delay(),
        LineTrouble::Jitter => t.jitter(),
        LineTrouble::Microphone => t.microphone_silent(),
    }
}

/// Three bars; the word stands beside them.
#[component]
pub fn Bars(
    /// What they show.
    quality: Quality,
) -> impl IntoView {
    view! {
        <span class="quality-bars" data-bars=quality.bars() aria-hidden="true">
            <i></i>
            <i></i>
            <i></i>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_good_line_needs_no_reason_and_a_bad_one_gives_it() {
        let t = words::calls();
        assert_eq!(line_words(Quality::Good, Some(LineTrouble::Microphone), t), "Good line");
        assert_eq!(line_words(Quality::Fair, Some(LineTrouble::Delay), t), "Fair line: answers arrive late");
        assert_eq!(line_words(Quality::Poor, None, t), "Poor line");
    }
}
