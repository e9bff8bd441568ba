//! Text and places in it: byte spans, the one line and column function, canonical text, neutral text.
//! Nothing here knows what a spec is, and nothing here reads or prints.

mod canonical;
mod edit;
mod located;
mod nearest;
mod neutral;
mod shell;

pub use canonical::{normalise, sha256_hex16, sha256_hex16_of};
pub use edit::{Edit, apply};
pub use located::Located;
pub use nearest::{did_you_mean, nearest};
pub use neutral::{Neutral, is_dangerous, neutral, neutral_line};
pub use shell::shell_word;

use serde::Serialize;

/// A half-open range of bytes in one document, `start..end`, on `char` boundaries.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span before byte `at`.
    pub const fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text the span covers.
    ///
    /// # Panics
    /// If the span does not lie in `text` on `char` boundaries: a bug of whoever made it.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The span without the blanks and line ends at both of its ends.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let slice = self.of(text);
        let start = self.start + (slice.len() - slice.trim_start().len());
        Self::new(start, start + slice.trim().len())
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people and editors count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// 1-based line; a line ends at LF or CRLF.
    pub line: usize,
    /// 1-based column in Unicode scalar values; a byte order mark has no width.
    pub column: usize,
}

/// Where every line of a document starts, so that many offsets resolve quickly.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Indexes `text` in one pass.
    pub fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        Self { text, starts }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The position of byte `offset`; an offset past the end or inside a character is moved back.
    /// This is the only function of the program that turns bytes into lines and columns.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        let before = if line == 1 { before.strip_prefix(BOM).unwrap_or(before) } else { before };
        Position { line, column: before.chars().count() + 1 }
    }

    /// The bytes of a line (from 1) without its line end; empty past the last one.
    pub fn line(&self, line: usize) -> Span {
        let start = line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1).max(start);
        Span::new(start, start + Span::new(start, end).of(self.text).trim_end_matches('\r').len())
    }

    /// How many lines there are, at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

/// The byte order mark, allowed as the first character of a document and kept on every write.
pub const BOM: char = '\u{feff}';

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow and obvious count that [`Lines::position`] must agree with.
    fn counted(text: &str, offset: usize) -> Position {
        let mut position = Position { line: 1, column: 1 };
        for (at, character) in text.char_indices().take_while(|(at, _)| *at < offset) {
            match character {
                '\n' => position = Position { line: position.line + 1, column: 1 },
                BOM if at == 0 => {}
                _ => position.column += 1,
            }
        }
        position
    }

    proptest! {
        #[test]
        fn positions_agree_with_counting(bom: bool, body in "(\r\n|\n|[aé日😀 ]){0,60}") {
            let text = if bom { format!("{BOM}{body}") } else { body };
            let lines = Lines::new(&text);
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                prop_assert_eq!(lines.position(offset), counted(&text, offset));
            }
        }
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_moved_back() {
        let lines = Lines::new("é\nx");
        assert_eq!(lines.position(1), Position { line: 1, column: 1 });
        assert_eq!(lines.position(99), Position { line: 2, column: 2 });
    }

    #[test]
    fn trimming_keeps_an_all_blank_span_empty() {
        assert_eq!(Span::new(1, 4).trimmed("a \n b"), Span::at(4));
    }
}
