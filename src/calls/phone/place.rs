//! From a click to a ringing line: microphone, grant, Voice SDK; and what the SDK says from then on.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local, wasm_split::wasm_split};

use super::{
    super::api, super::model::LineTrouble, EndReason, EnhancedCall, Line, Phone, follow, state::VoiceEvent, trouble::Fault,
    voice_device,
};
use crate::ui::later::{NotFetched, ready};

/// A call on its way to ringing.
pub(super) type Placing = Pin<Box<dyn Future<Output = ()>>>;

/// Places the call that has begun. All that a call needs of this page comes with it.
#[wasm_split(phone, fallible, wasm_split_path = leptos::wasm_split, preload(preload))]
pub(super) fn place(phone: EnhancedCall, to: String, attempt: u32) -> Result<Placing, NotFetched> {
    if phone.follow.with_untracked(Option::is_none) {
        phone.follow.set(Some(follow::all));
    }
    ready(Box::pin(async move {
        if let Err(fault) = phone.place(to, attempt).await {
            phone.fail(fault, attempt);
        }
    }))
}

impl EnhancedCall {
    pub(super) fn begin_next(self) -> u32 {
        self.unseen
            .try_update_value(|unseen| {
                unseen.attempt += 1;
                unseen.attempt
            })
            .unwrap_or_default()
    }

    pub(super) fn begin(self, to: String) -> u32 {
        self.to.set(to);
        self.id.set(None);
        self.row.set(None);
        self.name.set(None);
        self.written.set(String::new());
        self.events.set(Vec::new());
        self.trouble.set(None);
        self.unseen.update_value(|unseen| unseen.answered_at = None);
        self.elapsed.set(0);
        self.line.set(Line::default());
        self.state.set(Phone::RequestingMicrophone);
        self.begin_next()
    }

    pub(super) fn is_current(self, attempt: u32) -> bool {
        self.unseen.try_get_value().map(|unseen| unseen.attempt) == Some(attempt)
    }

    async fn place(self, to: String, attempt: u32) -> Result<(), Fault> {
        voice_device::open(move |event| self.hear(&event, attempt)).await?;
        voice_device::microphone().await?;
        if !self.is_current(attempt) {
            self.give_back();
            return Ok(());
        }
        self.state.try_set(Phone::Connecting);
        let access = api::grant_voice_access(to).await.map_err(Fault::Refused)?;
        if !self.is_current(attempt) {
            self.give_back();
            return Ok(());
        }
        self.to.try_set(access.to.as_str().to_owned());
        self.id.try_set(Some(access.call_id.clone()));
        voice_device::call(&access).await
    }

    /// Gives the microphone of an attempt that was given up back, unless another has begun: there is one for both.
    fn give_back(self) {
        if self.state.try_with_untracked(Phone::is_live) != Some(true) {
            voice_device::destroy();
        }
    }

    fn fail(self, fault: Fault, attempt: u32) {
        if !self.is_current(attempt) {
            return;
        }
        voice_device::destroy();
        let hung_up = self.state.with_untracked(|state| *state == Phone::Ending);
        let state = if hung_up { Phone::Ended(EndReason::Cancelled) } else { Phone::Failed(fault) };
        self.state.try_set(state);
        // The carrier may have got further than this page.
        if let Some(id) = self.id.get_untracked() {
            spawn_local(async move { drop(api::hang_up(id).await) });
        }
    }

    fn hear(self, event: &VoiceEvent, attempt: u32) {
        if !self.is_current(attempt) {
            return;
        }
        match event {
            VoiceEvent::Accept => self.unseen.update_value(|unseen| unseen.answered_at = Some(js_sys::Date::now())),
            VoiceEvent::Mute { muted } => self.line.update(|line| line.muted = *muted),
            VoiceEvent::Measured => self.line.update(|line| line.measured = true),
            VoiceEvent::Warning { name } => self.trouble(name, true),
            VoiceEvent::WarningCleared { name } => self.trouble(name, false),
            VoiceEvent::Reconnecting { .. } => {
                let elapsed = self.elapsed.get_untracked();
                self.line.update(|line| line.lost_at = elapsed);
            }
            VoiceEvent::TokenWillExpire => self.renew_token(),
            _ => {}
        }
        let before = self.state.get_untracked();
        let after = before.clone().after(event);
        if after != before {
            self.state.set(after);
        }
    }

    /// A trouble of the line begins or ends; what the SDK warns of otherwise is nothing a caller could use.
    fn trouble(self, name: &str, there: bool) {
        if let Some(trouble) = LineTrouble::from_word(name) {
            self.line.update(|line| line.troubles = line.troubles.with(trouble, there));
        }
    }

    /// A running call outlives its token; a fresh one only lets it survive a lost socket, so a refusal is no news.
    fn renew_token(self) {
        let to = self.to.get_untracked();
        spawn_local(async move {
            if let Ok(access) = api::grant_voice_access(to).await {
                voice_device::update_token(&access.token);
            }
        });
    }
}
