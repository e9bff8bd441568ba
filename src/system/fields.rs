//! Labelled fields: `**Technology:** Rust` in all the forms people write it, each with the blocks that are its value.
//! Which labels mean something stands in `profile`; what a value says is read by the field's own file.

use super::Reader;
use crate::markdown::{Block, BlockKind, Item, Line, Table};
use crate::profile::{Label, words};
use crate::text::{Located, Span};

/// A part of a value, in document order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    /// A line of a paragraph.
    Line(&'a Line),
    /// A list item: itself, and how many lines of its first paragraph are its own.
    Item(&'a Item, usize),
    /// A table.
    Table(&'a Table, Span),
    /// A code block.
    Fence(Span),
    /// Anything else.
    Other(Span),
    /// The start of an item in a list of fields, by its first byte.
    Break(usize),
}

impl Piece<'_> {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Line(line) => line.span,
            Self::Item(item, lines) => item_text(item, *lines).unwrap_or(item.span),
            Self::Table(_, span) | Self::Fence(span) | Self::Other(span) => *span,
            Self::Break(at) => Span::at(*at),
        }
    }
}

/// A label and its value.
#[derive(Debug)]
pub(super) struct LabelledField<'a> {
    /// The label as written, without its colon.
    pub(super) label: Located<String>,
    /// What it means, if anything.
    pub(super) known: Option<Label>,
    /// What stands on the label's own line after it.
    pub(super) inline: Option<Span>,
    /// What follows, up to the next label.
    pub(super) pieces: Vec<Piece<'a>>,
}

impl<'a> LabelledField<'a> {
    /// The whole value from its first to its last byte.
    pub(super) fn span(&self) -> Option<Span> {
        let spans = || self.inline.into_iter().chain(self.pieces.iter().map(whole));
        let start = spans().map(|span| span.start).min()?;
        let end = spans().map(|span| span.end).max()?;
        Some(Span::new(start, end))
    }

    /// The texts of a value that lists things: the inline text with the lines that continue it, then every list item
    /// (nested ones too), table cell or further line, each on its own.
    pub(super) fn texts(&self) -> Vec<Span> {
        let mut texts: Vec<Span> = self.inline.into_iter().collect();
        let mut continues = true;
        for piece in &self.pieces {
            match (piece, texts.last_mut()) {
                (Piece::Line(line), Some(last)) if continues => last.end = line.span.end,
                (Piece::Item(item, lines), _) => push_item(item, *lines, &mut texts),
                (piece, _) => texts.push(piece.span()),
            }
            continues &= matches!(piece, Piece::Line(_));
        }
        texts
    }

    /// The tables of the value.
    pub(super) fn tables(&self) -> impl Iterator<Item = &'a Table> + '_ {
        self.pieces.iter().filter_map(|piece| if let Piece::Table(table, _) = piece { Some(*table) } else { None })
    }
}

/// The span of a piece with everything nested in it.
fn whole(piece: &Piece<'_>) -> Span {
    match piece {
        Piece::Item(item, lines) if *lines == usize::MAX => item.span,
        piece => piece.span(),
    }
}

/// Adds an item's own text and those of the items nested in it.
fn push_item(item: &Item, lines: usize, texts: &mut Vec<Span>) {
    let mut open = vec![(item, lines)];
    while let Some((item, lines)) = open.pop() {
        texts.extend(item_text(item, lines));
        let nested = item.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::List(list) => Some(list),
            _ => None,
        });
        let before = open.len();
        open.extend(nested.flat_map(|list| &list.items).map(|item| (item, usize::MAX)));
        open[before..].reverse();
    }
}

/// The text of an item's first paragraph, up to `lines` of it.
pub(super) fn item_text(item: &Item, lines: usize) -> Option<Span> {
    let own = item_lines(item);
    let own = &own[..own.len().min(lines)];
    Some(Span::new(own.first()?.span.start, own.last()?.span.end))
}

/// The lines of an item's first paragraph.
pub(super) fn item_lines(item: &Item) -> &[Line] {
    match item.blocks.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(lines)) => lines,
        _ => &[],
    }
}

/// Splits blocks into what belongs to no label and the labelled fields. An item of a list of fields ends the field of
/// the item before it, unless that one still has no value: then the items that follow are its value.
pub(super) fn read<'a>(reader: &Reader<'a>, blocks: &'a [Block]) -> (Vec<Piece<'a>>, Vec<LabelledField<'a>>) {
    read_pieces(reader, pieces(reader, blocks))
}

/// The same over pieces.
pub(super) fn read_pieces<'a>(reader: &Reader<'a>, pieces: Vec<Piece<'a>>) -> (Vec<Piece<'a>>, Vec<LabelledField<'a>>) {
    let mut before = Vec::new();
    let mut fields: Vec<LabelledField<'a>> = Vec::new();
    // Whether the last field is over: its item ended, and it had a value.
    let mut over = false;
    for piece in pieces {
        let label = match piece {
            Piece::Line(line) => reader.label(line),
            Piece::Break(_) => {
                over = fields.last().is_some_and(|field| field.inline.is_some() || !field.pieces.is_empty());
                continue;
            }
            _ => None,
        };
        match (label, fields.last_mut()) {
            (Some(field), _) => {
                fields.push(field);
                over = false;
            }
            (None, Some(field)) if !over => field.pieces.push(piece),
            (None, _) => before.push(piece),
        }
    }
    (before, fields)
}

/// Flattens blocks: lists of fields become lines, a label that continues the last bullet is lifted out of it.
pub(super) fn pieces<'a>(reader: &Reader<'a>, blocks: &'a [Block]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut open: Vec<&'a Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        match &block.kind {
            BlockKind::Paragraph(lines) => pieces.extend(lines.iter().map(Piece::Line)),
            BlockKind::Table(table) => pieces.push(Piece::Table(table, block.span)),
            BlockKind::Fence(_) => pieces.push(Piece::Fence(block.span)),
            BlockKind::Quote(inner) => open.extend(inner.iter().rev()),
            BlockKind::Html if is_comment(block.span.of(reader.text)) => {}
            BlockKind::Html | BlockKind::Rule => pieces.push(Piece::Other(block.span)),
            BlockKind::List(list) if list.items.iter().any(|item| reader.is_field(item)) => {
                for item in &list.items {
                    pieces.push(Piece::Break(item.span.start));
                    pieces.extend(self::pieces(reader, &item.blocks));
                }
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    let lines = item_lines(item);
                    let own = lines.iter().skip(1).position(|line| reader.is_label(line));
                    pieces.push(Piece::Item(item, own.map_or(usize::MAX, |at| at + 1)));
                    pieces.extend(own.into_iter().flat_map(|at| lines[at + 1..].iter().map(Piece::Line)));
                }
            }
        }
    }
    pieces
}

/// Whether HTML is one comment, which is no part of what is said.
fn is_comment(html: &str) -> bool {
    let inner = html.trim_end().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| !inner.contains("-->"))
}

impl<'a> Reader<'a> {
    /// Whether an item is a labelled field of a meaning known here.
    fn is_field(&self, item: &'a Item) -> bool {
        item_lines(item).first().is_some_and(|line| self.is_label(line))
    }

    /// Whether a line begins with a label of a known meaning.
    fn is_label(&self, line: &Line) -> bool {
        self.split_known(line.span.of(self.text)).is_some()
    }

    fn split_known(&self, source: &str) -> Option<(usize, usize)> {
        split_label(source, &|label| self.profile.words.label(label).is_some())
    }

    /// The label at the start of a line; one of no known meaning only in bold.
    fn label(&self, line: &'a Line) -> Option<LabelledField<'a>> {
        let source = line.span.of(self.text);
        let (end, after) = self.split_known(source).or_else(|| bold_label(line, source))?;
        let written = Span::new(line.span.start, line.span.start + end);
        let inner = unwrapped(written, self.text);
        let rest = unwrapped(Span::new(line.span.start + after, line.span.end).trimmed(self.text), self.text);
        let label = self.plain(inner.of(self.text), inner);
        Some(LabelledField {
            known: self.profile.words.label(&label.value),
            label,
            inline: (!rest.is_empty()).then_some(rest),
            pieces: Vec::new(),
        })
    }
}

/// Marks between a label and its value, after a known label.
const SEPARATORS: [&str; 4] = [":", " - ", " – ", " — "];

/// The longest label in bytes, marks included: what stands later on a line is not even looked at.
const LONGEST: usize = 64;

/// Splits a line after a known label: the end of the label and the start of its value.
fn split_label(source: &str, known: &dyn Fn(&str) -> bool) -> Option<(usize, usize)> {
    let head = &source[..source.floor_char_boundary(LONGEST)];
    let separator = SEPARATORS.iter().filter_map(|mark| head.find(mark).map(|at| (at, at + mark.len()))).min();
    if let Some((at, after)) = separator
        && known(&head[..at])
    {
        return Some((at, after));
    }
    if head.len() == source.len() && known(source) {
        return Some((source.len(), source.len()));
    }
    let bold_end = head.strip_prefix("**")?.find("**")? + 2;
    known(&head[..bold_end]).then_some((bold_end, bold_end + 2))
}

/// Splits a line that starts with bold text and a colon, inside the emphasis or after it.
fn bold_label(line: &Line, source: &str) -> Option<(usize, usize)> {
    let first = line.runs.first().filter(|run| run.strong && run.span.start == line.span.start)?;
    let bold = line.runs.iter().take_while(|run| run.strong).last().unwrap_or(first);
    let end = bold.span.end - line.span.start;
    let colon = source.find(':')?;
    let inside = colon < end && source[colon + 1..end].chars().all(|c| matches!(c, '*' | '_' | ' '));
    let after = colon >= end && source[end..colon].trim().is_empty();
    let apart = source[colon + 1..].chars().all(|c| matches!(c, '*' | '_'))
        || source[colon + 1..].trim_start_matches(['*', '_']).starts_with(char::is_whitespace);
    let path = words(&source[..colon]).is_empty();
    ((inside || after) && apart && !path).then_some((colon, colon + 1))
}

/// A span without blanks, without an emphasis mark that has its partner elsewhere, and without a pair around all of it.
fn unwrapped(span: Span, text: &str) -> Span {
    let mut span = span.trimmed(text);
    for mark in ["**", "__"] {
        let source = span.of(text);
        let count = source.matches(mark).count();
        let around = count == 2 && source.starts_with(mark) && source.ends_with(mark);
        if source.starts_with(mark) && (around || count % 2 == 1) {
            span.start += mark.len();
        }
        if source.ends_with(mark) && (around || (count % 2 == 1 && !source.starts_with(mark))) {
            span.end -= mark.len();
        }
        span = span.trimmed(text);
    }
    span
}
