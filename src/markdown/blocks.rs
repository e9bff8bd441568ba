//! Blocks and sections: from events to an outline, with an explicit stack.
//! The text inside a block is collected in `inline`.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::anchors::Anchors;
use super::inline::Inline;
use super::{Block, BlockKind, Fence, Item, Line, List, Outline, Section, Table};
use crate::text::Span;

/// Nesting beyond this is left out; its text stays inside the spans around it.
const MAX_DEPTH: usize = 200;

/// Something that holds blocks, items or cells and is still open.
enum Frame {
    Quote(Vec<Block>),
    List { ordered: Option<u64>, items: Vec<Item> },
    Item { number: Option<u64>, checked: Option<bool>, blocks: Vec<Block> },
    Table { header: Vec<Line>, rows: Vec<Vec<Line>>, in_header: bool },
    Code { info: String, fenced: bool, content: Option<Span> },
    Html,
}

/// Builds the outline of one text.
pub(super) struct Builder<'t> {
    text: &'t str,
    body: usize,
    sections: Vec<Section>,
    /// The open section of each level, outermost first.
    path: Vec<usize>,
    frames: Vec<Frame>,
    inline: Option<Inline>,
    /// Whether the open inline text belongs to a tight list item, which has no paragraph around it.
    tight: Option<usize>,
    /// How many levels deeper than [`MAX_DEPTH`] we are.
    skipped: usize,
    anchors: Anchors,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, body: usize) -> Self {
        let root = Section {
            level: 0,
            title: String::new(),
            title_span: Span::at(body),
            heading: Span::at(body),
            anchor: String::new(),
            span: Span::new(body, text.len()),
            parent: None,
            children: Vec::new(),
            blocks: Vec::new(),
        };
        Self {
            text,
            body,
            sections: vec![root],
            path: vec![0],
            frames: Vec::new(),
            inline: None,
            tight: None,
            skipped: 0,
            anchors: Anchors::default(),
        }
    }

    pub(super) fn build(mut self) -> Outline {
        let text = self.text;
        for (event, span) in super::events(Parser::new_ext(&text[self.body..], super::options())) {
            self.event(&event, span.shifted(self.body));
        }
        self.close_sections(0, text.len());
        self.sections[0].span = self.without_line_end(Span::new(self.body, text.len()));
        Outline { sections: self.sections }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) if is_inline(tag) => self.text_event(event, span),
            Event::Start(tag) => self.open(tag, span),
            Event::End(end) if is_inline_end(*end) => self.text_event(event, span),
            Event::End(end) => self.close(*end, span),
            Event::Rule => {
                self.end_tight();
                self.push(Block { span: self.without_line_end(span), kind: BlockKind::Rule });
            }
            Event::TaskListMarker(is_checked) => {
                if let Some(Frame::Item { checked, .. }) = self.frames.last_mut() {
                    *checked = Some(*is_checked);
                }
            }
            Event::Text(_) | Event::Html(_) if self.in_raw_block(span) => {}
            _ => self.text_event(event, span),
        }
    }

    /// Takes in the text of a code or HTML block; says whether one is open.
    fn in_raw_block(&mut self, span: Span) -> bool {
        match self.frames.last_mut() {
            Some(Frame::Code { content, .. }) => {
                let start = content.map_or(span.start, |content| content.start);
                *content = Some(Span::new(start, span.end));
                true
            }
            Some(Frame::Html) => true,
            _ => false,
        }
    }

    fn text_event(&mut self, event: &Event<'_>, span: Span) {
        if self.inline.is_none() {
            self.tight = Some(span.start);
        }
        self.inline.get_or_insert_default().event(event, span);
    }

    fn open(&mut self, tag: &Tag<'_>, span: Span) {
        self.end_tight();
        let frame = match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => {
                self.inline = Some(Inline::default());
                return;
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(Frame::Table { rows, in_header, .. }) = self.frames.last_mut() {
                    *in_header = *tag == Tag::TableHead;
                    rows.extend((*tag == Tag::TableRow).then(Vec::new));
                }
                return;
            }
            Tag::BlockQuote(_) => Frame::Quote(Vec::new()),
            Tag::List(start) => Frame::List { ordered: *start, items: Vec::new() },
            Tag::Item => Frame::Item { number: self.next_number(), checked: None, blocks: Vec::new() },
            Tag::Table(_) => Frame::Table { header: Vec::new(), rows: Vec::new(), in_header: false },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Frame::Code { info: info.trim().to_owned(), fenced: true, content: None }
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                Frame::Code { info: String::new(), fenced: false, content: None }
            }
            _ => Frame::Html,
        };
        if self.frames.len() >= MAX_DEPTH {
            self.skipped = 1;
            self.push(Block { span: self.without_line_end(span), kind: BlockKind::Html });
        } else {
            self.frames.push(frame);
        }
    }

    /// The number of the next item of the open list.
    fn next_number(&self) -> Option<u64> {
        match self.frames.last() {
            Some(Frame::List { ordered: Some(first), items }) => first.checked_add(items.len() as u64),
            _ => None,
        }
    }

    fn close(&mut self, end: TagEnd, span: Span) {
        let whole = self.without_line_end(span);
        match end {
            TagEnd::Heading(level) => return self.heading(level, whole),
            TagEnd::Paragraph => {
                let lines = self.lines(whole.end);
                return self.push(Block { span: whole, kind: BlockKind::Paragraph(lines) });
            }
            TagEnd::TableCell => return self.cell(whole),
            TagEnd::TableHead | TagEnd::TableRow => return,
            _ => self.end_tight(),
        }
        let kind = match self.frames.pop() {
            Some(Frame::Quote(blocks)) => BlockKind::Quote(blocks),
            Some(Frame::List { ordered, items }) => BlockKind::List(List { ordered: ordered.is_some(), items }),
            Some(Frame::Table { header, rows, .. }) => BlockKind::Table(Table { header, rows }),
            Some(Frame::Html) => BlockKind::Html,
            Some(Frame::Code { info, fenced, content }) => BlockKind::Fence(Fence {
                info,
                content: content.unwrap_or(Span::at(whole.end)),
                closed: !fenced || is_closed(whole, content, self.text),
            }),
            Some(Frame::Item { number, checked, blocks }) => {
                let item = Item { span: whole, number, checked, blocks };
                if let Some(Frame::List { items, .. }) = self.frames.last_mut() {
                    items.push(item);
                }
                return;
            }
            None => return,
        };
        self.push(Block { span: whole, kind });
    }

    /// The collected lines of the text that ends here.
    fn lines(&mut self, place: usize) -> Vec<Line> {
        self.tight = None;
        self.inline.take().unwrap_or_default().finish(place)
    }

    /// An empty cell, or one that its row lacks, stands after the last text before it.
    fn cell(&mut self, span: Span) {
        let place = self.text[..span.start].trim_end_matches(super::BLANKS).len();
        let cell = self.lines(place).into_iter().next().unwrap_or_default();
        if let Some(Frame::Table { header, rows, in_header }) = self.frames.last_mut() {
            match rows.last_mut().filter(|_| !*in_header) {
                Some(row) => row.push(cell),
                None => header.push(cell),
            }
        }
    }

    /// Ends the text of a tight list item, which no event ends.
    fn end_tight(&mut self) {
        if let Some(start) = self.tight {
            let lines = self.lines(start);
            // The end of a link can stand on a line of its own, which has no text.
            let of_links = lines.iter().flat_map(|line| &line.links).map(|link| link.span.end);
            let end = lines.iter().map(|line| line.span.end).chain(of_links).max().unwrap_or(start);
            self.push(Block { span: Span::new(start, end.max(start)), kind: BlockKind::Paragraph(lines) });
        }
    }

    fn push(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(Frame::Quote(blocks) | Frame::Item { blocks, .. }) => blocks.push(block),
            Some(_) => {}
            None => {
                let open = self.path.last().copied().unwrap_or_default();
                self.sections[open].blocks.push(block);
            }
        }
    }

    /// A heading starts a section; in a list or a quote it only takes part in the numbering of anchors.
    fn heading(&mut self, level: HeadingLevel, span: Span) {
        let mut lines = self.lines(span.end);
        if let Some(last) = lines.last_mut() {
            last.end_at_most(span.end);
        }
        let title = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let anchor = self.anchors.next(&title);
        if !self.frames.is_empty() {
            return self.push(Block { span, kind: BlockKind::Paragraph(lines) });
        }
        let level = level as u8;
        self.close_sections(level, span.start);
        let parent = self.path.last().copied();
        let at = self.sections.len();
        if let Some(parent) = parent {
            self.sections[parent].children.push(at);
        }
        let first = lines.first().map_or(span.end, |line| line.span.start);
        let last = lines.last().map_or(span.end, |line| line.span.end);
        self.sections.push(Section {
            level,
            title,
            title_span: Span::new(first, last.max(first)),
            heading: span,
            anchor,
            span,
            parent,
            children: Vec::new(),
            blocks: Vec::new(),
        });
        self.path.push(at);
    }

    /// Ends the open sections of this level and deeper ones.
    fn close_sections(&mut self, level: u8, end: usize) {
        while let Some(open) = self.path.last().copied().filter(|open| self.sections[*open].level >= level.max(1)) {
            let start = self.sections[open].span.start;
            self.sections[open].span = self.without_line_end(Span::new(start, end));
            self.path.pop();
        }
    }

    fn without_line_end(&self, span: Span) -> Span {
        Span::new(span.start, span.start + span.of(self.text).trim_end_matches(super::BLANKS).len())
    }
}

/// Whether a closing fence stands after the content of a fenced code block.
fn is_closed(whole: Span, content: Option<Span>, text: &str) -> bool {
    let after = match content {
        Some(content) => &text[content.end..whole.end.max(content.end)],
        None => whole.of(text).split_once('\n').map_or("", |(_, after)| after),
    };
    after.ends_with(['`', '~'])
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_inline_end(end: TagEnd) -> bool {
    matches!(end, TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
