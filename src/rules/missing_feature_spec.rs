//! `missing-feature-spec`: a roadmap entry that no feature spec covers.
//! Who covers what is decided in `coverage`; the spec itself is written from the same facts by `plan`.

use std::collections::BTreeSet;

use super::{Rule, at, cases, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Remedy, Severity};
use crate::text::shell_word;

pub(super) const RULE: Rule = Rule {
    id: "missing-feature-spec",
    severity: Severity::Error,
    summary: "a roadmap entry without a feature spec",
    explanation: "Every entry of the roadmap has one feature spec: the one it names by id or link, else the one that \
        names this system and the entry's component, else the one with the id the entry would be given. A spec is \
        never taken for an entry's by its name alone, and a retired one covers nothing. `roadspec fix` writes the \
        missing ones as stubs with all that the system spec says about them.",
    remedy: "Run `roadspec fix`, or `roadspec generate SYSTEM --feature ID` for one of them; then complete the stub.",
    cases: cases!("missing-feature-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let has = |document: &Document, id: &str| document.header.id.as_ref().is_some_and(|own| own.value == id);
    // An id that something else has is another defect, and keeps a spec from being written.
    let taken = |id: &str| corpus.index.spec(id).is_some_and(|at| has(&corpus.documents[at], id));
    let mut given = BTreeSet::new();
    for (system, document) in systems(corpus) {
        // An id that breaks the schema can hold anything, a shell command too.
        let name = if corpus.profile.is_id(&system.id) { &system.id } else { &shell_word(document.path.as_str()) };
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            let Some(id) = coverage.planned().filter(|_| coverage.is_missing()) else { continue };
            let path = corpus.path_of(id);
            // Another error says already that what lies there cannot be read.
            if taken(id) || corpus.is_broken(&path) || !given.insert(id) {
                continue;
            }
            let message = format!("the roadmap entry `{}` has no feature spec", entry.name.value);
            let label = format!("no spec has the id `{id}`");
            let help =
                format!("nothing says yet what this feature must do: write the stub `{path}` with `roadspec fix`");
            let mut finding = RULE.finding(at(document, entry.span), message, label, help);
            let command = format!("roadspec generate {name} --feature {id}");
            finding.remedy = Remedy::Create { path, command };
            findings.push(finding);
        }
    }
    findings
}
