//! Markdown: the outline of a document with byte spans, GitHub's anchors, and copying a part into another document.
//! The only owner of `pulldown_cmark` and `github_slugger`. What sections mean is read elsewhere.

mod anchors;
mod blocks;
mod inline;
mod skim;
mod transplant;

pub use skim::{MARK, Skim, Target, skim};
pub use transplant::{Original, Transplant};

use pulldown_cmark::{BrokenLinkCallback, Event, LinkType, Options, Parser, Tag};

use crate::text::Span;

/// The outline of one text. All spans are byte ranges of the text given.
#[derive(Debug)]
pub struct Outline {
    /// In document order; the first is the root: level 0, no title, with what stands before the first heading.
    pub sections: Vec<Section>,
}

/// A heading and what stands under it.
#[derive(Debug)]
pub struct Section {
    /// 1 to 6; 0 for the root.
    pub level: u8,
    /// The heading's text without markup.
    pub title: String,
    /// The heading's content as written, markup inside included.
    pub title_span: Span,
    /// The whole heading with its `#`s or its underline.
    pub heading: Span,
    /// The anchor that GitHub gives it, without the `#`.
    pub anchor: String,
    /// From the heading to the next one of its level or higher, without blank lines at the end.
    pub span: Span,
    /// The section it lies in.
    pub parent: Option<usize>,
    /// The sections directly under it.
    pub children: Vec<usize>,
    /// Its own blocks, those of its children left out.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Debug)]
pub struct Block {
    /// Without the line end.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug)]
pub enum BlockKind {
    /// A paragraph, the text of a tight list item, or a heading that forms no section because it lies in a list or
    /// a quote.
    Paragraph(Vec<Line>),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A code block.
    Fence(Fence),
    /// A block quote.
    Quote(Vec<Block>),
    /// Raw HTML, comments included.
    Html,
    /// A thematic break.
    Rule,
}

/// One source line of inline text, or a table cell.
#[derive(Debug, Default)]
pub struct Line {
    /// Its content as written.
    pub span: Span,
    /// Its text without markup; the text of images is left out.
    pub text: String,
    /// Its parts.
    pub runs: Vec<Run>,
    /// Its links and images.
    pub links: Vec<Link>,
}

/// A part of a line in one style.
#[derive(Debug)]
pub struct Run {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub text: String,
    /// In strong emphasis.
    pub strong: bool,
    /// In emphasis.
    pub emphasis: bool,
    /// Code.
    pub code: bool,
    /// The link it is the text of: its place in [`Line::links`].
    pub link: Option<usize>,
}

/// A link or an image, or the part of one that stands on this line.
#[derive(Debug, Clone)]
pub struct Link {
    /// All of it, on whatever lines.
    pub span: Span,
    /// Where it leads.
    pub destination: String,
    /// Its text on this line; nothing for an image.
    pub text: String,
    /// Whether it is an image.
    pub image: bool,
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// Whether it is numbered.
    pub ordered: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// A list item.
#[derive(Debug)]
pub struct Item {
    /// All of it, without the line end.
    pub span: Span,
    /// Its number in a numbered list.
    pub number: Option<u64>,
    /// Whether its box is checked, if it has one.
    pub checked: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// The header cells.
    pub header: Vec<Line>,
    /// The rows of cells.
    pub rows: Vec<Vec<Line>>,
}

/// A code block.
#[derive(Debug)]
pub struct Fence {
    /// What stands after the opening fence; nothing for indented code.
    pub info: String,
    /// The code.
    pub content: Span,
    /// Whether a fence closes it; indented code always is.
    pub closed: bool,
}

/// The outline of `text[body..]`. Work and memory are linear in its length; nesting beyond 200 levels is left out.
pub fn outline(text: &str, body: usize) -> Outline {
    blocks::Builder::new(text, body).build()
}

/// The options every parse uses: GitHub's tables, strikethrough and task lists.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// What a parser finds, with the bytes of its text. Two spans are mended: that of a collapsed reference ends with its
/// `[]`, and none starts before what it lies in, as that of a list behind a tab can.
fn events<'t, F: BrokenLinkCallback<'t>>(parser: Parser<'t, F>) -> impl Iterator<Item = (Event<'t>, Span)> {
    // Where every open tag starts, and how many bytes are missing at its end.
    let mut open: Vec<(usize, usize)> = Vec::new();
    parser.into_offset_iter().map(move |(event, range)| {
        let start = range.start.max(open.last().map_or(0, |(start, _)| *start));
        let (start, missing) = match &event {
            Event::Start(tag) => {
                let this = (start, if is_collapsed(tag) { "[]".len() } else { 0 });
                open.push(this);
                this
            }
            Event::End(_) => open.pop().unwrap_or_default(),
            _ => (start, 0),
        };
        (event, Span::new(start, range.end.max(start) + missing))
    })
}

fn is_collapsed(tag: &Tag<'_>) -> bool {
    let (Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) = tag else { return false };
    matches!(link_type, LinkType::Collapsed | LinkType::CollapsedUnknown)
}

/// What Markdown takes for blank at the ends of lines and blocks.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

#[cfg(test)]
mod tests;
