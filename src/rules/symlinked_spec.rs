//! `symlinked-spec`: a symbolic link where specs lie.
//! Links are never followed, whatever they point to.

use super::{Rule, cases, shown};
use crate::corpus::{Corpus, OddityKind};
use crate::finding::{Finding, Place, Severity};

pub(super) const RULE: Rule = Rule {
    id: "symlinked-spec",
    severity: Severity::Warning,
    summary: "a symbolic link where specs lie",
    explanation: "A link can lead out of the repository, and git stores only where it points, not what is there. So \
        links are never followed, and what they point to is not checked through them.",
    remedy: "Put the file itself there, or remove the link.",
    fixes: &[],
    cases: cases!("symlinked-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let links = corpus.oddities.iter().filter(|oddity| oddity.kind == OddityKind::Symlink);
    links.map(|oddity| finding(&oddity.path, corpus.profile.extension)).collect()
}

/// A name without the extension of specs is most likely a folder's: where the link leads is not looked up.
fn finding(name: &str, extension: &str) -> Finding {
    let is_spec = name.trim_end_matches('"').strip_suffix(extension).is_some_and(|stem| stem.ends_with('.'));
    let message = format!("{} is a symbolic link and is not followed, so nothing in it is checked", shown(name));
    let help = if is_spec {
        "put the file itself here, or remove the link"
    } else {
        "put the files themselves here, or remove the link"
    };
    RULE.finding(Place::file(name), message, "", help)
}
