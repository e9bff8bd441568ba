//! What a schema knows about each place of a value: which keys there are, and what is said of them. For keys that are
//! nearly known, and for help; whether a value is valid is the validator's business.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::graph::Graph;
use super::keywords::Applies;
use super::spelling;
use crate::yaml::pointer_token;

/// How many places are told apart, and how many schemas are looked at for that; beyond them nothing is known.
const MAX_SHAPES: usize = 2_000;
const MAX_VISITS: usize = 200_000;

/// Words that are nearly keywords and no mistake: they belong to other drafts or to tools.
const FAMILIAR: [&str; 2] = ["example", "id"];

/// What is known about every place.
#[derive(Debug)]
pub(super) struct Known {
    shapes: Vec<Shape>,
}

/// What is known about one place.
#[derive(Debug, Default)]
struct Shape {
    /// The schemas that may apply to a value here.
    nodes: Vec<usize>,
    /// The keys it may have, and their shapes.
    keys: BTreeMap<String, Option<usize>>,
    /// The shape of the values of all other keys.
    others: Option<usize>,
    /// The shape of items of a list.
    items: Option<usize>,
    /// Whether a key that is not known may be a mistake that nobody notices.
    is_open: bool,
}

/// A key that nobody knows and that is nearly one that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misspelt {
    /// The mapping.
    pub(super) pointer: String,
    pub(super) key: String,
    pub(super) meant: String,
}

impl Known {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut builder = Builder { graph, shapes: Vec::new(), numbers: BTreeMap::new(), visits: 0 };
        builder.shape(vec![0]);
        let mut at = 0;
        while at < builder.shapes.len() {
            builder.fill(at);
            at += 1;
        }
        Self { shapes: builder.shapes }
    }

    /// The schemas that may apply to the value at a pointer.
    pub(super) fn nodes(&self, pointer: &str) -> &[usize] {
        self.shape(pointer).map_or(&[], |shape| &shape.nodes)
    }

    /// The keys that the mapping at a pointer may have.
    pub(super) fn keys(&self, pointer: &str) -> Vec<&str> {
        self.shape(pointer).into_iter().flat_map(|shape| shape.keys.keys()).map(String::as_str).collect()
    }

    fn shape(&self, pointer: &str) -> Option<&Shape> {
        let tokens = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
        tokens.fold(self.shapes.first(), |shape, key| {
            let shape = shape?;
            let next = shape.keys.get(&key).copied().unwrap_or(shape.others).or(shape.items);
            self.shapes.get(next?)
        })
    }

    /// The key that was most likely meant by one that is not known at a pointer, if it is not there already.
    pub(super) fn meant(&self, pointer: &str, key: &str, mapping: Option<&Value>) -> Option<&str> {
        let absent = |known: &&str| mapping.is_none_or(|mapping| mapping.get(*known).is_none());
        spelling::misspelt(key, self.keys(pointer).into_iter().filter(absent))
    }

    /// Every key in a value that is nearly a known one, where keys may have any name.
    pub(super) fn misspelt(&self, value: &Value) -> Vec<Misspelt> {
        let mut found = Vec::new();
        self.visit(Some(0), value, &mut String::new(), &mut found);
        found
    }

    fn visit(&self, shape: Option<usize>, value: &Value, pointer: &mut String, found: &mut Vec<Misspelt>) {
        let Some(shape) = shape.and_then(|shape| self.shapes.get(shape)) else { return };
        let length = pointer.len();
        match value {
            Value::Object(map) => {
                for (key, part) in map {
                    found.extend(shape.meant(map, key).map(|meant| {
                        let (pointer, key, meant) = (pointer.clone(), key.clone(), meant.to_owned());
                        Misspelt { pointer, key, meant }
                    }));
                    if part.is_object() || part.is_array() {
                        pointer.push('/');
                        pointer.push_str(&pointer_token(key));
                        self.visit(shape.keys.get(key).copied().unwrap_or(shape.others), part, pointer, found);
                        pointer.truncate(length);
                    }
                }
            }
            Value::Array(items) if shape.items.is_some() => {
                let nested = |item: &Value| item.is_object() || item.is_array();
                for (position, item) in items.iter().enumerate().filter(|(_, item)| nested(item)) {
                    pointer.push('/');
                    pointer.push_str(&position.to_string());
                    self.visit(shape.items, item, pointer, found);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }
}

impl Shape {
    /// The key that was most likely meant by one that nobody knows and nobody checks.
    fn meant(&self, map: &Map<String, Value>, key: &str) -> Option<&str> {
        if !self.is_open || self.keys.contains_key(key) || key.starts_with("x-") || FAMILIAR.contains(&key) {
            return None;
        }
        let absent = self.keys.keys().map(String::as_str).filter(|known| !map.contains_key(*known));
        spelling::misspelt(key, absent)
    }
}

/// Finds shapes: sets of schemas that apply together.
struct Builder<'g> {
    graph: &'g Graph,
    shapes: Vec<Shape>,
    numbers: BTreeMap<Vec<usize>, usize>,
    visits: usize,
}

impl Builder<'_> {
    /// The shape of what these schemas apply to; none if too much would have to be known.
    fn shape(&mut self, schemas: Vec<usize>) -> Option<usize> {
        let nodes = self.closure(schemas);
        if let Some(number) = self.numbers.get(&nodes) {
            return Some(*number);
        }
        if self.shapes.len() >= MAX_SHAPES || self.visits > MAX_VISITS {
            return None;
        }
        let number = self.shapes.len();
        self.numbers.insert(nodes.clone(), number);
        self.shapes.push(Shape { nodes, ..Shape::default() });
        Some(number)
    }

    /// All schemas that apply to the same value as some of these, but for what is negated.
    fn closure(&mut self, schemas: Vec<usize>) -> Vec<usize> {
        let mut nodes: BTreeSet<usize> = schemas.iter().copied().collect();
        let mut open = schemas;
        while let Some(at) = open.pop() {
            self.visits += 1;
            let next = self.graph.in_place(at).filter(|edge| !edge.negated).map(|edge| edge.to);
            open.extend(next.filter(|to| nodes.insert(*to)));
        }
        nodes.into_iter().collect()
    }

    fn fill(&mut self, at: usize) {
        let graph = self.graph;
        let nodes = std::mem::take(&mut self.shapes[at].nodes);
        let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let (mut others, mut items) = (Vec::new(), Vec::new());
        for node in nodes.iter().map(|node| &graph.nodes[*node]) {
            for (key, to) in &node.properties {
                keys.entry(key).or_default().push(*to);
            }
            for edge in &node.edges {
                match edge.applies {
                    Applies::Items | Applies::AnyItem => items.push(edge.to),
                    Applies::MatchingProperties | Applies::OtherProperties => others.push(edge.to),
                    _ => {}
                }
            }
        }
        let is_open =
            !keys.is_empty() && nodes.iter().all(|node| !graph.nodes[*node].any_keys && !graph.nodes[*node].closed);
        let keys = keys.into_iter().map(|(key, schemas)| (key.to_owned(), self.shape(schemas))).collect();
        let mut some = |schemas: Vec<usize>| if schemas.is_empty() { None } else { self.shape(schemas) };
        let (others, items) = (some(others), some(items));
        self.shapes[at] = Shape { nodes, keys, others, items, is_open };
    }
}
