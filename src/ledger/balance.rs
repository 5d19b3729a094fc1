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
    ui::{
        badge::{StatusBadge, Tone},
        effect::effect,
        load::Load,
        money::Amount,
        state::{Known, State},
    },
    words,
};

/// How long a change stays highlighted.
const HIGHLIGHTED_FOR: Duration = Duration::from_secs(8);

/// Available credit in large, what is held and the total below, and the newest change with its reason.
#[component]
pub fn BalanceDisplay(
    /// Whether the change is not read out, because another one on the page is.
    #[prop(optional, into)]
    silent: Signal<bool>,
) -> impl IntoView {
    let listener = use_balance_listener();
    view! {
        <div class="balance" class:is-stale=listener.stale role="group" aria-label=words::ledger().balance()>
            <Load resource=listener.first view=move |initial| view! { <Figures listener initial silent/> } rows=1/>
        </div>
    }
}

/// One figure of a wallet that is followed from `initial` on.
fn figure(listener: BalanceListener, initial: &Balance, pick: fn(&Balance) -> Micros) -> Known<Micros> {
    let first = pick(initial);
    Known::derive(move || listener.balance.with(|balance| balance.as_ref().map_or(first, pick)))
}

/// A mark while less is available than the owner wants.
fn low_mark(listener: BalanceListener, initial: &Balance) -> impl IntoView + use<> {
    let first = initial.low_below().is_some();
    let low =
        Memo::new(move |_| listener.balance.with(|balance| balance.as_ref().map_or(first, |now| now.low_below().is_some())));
    move || low.get().then(|| view! { <StatusBadge tone=Tone::Warning text=words::ledger().low()/> })
}

/// The three figures; they follow the listener from here on.
#[component]
fn Figures(
    listener: BalanceListener,
    initial: Balance,
    /// See [`BalanceDisplay`].
    silent: Signal<bool>,
) -> impl IntoView {
    listener.start_with(initial.clone());
    let t = words::ledger();
    let fresh = fresh_change(listener);
    let language = words::language();
    let change = move || {
        fresh.get().map(|BalanceChange { reason, amount, .. }| {
            let sign = if amount > Micros::ZERO { "+" } else { "" };
            format!("{} {sign}{}", reason.label(t), language.price(amount))
        })
    };
    let stale = move || listener.stale.get().then(|| t.out_of_date());
    view! {
        <p class="balance-label">{t.available()} {low_mark(listener, &initial)}</p>
        <p class="balance-available" data-testid="balance-available">
            <Amount micros=figure(listener, &initial, |balance| balance.available_micros)/>
        </p>
        <dl class="balance-parts">
            <div title=t.on_hold_means()>
                <dt>{t.on_hold()}</dt>
                <dd data-testid="balance-held"><Amount micros=figure(listener, &initial, |balance| balance.held_micros)/></dd>
            </div>
            <div>
                <dt>{t.total()}</dt>
                <dd data-testid="balance-total"><Amount micros=figure(listener, &initial, |balance| balance.balance_micros)/></dd>
            </div>
        </dl>
        <p
            class="balance-change"
            class:is-shown=move || fresh.with(Option::is_some)
            aria-live=move || (!silent.get()).then_some("polite")
            data-testid="balance-change"
        >
            {change}
        </p>
        <p class="balance-stale">{stale}</p>
    }
}

/// The newest change for some seconds, then nothing.
fn fresh_change(listener: BalanceListener) -> State<Option<BalanceChange>> {
    let fresh = State::new(None);
    effect(move |_| {
        let change = listener.change.get();
        if change.is_none() {
            return;
        }
        fresh.set(change);
        let timer = set_timeout_with_handle(
            move || {
                fresh.try_set(None);
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
    let t = words::ledger();
    let pill = move |initial: Balance| {
        listener.start_with(initial.clone());
        view! {
            <Amount micros=figure(listener, &initial, |balance| balance.available_micros)/>
            {low_mark(listener, &initial)}
        }
    };
    view! {
        <a class="balance-pill" class:is-stale=listener.stale href="/dashboard/transactions">
            <span class="visually-hidden">{t.available_credit()} " "</span>
            <Load resource=listener.first view=pill rows=1/>
        </a>
    }
}
