//! `one-sided-dependency`: of two feature specs only one says that one depends on the other.
//! References that lead nowhere are `unresolved-reference`.

use std::collections::BTreeSet;

use super::{Rule, also, at, cases, features, safe, step};
use crate::corpus::{Corpus, Document, List, Named};
use crate::finding::{Change, Finding, Item, Safety, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "one-sided-dependency",
    severity: Severity::Warning,
    summary: "a dependency that only one of the two feature specs lists",
    explanation: "`depends_on` and `required_by` are each other's mirror: whoever changes a feature reads there who \
        must be asked. A dependency that stands on one side only is missed by everyone who reads the other side.",
    remedy: "Add the id to the other spec's list, or remove it here if there is no such dependency.",
    fixes: &[Safety::Safe],
    cases: cases!("one-sided-dependency"),
    check,
};

/// Both lists, each with its mirror.
const MIRRORS: [(List, List); 2] = [(List::DependsOn, List::RequiredBy), (List::RequiredBy, List::DependsOn)];

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut listed: BTreeSet<(List, usize, usize)> = BTreeSet::new();
    for (at, document) in features(corpus) {
        for list in [List::DependsOn, List::RequiredBy] {
            let others = document.header.list(list).filter_map(|one| spec(corpus, document, &one.target.value));
            listed.extend(others.map(|other| (list, at, other)));
        }
    }
    let mut findings = Vec::new();
    for (place, document) in features(corpus) {
        for (list, mirror) in MIRRORS {
            for reference in document.header.list(list) {
                let Some(other) = spec(corpus, document, &reference.target.value).filter(|other| *other != place)
                else {
                    continue;
                };
                let span = reference.target.span.unwrap_or_else(|| document.anchor());
                let mutual = listed.contains(&(list, other, place));
                if listed.contains(&(mirror, other, place)) {
                    continue;
                }
                match list {
                    // Two that need each other are a circle, which is worse.
                    List::DependsOn if mutual => {}
                    // Completed on both sides it would become one.
                    _ if mutual && place > other => {}
                    _ if mutual => findings.push(mutual_finding(corpus, place, other, span)),
                    _ => findings.push(finding(corpus, document, &corpus.documents[other], mirror, span)),
                }
            }
        }
    }
    findings
}

/// The feature spec that a name leads to.
fn spec(corpus: &Corpus, document: &Document, name: &str) -> Option<usize> {
    match corpus.named(document, name) {
        Named::Spec(at) => super::is_living_feature(corpus, at).then_some(at),
        Named::Planned | Named::Nothing => None,
    }
}

/// Two specs that each list the other in `required_by` only.
fn mutual_finding(corpus: &Corpus, place: usize, other: usize, span: Span) -> Finding {
    let [document, second] = [place, other].map(|at| &corpus.documents[at]);
    let (own, theirs) = (document.id(), second.id());
    let message = format!("`{own}` and `{theirs}` each say that the other needs them");
    let key = List::DependsOn.key(&corpus.profile.keys);
    let help = format!("keep only the true one, and list it in `{key}` of the other spec");
    let mut finding = RULE.finding(at(document, span), message, format!("`{theirs}` needs `{own}`"), help);
    let mut back =
        second.header.list(List::RequiredBy).filter(|one| spec(corpus, second, &one.target.value) == Some(place));
    let place = back.next().and_then(|one| one.target.span).unwrap_or_else(|| second.anchor());
    finding.related.push(also(second, place, format!("`{own}` needs `{theirs}`")));
    finding
}

fn finding(corpus: &Corpus, document: &Document, other: &Document, mirror: List, span: Span) -> Finding {
    let (own, theirs) = (document.id(), other.id());
    let key = mirror.key(&corpus.profile.keys);
    let message = format!("`{theirs}` does not list `{own}` in `{key}`");
    let help = format!("remove it here if it is wrong, else add `{own}` to `{key}` in `{}`", other.path);
    let mut finding = RULE.finding(at(document, span), message, "listed here only", help);
    // What a spec needs is its own to say; that another needs it is believed if the roadmap says so too.
    let is_certain = mirror == List::RequiredBy || corpus.follows(other, document);
    if is_certain && corpus.takes(other, mirror, own) {
        let change = Change::Insert { key, item: Item::Name(own.to_owned()) };
        finding.remedy = safe(vec![step(other, change)]);
    }
    let place = other.header.list_key(mirror).unwrap_or_else(|| other.anchor());
    finding.related.push(also(other, place, format!("`{own}` is not listed here")));
    finding
}
