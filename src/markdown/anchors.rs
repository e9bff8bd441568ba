//! Anchors of headings, as GitHub makes them: the only file that uses `github_slugger`.
//! Which headings there are, and in which order, is found in `blocks`.

use std::collections::BTreeMap;

/// Gives every heading of one document an anchor of its own.
///
/// A title that comes again gets a number; the search for a free one goes on where it ended, so that many equal
/// titles cost no more than many different ones.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// The anchors given, each with the last number that was tried behind it.
    given: BTreeMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading.
    pub(super) fn next(&mut self, title: &str) -> String {
        let plain = github_slugger::slug(title);
        let mut number = self.given.get(&plain).copied().unwrap_or_default();
        let mut anchor = plain.clone();
        while self.given.contains_key(&anchor) {
            number += 1;
            anchor = format!("{plain}-{number}");
        }
        self.given.insert(plain, number);
        self.given.entry(anchor.clone()).or_default();
        anchor
    }
}
