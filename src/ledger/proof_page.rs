//! "Prove my balance": every rule of the books, recomputed from the caller's rows while they wait.

use leptos::prelude::*;

use super::{
    api::my_proof,
    proof_model::{Proof, ProvenBreach, ProvenRule},
};
use crate::{
    ui::{
        alert::Alert,
        badge::Tone,
        erase::Erase,
        fetched::fetched,
        icon::{Glyph, Icon},
        layout::{Card, PageHeader},
        load::Load,
        title::Title,
    },
    words::{self, Language},
};

/// The page.
#[component]
pub fn ProofPage() -> impl IntoView {
    let t = words::proof();
    let proof = fetched(|| (), |()| my_proof());
    view! {
        <Title text=t.title()/>
        <PageHeader title=t.title() text=t.means()/>
        <Load resource=proof rows=10 view=|proof| view! { <Shown proof/> }/>
    }
}

#[component]
fn Shown(proof: Proof) -> impl IntoView {
    let (t, language) = (words::proof(), words::language());
    let count = |rules: usize| i64::try_from(rules).unwrap_or(i64::MAX);
    let (all, broken) = (count(proof.rules.len()), count(proof.rules.iter().filter(|rule| !rule.holds).count()));
    let (tone, title, verdict) = if proof.holds {
        let took = milliseconds(language, proof.took_us);
        (Tone::Success, t.right(), t.all_hold(all, &language.utc(proof.made_at), &took))
    } else {
        (Tone::Danger, t.not_proven(), t.broken(broken, all, &proof.account.to_string()))
    };
    let rules = proof.rules.iter().map(rule_line).collect_view();
    view! {
        <div class="stack" data-testid="proof">
            <Alert tone title><p>{verdict}</p></Alert>
            <Card title=t.the_sum()>
                <p class="proof-sum" data-testid="proof-sum">{proof.sum}</p>
            </Card>
            <Card title=t.the_rules() flush=true>
                <ol class="proof-rules">{rules}</ol>
            </Card>
            <p class="cluster">
                <a class="button button-plain" href="/dashboard/proof" rel="external">{t.again()}</a>
                <a class="button button-quiet" href="/dashboard/transactions">{t.every_entry()}</a>
            </p>
        </div>
    }
    .erase()
}

fn rule_line(rule: &ProvenRule) -> impl IntoView + use<> {
    let (t, language) = (words::proof(), words::language());
    let (glyph, class, word) = if rule.holds {
        (Glyph::Check, "proof-rule is-good", t.holds())
    } else {
        (Glyph::Error, "proof-rule is-broken", t.is_broken())
    };
    let looked = format!("{word} · {} · {}", rule.counted, milliseconds(language, rule.took_us));
    let breach = rule.breach.as_ref().map(|breach| {
        view! { <span class="proof-breach">{breach_words(breach)}</span> }
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

fn breach_words(breach: &ProvenBreach) -> String {
    let (t, language) = (words::proof(), words::language());
    let more = if breach.more > 0 { t.and_more(&language.number(breach.more)) } else { String::new() };
    format!("{}{more}.", t.breach(&breach.id, &breach.expected, &breach.found))
}

/// Microseconds as people read them.
fn milliseconds(language: Language, us: i64) -> String {
    let mark = language.decimal_mark();
    if us < 1_000_000 {
        format!("{}{mark}{}\u{a0}ms", us / 1_000, us / 100 % 10)
    } else {
        format!("{}{mark}{:02}\u{a0}s", us / 1_000_000, us / 10_000 % 100)
    }
}
