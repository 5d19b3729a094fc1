//! The device page: which microphone and speaker a call uses, and hearing oneself before others do.
//!
//! `public/audio.js` does the work and finds its places by `data-audio`; what it says is all here, hidden until it is true.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{audio, microphone_help::MicrophoneHelp};
use crate::{
    ui::{
        effect::effect,
        erase::Erase,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        site::use_site,
        title::Title,
    },
    words,
};

/// The number of the built-in carrier that answers and sends back what it hears; reserved for fiction.
const ECHO: &str = "/dashboard/dialer?to=%2B14155550142";

/// Microphone, speaker, echo, permission.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let t = words::devices();
    let page = NodeRef::<leptos::html::Div>::new();
    effect(move |_| {
        let Some(page) = page.get() else { return };
        let page: JsValue = (*page).clone().into();
        leptos::task::spawn_local(async move { drop(audio::ask("devices", &[page]).await) });
        on_cleanup(|| drop(audio::invoke("leave", &[])));
    });
    view! {
        <Title text=t.title()/>
        <PageHeader
            title=t.title()
            text=t.about()
            actions=move || {
                view! {
                    <a class="button button-plain" href="/dashboard/dialer">
                        <Icon glyph=Glyph::Keypad/>
                        {t.back()}
                    </a>
                }
            }
        />
        <div class="columns devices" node_ref=page data-testid="devices">
            <div class="stack">
                <MicrophoneCard/>
                <EchoCard/>
            </div>
            <div class="stack">
                <SpeakerCard/>
                <OptionsCard/>
            </div>
        </div>
        <noscript>
            <p class="muted">{t.needs_script()}</p>
        </noscript>
    }
    .erase()
}

/// A sentence that the script shows when it is true.
fn said(state: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <p data-audio=state hidden>
            {words}
        </p>
    }
}

/// A button that the script listens to.
fn act(name: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <button type="button" class="button button-plain" data-audio=name>
            {words}
        </button>
    }
}

/// Which one of a kind; the script fills it in and remembers the choice.
fn choice(name: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{words}</label>
            <select id=name data-audio=name>
                <option value="">{words::devices().system()}</option>
            </select>
        </div>
    }
}

/// Permission, choice and level.
#[component]
fn MicrophoneCard() -> impl IntoView {
    let t = words::devices();
    view! {
        <Card title=t.microphone()>
            <div class="devices-part">
                <div class="devices-permission" role="status" data-testid="microphone-permission">
                    <p data-audio="is-prompt">{t.unknown()}</p>
                    {said("is-granted", t.granted())}
                    {said("is-denied", t.denied())}
                    {said("is-missing", t.missing())}
                    {said("is-busy", t.busy())}
                    {said("is-insecure", t.insecure())}
                </div>
                <div data-audio="is-denied" hidden>
                    <MicrophoneHelp asked=Callback::new(|_| ())/>
                </div>
                {choice("microphone", t.microphone())}
                <div class="devices-level">
                    <span id="level-name">{t.level()}</span>
                    <meter data-audio="level" data-testid="level" aria-labelledby="level-name" min="0" max="100" value="0"></meter>
                </div>
                <p class="muted">{t.level_help()}</p>
                <div class="devices-acts">
                    {act("listen", t.start())}
                    <button type="button" class="button button-plain" data-audio="stop" hidden>
                        {t.stop()}
                    </button>
                </div>
            </div>
        </Card>
    }
}

/// Choice and tone.
#[component]
fn SpeakerCard() -> impl IntoView {
    let t = words::devices();
    view! {
        <Card title=t.speaker()>
            <div class="devices-part">
                {choice("speaker", t.speaker())}
                {said("no-choice", t.no_choice())}
                <div class="devices-acts">{act("tone", t.test_tone())}</div>
                <div role="status">{said("tone-played", t.tone_played())}</div>
            </div>
        </Card>
    }
}

/// Three seconds of oneself, or a whole call to the echo.
#[component]
fn EchoCard() -> impl IntoView {
    let t = words::devices();
    view! {
        <Card title=t.echo()>
            <div class="devices-part">
                <p class="muted">{t.echo_about()}</p>
                <div class="devices-acts">
                    {act("record", t.record())}
                    {use_site()
                        .local_carrier
                        .then(|| {
                            view! {
                                <a class="button button-quiet" href=ECHO>
                                    <Icon glyph=Glyph::Phone/>
                                    {t.echo_call()}
                                </a>
                            }
                        })}
                </div>
                <div role="status" data-testid="echo-state">
                    {said("recording", t.recording())}
                    {said("playing", t.playing())}
                    {said("echo-done", t.echo_done())}
                    {said("echo-silent", t.echo_silent())}
                </div>
            </div>
        </Card>
    }
}

/// Key tones and phone links.
#[component]
fn OptionsCard() -> impl IntoView {
    let t = words::devices();
    view! {
        <Card title=t.options()>
            <div class="devices-part">
                <label class="switch">
                    <input type="checkbox" role="switch" data-audio="tones" checked/>
                    <span>{t.tones()}</span>
                </label>
                <h3>{t.links()}</h3>
                <p class="muted">{t.links_about()}</p>
                <div class="devices-acts">{act("links", t.links_use())}</div>
                <div role="status">{said("links-asked", t.links_asked())} {said("links-never", t.links_never())}</div>
            </div>
        </Card>
    }
}
