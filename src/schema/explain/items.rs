//! Lists that are too long, too short, or do not hold what they must.
//! Keys and single values are explained elsewhere.

use std::collections::HashMap;

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::words::{counted, quoted, remark, ticked};
use super::{Problem, Words};
use crate::text::Span;

/// Explains an error about a list as a whole, with its place; none if the error is about something else.
pub(super) fn explain(problem: &Problem<'_, '_>) -> Option<(Span, Words)> {
    let Problem { name, value, site, .. } = problem;
    let scene = problem.scene;
    let whole = scene.mapping_span(problem.pointer());
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    let count = items.len() as u64;
    let item = |at: usize| scene.value_span(&format!("{}/{at}", problem.pointer()));
    let has = || match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    Some(match problem.error.kind() {
        Kind::MinItems { limit } => {
            let wanted = counted(*limit, "item");
            let message = format!("{name} must have at least {wanted}, but has {}", has());
            (whole, Words::new(message, "too few items", site.write(&format!("a list of at least {wanted}"))))
        }
        Kind::MaxItems { limit } => {
            let message = format!("{name} must have at most {}, but has {}", counted(*limit, "item"), has());
            let first = item(usize::try_from(*limit).unwrap_or_default());
            (first, Words::new(message, "one item too many", "remove what is too much"))
        }
        Kind::UniqueItems => {
            let (first, second) = repeated(items)?;
            let what = if items[second].is_array() || items[second].is_object() {
                "the same item".to_owned()
            } else {
                quoted(&items[second])
            };
            let message = format!("{name} holds {what} twice");
            let help = format!("remove one of the two, at positions {} and {}", first + 1, second + 1);
            (item(second), Words::new(message, "given before", help))
        }
        Kind::AdditionalItems { limit } => (item(*limit), surplus(problem, *limit)),
        Kind::UnevaluatedItems { unexpected } => {
            // The validator names values; the first item that it does not know is the first of them in the list.
            let first = items.iter().position(|item| unexpected.contains(&item.to_string())).unwrap_or_default();
            (item(first), surplus(problem, first))
        }
        Kind::Contains => {
            let bounds = [("minContains", "at least", 1), ("maxContains", "at most", u64::MAX)];
            let violated = problem.error.schema_path().as_str().rsplit('/').next().unwrap_or_default();
            let (_, bound, default) = bounds.into_iter().find(|(key, ..)| *key == violated).unwrap_or(bounds[0]);
            let limit = site.keyword(violated).and_then(Value::as_u64).unwrap_or(default);
            let of = site.keyword("contains").and_then(|of| of.get("description")?.as_str()).map(remark);
            let kind = of.map_or_else(|| "of a certain kind".to_owned(), |of| format!("that is {of}"));
            let message = format!("{name} must hold {bound} {} {kind}", counted(limit, "item"));
            let label = if bound == "at least" { "not enough of them" } else { "too many of them" };
            (whole, Words::new(message, label, contained(site.keyword("contains"), bound)))
        }
        _ => return None,
    })
}

/// Items after the last one that is known.
fn surplus(problem: &Problem<'_, '_>, known: usize) -> Words {
    let message = match known {
        0 => format!("{} must be an empty list", problem.name),
        known => format!("{} must have at most {}", problem.name, counted(known as u64, "item")),
    };
    Words::new(message, "one item too many", "remove what is too much")
}

fn contained(schema: Option<&Value>, bound: &str) -> String {
    let verb = if bound == "at least" { "add" } else { "keep fewer of" };
    let value = schema.and_then(|schema| schema.get("const"));
    match (value, schema.and_then(|schema| schema.get("enum")?.as_array())) {
        (Some(value), _) => format!("{verb} {}", quoted(value)),
        (None, Some(options)) => format!("{verb} {}", super::words::choices(options.iter())),
        (None, None) => {
            format!("{verb} items that match the schema: {}", ticked(&schema.map(Value::to_string).unwrap_or_default()))
        }
    }
}

/// The positions of the first item that is there before.
fn repeated(items: &[Value]) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    items.iter().enumerate().find_map(|(at, item)| {
        // Numbers are equal whatever their notation: 1 and 1.0 are the same.
        let key = normal(item).to_string();
        seen.insert(key, at).map(|first| (first, at))
    })
}

/// A value with every whole number in one notation.
fn normal(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().and_then(serde_json::Number::from_f64).map_or_else(|| value.clone(), Value::Number)
        }
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), normal(value))).collect(),
        other => other.clone(),
    }
}
