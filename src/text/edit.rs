//! Replacing parts of a text and nothing else: one edit, and several at once.
//! What is replaced, and whether that is right, is decided elsewhere.

use serde::Serialize;

use super::Span;

/// One part of a text that becomes another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edit {
    /// The bytes that go; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts `text` in the place of `span`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// The smallest edit that makes `after` of `before`; none if they are equal.
    pub fn between(before: &str, after: &str) -> Option<Self> {
        let shared = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let start = before.floor_char_boundary(shared).min(after.floor_char_boundary(shared));
        let (rest, new) = (&before[start..], &after[start..]);
        let shared = rest.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
        let end = rest.ceil_char_boundary(rest.len() - shared);
        let new_end = new.ceil_char_boundary(new.len() - shared);
        let tail = (rest.len() - end).min(new.len() - new_end);
        let edit = Self::new(Span::new(start, before.len() - tail), &new[..new.len() - tail]);
        (before != after).then_some(edit)
    }
}

/// A text with several parts of it replaced; none if two of them overlap or one lies outside.
///
/// Edits may come in any order. Of two insertions at one place the first given stands first.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        out.push_str(text.get(at..edit.span.start)?);
        text.get(edit.span.start..edit.span.end)?;
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_replace_what_they_name_in_any_order() {
        let edits = [Edit::new(Span::new(4, 5), "E"), Edit::new(Span::at(0), "<"), Edit::new(Span::at(0), "-")];
        assert_eq!(apply("abcdef", &edits).as_deref(), Some("<-abcdEf"));
    }

    #[test]
    fn edits_that_overlap_or_lie_outside_are_refused() {
        assert_eq!(apply("abc", &[Edit::new(Span::new(0, 2), ""), Edit::new(Span::new(1, 3), "")]), None);
        assert_eq!(apply("abc", &[Edit::new(Span::new(2, 4), "")]), None);
        assert_eq!(apply("ä", &[Edit::new(Span::at(1), "x")]), None, "not on a boundary");
    }

    proptest! {
        #[test]
        fn the_smallest_edit_makes_the_other_text(before in "[aäß€\u{10400}]{0,6}", after in "[aäß€\u{10400}]{0,6}") {
            let edits: Vec<Edit> = Edit::between(&before, &after).into_iter().collect();
            prop_assert_eq!(apply(&before, &edits), Some(after));
        }
    }
}
