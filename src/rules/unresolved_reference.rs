//! `unresolved-reference`: a spec that front matter names and nobody has.
//! Links in the text are `broken-link`; references that only lack their mirror are `one-sided-dependency`.

use std::collections::BTreeMap;

use super::{Rule, at, cases};
use crate::corpus::{Corpus, List, Named};
use crate::finding::{Finding, Severity};
use crate::text::{did_you_mean, nearest};

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
    let mut suggestions = BTreeMap::new();
    for document in &corpus.documents {
        for reference in &document.header.references {
            let name = reference.target.value.as_str();
            if corpus.named(document, name) != Named::Nothing {
                continue;
            }
            // No spec means itself: what it is called is only worth a look where it would be suggested.
            let own = Some(document.id()).filter(|own| nearest(name, [*own]).is_some());
            let asked = (name, reference.list.is_none(), own);
            if suggestions.len() < MAX_SUGGESTIONS {
                suggestions.entry(asked).or_insert_with(|| suggestion(corpus, reference.list, name, own));
            }
            let span = reference.target.span.unwrap_or_else(|| document.anchor());
            let message = format!("no spec is called `{name}`");
            let label = label(reference.list);
            let near = suggestions.get(&asked).cloned().flatten();
            let help = near.unwrap_or_else(|| "write the id of a spec, or remove the reference".to_owned());
            findings.push(RULE.finding(at(document, span), message, label, help));
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

/// What may have been meant: a system's id where a system is named, else any id but its `own`, planned ones too.
fn suggestion(corpus: &Corpus, list: Option<List>, name: &str, own: Option<&str>) -> Option<String> {
    let systems = corpus.systems.iter().map(|system| system.id.as_str());
    if list.is_none() {
        return did_you_mean(name, systems);
    }
    let ids = corpus.documents.iter().filter_map(|document| Some(document.header.id.as_ref()?.value.as_str()));
    let planned = corpus.systems.iter().flat_map(|system| &system.coverage.entries).filter_map(|entry| entry.planned());
    did_you_mean(name, ids.chain(planned).filter(|id| own != Some(id)))
}
