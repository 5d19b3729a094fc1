//! How the line of a call was, on its receipt.

use leptos::prelude::*;

use super::{
    line::{Bars, line_words},
    model::{LineRecord, LineTrouble, Spread},
};
use crate::words;

/// What the browser measured, in words and figures; a sentence when it measured nothing.
#[component]
pub fn ReceiptLine(
    /// What was measured.
    line: Option<LineRecord>,
) -> impl IntoView {
    let t = words::receipt();
    let judged = line.as_ref().and_then(|line| Some((line.quality()?, line)));
    let shown = judged.map(|(quality, line)| {
        let said = line_words(quality, reason(line), words::calls());
        let rows = figures(line).into_iter().map(|(name, value)| row(name, value)).collect_view();
        view! {
            <p class="receipt-quality" data-testid="receipt-quality">
                <Bars quality/>
                {said}
            </p>
            <p class="muted">{t.measured(&words::language().duration(line.seconds))}</p>
            <dl class="receipt-figures">{rows}</dl>
        }
    });
    let nothing = shown.is_none().then(|| view! { <p class="muted" data-testid="receipt-quality">{t.unmeasured()}</p> });
    view! {
        <section class="receipt-line">
            <h2>{t.line()}</h2>
            {shown}
            {nothing}
        </section>
    }
}

/// The worst thing that happened to the line; a microphone is no part of it.
fn reason(line: &LineRecord) -> Option<LineTrouble> {
    line.troubles.iter().map(|event| event.what).filter(|what| *what != LineTrouble::Microphone).min()
}

fn row(name: &'static str, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

fn figures(line: &LineRecord) -> Vec<(&'static str, String)> {
    let t = words::receipt();
    let mark = words::language().decimal_mark();
    let hundredths = |value: i64| format!("{}{mark}{:02}", value / 100, value % 100);
    let ms = |value: i64| format!("{value} ms");
    let per_cent = |value: i64| format!("{} %", hundredths(value));
    let spread = |spread: Spread, unit: &dyn Fn(i64) -> String| t.spread(&unit(spread.average), &unit(spread.worst));
    [
        line.mos.map(|mos| (t.opinion(), spread(mos, &hundredths))),
        line.rtt.map(|rtt| (t.delay(), spread(rtt, &ms))),
        line.jitter.map(|jitter| (t.jitter(), spread(jitter, &ms))),
        line.loss.map(|loss| (t.loss(), spread(loss, &per_cent))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::model::LineEvent;

    #[test]
    fn figures_are_written_as_they_were_measured_and_absent_ones_are_not_made_up() {
        let spread = |average, worst| Some(Spread { average, worst });
        let event = |what| LineEvent { what, at_seconds: 1, lasted_seconds: None };
        let troubles = vec![event(LineTrouble::Microphone), event(LineTrouble::Jitter), event(LineTrouble::Loss)];
        let line = LineRecord { seconds: 9, mos: spread(412, 305), rtt: None, jitter: None, loss: spread(5, 120), troubles };
        let shown = figures(&line);
        assert_eq!(
            shown,
            [
                ("Opinion score (1 to 4.5)", "4.12 on average, 3.05 at worst".to_owned()),
                ("Lost packets", "0.05 % on average, 1.20 % at worst".to_owned())
            ]
        );
        assert_eq!(reason(&line), Some(LineTrouble::Loss));
    }
}
