//! Finds marks in the gap between two tokens of YAML, where the parser gives no place for them.
//! It reads nothing but gaps: blanks, line ends, comments, tags, anchors and indicators.

use crate::text::Span;

/// Where the first of the characters `wanted` stands in `gap`. Blanks, line ends, comments, tags, anchors and the
/// indicators `passed` may stand before it; none, if something else does.
pub(super) fn mark(text: &str, gap: Span, wanted: &[char], passed: &[char]) -> Option<usize> {
    let mut at = gap.start;
    while at < gap.end {
        let rest = text.get(at..gap.end)?;
        let first = rest.chars().next()?;
        if wanted.contains(&first) {
            return Some(at);
        }
        at += match first {
            ' ' | '\t' | '\r' | '\n' => 1,
            '#' => rest.find(['\r', '\n']).unwrap_or(rest.len()),
            '!' | '&' => rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
            _ if passed.contains(&first) => first.len_utf8(),
            _ => return None,
        };
    }
    None
}
