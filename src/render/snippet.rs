//! The piece of a document that a finding shows: a few lines, harmless to print, with true line numbers.
//! How it is drawn is `miette`'s business; which places are shown is decided in `human`.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text::{Lines, Neutral, Position, Span, neutral, neutral_line};

/// Lines shown before and after what is meant.
const CONTEXT: usize = 1;
/// A longer span is shown by its first line.
const MAX_LINES: usize = 6;
/// The narrowest that a line is cut to, in columns, and the columns that stand before every line.
const NARROWEST: usize = 40;
const MARGIN: usize = 10;
/// Bytes of a line before and after what is meant that are looked at.
const WINDOW: usize = 4096;

/// Some lines of a document with labels on them.
#[derive(Debug)]
pub(super) struct Snippet {
    name: String,
    /// The lines as they are shown.
    text: String,
    /// The number of the first line shown, from 0.
    first: usize,
    labels: Vec<LabeledSpan>,
    /// Where each label starts in `text`, and where that is in the document.
    positions: Vec<(usize, Position)>,
}

/// A label on its way into a snippet.
struct Mark<'s> {
    label: &'s str,
    start: End,
    end: End,
}

/// One end of a mark.
struct End {
    /// The byte in the document.
    at: usize,
    position: Position,
    /// The byte in the text shown.
    shown: usize,
}

impl Snippet {
    /// The lines around `spans`, the first of which is the main one, for a terminal of this width.
    pub(super) fn new(path: &str, lines: &Lines<'_>, spans: &[(Span, &str)], width: usize) -> Self {
        let mut marks: Vec<Mark<'_>> = spans.iter().map(|(span, label)| Mark::new(*span, label, lines)).collect();
        let first = marks.iter().map(|mark| mark.start.position.line).min().unwrap_or(1);
        let last = marks.iter().map(|mark| mark.end.position.line).max().unwrap_or(1);
        let first = first.saturating_sub(CONTEXT).max(1);
        let mut text = String::new();
        for number in first..=(last + CONTEXT).min(lines.count()) {
            let line = lines.line(number);
            let on_line = |end: &&End| end.position.line == number;
            let meant = marks.iter().map(|mark| &mark.start).find(on_line).map_or(line.start, |start| start.at);
            let cut = Cut::new(lines.text(), line, meant, width.saturating_sub(MARGIN).max(NARROWEST));
            for end in marks.iter_mut().flat_map(|mark| [&mut mark.start, &mut mark.end]) {
                if end.position.line == number {
                    end.shown = text.len() + cut.offset(end.at);
                }
            }
            text.push_str(&cut.text);
            text.push('\n');
        }
        Self {
            name: neutral_line(path).into_owned(),
            text,
            first: first - 1,
            positions: marks.iter().map(|mark| (mark.start.shown, mark.start.position)).collect(),
            labels: marks.iter().enumerate().map(|(at, mark)| mark.labelled(at == 0)).collect(),
        }
    }

    /// For each label, from the first to the last in the text, whether it is the main one.
    pub(super) fn roles(&self) -> impl Iterator<Item = bool> {
        let mut places: Vec<(usize, bool)> =
            self.labels.iter().map(|label| (label.offset(), label.primary())).collect();
        places.sort_unstable();
        places.into_iter().map(|(_, is_main)| is_main)
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }
}

impl<'s> Mark<'s> {
    /// A span without the line ends at its end; one of many lines is shown by its first one.
    fn new(span: Span, label: &'s str, lines: &Lines<'_>) -> Self {
        let text = lines.text();
        let at = |at: usize| text.floor_char_boundary(at);
        let span = Span::new(at(span.start), at(span.end.max(span.start)));
        let filled = span.start + span.of(text).trim_end_matches(['\n', '\r', ' ', '\t']).len();
        let end = |at: usize| End { at, position: lines.position(at), shown: 0 };
        let start = end(span.start);
        let last = end(filled);
        let whole = last.position.line - start.position.line < MAX_LINES;
        let last = if whole { last } else { end(lines.line(start.position.line).end.max(span.start)) };
        Self { label, start, end: last }
    }

    fn labelled(&self, main: bool) -> LabeledSpan {
        let label = (!self.label.is_empty()).then(|| neutral_line(self.label).into_owned());
        let span = (self.start.shown, self.end.shown.saturating_sub(self.start.shown));
        if main { LabeledSpan::new_primary_with_span(label, span) } else { LabeledSpan::new_with_span(label, span) }
    }
}

/// One line as it is shown: neutral, and only so much of it.
struct Cut {
    text: String,
    /// The bytes of the document that were looked at.
    seen: Span,
    neutral: Neutral,
    /// The bytes of the neutral text that are kept, and how many bytes stand before them.
    kept: Span,
    lead: usize,
}

impl Cut {
    /// The part of a line around byte `meant` that fits into `width` columns.
    fn new(text: &str, line: Span, meant: usize, width: usize) -> Self {
        let meant = meant.clamp(line.start, line.end);
        let seen = Span::new(
            text.floor_char_boundary(meant.saturating_sub(WINDOW)).max(line.start),
            text.floor_char_boundary(meant.saturating_add(WINDOW)).min(line.end),
        );
        let neutral = neutral(seen.of(text));
        let before = &neutral.text[..neutral.offset(meant - seen.start)];
        let from = if columns(before) * 3 > width * 2 { before.len() - last_columns(before, width / 3) } else { 0 };
        let to = from + first_columns(&neutral.text[from..], width);
        let lead = if from > 0 || seen.start > line.start { "…" } else { "" };
        let tail = if to < neutral.text.len() || seen.end < line.end { "…" } else { "" };
        let text = format!("{lead}{}{tail}", &neutral.text[from..to]);
        Self { text, seen, kept: Span::new(from, to), lead: lead.len(), neutral }
    }

    /// Where a byte of the document is shown, if it lies in this line; what is cut away lies at the end.
    fn offset(&self, at: usize) -> usize {
        let at = at.clamp(self.seen.start, self.seen.end) - self.seen.start;
        self.neutral.offset(at).clamp(self.kept.start, self.kept.end) - self.kept.start + self.lead
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inner = self.text.as_str().read_span(span, before, after)?;
        let known = self.positions.iter().find(|(start, _)| before == 0 && *start == span.offset());
        let (line, column) = match known {
            Some((_, position)) => (position.line - 1, position.column - 1),
            None => (inner.line() + self.first, inner.column()),
        };
        let name = self.name.clone();
        let contents =
            MietteSpanContents::new_named(name, inner.data(), *inner.span(), line, column, inner.line_count());
        Ok(Box::new(contents))
    }
}

/// How many columns a text takes in a terminal; a tab takes four at most.
fn columns(text: &str) -> usize {
    textwrap::core::display_width(text) + 4 * text.matches('\t').count()
}

/// How many bytes of a text fit into so many columns, from its start.
fn first_columns(text: &str, width: usize) -> usize {
    fitting(text.chars(), width)
}

/// The same from its end.
fn last_columns(text: &str, width: usize) -> usize {
    fitting(text.chars().rev(), width)
}

fn fitting(characters: impl Iterator<Item = char>, width: usize) -> usize {
    let mut taken = 0;
    let mut bytes = 0;
    for character in characters {
        taken += columns(character.encode_utf8(&mut [0; 4]));
        if taken > width {
            break;
        }
        bytes += character.len_utf8();
    }
    bytes
}
