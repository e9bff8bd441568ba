//! One light pass over a document: where its links lead, which anchors it has, which comments speak to this program.
//! No tree is built and nothing is resolved; `outline` is for documents whose sections are read.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::anchors::Anchors;
use crate::text::{Edit, Span};

/// What a skimmed document holds.
#[derive(Debug, Default)]
pub struct Skim {
    /// The anchors of its headings and of its HTML, sorted, each once, without the `#`.
    pub anchors: Vec<String>,
    /// Its links and images, in document order.
    pub links: Vec<Target>,
    /// Its HTML comments that hold [`MARK`], from `<!--` to `-->`, in document order.
    pub comments: Vec<Span>,
}

/// Where a link or an image leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The destination as it is written; the whole link where it is written elsewhere.
    pub span: Span,
    /// The destination, escapes resolved.
    pub destination: String,
}

impl Target {
    /// What makes it lead to another file and still to the same heading of it; none if that cannot stand here as it is.
    pub fn leading_to(&self, text: &str, file: &str) -> Option<Edit> {
        let written = self.span.of(text);
        let plain = !file.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>\\%#?".contains(c));
        let end = written.find(['#', '?']).unwrap_or(written.len());
        (plain && written == self.destination && end > 0)
            .then(|| Edit::new(Span::new(self.span.start, self.span.start + end), file))
    }
}

/// What begins every comment that is for this program.
pub const MARK: &str = "roadspec";

/// Skims `text[body..]`. Spans are byte ranges of `text`; work and memory are linear in its length.
pub fn skim(text: &str, body: usize) -> Skim {
    let mut pass = Pass { text, skim: Skim::default(), anchors: Anchors::default(), title: None, images: 0 };
    for (event, range) in Parser::new_ext(&text[body..], super::options()).into_offset_iter() {
        pass.event(event, Span::from(range).shifted(body));
    }
    let mut skim = pass.skim;
    skim.anchors.sort_unstable();
    skim.anchors.dedup();
    skim
}

struct Pass<'t> {
    text: &'t str,
    skim: Skim,
    anchors: Anchors,
    /// The text of the open heading.
    title: Option<String>,
    /// How many images are open: their text is no part of a title.
    images: usize,
}

impl Pass<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.title = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let title = self.title.take().unwrap_or_default();
                self.skim.anchors.push(self.anchors.next(title.trim_end()));
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.link(link_type, dest_url.into_string(), span),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.images += 1;
                self.link(link_type, dest_url.into_string(), span);
            }
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::Text(text) | Event::Code(text) => self.title_text(&text),
            Event::SoftBreak | Event::HardBreak => self.title_text(" "),
            Event::Html(html) | Event::InlineHtml(html) => {
                anchors_of_html(&html, &mut self.skim.anchors);
                self.comments(&html, span);
            }
            _ => {}
        }
    }

    fn title_text(&mut self, text: &str) {
        if let Some(title) = self.title.as_mut().filter(|_| self.images == 0) {
            title.push_str(text);
        }
    }

    fn link(&mut self, kind: LinkType, destination: String, span: Span) {
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            return;
        }
        let written = (kind == LinkType::Inline).then(|| written(span.of(self.text), &destination)).flatten();
        let span = written.map_or(span, |at| Span::new(at, at + destination.len()).shifted(span.start));
        self.skim.links.push(Target { span, destination });
    }

    /// Takes in the comments of a piece of HTML; one that goes on over several lines comes in several pieces.
    fn comments(&mut self, html: &str, span: Span) {
        for (at, _) in html.match_indices("<!--") {
            let rest = &html[at..];
            let end = rest.find("-->").map_or(rest.len(), |end| end + "-->".len());
            if rest[..end].contains(MARK) {
                self.skim.comments.push(Span::new(span.start + at, span.start + at + end));
            }
        }
    }
}

/// Where an inline link's destination stands in its source, unless it is written with escapes.
fn written(link: &str, destination: &str) -> Option<usize> {
    let open = link.rfind("](")? + 2;
    let at = link[open..].find(destination).filter(|_| !destination.is_empty())?;
    Some(open + at)
}

/// Adds the values of `id` and `name` in the tags of a piece of HTML: GitHub makes anchors of them.
fn anchors_of_html(html: &str, anchors: &mut Vec<String>) {
    if html.starts_with("<!--") {
        return;
    }
    for attribute in [" id=", " name="] {
        for (at, _) in html.match_indices(attribute) {
            let value = &html[at + attribute.len()..];
            let value = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
                _ => value.split(|c: char| c.is_whitespace() || c == '>').next(),
            };
            anchors.extend(value.filter(|value| !value.is_empty()).map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(text: &str) -> Vec<(String, String)> {
        let of = |target: &Target| (target.destination.clone(), target.span.of(text).to_owned());
        skim(text, 0).links.iter().map(of).collect()
    }

    #[test]
    fn a_link_is_found_in_every_form_with_its_destination_as_written() {
        let text = "[a](b.md#c) ![i](i.png \"i.png\") [r][ref] <https://e.org> `[no](x)`\n\n[ref]: r.md\n\n```\n[no](y)\n```\n\
                    [t](<a b.md>)";
        let pair = |destination: &str, written: &str| (destination.to_owned(), written.to_owned());
        let expected =
            [pair("b.md#c", "b.md#c"), pair("i.png", "i.png"), pair("r.md", "[r][ref]"), pair("a b.md", "a b.md")];
        assert_eq!(links(text), expected);
    }

    #[test]
    fn anchors_come_from_headings_and_html() {
        let text =
            "# A *b* `c`\n\n> ## In quote\n\nSet\next\n===\n\n<a id=\"mine\"></a> and <a name='his'>\n\n## A b c\n";
        assert_eq!(skim(text, 0).anchors, ["a-b-c", "a-b-c-1", "his", "in-quote", "mine", "set-ext"]);
    }

    #[test]
    fn only_comments_for_this_program_are_kept() {
        let text =
            "<!-- roadspec-x -->\n\n<!-- other -->\n\na <!-- roadspec:y --> b\n\n```\n<!-- roadspec-z -->\n```\n";
        let comments = skim(text, 0).comments;
        let comments: Vec<&str> = comments.iter().map(|span| span.of(text)).collect();
        assert_eq!(comments, ["<!-- roadspec-x -->", "<!-- roadspec:y -->"]);
    }

    proptest! {
        #[test]
        fn anchors_agree_with_the_outline(text in "(#{1,3} [ab é日]{1,3}\n|[ab]\n|===\n|> # q\n|- # l\n|\n|`x`|![i](j) |\\[l\\](m)){0,20}") {
            let mut of_outline: Vec<String> =
                super::super::outline(&text, 0).sections.into_iter().skip(1).map(|section| section.anchor).collect();
            of_outline.sort_unstable();
            let skimmed = skim(&text, 0).anchors;
            prop_assert!(of_outline.iter().all(|anchor| skimmed.contains(anchor)), "{:?} {:?}", of_outline, skimmed);
        }
    }
}
