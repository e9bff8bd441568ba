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
    fixes: &[],
    cases: cases!("mismatched-level"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, owner) in systems(corpus) {
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            for claim in &coverage.covered_by {
                let document = &corpus.documents[*claim];
                let differences = level(corpus, entry, document).into_iter().chain(complexity(corpus, entry, document));
                findings.extend(finding(owner, entry, document, &differences.collect::<Vec<_>>()));
            }
        }
    }
    findings
}

/// A key whose value is not the roadmap's.
struct Difference {
    key: &'static str,
    own: String,
    own_span: Option<Span>,
    planned: String,
    planned_span: Option<Span>,
}

fn level(corpus: &Corpus, entry: &Entry, document: &Document) -> Option<Difference> {
    let own = document.header.maturity.as_ref()?;
    let planned = u64::from(entry.maturity.value.number());
    let differs = is_given(&entry.maturity) && own.value != planned;
    differs.then(|| Difference {
        key: corpus.profile.keys.maturity,
        own: own.value.to_string(),
        own_span: own.span,
        planned: planned.to_string(),
        planned_span: entry.maturity.span,
    })
}

fn complexity(corpus: &Corpus, entry: &Entry, document: &Document) -> Option<Difference> {
    let own: &Located<String> = document.header.complexity.as_ref()?;
    let meant = Complexity::of_word(&own.value)?;
    let planned = entry.complexity.value;
    let differs = is_given(&entry.complexity) && meant != planned;
    differs.then(|| Difference {
        key: corpus.profile.keys.complexity,
        own: own.value.clone(),
        own_span: own.span,
        planned: planned.word().to_owned(),
        planned_span: entry.complexity.span.or(entry.alias),
    })
}

/// One finding for all that differs: both values are mended together.
fn finding(owner: &Document, entry: &Entry, document: &Document, differences: &[Difference]) -> Option<Finding> {
    let (first, others) = differences.split_first()?;
    let joined = |word: fn(&Difference) -> String| differences.iter().map(word).collect::<Vec<_>>().join(" and ");
    let own = joined(|one| format!("`{}` is `{}`", one.key, one.own));
    let message = format!("{own}, but the roadmap says {}", joined(|one| format!("`{}`", one.planned)));
    let lines = joined(|one| format!("`{}: {}`", one.key, one.planned));
    let help = format!("write {lines} here, or change the roadmap entry `{}`", entry.name.value);
    let place = |span: Option<Span>| span.unwrap_or_else(|| document.anchor());
    let mut finding = RULE.finding(at(document, place(first.own_span)), message, "this spec's", help);
    finding.related.extend(others.iter().map(|other| also(document, place(other.own_span), "differs too")));
    let planned = differences.iter().map(|one| also(owner, one.planned_span.unwrap_or(entry.span), "the roadmap's"));
    finding.related.extend(planned);
    Some(finding)
}
