//! Where in a schema an error comes from: the schemas on the way, what they say of themselves, and on what it depends.

use jsonschema::ValidationError;
use serde_json::{Map, Value};

use super::super::keywords::{self, Applies};
use super::place::Scene;
use super::words::{all_of, quoted, remark, ticked};

/// The way from the root of a schema to the keyword that a value violates.
pub(super) struct Site<'s> {
    steps: Vec<Step<'s>>,
}

/// One schema on the way.
struct Step<'s> {
    schema: &'s Value,
    /// The keyword of the schema before that led here.
    keyword: &'static str,
    /// How deep in the value it applies.
    depth: usize,
}

impl<'s> Site<'s> {
    /// Follows the way of an error.
    pub(super) fn of(scene: Scene<'s>, error: &ValidationError<'_>) -> Self {
        let document = &scene.schema.document;
        let mut steps = vec![Step { schema: document, keyword: "", depth: 0 }];
        let path = error.evaluation_path().as_str();
        let mut tokens = path.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
        while let (Some(token), Some(last)) = (tokens.next(), steps.last()) {
            let target = last.schema.get("$ref").and_then(Value::as_str).filter(|_| token == "$ref");
            if let Some(schema) = target.and_then(|target| document.pointer(target.strip_prefix('#')?)) {
                steps.push(Step { schema, keyword: "$ref", depth: last.depth });
                continue;
            }
            let Some((keyword, applies, schema)) = keywords::follow(last.schema, &token, &mut tokens) else { break };
            let in_place = matches!(applies, Applies::InPlace | Applies::IfPresent | Applies::Names);
            steps.push(Step { schema, keyword, depth: last.depth + usize::from(!in_place) });
        }
        Self { steps }
    }

    /// The schema that is violated.
    pub(super) fn schema(&self) -> &'s Value {
        self.steps.last().map_or(&Value::Null, |step| step.schema)
    }

    /// The value of a keyword of the schema that is violated.
    pub(super) fn keyword(&self, keyword: &str) -> Option<&'s Value> {
        self.schema().get(keyword)
    }

    /// The keyword that led to the schema that is violated.
    pub(super) fn keyword_here(&self) -> &'static str {
        self.steps.last().map_or("", |step| step.keyword)
    }

    /// The keyword by which the schema that is violated was reached, references aside.
    pub(super) fn reached_by(&self) -> &'static str {
        self.steps.iter().rev().map(|step| step.keyword).find(|keyword| *keyword != "$ref").unwrap_or_default()
    }

    /// What the schema that is violated, or one around it that applies to the same value, says under a keyword.
    pub(super) fn remark(&self, keyword: &str) -> Option<&'s Value> {
        let depth = self.steps.last()?.depth;
        let own = self.steps.iter().rev().take_while(|step| step.depth == depth);
        { own }.find_map(|step| step.schema.get(keyword))
    }

    /// What belongs here, as the schema says, if that fits behind "write".
    pub(super) fn phrase(&self) -> Option<String> {
        self.remark("description").and_then(Value::as_str).filter(|text| is_phrase(text)).map(remark)
    }

    /// What the schema says in whole sentences.
    pub(super) fn remarks(&self) -> Option<String> {
        self.remark("description").and_then(Value::as_str).filter(|text| !is_phrase(text)).map(remark)
    }

    /// What to write: what the schema says, or else `fallback`.
    pub(super) fn write(&self, fallback: &str) -> String {
        let what = self.phrase().unwrap_or_else(|| fallback.to_owned());
        match self.remarks() {
            Some(remarks) => format!("write {what}; the schema says: {remarks}"),
            None => format!("write {what}"),
        }
    }

    /// On what it depends that this schema applies, such as "`kind` is `bug`".
    pub(super) fn condition(&self, scene: Scene<'_>, pointer: &str) -> Option<String> {
        let (at, branch) =
            self.steps.iter().enumerate().rev().find(|(_, step)| matches!(step.keyword, "then" | "else"))?;
        let asked = self.steps.get(at.checked_sub(1)?)?.schema.get("if")?;
        let place: Vec<&str> = pointer.split('/').take(branch.depth + 1).collect();
        let mapping = scene.value(&place.join("/"));
        let mut keys = Vec::new();
        asked_keys(asked, &mut keys);
        let facts = keys.into_iter().take(2).map(|key| match mapping.get(key) {
            Some(value) if value.is_object() || value.is_array() => format!("{} is there", ticked(key)),
            Some(value) => format!("{} is {}", ticked(key), quoted(value)),
            None => format!("there is no {}", ticked(key)),
        });
        let facts: Vec<String> = facts.collect();
        (!facts.is_empty()).then(|| all_of(&facts))
    }
}

/// The keys that a condition looks at.
fn asked_keys<'s>(asked: &'s Value, keys: &mut Vec<&'s str>) {
    let properties = asked.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let required = asked.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for key in properties.map(String::as_str).chain(required) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    for keyword in ["allOf", "anyOf"] {
        for part in asked.get(keyword).and_then(Value::as_array).into_iter().flatten() {
            asked_keys(part, keys);
        }
    }
    if let Some(negated) = asked.get("not") {
        asked_keys(negated, keys);
    }
}

/// Whether a description is a phrase and no sentence: it begins in lower case or with a name, and has no full stop.
fn is_phrase(text: &str) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_name = first.len() > 1 && !first.contains(char::is_lowercase);
    let is_lower = first.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
    (is_name || is_lower) && !text.trim_end().ends_with('.')
}
