//! What a value violates, for people: one violation for each defect, in plain words, at its exact place.
//! Each file below explains some keywords; that nothing the validator can say is left over is held here.

mod dates;
mod items;
mod keys;
mod place;
mod site;
mod types;
mod union;
mod values;
mod words;

use std::collections::BTreeMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

pub(super) use place::Scene;
pub(super) use words::{remark, ticked};

use super::{Defect, Violation};
use crate::text::Span;
use site::Site;

/// An error of the validator with all that is needed to explain it.
struct Problem<'s, 'e> {
    scene: Scene<'s>,
    error: &'e ValidationError<'e>,
    site: Site<'s>,
    /// What the value is called.
    name: String,
    value: &'e Value,
}

impl Problem<'_, '_> {
    fn pointer(&self) -> &str {
        self.error.instance_path().as_str()
    }

    /// The place of the value: a mapping by its key, all else as it stands, and so what should be something else.
    fn span(&self) -> Span {
        if self.value.is_object() && !matches!(self.error.kind(), Kind::Type { .. }) {
            self.scene.mapping_span(self.pointer())
        } else {
            self.scene.value_span(self.pointer())
        }
    }

    /// A violation at a place; on what it depends is added.
    fn violation(&self, span: Span, words: Words) -> Violation {
        let Words { message, label, help } = words;
        let message = match self.site.condition(self.scene, self.pointer()) {
            Some(condition) => format!("{message}, since {condition}"),
            None => message,
        };
        Violation { span, message, label, help, kind: Defect::Violation, rename: None }
    }
}

/// A violation without its place.
struct Words {
    message: String,
    label: String,
    help: String,
}

impl Words {
    fn new(message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), label: label.into(), help: help.into() }
    }
}

/// Everything that a value violates, and every key of it that is nearly a known one, in document order.
pub(super) fn violations(scene: Scene<'_>) -> Vec<Violation> {
    let value = &scene.matter.front.value;
    let mut found = Vec::new();
    if !scene.schema.is_valid(value) {
        let errors = scene.schema.errors(value);
        found.extend(defects(scene, &errors).into_iter().flat_map(|error| explain(scene, error)));
    }
    for key in scene.schema.known.misspelt(value, scene.speller) {
        let span = scene.key_span(&key.pointer, &key.key);
        found.push(keys::misspelt(&key.pointer, &key.key, &key.meant, span));
    }
    merged(found)
}

/// Violations in document order, each once. A misspelt key that was explained as a missing one is left out.
pub(super) fn merged(mut found: Vec<Violation>) -> Vec<Violation> {
    found.sort_by(|a, b| (a.span, a.kind, &a.message, &a.help).cmp(&(b.span, b.kind, &b.message, &b.help)));
    found.dedup_by(|later, kept| {
        let same = later.span == kept.span && later.message == kept.message;
        same || (later.span == kept.span && later.kind == Defect::MisspeltKey)
    });
    found
}

/// The errors that are defects of their own: of several about one value that is no mapping or list the first that
/// weighs most, and no keys that nothing accounts for only because something else is wrong.
fn defects<'e, 'v>(scene: Scene<'_>, errors: &'e [ValidationError<'v>]) -> Vec<&'e ValidationError<'v>> {
    let place = |error: &'e ValidationError<'v>| error.instance_path().as_str();
    // Of each place how much the first says that weighs most, which it is, and how many there are.
    let mut places: BTreeMap<&str, (u8, usize, usize)> = BTreeMap::new();
    for (at, error) in errors.iter().enumerate() {
        let (least, first, count) = places.entry(place(error)).or_insert((u8::MAX, at, 0));
        (*least, *first) = (weight(error), at).min((*least, *first));
        *count += 1;
    }
    let counts = |at: usize, error: &'e ValidationError<'v>| {
        let (least, first, several) = places.get(place(error)).copied().unwrap_or_default();
        let has_parts = matches!(scene.value(place(error)), Value::Object(_) | Value::Array(_));
        let Kind::UnevaluatedProperties { unexpected } = error.kind() else {
            return at == first || (least > 0 && has_parts);
        };
        let inside = format!("{}/", place(error));
        let has_inside = places.range(inside.as_str()..).next().is_some_and(|(next, _)| next.starts_with(&inside));
        let known = unexpected.iter().all(|key| scene.schema.known.has(place(error), key));
        least > 0 && !(known && (several > 1 || has_inside))
    };
    errors.iter().enumerate().filter(|(at, error)| counts(*at, error)).map(|(_, error)| error).collect()
}

/// How much an error says about a value: the least says most.
fn weight(error: &ValidationError<'_>) -> u8 {
    match error.kind() {
        Kind::Type { .. } | Kind::FalseSchema => 0,
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::MinLength { .. } => 1,
        Kind::Format { .. } => 2,
        Kind::Pattern { .. } => 3,
        _ => 4,
    }
}

/// Explains one error.
fn explain(scene: Scene<'_>, error: &ValidationError<'_>) -> Vec<Violation> {
    let pointer = error.instance_path().as_str();
    let (name, value) = (scene.name(pointer), scene.value(pointer));
    explain_problem(&Problem { scene, error, site: Site::of(scene, error), name, value })
}

fn explain_problem(problem: &Problem<'_, '_>) -> Vec<Violation> {
    union::explain(problem).or_else(|| keys::explain(problem)).unwrap_or_else(|| {
        let (span, words) = items::explain(problem).unwrap_or_else(|| (problem.span(), single(problem)));
        vec![problem.violation(span, words)]
    })
}

/// What is wrong with a value as such.
fn single(problem: &Problem<'_, '_>) -> Words {
    if let Kind::Type { kind } = problem.error.kind() {
        return types::explain(problem, kind);
    }
    values::explain(problem).unwrap_or_else(|| {
        // Nothing that a schema says leads here: what is left are failures of the validator itself.
        let message = format!("{} could not be checked", problem.name);
        Words::new(message, "not checked", remark(&problem.error.to_string()))
    })
}
