//! Choices between several forms: the form that was meant is explained, or what may stand in its place is listed.
//! Never a tree of everything that was tried.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::super::Violation;
use super::site::Site;
use super::words::{any_of, kind_of, listed, quoted, remark};
use super::{Problem, Words, explain as explain_error, values};

/// What is wrong with a value under one form.
type Branch<'e> = &'e [ValidationError<'static>];

/// Explains a choice of which no form fits, or more than one; none if the error is about something else.
pub(super) fn explain(problem: &Problem<'_, '_>) -> Option<Vec<Violation>> {
    let branches = match problem.error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => context,
        Kind::OneOfMultipleValid { .. } => return Some(vec![ambiguous(problem)]),
        _ => return None,
    };
    let branches: Vec<Branch<'_>> = branches.iter().map(Vec::as_slice).filter(|branch| !branch.is_empty()).collect();
    let here = problem.pointer();
    let right_type: Vec<Branch<'_>> =
        branches.iter().copied().filter(|branch| !branch.iter().any(|error| is_type(error, here))).collect();
    let meant = if right_type.is_empty() { branches } else { tagged(&right_type, here) };
    if let [only] = meant.as_slice() {
        return Some(only.iter().flat_map(|error| explain_error(problem.scene, error)).collect());
    }
    let explained =
        one_place(problem, &meant).or_else(|| deepest(problem, &meant)).or_else(|| missing(problem, &meant));
    Some(explained.unwrap_or_else(|| vec![none(problem)]))
}

/// Whether an error says that the value itself has a wrong type.
fn is_type(error: &ValidationError<'_>, here: &str) -> bool {
    let other_type = |options: &[Value]| options.iter().all(|option| kind_of(option) != kind_of(error.instance()));
    let wrong = match error.kind() {
        Kind::Type { .. } | Kind::FalseSchema => true,
        Kind::Enum { options } => options.as_array().is_some_and(|options| other_type(options)),
        Kind::Constant { expected_value } => other_type(std::slice::from_ref(expected_value)),
        _ => false,
    };
    wrong && error.instance_path().as_str() == here
}

/// The forms whose tag is right, if tags tell them apart: a key of the value that must have a fixed value.
fn tagged<'e>(branches: &[Branch<'e>], here: &str) -> Vec<Branch<'e>> {
    let is_tag = |error: &ValidationError<'_>| {
        let below = error.instance_path().as_str().strip_prefix(here).and_then(|rest| rest.strip_prefix('/'));
        matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. }) && below.is_some_and(|key| !key.contains('/'))
    };
    let right: Vec<Branch<'e>> = branches.iter().copied().filter(|branch| !branch.iter().any(is_tag)).collect();
    if right.is_empty() { branches.to_vec() } else { right }
}

/// One sentence where every form says one thing about the same place.
fn one_place(problem: &Problem<'_, '_>, branches: &[Branch<'_>]) -> Option<Vec<Violation>> {
    let singles: Option<Vec<&ValidationError<'static>>> =
        branches.iter().map(|branch| if let [only] = branch { Some(only) } else { None }).collect();
    let singles = singles?;
    let place = singles.first()?.instance_path().as_str();
    if singles.iter().any(|error| error.instance_path().as_str() != place) {
        return None;
    }
    let scene = problem.scene;
    let name = scene.name(place);
    let expected: Option<Vec<Vec<String>>> =
        singles.iter().map(|error| values::expected(&Site::of(scene, error), error.kind())).collect();
    let expected = unique(expected?.concat());
    let expected = listed(expected.len(), expected.into_iter(), "or");
    let value = scene.value(place);
    let by_type = singles.iter().all(|error| matches!(error.kind(), Kind::Type { .. }));
    let is_short = matches!(value, Value::Number(_) | Value::String(_)) && *value != "";
    let said = if is_short && !by_type { quoted(value) } else { kind_of(value).to_owned() };
    let message = format!("{name} must be {expected}, but is {said}");
    let words = Words::new(message, format!("this is {}", kind_of(value)), problem.site.write(&expected));
    Some(vec![problem.violation(scene.value_span(place), words)])
}

/// The keys by which the forms are told apart, where each of them lacks one.
fn missing(problem: &Problem<'_, '_>, branches: &[Branch<'_>]) -> Option<Vec<Violation>> {
    let lacks = |branch: &Branch<'_>| {
        branch.iter().find_map(|error| match error.kind() {
            Kind::Required { property } if error.instance_path() == problem.error.instance_path() => {
                Some(quoted(property))
            }
            _ => None,
        })
    };
    let keys = unique(branches.iter().map(lacks).collect::<Option<Vec<String>>>()?);
    let keys = listed(keys.len(), keys.into_iter(), "or");
    let message = format!("{} needs one of the keys {keys}", problem.name);
    let words = Words::new(message, "one of them belongs here", format!("add {keys}"));
    Some(vec![problem.violation(problem.span(), words)])
}

fn unique(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

/// The form that fits furthest: the one whose errors lie deepest in the value, of these the one with fewest.
fn deepest(problem: &Problem<'_, '_>, branches: &[Branch<'_>]) -> Option<Vec<Violation>> {
    let depth = |branch: Branch<'_>| {
        branch.iter().map(|error| error.instance_path().as_str().matches('/').count()).min().unwrap_or_default()
    };
    let rank = |branch: Branch<'_>| (depth(branch), usize::MAX - branch.len());
    let best = branches.iter().copied().max_by_key(|branch| rank(branch))?;
    let is_clear = branches.iter().filter(|branch| rank(branch) == rank(best)).count() == 1;
    is_clear.then(|| best.iter().flat_map(|error| explain_error(problem.scene, error)).collect())
}

/// What can be said where no form was clearly meant.
fn none(problem: &Problem<'_, '_>) -> Violation {
    let forms = forms(problem);
    let message = format!("{} has none of the forms that are allowed", problem.name);
    let help = match (problem.site.phrase(), forms.is_empty()) {
        (Some(phrase), _) => format!("write {phrase}"),
        (None, false) => format!("write {}", any_of(&forms)),
        (None, true) => problem.site.write("one of the forms that the schema allows"),
    };
    problem.violation(problem.span(), Words::new(message, "fits no form", help))
}

/// A value that fits more than one form where exactly one must fit.
fn ambiguous(problem: &Problem<'_, '_>) -> Violation {
    let forms = forms(problem);
    let message = format!("{} fits more than one of the forms of which exactly one must fit", problem.name);
    let help = if forms.is_empty() {
        problem.site.write("it so that only one form fits")
    } else {
        format!("let it fit exactly one of {}", super::words::all_of(&forms))
    };
    problem.violation(problem.span(), Words::new(message, "fits several forms", help))
}

/// The forms as the schema calls them, if it has a name for each.
fn forms(problem: &Problem<'_, '_>) -> Vec<String> {
    let forms = problem.site.keyword("oneOf").or_else(|| problem.site.keyword("anyOf")).and_then(Value::as_array);
    let name = |form: &Value| {
        let form = match form.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
            Some(pointer) => problem.scene.schema.document.pointer(pointer)?,
            None => form,
        };
        form.get("title").or_else(|| form.get("description")).and_then(Value::as_str).map(remark)
    };
    forms.and_then(|forms| forms.iter().map(name).collect()).unwrap_or_default()
}
