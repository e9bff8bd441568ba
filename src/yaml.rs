//! Front matter: where it stands, its value with the place of every part, changes of it, and strings written as YAML.
//! Other YAML and JSON is read the same way. The only owner of `granit_parser` and `yaml_edit`; nothing here knows what
//! a spec must hold.

mod build;
mod edit;
mod emit;
mod front;
mod index;
mod obstacle;
mod refusal;
mod seek;
mod syntax;
#[cfg(test)]
mod tests;
mod typing;

pub use edit::{Change, Item, Refusal, edit};
pub use emit::scalar;
pub use front::{Front, FrontMatter, Split, split};
pub use index::{Entry, Index, pointer_token};

use granit_parser::Parser;
use serde_json::{Map, Value};

use crate::text::Span;
use build::Builder;

/// What is read: what to call it, and how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Genre {
    /// Its name in messages, such as "the front matter".
    pub name: &'static str,
    /// The most bytes that are read.
    pub max_bytes: usize,
}

/// Front matter, at most 64 KiB of it (decision 32).
pub const FRONT_MATTER: Genre = Genre { name: "the front matter", max_bytes: 64 * 1024 };

/// How many collections may be nested, the outermost mapping included (decision 32).
pub const MAX_DEPTH: usize = 64;

/// What [`read`] found: the value, where each part of it stands, and what is wrong.
#[derive(Debug)]
pub struct Document {
    /// The value, as far as it could be read; an empty object if there is none.
    pub value: Value,
    /// Where its parts stand, by JSON pointer.
    pub index: Index,
    /// What is wrong, in document order. With any problem the value is not to be trusted.
    pub problems: Vec<Problem>,
}

/// Something wrong with the YAML itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What the place is, a short phrase.
    pub label: String,
    /// What to write instead.
    pub help: String,
    /// Another place that belongs to it, and what stands there.
    pub related: Option<(Span, String)>,
}

impl Problem {
    fn new(span: Span, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: label.into(), help: help.into(), related: None }
    }

    /// The same problem with another place that belongs to it.
    fn with(self, span: Span, label: &str) -> Self {
        Self { related: Some((span, label.to_owned())), ..self }
    }
}

/// Reads the front matter that stands at `yaml` in `text`, as [`read_as`] does.
///
/// # Panics
/// If `yaml` does not lie in `text` on `char` boundaries: a bug of whoever made it.
pub fn read(text: &str, yaml: Span) -> Document {
    read_as(FRONT_MATTER, text, yaml)
}

/// Reads the YAML that stands at `yaml` in `text`. All spans are absolute in `text`.
///
/// Plain scalars have the types of the YAML 1.2 core schema; all others are strings. Keys are their text, whatever
/// their type would be. Of a repeated key the first counts. Anchors, aliases, merge keys, tags, directives,
/// collections as keys and further documents are problems, and nothing is ever expanded: an alias is null, a tag
/// changes nothing, and what has such a key is left out. After a syntax error the value holds what came before.
/// More than [`Genre::max_bytes`] are not read at all, and nothing beyond [`MAX_DEPTH`] is. Flow collections and quoted
/// scalars may be indented less than YAML 1.2 asks for, as in most other readers, since people end lists that way.
/// JSON is read as the YAML that it is.
///
/// # Panics
/// If `yaml` does not lie in `text` on `char` boundaries: a bug of whoever made it.
pub fn read_as(genre: Genre, text: &str, yaml: Span) -> Document {
    if yaml.len() > genre.max_bytes {
        let limit = Span::at(text.floor_char_boundary(yaml.start + genre.max_bytes));
        let problems = vec![refusal::too_large(limit, genre)];
        return Document { value: Value::Object(Map::new()), index: Index::new(yaml), problems };
    }
    match obstacle::find(genre, text, yaml) {
        // What the parser would say about these would be said about the wrong thing, and often.
        Some((line, problem)) => {
            Document { problems: vec![problem], ..parse(genre, text, Span::new(yaml.start, line)) }
        }
        None => parse(genre, text, yaml),
    }
}

fn parse(genre: Genre, text: &str, yaml: Span) -> Document {
    let mut options = granit_parser::options! {
        disallow_directives: true,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    let mut builder = Builder::new(genre, text, yaml);
    let mut error = None;
    let mut whole = true;
    for event in Parser::new_from_str_with_options(yaml.of(text), options) {
        match event {
            Ok((event, span)) => whole = builder.take(event, span).is_continue(),
            Err(found) => {
                whole = false;
                error = syntax::problem(&found, text, yaml, &builder);
            }
        }
        if !whole {
            break;
        }
    }
    let (value, index, mut problems) = builder.finish();
    let shape = whole.then(|| misshapen(genre, value.as_ref(), &index)).flatten();
    problems.extend(error);
    problems.extend(shape);
    problems.sort_by_key(|problem| problem.span);
    let value = match value {
        Some(value) if !is_nothing(&value, &index) => value,
        _ => Value::Object(Map::new()),
    };
    Document { value, index, problems }
}

/// Whether the document is an empty plain scalar, as after `---` alone.
fn is_nothing(value: &Value, index: &Index) -> bool {
    value.is_null() && index.get("").is_some_and(|root| root.value.is_empty())
}

/// What is something else than a mapping.
fn misshapen(genre: Genre, value: Option<&Value>, index: &Index) -> Option<Problem> {
    let place = index.get("")?.value;
    match value {
        Some(Value::Object(_)) => None,
        Some(value) if is_nothing(value, index) => Some(refusal::empty(place, genre)),
        None => Some(refusal::empty(place, genre)),
        Some(Value::Array(_)) => Some(refusal::not_a_mapping(place, genre, "a list")),
        Some(_) => Some(refusal::not_a_mapping(place, genre, "a single value")),
    }
}
