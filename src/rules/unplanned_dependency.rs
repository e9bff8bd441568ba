//! `unplanned-dependency`: a feature spec needs another one of its system, and the system spec knows nothing of it.
//! What the system spec says and the feature spec does not is `unlisted-dependency`.

use std::collections::BTreeMap;

use super::{Rule, also, at, cases, systems};
use crate::corpus::{Corpus, List, Named};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unplanned-dependency",
    severity: Severity::Note,
    summary: "a dependency of a feature spec that the system spec does not have",
    explanation: "Whoever plans the order of work reads the system spec. A dependency that only the feature spec knows, \
        whether its author found it or it was taken out of the plan, is not seen there. It is kept: nobody but its \
        author can say which of the two is right.",
    remedy: "Add it to the dependencies in the system spec, or remove it here.",
    fixes: &[],
    cases: cases!("unplanned-dependency"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, source) in systems(corpus) {
        let planned: BTreeMap<&str, usize> = {
            let entries = system.coverage.entries.iter().enumerate();
            entries.filter_map(|(at, entry)| Some((entry.planned().filter(|_| entry.is_missing())?, at))).collect()
        };
        for (entry, relations) in system.relations.iter().enumerate() {
            let Some(document) = corpus.spec_of(system, entry) else { continue };
            for reference in document.header.list(List::DependsOn) {
                let name = reference.target.value.as_str();
                let (needed, id) = match corpus.named(document, name) {
                    Named::Spec(other) => (system.entries.get(&other), corpus.documents[other].id()),
                    Named::Planned => (planned.get(name), name),
                    Named::Nothing => continue,
                };
                let Some(needed) = needed.filter(|needed| **needed != entry) else { continue };
                if relations.depends_on.contains(needed) {
                    continue;
                }
                let message = format!("the system spec does not say that `{}` depends on `{id}`", document.id());
                let help = "add it to the dependencies there, or remove it here";
                let place = at(document, reference.target.span.unwrap_or_else(|| document.anchor()));
                let mut finding = RULE.finding(place, message, "said here only", help);
                let span = system.spec.entry(entry).map(|entry| entry.span);
                finding.related.extend(span.map(|span| also(source, span, "its roadmap entry")));
                findings.push(finding);
            }
        }
    }
    findings
}
