//! What specs that are there say of a missing one which gets another id or path than they expect: each such place is a
//! finding, so that it is mended as every other. Giving another id is the business of `corpus`.

use std::collections::BTreeMap;

use crate::corpus::{Corpus, Document, Replanned, System};
use crate::finding::{Change, Finding, Fix, Place, Remedy, Safety, Severity, Step};
use crate::text::{Edit, Span};

/// The places that have to say something else. Every spec is looked at once, however many were given another id.
pub(super) fn findings(corpus: &Corpus, replanned: &[Replanned]) -> Vec<Finding> {
    let renamed = replanned.iter().filter(|one| one.id != one.old_id);
    let moved = replanned.iter().filter(|one| one.path.as_str() != one.old_path);
    let expected = Expected {
        ids: renamed.map(|one| (one.old_id.as_str(), one)).collect(),
        paths: moved.map(|one| (one.old_path.as_str(), one)).collect(),
    };
    let of_systems = corpus.systems.iter().flat_map(|system| expected.in_system(corpus, system));
    of_systems.chain(corpus.documents.iter().flat_map(|document| expected.in_document(corpus, document))).collect()
}

/// What others expect and is not so: ids, and paths.
struct Expected<'r> {
    ids: BTreeMap<&'r str, &'r Replanned>,
    paths: BTreeMap<&'r str, &'r Replanned>,
}

impl Expected<'_> {
    /// Where a system spec says the id of a feature.
    fn in_system(&self, corpus: &Corpus, system: &System) -> Vec<Finding> {
        let document = &corpus.documents[system.document];
        let of_components = system.spec.components.iter().map(|component| &component.feature_spec_id);
        let of_entries = system.spec.entries().map(|(_, entry)| &entry.feature_spec_id);
        let ids = of_components.chain(of_entries).flatten();
        let places = ids.filter_map(|id| Some((id.span?, *self.ids.get(id.value.as_str())?)));
        let said = places.filter(|(span, one)| span.of(&document.text) == one.old_id);
        let said: BTreeMap<Span, &Replanned> = said.collect();
        let edits = said.into_iter().map(|(span, one)| (Edit::new(span, one.id.clone()), called(one)));
        edits
            .map(|(edit, message)| {
                finding("unresolved-reference", document, Some(edit.span), message, Change::Text(edit))
            })
            .collect()
    }

    /// Where a spec names or links to the feature spec.
    fn in_document(&self, corpus: &Corpus, document: &Document) -> Vec<Finding> {
        let mut findings = Vec::new();
        for reference in &document.header.references {
            let Some(one) = self.ids.get(reference.target.value.as_str()) else { continue };
            let pointer = reference.pointer(&corpus.profile.keys);
            let change = Change::Set { pointer, value: one.id.clone() };
            findings.push(finding("unresolved-reference", document, reference.target.span, called(one), change));
        }
        for link in document.skim.links.iter().filter(|_| !self.paths.is_empty()) {
            let path = corpus.path_to(document, &link.destination);
            let Some(one) = path.and_then(|path| self.paths.get(path.as_str())) else { continue };
            let edit = link.leading_to(&document.text, &one.path.link_from(document.path.parent()));
            let message = format!("`{}` lies at `{}` now", one.id, one.path);
            findings.extend(
                edit.map(|edit| finding("broken-link", document, Some(link.span), message, Change::Text(edit))),
            );
        }
        findings
    }
}

fn called(one: &Replanned) -> String {
    format!("`{}` is called `{}` now", one.old_id, one.id)
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
