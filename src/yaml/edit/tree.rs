//! What `yaml_edit` does for us: lines for a new item of a list with dashes, and for a new entry.
//! It is young: it may break off or be wrong, so nobody takes its answer without the guard.

use std::panic::catch_unwind;

use yaml_edit::{Mapping, YamlFile, YamlNode};

/// The text with another item in the list that is the value of the key at place `key`. The item is that of the list
/// `list`, which is YAML of its own with one key.
pub(super) fn insert_item(text: &str, key: usize, place: usize, list: &str) -> Result<String, String> {
    with(|| {
        let (file, root) = parse(text)?;
        let node = root.entries().nth(key)?.value_node()?;
        node.as_sequence()?.insert(place, value(list)?.as_sequence()?.get(0)?);
        Some(file.to_string())
    })
}

/// The text with another top-level entry at its end, which is YAML of its own.
pub(super) fn add_entry(text: &str, entry: &str) -> Result<String, String> {
    with(|| {
        let (file, root) = parse(text)?;
        let (_, new) = parse(entry)?;
        let new = new.entries().next()?;
        root.set(new.key_node()?, new.value_node()?);
        Some(file.to_string())
    })
}

/// Runs what may panic inside the library: a panic is a refusal like any other.
fn with(change: impl FnOnce() -> Option<String> + std::panic::UnwindSafe) -> Result<String, String> {
    catch_unwind(change).ok().flatten().ok_or_else(|| "the library that edits YAML cannot make this change".to_owned())
}

/// What it takes for an error may not be one: what comes of it is read by our own reader anyway.
fn parse(text: &str) -> Option<(YamlFile, Mapping)> {
    let (file, _) = YamlFile::from_str_relaxed(text);
    let root = file.document()?.as_mapping()?;
    Some((file, root))
}

/// The value of the only key of a text.
fn value(text: &str) -> Option<YamlNode> {
    parse(text)?.1.values().next()
}
