//! "Prove my balance": every rule of the books, recomputed from the caller's rows while they wait.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::my_proof,
    proof_model::{Proof, ProvenBreach, ProvenRule, grouped},
};
use crate::ui::{
    alert::Alert,
    badge::Tone,
    icon::{Glyph, Icon},
    layout::{Card, PageHeader},
    load::Load,
};

/// The page.
#[component]
pub fn ProofPage() -> impl IntoView {
    let proof = Resource::new(|| (), |()| my_proof());
    view! {
        <Title text="Prove my balance"/>
        <PageHeader title="Prove my balance" text="Every rule of the books, recomputed just now from every row of your account."/>
        <Load resource=proof rows=10 view=|proof| view! { <Shown proof/> }/>
    }
}

#[component]
fn Shown(proof: Proof) -> impl IntoView {
    let broken = proof.rules.iter().filter(|rule| !rule.holds).count();
    let took = milliseconds(proof.took_us);
    let count = proof.rules.len();
    let verdict = if proof.holds {
        let words = format!("All {count} rules hold. Looked at {}, in {took}.", proof.made_at.utc_label());
        view! { <Alert tone=Tone::Success title="Your balance is right"><p>{words}</p></Alert> }.into_any()
    } else {
        let words = format!(
            "{broken} of {count} rules are broken. Your money is safe: every entry is kept as it was written, and nothing was \
             moved by looking. Tell the operator, and quote account {}.",
            proof.account
        );
        view! { <Alert tone=Tone::Danger title="Your balance could not be proven"><p>{words}</p></Alert> }.into_any()
    };
    let rules = proof.rules.iter().map(rule_line).collect_view();
    view! {
        <div class="stack" data-testid="proof">
            {verdict}
            <Card title="The sum">
                <p class="proof-sum" data-testid="proof-sum">{proof.sum}</p>
            </Card>
            <Card title="The rules" flush=true>
                <ol class="proof-rules">{rules}</ol>
            </Card>
            <p class="cluster">
                <a class="button button-plain" href="/dashboard/proof" rel="external">"Prove it again"</a>
                <a class="button button-quiet" href="/dashboard/transactions">"See every entry"</a>
            </p>
        </div>
    }
    .into_any()
}

fn rule_line(rule: &ProvenRule) -> impl IntoView + use<> {
    let (glyph, class, word) =
        if rule.holds { (Glyph::Check, "proof-rule is-good", "Holds") } else { (Glyph::Error, "proof-rule is-broken", "Broken") };
    let looked = format!("{} · {} {} · {}", word, grouped(rule.rows), rule.looked_at, milliseconds(rule.took_us));
    let breach = rule.breach.clone().map(|ProvenBreach { id, expected, found, more }| {
        let more = if more > 0 { format!(", and {} more", grouped(more)) } else { String::new() };
        view! { <span class="proof-breach">{format!("{id}: expected {expected}, found {found}{more}.")}</span> }
    });
    view! {
        <li class=class>
            <Icon glyph/>
            <span class="proof-words">
                <span>{rule.rule.clone()}</span>
                {breach}
                <span class="muted small">{looked}</span>
            </span>
        </li>
    }
}

/// Microseconds as people read them.
fn milliseconds(us: i64) -> String {
    if us < 1_000_000 {
        format!("{}.{} ms", us / 1_000, us / 100 % 10)
    } else {
        format!("{}.{:02} s", us / 1_000_000, us / 10_000 % 100)
    }
}
