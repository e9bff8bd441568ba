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
    fixes: &[],
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
    let same_letters = first.as_str().to_lowercase() == second.as_str().to_lowercase();
    let (systems, help) = if same_letters {
        ("Windows and macOS", "rename one of them (`git mv`)".to_owned())
    } else {
        let difference = difference(first.as_str(), second.as_str());
        let help = format!(
            "rename one of them (`git mv`): {}",
            difference.unwrap_or_else(|| { "they differ in how a letter and its accent are written".to_owned() })
        );
        ("macOS", help)
    };
    let message = format!("`{second}` and `{first}` are one file on {systems}");
    RULE.finding(Place::file(second.as_str()), message, "", help)
}

/// The first letter that one of two names, which look the same, writes as one character and the other as several.
fn difference(first: &str, second: &str) -> Option<String> {
    let (one, other) = first.chars().zip(second.chars()).find(|(one, other)| one != other)?;
    let composed = [one, other].into_iter().find(|letter| letter.nfd().count() > 1)?;
    let mut parts = composed.nfd();
    let base = parts.next()?;
    let marks: Vec<String> = parts.map(|mark| format!("U+{:04X}", u32::from(mark))).collect();
    Some(format!("one has `{composed}` as one character, the other as `{base}` with {}", marks.join(" and ")))
}
