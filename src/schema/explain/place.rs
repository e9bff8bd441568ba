//! Where a part of a value stands in its document and what it is called. Nothing here knows what is wrong with it.

use serde_json::Value;

use super::super::Matter;
use super::super::compiled::Compiled;
use super::super::spelling::Speller;
use super::words::ticked;
use crate::text::Span;
use crate::yaml::pointer_token;

/// What is checked, and against what.
#[derive(Clone, Copy)]
pub(in super::super) struct Scene<'s> {
    pub(in super::super) schema: &'s Compiled,
    pub(in super::super) matter: &'s Matter<'s>,
    /// What the whole value is called.
    pub(in super::super) whole: &'static str,
    pub(in super::super) speller: &'s Speller,
}

impl<'s> Scene<'s> {
    /// The value at a pointer.
    pub(super) fn value(self, pointer: &str) -> &'s Value {
        self.matter.front.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// What a place is called: its keys and positions, in backticks.
    pub(super) fn name(self, pointer: &str) -> String {
        let mut name = String::new();
        let mut at = String::new();
        for token in pointer.split('/').skip(1) {
            let in_list = self.value(&at).is_array();
            at = format!("{at}/{token}");
            if in_list {
                name = format!("{name}[{token}]");
            } else {
                let key = key_of(token);
                name = if name.is_empty() { key } else { format!("{name}.{key}") };
            }
        }
        if pointer.is_empty() { self.whole.to_owned() } else { ticked(&name) }
    }

    /// A value as it stands in the document, or its key if it is empty.
    pub(super) fn value_span(self, pointer: &str) -> Span {
        let entry = self.matter.front.index.get(pointer);
        if pointer.is_empty() {
            return self.mapping_span(pointer);
        }
        entry.map_or_else(Span::default, |entry| {
            if entry.value.is_empty() { entry.key.unwrap_or(entry.value) } else { entry.value }
        })
    }

    /// A mapping or list by its key; one without a key by its first key or item; the whole by its first key.
    pub(super) fn mapping_span(self, pointer: &str) -> Span {
        let index = &self.matter.front.index;
        let own = index.get(pointer);
        if let Some(key) = own.and_then(|entry| entry.key) {
            return key;
        }
        if pointer.is_empty() && index.first_key().is_some() {
            return index.first_key().unwrap_or_default();
        }
        let keys = self.value(pointer).as_object().into_iter().flat_map(serde_json::Map::keys);
        let first = keys.filter_map(|key| self.span_of_key(pointer, key)).min();
        first.or(own.map(|entry| entry.value)).unwrap_or_default()
    }

    /// A key of the mapping at a pointer.
    pub(super) fn key_span(self, pointer: &str, key: &str) -> Span {
        self.span_of_key(pointer, key).unwrap_or_else(|| self.mapping_span(pointer))
    }

    fn span_of_key(self, pointer: &str, key: &str) -> Option<Span> {
        self.matter.front.index.get(&below(pointer, key))?.key
    }

    /// A value as it is written.
    pub(super) fn written(self, pointer: &str) -> &'s str {
        let span = self.matter.front.index.get(pointer).map(|entry| entry.value).unwrap_or_default();
        self.matter.text.get(span.start..span.end).unwrap_or_default()
    }

    /// How `value` would be written in place of the value at a pointer: with its key, if it has one.
    pub(super) fn line(self, pointer: &str, value: &str) -> String {
        let (parent, token) = pointer.rsplit_once('/').unwrap_or_default();
        if self.value(parent).is_array() { ticked(value) } else { ticked(&format!("{}: {value}", key_of(token))) }
    }
}

/// The pointer of a key in the mapping at a pointer.
pub(super) fn below(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", pointer_token(key))
}

/// The key that a token of a pointer stands for.
pub(super) fn key_of(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
