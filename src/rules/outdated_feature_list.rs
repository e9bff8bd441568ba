//! `outdated-feature-list`: a system spec whose list of feature specs is not what its roadmap says.
//! An id in the list that nobody has is `unresolved-reference`.

use super::{Rule, also, at, cases, few, safe, step, systems};
use crate::corpus::{Corpus, Document, List, Named, System};
use crate::finding::{Change, Finding, Safety, Severity};

pub(super) const RULE: Rule = Rule {
    id: "outdated-feature-list",
    severity: Severity::Warning,
    summary: "a system spec whose list of feature specs differs from its roadmap",
    explanation: "`feature_specs` in the front matter of a system spec lists the ids of its features in roadmap order, \
        those that are still missing included, so that other tools need not read the roadmap. It follows from the \
        roadmap, and only from there.",
    remedy: "Bring the list in step with the roadmap. An id that the roadmap does not ask for stays if a spec has it.",
    fixes: &[Safety::Safe],
    cases: cases!("outdated-feature-list"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    systems(corpus).filter_map(|(system, document)| finding(corpus, system, document)).collect()
}

fn finding(corpus: &Corpus, system: &System, document: &Document) -> Option<Finding> {
    let key = List::Features.key(&corpus.profile.keys);
    let named = |name: &str| match corpus.named(document, name) {
        Named::Spec(at) => corpus.documents[at].id().to_owned(),
        Named::Planned | Named::Nothing => name.to_owned(),
    };
    let listed: Vec<String> =
        document.header.list(List::Features).map(|reference| named(&reference.target.value)).collect();
    let expected = expected(corpus, system, &listed);
    let missing: Vec<String> =
        expected.iter().filter(|id| !listed.iter().any(|own| own == *id)).map(|id| format!("`{id}`")).collect();
    let (others, order): (Vec<&str>, Vec<&str>) =
        listed.iter().map(String::as_str).partition(|own| !expected.contains(own));
    let list_key = document.header.list_key(List::Features);
    let message = if !missing.is_empty() && list_key.is_none() {
        format!("the front matter has no list `{key}`")
    } else if !missing.is_empty() {
        format!("`{key}` lacks {}", few(&missing))
    } else if order.len() > expected.len() {
        let twice = order.iter().enumerate().find(|(at, id)| order[..*at].contains(id))?;
        format!("`{key}` lists `{}` twice", twice.1)
    } else if order != expected {
        format!("`{key}` is not in the order of the roadmap")
    } else {
        return None;
    };
    let label = if list_key.is_none() {
        format!("`{key}` belongs here")
    } else {
        "holds the features of the roadmap, in its order".to_owned()
    };
    let place = at(document, list_key.unwrap_or_else(|| document.anchor()));
    let wanted = [expected, others].concat();
    let help = format!("write `{key}: [{}]`", wanted.join(", "));
    let mut finding = RULE.finding(place, message, label, help);
    // An item that stays keeps its own way of naming a spec.
    let written = |id: &&str| {
        let own = document.header.list(List::Features).zip(&listed).find(|(_, own)| own == id);
        own.map_or_else(|| (*id).to_owned(), |(reference, _)| reference.target.value.clone())
    };
    let items = wanted.iter().map(written).collect();
    if wanted.iter().all(|id| corpus.takes(document, List::Features, id)) {
        finding.remedy = safe(vec![step(document, Change::List { key, items })]);
    }
    let first = system.spec.entries().next();
    finding.related.extend(first.map(|(_, entry)| also(document, entry.span, "the roadmap begins here")));
    Some(finding)
}

/// The ids that should be listed. Of several specs of one entry any may be: which one counts is for another rule.
fn expected<'c>(corpus: &'c Corpus, system: &'c System, listed: &[String]) -> Vec<&'c str> {
    let mut expected: Vec<&str> = Vec::new();
    for entry in &system.coverage.entries {
        let mut claims = entry.covered_by.iter().map(|claim| corpus.documents[*claim].id());
        let id = claims.find(|id| listed.iter().any(|own| own == id)).or_else(|| corpus.id_of(entry));
        expected.extend(id.filter(|id| !expected.contains(id)));
    }
    expected
}
