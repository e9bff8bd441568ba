//! `colliding-paths`: two files whose names some file systems cannot tell apart.
//! Names that are unsafe by themselves are `unsafe-path`.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Rule, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Place, Severity};
use crate::path::RepoPath;

pub(super) const RULE: Rule = Rule {
    id: "colliding-paths",
    severity: Severity::Warning,
    summary: "files whose names differ only by case or by how a letter is composed",
    explanation: "Windows and macOS do not tell names apart by case, macOS not by composition either (`é` as one \
        character, or as `e` and an accent): a checkout there keeps only one of the files, and whoever commits from \
        there loses the other.",
    remedy: "Rename one of the files (`git mv`).",
    cases: cases!("colliding-paths"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut folded: BTreeMap<String, Vec<&RepoPath>> = BTreeMap::new();
    for path in &corpus.paths {
        folded.entry(fold(path.as_str())).or_default().push(path);
    }
    let several = folded.into_values().filter(|paths| paths.len() > 1);
    several.flat_map(|paths| (1..paths.len()).map(|at| finding(paths[0], paths[at])).collect::<Vec<_>>()).collect()
}

/// A name as a file system sees it that ignores case and composition.
fn fold(path: &str) -> String {
    path.nfc().flat_map(char::to_lowercase).collect()
}

fn finding(first: &RepoPath, second: &RepoPath) -> Finding {
    let composed = first.as_str().to_lowercase() == second.as_str().to_lowercase();
    let (systems, help) = if composed {
        ("Windows and macOS", "rename one of them (`git mv`)")
    } else {
        ("macOS", "rename one of them (`git mv`); they differ in how a letter and its accent are written")
    };
    let message = format!("`{second}` and `{first}` are one file on {systems}");
    RULE.finding(Place::file(second.as_str()), message, "", help)
}
