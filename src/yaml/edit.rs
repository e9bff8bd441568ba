//! Changes of front matter that keep all that they are not about: what can be changed, and that nothing else was.
//! The only user of `yaml_edit`. Which changes a spec needs is decided elsewhere.

use serde_json::Value;

use crate::text::{Edit, Span};

/// One change of front matter.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The scalar at `pointer` (a JSON pointer) becomes this text. It stays quoted or plain where the text allows.
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
    /// The list at the top-level key `key` gets `item`, unless it has an item of this name. The name of an item is its
    /// text, or the text at `id_key` if it is a mapping.
    ///
    /// A list that is missing is made as `key: [item]`, or with a dash for a mapping. So is one in the place of an
    /// empty value.
    Insert {
        /// The key of the list.
        key: String,
        /// A string, or an object of strings.
        item: Value,
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

/// Why a change is not made. Nothing is written then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One sentence without a full stop.
    pub message: String,
    /// What would have been written, to be shown; none if there is no such thing.
    pub edit: Option<Edit>,
}

/// The edits that make `changes`, one after the other, in the front matter that stands at `yaml` in `text`. They are
/// sorted, do not overlap, and are absolute in `text`; none are needed for what is so already.
///
/// # Errors
/// If one of the changes cannot be made with certainty that nothing else changes.
pub fn edit(text: &str, yaml: Span, changes: &[Change], id_key: &str) -> Result<Vec<Edit>, Refusal> {
    let _ = (text, yaml, id_key);
    match changes {
        [] => Ok(Vec::new()),
        _ => Err(Refusal { message: "front matter cannot be changed yet".to_owned(), edit: None }),
    }
}
