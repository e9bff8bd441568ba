//! Inline text: from events to lines of runs. Blocks are built in `blocks`.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Line, Link, Run};
use crate::text::Span;

impl Line {
    /// Leaves out what stands behind `end`: the parser gives `# #` followed by a tab to the heading's text.
    pub(super) fn end_at_most(&mut self, end: usize) {
        for span in self.runs.iter_mut().map(|run| &mut run.span).chain([&mut self.span]) {
            span.end = span.end.min(end).max(span.start);
        }
    }
}

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
    /// Whether nothing but blanks and comments followed the last text.
    commented: bool,
}

impl Inline {
    /// Takes in an event inside the text.
    pub(super) fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(end) => self.end(*end, span),
            Event::Text(text) => self.text(text, span, false),
            Event::Code(text) => self.text(text, span, true),
            // A comment is no part of what is said: at the end of a line, the line ends before it.
            Event::InlineHtml(html) | Event::Html(html) if html.starts_with("<!--") => self.commented = true,
            Event::InlineHtml(_) | Event::Html(_) => self.text("", span, false),
            Event::SoftBreak | Event::HardBreak => self.break_line(span.start),
            _ => {}
        }
    }

    /// The lines, at least one; `place` is where an empty one stands.
    pub(super) fn finish(mut self, place: usize) -> Vec<Line> {
        if !self.line.runs.is_empty() || self.lines.is_empty() {
            self.break_line(place);
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
        self.commented = false;
    }

    fn text(&mut self, text: &str, span: Span, code: bool) {
        let start = self.opened.take().unwrap_or(span.start);
        self.push(text, Span::new(start, span.end), code);
    }

    fn push(&mut self, text: &str, span: Span, code: bool) {
        let text = if self.images > 0 { "" } else { text };
        self.commented = false;
        self.line.text.push_str(text);
        if let Some(link) = self.link.and_then(|at| self.line.links.get_mut(at)) {
            link.text.push_str(text);
        }
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

    /// Ends the line; `place` is where it ends. A link that is still open belongs to the next line as well.
    fn break_line(&mut self, place: usize) {
        if let Some(start) = self.opened.take() {
            self.push("", Span::new(start, place), false);
        }
        let mut line = std::mem::take(&mut self.line);
        if let Some(last) = line.runs.last_mut().filter(|_| std::mem::take(&mut self.commented)) {
            let blanks = last.text.len() - last.text.trim_end_matches(' ').len();
            last.text.truncate(last.text.len() - blanks);
            last.span.end -= blanks;
        }
        let ends = line.runs.first().zip(line.runs.last());
        line.span = ends.map_or(Span::at(place), |(first, last)| Span::new(first.span.start, last.span.end));
        line.text.truncate(line.text.trim_end().len());
        let open = self.link.and_then(|at| line.links.get(at));
        self.line.links.extend(open.map(|link| Link { text: String::new(), ..link.clone() }));
        self.link = self.link.map(|_| 0);
        self.lines.push(line);
    }
}
