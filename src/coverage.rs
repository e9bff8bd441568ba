//! Coverage: which feature spec covers which roadmap entry, which entries lack one, which specs nobody asked for.
//! Pure over one system's model and the claims of all feature specs; what is said about it is up to the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::profile::{Profile, Unnameable};
use crate::system::{Match, Names, SystemSpec, strip_noise};
use crate::text::Span;

/// What a feature spec says of itself that may make it cover an entry.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Its id, if it has one.
    pub id: Option<&'a str>,
    /// The id of the system it names.
    pub system: Option<&'a str>,
    /// The component it names.
    pub component: Option<&'a str>,
    /// A retired spec covers nothing.
    pub retired: bool,
}

/// The claims of a whole corpus, so indexed that one system's are found without looking at the others'.
#[derive(Debug, Default)]
pub struct Claims<'a> {
    all: Vec<Claim<'a>>,
    of_system: BTreeMap<&'a str, Vec<usize>>,
    standalone: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Claims<'a> {
    /// Indexes the claims; they are known by their places in `all`.
    pub fn new(all: Vec<Claim<'a>>) -> Self {
        let mut claims = Self { all, ..Self::default() };
        for (at, claim) in claims.all.iter().enumerate().filter(|(_, claim)| !claim.retired) {
            match claim.system {
                Some(system) => claims.of_system.entry(system).or_default().push(at),
                None => claim.id.into_iter().for_each(|id| claims.standalone.entry(id).or_default().push(at)),
            }
        }
        claims
    }

    /// The claims that may cover these entries of this system: those that name it, and standalone ones by id.
    fn candidates(&self, system: Option<&str>, entries: &[EntryCoverage]) -> BTreeSet<usize> {
        let named = system.and_then(|system| self.of_system.get(system)).into_iter().flatten();
        let by_id = entries.iter().filter_map(|entry| self.standalone.get(entry.planned()?)).flatten();
        named.chain(by_id).copied().collect()
    }
}

impl<'a> std::ops::Index<usize> for Claims<'a> {
    type Output = Claim<'a>;

    fn index(&self, at: usize) -> &Claim<'a> {
        &self.all[at]
    }
}

/// Who covers what in one system. Claims are known by their indices.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// One for each roadmap entry, in roadmap order.
    pub entries: Vec<EntryCoverage>,
    /// Claims of this system that cover no entry and are not retired.
    pub orphans: Vec<usize>,
    /// Claims whose component matches several components: the claim and the components.
    pub ambiguous: Vec<(usize, Vec<usize>)>,
}

/// What is known of one entry.
#[derive(Debug, Clone)]
pub struct EntryCoverage {
    /// What a feature spec for it is called: the component's name, else its own without noise words.
    pub name: String,
    /// The id it has or would be given; none if no id can be made of its name, or the entry is ambiguous.
    pub id: Option<Result<String, Unnameable>>,
    /// Where the id is written, if it is.
    pub id_span: Option<Span>,
    /// The component it builds, by its place in the model.
    pub component: Option<usize>,
    /// The claims that cover it: exactly one is as it should be.
    pub covered_by: Vec<usize>,
}

impl Coverage {
    /// Renames every claim.
    pub fn translate(&mut self, new: impl Fn(usize) -> usize) {
        let claims = self.entries.iter_mut().flat_map(|entry| &mut entry.covered_by);
        let orphans = self.orphans.iter_mut();
        for claim in claims.chain(orphans).chain(self.ambiguous.iter_mut().map(|(claim, _)| claim)) {
            *claim = new(*claim);
        }
    }
}

impl EntryCoverage {
    /// The id it would be given.
    pub fn planned(&self) -> Option<&str> {
        self.id.as_ref()?.as_ref().ok().map(String::as_str)
    }

    /// Whether a spec for it can and should be written.
    pub fn is_missing(&self) -> bool {
        self.covered_by.is_empty() && self.planned().is_some()
    }
}

/// Decides the coverage of a system (decision 7): explicit id or link, then system and component, then the id that
/// would be given; never by name alone.
pub fn cover(spec: &SystemSpec, claims: &Claims<'_>, profile: &Profile) -> Coverage {
    let system = spec.system_metadata.id.as_ref().map(|id| id.value.as_str());
    let entries = planned(spec, system, profile);
    let free = claims.candidates(system, &entries);
    let mut decision = Decision { spec, claims, entries, free };
    decision.by_id(|entry| entry.id_span.is_some());
    let mut ambiguous = decision.by_component(profile);
    decision.by_id(|entry| entry.id_span.is_none() && entry.covered_by.is_empty());
    let Decision { entries, mut free, .. } = decision;
    // A claim whose id settles it may call its component what it likes.
    ambiguous.retain(|claim, _| free.contains(claim));
    free.retain(|claim| claims[*claim].system.is_some() && !ambiguous.contains_key(claim));
    Coverage { entries, orphans: free.into_iter().collect(), ambiguous: ambiguous.into_iter().collect() }
}

/// The name and id of every entry. Of several entries of one component the first gets the component's.
fn planned(spec: &SystemSpec, system: Option<&str>, profile: &Profile) -> Vec<EntryCoverage> {
    let mut seen = vec![false; spec.components.len()];
    let mut entries = Vec::new();
    for (_, entry) in spec.entries() {
        let first = entry.component_ref.filter(|at| !std::mem::replace(&mut seen[*at], true));
        let component = first.map(|at| &spec.components[at]);
        let own = strip_noise(&entry.name.value, &profile.words);
        let name = component.map_or_else(|| own.to_owned(), |component| component.name.value.clone());
        let of_component = component.and_then(|component| component.feature_spec_id.as_ref());
        let explicit = entry.feature_spec_id.as_ref().or(of_component.filter(|id| id.span.is_some()));
        let id = match explicit.or(of_component) {
            Some(id) => Some(Ok(id.value.clone())),
            None if !entry.ambiguous_refs.is_empty() => None,
            None => Some(profile.id_for(system, &name)),
        };
        let id_span = explicit.and_then(|id| id.span);
        entries.push(EntryCoverage { name, id, id_span, component: entry.component_ref, covered_by: Vec::new() });
    }
    entries
}

/// Which claims cover what, while it is being decided.
struct Decision<'a> {
    spec: &'a SystemSpec,
    claims: &'a Claims<'a>,
    entries: Vec<EntryCoverage>,
    /// The claims that cover nothing yet.
    free: BTreeSet<usize>,
}

impl Decision<'_> {
    /// Gives claims to entries.
    fn give(&mut self, pairs: Vec<(usize, usize)>) {
        for (claim, entry) in pairs {
            self.entries[entry].covered_by.push(claim);
            self.free.remove(&claim);
        }
    }

    /// Gives every free claim to the first entry that has its id, among those wanted.
    fn by_id(&mut self, wanted: impl Fn(&EntryCoverage) -> bool) {
        let mut with_id: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate().rev().filter(|(_, entry)| wanted(entry)) {
            with_id.extend(entry.planned().map(|id| (id, at)));
        }
        let entry_of = |claim: &usize| Some((*claim, *with_id.get(self.claims[*claim].id?)?));
        let found: Vec<(usize, usize)> = self.free.iter().filter_map(entry_of).collect();
        self.give(found);
    }

    /// Gives every free claim that names one of the components to an entry of it: to the one that has its id, else to
    /// the only one, or to the first one if that is still uncovered. Returns the claims that could name several.
    fn by_component(&mut self, profile: &Profile) -> BTreeMap<usize, Vec<usize>> {
        let mut entries_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, (_, entry)) in self.spec.entries().enumerate() {
            entry.component_ref.into_iter().for_each(|component| entries_of.entry(component).or_default().push(at));
        }
        let titles = self.spec.components.iter().map(|component| component.name.value.as_str());
        let names = Names::new(titles, &profile.words);
        let (mut ambiguous, mut with_id, mut others) = (BTreeMap::new(), Vec::new(), Vec::new());
        for claim in self.free.iter().copied().filter(|claim| self.claims[*claim].system.is_some()) {
            let Claim { id, component, .. } = self.claims[claim];
            let own = match component.map_or(Match::Nothing, |name| names.resolve(name)) {
                Match::One(component) => entries_of.get(&component).map_or(&[][..], Vec::as_slice),
                Match::Several(components) => {
                    ambiguous.insert(claim, components);
                    continue;
                }
                Match::Nothing => continue,
            };
            match own.iter().find(|entry| id.is_some() && self.entries[**entry].planned() == id) {
                Some(entry) => with_id.push((claim, *entry)),
                None => others.extend(own.first().map(|first| (claim, *first, own.len() == 1))),
            }
        }
        self.give(with_id);
        // Only now, so that it does not matter in which order the claims come.
        others.retain(|(_, first, only)| *only || self.entries[*first].covered_by.is_empty());
        self.give(others.into_iter().map(|(claim, first, _)| (claim, first)).collect());
        ambiguous
    }
}

#[cfg(test)]
mod tests;
