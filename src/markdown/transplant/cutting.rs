//! Cutting a part out of its document: line ends, blank ends and the indentation of the place it stood in.
//! What the part means is read elsewhere.

use crate::markdown::BLANKS;
use crate::text::Span;

/// The part as text by itself.
pub(super) fn cut(text: &str, excerpt: Span) -> String {
    let line = text[..excerpt.start].rfind('\n').map_or(0, |end| end + 1);
    let part = excerpt.of(text).replace("\r\n", "\n").replace('\r', "\n");
    without_blank_ends(&dedented(&part, container(&text[line..excerpt.start]))).to_owned()
}

/// The text without blank lines at its ends and without blanks after its last line.
pub(super) fn without_blank_ends(text: &str) -> &str {
    let text = text.trim_end_matches(BLANKS);
    let filled = text.len() - text.trim_start_matches(BLANKS).len();
    &text[text[..filled].rfind('\n').map_or(0, |end| end + 1)..]
}

/// The column at which the content of the innermost list item on this line starts, given what stands before a part.
fn container(before: &str) -> usize {
    let mut rest = before;
    loop {
        let content = rest.trim_start_matches([' ', '\t']);
        let digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = if digits.len() < content.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            content.strip_prefix(['-', '+', '*'])
        };
        match after.filter(|after| after.starts_with([' ', '\t'])) {
            Some(after) => rest = after,
            None => return width(&before[..before.len() - content.len()]),
        }
    }
}

/// How many columns a text takes.
fn width(text: &str) -> usize {
    text.chars().fold(0, after)
}

/// The column after a character; a tab leads to the next multiple of four.
const fn after(column: usize, character: char) -> usize {
    if character == '\t' { column / 4 * 4 + 4 } else { column + 1 }
}

/// Lines after the first, without the indentation that they share, of which at most `columns` are taken.
fn dedented(text: &str, columns: usize) -> String {
    let filled = text.split('\n').skip(1).filter(|line| !line.trim_matches(BLANKS).is_empty());
    let columns = filled.map(|line| width(blanks(line))).min().unwrap_or_default().min(columns);
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| all + "\n" + &outdented(line, columns))
}

/// The blanks at the start of a line.
fn blanks(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// A line without its first `columns` columns of blanks; what is left of a tab becomes spaces.
fn outdented(line: &str, columns: usize) -> String {
    let (mut taken, mut column) = (0, 0);
    for blank in blanks(line).chars() {
        if column >= columns {
            break;
        }
        column = after(column, blank);
        taken += blank.len_utf8();
    }
    " ".repeat(column.saturating_sub(columns)) + &line[taken..]
}
