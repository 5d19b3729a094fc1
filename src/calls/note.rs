//! What a caller writes about a call: a note that is saved as it is typed, and a report of a bad call.
//!
//! Both are plain forms, so that they work before the page's program is here, and none of them leaves the page afterwards: a call
//! may be running in it.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    api::{note_call, report_call},
    model::NOTE_MOST,
};
use crate::{
    domain::ids::CallId,
    ui::{alert::told, effect::effect},
    words,
};

/// How long nothing is typed until it is saved, in milliseconds.
const REST_MS: u64 = 700;

/// Whether what is written is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    Untouched,
    Saving,
    Saved,
    Failed(String),
}

/// One note while it is written; cheap to copy.
#[derive(Clone, Copy)]
struct Draft {
    id: StoredValue<CallId>,
    text: RwSignal<String>,
    kept: RwSignal<Kept>,
    /// Runs while something typed waits to be saved.
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Saves follow one another, so that the last one typed is the last one kept.
    busy: StoredValue<bool>,
    language: words::Language,
}

impl Draft {
    fn new(id: CallId, text: RwSignal<String>) -> Self {
        Self {
            id: StoredValue::new(id),
            text,
            kept: RwSignal::new(Kept::Untouched),
            timer: StoredValue::new(None),
            busy: StoredValue::new(false),
            language: words::language(),
        }
    }

    fn typed(self, text: String) {
        self.text.set(text);
        self.kept.set(Kept::Saving);
        self.stop_waiting();
        let wait = set_timeout_with_handle(move || self.save(), std::time::Duration::from_millis(REST_MS));
        self.timer.set_value(wait.ok());
    }

    fn stop_waiting(self) -> bool {
        let timer = self.timer.try_update_value(Option::take).flatten();
        timer.map(|timer| timer.clear()).is_some()
    }

    fn save(self) {
        self.stop_waiting();
        if self.busy.try_get_value() != Some(false) {
            return;
        }
        let (Some(id), Some(note)) = (self.id.try_get_value(), self.text.try_get_untracked()) else { return };
        self.busy.set_value(true);
        drop(self.kept.try_set(Kept::Saving));
        // Outlives the field: the last words may be typed while these are on their way, and the field closed.
        let text = ArcRwSignal::from(self.text);
        spawn_local(async move {
            let kept = note_call(id.clone(), note.clone()).await;
            let _ = self.busy.try_set_value(false);
            let now = text.get_untracked();
            if now == note {
                let kept = kept.map_or_else(|error| Kept::Failed(told(&error, self.language)), |()| Kept::Saved);
                drop(self.kept.try_set(kept));
                return;
            }
            match self.timer.try_with_value(Option::is_none) {
                Some(true) => self.save(),
                Some(false) => {}
                None => drop(note_call(id, now).await),
            }
        });
    }
}

/// The note on a call; `text` outlives the field, so that it is there when the field is shown again.
#[component]
pub fn NoteField(
    /// Which call.
    id: CallId,
    /// What is written.
    text: RwSignal<String>,
) -> impl IntoView {
    let t = words::calls();
    let (hidden_id, scripted) = (id.to_string(), RwSignal::new(false));
    let draft = Draft::new(id, text);
    effect(move |_| scripted.set(true));
    // Closed in the middle of a word: what was typed is kept all the same.
    on_cleanup(move || {
        if draft.stop_waiting() {
            draft.save();
        }
    });
    let state = move || match draft.kept.get() {
        Kept::Untouched => t.note_hint().to_owned(),
        Kept::Saving => t.saving().to_owned(),
        Kept::Saved => t.saved().to_owned(),
        Kept::Failed(why) => t.not_saved(&why),
    };
    let failed = move || matches!(draft.kept.get(), Kept::Failed(_));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        draft.save();
    };
    view! {
        <form class="note" method="post" action="/app/note-call" on:submit=submit>
            <input type="hidden" name="id" value=hidden_id/>
            <label class="field">
                {t.note_label()}
                <textarea
                    name="note"
                    rows="3"
                    // So that a style sheet can tell an empty note, which is not printed.
                    placeholder=" "
                    maxlength=NOTE_MOST
                    data-testid="call-note-text"
                    prop:value=move || text.get()
                    on:input=move |event| draft.typed(event_target_value(&event))
                >
                    {text.get_untracked()}
                </textarea>
            </label>
            <span class="muted note-state" class:is-failed=failed role="status" data-testid="call-note-state">{state}</span>
            <button class="button button-plain" hidden=move || scripted.get() && !failed()>
                {move || if failed() { t.try_again() } else { t.save() }}
            </button>
        </form>
    }
}

/// Tells the operator of a bad call.
#[component]
pub fn ReportForm(
    /// Which call.
    id: CallId,
    /// Told when the operator has it.
    done: Callback<()>,
) -> impl IntoView {
    let (t, bar, language) = (words::receipt(), words::calls(), words::language());
    let (hidden_id, text, failed) = (id.to_string(), RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let id = id.clone();
        spawn_local(async move {
            match report_call(id, text.get_untracked()).await {
                Ok(()) => done.run(()),
                Err(error) => drop(failed.try_set(Some(bar.not_saved(&told(&error, language))))),
            }
        });
    };
    view! {
        <details class="report">
            <summary>{t.report_title()}</summary>
            <form class="note" method="post" action="/app/report-call" on:submit=submit>
                <p class="muted">{t.report_text()}</p>
                <input type="hidden" name="id" value=hidden_id/>
                <label class="field">
                    {t.report_label()}
                    <textarea
                        name="words"
                        rows="2"
                        maxlength=NOTE_MOST
                        data-testid="report-words"
                        on:input=move |event| text.set(event_target_value(&event))
                    ></textarea>
                </label>
                <button class="button button-plain" data-testid="report-send">{t.report_send()}</button>
                <span class="note-state is-failed" role="alert">{move || failed.get()}</span>
            </form>
        </details>
    }
}
