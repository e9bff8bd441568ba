//! A bundle as a graph: which schema applies to what of a value. For counting what a check costs, and for finding
//! what a schema knows about a place. Whether a value is valid is the validator's business.

use std::collections::BTreeMap;

use serde_json::Value;

use super::file::count;
use super::keywords::{Applies, Under, children};
use super::pattern;
use super::resources::push_step;

/// A bundle as a graph. Node 0 is the schema that everything starts at.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
}

/// One schema.
#[derive(Debug)]
pub(super) struct Node {
    parent: usize,
    /// The way from the parent's pointer to its own.
    step: String,
    /// How many values it holds itself, the schemas below it not counted.
    pub(super) weight: u64,
    /// How many steps its patterns may take for each byte of text.
    pub(super) pattern: u64,
    /// The schemas of its properties, by name.
    pub(super) properties: BTreeMap<String, usize>,
    pub(super) edges: Vec<Edge>,
    /// Whether it looks at what other schemas have looked at before, and so asks them again.
    pub(super) unevaluated: bool,
    /// Whether keys that it does not know are just as good: it says what any key must hold, or what keys are like.
    pub(super) any_keys: bool,
    /// Whether keys that it does not know are wrong.
    pub(super) closed: bool,
}

/// A schema that another one applies.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) applies: Applies,
    pub(super) to: usize,
    /// The only item it applies to.
    pub(super) position: Option<usize>,
    /// The key that must be there.
    pub(super) name: Option<String>,
    /// Whether what it says is turned round.
    pub(super) negated: bool,
    /// Whether it is asked for a mere yes or no, before its errors are asked for.
    pub(super) asked: bool,
}

impl Graph {
    /// The graph of a bundle's document.
    pub(super) fn new(document: &Value) -> Self {
        let mut graph = Self { nodes: Vec::new() };
        let definitions = document.get("definitions").and_then(Value::as_object);
        let count = definitions.map_or(0, serde_json::Map::len);
        graph.nodes.resize_with(count.max(1), || Node::new(0, String::new()));
        for number in 0..count {
            let name = number.to_string();
            if let Some(schema) = definitions.and_then(|definitions| definitions.get(&name)) {
                graph.nodes[number].step = format!("/definitions/{name}");
                graph.fill(number, schema);
            }
        }
        graph
    }

    /// Where a schema stands in the document.
    pub(super) fn pointer(&self, node: usize) -> String {
        let mut steps = Vec::new();
        let mut at = node;
        loop {
            let node = &self.nodes[at];
            steps.push(node.step.as_str());
            if node.step.starts_with("/definitions/") {
                return steps.into_iter().rev().collect();
            }
            at = node.parent;
        }
    }

    fn fill(&mut self, at: usize, schema: &Value) {
        let Value::Object(map) = schema else { return };
        let mut below = 0;
        for child in children(map) {
            let mut step = String::new();
            push_step(&mut step, child.keyword, child.under);
            let to = self.nodes.len();
            self.nodes.push(Node::new(at, step));
            below += count(child.schema);
            let name = if let Under::Name(name) = child.under { Some(name.to_owned()) } else { None };
            if let (Applies::Property, Some(name)) = (child.applies, &name) {
                self.nodes[at].properties.insert(name.clone(), to);
            } else {
                let position = if let Under::Position(position) = child.under { Some(position) } else { None };
                let position = position.filter(|_| child.applies == Applies::Items);
                let negated = child.keyword == "not";
                let asked = ["anyOf", "oneOf", "if", "contains"].contains(&child.keyword);
                let edge = Edge { applies: child.applies, to, position, name, negated, asked };
                self.nodes[at].edges.push(edge);
            }
            self.fill(to, child.schema);
        }
        let reference = map.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next()?.parse().ok());
        if let Some(to) = reference {
            let applies = Applies::InPlace;
            let edge = Edge { applies, to, position: None, name: None, negated: false, asked: false };
            self.nodes[at].edges.push(edge);
        }
        let node = &mut self.nodes[at];
        node.weight = u64::try_from(count(schema) - below).unwrap_or(u64::MAX);
        node.describe(map);
    }

    /// The schemas that apply to the same value as a schema.
    pub(super) fn in_place(&self, node: usize) -> impl DoubleEndedIterator<Item = &Edge> {
        let edges = self.nodes[node].edges.iter();
        edges.filter(|edge| matches!(edge.applies, Applies::InPlace | Applies::IfPresent))
    }
}

impl Node {
    fn new(parent: usize, step: String) -> Self {
        Self {
            parent,
            step,
            weight: 1,
            pattern: 0,
            properties: BTreeMap::new(),
            edges: Vec::new(),
            unevaluated: false,
            any_keys: false,
            closed: false,
        }
    }

    fn describe(&mut self, schema: &serde_json::Map<String, Value>) {
        self.unevaluated = ["unevaluatedProperties", "unevaluatedItems"].iter().any(|key| schema.contains_key(*key));
        let others = ["additionalProperties", "unevaluatedProperties"].map(|key| schema.get(key));
        self.closed = others.contains(&Some(&Value::Bool(false)));
        self.any_keys = others.into_iter().flatten().any(Value::is_object)
            || ["patternProperties", "propertyNames"].iter().any(|key| schema.contains_key(*key));
        let own = schema.get("pattern").and_then(Value::as_str);
        let named = schema.get("patternProperties").and_then(Value::as_object);
        let patterns = own.into_iter().chain(named.into_iter().flat_map(|map| map.keys().map(String::as_str)));
        self.pattern = patterns.map(pattern::steps).sum();
    }
}
