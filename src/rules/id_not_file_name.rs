//! `id-not-file-name`: a feature spec whose file is not called as its id.
//! Other kinds of spec may be called as they like.

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
    for (_, document) in features(corpus) {
        let Some(id) = document.header.id.as_ref().filter(|id| id.value != document.path.stem()) else { continue };
        let message = format!("the id is `{}`, but the file is `{}`", id.value, document.path.file_name());
        let extension = corpus.profile.extension;
        let help = format!("rename the file to `{}.{extension}`, and the links that lead to it", id.value);
        let place = at(document, id.span.unwrap_or_else(|| document.anchor()));
        findings.push(RULE.finding(place, message, "not the name of the file", help));
    }
    findings
}
