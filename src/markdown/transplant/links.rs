//! Leading a copied part's links to where they led, by whatever form they were written, and keeping its markers from
//! being read as the other document's. Where links lead from there is the caller's business.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::{Original, edited};
use crate::markdown;
use crate::text::Span;

/// The part with every link and definition written anew; a link by reference becomes one that needs none.
pub(super) fn led(part: &str, original: &Original<'_>, link: &dyn Fn(&str) -> String) -> String {
    // The parser is given the whole target, for it counts how much all references together come to.
    let known = |link: BrokenLink<'_>| {
        let (destination, title) = original.definition(&link.reference)?;
        Some((CowStr::from(destination.to_owned()), CowStr::from(title.to_owned())))
    };
    let parser = Parser::new_with_broken_link_callback(part, markdown::options(), Some(known));
    let mut copy = Copy { original, link, edits: Vec::new(), open: Vec::new() };
    for (_, definition) in parser.reference_definitions().iter() {
        let written = copy.target(&definition.dest, definition.title.as_deref().unwrap_or_default());
        let span = Span::from(definition.span.clone());
        let label = Span::new(span.start + label_end(span.of(part)), span.end);
        copy.edits.push((label, format!("]: {written}")));
    }
    for (event, span) in markdown::events(parser) {
        copy.event(&event, span);
    }
    edited(part, copy.edits)
}

/// One copy on its way: replacements of byte ranges of the part.
struct Copy<'a> {
    original: &'a Original<'a>,
    link: &'a dyn Fn(&str) -> String,
    edits: Vec<(Span, String)>,
    /// Open links, outermost first.
    open: Vec<OpenLink>,
}

/// A link or an image whose end has not been met yet.
struct OpenLink {
    kind: LinkType,
    destination: String,
    title: String,
    /// Where its text ends so far.
    text_end: usize,
}

impl Copy<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                return self.open(*link_type, (dest_url, title), id, span.start + "[".len());
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                return self.open(*link_type, (dest_url, title), id, span.start + "![".len());
            }
            Event::Start(_) => return,
            Event::End(TagEnd::Link | TagEnd::Image) => self.close(span),
            Event::Html(html) | Event::InlineHtml(html) => self.neutralise(html, span),
            _ => {}
        }
        if let Some(link) = self.open.last_mut() {
            link.text_end = link.text_end.max(span.end);
        }
    }

    /// A link by reference leads to where its label leads in the original, whatever the part alone says.
    fn open(&mut self, kind: LinkType, written: (&str, &str), label: &str, text_start: usize) {
        let (destination, title) = self.original.definition(label).filter(|_| !label.is_empty()).unwrap_or(written);
        let (destination, title) = (destination.to_owned(), title.to_owned());
        self.open.push(OpenLink { kind, destination, title, text_end: text_start });
    }

    /// Writes a link's destination anew; one without text of its own, such as `<https://…>`, stays as it is.
    fn close(&mut self, span: Span) {
        let Some(link) = self.open.pop() else { return };
        if !matches!(link.kind, LinkType::Autolink | LinkType::Email) {
            let written = format!("]({})", self.target(&link.destination, &link.title));
            self.edits.push((Span::new(link.text_end, span.end), written));
        }
    }

    /// Where a link leads from the other document, and its title, as they are written wherever the link stands.
    fn target(&self, destination: &str, title: &str) -> String {
        let destination = (self.link)(destination);
        let is_bare = !destination.is_empty() && !destination.contains(|c: char| c.is_whitespace() || c.is_control());
        let destination = escaped(&destination, &['\\', '<', '>', '(', ')', '&', '|']);
        let mut target = if is_bare { destination } else { format!("<{destination}>") };
        if !title.is_empty() {
            target.extend([" \"", &escaped(title, &['\\', '"', '&', '|']), "\""]);
        }
        target
    }

    /// Keeps a marker of another document from being read as one of this.
    fn neutralise(&mut self, html: &str, span: Span) {
        for (at, mark) in html.match_indices("roadspec:") {
            let span = Span::new(span.start + at, span.start + at + mark.len());
            self.edits.push((span, "roadspec&#58;".to_owned()));
        }
    }
}

/// Where the label of a definition ends.
fn label_end(definition: &str) -> usize {
    let mut escaped = false;
    let end = definition.find(|c: char| {
        let ends = c == ']' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(definition.len())
}

/// Text with a backslash before every character that means something there; `&` only where it may begin an entity.
fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let after = text[at + character.len_utf8()..].chars().next();
        let plain = character == '&' && !after.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#');
        match character {
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ if special.contains(&character) && !plain => out.extend(['\\', character]),
            _ => out.push(character),
        }
    }
    out
}
