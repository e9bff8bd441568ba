//! `unresolved-reference`: a spec that front matter names and nobody has.
//! Links in the text are `broken-link`; references that only lack their mirror are `one-sided-dependency`.

use std::collections::BTreeMap;

use super::{Rule, also, at, cases, likely, step};
use crate::corpus::{Corpus, Document, List, Named};
use crate::finding::{Change, Finding, Safety, Severity};
use crate::profile::Kind;
use crate::text::{Span, nearest};

pub(super) const RULE: Rule = Rule {
    id: "unresolved-reference",
    severity: Severity::Error,
    summary: "a reference to a spec that does not exist",
    explanation: "Specs refer to each other in front matter by id, by file name without extension, or by path. A \
        reference that leads nowhere is a plan nobody follows: the spec was renamed or removed, or the name is \
        misspelt. The id that a roadmap entry without a spec would be given is fine: its spec is yet to come.",
    remedy: "Write the id of the spec that is meant, or remove the reference.",
    fixes: &[Safety::Unsafe],
    cases: cases!("unresolved-reference"),
    check,
};

/// For how many different names a suggestion is looked for: each looks at every id.
const MAX_SUGGESTIONS: usize = 200;

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut suggestions = BTreeMap::new();
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
            // No spec means itself: what it is called is only worth a look where it would be suggested.
            let own = Some(document.id()).filter(|own| nearest(name, [*own]).is_some());
            let asked = (name, reference.list.is_none(), own);
            if suggestions.len() < MAX_SUGGESTIONS {
                suggestions.entry(asked).or_insert_with(|| suggestion(corpus, reference.list, name, own));
            }
            let message = format!("no spec is called `{name}`");
            let label = label(reference.list);
            let near = suggestions.get(&asked).copied().flatten();
            let help = near.map_or_else(
                || "write the id of a spec, or remove the reference".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let mut finding = RULE.finding(at(document, span), message, label, help);
            let is_there = |near: &str| {
                reference.list.is_some_and(|list| document.header.list(list).any(|one| one.target.value == near))
            };
            // Beside the name that is meant, this one has to go instead.
            if let Some(near) = near.filter(|near| !is_there(near)) {
                let (pointer, value) = (reference.pointer(&corpus.profile.keys), near.to_owned());
                finding.remedy = likely(vec![step(document, Change::Set { pointer, value })]);
            }
            findings.push(finding);
        }
    }
    findings
}

/// What a name stands for.
const fn label(list: Option<List>) -> &'static str {
    match list {
        None => "the system this feature belongs to",
        Some(List::DependsOn) => "needed by this spec",
        Some(List::RequiredBy) => "said to need this spec",
        Some(List::Related) => "said to be related",
        Some(List::Features) => "listed as a feature of this system",
    }
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

/// What may have been meant: a system's id where a system is named, else any id but its `own`, planned ones too.
fn suggestion<'c>(corpus: &'c Corpus, list: Option<List>, name: &str, own: Option<&str>) -> Option<&'c str> {
    let systems = corpus.systems.iter().map(|system| system.id.as_str());
    if list.is_none() {
        return nearest(name, systems);
    }
    let ids = corpus.documents.iter().filter_map(|document| Some(document.header.id.as_ref()?.value.as_str()));
    let planned = corpus.systems.iter().flat_map(|system| &system.coverage.entries).filter_map(|entry| entry.planned());
    nearest(name, ids.chain(planned).filter(|id| own != Some(id)))
}
