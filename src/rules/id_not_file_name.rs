//! `id-not-file-name`: a feature spec whose file is not called as its id.
//! Other kinds of spec may be called as they like.

use std::collections::BTreeMap;

use super::{Rule, at, cases, features};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "id-not-file-name",
    severity: Severity::Warning,
    summary: "a feature spec whose file is not named by its id",
    explanation: "A feature spec lies in `<id>.md`, so that whoever reads an id knows which file to open. It is found \
        by its id wherever it lies and whatever its file is called, so nothing breaks; people lose time.",
    remedy: "Rename the file (`git mv`), and the links that lead to it.",
    cases: cases!("id-not-file-name"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for id in corpus.documents.iter().filter_map(|document| document.header.id.as_ref()) {
        *holders.entry(&id.value).or_default() += 1;
    }
    for (_, document) in features(corpus) {
        let named = document.header.id.as_ref().filter(|id| id.value != document.path.stem());
        // An id that is none, or that another spec has too, is wrong itself: no file should be called so.
        let is_sound = |id: &str| corpus.profile.is_id(id) && holders.get(id) == Some(&1);
        let Some(id) = named.filter(|id| is_sound(&id.value)) else { continue };
        let message = format!("the id is `{}`, but the file is `{}`", id.value, document.path.file_name());
        let extension = corpus.profile.extension;
        let help = format!("rename the file to `{}.{extension}`, and the links that lead to it", id.value);
        let place = at(document, id.span.unwrap_or_else(|| document.anchor()));
        findings.push(RULE.finding(place, message, "what others call this spec", help));
    }
    findings
}
