//! `mismatched-level`: a feature spec whose level or complexity is another than the roadmap's.
//! What the roadmap does not give itself is not compared.

use super::{Rule, also, at, cases, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Severity};
use crate::profile::Complexity;
use crate::system::{Entry, is_given};
use crate::text::{Located, Span};

pub(super) const RULE: Rule = Rule {
    id: "mismatched-level",
    severity: Severity::Warning,
    summary: "a feature spec with another level or complexity than its roadmap entry",
    explanation: "The level decides which sections a feature spec must have, and the roadmap is planned by it. Where \
        the two differ, one of them was changed and the other forgotten. Level and complexity are two properties: \
        `EASY` at level 4 is fine, as long as both places say so.",
    remedy: "Decide which one is right and change the other.",
    cases: cases!("mismatched-level"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, owner) in systems(corpus) {
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            for claim in &coverage.covered_by {
                let document = &corpus.documents[*claim];
                findings.extend(level(corpus, owner, entry, document));
                findings.extend(complexity(corpus, owner, entry, document));
            }
        }
    }
    findings
}

fn level(corpus: &Corpus, owner: &Document, entry: &Entry, document: &Document) -> Option<Finding> {
    let own = document.header.maturity.as_ref()?;
    let planned = u64::from(entry.maturity.value.number());
    let differs = is_given(&entry.maturity) && own.value != planned;
    let words = Words { key: corpus.profile.keys.maturity, own: own.value.to_string(), planned: planned.to_string() };
    differs.then(|| finding(owner, entry, document, own.span, entry.maturity.span, &words))
}

fn complexity(corpus: &Corpus, owner: &Document, entry: &Entry, document: &Document) -> Option<Finding> {
    let own: &Located<String> = document.header.complexity.as_ref()?;
    let meant = Complexity::of_word(&own.value)?;
    let planned = entry.complexity.value;
    let differs = is_given(&entry.complexity) && meant != planned;
    let words =
        Words { key: corpus.profile.keys.complexity, own: own.value.clone(), planned: planned.word().to_owned() };
    differs.then(|| finding(owner, entry, document, own.span, entry.complexity.span, &words))
}

/// A key and its two values.
struct Words {
    key: &'static str,
    own: String,
    planned: String,
}

fn finding(
    owner: &Document,
    entry: &Entry,
    document: &Document,
    own: Option<Span>,
    planned: Option<Span>,
    words: &Words,
) -> Finding {
    let Words { key, own: is, planned: should } = words;
    let message = format!("`{key}` is {is}, but the roadmap says {should}");
    let help = format!("write `{key}: {should}` here, or change the roadmap entry `{}`", entry.name.value);
    let place = at(document, own.unwrap_or_else(|| document.anchor()));
    let mut finding = RULE.finding(place, message, "differs from the roadmap", help);
    finding.related.push(also(owner, planned.unwrap_or(entry.span), "the roadmap entry"));
    finding
}
