//! `outdated-feature-list`: a system spec whose list of feature specs is not what its roadmap says.
//! An id in the list that nobody has is `unresolved-reference`.

use super::{Rule, also, at, cases, systems};
use crate::corpus::{Corpus, Document, List, Named, System};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "outdated-feature-list",
    severity: Severity::Warning,
    summary: "a system spec whose list of feature specs differs from its roadmap",
    explanation: "`feature_specs` in the front matter of a system spec lists the ids of its features in roadmap order, \
        those that are still missing included, so that other tools need not read the roadmap. It follows from the \
        roadmap, and only from there.",
    remedy: "Bring the list in step with the roadmap. An id that the roadmap does not ask for stays if a spec has it.",
    cases: cases!("outdated-feature-list"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    systems(corpus).filter_map(|(system, document)| finding(corpus, system, document)).collect()
}

fn finding(corpus: &Corpus, system: &System, document: &Document) -> Option<Finding> {
    let key = List::Features.key(&corpus.profile.keys);
    let expected: Vec<&str> = system.coverage.entries.iter().filter_map(|entry| corpus.id_of(entry)).collect();
    let named = |name: &str| match corpus.named(document, name) {
        Named::Spec(at) => Some(corpus.documents[at].id().to_owned()),
        Named::Planned | Named::Nothing => Some(name.to_owned()),
    };
    let listed: Vec<String> =
        document.header.list(List::Features).filter_map(|reference| named(&reference.target.value)).collect();
    let missing: Vec<String> =
        expected.iter().filter(|id| !listed.iter().any(|own| own == *id)).map(|id| format!("`{id}`")).collect();
    let order: Vec<&str> = listed.iter().map(String::as_str).filter(|own| expected.contains(own)).collect();
    let message = if !missing.is_empty() {
        format!("`{key}` lacks {}", list(&missing))
    } else if order != expected {
        format!("`{key}` is not in the order of the roadmap")
    } else {
        return None;
    };
    let place = at(document, document.header.list_key(List::Features).unwrap_or_else(|| document.anchor()));
    let help = format!("write `{key}: [{}]`", expected.join(", "));
    let mut finding = RULE.finding(place, message, "differs from the roadmap", help);
    let first = system.spec.entries().next();
    finding.related.extend(first.map(|(_, entry)| also(document, entry.span, "the roadmap begins here")));
    Some(finding)
}

/// A few names, and how many more there are.
fn list(names: &[String]) -> String {
    match names {
        [only] => only.clone(),
        [few @ .., last] if names.len() <= 4 => format!("{} and {last}", few.join(", ")),
        _ => format!("{} and {} more", names[..3].join(", "), names.len() - 3),
    }
}
