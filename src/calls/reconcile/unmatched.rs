//! What Ringfare cannot match by itself, each with the next step: posts that belong to no call, calls that were given up.

use std::{collections::BTreeMap, fmt::Write};

use serde::Serialize;

use crate::{
    calls::{
        model::RANK_PARKED,
        store::{
            events::EventSource,
            unmatched::{self, GivenUp, StrayPost},
        },
    },
    domain::{
        ids::{CallId, UserId},
        money::Micros,
        phone::E164,
        time::EpochMs,
    },
    server::state::AppState,
    twilio::{signature::Params, webhook::StatusCallback},
};

/// So long a post may wait for the call it belongs to, in seconds.
const WAIT_SECONDS: i64 = 300;
/// Posts looked at, the newest.
const POSTS_MOST: i64 = 5_000;

/// Everything that is left to the operator.
#[derive(Debug, Clone, Serialize)]
pub struct Unmatched {
    pub legs: Vec<StrayLeg>,
    pub given_up: Vec<OpenCase>,
}

/// Posts about one call at the carrier that Ringfare does not know.
#[derive(Debug, Clone, Serialize)]
pub struct StrayLeg {
    /// The `CallSid` of the browser's leg, or of the only one that is named.
    pub leg: String,
    /// The other legs that were named with it.
    pub others: Vec<String>,
    pub posts: usize,
    pub first_seen: EpochMs,
    pub last_seen: EpochMs,
    pub from: Option<String>,
    pub to: Option<String>,
    /// What the posts say, oldest first, each once.
    pub said: Vec<String>,
    pub next_step: &'static str,
}

/// A call whose hold stays until the operator decides.
#[derive(Debug, Clone, Serialize)]
pub struct OpenCase {
    pub call: CallId,
    pub user: UserId,
    pub to: E164,
    pub leg: Option<String>,
    pub status: String,
    pub held_micros: Micros,
    pub began_at: EpochMs,
    pub given_up_at: EpochMs,
    pub next_step: String,
}

/// Lists what is left to the operator.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &AppState) -> sqlx::Result<Unmatched> {
    let before = state.clock.now().plus_seconds(-WAIT_SECONDS);
    let posts = unmatched::posts(&state.db, before, POSTS_MOST).await?;
    let given_up = unmatched::given_up(&state.db).await?;
    Ok(Unmatched { legs: by_leg(&posts), given_up: given_up.into_iter().map(case).collect() })
}

/// The posts of one logical call together, the one that began first first.
fn by_leg(posts: &[StrayPost]) -> Vec<StrayLeg> {
    let mut legs: BTreeMap<&str, Vec<&StrayPost>> = BTreeMap::new();
    for post in posts {
        if let Some(leg) = post.parent_sid.as_deref().or(post.call_sid.as_deref()) {
            legs.entry(leg).or_default().push(post);
        }
    }
    let mut legs: Vec<StrayLeg> = legs.into_iter().filter_map(|(leg, posts)| stray(leg, &posts)).collect();
    legs.sort_by(|a, b| (a.first_seen, &a.leg).cmp(&(b.first_seen, &b.leg)));
    legs
}

fn stray(leg: &str, posts: &[&StrayPost]) -> Option<StrayLeg> {
    let (first, last) = (posts.first()?, posts.last()?);
    let read: Vec<StatusCallback> =
        posts.iter().filter_map(|post| StatusCallback::read(&Params::parse(post.body.as_bytes()))).collect();
    let mut said: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for post in posts {
        if !said.contains(&post.summary) {
            said.push(post.summary.clone());
        }
        if let Some(sid) = post.call_sid.as_ref().filter(|sid| *sid != leg && !others.contains(sid)) {
            others.push(sid.clone());
        }
    }
    let of_call = posts.iter().any(|post| post.source != EventSource::Events);
    let called = !others.is_empty() || read.iter().any(|post| post.direction.as_deref() == Some("outbound-dial"));
    let next_step = match (of_call, called) {
        (false, _) => "Only the debugger spoke of it: read what it says in the carrier's console.",
        (true, true) => {
            "A number was dialled and nobody was charged: look the leg up in the carrier's console; if it cost something, book it with `ringfare user credit EMAIL -AMOUNT --reason …`."
        }
        (true, false) => {
            "The browser's leg alone: a refused call ends like this and nobody was dialled. Look it up in the carrier's console if it lasted longer than an announcement."
        }
    };
    Some(StrayLeg {
        leg: leg.to_owned(),
        others,
        posts: posts.len(),
        first_seen: first.received_at,
        last_seen: last.received_at,
        from: read.iter().find_map(|post| post.from.clone()),
        to: read.iter().find_map(|post| post.to.clone()),
        said,
        next_step,
    })
}

fn case(call: GivenUp) -> OpenCase {
    let parked = call.status_rank == RANK_PARKED;
    let settle = format!("`ringfare reconcile --settle {} --seconds N --reason TEXT`", call.id);
    let next_step = match (parked, call.end_tries > 0) {
        (true, _) => {
            format!("It ended, for how long was never told: look its duration up in the carrier's console, then {settle}.")
        }
        (false, true) => format!("It would not end: end it in the carrier's console, then {settle}."),
        (false, false) => format!("The carrier never said how it ended: look it up in its console, then {settle}."),
    };
    OpenCase {
        leg: call.child_sid.or(call.parent_sid),
        status: if parked { "ended, duration unknown".into() } else { call.status.label().to_lowercase() },
        call: call.id,
        user: call.user_id,
        to: call.to_e164,
        held_micros: call.hold_micros,
        began_at: call.created_at,
        given_up_at: call.given_up_at,
        next_step,
    }
}

impl std::fmt::Display for Unmatched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.legs.is_empty() && self.given_up.is_empty() {
            return f.write_str("Every post belongs to a call, and no call is given up.");
        }
        let mut text = String::new();
        for case in &self.given_up {
            let leg = case.leg.as_deref().unwrap_or("no leg known");
            writeln!(text, "{} to {} ({leg}), {}: {} held", case.call, case.to, case.status, case.held_micros.exact())?;
            writeln!(text, "  began {}, given up {}", case.began_at.utc_label(), case.given_up_at.utc_label())?;
            writeln!(text, "  {}", case.next_step)?;
        }
        for leg in &self.legs {
            let party = |party: &Option<String>| party.clone().unwrap_or_else(|| "?".into());
            writeln!(text, "{} from {} to {}: {} posts", leg.leg, party(&leg.from), party(&leg.to), leg.posts)?;
            writeln!(text, "  first {}, last {}", leg.first_seen.utc_label(), leg.last_seen.utc_label())?;
            writeln!(text, "  {}", leg.said.join("; "))?;
            writeln!(text, "  {}", leg.next_step)?;
        }
        write!(f, "{text}{} calls given up, {} unknown legs.", self.given_up.len(), self.legs.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(call_sid: &str, parent_sid: Option<&str>, body: &str, at: i64) -> StrayPost {
        StrayPost {
            source: EventSource::Status,
            call_sid: Some(call_sid.into()),
            parent_sid: parent_sid.map(str::to_owned),
            summary: format!("post {at}"),
            body: body.into(),
            received_at: EpochMs(at),
        }
    }

    #[test]
    fn posts_are_grouped_by_the_browsers_leg_with_their_first_and_last() {
        let posts = [
            post("CAother", None, "CallSid=CAother&CallStatus=completed&From=client%3Au_1&Direction=inbound", 5),
            post("CAchild", Some("CAparent"), "CallSid=CAchild&CallStatus=ringing&To=%2B447911123456", 7),
            post("CAparent", None, "CallSid=CAparent&CallStatus=completed", 9),
        ];
        let legs = by_leg(&posts);
        assert_eq!(legs.iter().map(|leg| leg.leg.as_str()).collect::<Vec<_>>(), ["CAother", "CAparent"]);
        let (alone, dialled) = (&legs[0], &legs[1]);
        assert_eq!((alone.posts, alone.from.as_deref()), (1, Some("client:u_1")));
        assert!(alone.next_step.starts_with("The browser's leg alone"));
        assert_eq!(
            (dialled.first_seen, dialled.last_seen, dialled.to.as_deref()),
            (EpochMs(7), EpochMs(9), Some("+447911123456"))
        );
        assert_eq!(dialled.others, ["CAchild"]);
        assert!(dialled.next_step.contains("nobody was charged"));
    }
}
