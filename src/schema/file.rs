//! One schema file: its text, what it says, and how it is broken. JSON is read as the YAML that it is, so that every
//! mistake has a place. Which files there are is known to the library.

use std::sync::Arc;

use serde_json::Value;

use super::draft;
use crate::error::{Error, ErrorKind};
use crate::text::Span;
use crate::yaml::{self, Genre, Index};

/// How a schema file is read: at most 1 MiB of it.
pub(super) const SCHEMA: Genre = Genre { name: "the schema", max_bytes: 1 << 20 };

/// How many values a schema may hold, with all that it refers to; one of people has some hundreds.
pub(super) const MAX_VALUES: usize = 200_000;

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path of the schema file, from the repository's root.
    pub path: String,
    /// The text of the file; empty if there is no such file.
    pub text: Arc<str>,
    /// Where in the text.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    /// The fault of a schema that the configuration names, as the error that keeps the program from checking.
    pub fn into_error(self) -> Error {
        let message = format!("the schema {} cannot be used: {}", self.path, self.message);
        let error = Error::new(ErrorKind::Configuration, message).with_help(self.help);
        if self.text.is_empty() { error } else { error.at(self.path, self.text.as_ref(), self.span) }
    }
}

/// A schema that was read.
#[derive(Debug)]
pub(super) struct File {
    /// Its path from the repository's root, or its URI if it is always there.
    pub(super) name: String,
    /// Its text; none if it is always there.
    pub(super) text: Option<Arc<str>>,
    pub(super) value: Value,
}

impl File {
    /// Reads a file of the repository.
    pub(super) fn read(path: &str, text: Arc<str>) -> Result<Self, Fault> {
        let document = document(&text);
        let fault =
            |span, message, help| Err(Fault { path: path.to_owned(), text: Arc::clone(&text), span, message, help });
        // A boolean is a schema; all else that is no mapping is none.
        let is_boolean = document.value.is_boolean() && document.problems.len() == 1;
        if let Some(problem) = document.problems.first().filter(|_| !is_boolean) {
            return fault(problem.span, problem.message.clone(), problem.help.clone());
        }
        if count(&document.value) > MAX_VALUES {
            let message = format!("the schema holds more than {MAX_VALUES} values");
            let help = "leave out what documents do not need".to_owned();
            return fault(span(&document.index, "", true), message, help);
        }
        Ok(Self { name: path.to_owned(), text: Some(text), value: document.value })
    }

    /// A schema that is always there, by its URI.
    pub(super) fn built_in(uri: &str) -> Option<Self> {
        draft::built_in(uri).map(|value| Self { name: uri.to_owned(), text: None, value })
    }

    /// What is wrong at a place of this file.
    pub(super) fn fault(&self, pointer: &str, on_key: bool, message: String, help: String) -> Fault {
        let text = self.text.clone().unwrap_or_else(|| Arc::from(""));
        // Kept for no longer than it is needed: an index is far larger than its text.
        let span = span(&document(&text).index, pointer, on_key);
        Fault { path: self.name.clone(), text, span, message, help }
    }
}

/// How many values a value holds, itself included.
pub(super) fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(count).sum::<usize>() + 1,
        Value::Object(map) => map.values().map(count).sum::<usize>() + 1,
        _ => 1,
    }
}

/// A schema's text with the place of every part.
pub(super) fn document(text: &str) -> yaml::Document {
    let start = if text.starts_with(crate::text::BOM) { crate::text::BOM.len_utf8() } else { 0 };
    yaml::read_as(SCHEMA, text, Span::new(start, text.len()))
}

fn span(index: &Index, pointer: &str, on_key: bool) -> Span {
    let entry = index.get(pointer).or_else(|| index.get(""));
    let root = pointer.is_empty().then(|| index.first_key()).flatten();
    root.or_else(|| entry.map(|entry| entry.key.filter(|_| on_key || entry.value.is_empty()).unwrap_or(entry.value)))
        .unwrap_or_default()
}
