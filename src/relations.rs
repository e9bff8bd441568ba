//! How the roadmap entries of one system depend on each other, from its components, entries and contracts.
//! Pure; what a feature spec's front matter says about it is compared elsewhere.

use std::collections::BTreeSet;

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
}
