//! Lists that are too long, too short, or do not hold what they must.
//! Keys and single values are explained elsewhere.

use std::collections::HashMap;

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::words::{choices, counted, quoted, remark, ticked};
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
            // The validator names values in the order of the list.
            let first = items.iter().position(|item| unexpected.first() == Some(&item.to_string())).unwrap_or_default();
            (item(first), surplus(problem, first))
        }
        Kind::Contains => (whole, contained(problem)),
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

/// Items that must be there, or of which there are too many.
fn contained(problem: &Problem<'_, '_>) -> Words {
    let Problem { name, site, .. } = problem;
    let bounds = |keyword| site.keyword(keyword).and_then(Value::as_u64);
    let at_most = problem.error.schema_path().as_str().ends_with("/maxContains");
    let limit = if at_most { bounds("maxContains") } else { bounds("minContains") }.unwrap_or(1);
    let schema = if site.keyword_here() == "contains" { Some(site.schema()) } else { site.keyword("contains") };
    let said = |keyword: &str| schema.and_then(|schema| schema.get(keyword));
    let what = said("const").map(quoted).or_else(|| said("enum").and_then(Value::as_array).map(|all| choices(all)));
    let what = what.or_else(|| said("description").and_then(Value::as_str).map(remark));
    let is = if limit == 1 { "is" } else { "are" };
    let kind = what
        .as_ref()
        .map_or_else(|| "of the kind that the schema asks for".to_owned(), |what| format!("that {is} {what}"));
    let bound = if at_most { "at most" } else { "at least" };
    let message = format!("{name} must hold {bound} {} {kind}", counted(limit, "item"));
    let shown = || ticked(&schema.map(Value::to_string).unwrap_or_default());
    match (at_most, what) {
        (true, _) => Words::new(message, "too many of them", "remove what is too much"),
        (false, Some(what)) => Words::new(message, "not enough of them", format!("add {what}")),
        (false, None) => {
            Words::new(message, "not enough of them", format!("add items that match the schema {}", shown()))
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
