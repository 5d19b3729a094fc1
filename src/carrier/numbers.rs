//! The scripted numbers: fictional, reserved, each with one habit. To add one: a line in [`of`], a line in the README.

use std::time::Duration;

/// How a called number takes the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Answers,
    Busy,
    Never,
    /// Nobody has this number.
    Unreachable,
    /// The called party presses the red button.
    Declines,
}

/// What a number does, and what happens to the posts about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    pub answer: Answer,
    /// Hangs up so long after it answered.
    pub hangs_up_after: Option<Duration>,
    /// No post tells of the end: neither leg's `completed`, nor the Dial action. Only REST knows.
    pub loses_the_end: bool,
    /// How often each post is sent at once.
    pub copies: usize,
    /// Status posts are held until the end and come in reverse.
    pub reverses: bool,
    /// No post tells the duration; REST does so this long after the end.
    pub hides_duration: Option<Duration>,
    /// Answers, but no packet of sound ever comes from there.
    pub is_silent: bool,
}

/// Any other number: answers, echoes, and its posts come once and in order.
pub const USUAL: Habits = Habits {
    answer: Answer::Answers,
    hangs_up_after: None,
    loses_the_end: false,
    copies: 1,
    reverses: false,
    hides_duration: None,
    is_silent: false,
};

/// The habits of a number in E.164.
pub fn of(number: &str) -> Habits {
    match number {
        "+14155550111" => Habits { answer: Answer::Busy, ..USUAL },
        "+14155550112" => Habits { answer: Answer::Never, ..USUAL },
        "+14155550113" => Habits { answer: Answer::Unreachable, ..USUAL },
        "+14155550114" => Habits { hangs_up_after: Some(Duration::from_secs(5)), ..USUAL },
        "+14155550115" => Habits { loses_the_end: true, ..USUAL },
        "+14155550116" => Habits { copies: 3, ..USUAL },
        "+14155550117" => Habits { reverses: true, ..USUAL },
        "+14155550118" => Habits { answer: Answer::Declines, ..USUAL },
        "+14155550119" => Habits { hides_duration: Some(Duration::from_secs(3)), ..USUAL },
        "+14155550120" => Habits { is_silent: true, ..USUAL },
        _ => USUAL,
    }
}
