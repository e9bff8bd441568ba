//! Finding a spec by the name that another one uses for it. Built once, from the documents and the planned ids.
//! What it means that a name leads nowhere is judged by the rules.

use std::collections::{HashMap, HashSet};

use super::{Document, System};
use crate::path::resolve;
use crate::profile::Kind;

/// The names of all specs.
#[derive(Debug, Default)]
pub struct Index {
    /// The first document of each id, by its place. Never iterated.
    ids: HashMap<String, usize>,
    /// The document of each file name without extension; none where there are several. Never iterated.
    stems: HashMap<String, Option<usize>>,
    /// Ids that roadmap entries without a spec would be given. Never iterated.
    planned: HashSet<String>,
    /// Those of them that several entries would be given, or that a spec has which covers something else. Never iterated.
    contested: HashSet<String>,
}

/// What the name of a spec leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A spec, by its place in [`super::Corpus::documents`].
    Spec(usize),
    /// The id that a roadmap entry without a spec would be given (decision 9).
    Planned,
    /// Nothing.
    Nothing,
}

impl Index {
    pub(super) fn new(documents: &[Document]) -> Self {
        let mut index = Self::default();
        for (at, document) in documents.iter().enumerate().filter(|(_, document)| document.kind != Kind::Page) {
            if let Some(id) = &document.header.id {
                index.ids.entry(id.value.clone()).or_insert(at);
            }
            let stem = document.path.stem().to_owned();
            index.stems.entry(stem).and_modify(|several| *several = None).or_insert(Some(at));
        }
        index
    }

    /// Notes the ids of the specs that are missing.
    pub(super) fn plan(&mut self, systems: &[System]) {
        self.planned.clear();
        let missing = systems.iter().flat_map(|system| &system.coverage.entries).filter(|entry| entry.is_missing());
        let (mut planned, mut contested) = (HashSet::new(), HashSet::new());
        for id in missing.filter_map(|entry| entry.planned()) {
            if !planned.insert(id.to_owned()) || self.ids.contains_key(id) {
                contested.insert(id.to_owned());
            }
        }
        self.planned.extend(planned);
        self.contested = contested;
    }

    /// The spec with this id, else with this file name without extension.
    pub fn spec(&self, name: &str) -> Option<usize> {
        self.ids.get(name).copied().or_else(|| self.stems.get(name).copied().flatten())
    }

    /// What `name`, written in a file in `folder`, leads to: an id, a file name without extension, or a path (which
    /// `find` looks up).
    pub(super) fn named(&self, folder: &str, name: &str, find: impl Fn(&str) -> Option<usize>) -> Named {
        if let Some(at) = self.spec(name) {
            return Named::Spec(at);
        }
        if self.planned.contains(name) {
            return Named::Planned;
        }
        let path = name.split('#').next().unwrap_or(name);
        let found = resolve(folder, path).and_then(|path| find(&path)).or_else(|| find(path.trim_start_matches('/')));
        found.map_or(Named::Nothing, Named::Spec)
    }

    /// Whether several roadmap entries would be given this id, or one would that another spec has: then it stands for
    /// none of them.
    pub fn is_contested(&self, id: &str) -> bool {
        self.contested.contains(id)
    }

    /// Whether a roadmap entry without a spec would be given this id.
    pub fn is_planned(&self, id: &str) -> bool {
        self.planned.contains(id)
    }
}
