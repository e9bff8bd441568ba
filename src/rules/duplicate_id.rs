//! `duplicate-id`: one id for two things: two specs, or two roadmap entries that would be given the same.
//! That an id names something at all is another rule's business.

use std::collections::BTreeMap;

use super::{Rule, at, cases};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Place, Related, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Error,
    summary: "an id that two specs have, or that two roadmap entries would be given",
    explanation: "Ids are unique in the whole corpus: every reference is by id, and one that means two specs means \
        neither. Two roadmap entries, of one system or of two, must not be given the same id either.",
    remedy: "Give one of them another id and follow its references; for two systems set `id-prefix` under `[systems.<id>]`.",
    cases: cases!("duplicate-id"),
    check,
};

/// Something that has an id, or would be given it.
struct Holder<'c> {
    document: &'c Document,
    span: Span,
    /// The system and its entry's place, for an entry without a spec.
    entry: Option<(&'c str, usize)>,
}

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut holders: BTreeMap<&str, Vec<Holder<'_>>> = BTreeMap::new();
    for document in &corpus.documents {
        if let Some(id) = &document.header.id {
            let span = id.span.unwrap_or_else(|| document.anchor());
            holders.entry(&id.value).or_default().push(Holder { document, span, entry: None });
        }
    }
    for (system, document) in super::systems(corpus) {
        for (at, ((_, entry), coverage)) in system.spec.entries().zip(&system.coverage.entries).enumerate() {
            if let Some(id) = coverage.planned().filter(|_| coverage.covered_by.is_empty()) {
                let span = coverage.id_span.unwrap_or(entry.span);
                holders.entry(id).or_default().push(Holder { document, span, entry: Some((&system.id, at)) });
            }
        }
    }
    let several = holders.into_iter().filter(|(_, holders)| holders.len() > 1);
    several
        .flat_map(|(id, holders)| {
            (1..holders.len()).map(|at| finding(id, &holders[0], &holders[at])).collect::<Vec<_>>()
        })
        .collect()
}

fn finding(id: &str, first: &Holder<'_>, second: &Holder<'_>) -> Finding {
    let what = |holder: &Holder<'_>| {
        if holder.entry.is_some() { "a roadmap entry would be given" } else { "another spec has" }
    };
    let message = format!("the id `{id}` is not unique: {} it too", what(first));
    let help = match (first.entry, second.entry) {
        (Some((one, _)), Some((other, _))) if one != other => {
            format!(
                "set `id-prefix` for one of them in the configuration: `[systems.{other}]` and `id-prefix = \"…-\"`"
            )
        }
        (_, Some(_)) => "name another id in the feature-spec field of the component, or rename the entry".to_owned(),
        _ => "give one of them another id, and follow its references".to_owned(),
    };
    let label = if second.entry.is_some() { format!("would get the id `{id}`") } else { "this id".to_owned() };
    let mut finding = RULE.finding(at(second.document, second.span), message, label, help);
    let place = Place::span(first.document.path.as_str(), first.span);
    finding.related.push(Related { place, label: "the other one".to_owned() });
    finding
}
