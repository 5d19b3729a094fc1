//! Asking the server again and again, politely: never twice at a time, less often when it fails, not at all when nobody looks.

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local_scoped_with_cancellation};

use super::{effect::effect, live::use_live_link};
use crate::error::AppError;

/// The longest pause after failures, in milliseconds.
const LONGEST_PAUSE_MS: u32 = 30_000;

/// Runs `ask` every `every_ms` milliseconds while `active`; becoming active again runs it at once.
///
/// Becoming inactive or leaving the page drops the timer and the request. Failures double the pause up to 30 s; a session
/// that has ended stops the loop. A little jitter keeps many pages from asking in step. `ask` uses `try_set` after its await.
pub fn use_poll<Asked>(every_ms: u32, active: Signal<bool>, ask: impl Fn() -> Asked + Clone + 'static)
where
    Asked: Future<Output = Result<(), AppError>> + 'static,
{
    poll(Signal::stored(every_ms), active, ask);
}

/// The same for what is also pushed: as long as the page is told of changes, it asks every half minute, for safety. When it is
/// told no longer, it asks at once.
pub fn use_poll_behind_push<Asked>(every_ms: u32, active: Signal<bool>, ask: impl Fn() -> Asked + Clone + 'static)
where
    Asked: Future<Output = Result<(), AppError>> + 'static,
{
    let link = use_live_link();
    let pace = Memo::new(move |_| if link.is_healthy() { LONGEST_PAUSE_MS } else { every_ms });
    poll(pace.into(), active, ask);
}

/// `pace` is read when a loop begins, and a change of it begins another.
fn poll<Asked>(pace: Signal<u32>, active: Signal<bool>, ask: impl Fn() -> Asked + Clone + 'static)
where
    Asked: Future<Output = Result<(), AppError>> + 'static,
{
    effect(move |before: Option<(bool, u32)>| {
        let (active, every_ms) = (active.get(), pace.get());
        if !active {
            return (active, every_ms);
        }
        // Told of changes from now on, nothing needs to be asked: what is so comes first over the stream.
        let slower = before.is_some_and(|(was_active, before_ms)| was_active && every_ms > before_ms);
        let (ask, mut pause) = (ask.clone(), if before.is_some() && !slower { 0 } else { every_ms });
        spawn_local_scoped_with_cancellation(async move {
            loop {
                TimeoutFuture::new(with_jitter(pause)).await;
                pause = match ask().await {
                    Ok(()) => every_ms,
                    Err(AppError::NotSignedIn) => return,
                    Err(_) => longer(pause.max(every_ms)),
                };
            }
        });
        (active, every_ms)
    });
}

/// The pause after one more failure.
fn longer(pause_ms: u32) -> u32 {
    pause_ms.saturating_mul(2).min(LONGEST_PAUSE_MS)
}

/// Up to 5 % more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small non-negative number of milliseconds")]
fn with_jitter(pause_ms: u32) -> u32 {
    pause_ms + (js_sys::Math::random() * f64::from(pause_ms) * 0.05) as u32
}

/// Whether the tab is being looked at; true on the server.
pub fn use_page_visible() -> Signal<bool> {
    let visible = RwSignal::new(true);
    effect(move |_| {
        visible.set(!document().hidden());
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            let _ = visible.try_set(!document().hidden());
        });
        on_cleanup(move || listener.remove());
    });
    visible.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_double_the_pause_up_to_half_a_minute() {
        let pauses: Vec<u32> = std::iter::successors(Some(2_000), |pause| Some(longer(*pause))).take(6).collect();
        assert_eq!(pauses, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    }
}
