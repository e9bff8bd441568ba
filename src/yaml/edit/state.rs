//! Front matter between two changes: its text, its value and where the parts are. And one change of it.
//! Whether a change is right is not decided here.

use serde_json::Value;

use crate::text::Span;
use crate::yaml::{Document, Entry, pointer_token, read, seek};

/// Front matter between two changes.
pub(super) struct State {
    /// Its text, with LF.
    pub(super) text: String,
    pub(super) document: Document,
}

impl State {
    pub(super) fn new(text: String) -> Self {
        let document = read(&text, Span::new(0, text.len()));
        Self { text, document }
    }

    /// The entry of a top-level key.
    pub(super) fn entry(&self, key: &str) -> Option<Entry> {
        self.document.index.get(&format!("/{}", pointer_token(key))).copied()
    }

    /// Where the items of the list at a top-level key stand.
    pub(super) fn items(&self, key: &str) -> Vec<Span> {
        let children = self.document.index.children(&format!("/{}", pointer_token(key)));
        children.into_iter().map(|(_, entry)| entry.value).collect()
    }

    /// The place of a top-level key among the others.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.document.index.children("").iter().position(|(token, _)| *token == key)
    }

    /// Whether all of it stands in braces.
    pub(super) fn is_flow(&self) -> bool {
        self.document.index.get("").is_some_and(|root| root.value.of(&self.text).starts_with('{'))
    }

    /// The value with another one at a top-level key.
    pub(super) fn value_with(&self, key: &str, value: Value) -> Value {
        let mut whole = self.document.value.clone();
        if let Value::Object(fields) = &mut whole {
            fields.insert(key.to_owned(), value);
        }
        whole
    }

    /// The text with another one in the place of `span`.
    pub(super) fn text_with(&self, span: Span, text: &str) -> String {
        [&self.text[..span.start], text, &self.text[span.end..]].concat()
    }

    /// Where the line of byte `at` starts.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line of byte `at` ends, before its line end.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end)
    }

    /// Where the next line after that of byte `at` starts, or where the text ends.
    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text.len().min(self.line_end(at) + 1)
    }

    /// The colon after a top-level key.
    pub(super) fn colon(&self, key: &str) -> Option<usize> {
        let entry = self.entry(key)?;
        seek::mark(&self.text, Span::new(entry.key?.end, entry.value.start), &[':'], &[])
    }

    /// The blanks before byte `at`, if nothing else stands before it on its line.
    pub(super) fn indentation(&self, at: usize) -> Option<&str> {
        let before = &self.text[self.line_start(at)..at];
        before.bytes().all(|byte| byte == b' ').then_some(before)
    }

    /// The text with lines put in, before the line that starts at `place` or at the end.
    pub(super) fn text_with_lines(&self, place: usize, lines: &str) -> String {
        let (before, after) = self.text.split_at(place);
        if before.is_empty() || before.ends_with('\n') {
            [before, lines, "\n", after].concat()
        } else {
            [before, "\n", lines, after].concat()
        }
    }
}

/// One change of front matter: what it will be.
pub(super) struct Step {
    pub(super) text: String,
    /// What it must be read as.
    pub(super) value: Value,
    pub(super) extent: Extent,
}

/// Which bytes may differ.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extent {
    /// Those of this span.
    Within(Span),
    /// None: whole lines are put in.
    Lines,
    /// None: something is put in.
    Insertion,
}
