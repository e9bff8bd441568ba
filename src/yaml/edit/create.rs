//! Lists that are not there yet: a new entry, or something in the place of an empty value.
//! Texts go into brackets; items with fields get dashes, unless all of the front matter stands in braces.

use serde_json::Value;

use super::guard::inserted_lines;
use super::list::inline;
use super::state::{Extent, State, Step};
use super::{Item, tree};
use crate::text::{Edit, Span, apply};
use crate::yaml::emit::scalar;

/// Makes a list of `items` at a key that is missing or has no value.
pub(super) fn list(
    before: &State,
    key: &str,
    items: &[Item],
    after: Option<&str>,
    value: Value,
) -> Result<Step, String> {
    if let Some(entry) = before.entry(key) {
        if takes_lines(before, entry.value, items) {
            return instead(before, key, entry.value, items, value);
        }
        let blank = if entry.value.is_empty() { " " } else { "" };
        let text = before.text_with(entry.value, &format!("{blank}{}", brackets(items)));
        return Ok(Step { text, value, extent: Extent::Within(entry.value) });
    }
    let unsure = || "the library that edits YAML changes more than one entry".to_owned();
    if before.is_flow() {
        let text = tree::add_entry(&before.text, &format!("{}: {}\n", scalar(key), brackets(items)))?;
        return Ok(Step { text, value, extent: Extent::Insertion });
    }
    let list = if has_fields(items) { format!("\n{}", dashes(before, items)) } else { format!(" {}", brackets(items)) };
    let text = tree::add_entry(&before.text, &format!("{}:{list}\n", scalar(key)))?;
    let (found, lines) = inserted_lines(&before.text, &text).ok_or_else(unsure)?;
    let place = after.and_then(|after| below(before, after)).unwrap_or(found);
    Ok(Step { text: before.text_with_lines(place, lines), value, extent: Extent::Lines })
}

/// Whether `items` are written as lines with dashes in the place of the empty value at `place`.
pub(super) fn takes_lines(before: &State, place: Span, items: &[Item]) -> bool {
    has_fields(items) && !before.is_flow() && !place.of(&before.text).contains(['#', '\n'])
}

/// Puts lines with dashes below the key in the place of its empty value. Written here, since `yaml_edit` always indents
/// them by two.
pub(super) fn instead(before: &State, key: &str, place: Span, items: &[Item], value: Value) -> Result<Step, String> {
    let colon = before.colon(key).ok_or_else(|| "the key of an empty value has no colon".to_owned())?;
    let line_end = before.line_end(place.end);
    let edits = [
        Edit::new(Span::new(colon + 1, place.end), ""),
        Edit::new(Span::at(line_end), format!("\n{}", dashes(before, items))),
    ];
    let text = apply(&before.text, &edits).unwrap_or_else(|| before.text.clone());
    Ok(Step { text, value, extent: Extent::Within(Span::new(colon + 1, line_end)) })
}

fn has_fields(items: &[Item]) -> bool {
    items.iter().any(|item| matches!(item, Item::Fields(_)))
}

fn brackets(items: &[Item]) -> String {
    format!("[{}]", items.iter().map(|item| inline(item, "")).collect::<Vec<_>>().join(", "))
}

fn dashes(before: &State, items: &[Item]) -> String {
    let indentation = " ".repeat(usual_column(before));
    let lines = items.iter().map(|item| match item {
        Item::Fields(fields) => lines(fields, &indentation),
        Item::Text(_) => format!("{indentation}- {}", inline(item, "")),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of an item with fields, from its dash.
pub(super) fn lines(fields: &[(String, String)], indentation: &str) -> String {
    let fields: Vec<String> = fields.iter().map(|(key, text)| format!("{}: {}", scalar(key), scalar(text))).collect();
    format!("{indentation}- {}", fields.join(&format!("\n{indentation}  ")))
}

/// The column of dashes in the other lists, or two more than that of the keys.
fn usual_column(before: &State) -> usize {
    let keys = before.document.index.children("");
    let column = |at: usize| before.indentation(at).map(str::len);
    let dash = keys.iter().find_map(|(_, entry)| {
        let is_list = entry.value.of(&before.text).starts_with(['-'])
            && before.text[entry.value.start + 1..].starts_with([' ', '\n']);
        is_list.then(|| column(entry.value.start)).flatten()
    });
    let key = keys.first().and_then(|(_, entry)| column(entry.key?.start)).unwrap_or(0);
    dash.unwrap_or(key + 2)
}

/// Where an entry below another one starts: after its value and the comments that are indented like parts of it.
fn below(before: &State, key: &str) -> Option<usize> {
    let entry = before.entry(key)?;
    let column = before.indentation(entry.key?.start)?.len();
    let mut place = before.next_line(entry.value.end);
    while before.text[place..].starts_with(' ') {
        let line = &before.text[place..before.line_end(place)];
        let words = line.trim_start_matches(' ');
        if !words.starts_with('#') || line.len() - words.len() <= column {
            break;
        }
        place = before.next_line(place);
    }
    Some(place)
}
