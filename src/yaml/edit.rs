//! Changes of front matter that keep all that they are not about: what can be changed, and how changes become edits.
//! The only user of `yaml_edit` is below. Which changes a spec needs is decided elsewhere.

mod block;
mod compose;
mod create;
mod ends;
mod flow;
mod guard;
mod list;
mod scalar;
mod state;
#[cfg(test)]
mod tests;
mod tree;

use serde_json::{Map, Value};

use super::{Front, Problem, read, split};
use crate::text::{Edit, Span, apply};
use compose::{compose, smallest};
use ends::Source;
use state::State;

/// One change of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The scalar at `pointer` (a JSON pointer) becomes this text. It stays plain or quoted where the text allows.
    Set {
        /// Which scalar.
        pointer: String,
        /// What it says afterwards.
        value: String,
    },
    /// The key of the value at `pointer` is called `key`. Refused if its mapping has such a key already.
    Rename {
        /// The value whose key it is.
        pointer: String,
        /// The new name.
        key: String,
    },
    /// The list at the top-level key `key` gets `item`, unless it has an item of this name already.
    ///
    /// A list that is missing is made as `key: [item]`, or with a dash for an item with fields. So is one in the place
    /// of an empty value.
    Insert {
        /// The key of the list.
        key: String,
        /// What is put in.
        item: Item,
        /// It comes before the first item that has one of these names, else last.
        before: Vec<String>,
        /// A key that is missing is written below this one, else last.
        after: Option<String>,
    },
    /// The list at the top-level key `key` holds just these strings, in this order. Items that stay keep their bytes
    /// and comments. A list that is missing is made as by [`Change::Insert`].
    List {
        /// The key of the list.
        key: String,
        /// What it holds afterwards.
        items: Vec<String>,
    },
}

/// What is put into a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A text, which is its name too.
    Text(String),
    /// Fields in the order in which they are written; its name is the text of the one that names things.
    Fields(Vec<(String, String)>),
}

impl Item {
    /// What the item is called, if it is called anything.
    fn name(&self, id_key: &str) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Fields(fields) => fields.iter().find(|(key, _)| key == id_key).map(|(_, text)| text.as_str()),
        }
    }

    /// The item as it is read.
    fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Fields(fields) => {
                let fields = fields.iter().map(|(key, text)| (key.clone(), Value::from(text.as_str())));
                Value::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}

/// Why a change is not made. Nothing is written then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence without a full stop.
    pub message: String,
    /// What would have been written, to be shown; none if there is no such thing.
    pub edit: Option<Edit>,
}

impl Refusal {
    fn new(message: impl Into<String>, edit: Option<Edit>) -> Self {
        Self { message: message.into(), edit }
    }
}

/// The edits that make `changes`, one after the other, in the front matter that stands at `yaml` in `text`. They are
/// sorted, do not overlap, and are absolute in `text`; none are needed for what is so already. `id_key` is the field
/// that names an item with fields.
///
/// # Errors
/// If one of the changes cannot be made with certainty that nothing else changes.
///
/// # Panics
/// If `yaml` does not lie in `text` on `char` boundaries: a bug of whoever made it.
pub fn edit(text: &str, yaml: Span, changes: &[Change], id_key: &str) -> Result<Vec<Edit>, Refusal> {
    if let Some(problem) = read(text, yaml).problems.first() {
        return Err(Refusal::new(unsound("front matter with a problem is not changed", problem), None));
    }
    let source = Source::new(text, yaml);
    let mut now = State::new(source.text.clone());
    let mut edits = Vec::new();
    for change in changes {
        let step = match change {
            Change::Set { pointer, value } => scalar::set(&now, pointer, value),
            Change::Rename { pointer, key } => scalar::rename(&now, pointer, key),
            Change::Insert { key, item, before, after } => {
                list::insert(&now, key, item, before, after.as_deref(), id_key)
            }
            Change::List { key, items } => list::replace(&now, key, items),
        };
        let Some(step) = step.map_err(|message| Refusal::new(message, None))? else { continue };
        let Some(edit) = Edit::between(&now.text, &step.text) else { continue };
        let after = State::new(step.text.clone());
        if let Err(message) = guard::check(&now, &step, &after) {
            let whole = Edit::between(&source.text, &step.text).map(|edit| source.restored(&edit));
            return Err(Refusal::new(message, whole));
        }
        edits = compose(edits, &now.text, &edit);
        now = after;
    }
    let edits: Vec<Edit> =
        edits.iter().filter_map(|edit| smallest(edit, &source.text)).map(|edit| source.restored(&edit)).collect();
    whole(text, yaml, &edits, &now.document.value)?;
    Ok(edits)
}

fn unsound(what: &str, problem: &Problem) -> String {
    format!("{what}: {}", problem.message)
}

/// Reads the whole text as it will stand: its front matter is where it was, and holds `value`.
fn whole(text: &str, yaml: Span, edits: &[Edit], value: &Value) -> Result<(), Refusal> {
    let Some(after) = apply(text, edits) else {
        return Err(Refusal::new("the edits of the front matter overlap", None));
    };
    let refused = |message: String| Err(Refusal::new(message, Edit::between(text, &after)));
    let end = after.len() - (text.len() - yaml.end);
    let front = |text: &str| match split(text).front {
        Front::Found(front) => Some((front.yaml, front.block.start, front.misplaced)),
        _ => None,
    };
    let document = read(&after, Span::new(yaml.start, end));
    let fences = front(text).filter(|(found, ..)| *found == yaml);
    let moved = fences.map(|(_, start, misplaced)| (Span::new(yaml.start, end), start, misplaced));
    if moved.is_some() && front(&after) != moved {
        return refused("the front matter would end elsewhere".to_owned());
    }
    match document.problems.first() {
        Some(problem) => refused(unsound("the front matter would not be sound", problem)),
        None if document.value != *value => refused("the front matter would hold something else".to_owned()),
        None => Ok(()),
    }
}
