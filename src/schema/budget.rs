//! What a check may cost. A schema is a graph whose parts are checked again on every way that leads to them, so a
//! short schema can cost more than anyone has time for; the ways are counted before the validator takes one of them.

use std::collections::HashMap;

use serde_json::Value;

use super::graph::{Edge, Graph};
use super::keywords::Applies;

/// How many ways may lead from any schema to what applies to the same value, all schemas together.
const MAX_WAYS: u64 = 500_000;

/// The same for each schema that asks what others have looked at: finding that out takes time with the square of it.
const MAX_UNEVALUATED_WAYS: u64 = 1_000;

/// How many schemas may apply in a row, to one value or to values inside each other: each takes space on the stack.
const MAX_DEPTH: usize = 512;

/// How many steps one check may take; each is some nanoseconds.
const MAX_STEPS: u64 = 50_000_000;

/// How many values may be copied into errors of one check; each is some tens of bytes.
const MAX_CELLS: u64 = 2_000_000;

/// How many pairs of a schema and a value are looked at to count the steps of one check.
const MAX_PAIRS: usize = 500_000;

/// What limits a schema as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A schema applies itself to the same value.
    Loop,
    /// Too many ways lead from a schema to others.
    Ways,
    /// Too many schemas apply in a row.
    Depth,
}

/// What checks against a schema cost.
#[derive(Debug)]
pub(super) struct Budget {
    /// How many schemas apply in a row to the same value, from each schema on.
    depths: Vec<usize>,
    /// How many steps all patterns for the same value take for each byte, from each schema on.
    patterns: Vec<u64>,
    /// What all ways into values of any depth come to, if there is an end to them.
    whole: Option<Whole>,
}

/// What all ways through a schema come to.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    weight: u64,
    pattern: u64,
    depth: usize,
}

impl Budget {
    /// Counts the ways through a schema; if there are too many, the schema that shows it best is named.
    pub(super) fn new(graph: &Graph) -> Result<Self, (Trouble, usize)> {
        let in_place = |at: usize| graph.in_place(at).map(|edge| edge.to).collect();
        let order = ordered(graph, in_place).map_err(|at| (Trouble::Loop, at))?;
        let count = graph.nodes.len();
        let (mut ways, mut depths, mut patterns) = (vec![1_u64; count], vec![1_usize; count], vec![0_u64; count]);
        let mut all = 0_u64;
        for at in order {
            let node = &graph.nodes[at];
            patterns[at] = node.pattern;
            for edge in graph.in_place(at) {
                ways[at] = ways[at].saturating_add(ways[edge.to]);
                depths[at] = depths[at].max(depths[edge.to] + 1);
                patterns[at] = patterns[at].saturating_add(patterns[edge.to]);
            }
            all = all.saturating_add(ways[at]);
            if all > MAX_WAYS || (node.unevaluated && ways[at] > MAX_UNEVALUATED_WAYS) {
                return Err((Trouble::Ways, at));
            }
            if depths[at] > MAX_DEPTH {
                return Err((Trouble::Depth, at));
            }
        }
        let whole = whole(graph, &depths);
        Ok(Self { depths, patterns, whole })
    }

    /// Whether a value can be checked within the limits.
    pub(super) fn allows(&self, graph: &Graph, value: &Value) -> bool {
        let mut sizes = HashMap::new();
        let size = measure(value, &mut sizes);
        if let Some(whole) = self.whole {
            let cells = whole.weight.saturating_mul(size).saturating_mul(size);
            let matched = whole.pattern.saturating_mul(BYTES).saturating_mul(size);
            let errors = cells.saturating_add(matched).saturating_mul(whole.depth as u64);
            if whole.depth <= MAX_DEPTH && cells <= MAX_CELLS && errors <= MAX_STEPS / 2 {
                return true;
            }
        }
        let mut count = Count { graph, budget: self, sizes, known: HashMap::new() };
        count.cost(0, value, 1).is_some_and(|cost| cost.is_allowed())
    }
}

/// What checking one value against one schema costs at most.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// Saying yes or no.
    steps: u64,
    /// Collecting errors: unions and conditions are asked for a yes or no first, on every level anew.
    errors: u64,
    cells: u64,
    depth: usize,
}

impl Cost {
    fn add(&mut self, other: Self, asked: bool) {
        let asked = if asked { other.steps } else { 0 };
        self.steps = self.steps.saturating_add(other.steps);
        self.errors = self.errors.saturating_add(other.errors).saturating_add(asked);
        self.cells = self.cells.saturating_add(other.cells);
        self.depth = self.depth.max(other.depth + 1);
    }

    fn times(self, factor: u64) -> Self {
        Self {
            steps: self.steps.saturating_mul(factor),
            errors: self.errors.saturating_mul(factor),
            cells: self.cells.saturating_mul(factor),
            depth: self.depth,
        }
    }

    fn is_allowed(&self) -> bool {
        self.steps.saturating_add(self.errors) <= MAX_STEPS && self.cells <= MAX_CELLS
    }
}

/// Counts what one check costs; each pair of a schema and a value once.
struct Count<'b> {
    graph: &'b Graph,
    budget: &'b Budget,
    /// Values by their address, which is their identity while they are checked.
    sizes: HashMap<usize, u64>,
    known: HashMap<(usize, usize), Cost>,
}

impl Count<'_> {
    /// None if it costs too much to even count.
    fn cost(&mut self, at: usize, value: &Value, depth: usize) -> Option<Cost> {
        let key = (at, address(value));
        if let Some(known) = self.known.get(&key) {
            return (depth + known.depth <= MAX_DEPTH).then_some(*known);
        }
        if depth > MAX_DEPTH || self.known.len() > MAX_PAIRS {
            return None;
        }
        let graph = self.graph;
        let node = &graph.nodes[at];
        let size = self.sizes.get(&key.1).copied().unwrap_or(1);
        let (breadth, bytes) = extent(value);
        let matched = node.pattern.saturating_mul(bytes);
        let steps = (16 + node.weight).saturating_mul(1 + breadth).saturating_add(matched);
        let mut cost = Cost { steps, errors: steps, cells: node.weight.saturating_mul(size), depth: 1 };
        for (name, to) in &node.properties {
            if let Some(part) = value.get(name) {
                cost.add(self.cost(*to, part, depth + 1)?, false);
            }
        }
        for edge in &node.edges {
            self.follow(at, edge, value, depth + 1, &mut cost)?;
            if !cost.is_allowed() {
                return None;
            }
        }
        if node.unevaluated {
            // What others have looked at is asked on every level again.
            cost = cost.times(1 + u64::try_from(self.budget.depths[at]).unwrap_or(u64::MAX));
        }
        self.known.insert(key, cost);
        Some(cost)
    }

    /// Adds what an edge costs.
    fn follow(&mut self, at: usize, edge: &Edge, value: &Value, depth: usize, cost: &mut Cost) -> Option<()> {
        match (edge.applies, value) {
            (Applies::InPlace, _) => cost.add(self.cost(edge.to, value, depth)?, edge.asked),
            (Applies::IfPresent, Value::Object(map))
                if edge.name.as_ref().is_some_and(|name| map.contains_key(name)) =>
            {
                cost.add(self.cost(edge.to, value, depth)?, edge.asked);
            }
            (Applies::MatchingProperties | Applies::OtherProperties, Value::Object(map)) => {
                let known = &self.graph.nodes[at].properties;
                for (name, part) in map {
                    if edge.applies == Applies::MatchingProperties || !known.contains_key(name) {
                        cost.add(self.cost(edge.to, part, depth)?, edge.asked);
                    }
                }
            }
            (Applies::Names, Value::Object(_)) => {
                let (keys, bytes) = extent(value);
                let matched = self.budget.patterns[edge.to].saturating_mul(bytes);
                let names = self.cost(edge.to, &Value::Null, depth)?.times(keys);
                cost.add(Cost { steps: names.steps.saturating_add(matched), ..names }, true);
            }
            (Applies::Items | Applies::AnyItem, Value::Array(items)) => {
                for (position, item) in items.iter().enumerate() {
                    if edge.position.is_none_or(|only| only == position) {
                        cost.add(self.cost(edge.to, item, depth)?, edge.asked);
                    }
                }
            }
            _ => {}
        }
        Some(())
    }
}

/// How many bytes of text count as much as a value.
const BYTES: u64 = 32;

/// How much memory copies of a value and of its parts take, in units of a value.
fn measure(value: &Value, sizes: &mut HashMap<usize, u64>) -> u64 {
    let text = |text: &str| text.len() as u64 / BYTES;
    let size = match value {
        Value::Array(items) => 1 + items.iter().map(|item| measure(item, sizes)).sum::<u64>(),
        Value::Object(map) => 8 + map.iter().map(|(key, part)| text(key) + measure(part, sizes)).sum::<u64>(),
        Value::String(string) => 1 + text(string),
        _ => 1,
    };
    sizes.insert(address(value), size);
    size
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

/// How many parts a value has, and how many bytes of text patterns are matched with.
fn extent(value: &Value) -> (u64, u64) {
    match value {
        Value::Array(items) => (items.len() as u64, 0),
        Value::Object(map) => (map.len() as u64, map.keys().map(|key| key.len() as u64).sum()),
        Value::String(text) => (0, text.len() as u64),
        _ => (0, 0),
    }
}

/// Every node after the ones that can be reached from it; or one that can be reached from itself.
fn ordered(graph: &Graph, next: impl Fn(usize) -> Vec<usize>) -> Result<Vec<usize>, usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; graph.nodes.len()];
    let mut order = Vec::new();
    for start in 0..graph.nodes.len() {
        let mut stack = if states[start] == State::New { vec![(start, next(start))] } else { Vec::new() };
        states[start] = if stack.is_empty() { states[start] } else { State::Open };
        while let Some((at, left)) = stack.last_mut() {
            let at = *at;
            match left.pop() {
                Some(to) if states[to] == State::Open => return Err(to),
                Some(to) if states[to] == State::New => {
                    states[to] = State::Open;
                    stack.push((to, next(to)));
                }
                Some(_) => {}
                None => {
                    states[at] = State::Done;
                    order.push(at);
                    stack.pop();
                }
            }
        }
    }
    Ok(order)
}

/// What all ways through the schema come to; none if they have no end.
fn whole(graph: &Graph, depths: &[usize]) -> Option<Whole> {
    let next = |at: usize| {
        let node = &graph.nodes[at];
        node.properties.values().copied().chain(node.edges.iter().map(|edge| edge.to)).collect()
    };
    let order = ordered(graph, next).ok()?;
    let mut all = vec![Whole::default(); graph.nodes.len()];
    for at in order {
        let node = &graph.nodes[at];
        let mut sum = Whole { weight: 16 + node.weight, pattern: node.pattern, depth: 1 };
        for to in next(at) {
            sum.weight = sum.weight.saturating_add(all[to].weight);
            sum.pattern = sum.pattern.saturating_add(all[to].pattern);
            sum.depth = sum.depth.max(all[to].depth + 1);
        }
        let again = if node.unevaluated { 1 + depths[at] as u64 } else { 1 };
        sum.weight = sum.weight.saturating_mul(again);
        sum.pattern = sum.pattern.saturating_mul(again);
        all[at] = sum;
    }
    all.first().copied()
}
