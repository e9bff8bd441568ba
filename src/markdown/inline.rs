//! Inline text: from events to lines of runs. Blocks are built in `blocks`.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Line, Link, Run};
use crate::text::Span;

/// Collects the lines of one paragraph, heading or cell.
#[derive(Debug, Default)]
pub(super) struct Inline {
    lines: Vec<Line>,
    line: Line,
    strong: usize,
    emphasis: usize,
    images: usize,
    /// The open link: its place in the line's links.
    link: Option<usize>,
    /// Where marks began that no text has followed yet.
    opened: Option<usize>,
    /// Whether the last run is over because its marks were closed.
    closed: bool,
}

impl Inline {
    /// Takes in an event inside the text.
    pub(super) fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(end) => self.end(*end, span),
            Event::Text(text) => self.text(text, span, false),
            Event::Code(text) => self.text(text, span, true),
            Event::InlineHtml(_) | Event::Html(_) => self.text("", span, false),
            Event::SoftBreak | Event::HardBreak => self.break_line(),
            _ => {}
        }
    }

    /// The lines, at least one; `place` is where an empty one stands.
    pub(super) fn finish(mut self, place: usize) -> Vec<Line> {
        if self.lines.is_empty() && self.line.runs.is_empty() {
            self.line.span = Span::at(place);
        }
        if !self.line.runs.is_empty() || self.lines.is_empty() {
            self.break_line();
        }
        self.lines
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        self.opened.get_or_insert(span.start);
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let image = matches!(tag, Tag::Image { .. });
                self.images += usize::from(image);
                let link = Link { span, destination: dest_url.to_string(), text: String::new(), image };
                self.line.links.push(link);
                if !image {
                    self.link = Some(self.line.links.len() - 1);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, span: Span) {
        match end {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => self.link = None,
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
        if let Some(start) = self.opened.take() {
            // Marks around nothing, such as an image without text.
            self.push("", Span::new(start, span.end), false);
        }
        if let Some(run) = self.line.runs.last_mut() {
            run.span.end = run.span.end.max(span.end);
        }
        self.closed = true;
    }

    fn text(&mut self, text: &str, span: Span, code: bool) {
        let start = self.opened.take().unwrap_or(span.start);
        if let Some(link) = self.link.and_then(|at| self.line.links.get_mut(at)) {
            link.text.push_str(text);
        }
        self.push(text, Span::new(start, span.end), code);
    }

    fn push(&mut self, text: &str, span: Span, code: bool) {
        let text = if self.images > 0 { "" } else { text };
        self.line.text.push_str(text);
        let (strong, emphasis) = (self.strong > 0, self.emphasis > 0);
        match self.line.runs.last_mut() {
            Some(last)
                if !self.closed
                    && (last.strong, last.emphasis, last.code, last.link) == (strong, emphasis, code, self.link)
                    && !code =>
            {
                last.text.push_str(text);
                last.span.end = span.end;
            }
            _ => self.line.runs.push(Run { span, text: text.to_owned(), strong, emphasis, code, link: self.link }),
        }
        self.closed = false;
    }

    fn break_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if let (Some(first), Some(last)) = (line.runs.first(), line.runs.last()) {
            line.span = Span::new(first.span.start, last.span.end.max(first.span.start));
        }
        line.text.truncate(line.text.trim_end().len());
        self.link = None;
        self.lines.push(line);
    }
}
