//! Copying a part of one Markdown document into another, step by step, each from text to text: it is cut out, its
//! links are led, its headings demoted, and what it leaves open is closed. Which part is copied, and where links lead
//! from there, is the caller's business.

mod closing;
mod cutting;
mod headings;
mod links;

use pulldown_cmark::Parser;

use crate::text::Span;

/// How a part is copied.
pub struct Transplant<'a> {
    /// The level that its shallowest heading becomes; headings beyond level 6 become bold lines.
    pub level: u8,
    /// Where a link leads from the other document.
    pub link: &'a dyn Fn(&str) -> String,
}

/// A document that parts are copied from. It is read once, however many there are: a part is read as it will stand
/// in the other document, by itself, and needs nothing of the rest but the link reference definitions.
#[derive(Debug)]
pub struct Original<'t> {
    text: &'t str,
    parser: Parser<'t>,
}

impl<'t> Original<'t> {
    /// The document whose Markdown is `text[body..]`.
    pub fn new(text: &'t str, body: usize) -> Self {
        Self { text, parser: Parser::new_ext(&text[body..], super::options()) }
    }

    /// The Markdown of `text[excerpt]`, ready to stand in another document: LF line ends, no blank lines at its ends,
    /// none of the indentation that the place of its first line gave the others.
    pub fn transplant(&self, excerpt: Span, how: &Transplant<'_>) -> String {
        let part = cutting::cut(self.text, excerpt);
        let part = links::led(&self.with_text_kept(&part), self, how.link);
        let part = headings::demoted(&part, how.level);
        closing::closed(cutting::without_blank_ends(&part))
    }

    /// The part with a backslash before what only looks like a definition now that nothing stands before it.
    fn with_text_kept(&self, part: &str) -> String {
        let parser = Parser::new_ext(part, super::options());
        let all = parser.reference_definitions().iter();
        let unknown = all.filter(|(label, _)| self.definition(label).is_none());
        edited(part, unknown.map(|(_, found)| (Span::at(found.span.start), "\\".to_owned())).collect())
    }

    /// Where a label leads, and the title there.
    fn definition<'l>(&'l self, label: &'l str) -> Option<(&'l str, &'l str)> {
        let found = self.parser.reference_definitions().get(label)?;
        Some((&found.dest, found.title.as_deref().unwrap_or_default()))
    }
}

/// The text with every edit done; of two that overlap, the one that starts first.
fn edited(text: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, _)| *span);
    let mut out = String::new();
    let mut at = 0;
    for (span, replacement) in &edits {
        if span.start >= at {
            out.push_str(&text[at..span.start]);
            out.push_str(replacement);
            at = span.end;
        }
    }
    out + &text[at..]
}
