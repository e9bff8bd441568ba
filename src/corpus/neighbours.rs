//! What a feature spec says of the specs around it, as it follows from the system spec: derived here once, for the rule
//! that asks for it and the stub that begins with it. Who depends on whom is worked out in `relations`.

#[cfg(doc)]
use super::Header;
use super::{Corpus, Document, List, Named, System};
use crate::profile::Keys;
use crate::system::Component;
use crate::text::Span;

/// What one spec is to a feature (decision 13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The roadmap entry; none for the system itself.
    pub entry: Option<usize>,
    /// The id of its spec, there or planned.
    pub id: String,
    /// The word for it.
    pub relationship: &'static str,
    /// The component that is implemented, for the system.
    pub component: Option<String>,
    /// One line about it, from the contract between the two or from what the neighbour is for.
    pub description: Option<String>,
}

impl Neighbour {
    /// It as a mapping of front matter: keys and values, its id first.
    pub fn mapping(&self, keys: &Keys) -> Vec<(&'static str, String)> {
        let pairs = [
            (keys.id, Some(&*self.id)),
            (keys.relationship, Some(self.relationship)),
            (keys.component, self.component.as_deref()),
            (keys.description, self.description.as_deref()),
        ];
        pairs.into_iter().filter_map(|(key, value)| Some((key, value?.to_owned()))).collect()
    }
}

impl Corpus {
    /// Everything related to an entry's feature spec: the system first, then the neighbours in roadmap order.
    pub fn neighbours(&self, system: &System, at: usize) -> Vec<Neighbour> {
        let words = &self.profile.relations;
        let relations = &system.relations[at];
        let component = system.component_of(at).map(|component| component.name.value.clone());
        let mut neighbours = vec![Neighbour {
            entry: None,
            id: system.id.clone(),
            relationship: words.implements_component,
            component,
            description: None,
        }];
        for other in relations.neighbours() {
            let Some(id) = system.coverage.entries.get(other).and_then(|entry| self.id_of(entry)) else { continue };
            let contract = relations.contracts.iter().find(|(_, partner, _)| *partner == other);
            let purpose = || system.purpose(other).map(str::to_owned);
            let (relationship, description) = match contract {
                Some((contract, _, calls)) => {
                    let contract = &system.spec.api_contracts[*contract];
                    let title = format!("{} → {}", contract.from.value, contract.to.value);
                    (if *calls { words.consumes } else { words.consumed_by }, Some(title))
                }
                None if relations.depends_on.contains(&other) => (words.depends_on, purpose()),
                None => (words.enables, purpose()),
            };
            let (entry, id) = (Some(other), id.to_owned());
            neighbours.push(Neighbour { entry, id, relationship, component: None, description });
        }
        neighbours
    }

    /// Whether a spec's list can take the name of another one: see [`Header::takes`].
    pub fn takes(&self, document: &Document, list: List, name: &str) -> bool {
        document.header.takes(list, name, |own| self.named(document, own) != Named::Nothing)
    }

    /// The feature spec of an entry, if there is one that can be read and compared.
    pub fn spec_of<'c>(&'c self, system: &'c System, entry: usize) -> Option<&'c Document> {
        let at = *system.coverage.entries.get(entry)?.covered_by.first()?;
        let document = &self.documents[at];
        (document.malformed.is_empty() && self.is_living(at)).then_some(document)
    }

    /// Whether it follows from a system spec that one feature needs another.
    pub fn follows(&self, from: &Document, to: &Document) -> bool {
        let place = |document: &Document| self.place(document.path.as_str());
        let (Some(from), Some(to)) = (place(from), place(to)) else { return false };
        let Some(system) = self.system_of(from).filter(|system| self.system_of(to) == Some(*system)) else {
            return false;
        };
        let system = &self.systems[system];
        let entries = system.entries.get(&from).zip(system.entries.get(&to));
        entries.is_some_and(|(from, to)| system.relations[*from].depends_on.contains(to))
    }

    /// Where a system spec says that one entry needs another.
    pub fn reason(&self, system: &System, from: usize, to: usize) -> Option<Span> {
        let entry = system.spec.entry(from)?;
        let of_component = system.component_of(from).map_or(&[][..], |component| &component.dependencies);
        let mut all = entry.dependencies.iter().chain(of_component);
        all.find(|dependency| dependency.entry_refs.contains(&to)).and_then(|dependency| dependency.text.span)
    }
}

impl System {
    /// The component that an entry of the roadmap builds.
    pub fn component_of(&self, entry: usize) -> Option<&Component> {
        self.spec.components.get(self.coverage.entries.get(entry)?.component?)
    }

    /// What an entry of the roadmap is for, if that is one line.
    pub fn purpose(&self, entry: usize) -> Option<&str> {
        let text = &self.component_of(entry)?.responsibility.as_ref()?.value;
        (!text.contains('\n')).then_some(text)
    }
}
