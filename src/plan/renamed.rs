//! What specs that are there say of a missing one which gets another id or path than they expect: each such place is a
//! finding, so that it is mended as every other. Giving another id is the business of `corpus`.

use std::collections::BTreeSet;

use crate::corpus::{Corpus, Document, Replanned, System};
use crate::finding::{Change, Finding, Fix, Place, Remedy, Safety, Severity, Step};
use crate::text::{Edit, Span};

/// The places that have to say something else.
pub(super) fn findings(corpus: &Corpus, replanned: &[Replanned]) -> Vec<Finding> {
    let of = |one| {
        let systems = corpus.systems.iter().flat_map(move |system| in_system(corpus, system, one));
        systems.chain(corpus.documents.iter().flat_map(move |document| in_document(corpus, document, one)))
    };
    replanned.iter().flat_map(of).collect()
}

/// Where a system spec says the id of a feature.
fn in_system(corpus: &Corpus, system: &System, one: &Replanned) -> Vec<Finding> {
    let document = &corpus.documents[system.document];
    let of_components = system.spec.components.iter().map(|component| &component.feature_spec_id);
    let of_entries = system.spec.entries().map(|(_, entry)| &entry.feature_spec_id);
    let ids = of_components.chain(of_entries).flatten().filter(|id| one.id != one.old_id && id.value == one.old_id);
    let spans: BTreeSet<Span> =
        ids.filter_map(|id| id.span).filter(|span| span.of(&document.text) == one.old_id).collect();
    let edits = spans.into_iter().map(|span| Edit::new(span, one.id.clone()));
    edits
        .map(|edit| finding("unresolved-reference", document, Some(edit.span), called(one), Change::Text(edit)))
        .collect()
}

fn called(one: &Replanned) -> String {
    format!("`{}` is called `{}` now", one.old_id, one.id)
}

fn in_document(corpus: &Corpus, document: &Document, one: &Replanned) -> Vec<Finding> {
    let mut findings = Vec::new();
    let references = document.header.references.iter();
    for reference in references.filter(|reference| one.id != one.old_id && reference.target.value == one.old_id) {
        let pointer = reference.pointer(&corpus.profile.keys);
        let change = Change::Set { pointer, value: one.id.clone() };
        findings.push(finding("unresolved-reference", document, reference.target.span, called(one), change));
    }
    for link in document.skim.links.iter().filter(|_| one.path.as_str() != one.old_path) {
        if corpus.path_to(document, &link.destination).as_ref() != Some(&one.old_path) {
            continue;
        }
        let edit = link.leading_to(&document.text, &one.path.link_from(document.path.parent()));
        let message = format!("`{}` lies at `{}` now", one.id, one.path);
        findings
            .extend(edit.map(|edit| finding("broken-link", document, Some(link.span), message, Change::Text(edit))));
    }
    findings
}

fn finding(rule: &'static str, document: &Document, span: Option<Span>, message: String, change: Change) -> Finding {
    let steps = vec![Step { path: document.path.clone(), change }];
    Finding {
        rule,
        severity: Severity::Error,
        place: Place { path: document.path.to_string(), span },
        message,
        label: String::new(),
        related: Vec::new(),
        help: String::new(),
        remedy: Remedy::Edit(Fix { safety: Safety::Safe, steps }),
    }
}
