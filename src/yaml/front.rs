//! Where the front matter of a Markdown file stands and where its Markdown starts.
//! What stands between the fences is only glanced at here, to tell front matter from a thematic break.

use crate::text::{BOM, Span};

/// Where the front matter of a Markdown file stands. Spans are absolute in the file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Front {
    /// There is none.
    Absent,
    /// It is opened and never closed.
    Unclosed {
        /// The opening fence, without its line end.
        opening: Span,
    },
    /// It is there.
    Found(FrontMatter),
}

/// A closed block of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the opening fence to the end of the closing fence's line, without its line end.
    pub block: Span,
    /// What stands between the fences, with its last line end: what [`super::read`] wants.
    pub yaml: Span,
    /// The text that stands before it, if it is not first.
    pub misplaced: Option<Span>,
}

/// A Markdown file cut into its front matter and its Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The front matter.
    pub front: Front,
    /// The byte where the Markdown after it starts: after the closing fence's line, after the opening one if it is
    /// never closed, and after the byte order mark if there is no front matter.
    pub body: usize,
}

/// Finds the front matter of a Markdown file, in one pass.
///
/// A fence is a line of `---` (to close also `...`) and trailing blanks, ended by LF, CRLF or the end of the text.
/// The opening fence is the first line, after a byte order mark if there is one. Since such a line can also be a
/// thematic break, the lines after it decide:
///
/// - Closed, and a first line that is not blank: front matter, unless there is a blank line but no key, as in prose.
///   A key is one word or a quoted text before a colon.
/// - Closed, and a first line that is blank: front matter if every unindented line looks like YAML and one of them is
///   a key, or if all lines are blank.
/// - Not closed: unclosed front matter if the first line that is no comment is a key; else there is none.
///
/// An opening fence may also stand below what people put above it: blank lines, HTML comments, headings of level 1
/// and conflict markers. Then it is misplaced, and only taken for one if it is closed, the next line is not blank,
/// every unindented line looks like YAML and one of them is a key.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let absent = Split { front: Front::Absent, body: start };
    let Some(opening) = opening_fence(text, start) else { return absent };
    let first = opening.span.start == start;
    let closing = lines(text, opening.next).find(|line| is_fence(line.text, &["---", "..."]));
    let Some(closing) = closing else {
        let glance = Glance::new(text, Span::new(opening.next, text.len()));
        let unclosed = Split { front: Front::Unclosed { opening: opening.span }, body: opening.next };
        return if first && glance.key_first { unclosed } else { absent };
    };
    let yaml = Span::new(opening.next, closing.span.start);
    let glance = Glance::new(text, yaml);
    if !(if first { glance.is_yaml() } else { glance.is_surely_yaml() }) {
        return absent;
    }
    let before = Span::new(start, opening.span.start);
    let misplaced =
        (!first).then(|| before.trimmed(text)).map(|trimmed| if trimmed.is_empty() { before } else { trimmed });
    let block = Span::new(opening.span.start, closing.span.end);
    Split { front: Front::Found(FrontMatter { block, yaml, misplaced }), body: closing.next }
}

/// One line of a text.
pub(super) struct Line<'t> {
    /// The line without its line end.
    pub(super) text: &'t str,
    /// Where it stands, without its line end.
    pub(super) span: Span,
    /// Where the next line starts.
    next: usize,
}

/// The line that starts at `at`.
fn line(text: &str, at: usize) -> Line<'_> {
    let rest = &text[at..];
    let (line, next) = rest.find('\n').map_or((rest, text.len()), |end| (&rest[..end], at + end + 1));
    let line = line.strip_suffix('\r').unwrap_or(line);
    Line { text: line, span: Span::new(at, at + line.len()), next }
}

/// The lines from `at` on; no empty line after the last line end.
pub(super) fn lines(text: &str, at: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = at;
    std::iter::from_fn(move || {
        let line = (at < text.len()).then(|| line(text, at))?;
        at = line.next;
        Some(line)
    })
}

/// Whether a line is one of the `fences`.
fn is_fence(line: &str, fences: &[&str]) -> bool {
    fences.contains(&line.trim_end_matches([' ', '\t']))
}

/// The line that can open front matter: the first one that may not stand above it, if it is a fence.
fn opening_fence(text: &str, start: usize) -> Option<Line<'_>> {
    let mut at = start;
    while at < text.len() {
        let line = line(text, at);
        if is_fence(line.text, &["---"]) {
            return Some(line);
        }
        at = after_preamble(text, &line)?;
    }
    None
}

/// Where the text goes on after a block that may stand above misplaced front matter, if one starts at `line`.
fn after_preamble(text: &str, line: &Line) -> Option<usize> {
    let content = line.text.trim_start_matches(' ');
    if content.trim().is_empty() {
        return Some(line.next);
    }
    if line.text.len() - content.len() > 3 {
        return None;
    }
    if content.starts_with("<!--") {
        let from = line.span.end - content.len() + "<!".len();
        let end = text[from..].find("-->")?;
        return Some(self::line(text, from + end).next);
    }
    if content == "#" || content.starts_with("# ") || content.starts_with("#\t") || is_conflict_marker(line.text) {
        return Some(line.next);
    }
    let underline = self::line(text, line.next);
    let underlined = underline.text.trim();
    (!underlined.is_empty() && underlined.bytes().all(|byte| byte == b'=')).then_some(underline.next)
}

/// Whether git wrote this line to mark a conflict.
pub(super) fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", ">>>>>>>"]
        .iter()
        .any(|marker| line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
        || line == "======="
}

/// What the lines between two fences look like.
#[derive(Default)]
struct Glance {
    /// The first line is blank.
    blank_first: bool,
    /// The first line is not blank, and the first one that is no comment is a key.
    key_first: bool,
    /// Lines that are blank.
    blanks: usize,
    /// Lines that are indented or comments, so that they fit YAML and prose alike.
    either: usize,
    /// Unindented lines that are keys.
    keys: usize,
    /// Unindented lines that are no keys and yet can belong to YAML.
    parts: usize,
    /// All other unindented lines.
    others: usize,
}

impl Glance {
    fn new(text: &str, span: Span) -> Self {
        let mut glance = Self::default();
        for line in lines(span.of(text), 0).map(|line| line.text) {
            if line.trim().is_empty() {
                glance.blank_first |= glance.filled() == 0;
                glance.blanks += 1;
            } else if line.starts_with([' ', '\t', '#']) {
                glance.either += 1;
            } else if is_key(line) {
                glance.key_first |= glance.keys + glance.parts + glance.others == 0 && !glance.blank_first;
                glance.keys += 1;
            } else if is_part(line) {
                glance.parts += 1;
            } else {
                glance.others += 1;
            }
        }
        glance
    }

    fn filled(&self) -> usize {
        self.either + self.keys + self.parts + self.others
    }

    /// Enough for a block that stands first.
    fn is_yaml(&self) -> bool {
        if self.blank_first {
            self.filled() == 0 || (self.keys > 0 && self.others == 0)
        } else {
            self.keys > 0 || self.blanks == 0
        }
    }

    /// Enough for a block that does not stand first.
    fn is_surely_yaml(&self) -> bool {
        !self.blank_first && self.keys > 0 && self.others == 0
    }
}

/// Whether an unindented line looks like `key:` or `key: value`: one word or a quoted text, then a colon.
fn is_key(line: &str) -> bool {
    let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''));
    let name = match quote {
        Some(quote) => line[1..].find(quote).map(|end| &line[..end + 2]),
        None => line.find([':', ' ', '\t']).map(|end| &line[..end]),
    };
    let Some(name) = name else { return false };
    let word = |first: char| first.is_alphanumeric() || matches!(first, '_' | '$' | '"' | '\'');
    let colon = line[name.len()..].trim_start_matches([' ', '\t']).strip_prefix(':');
    (name == "<<" || name.starts_with(word))
        && colon.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether an unindented line that is no key can still belong to YAML: an item, a bracket, a key of several words,
/// a conflict marker.
fn is_part(line: &str) -> bool {
    let colon = || line.contains(": ") || line.contains(":\t") || line.ends_with(':');
    line == "-"
        || line.starts_with("- ")
        || line.starts_with("-\t")
        || line.starts_with(['[', ']', '{', '}', '"', '\''])
        || (line.starts_with(char::is_alphanumeric) && colon())
        || is_conflict_marker(line)
}
