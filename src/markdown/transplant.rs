//! Copying a part of one Markdown document into another: headings demoted, links led to where they led, nothing left
//! open. Which part is copied, and where links lead from there, is the caller's business.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::text::Span;

/// How a part is copied.
pub struct Transplant<'a> {
    /// The level that its shallowest heading becomes; headings beyond level 6 become bold lines.
    pub level: u8,
    /// Where a link leads from the other document.
    pub link: &'a dyn Fn(&str) -> String,
}

/// The Markdown of `text[excerpt]`, ready to stand in another document: LF line ends, no blank lines at its ends.
/// `body` is where the Markdown of `text` starts.
pub fn transplant(text: &str, body: usize, excerpt: Span, how: &Transplant<'_>) -> String {
    let mut copy = Copy { text, body, excerpt, how, edits: Vec::new(), headings: Vec::new(), links: Vec::new() };
    copy.collect();
    let copied = dedented(&copy.apply(), column(text, excerpt.start));
    closed(copied.replace("\r\n", "\n").replace('\r', "\n").trim_matches(['\n', ' ']))
}

/// One copy on its way: replacements of byte ranges of the whole text.
struct Copy<'a> {
    text: &'a str,
    body: usize,
    excerpt: Span,
    how: &'a Transplant<'a>,
    edits: Vec<(Span, String)>,
    /// Level, whole range, and the range of the content.
    headings: Vec<(u8, Span, Span)>,
    /// Open links: kind, destination, title and where their text ends so far.
    links: Vec<(LinkType, String, String, usize)>,
}

impl Copy<'_> {
    fn collect(&mut self) {
        let text = self.text;
        let parser = Parser::new_ext(&text[self.body..], super::options());
        let definitions: Vec<Range<usize>> =
            parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
        for range in definitions {
            let span = Span::from(range).shifted(self.body);
            self.edit(span, String::new());
        }
        for (event, range) in parser.into_offset_iter() {
            let span = Span::from(range).shifted(self.body);
            if self.excerpt.contains(span) {
                self.event(&event, span);
            }
        }
        self.demote();
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let whole = Span::new(span.start, span.start + span.of(self.text).trim_end().len());
                self.headings.push((*level as u8, whole, Span::at(whole.end)));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.inside_heading(span);
                self.links.push((*link_type, dest_url.to_string(), title.to_string(), span.start + 1));
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                self.inside_heading(span);
                self.links.push((*link_type, dest_url.to_string(), title.to_string(), span.start + 2));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(span),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.inside_heading(span);
                self.neutralise(html, span);
            }
            Event::SoftBreak | Event::HardBreak if self.open_heading(span) => self.edit(span, " ".to_owned()),
            Event::Start(_) | Event::Text(_) | Event::Code(_) => self.inside_heading(span),
            _ => {}
        }
        if !matches!(event, Event::Start(_))
            && let Some((.., end)) = self.links.last_mut()
        {
            *end = span.end.max(*end);
        }
    }

    fn open_heading(&self, span: Span) -> bool {
        self.headings.last().is_some_and(|(_, whole, _)| whole.contains(span))
    }

    /// Widens the content of the heading that a piece lies in.
    fn inside_heading(&mut self, span: Span) {
        if let Some((_, whole, content)) = self.headings.last_mut()
            && whole.contains(span)
        {
            let empty = content.is_empty() && content.start == whole.end;
            *content = Span::new(
                if empty { span.start } else { content.start },
                span.end.max(content.end * usize::from(!empty)),
            );
        }
    }

    /// Writes a link's destination anew; one without text of its own, such as `<https://…>`, stays as it is.
    fn end_link(&mut self, span: Span) {
        let Some((kind, destination, title, end)) = self.links.pop() else { return };
        if matches!(kind, LinkType::Autolink | LinkType::Email) || end > span.end {
            return;
        }
        let to = destination_text(&(self.how.link)(&destination));
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
        };
        self.edit(Span::new(end, span.end), format!("]({to}{title})"));
    }

    /// Keeps a marker of another document from being read as one of this.
    fn neutralise(&mut self, html: &str, span: Span) {
        for (at, mark) in html.match_indices("roadspec:") {
            let span = Span::new(span.start + at, span.start + at + mark.len());
            if span.of(self.text) == mark {
                self.edit(span, "roadspec&#58;".to_owned());
            }
        }
    }

    /// Moves every heading to its new level.
    fn demote(&mut self) {
        let headings = std::mem::take(&mut self.headings);
        let shallowest = headings.iter().map(|(level, ..)| *level).min().unwrap_or(1);
        for (level, whole, content) in headings {
            let level = level - shallowest + self.how.level;
            let (before, after) =
                if level <= 6 { ("#".repeat(usize::from(level)) + " ", "") } else { ("**".to_owned(), "**") };
            let content = if content.is_empty() { Span::at(whole.end) } else { content };
            let (before, after) = if content.is_empty() && level > 6 { (String::new(), "") } else { (before, after) };
            self.edit(Span::new(whole.start, content.start), before);
            self.edit(Span::new(content.end, whole.end), after.to_owned());
        }
    }

    fn edit(&mut self, span: Span, replacement: String) {
        if self.excerpt.contains(span) {
            self.edits.push((span, replacement));
        }
    }

    fn apply(mut self) -> String {
        self.edits.sort_by_key(|(span, _)| *span);
        let mut out = String::new();
        let mut at = self.excerpt.start;
        for (span, replacement) in &self.edits {
            if span.start >= at {
                out.push_str(Span::new(at, span.start).of(self.text));
                out.push_str(replacement);
                at = span.end;
            }
        }
        out + Span::new(at, self.excerpt.end).of(self.text)
    }
}

/// A destination as it is written in a link.
fn destination_text(destination: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '<' | '>' | '\\');
    if !destination.is_empty() && destination.chars().all(plain) {
        return destination.to_owned();
    }
    let escaped = destination.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace(['\n', '\r'], " ");
    format!("<{escaped}>")
}

/// How far from the start of its line a part begins.
fn column(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].chars().count()
}

/// Lines after the first, without the indentation that the place of the first gave them.
fn dedented(text: &str, column: usize) -> String {
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        all + "\n" + &line[blanks.min(column)..]
    })
}

/// What may end a block that was left open.
const CLOSERS: [&str; 8] = ["\n-->", "\n</script>", "\n</pre>", "\n</style>", "\n</textarea>", "\n?>", "\n]]>", "\n>"];

/// The text with whatever it leaves open closed, so that it swallows nothing that follows it.
fn closed(text: &str) -> String {
    if ends_by_itself(text) {
        return text.to_owned();
    }
    let longest = |mark: char| text.split(|c| c != mark).map(str::len).max().unwrap_or(0);
    let fences = ['`', '~']
        .into_iter()
        .flat_map(|mark| (3..=longest(mark)).map(move |length| format!("\n{}", mark.to_string().repeat(length))));
    let closers = fences.take(16).chain(CLOSERS.map(str::to_owned));
    let mut candidates = closers.map(|closer| format!("{text}{closer}"));
    candidates.find(|candidate| ends_by_itself(candidate)).unwrap_or_else(|| quoted(text, longest('`') + 1))
}

/// The text as code, when nothing else makes it harmless.
fn quoted(text: &str, length: usize) -> String {
    let fence = "`".repeat(length.max(3));
    format!("{fence}\n{text}\n{fence}")
}

/// Whether a paragraph after this text is a paragraph of its own.
fn ends_by_itself(text: &str) -> bool {
    const END: &str = "END";
    let whole = format!("{text}\n\n{END}");
    let mut depth = 0_usize;
    let mut alone = false;
    for (event, range) in Parser::new_ext(&whole, super::options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                alone |= depth == 0 && tag == Tag::Paragraph && range.start == whole.len() - END.len();
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    alone
}
