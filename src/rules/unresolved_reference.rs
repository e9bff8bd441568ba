//! `unresolved-reference`: a spec that front matter names and nobody has.
//! Links in the text are `broken-link`; references that only lack their mirror are `one-sided-dependency`.

use std::collections::BTreeMap;

use super::{Rule, also, at, cases};
use crate::corpus::{Corpus, Document, List, Named};
use crate::finding::{Finding, Severity};
use crate::profile::Kind;
use crate::text::{Span, did_you_mean};

pub(super) const RULE: Rule = Rule {
    id: "unresolved-reference",
    severity: Severity::Error,
    summary: "a reference to a spec that does not exist",
    explanation: "Specs refer to each other in front matter by id, by file name without extension, or by path. A \
        reference that leads nowhere is a plan nobody follows: the spec was renamed or removed, or the name is \
        misspelt. The id that a roadmap entry without a spec would be given is fine: its spec is yet to come.",
    remedy: "Write the id of the spec that is meant, or remove the reference.",
    cases: cases!("unresolved-reference"),
    check,
};

/// For how many different names a suggestion is looked for: each looks at every id.
const MAX_SUGGESTIONS: usize = 200;

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut suggestions: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for document in &corpus.documents {
        for reference in &document.header.references {
            let name = reference.target.value.as_str();
            let span = reference.target.span.unwrap_or_else(|| document.anchor());
            match corpus.named(document, name) {
                Named::Nothing => {}
                Named::Spec(other) if reference.list.is_none() && corpus.documents[other].kind != Kind::System => {
                    findings.push(no_system(corpus, document, &corpus.documents[other], span));
                    continue;
                }
                Named::Spec(_) | Named::Planned => continue,
            }
            if suggestions.len() < MAX_SUGGESTIONS {
                suggestions.entry(name).or_insert_with(|| suggestion(corpus, reference.list, name));
            }
            let message = format!("no spec is called `{name}`");
            let label = reference.list.map_or("the system this feature belongs to", |_| "leads nowhere");
            let near = suggestions.get(name).cloned().flatten();
            let help = near.unwrap_or_else(|| "write the id of a spec, or remove the reference".to_owned());
            findings.push(RULE.finding(at(document, span), message, label, help));
        }
    }
    findings
}

/// A feature that says it belongs to a spec which is no system's.
fn no_system(corpus: &Corpus, document: &Document, other: &Document, span: Span) -> Finding {
    let keys = &corpus.profile.keys;
    let (system, kind) = (corpus.profile.kinds.system.0, other.header.kind.as_ref());
    let message = format!("`{}` is no system spec", other.id());
    let help = match kind {
        Some(kind) if kind.value != system => {
            format!("write `{}: {system}` there if it is meant to be one, or name the system here", keys.kind)
        }
        _ => "name the system here".to_owned(),
    };
    let mut finding = RULE.finding(at(document, span), message, "the system this feature belongs to", help);
    let place = kind.and_then(|kind| kind.span).unwrap_or_else(|| other.anchor());
    let label = kind.map_or_else(|| "it says no kind".to_owned(), |kind| format!("its kind is `{}`", kind.value));
    finding.related.push(also(other, place, label));
    finding
}

/// What may have been meant: a system's id where a system is named, else any id, planned ones too.
fn suggestion(corpus: &Corpus, list: Option<List>, name: &str) -> Option<String> {
    let systems = corpus.systems.iter().map(|system| system.id.as_str());
    if list.is_none() {
        return did_you_mean(name, systems);
    }
    let ids = corpus.documents.iter().filter_map(|document| Some(document.header.id.as_ref()?.value.as_str()));
    let planned = corpus.systems.iter().flat_map(|system| &system.coverage.entries).filter_map(|entry| entry.planned());
    did_you_mean(name, ids.chain(planned))
}
