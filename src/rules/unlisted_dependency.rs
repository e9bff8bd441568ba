//! `unlisted-dependency`: a dependency that follows from the system spec and that neither of the two feature specs has.
//! One that only one of them lists is `one-sided-dependency`; a neighbour without a spec is asked for elsewhere.

use std::collections::BTreeSet;

use super::{Rule, also, at, cases, features, safe, step, systems};
use crate::corpus::{Corpus, Document, List, Named, System};
use crate::finding::{Change, Finding, Item, Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unlisted-dependency",
    severity: Severity::Warning,
    summary: "a dependency of the system spec that the feature specs do not list",
    explanation: "Components and roadmap entries say what they depend on, and `depends_on` of the feature spec says it \
        again for everyone who works on that feature. When the system spec gains a dependency after the feature specs \
        were written, nobody tells them. Only features that have their specs already are compared.",
    remedy: "Add it to `depends_on`, and to `required_by` of the other spec; or take it out of the system spec.",
    fixes: &[Safety::Safe],
    cases: cases!("unlisted-dependency"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut said = Said::new();
    for (at, document) in features(corpus) {
        for (list, is_needed) in [(List::DependsOn, false), (List::RequiredBy, true)] {
            for reference in document.header.list(list) {
                if let Named::Spec(other) = corpus.named(document, &reference.target.value) {
                    said.insert(if is_needed { (other, at) } else { (at, other) });
                }
            }
        }
    }
    let entries = systems(corpus).flat_map(|(system, _)| (0..system.relations.len()).map(move |entry| (system, entry)));
    entries.filter_map(|(system, entry)| lacks(corpus, &said, system, entry)).collect()
}

/// Who is said to need whom, on either side, by their places in the corpus.
type Said = BTreeSet<(usize, usize)>;

/// What the spec of an entry lacks.
fn lacks(corpus: &Corpus, said: &Said, system: &System, entry: usize) -> Option<Finding> {
    let document = corpus.spec_of(system, entry)?;
    let own = corpus.place(document.path.as_str())?;
    let spec_of = |other: &usize| Some((*other, corpus.spec_of(system, *other)?));
    let needed = system.relations[entry].depends_on.iter().filter_map(spec_of);
    let is_unlisted = |other: &Document| {
        let other = corpus.place(other.path.as_str());
        other.is_some_and(|other| other != own && !said.contains(&(own, other)))
    };
    let unlisted: Vec<(usize, &Document)> = needed.filter(|(_, other)| is_unlisted(other)).collect();
    let keys = &corpus.profile.keys;
    let (own, theirs) = (List::DependsOn.key(keys), List::RequiredBy.key(keys));
    let names: Vec<&str> = unlisted.iter().map(|(_, other)| other.id()).collect();
    let (first, _) = unlisted.first()?;
    let listed = super::listed(&names);
    let message = format!("`{own}` lacks {listed}, which the system spec says it needs");
    let key = document.header.list_key(List::DependsOn);
    let help = format!("add {listed} to `{own}`, and `{}` to `{theirs}` there", document.id());
    let place = at(document, key.unwrap_or_else(|| document.anchor()));
    let label = if key.is_some() { "does not say so".to_owned() } else { format!("`{own}` belongs here") };
    let mut finding = RULE.finding(place, message, label, help);
    let name = |id: &str| Item::Name(id.to_owned());
    let steps = unlisted.iter().flat_map(|(_, other)| {
        let back = step(other, Change::Insert { key: theirs, item: name(document.id()) });
        [step(document, Change::Insert { key: own, item: name(other.id()) }), back]
    });
    let takes = |other: &Document| {
        let own_takes = corpus.takes(document, List::DependsOn, other.id());
        own_takes && corpus.takes(other, List::RequiredBy, document.id())
    };
    if unlisted.iter().all(|(_, other)| takes(other)) {
        finding.remedy = safe(steps.collect());
    }
    let source = &corpus.documents[system.document];
    let place = corpus.reason(system, entry, *first);
    finding.related.extend(place.map(|span| also(source, span, "the system spec says so")));
    Some(finding)
}
