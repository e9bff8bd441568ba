//! Anchors as GitHub gives them: the slug of a heading's text, numbered where it is not the first of its kind.
//! The only user of `github_slugger`, whose own counting of repeats takes quadratic time.

use std::collections::HashMap;

/// Gives every heading of one document its anchor. The headings must be given in document order.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Every anchor given so far, and the last number that was tried after it. Never iterated.
    given: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading, without the `#`, as the npm package `github-slugger` counts repeats.
    pub(super) fn next(&mut self, title: &str) -> String {
        let base = github_slugger::slug(title);
        let mut anchor = base.clone();
        if let Some(last) = self.given.get(&base) {
            let mut number = *last;
            while self.given.contains_key(&anchor) {
                number += 1;
                anchor = format!("{base}-{number}");
            }
            self.given.insert(base, number);
        }
        self.given.insert(anchor.clone(), 0);
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_numbered_and_step_over_what_is_taken() {
        let mut anchors = Anchors::default();
        let given = ["Foo", "Foo 1", "Foo", "Foo", "Foo 1"].map(|title| anchors.next(title));
        assert_eq!(given, ["foo", "foo-1", "foo-2", "foo-3", "foo-1-1"]);
    }
}
