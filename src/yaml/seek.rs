//! Finds indicators in the gap between two tokens of YAML, where the parser gives no place for them.
//! It reads nothing but gaps: blanks, line ends, comments, properties and indicators.

use crate::text::Span;

/// The first of the indicators `wanted` in the gap that starts where `gap` does. Comments, tags, anchors and the
/// other indicators of block style are passed over; none, if something else stands before.
pub(super) fn indicator(text: &str, gap: Span, wanted: &[char]) -> Option<usize> {
    let mut at = gap.start;
    while at < gap.end {
        let rest = text.get(at..gap.end)?;
        let first = rest.chars().next()?;
        if wanted.contains(&first) {
            return Some(at);
        }
        at += match first {
            ' ' | '\t' | '\r' | '\n' | '-' | ':' | '?' => 1,
            '#' => rest.find(['\r', '\n']).unwrap_or(rest.len()),
            '!' | '&' => rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len()),
            _ => return None,
        };
    }
    None
}
