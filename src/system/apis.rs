//! Endpoints: method, path, separator, description in the forms people write; what is none is kept as an interface.
//! Pure over one text at a time.

use super::fields::{LabelledField, Piece};
use super::{Api, Reader};
use crate::markdown::Table;
use crate::profile::Label;
use crate::text::{Located, Span};

/// Adds what a field of APIs or interfaces holds.
pub(super) fn read(
    reader: &Reader<'_>,
    field: &LabelledField<'_>,
    apis: &mut Vec<Api>,
    interfaces: &mut Vec<Located<String>>,
) {
    if field.pieces.is_empty() && field.inline.is_some_and(|span| reader.profile.words.is_none(span.of(reader.text))) {
        return;
    }
    for table in field.tables() {
        read_table(reader, table, apis, interfaces);
    }
    let tables: Vec<Span> = field
        .pieces
        .iter()
        .filter_map(|piece| if let Piece::Table(_, span) = piece { Some(*span) } else { None })
        .collect();
    for span in field.texts().into_iter().filter(|span| !tables.contains(span)) {
        read_text(reader, span, apis, interfaces);
    }
}

/// Reads one text: every endpoint in it, or the whole of it as an interface.
pub(super) fn read_text(reader: &Reader<'_>, span: Span, apis: &mut Vec<Api>, interfaces: &mut Vec<Located<String>>) {
    let found = endpoints(reader, span);
    if found.is_empty() && !reader.profile.words.is_none(span.of(reader.text)) {
        interfaces.push(reader.prose(span));
    }
    apis.extend(found);
}

/// A word of the text without the marks around it.
struct Word<'a> {
    text: &'a str,
    span: Span,
}

/// Characters that may stand around a method or a path.
const MARKS: [char; 7] = ['`', '*', '_', '[', ']', '(', ')'];
/// Words that separate a path from its description.
const SEPARATORS: [&str; 7] = ["-", "–", "—", ":", "→", "->", "=>"];

/// Every endpoint of a text, in order.
fn endpoints(reader: &Reader<'_>, span: Span) -> Vec<Api> {
    let words = words(reader.text, span);
    let is_method = |word: &Word<'_>| reader.profile.words.methods.iter().any(|method| method == word.text);
    let starts: Vec<usize> =
        (0..words.len().saturating_sub(1)).filter(|at| is_method(&words[*at]) && is_path(words[at + 1].text)).collect();
    let ends = starts.iter().skip(1).map(|next| words[*next].span.start).chain([span.end]);
    let endpoint = |(at, end): (&usize, usize)| {
        let path = &words[at + 1];
        let description = description(reader.text, Span::new(path.span.end, end));
        let start = words[*at].span.start;
        Api {
            method: Located::at(words[*at].text.to_owned(), words[*at].span),
            path: Located::at(path.text.to_owned(), path.span),
            description: description.map(|span| reader.prose(span)),
            span: Span::new(start, description.map_or(path.span.end, |span| span.end)),
        }
    };
    starts.iter().zip(ends).map(endpoint).collect()
}

fn is_path(word: &str) -> bool {
    word.starts_with('/') || word.starts_with('*') || word.contains("://")
}

/// A path without the marks after it; one `*` or bracket at its end is its own.
fn path_of(word: &str) -> &str {
    let mut path = word;
    loop {
        let shorter = path.trim_end_matches(['`', ',', ';', ':']);
        let shorter = shorter.strip_suffix("**").filter(|_| shorter.matches("**").count() == 1).unwrap_or(shorter);
        if shorter.len() == path.len() {
            return path;
        }
        path = shorter;
    }
}

/// The words of a text; a path keeps the brackets that belong to it.
fn words(text: &str, span: Span) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = span.start;
    for part in span.of(text).split_inclusive(char::is_whitespace) {
        let part_at = at;
        at += part.len();
        let word = part.trim_end();
        let inner = word.trim_start_matches(MARKS);
        let start = part_at + word.len() - inner.len();
        let inner =
            if is_path(inner) { path_of(inner) } else { inner.trim_end_matches([':', ',']).trim_end_matches(MARKS) };
        if !word.is_empty() {
            words.push(Word { text: inner, span: Span::new(start, start + inner.len()) });
        }
    }
    words
}

/// What stands after the path, without marks and the separator before it and joints after it.
fn description(text: &str, after: Span) -> Option<Span> {
    let source = after.of(text);
    let mut rest = source.trim_start_matches(['`', '*', '_', ')', ']', ',', ';']).trim_start();
    if let Some(mark) = SEPARATORS.iter().find(|mark| rest.starts_with(**mark)) {
        rest = rest[mark.len()..].trim_start_matches(['`', '*']).trim_start();
    }
    let start = after.start + source.len() - rest.len();
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '`'));
    let code_closed = rest.matches('`').count() % 2 == 0;
    let end = start + rest.len() + usize::from(!code_closed && text[start + rest.len()..].starts_with('`'));
    (!rest.is_empty()).then_some(Span::new(start, end))
}

/// Reads a table with a method and a path column, or each row's text.
fn read_table(reader: &Reader<'_>, table: &Table, apis: &mut Vec<Api>, interfaces: &mut Vec<Located<String>>) {
    let column = |label| table.header.iter().position(|cell| reader.profile.words.column(&cell.text) == Some(label));
    let (method, path) = (column(Label::Method), column(Label::Path));
    let description = column(Label::Responsibility);
    for row in &table.rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty());
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let span = Span::new(first.span.start, last.span.end);
        if let (Some(method), Some(path)) = (cell(method), cell(path)) {
            apis.push(Api {
                method: reader.name(method),
                path: reader.name(path),
                description: cell(description).map(|cell| reader.prose(cell.span)),
                span,
            });
        } else {
            read_text(reader, span, apis, interfaces);
        }
    }
}
