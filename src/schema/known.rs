//! What a schema knows about each place of a value: which keys there are, and what is said of them. For keys that are
//! nearly known, and for help; whether a value is valid is the validator's business.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::Graph;
use super::keywords::Applies;
use super::spelling;

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
        let mut shape = self.shapes.first();
        for token in pointer.split('/').skip(1) {
            let key = token.replace("~1", "/").replace("~0", "~");
            let next = shape.and_then(|shape| shape.keys.get(&key).copied().flatten().or(shape.items));
            shape = next.and_then(|next| self.shapes.get(next));
        }
        shape.map_or(&[], |shape| &shape.nodes)
    }

    /// The keys that the mapping at a pointer may have.
    pub(super) fn keys(&self, pointer: &str) -> Vec<&str> {
        let nodes = self.nodes(pointer);
        let shape = self.shapes.iter().find(|shape| std::ptr::eq(shape.nodes.as_slice(), nodes));
        shape.into_iter().flat_map(|shape| shape.keys.keys()).map(String::as_str).collect()
    }

    /// The key that was most likely meant by one that is not known at a pointer, if it is not there already.
    pub(super) fn meant(&self, pointer: &str, key: &str, mapping: Option<&Value>) -> Option<&str> {
        let absent = |known: &&str| mapping.is_none_or(|mapping| mapping.get(*known).is_none());
        spelling::misspelt(key, self.keys(pointer).into_iter().filter(absent))
    }

    /// Every key in a value that is nearly a known one, where keys may have any name.
    pub(super) fn misspelt(&self, value: &Value) -> Vec<Misspelt> {
        let mut found = Vec::new();
        self.visit(0, value, &mut String::new(), &mut found);
        found
    }

    fn visit(&self, shape: usize, value: &Value, pointer: &mut String, found: &mut Vec<Misspelt>) {
        let Some(shape) = self.shapes.get(shape) else { return };
        let length = pointer.len();
        match value {
            Value::Object(map) => {
                for (key, part) in map {
                    match shape.keys.get(key) {
                        Some(Some(next)) if part.is_object() || part.is_array() => {
                            pointer.push('/');
                            pointer.push_str(&crate::yaml::pointer_token(key));
                            self.visit(*next, part, pointer, found);
                            pointer.truncate(length);
                        }
                        Some(_) => {}
                        None if shape.is_open && !key.starts_with("x-") && !FAMILIAR.contains(&key.as_str()) => {
                            let absent =
                                shape.keys.keys().map(String::as_str).filter(|known| !map.contains_key(*known));
                            if let Some(meant) = spelling::misspelt(key, absent) {
                                let (pointer, key, meant) = (pointer.clone(), key.clone(), meant.to_owned());
                                found.push(Misspelt { pointer, key, meant });
                            }
                        }
                        None => {}
                    }
                }
            }
            Value::Array(items) => {
                let Some(next) = shape.items else { return };
                for (position, item) in items.iter().enumerate().filter(|(_, item)| item.is_object() || item.is_array())
                {
                    pointer.push_str(&format!("/{position}"));
                    self.visit(next, item, pointer, found);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
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
        let mut items = Vec::new();
        for node in nodes.iter().map(|node| &graph.nodes[*node]) {
            for (key, to) in &node.properties {
                keys.entry(key).or_default().push(*to);
            }
            let item = |applies| matches!(applies, Applies::Items | Applies::AnyItem);
            items.extend(node.edges.iter().filter(|edge| item(edge.applies)).map(|edge| edge.to));
        }
        let is_open =
            !keys.is_empty() && nodes.iter().all(|node| !graph.nodes[*node].any_keys && !graph.nodes[*node].closed);
        let keys = keys.into_iter().map(|(key, schemas)| (key.to_owned(), self.shape(schemas))).collect();
        let items = if items.is_empty() { None } else { self.shape(items) };
        self.shapes[at] = Shape { nodes, keys, items, is_open };
    }
}
