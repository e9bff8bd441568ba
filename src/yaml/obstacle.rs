//! What keeps front matter from being YAML at all: merge conflicts and control characters.
//! It looks at lines and characters only; what the parser would say about these is never asked.

use super::emit::is_unprintable;
use super::front::{is_conflict_marker, lines};
use super::{Genre, Problem, refusal};
use crate::text::Span;

/// What keeps the text from being YAML at all, merge conflicts before control characters, and the start of its line.
pub(super) fn find(genre: Genre, text: &str, yaml: Span) -> Option<(usize, Problem)> {
    conflict(genre, text, yaml).or_else(|| control_character(genre, text, yaml))
}

fn conflict(genre: Genre, text: &str, yaml: Span) -> Option<(usize, Problem)> {
    let upto = text.get(..yaml.end)?;
    let mut markers = lines(upto, yaml.start).filter(|line| is_conflict_marker(line.text));
    let first = markers.next()?;
    let end = markers.find(|line| line.text.starts_with('>')).map(|line| line.span);
    Some((first.span.start, refusal::conflict(first.span, end, genre)))
}

fn control_character(genre: Genre, text: &str, yaml: Span) -> Option<(usize, Problem)> {
    let (at, character) = yaml.of(text).char_indices().find(|(_, character)| is_unprintable(*character))?;
    let at = yaml.start + at;
    let line = text.get(yaml.start..at)?.rfind('\n').map_or(yaml.start, |end| yaml.start + end + 1);
    Some((line, refusal::control_character(Span::new(at, at + character.len_utf8()), character, genre)))
}
