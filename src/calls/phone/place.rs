//! From a click to a ringing line: microphone, grant, Voice SDK; and what the SDK says from then on.

use leptos::{prelude::*, task::spawn_local};

use super::{
    super::api,
    EndReason, EnhancedCall, Line, Phone,
    meter::{Quality, line_warning},
    state::VoiceEvent,
    trouble::Trouble,
    voice_device,
};
use crate::error::AppError;

impl EnhancedCall {
    pub(super) fn begin_next(self) -> u32 {
        self.attempt
            .try_update_value(|attempt| {
                *attempt += 1;
                *attempt
            })
            .unwrap_or_default()
    }

    pub(super) fn begin(self, to: String) -> u32 {
        self.to.set(to);
        self.id.set(None);
        self.row.set(None);
        self.contact.set(None);
        self.events.set(Vec::new());
        self.answered_at.set(None);
        self.elapsed.set(0);
        self.line.set(Line::default());
        self.state.set(Phone::RequestingMicrophone);
        self.begin_next()
    }

    pub(super) fn is_current(self, attempt: u32) -> bool {
        self.attempt.try_get_value() == Some(attempt)
    }

    pub(super) async fn place(self, to: String, attempt: u32) -> Result<(), Trouble> {
        voice_device::open(move |event| self.hear(&event, attempt)).await?;
        voice_device::microphone().await?;
        if !self.is_current(attempt) {
            voice_device::destroy();
            return Ok(());
        }
        drop(self.state.try_set(Phone::Connecting));
        let access = api::grant_voice_access(to).await.map_err(not_placed)?;
        if !self.is_current(attempt) {
            voice_device::destroy();
            return Ok(());
        }
        drop(self.to.try_set(access.to.as_str().to_owned()));
        drop(self.id.try_set(Some(access.call_id.clone())));
        voice_device::call(&access).await
    }

    pub(super) fn fail(self, trouble: Trouble, attempt: u32) {
        if !self.is_current(attempt) {
            return;
        }
        voice_device::destroy();
        let hung_up = self.state.with_untracked(|state| *state == Phone::Ending);
        let state = if hung_up { Phone::Ended(EndReason::Cancelled) } else { Phone::Failed(trouble) };
        drop(self.state.try_set(state));
        // The carrier may have got further than this page.
        if let Some(id) = self.id.get_untracked() {
            spawn_local(async move { drop(api::hang_up(id).await) });
        }
    }

    pub(super) fn hear(self, event: &VoiceEvent, attempt: u32) {
        if !self.is_current(attempt) {
            return;
        }
        match event {
            VoiceEvent::Accept => self.answered_at.set(Some(js_sys::Date::now())),
            VoiceEvent::Mute { muted } => self.line.update(|line| line.muted = *muted),
            VoiceEvent::Sample { mos, rtt, jitter, loss, .. } => {
                self.line.update(|line| line.quality = Quality::of(*mos, *rtt, *jitter, *loss));
            }
            VoiceEvent::Warning { name } => self.line.update(|line| line.note = line_warning(name)),
            VoiceEvent::WarningCleared { .. } => self.line.update(|line| line.note = None),
            VoiceEvent::TokenWillExpire => self.renew_token(),
            _ => {}
        }
        let before = self.state.get_untracked();
        let after = before.clone().after(event);
        if after != before {
            self.state.set(after);
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

/// A refusal of the server before anything was dialled.
fn not_placed(error: AppError) -> Trouble {
    let next = match &error {
        AppError::NotSignedIn => "Sign in and call again.",
        AppError::Refused { code, .. } if code == "insufficient_credit" => "Top up, then call again.",
        AppError::Refused { .. } | AppError::Invalid { .. } => "",
        _ => "Try again in a moment.",
    };
    Trouble::uncharged(error.to_string(), next)
}
