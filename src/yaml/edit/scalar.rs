//! Changes of one scalar or key: its bytes are replaced where the reader found them.
//! `yaml_edit` would write the same values, but in quotes of its own choice, and without the blank lines that follow a
//! block scalar.

use serde_json::Value;

use super::state::{Extent, State, Step};
use crate::text::neutral_line;
use crate::yaml::emit::scalar_like;

/// Makes the scalar at `pointer` the text `new`.
pub(super) fn set(before: &State, pointer: &str, new: &str) -> Result<Option<Step>, String> {
    let (Some(old), Some(entry)) = (before.document.value.pointer(pointer), before.document.index.get(pointer)) else {
        return Err(format!("there is no `{}`", neutral_line(pointer)));
    };
    if old.is_array() || old.is_object() {
        return Err(format!("`{}` is not a single value", neutral_line(pointer)));
    }
    if old.as_str() == Some(new) {
        return Ok(None);
    }
    let written = entry.value.of(&before.text);
    let blank = if written.is_empty() { " " } else { "" };
    let text = format!("{blank}{}{}", scalar_like(written, new), header_comment(written));
    let text = before.text_with(entry.value, &text);
    let mut value = before.document.value.clone();
    if let Some(place) = value.pointer_mut(pointer) {
        *place = Value::from(new);
    }
    Ok(Some(Step { text, value, extent: Extent::Within(entry.value) }))
}

/// Gives the key of the value at `pointer` the name `new`.
pub(super) fn rename(before: &State, pointer: &str, new: &str) -> Result<Option<Step>, String> {
    let missing = || format!("there is no key `{}`", neutral_line(pointer));
    let key = before.document.index.get(pointer).and_then(|entry| entry.key).ok_or_else(missing)?;
    let (parent, token) = pointer.rsplit_once('/').ok_or_else(missing)?;
    let old = token.replace("~1", "/").replace("~0", "~");
    if old == new {
        return Ok(None);
    }
    let mut value = before.document.value.clone();
    let fields = value.pointer_mut(parent).and_then(Value::as_object_mut).ok_or_else(missing)?;
    if fields.contains_key(new) {
        return Err(format!("there is a key `{}` already", neutral_line(new)));
    }
    let moved = fields.remove(&old).ok_or_else(missing)?;
    fields.insert(new.to_owned(), moved);
    let written = key.of(&before.text);
    let text = before.text_with(key, &scalar_like(written, new));
    Ok(Some(Step { text, value, extent: Extent::Within(key) }))
}

/// The comment beside the indicator of a block scalar, with the blanks before it.
fn header_comment(written: &str) -> &str {
    let header = written.lines().next().filter(|header| header.starts_with(['|', '>'])).unwrap_or_default();
    let comment = header.find('#').unwrap_or(header.len());
    &header[header[..comment].trim_end().len()..]
}
