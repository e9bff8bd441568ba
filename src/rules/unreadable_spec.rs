//! `unreadable-spec`: a file where specs lie that is no UTF-8 text, or cannot be opened.
//! Files that are merely too large are `oversized-spec`.

use super::{Rule, cases, shown};
use crate::corpus::{Corpus, OddityKind};
use crate::finding::{Finding, Place, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unreadable-spec",
    severity: Severity::Error,
    summary: "a file where specs lie that cannot be read as text",
    explanation: "Specs are UTF-8, with or without a byte order mark. A file that cannot be read may be a spec, so it \
        is not passed over.",
    remedy: "Save the file as UTF-8, or move it out of the folders that the configuration includes.",
    fixes: &[],
    cases: cases!("unreadable-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let help = "save it as UTF-8, or move it out of the folders that the configuration includes";
    let files = corpus.unreadable.iter().filter(|file| file.too_large.is_none()).map(|file| {
        let message = format!("`{}` {}", file.path, file.reason);
        RULE.finding(Place::file(file.path.as_str()), message, "", help)
    });
    let special = corpus.oddities.iter().filter(|oddity| oddity.kind == OddityKind::Special).map(|oddity| {
        let message = format!("{} is a pipe, socket or device", shown(&oddity.path));
        let help = "remove it, or move it out of the folders that the configuration includes";
        RULE.finding(Place::file(oddity.path.clone()), message, "", help)
    });
    files.chain(special).collect()
}
