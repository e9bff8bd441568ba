//! One closed schema from all that a schema refers to: every reference leads to a definition of the same document, and
//! ids, anchors and drafts are gone. So the validator compiles every schema once, and what it costs can be counted.

use std::collections::BTreeMap;
use std::rc::Rc;

use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::draft;
use super::file::{Fault, MAX_VALUES, count};
use super::keywords::{self, Under};
use super::resources::{At, REFERENCES, Resolution, Resources, Target, push_step};

/// How many bytes of pointers are kept while bundling.
const MAX_POINTERS: usize = 4 << 20;

/// What says nothing any more once all references are resolved.
const DROPPED: [&str; 9] = [
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "$defs",
    "definitions",
    "$comment",
];

/// What may stand beside a `$ref` in old drafts, since it only says what is meant.
const REMARKS: [&str; 4] = ["title", "description", "default", "examples"];

/// A closed schema.
#[derive(Debug)]
pub(super) struct Bundle {
    /// `{"$schema", "$ref": "#/definitions/0", "definitions": {"0", …}}`
    pub(super) document: Value,
    /// How many values it holds.
    pub(super) values: usize,
    /// Where each definition comes from.
    pub(super) origins: Vec<At>,
}

/// Where dynamic references lead: by the name of their anchor, what was entered first.
type Scope = Rc<BTreeMap<String, At>>;

/// A definition to be copied.
type Wanted = (At, Scope);

struct Bundler<'r> {
    resources: &'r Resources,
    draft: Draft,
    numbers: BTreeMap<Wanted, usize>,
    /// Definitions with the resource they belong to, in the order of their numbers.
    wanted: Vec<(Wanted, usize)>,
    values: usize,
    pointers: usize,
    fault: Option<Fault>,
}

/// The schema of a draft that starts at the first file, closed.
pub(super) fn bundle(resources: &Resources, draft: Draft) -> Result<Bundle, Fault> {
    let mut bundler =
        Bundler { resources, draft, numbers: BTreeMap::new(), wanted: Vec::new(), values: 0, pointers: 0, fault: None };
    let root = Target { resource: 0, at: At { file: 0, pointer: String::new() }, dynamic: None };
    bundler.number(&root, &Rc::default());
    let mut definitions = Map::new();
    let mut done = 0;
    while let Some(((mut at, scope), resource)) = bundler.wanted.get(done).cloned() {
        let file = resources.file(at.file);
        let schema = file.value.pointer(&at.pointer).unwrap_or(&Value::Null);
        let copy = bundler.copy(&mut at, schema, resource, &scope);
        if bundler.values > MAX_VALUES || bundler.pointers > MAX_POINTERS || resources.is_overfull() {
            return Err(resources.file(0).fault(
                "",
                true,
                format!("it and all that it refers to holds more than {MAX_VALUES} values"),
                "leave out what documents do not need".to_owned(),
            ));
        }
        if let Some(fault) = bundler.fault.take() {
            return Err(fault);
        }
        definitions.insert(done.to_string(), copy);
        done += 1;
    }
    let document = json!({"$schema": draft::uri(draft), "$ref": "#/definitions/0", "definitions": definitions});
    let origins = bundler.wanted.into_iter().map(|((at, _), _)| at).collect();
    Ok(Bundle { document, values: bundler.values, origins })
}

impl Bundler<'_> {
    /// The number of the definition that a reference leads to.
    fn number(&mut self, target: &Target, scope: &Scope) -> usize {
        let scope = self.entered(target.resource, scope);
        let wanted = (target.at.clone(), scope);
        if let Some(number) = self.numbers.get(&wanted) {
            return *number;
        }
        self.pointers += 2 * target.at.pointer.len() + 64 * (1 + wanted.1.len());
        let number = self.wanted.len();
        self.numbers.insert(wanted.clone(), number);
        self.wanted.push((wanted, target.resource));
        number
    }

    /// The scope inside a resource.
    fn entered(&self, resource: usize, scope: &Scope) -> Scope {
        if !self.resources.has_dynamic {
            return Rc::clone(scope);
        }
        let resource = self.resources.resource(resource);
        let root = resource.recursive.then_some((String::new(), &resource.at.pointer));
        let named = resource.dynamic.iter().map(|(name, pointer)| (name.clone(), pointer));
        let mut inner = scope.as_ref().clone();
        for (name, pointer) in named.chain(root) {
            let at = At { file: resource.at.file, pointer: pointer.clone() };
            inner.entry(name).or_insert(at);
        }
        if inner == **scope { Rc::clone(scope) } else { Rc::new(inner) }
    }

    /// A copy of a schema without what only resolving needs, its references leading to definitions.
    fn copy(&mut self, at: &mut At, schema: &Value, resource: usize, scope: &Scope) -> Value {
        self.values += 1;
        let Value::Object(map) = schema else { return schema.clone() };
        if self.values > MAX_VALUES || self.fault.is_some() {
            return Value::Null;
        }
        let own = self.resources.at(at);
        let scope = own.map_or_else(|| Rc::clone(scope), |own| self.entered(own, scope));
        let resource = own.unwrap_or(resource);
        self.check_draft(resource);
        let alone = draft::ignores_siblings(self.draft) && map.get("$ref").is_some_and(Value::is_string);
        let mut copy = Map::new();
        let mut references = Vec::new();
        for (keyword, value) in map {
            let dropped = DROPPED.contains(&keyword.as_str()) || keyword == draft::id_keyword(self.draft);
            let ignored = alone && keyword != "$ref" && !REMARKS.contains(&keyword.as_str());
            if let Some(text) = value.as_str().filter(|_| REFERENCES.contains(&keyword.as_str())) {
                references.extend(self.reference(at, keyword, text, resource, &scope));
            } else if !dropped && !ignored {
                copy.insert(keyword.clone(), self.copy_keyword(at, keyword, value, resource, &scope));
            }
        }
        let mut references = references.into_iter().map(|number| format!("#/definitions/{number}"));
        if let Some(first) = references.next() {
            copy.insert("$ref".to_owned(), first.into());
        }
        for other in references {
            let all = copy.entry("allOf").or_insert_with(|| json!([]));
            if let Some(all) = all.as_array_mut() {
                all.push(json!({ "$ref": other }));
            }
        }
        Value::Object(copy)
    }

    fn copy_keyword(&mut self, at: &mut At, keyword: &str, value: &Value, resource: usize, scope: &Scope) -> Value {
        let copied = keywords::rewritten(keyword, value, &mut |under: Under<'_>, part| {
            let length = at.pointer.len();
            push_step(&mut at.pointer, keyword, under);
            let copy = self.copy(at, part, resource, scope);
            at.pointer.truncate(length);
            copy
        });
        copied.unwrap_or_else(|| {
            self.values += count(value);
            value.clone()
        })
    }

    /// The number of the definition that a reference leads to; none if it leads nowhere or means nothing in this draft.
    fn reference(&mut self, at: &At, keyword: &str, text: &str, resource: usize, scope: &Scope) -> Option<usize> {
        let meant = match keyword {
            "$dynamicRef" => self.draft == Draft::Draft202012,
            "$recursiveRef" => self.draft == Draft::Draft201909,
            _ => true,
        };
        if !meant {
            return None;
        }
        let (message, help) = match self.resources.resolve(resource, text) {
            Resolution::Found(target) => {
                let by_anchor = target.dynamic.as_ref().filter(|_| keyword == "$dynamicRef");
                let recursive = keyword == "$recursiveRef" && self.resources.resource(target.resource).recursive;
                let first = by_anchor.map_or_else(|| scope.get("").filter(|_| recursive), |name| scope.get(name));
                let target = first.map_or(target.clone(), |at| self.resources.target(at));
                return Some(self.number(&target, scope));
            }
            Resolution::Absent(path) => {
                (format!("there is no file {path}"), "correct the reference, or add the file".to_owned())
            }
            Resolution::Refused(refusal) => (refusal.message, refusal.help),
        };
        let pointer = format!("{}/{keyword}", at.pointer);
        let fault = || self.resources.file(at.file).fault(&pointer, false, message, help);
        self.fault.get_or_insert_with(fault);
        None
    }

    /// A schema is written for one draft, with all that it refers to. The embedded ones mean the same from draft-07 on.
    fn check_draft(&mut self, resource: usize) {
        let resource = self.resources.resource(resource);
        let other = resource.draft.filter(|draft| *draft != self.draft);
        let file = self.resources.file(resource.at.file);
        let embedded = file.name.starts_with("roadspec:") && self.draft >= Draft::Draft7;
        let Some(other) = other.filter(|_| !embedded && self.fault.is_none()) else { return };
        let root = self.resources.file(0);
        let (own, other) = (draft::name(self.draft), draft::name(other));
        let help = "write a schema and all that it refers to for one draft".to_owned();
        self.fault = Some(if file.text.is_some() {
            let message = format!("this is written for {other}, but {}, which refers to it, for {own}", root.name);
            file.fault(&format!("{}/$schema", resource.at.pointer), false, message, help)
        } else {
            root.fault("", true, format!("it is written for {own}, but refers to {}, for {other}", file.name), help)
        });
    }
}
