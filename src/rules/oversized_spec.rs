//! `oversized-spec`: a file where specs lie that is too large to be read.
//! The limit is the snapshot's; nothing of such a file is read.

use super::{Rule, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Place, Severity};

pub(super) const RULE: Rule = Rule {
    id: "oversized-spec",
    severity: Severity::Error,
    summary: "a file where specs lie that is larger than 16 MiB",
    explanation: "No spec that people read is larger than 16 MiB. Such a file is not read at all, so that one bad \
        file never stops the check of all others.",
    remedy: "Split the file, or move it out of the folders that the configuration includes.",
    fixes: &[],
    cases: cases!("oversized-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let large = corpus.unreadable.iter().filter_map(|file| Some((file, file.too_large?)));
    large
        .map(|(file, size)| {
            let message = format!("`{}` has {size} bytes, more than the 16 MiB a spec may have", file.path);
            let help = "split it, or move it out of the folders that the configuration includes";
            RULE.finding(Place::file(file.path.as_str()), message, "", help)
        })
        .collect()
}
