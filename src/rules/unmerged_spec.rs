//! `unmerged-spec`: a file where specs lie that is in conflict in the index.
//! Conflict markers that were committed are found where they break the front matter.

use super::{Rule, cases, shown};
use crate::corpus::{Corpus, OddityKind};
use crate::finding::{Finding, Place, Severity};
use crate::text::shell_word;

pub(super) const RULE: Rule = Rule {
    id: "unmerged-spec",
    severity: Severity::Error,
    summary: "a spec with unresolved merge conflicts",
    explanation: "While a file is in conflict the index holds several versions of it and none that could be checked.",
    remedy: "Resolve the conflict and `git add` the file.",
    fixes: &[],
    cases: cases!("unmerged-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let unmerged = corpus.oddities.iter().filter(|oddity| oddity.kind == OddityKind::Unmerged);
    unmerged
        .map(|oddity| {
            let message = format!("{} is in conflict, so there is no version to check", shown(&oddity.path));
            // A name in git's quotes is no word of a shell.
            let help = if oddity.path.starts_with('"') {
                "resolve the conflict and `git add` the file".to_owned()
            } else {
                format!("resolve the conflict, then run `git add -- {}`", shell_word(&oddity.path))
            };
            RULE.finding(Place::file(oddity.path.clone()), message, "", help)
        })
        .collect()
}
