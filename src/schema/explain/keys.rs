//! Keys that are missing, too many, or have names that are not allowed.
//! What stands under a key is explained elsewhere.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::super::spelling;
use super::super::{Defect, Rename, Violation};
use super::place::{below, key_of};
use super::site::Site;
use super::words::{choices, counted, listed, remark, ticked};
use super::{Problem, Words, explain_problem};
use crate::text::Span;

/// Explains an error about the keys of a mapping; none if the error is about something else.
pub(super) fn explain(problem: &Problem<'_, '_>) -> Option<Vec<Violation>> {
    let Problem { name, value, .. } = problem;
    let whole = problem.scene.mapping_span(problem.pointer());
    let count = value.as_object().map_or(0, serde_json::Map::len);
    let one = |span: Span, words: Words| vec![problem.violation(span, words)];
    Some(match problem.error.kind() {
        Kind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            let site = problem.error.schema_path().as_str();
            let dependent = site.rsplit('/').find(|token| token.starts_with("depend"));
            vec![dependent.and_then(|_| dependent_key(problem, key)).unwrap_or_else(|| missing(problem, key))]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unknown(problem, unexpected.iter())
        }
        Kind::PropertyNames { error } => name_of_key(problem, error),
        Kind::MinProperties { limit } => {
            let message = format!("{name} must have at least {}, but has {count}", counted(*limit, "key"));
            let known = known_keys(problem);
            let help = if known.is_empty() { "add keys".to_owned() } else { format!("add some of {known}") };
            one(whole, Words::new(message, "too few keys", help))
        }
        Kind::MaxProperties { limit } => {
            let message = format!("{name} must have at most {}, but has {count}", counted(*limit, "key"));
            one(whole, Words::new(message, "too many keys", "remove what is too much"))
        }
        Kind::FalseSchema if problem.site.keyword_here() == "additionalProperties" => {
            let keys = value.as_object().into_iter().flat_map(serde_json::Map::keys);
            unknown(problem, keys)
        }
        Kind::FalseSchema => vec![not_allowed(problem)],
        _ => return None,
    })
}

/// A key that must be there and is not.
fn missing(problem: &Problem<'_, '_>, key: &str) -> Violation {
    let Problem { name, scene, .. } = problem;
    let shown = ticked(key);
    let folded = spelling::folded(key);
    let keys = problem.value.as_object().into_iter().flat_map(serde_json::Map::keys).map(String::as_str);
    let unknown = keys.filter(|there| !scene.schema.known.has(problem.pointer(), there));
    let near = |there: &&str| scene.speller.misspelt(there, [(folded.as_str(), key)].into_iter()).is_some();
    if let Some(near) = { unknown }.find(near) {
        let message = format!("{name} lacks the key {shown}, but has {}", ticked(near));
        let words = Words::new(message, format!("nearly {shown}"), format!("write {shown}"));
        let rename = Some(Rename { pointer: below(problem.pointer(), near), key: key.to_owned() });
        return Violation { rename, ..problem.violation(scene.key_span(problem.pointer(), near), words) };
    }
    let message = format!("{name} lacks the key {shown}");
    let words = Words::new(message, format!("{shown} belongs here"), add(problem, key));
    problem.violation(scene.mapping_span(problem.pointer()), words)
}

/// What to add for a key that is missing: what the schemas say of it, and what it may be.
fn add(problem: &Problem<'_, '_>, key: &str) -> String {
    let pointer = below(problem.pointer(), key);
    let schemas: Vec<&Value> = problem.scene.schema.schemas_at(&pointer).collect();
    let said = |keyword: &str| schemas.iter().find_map(|schema| schema.get(keyword));
    let what = said("description").and_then(Value::as_str).map(remark);
    let what = what.map(|what| what.trim_end_matches('.').to_owned());
    let allowed = said("enum").and_then(Value::as_array).map(|options| choices(options));
    let example = said("const").or_else(|| said("default")).or_else(|| said("examples").and_then(|list| list.get(0)));
    let example = example.filter(|example| !example.is_null()).map(|example| {
        let written = example.as_str().map_or_else(|| example.to_string(), crate::yaml::scalar);
        format!("such as {}", ticked(&format!("{key}: {written}")))
    });
    let shown = ticked(key);
    match (what, allowed, example) {
        (Some(what), Some(allowed), _) => format!("add {shown}: {what}, which is {allowed}"),
        (Some(what), None, Some(example)) if !what.contains("such as") => format!("add {shown}: {what}, {example}"),
        (Some(what), None, _) => format!("add {shown}: {what}"),
        (None, Some(allowed), _) => format!("add {shown}, which is {allowed}"),
        (None, None, Some(example)) => format!("add {shown}, {example}"),
        (None, None, None) => format!("add {shown}"),
    }
}

/// A key that must be there because another one is.
fn dependent_key(problem: &Problem<'_, '_>, key: &str) -> Option<Violation> {
    let needs = |keyword: &str| problem.site.keyword(keyword).and_then(Value::as_object);
    let mut dependent = [needs("dependentRequired"), needs("dependencies")].into_iter().flatten().flatten();
    let (cause, _) = dependent.find(|(cause, needed)| {
        let listed = needed.as_array().is_some_and(|needed| needed.iter().any(|needed| needed == key));
        listed && problem.value.get(cause.as_str()).is_some()
    })?;
    let (shown, cause_shown) = (ticked(key), ticked(cause));
    let message = format!("{} has {cause_shown}, but lacks {shown}", problem.name);
    let help = format!("{}, or remove {cause_shown}", add(problem, key));
    let span = problem.scene.key_span(problem.pointer(), cause);
    Some(problem.violation(span, Words::new(message, format!("needs {shown}"), help)))
}

/// Keys where only known ones are allowed.
fn unknown<'k>(problem: &Problem<'_, '_>, keys: impl Iterator<Item = &'k String>) -> Vec<Violation> {
    let Problem { name, scene, .. } = problem;
    let known = known_keys(problem);
    let known = if known.is_empty() { "nothing" } else { &known };
    let explain = |key: &String| {
        let (shown, span) = (ticked(key), scene.key_span(problem.pointer(), key));
        if let Some(meant) = scene.schema.known.meant(problem.pointer(), key, problem.value, scene.speller) {
            return misspelt(problem.pointer(), key, meant, span);
        }
        let help = format!("remove {shown}; allowed here: {known}");
        problem.violation(span, Words::new(format!("{name} has the unknown key {shown}"), "no such key", help))
    };
    keys.map(explain).collect()
}

/// A key of the mapping at `pointer` that is nearly a known one.
pub(super) fn misspelt(pointer: &str, key: &str, meant: &str, span: Span) -> Violation {
    let message = format!("{} is no known key, but nearly {}", ticked(key), ticked(meant));
    let help = format!("write {}", ticked(meant));
    let rename = Some(Rename { pointer: below(pointer, key), key: meant.to_owned() });
    Violation { span, message, label: "misspelt".to_owned(), help, kind: Defect::MisspeltKey, rename }
}

fn known_keys(problem: &Problem<'_, '_>) -> String {
    let keys = problem.scene.schema.known.keys(problem.pointer());
    listed(keys.clone().count(), keys.map(ticked), "and")
}

/// A key whose name is not allowed.
fn name_of_key(problem: &Problem<'_, '_>, error: &jsonschema::ValidationError<'_>) -> Vec<Violation> {
    let key = error.instance().as_str().unwrap_or_default();
    let span = problem.scene.key_span(problem.pointer(), key);
    let inner = Problem {
        name: "a key".to_owned(),
        value: error.instance(),
        site: Site::of(problem.scene, error),
        error,
        ..*problem
    };
    let why = explain_problem(&inner).into_iter().next();
    why.map(|why| Violation { span, label: "not allowed as a key".to_owned(), ..why }).into_iter().collect()
}

/// What stands where nothing may stand.
fn not_allowed(problem: &Problem<'_, '_>) -> Violation {
    let Problem { name, scene, site, .. } = problem;
    let pointer = problem.pointer();
    let (parent, token) = pointer.rsplit_once('/').unwrap_or_default();
    let in_list = scene.value(parent).is_array();
    let reached = site.reached_by();
    let help = "remove it".to_owned();
    if in_list && matches!(reached, "items" | "additionalItems" | "unevaluatedItems") {
        let message = format!("{} has more items than are allowed", scene.name(parent));
        return problem.violation(scene.value_span(pointer), Words::new(message, "one item too many", help));
    }
    if pointer.is_empty() {
        let message = format!("{name} is not allowed, whatever it holds");
        let words = Words::new(message, "not allowed", "change the schema: it is `false`, which allows nothing");
        return problem.violation(scene.mapping_span(pointer), words);
    }
    let span = if in_list { scene.value_span(pointer) } else { scene.key_span(parent, &key_of(token)) };
    problem.violation(span, Words::new(format!("{name} is not allowed here"), "not allowed", help))
}
