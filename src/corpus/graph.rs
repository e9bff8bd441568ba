//! Which feature needs which, from the roadmaps and from the feature specs, with the place of every such statement.
//! The only owner of `petgraph`. Whether a graph is as it should be is judged by the rules.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::{Corpus, List, Named, System};
use crate::finding::Place;
use crate::profile::Kind;
use crate::system::DependencyKind;

/// The dependencies between features, known by their ids: those of their specs, else those they would be given.
#[derive(Debug, Default)]
pub struct Graph<'c> {
    /// Where it is said that the first needs the second; the system spec's place before a feature spec's.
    edges: BTreeMap<(&'c str, &'c str), Place>,
}

impl<'c> Graph<'c> {
    /// The graph of a corpus. Retired specs take no part; neither do phrases such as `All above`.
    pub fn new(corpus: &'c Corpus) -> Self {
        let mut graph = Self::default();
        for system in &corpus.systems {
            graph.add_system(corpus, system);
        }
        for (at, document) in corpus.documents.iter().enumerate() {
            if document.kind != Kind::Feature || !corpus.is_living(at) {
                continue;
            }
            for reference in document.header.list(List::DependsOn) {
                let needed = match corpus.named(document, &reference.target.value) {
                    Named::Spec(other) if corpus.is_living(other) => corpus.documents[other].id(),
                    Named::Planned => reference.target.value.as_str(),
                    Named::Spec(_) | Named::Nothing => continue,
                };
                let place = Place { path: document.path.to_string(), span: reference.target.span };
                graph.edges.entry((document.id(), needed)).or_insert(place);
            }
        }
        graph
    }

    fn add_system(&mut self, corpus: &'c Corpus, system: &'c System) {
        let path = corpus.documents[system.document].path.as_str();
        let ids: Vec<Option<&str>> = system.coverage.entries.iter().map(|entry| corpus.id_of(entry)).collect();
        for ((_, entry), id) in system.spec.entries().zip(&ids) {
            let component = entry.component_ref.and_then(|at| system.spec.components.get(at));
            let of_component = component.map_or(&[][..], |component| &component.dependencies);
            let named = entry.dependencies.iter().chain(of_component);
            for dependency in named.filter(|dependency| dependency.kind == DependencyKind::One) {
                let place = || Place { path: path.to_owned(), span: dependency.text.span.or(Some(entry.span)) };
                for needed in dependency.entry_refs.iter().filter_map(|other| *ids.get(*other)?) {
                    if let Some(id) = id.filter(|id| *id != needed) {
                        self.edges.entry((id, needed)).or_insert_with(place);
                    }
                }
            }
        }
    }

    /// Where it is said that `from` needs `to`.
    pub fn place(&self, from: &'c str, to: &'c str) -> Option<&Place> {
        self.edges.get(&(from, to))
    }

    /// Of every group of features that need each other, the shortest cycle through the least id. Work is linear.
    pub fn cycles(&self) -> Vec<Vec<&'c str>> {
        let graph: DiGraphMap<&str, ()> = self.edges.keys().map(|(from, to)| (*from, *to, ())).collect();
        let mut cycles: Vec<Vec<&str>> = Vec::new();
        for group in tarjan_scc(&graph) {
            let members: BTreeSet<&str> = group.into_iter().collect();
            cycles.extend(members.first().and_then(|start| shortest(&graph, start, &members)));
        }
        cycles.sort_unstable();
        cycles
    }
}

/// The shortest way from `start` back to itself through `members` (breadth first).
fn shortest<'c>(graph: &DiGraphMap<&'c str, ()>, start: &'c str, members: &BTreeSet<&'c str>) -> Option<Vec<&'c str>> {
    let mut from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        let mut next: Vec<&str> = graph.neighbors(at).filter(|next| members.contains(next)).collect();
        next.sort_unstable();
        for next in next {
            if next == start {
                let mut cycle: Vec<&str> = std::iter::successors(Some(at), |at| from.get(at).copied()).collect();
                cycle.reverse();
                return Some(cycle);
            }
            if !from.contains_key(next) {
                from.insert(next, at);
                open.push_back(next);
            }
        }
    }
    None
}
