//! Demoting a copied part's headings: all are written with `#`, and those that would lie too deep as bold lines.
//! How deep they are to lie is the caller's business.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edited;
use crate::markdown::{self, BLANKS};
use crate::text::Span;

/// The deepest level that Markdown has.
const DEEPEST: u8 = 6;

struct Heading {
    level: u8,
    /// All of it, without the line end.
    whole: Span,
    /// What stands in it; none if it is empty.
    content: Option<Span>,
    /// Line ends in it that break the line on purpose, with the marks that say so.
    breaks: Vec<Span>,
    /// How many quotes it lies in.
    quotes: usize,
    /// Whether it is a task of a list: only an underlined heading can be one.
    is_task: bool,
}

/// The part with its shallowest heading at `level` and the others as far below it as they were.
pub(super) fn demoted(part: &str, level: u8) -> String {
    let headings = headings(part);
    let shallowest = headings.iter().filter(|heading| !heading.is_task).map(|heading| heading.level).min();
    let edits = headings.iter().flat_map(|heading| {
        let new = if heading.is_task { DEEPEST + 1 } else { level + heading.level - shallowest.unwrap_or_default() };
        heading.at(new, part)
    });
    edited(part, edits.collect())
}

/// All headings, those in lists and quotes too.
fn headings(part: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let (mut is_open, mut quotes) = (false, 0);
    for (event, span) in markdown::events(Parser::new_ext(part, markdown::options())) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            Event::Start(Tag::Heading { level, .. }) => {
                let whole = Span::new(span.start, span.start + span.of(part).trim_end_matches(BLANKS).len());
                let level = level as u8;
                headings.push(Heading { level, whole, content: None, breaks: Vec::new(), quotes, is_task: false });
                is_open = true;
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            event => {
                if let Some(heading) = headings.last_mut().filter(|_| is_open) {
                    heading.take(&event, span, part);
                }
            }
        }
    }
    headings
}

impl Heading {
    /// Takes in a piece of its content.
    fn take(&mut self, event: &Event<'_>, span: Span, part: &str) {
        match (event, &mut self.content) {
            (Event::SoftBreak | Event::HardBreak, None) => return,
            (Event::TaskListMarker(_), _) => {
                self.is_task = true;
                return;
            }
            (Event::HardBreak, _) => self.breaks.push(span),
            _ => {}
        }
        // A character with a backslash before it comes without it.
        let escape = usize::from(part[..span.start].ends_with('\\'));
        let content = self.content.get_or_insert(Span::new(span.start - escape, span.end));
        content.end = content.end.max(span.end);
        self.whole.end = self.whole.end.max(span.end);
    }

    /// The edits that move it to this level.
    fn at(&self, level: u8, part: &str) -> Vec<(Span, String)> {
        let content = self.content.unwrap_or(Span::at(self.whole.end));
        let written = content.of(part);
        let (before, after) = if level > DEEPEST && !content.is_empty() {
            self.bold(part)
        } else {
            let start = "#".repeat(usize::from(level.min(DEEPEST)));
            // A `#` at the end of the text would be taken for the end of the heading.
            let end = if written.trim_end_matches(BLANKS).ends_with('#') { " #" } else { "" };
            (if written.is_empty() { start } else { start + " " }, end.to_owned())
        };
        let joint = |end: Span, by: &str| (self.joint(end, part), by.to_owned());
        let breaks = self.breaks.iter().map(|line_end| {
            let is_marked = line_end.of(part).starts_with('\\');
            joint(*line_end, if is_marked { "<br> " } else { " <br> " })
        });
        let line_ends = written.match_indices('\n').map(|(at, _)| joint(Span::at(content.start + at), " "));
        let around =
            [(Span::new(self.whole.start, content.start), before), (Span::new(content.end, self.whole.end), after)];
        around.into_iter().chain(breaks).chain(line_ends).collect()
    }

    /// What lies between two of its lines, given where the first one ends: the line end and all before the next text.
    fn joint(&self, end: Span, part: &str) -> Span {
        let rest = &part[end.end..];
        let mut next = rest.trim_start_matches(BLANKS);
        for _ in 0..self.quotes {
            next = next.strip_prefix('>').map_or(next, |inside| inside.trim_start_matches(BLANKS));
        }
        Span::new(end.start, end.end + rest.len() - next.len())
    }

    /// What stands before and after its text as a bold line: also blank lines, where it would else run into a
    /// paragraph.
    fn bold(&self, part: &str) -> (String, String) {
        let is_filled = |line: &str| line.contains(|c| c != '>' && !BLANKS.contains(&c));
        let (above, line) = part[..self.whole.start].rsplit_once('\n').unwrap_or(("", &part[..self.whole.start]));
        let runs_on = !is_filled(line) && above.rsplit('\n').next().is_some_and(is_filled);
        let is_run_on = part[self.whole.end..].lines().nth(1).is_some_and(is_filled);
        let quote = &line[..line.rfind('>').map_or(0, |last| last + 1)];
        let before = if runs_on { format!("\n{line}**") } else { "**".to_owned() };
        let after = if is_run_on { format!("**\n{quote}") } else { "**".to_owned() };
        (before, after)
    }
}
