//! The piece of a document that a finding shows: a few lines, harmless to print, with true line numbers.
//! How it is drawn is `miette`'s business; which places are shown is decided in `human`.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::text::{Lines, Position, Span, neutral, neutral_line};

/// Lines shown before and after what is meant.
const CONTEXT: usize = 1;
/// A longer span is shown by its first line.
const MAX_LINES: usize = 6;
/// Characters of a line that are shown, and how many of them before what is meant.
const WIDTH: usize = 200;
const BEFORE: usize = 60;

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

impl Snippet {
    /// The lines around `spans`, the first of which is the main one.
    pub(super) fn new(path: &str, text: &str, lines: &Lines<'_>, spans: &[(Span, &str)]) -> Self {
        let shown: Vec<(Span, &str)> = spans.iter().map(|(span, label)| (shortened(*span, lines), *label)).collect();
        let line_of = |at: usize| lines.position(at).line;
        let first = shown.iter().map(|(span, _)| line_of(span.start)).min().unwrap_or(1).saturating_sub(CONTEXT).max(1);
        let last = shown.iter().map(|(span, _)| line_of(span.end)).max().unwrap_or(1) + CONTEXT;
        let mut snippet = Self {
            name: neutral_line(path).into_owned(),
            text: String::new(),
            first: first - 1,
            labels: Vec::new(),
            positions: Vec::new(),
        };
        // Where each span starts and ends in the text shown.
        let mut places: Vec<(usize, usize)> = vec![(0, 0); shown.len()];
        for number in first..=last.min(lines.count()) {
            let line = lines.line(number);
            let starts = shown.iter().map(|(span, _)| span.start).find(|at| (line.start..=line.end).contains(at));
            let cut = Cut::new(line.of(text), starts.map(|at| at - line.start));
            for ((span, _), place) in shown.iter().zip(&mut places) {
                if (line.start..=line.end).contains(&span.start) {
                    place.0 = snippet.text.len() + cut.offset(span.start - line.start);
                }
                if (line.start..=line.end).contains(&span.end) {
                    place.1 = snippet.text.len() + cut.offset(span.end - line.start);
                }
            }
            snippet.text.push_str(&cut.text);
            snippet.text.push('\n');
        }
        for (at, ((start, end), (span, label))) in places.into_iter().zip(&shown).enumerate() {
            let label = (!label.is_empty()).then(|| neutral_line(label).into_owned());
            let length = end.max(start) - start;
            let labelled = if at == 0 {
                LabeledSpan::new_primary_with_span(label, (start, length))
            } else {
                LabeledSpan::new_with_span(label, (start, length))
            };
            snippet.labels.push(labelled);
            snippet.positions.push((start, lines.position(span.start)));
        }
        snippet
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().cloned()
    }
}

/// A span of many lines is shown by its first one.
fn shortened(span: Span, lines: &Lines<'_>) -> Span {
    let (start, end) = (lines.position(span.start).line, lines.position(span.end).line);
    if end - start < MAX_LINES { span } else { Span::new(span.start, lines.line(start).end.max(span.start)) }
}

/// One line as it is shown: neutral, and only so much of it.
struct Cut {
    text: String,
    neutral: crate::text::Neutral,
    /// The bytes of the neutral line that are kept, and what stands before them.
    from: usize,
    to: usize,
    lead: usize,
}

impl Cut {
    fn new(line: &str, interesting: Option<usize>) -> Self {
        let neutral = neutral(line);
        let at = interesting.map_or(0, |at| neutral.text[..neutral.offset(at)].chars().count());
        let skip = if at + BEFORE > WIDTH { at - BEFORE } else { 0 };
        let byte = |count: usize| neutral.text.char_indices().nth(count).map_or(neutral.text.len(), |(at, _)| at);
        let (from, to) = (byte(skip), byte(skip + WIDTH));
        let lead = if from > 0 { "…" } else { "" };
        let tail = if to < neutral.text.len() { "…" } else { "" };
        let text = format!("{lead}{}{tail}", &neutral.text[from..to]);
        Self { text, from, to, lead: lead.len(), neutral }
    }

    /// Where byte `offset` of the line is shown.
    fn offset(&self, offset: usize) -> usize {
        self.neutral.offset(offset).clamp(self.from, self.to) - self.from + self.lead
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
