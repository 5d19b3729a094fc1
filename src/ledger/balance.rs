//! The balance as it is shown on every page.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    change::BalanceChange,
    listener::{BalanceListener, use_balance_listener},
    model::Balance,
};
use crate::{
    domain::money::Micros,
    ui::{load::Load, money::Amount},
};

/// How long a change stays highlighted.
const HIGHLIGHTED_FOR: Duration = Duration::from_secs(8);

/// Available credit in large, what is held and the total below, and the newest change with its reason.
#[component]
pub fn BalanceDisplay() -> impl IntoView {
    let listener = use_balance_listener();
    view! {
        <section class="balance" class:is-stale=listener.stale aria-label="Balance">
            <Load resource=listener.first view=move |initial| view! { <Figures listener initial/> } rows=1/>
        </section>
    }
}

/// The three figures; they follow the listener from here on.
#[component]
fn Figures(listener: BalanceListener, initial: Balance) -> impl IntoView {
    listener.start_with(initial.clone());
    let part = move |pick: fn(&Balance) -> Micros| {
        let initial = initial.clone();
        Signal::derive(move || listener.balance.with(|balance| pick(balance.as_ref().unwrap_or(&initial))))
    };
    let fresh = fresh_change(listener);
    view! {
        <p class="balance-label">"Available"</p>
        <p class="balance-available" data-testid="balance-available">
            <Amount micros=part(|balance| balance.available_micros)/>
        </p>
        <dl class="balance-parts">
            <div>
                <dt>"On hold"</dt>
                <dd data-testid="balance-held"><Amount micros=part(|balance| balance.held_micros)/></dd>
            </div>
            <div>
                <dt>"Total"</dt>
                <dd data-testid="balance-total"><Amount micros=part(|balance| balance.balance_micros)/></dd>
            </div>
        </dl>
        <p class="balance-change" class:is-shown=move || fresh.with(Option::is_some) aria-live="polite" data-testid="balance-change">
            {move || fresh.get().map(|change| words_of(&change))}
        </p>
        <p class="balance-stale">{move || listener.stale.get().then_some("Not up to date: reconnecting")}</p>
    }
}

/// A change in a few words: `Call charged −$0.0420`.
fn words_of(change: &BalanceChange) -> String {
    let sign = if change.amount > Micros::ZERO { "+" } else { "" };
    format!("{} {sign}{}", change.reason.label(), change.amount.as_price())
}

/// The newest change for some seconds, then nothing.
fn fresh_change(listener: BalanceListener) -> RwSignal<Option<BalanceChange>> {
    let fresh = RwSignal::new(None);
    Effect::new(move |_| {
        let change = listener.change.get();
        if change.is_none() {
            return;
        }
        fresh.set(change);
        let timer = set_timeout_with_handle(
            move || {
                let _ = fresh.try_set(None);
            },
            HIGHLIGHTED_FOR,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
    fresh
}

/// Available credit where there is little room; leads to the statement.
#[component]
pub fn BalancePill() -> impl IntoView {
    let listener = use_balance_listener();
    let pill = move |initial: Balance| {
        listener.start_with(initial.clone());
        let available =
            Signal::derive(move || listener.balance.with(|balance| balance.as_ref().unwrap_or(&initial).available_micros));
        view! { <Amount micros=available/> }
    };
    view! {
        <a class="balance-pill" class:is-stale=listener.stale href="/dashboard/transactions">
            <span class="visually-hidden">"Available credit "</span>
            <Load resource=listener.first view=pill rows=1/>
        </a>
    }
}
