//! What a schema knows about each place of a value: which keys there are, and what is said of them. For keys that are
//! nearly known, and for help; whether a value is valid is the validator's business.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::graph::Graph;
use super::keywords::Applies;
use super::spelling::{Speller, folded};
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
    /// The keys it may have.
    keys: BTreeMap<String, Key>,
    /// The shape of the values of all other keys.
    others: Option<usize>,
    /// The shape of items of a list.
    items: Option<usize>,
    /// Whether a key that is not known may be a mistake that nobody notices.
    is_open: bool,
}

/// What is known about a key.
#[derive(Debug)]
struct Key {
    shape: Option<usize>,
    /// Its name as it is compared with others.
    folded: String,
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

    /// The keys that the mapping at a pointer may have, sorted.
    pub(super) fn keys(&self, pointer: &str) -> impl Iterator<Item = &str> + Clone {
        self.shape(pointer).into_iter().flat_map(|shape| shape.keys.keys()).map(String::as_str)
    }

    /// Whether the mapping at a pointer may have a key.
    pub(super) fn has(&self, pointer: &str, key: &str) -> bool {
        self.shape(pointer).is_some_and(|shape| shape.keys.contains_key(key))
    }

    fn shape(&self, pointer: &str) -> Option<&Shape> {
        let tokens = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"));
        tokens.fold(self.shapes.first(), |shape, key| {
            let shape = shape?;
            let next = shape.below(&key).or(shape.items);
            self.shapes.get(next?)
        })
    }

    /// The key that was most likely meant by one that is not known at a pointer, and is not in the mapping there.
    pub(super) fn meant(&self, pointer: &str, key: &str, mapping: &Value, speller: &Speller) -> Option<&str> {
        self.shape(pointer)?.meant(key, mapping.as_object()?, speller)
    }

    /// Every key in a value that is nearly a known one, where keys may have any name.
    pub(super) fn misspelt(&self, value: &Value, speller: &Speller) -> Vec<Misspelt> {
        let mut search = Search { known: self, speller, pointer: String::new(), found: Vec::new() };
        search.visit(Some(0), value);
        search.found
    }
}

impl Shape {
    /// The shape of the value of a key.
    fn below(&self, key: &str) -> Option<usize> {
        self.keys.get(key).map_or(self.others, |key| key.shape)
    }

    /// The key that was most likely meant by one that is not known.
    fn meant(&self, key: &str, mapping: &Map<String, Value>, speller: &Speller) -> Option<&str> {
        let absent = self.keys.iter().filter(|(known, _)| !mapping.contains_key(*known));
        speller.misspelt(key, absent.map(|(known, key)| (key.folded.as_str(), known.as_str())))
    }
}

/// Searches a value for misspelt keys.
struct Search<'k> {
    known: &'k Known,
    speller: &'k Speller,
    pointer: String,
    found: Vec<Misspelt>,
}

impl Search<'_> {
    fn visit(&mut self, shape: Option<usize>, value: &Value) {
        let Some(shape) = shape.and_then(|shape| self.known.shapes.get(shape)) else { return };
        match value {
            Value::Object(map) => {
                for (key, part) in map {
                    let is_any =
                        shape.keys.contains_key(key) || key.starts_with("x-") || FAMILIAR.contains(&key.as_str());
                    if shape.is_open
                        && !is_any
                        && let Some(meant) = shape.meant(key, map, self.speller)
                    {
                        let (pointer, key, meant) = (self.pointer.clone(), key.clone(), meant.to_owned());
                        self.found.push(Misspelt { pointer, key, meant });
                    }
                    self.descend(shape.below(key), key, part);
                }
            }
            Value::Array(items) if shape.items.is_some() => {
                for (position, item) in items.iter().enumerate() {
                    self.descend(shape.items, &position.to_string(), item);
                }
            }
            _ => {}
        }
    }

    fn descend(&mut self, shape: Option<usize>, token: &str, part: &Value) {
        if part.is_object() || part.is_array() {
            let length = self.pointer.len();
            self.pointer.push('/');
            self.pointer.push_str(&pointer_token(token));
            self.visit(shape, part);
            self.pointer.truncate(length);
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
        let mut known =
            |(key, schemas): (&str, _)| (key.to_owned(), Key { shape: self.shape(schemas), folded: folded(key) });
        let keys = keys.into_iter().map(&mut known).collect();
        let mut some = |schemas: Vec<usize>| if schemas.is_empty() { None } else { self.shape(schemas) };
        let (others, items) = (some(others), some(items));
        self.shapes[at] = Shape { nodes, keys, others, items, is_open };
    }
}
