//! The palette and the list of keys. Part of the document and not of the app: the server renders them, `public/keys.js` opens
//! and obeys them, and the browser's half of the app carries none of it.

use leptos::{nonce::use_nonce, prelude::*};

use super::nav::DESTINATIONS;
use crate::{
    ui::icon::{Glyph, Icon},
    words::{self, App, Language},
};

/// Where, its name, its picture.
type Place = (&'static str, fn(App) -> &'static str, Glyph);

/// Places that are not in the navigation.
const MORE: [Place; 3] = [
    ("/dashboard/devices", App::devices, Glyph::Mic),
    ("/dashboard/statements", App::statements, Glyph::Wallet),
    ("/dashboard/proof", App::proof, Glyph::Check),
];

/// The keys that lead to the places of the navigation, in its order, after the one that begins (`g`), unless the caller changed them.
const LEADING: [&str; DESTINATIONS.len()] = ["d", "h", "c", "t", "s"];

/// Both dialogs, and the script that opens them.
#[component]
pub fn Keys() -> impl IntoView {
    view! {
        <Palette/>
        <KeyList/>
        <script src="/keys.js" defer nonce=use_nonce()></script>
    }
}

/// Pages, actions and contacts in one field: a combobox with a list that is always open.
#[component]
fn Palette() -> impl IntoView {
    let (t, language) = (words::app(), words::language());
    let other = if language == Language::En { Language::De } else { Language::En };
    let more = MORE.map(|(path, name, glyph)| (path, name(t), glyph));
    let pages = DESTINATIONS.iter().map(|place| (place.path, (place.name)(t), place.glyph)).chain(more);
    let pages = pages.map(|(path, name, glyph)| entry(t.palette_page(), name, glyph, ("data-href", path))).collect_view();
    let actions = [
        (t.theme(), Glyph::Moon, ".theme-button"),
        (t.keys(), Glyph::Keyboard, "[data-keys-open]"),
        (t.other_language(), Glyph::Globe, "#palette-language"),
        (t.sign_out(), Glyph::SignOut, ".sign-out"),
    ];
    let actions = actions.map(|(name, glyph, button)| entry(t.palette_action(), name, glyph, ("data-click", button)));
    view! {
        <dialog
            id="palette"
            class="dialog palette"
            aria-label=t.palette()
            data-none=t.palette_none("{text}")
            data-count=t.palette_count(1)
            data-counts=t.palette_count(0).replace('0', "{n}")
            data-dial=t.palette_dial("{number}")
        >
            <div class="palette-frame">
                <label class="palette-field">
                    <Icon glyph=Glyph::Search/>
                    <input
                        id="palette-input"
                        type="text"
                        role="combobox"
                        aria-label=t.palette()
                        aria-expanded="true"
                        aria-controls="palette-list"
                        aria-autocomplete="list"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="go"
                        placeholder=t.palette_hint()
                    />
                </label>
                <ul id="palette-list" class="palette-list" role="listbox" aria-label=t.palette()>
                    {pages}
                    {actions.into_iter().collect_view()}
                </ul>
                <p id="palette-none" class="palette-none muted" hidden></p>
                <p id="palette-status" class="visually-hidden" role="status"></p>
                {palette_foot(t)}
            </div>
            <template id="palette-guest">{entry(t.palette_contact(), "", Glyph::Phone, ("data-guest", ""))}</template>
            <form method="post" action="/app/preferences" hidden>
                <button id="palette-language" name="language" value=other.tag()></button>
            </form>
        </dialog>
    }
}

/// One entry: its kind, its name, and the attribute that says what choosing it does.
fn entry(
    kind: &'static str,
    name: &'static str,
    glyph: Glyph,
    (does, value): (&'static str, &'static str),
) -> impl IntoView + use<> {
    let value_of = |attribute: &str| (attribute == does).then_some(value);
    let id = value.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    view! {
        <li
            role="option"
            id=format!("palette-{id}")
            class="palette-option"
            aria-selected="false"
            data-words=name
            data-href=value_of("data-href")
            data-click=value_of("data-click")
            data-guest=value_of("data-guest")
        >
            <Icon glyph/>
            <span class="palette-name">{name}</span>
            <span class="palette-note">""</span>
            <span class="palette-kind">{kind}</span>
        </li>
    }
}

fn palette_foot(t: App) -> impl IntoView {
    view! {
        <p class="palette-foot" aria-hidden="true">
            <span><kbd>"↑"</kbd> <kbd>"↓"</kbd> {t.palette_move()}</span>
            <span><kbd>"↵"</kbd> {t.palette_choose()}</span>
            <span><kbd>"Esc"</kbd> {words::widgets().close()}</span>
        </p>
    }
}

/// Every key, those that can be changed as buttons, and the switch that people who dictate need: single letters are triggered
/// by talking (WCAG 2.1.4).
#[component]
fn KeyList() -> impl IntoView {
    let t = words::app();
    let pages = DESTINATIONS.iter().zip(LEADING).map(|(place, key)| changeable(place.path, key, (place.name)(t))).collect_view();
    let actions = [
        ("number", "/", t.key_number()),
        ("mute", "m", t.key_mute()),
        ("help", "?", t.key_help()),
        ("begin", "g", t.key_begin()),
    ];
    let actions = actions.into_iter().map(|(action, key, what)| changeable(action, key, what)).collect_view();
    view! {
        <dialog
            id="keys"
            class="dialog"
            aria-labelledby="keys-title"
            data-press=t.key_press()
            data-waiting=t.key_waiting("{what}")
            data-set=t.key_set("{what}", "{key}")
            data-taken=t.key_taken("{what}", "{key}")
            data-change=t.key_change("{what}", "{key}")
        >
            <div class="dialog-frame">
                <header class="dialog-header">
                    <h2 id="keys-title">{t.keys()}</h2>
                    {close_button()}
                </header>
                <div class="dialog-body stack-small">
                    <label class="switch">
                        <input id="keys-on" type="checkbox" role="switch" checked/>
                        <span>{t.keys_on()}</span>
                    </label>
                    <p class="muted small">{t.keys_text()}</p>
                    <ul class="keys">{actions} {pages} {fixed(t)}</ul>
                    <p id="keys-status" class="small" role="status"></p>
                    <footer class="dialog-footer">
                        <button id="keys-reset" type="button" class="button button-plain">
                            {t.keys_reset()}
                        </button>
                    </footer>
                </div>
            </div>
        </dialog>
    }
}

fn close_button() -> impl IntoView {
    let t = words::widgets();
    view! {
        <form method="dialog">
            <button class="button button-quiet button-icon" aria-label=t.close() title=t.close_esc()>
                <Icon glyph=Glyph::Close/>
            </button>
        </form>
    }
}

/// A key that the caller may change; what stands in its button is `public/keys.js`'s.
fn changeable(action: &'static str, key: &'static str, what: &'static str) -> impl IntoView + use<> {
    view! {
        <li class="keys-row" data-action=action data-key=key>
            <span class="keys-what">{what}</span>
            <button type="button" class="button button-plain keys-button">
                <kbd>{key}</kbd>
            </button>
        </li>
    }
}

/// Keys that belong to the browser or need another key beside them.
fn fixed(t: App) -> impl IntoView {
    let (ctrl, shift) = (t.key_ctrl(), t.key_shift());
    let fixed = [
        (vec![ctrl, "K"], t.key_palette()),
        (vec![t.key_enter()], t.key_call()),
        (vec![ctrl, shift, "E"], t.key_end()),
        (vec!["Esc"], t.key_escape()),
    ];
    fixed
        .into_iter()
        .map(|(keys, what)| {
            let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view();
            view! {
                <li class="keys-row">
                    <span class="keys-what">{what}</span>
                    <span class="keys-fixed">{keys}</span>
                </li>
            }
        })
        .collect_view()
}
