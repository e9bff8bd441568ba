//! Values of a wrong type: most of them are what YAML makes of brackets, quotes, words and nothing at all.

use jsonschema::error::TypeKind;
use jsonschema::types::JsonType;
use serde_json::Value;

use super::dates;
use super::words::{any_of, kind_of, quoted};
use super::{Problem, Words};
use crate::yaml;

/// Every type in the order in which they are named.
const TYPES: [(JsonType, &str, &str); 7] = [
    (JsonType::String, "text", "texts"),
    (JsonType::Integer, "a whole number", "whole numbers"),
    (JsonType::Number, "a number", "numbers"),
    (JsonType::Boolean, "true, false", "booleans"),
    (JsonType::Array, "a list", "lists"),
    (JsonType::Object, "a mapping", "mappings"),
    (JsonType::Null, "empty", "empty values"),
];

/// The types that are wanted.
fn types(kind: &TypeKind) -> Vec<JsonType> {
    let is_wanted = |of: JsonType| match kind {
        TypeKind::Single(only) => *only == of,
        TypeKind::Multiple(set) => set.contains(of),
    };
    TYPES.iter().map(|(of, ..)| *of).filter(|of| is_wanted(*of)).collect()
}

/// The types that are wanted, each in words; a list with what it is a list of.
pub(super) fn wanted(kind: &TypeKind, schema: &Value) -> Vec<String> {
    let types = types(kind);
    let name = |(of, word): (JsonType, &str)| if of == JsonType::Array { list(schema) } else { word.to_owned() };
    said(&types).map(name).collect()
}

/// Types with their names. That nothing at all would do as well is not worth a word.
fn said(types: &[JsonType]) -> impl Iterator<Item = (JsonType, &'static str)> {
    let is_said = move |of: JsonType| match of {
        JsonType::Null => types == [JsonType::Null],
        JsonType::Integer => !types.contains(&JsonType::Number),
        _ => true,
    };
    let said = TYPES.iter().filter(move |(of, ..)| types.contains(of) && is_said(*of));
    said.flat_map(|(of, words, _)| words.split(", ").map(|word| (*of, word)))
}

fn list(schema: &Value) -> String {
    let of = schema.get("items").and_then(|items| items.get("type")).and_then(Value::as_str);
    let plural = TYPES.iter().find(|(json, ..)| of == Some(json.as_str())).map(|(_, _, plural)| *plural);
    plural.map_or_else(|| "a list".to_owned(), |plural| format!("a list of {plural}"))
}

/// Explains a value of a wrong type.
pub(super) fn explain(problem: &Problem<'_, '_>, kind: &TypeKind) -> Words {
    let Problem { name, value, site, .. } = problem;
    let types = types(kind);
    let wants = |of: JsonType| types.contains(&of);
    let wanted = any_of(&said(&types).map(|(_, word)| word).collect::<Vec<_>>());
    let plain = || site.write(&shape(problem, &types).unwrap_or_else(|| wanted.clone()));
    let found = if value.is_boolean() { quoted(value) } else { kind_of(value).to_owned() };
    let message = format!("{name} must be {wanted}, but is {found}");
    let label = format!("this is {}", kind_of(value));
    match value {
        Value::Null => empty(problem, &wanted),
        Value::Array(_) | Value::Object(_) if wants(JsonType::String) && !wants(JsonType::Array) => {
            collection(problem, &wanted).unwrap_or_else(|| Words::new(message, label, plain()))
        }
        Value::Number(_) | Value::Bool(_) if wants(JsonType::String) => {
            let written = problem.scene.written(problem.pointer());
            let help = if site.keyword("format").is_some_and(|format| format == "date") {
                dates::help(written).unwrap_or_else(plain)
            } else {
                let quoted = problem.scene.line(problem.pointer(), &format!("\"{written}\""));
                format!("put it in quotes: {quoted}")
            };
            Words::new(message, label, help)
        }
        Value::String(text) if wants(JsonType::Array) && !wants(JsonType::String) => {
            let items: Vec<String> = text.split(',').map(|item| yaml::scalar(item.trim())).collect();
            let line = problem.scene.line(problem.pointer(), &format!("[{}]", items.join(", ")));
            Words::new(message, label, format!("write it as a list: {line}"))
        }
        Value::String(text) => {
            let help = unquoted(problem, text, &wants).unwrap_or_else(plain);
            Words::new(message, label, help)
        }
        Value::Number(number) if wants(JsonType::Integer) => {
            let message = format!("{name} must be {wanted}, but is {number}");
            Words::new(message, "not a whole number", plain())
        }
        _ => Words::new(message, label, plain()),
    }
}

/// How a value of the only type that is wanted is written, where that needs saying.
fn shape(problem: &Problem<'_, '_>, types: &[JsonType]) -> Option<String> {
    let line = |value: &str| problem.scene.line(problem.pointer(), value);
    match types {
        [JsonType::Array] => Some(format!("a list such as {}", line("[one, two]"))),
        [JsonType::Object] => Some(format!("a mapping such as {}", line("{key: value}"))),
        [JsonType::Null] => Some("nothing after the colon".to_owned()),
        _ => None,
    }
}

/// A key without a value.
fn empty(problem: &Problem<'_, '_>, wanted: &str) -> Words {
    let Problem { name, site, .. } = problem;
    let (parent, key) = problem.pointer().rsplit_once('/').unwrap_or_default();
    let required = problem.scene.schema.schemas_at(parent).any(|schema| {
        let required = schema.get("required").and_then(Value::as_array);
        required.is_some_and(|keys| keys.iter().any(|required| required == key))
    });
    let removable = !required && problem.scene.value(parent).is_object();
    let write = site.write(wanted);
    let help = if removable { format!("{write}, or remove the key") } else { write };
    if problem.scene.written(problem.pointer()).is_empty() {
        return Words::new(format!("{name} has no value"), "nothing stands here", help);
    }
    Words::new(format!("{name} must be {wanted}, but is empty"), "read as no value", help)
}

/// A placeholder in brackets, where YAML reads a list or a mapping; or a list of one text.
fn collection(problem: &Problem<'_, '_>, wanted: &str) -> Option<Words> {
    let written = problem.scene.written(problem.pointer());
    let only =
        problem.value.as_array().and_then(|items| if let [only] = items.as_slice() { only.as_str() } else { None });
    if let Some(only) = only.filter(|_| written.starts_with('-')) {
        let message = format!("{} must be {wanted}, but is a list", problem.name);
        let line = problem.scene.line(problem.pointer(), &yaml::scalar(only));
        return Some(Words::new(message, "a dash makes a list", format!("write it without the dash: {line}")));
    }
    let (made, marks) = match (problem.value, written.chars().next()?) {
        (Value::Array(_), '[') => ("a list", "brackets"),
        (Value::Object(_), '{') => ("a mapping", "braces"),
        _ => return None,
    };
    let name = &problem.name;
    let line = problem.scene.line(problem.pointer(), &yaml::scalar(written));
    Some(Words::new(
        format!("{name} must be {wanted}, but {} is {made}", quoted(&Value::String(written.to_owned()))),
        format!("YAML reads {marks} as {made}"),
        format!("put it in quotes: {line}"),
    ))
}

/// Text that would be right without its quotes, or is a word of older YAML.
fn unquoted(problem: &Problem<'_, '_>, text: &str, wants: &impl Fn(JsonType) -> bool) -> Option<String> {
    let bare = |value: &str| problem.scene.line(problem.pointer(), value);
    let is_quoted = problem.scene.written(problem.pointer()).starts_with(['"', '\'']);
    let whole = text.parse::<i64>().is_ok() && wants(JsonType::Integer);
    let number = text.parse::<f64>().is_ok_and(f64::is_finite) && wants(JsonType::Number);
    if is_quoted && (whole || number) {
        return Some(format!("remove the quotes: {}", bare(text)));
    }
    if !wants(JsonType::Boolean) {
        return None;
    }
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(format!("write {}", bare("true"))),
        "no" | "n" | "off" | "false" => Some(format!("write {}", bare("false"))),
        _ => None,
    }
}
