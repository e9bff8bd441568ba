//! `missing-relation`: a feature spec whose list of related specs lacks one that follows from the system spec.
//! What it says of those that it lists is the author's; dependencies are rules of their own.

use std::collections::BTreeSet;

use super::{Rule, at, cases, safe, step, systems};
use crate::corpus::{Corpus, Document, List, Named, Reference, System};
use crate::finding::{Change, Finding, Item, Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "missing-relation",
    severity: Severity::Warning,
    summary: "a feature spec whose `related_specs` lacks a neighbour",
    explanation: "`related_specs` names the system, every feature that this one depends on or that depends on it, and \
        every feature that it has an API contract with, and says what each of them is to it. A neighbour that came later \
        is not there. A spec without such a list keeps none, and a neighbour without a spec is not asked for.",
    remedy: "Add the neighbour, and what it is to this feature.",
    fixes: &[Safety::Safe],
    cases: cases!("missing-relation"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    systems(corpus)
        .flat_map(|(system, _)| (0..system.relations.len()).filter_map(|at| lacks(corpus, system, at)))
        .collect()
}

/// What the spec of an entry lacks.
fn lacks(corpus: &Corpus, system: &System, entry: usize) -> Option<Finding> {
    let document = corpus.spec_of(system, entry)?;
    let place = document.header.list_key(List::Related)?;
    let listed = |reference: &Reference| match corpus.named(document, &reference.target.value) {
        Named::Spec(at) => Some(at),
        Named::Planned | Named::Nothing => None,
    };
    let listed: BTreeSet<usize> = document.header.list(List::Related).filter_map(listed).collect();
    let there = |entry: Option<usize>| -> Option<&Document> {
        entry.map_or(Some(&corpus.documents[system.document]), |entry| corpus.spec_of(system, entry))
    };
    let is_listed = |other: &Document| corpus.place(other.path.as_str()).is_some_and(|at| listed.contains(&at));
    let mut missing = corpus.neighbours(system, entry);
    missing.retain(|one| there(one.entry).is_some_and(|other| other.path != document.path && !is_listed(other)));
    let names: Vec<&str> = missing.iter().map(|one| one.id.as_str()).collect();
    let names = (!names.is_empty()).then(|| super::listed(&names))?;
    let keys = &corpus.profile.keys;
    let key = List::Related.key(keys);
    let bare = document.header.list(List::Related).next().is_some_and(Reference::is_bare);
    let steps = missing.iter().map(|one| {
        let item = if bare { Item::Name(one.id.clone()) } else { Item::Mapping(one.mapping(keys)) };
        step(document, Change::Insert { key, item })
    });
    let is_certain = missing.iter().all(|one| corpus.takes(document, List::Related, &one.id));
    let steps = steps.collect();
    let said: Vec<String> = missing.iter().map(|one| format!("`{}` as `{}`", one.id, one.relationship)).collect();
    let message = format!("`{key}` lacks {names}");
    let help = format!("add {}", super::few(&said));
    let finding = RULE.finding(at(document, place), message, "holds every neighbour of this feature", help);
    Some(if is_certain { Finding { remedy: safe(steps), ..finding } } else { finding })
}
