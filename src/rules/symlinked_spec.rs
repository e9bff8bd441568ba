//! `symlinked-spec`: a symbolic link where specs lie.
//! Links are never followed, whatever they point to.

use super::{Rule, cases};
use crate::corpus::{Corpus, OddityKind};
use crate::finding::{Finding, Place, Severity};

pub(super) const RULE: Rule = Rule {
    id: "symlinked-spec",
    severity: Severity::Warning,
    summary: "a symbolic link where specs lie",
    explanation: "A link can lead out of the repository, and git stores only where it points, not what is there. So \
        links are never followed, and what they point to is not checked through them.",
    remedy: "Put the file itself there, or remove the link.",
    cases: cases!("symlinked-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let links = corpus.oddities.iter().filter(|oddity| oddity.kind == OddityKind::Symlink);
    links
        .map(|oddity| {
            let message = format!("`{}` is a symbolic link and is not followed", oddity.path);
            RULE.finding(Place::file(oddity.path.clone()), message, "", "put the file itself here, or remove the link")
        })
        .collect()
}
