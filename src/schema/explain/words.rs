//! Words for types, values and choices. Which of them are said is decided by whoever explains a keyword.

use serde_json::Value;

use crate::text::neutral_line;

/// What a value is.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// Several alternatives in one phrase: "a, b or c".
pub(super) fn any_of<T: AsRef<str>>(choices: &[T]) -> String {
    joined(choices, "or")
}

/// Several things in one phrase: "a, b and c".
pub(super) fn all_of<T: AsRef<str>>(things: &[T]) -> String {
    joined(things, "and")
}

/// The first few of many things in one phrase.
pub(super) fn listed(count: usize, things: impl Iterator<Item = String>, last: &str) -> String {
    const SHOWN: usize = 12;
    if count <= SHOWN + 2 {
        return joined(&things.collect::<Vec<_>>(), last);
    }
    let shown: Vec<String> = things.take(SHOWN).collect();
    format!("{} {last} {} more", shown.join(", "), count - SHOWN)
}

fn joined<T: AsRef<str>>(parts: &[T], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// A value as it would be written, in backticks.
pub(super) fn quoted(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => ticked(text),
        other => ticked(&other.to_string()),
    }
}

/// A list of choices in backticks, the first few of many.
pub(super) fn choices(values: &[Value]) -> String {
    listed(values.len(), values.iter().map(quoted), "or")
}

/// A number of things: "1 item", "2 items".
pub(super) fn counted(count: u64, thing: &str) -> String {
    let plural = thing.strip_suffix('y').map_or_else(|| format!("{thing}s"), |stem| format!("{stem}ies"));
    let noun = match (count, thing) {
        (1, _) => thing,
        (_, "key") => "keys",
        _ => &plural,
    };
    format!("{count} {noun}")
}

/// The beginning of a text in backticks, as it stands in a document.
pub(in super::super) fn ticked(text: &str) -> String {
    format!("`{}`", line(text, 80).replace('`', "'"))
}

/// What a schema says in words of its own.
pub(in super::super) fn remark(text: &str) -> String {
    line(text, 200)
}

/// The first line of a text, harmless to print and not longer than `length` characters.
fn line(text: &str, length: usize) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let cut = line.len() < text.trim().len() || line.chars().count() > length;
    let line: String = line.chars().take(length).collect();
    let line = neutral_line(&line);
    if cut { format!("{}…", line.trim_end()) } else { line.into_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn alternatives_are_joined_as_people_say_them() {
        assert_eq!(
            [any_of::<&str>(&[]), any_of(&["a"]), any_of(&["a", "b"]), all_of(&["a", "b", "c"])],
            ["", "a", "a or b", "a, b and c"]
        );
        let many: Vec<Value> = (0..20).map(|number| json!(number)).collect();
        assert_eq!(choices(&many[..3]), "`0`, `1` or `2`");
        assert!(choices(&many).ends_with("`11` or 8 more"));
    }

    #[test]
    fn text_of_others_is_short_and_harmless() {
        assert_eq!(ticked("  a`b\u{1b}[2J\nsecond"), "`a'b\\u{1b}[2J…`");
        assert_eq!(ticked(&"x".repeat(81)), format!("`{}…`", "x".repeat(80)));
        assert_eq!(remark("a `b` c"), "a `b` c");
        assert_eq!([counted(1, "item"), counted(2, "key"), counted(0, "entry")], ["1 item", "2 keys", "0 entries"]);
    }
}
