//! How the roadmap entries of one system depend on each other, from its components, entries and contracts.
//! Pure; what a feature spec's front matter says about it is compared elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::system::{Contract, SystemSpec};

/// The neighbours of one roadmap entry. Entries are known by their place in the whole roadmap, in that order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// The entries it needs: from its own dependencies and its component's.
    pub depends_on: BTreeSet<usize>,
    /// The entries that need it.
    pub required_by: BTreeSet<usize>,
    /// Contracts it takes part in: the contract's index, the other entry, and whether this one calls the other.
    pub contracts: Vec<(usize, usize, bool)>,
}

impl Relations {
    /// Every entry that is related in any way.
    pub fn neighbours(&self) -> BTreeSet<usize> {
        let partners = self.contracts.iter().map(|(_, other, _)| *other);
        self.depends_on.iter().chain(&self.required_by).copied().chain(partners).collect()
    }
}

/// The relations of every entry, in roadmap order.
pub fn relations(spec: &SystemSpec) -> Vec<Relations> {
    let built: Vec<Option<usize>> = spec.entries().map(|(_, entry)| entry.component_ref).collect();
    let first_of = |component: usize| built.iter().position(|at| *at == Some(component));
    let mut all: Vec<Relations> = vec![Relations::default(); built.len()];
    for (at, (_, entry)) in spec.entries().enumerate() {
        let of_component = entry.component_ref.map(|component| &spec.components[component].dependencies);
        for dependency in of_component.into_iter().flatten().chain(&entry.dependencies) {
            if dependency.kind == crate::system::DependencyKind::Ambiguous {
                continue;
            }
            all[at].depends_on.extend(dependency.entry_refs.iter().copied().filter(|other| *other != at));
        }
    }
    for at in 0..all.len() {
        for other in all[at].depends_on.clone() {
            all[other].required_by.insert(at);
        }
    }
    for (index, contract) in spec.api_contracts.iter().enumerate() {
        let Some((from, to)) = partners(contract, &first_of) else { continue };
        let from_calls = from_calls(&all, from, to);
        all[from].contracts.push((index, to, from_calls));
        all[to].contracts.push((index, from, !from_calls));
    }
    all
}

/// The entries in the order in which they can be built: each after those it needs, otherwise as the roadmap has them.
/// Also those that come before one they need, because it needs them too.
pub fn in_order(all: &[Relations]) -> (Vec<usize>, BTreeSet<usize>) {
    let mut waiting: BTreeMap<usize, usize> =
        all.iter().enumerate().map(|(at, relations)| (at, relations.depends_on.len())).collect();
    let mut ready: BTreeSet<usize> = waiting.iter().filter(|(_, needs)| **needs == 0).map(|(at, _)| *at).collect();
    let (mut order, mut early) = (Vec::new(), BTreeSet::new());
    while let Some(first) = waiting.keys().next().copied() {
        let next = ready.pop_first().unwrap_or_else(|| {
            let next = first_of_cycle(all, &waiting, first);
            early.insert(next);
            next
        });
        waiting.remove(&next);
        order.push(next);
        for other in &all[next].required_by {
            if let Some(needs) = waiting.get_mut(other) {
                *needs -= 1;
                if *needs == 0 {
                    ready.insert(*other);
                }
            }
        }
    }
    (order, early)
}

/// The first entry of a cycle among those that wait, which `from` leads to: it waits, and so does something it needs.
fn first_of_cycle(all: &[Relations], waiting: &BTreeMap<usize, usize>, from: usize) -> usize {
    let needed = |at: usize| all[at].depends_on.iter().copied().find(|other| waiting.contains_key(other));
    let mut way = vec![from];
    let mut seen = BTreeSet::from([from]);
    while let Some(next) = way.last().and_then(|last| needed(*last)) {
        if !seen.insert(next) {
            let cycle = way.iter().skip_while(|at| **at != next);
            return cycle.copied().min().unwrap_or(next);
        }
        way.push(next);
    }
    from
}

fn partners(contract: &Contract, first_of: &dyn Fn(usize) -> Option<usize>) -> Option<(usize, usize)> {
    let (from, to) = (first_of(contract.from_ref?)?, first_of(contract.to_ref?)?);
    (from != to).then_some((from, to))
}

/// Who consumes a contract `from → to`: the one that depends on the other, else the first (decision 12).
fn from_calls(all: &[Relations], from: usize, to: usize) -> bool {
    let (forward, back) = (all[from].depends_on.contains(&to), all[to].depends_on.contains(&from));
    forward || !back
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_depends_on_the_other_consumes_the_contract() {
        let with = |pairs: &[(usize, usize)]| {
            let mut all = vec![Relations::default(); 2];
            for (from, to) in pairs {
                all[*from].depends_on.insert(*to);
            }
            from_calls(&all, 0, 1)
        };
        assert!(with(&[(0, 1)]) && !with(&[(1, 0)]));
        assert!(with(&[]) && with(&[(0, 1), (1, 0)]));
    }

    #[test]
    fn what_is_needed_comes_first_and_a_cycle_is_broken_at_its_first_entry() {
        let order = |pairs: &[(usize, usize)]| {
            let mut all = vec![Relations::default(); 4];
            for (from, to) in pairs {
                all[*from].depends_on.insert(*to);
                all[*to].required_by.insert(*from);
            }
            in_order(&all)
        };
        assert_eq!(order(&[]), (vec![0, 1, 2, 3], BTreeSet::new()));
        assert_eq!(order(&[(0, 3), (1, 0)]), (vec![2, 3, 0, 1], BTreeSet::new()));
        assert_eq!(order(&[(1, 2), (2, 1), (0, 2)]), (vec![3, 1, 2, 0], BTreeSet::from([1])));
    }
}
