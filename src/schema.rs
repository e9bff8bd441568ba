//! The embedded JSON Schemas of front matter, and what a front matter violates. The only owner of `jsonschema`.
//! What a JSON Schema cannot say is a rule, not something here.

use std::collections::BTreeMap;

use jsonschema::error::{ValidationError, ValidationErrorKind};
use jsonschema::{PatternOptions, Registry, Validator};

use crate::error::{Error, ErrorKind, Result};
use crate::profile::Kind;
use crate::text::Span;
use crate::yaml;

/// The schemas by name, as published in `schemas/`.
pub const EMBEDDED: [(&str, &str); 3] = [
    ("spec", include_str!("../schemas/spec.schema.json")),
    ("system", include_str!("../schemas/system.schema.json")),
    ("feature", include_str!("../schemas/feature.schema.json")),
];

/// The compiled schemas; one value serves all threads.
#[derive(Debug)]
pub struct Schemas {
    spec: Validator,
    system: Validator,
    feature: Validator,
    /// What may stand at a key, by the key's name.
    descriptions: BTreeMap<String, String>,
}

/// One thing that a front matter has wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The key or value that is wrong; for a missing key, the mapping that lacks it.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What the underlined text is.
    pub label: String,
    /// What to write.
    pub help: String,
}

impl Schemas {
    /// Compiles the embedded schemas: offline, with linear regular expressions and with formats switched on.
    ///
    /// # Errors
    /// [`ErrorKind::Bug`] if one of them is broken, which a test rules out.
    pub fn new() -> Result<Self> {
        let bug =
            |what: &dyn std::fmt::Display| Error::new(ErrorKind::Bug, format!("an embedded schema is broken: {what}"));
        let mut values = Vec::new();
        for (_, text) in EMBEDDED {
            let value: serde_json::Value = serde_json::from_str(text).map_err(|error| bug(&error))?;
            values.push(value);
        }
        let mut registry = Registry::new();
        for value in &values {
            let id = value["$id"].as_str().unwrap_or_default().to_owned();
            registry = registry.add(id, value.clone()).map_err(|error| bug(&error))?;
        }
        let registry = registry.prepare().map_err(|error| bug(&error))?;
        let compile = |value: &serde_json::Value| {
            jsonschema::options()
                .offline()
                .with_registry(&registry)
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::regex().size_limit(1 << 20).dfa_size_limit(1 << 20))
                .build(value)
                .map_err(|error| bug(&error))
        };
        Ok(Self {
            spec: compile(&values[0])?,
            system: compile(&values[1])?,
            feature: compile(&values[2])?,
            descriptions: descriptions(&values),
        })
    }

    /// Everything that the front matter of a spec of this kind violates, in document order.
    pub fn violations(&self, kind: Kind, front: &yaml::Document) -> Vec<Violation> {
        let schema = match kind {
            Kind::System => &self.system,
            Kind::Feature => &self.feature,
            Kind::Other | Kind::Page => &self.spec,
        };
        if schema.is_valid(&front.value) {
            return Vec::new();
        }
        let mut violations: Vec<Violation> =
            schema.iter_errors(&front.value).map(|error| self.violation(&error, front)).collect();
        violations.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        violations.dedup();
        violations
    }

    /// Phrases one error of the validator and finds its place.
    fn violation(&self, error: &ValidationError<'_>, front: &yaml::Document) -> Violation {
        let pointer = error.instance_path().as_str();
        let subject = subject(pointer);
        if let ValidationErrorKind::Required { property } = error.kind() {
            let key = property.as_str().unwrap_or_default();
            return Violation {
                span: mapping(pointer, front),
                message: format!("{subject} lacks the key `{key}`"),
                label: format!("`{key}` belongs here"),
                help: self.describe(key).map_or_else(|| format!("add `{key}`"), |what| format!("add `{key}`: {what}")),
            };
        }
        let (message, label) = match error.kind() {
            ValidationErrorKind::Type { .. } => {
                let found = kind_of(error.instance());
                (format!("{subject} is {found}, which is not allowed here"), format!("this is {found}"))
            }
            _ => (format!("{subject} has a value that is not allowed"), "not allowed".to_owned()),
        };
        let key = pointer.split('/').rfind(|token| token.parse::<usize>().is_err()).unwrap_or_default();
        let help = self.describe(key).map_or_else(|| error.to_string(), |what| format!("write {what}"));
        Violation { span: value(pointer, front), message, label, help }
    }

    fn describe(&self, key: &str) -> Option<&str> {
        self.descriptions.get(key).map(String::as_str)
    }
}

/// Every property of the schemas with its description, references into the first schema followed one step.
fn descriptions(schemas: &[serde_json::Value]) -> BTreeMap<String, String> {
    let definitions = schemas.first().map_or(&serde_json::Value::Null, |spec| &spec["$defs"]);
    let mut found = BTreeMap::new();
    let relation = &definitions["relation"]["then"]["properties"];
    let all = schemas.iter().map(|schema| &schema["properties"]).chain([relation]);
    for (key, property) in all.filter_map(serde_json::Value::as_object).flatten() {
        let name = property["$ref"].as_str().and_then(|to| to.rsplit('/').next()).unwrap_or_default();
        let text = property["description"].as_str().or_else(|| definitions[name]["description"].as_str());
        if let Some(text) = text {
            found.entry(key.clone()).or_insert_with(|| text.to_owned());
        }
    }
    found
}

/// How a place in the front matter is called.
fn subject(pointer: &str) -> String {
    let mut name = String::new();
    for token in pointer.split('/').skip(1) {
        if token.parse::<usize>().is_ok() {
            name = format!("{name}[{token}]");
        } else {
            let key = token.replace("~1", "/").replace("~0", "~");
            name = if name.is_empty() { key } else { format!("{name}.{key}") };
        }
    }
    if name.is_empty() { "the front matter".to_owned() } else { format!("`{name}`") }
}

/// The value at a pointer.
fn value(pointer: &str, front: &yaml::Document) -> Span {
    front.index.get(pointer).map_or(Span::at(0), |entry| {
        if entry.value.is_empty() { entry.key.unwrap_or(entry.value) } else { entry.value }
    })
}

/// The mapping at a pointer by its key, at the root by its first key.
fn mapping(pointer: &str, front: &yaml::Document) -> Span {
    let own = front.index.get(pointer).and_then(|entry| entry.key);
    own.or_else(|| front.index.first_key()).unwrap_or_else(|| value(pointer, front))
}

fn kind_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "empty",
        serde_json::Value::Bool(_) => "true or false",
        serde_json::Value::Number(_) => "a number",
        serde_json::Value::String(_) => "text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "a mapping",
    }
}

#[cfg(test)]
mod tests;
