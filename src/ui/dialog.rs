//! Dialogs and side drawers on the native `<dialog>`: the browser keeps focus inside, gives it back and closes on Esc.
//! Without script an open one stands in the page, and its close button works.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    effect::effect,
    erase::{Erase, Kids},
    icon::{Glyph, Icon},
};
use crate::words;

/// Where a dialog stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    /// In the middle, for one small task.
    #[default]
    Middle,
    /// At the side, beside the list it belongs to.
    Side,
}

/// A modal dialog or drawer.
#[component]
pub fn Dialog(
    /// Its name; the heading, and what is read out.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// Called once it was closed by its button, by Esc or by a click beside it; set `open` to false there.
    on_close: Callback<()>,
    /// Where it stands.
    #[prop(optional)]
    place: Place,
    /// The content.
    children: Kids,
) -> impl IntoView {
    let t = words::widgets();
    let dialog = NodeRef::<html::Dialog>::new();
    // A selection that begins in a field and ends beside the dialog is a click on it too.
    let begun_beside = StoredValue::new(false);
    show_and_hide(dialog, open);
    let class = if place == Place::Side { "dialog dialog-side" } else { "dialog" };
    view! {
        <dialog
            node_ref=dialog
            class=class
            open=open.get_untracked()
            aria-label=move || title.get()
            on:close=move |_| on_close.run(())
            on:pointerdown=move |event| begun_beside.set_value(beside(&event).is_some())
            on:click=move |event| {
                if let Some(dialog) = beside(&event).filter(|_| begun_beside.get_value()) {
                    dialog.close();
                }
            }
        >
            <div class="dialog-frame">
                <header class="dialog-header">
                    <h2>{title}</h2>
                    <form method="dialog">
                        <button class="button button-quiet button-icon" aria-label=t.close() title=t.close_esc()>
                            <Icon glyph=Glyph::Close/>
                        </button>
                    </form>
                </header>
                <div class="dialog-body">{children.view()}</div>
            </div>
        </dialog>
    }
    .erase()
}

/// Follows `open`. A dialog that the server rendered open is not modal yet, hence the `close` before `show_modal`.
fn show_and_hide(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    effect(move |before: Option<bool>| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return wanted };
        if wanted && before != Some(true) {
            drop(dialog.remove_attribute("open"));
            drop(dialog.show_modal());
        } else if !wanted && dialog.open() {
            dialog.close();
        }
        wanted
    });
}

/// The dialog, when something happened beside it: the frame fills it, so that what happens on the dialog itself does on its backdrop.
fn beside(event: &web_sys::Event) -> Option<web_sys::HtmlDialogElement> {
    event.target()?.dyn_into().ok()
}
