//! `unsafe-path`: a name in the repository that no checkout should create.
//! Which names are safe is decided in `path`.

use super::{Rule, cases, shown};
use crate::corpus::{Corpus, OddityKind};
use crate::finding::{Finding, Place, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unsafe-path",
    severity: Severity::Error,
    summary: "a file name that cannot be trusted",
    explanation: "A git tree can hold names that mean something else on some system: `..`, a disguised `.git`, a \
        Windows device, control characters, bytes that are no UTF-8. Such a file is not read.",
    remedy: "Rename the file.",
    fixes: &[],
    cases: cases!("unsafe-path"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let unsafe_names = corpus.oddities.iter().filter_map(|oddity| match &oddity.kind {
        OddityKind::Unsafe(reason) => Some((oddity, reason)),
        _ => None,
    });
    unsafe_names
        .map(|(oddity, reason)| {
            let message = format!("the name {} {reason}", shown(&oddity.path));
            RULE.finding(Place::file(oddity.path.clone()), message, "", "rename the file; until then it is not read")
        })
        .collect()
}
