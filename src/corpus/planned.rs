//! The specs that roadmap entries lack: which id and path each would be given, and giving it another one before it is
//! written. Whether an entry lacks a spec is decided in `coverage`.

use super::{Corpus, System};
use crate::path::RepoPath;

/// Another id or path for the spec that an entry lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replanned {
    /// The id that it would have been given.
    pub old_id: String,
    /// The path that it would have been given.
    pub old_path: String,
    /// The id that it gets.
    pub id: String,
    /// The path that it gets.
    pub path: RepoPath,
}

impl Corpus {
    /// The path of the new spec with this id, from the repository's root.
    pub fn path_of(&self, id: &str) -> String {
        if let Some(replanned) = self.replanned.get(id) {
            return replanned.path.to_string();
        }
        let local = self.profile.path_of(id);
        if self.root.is_empty() { local } else { format!("{}/{local}", self.root) }
    }

    /// What was given another id or path.
    pub fn replanned(&self) -> impl Iterator<Item = &Replanned> {
        self.replanned.values()
    }

    /// Gives the spec that an entry lacks another id and path. Both must be free, and a new id must not be
    /// [fixed](Self::fixed_id).
    pub fn replan(&mut self, system: usize, entry: usize, id: &str, path: RepoPath) {
        let planned = self.systems.get_mut(system).and_then(|system| system.coverage.entries.get_mut(entry));
        let Some(planned) = planned else { return };
        let Some(old_id) = planned.planned().map(str::to_owned) else { return };
        planned.id = Some(Ok(id.to_owned()));
        let is_renamed = id != old_id;
        let old_path = self.path_of(&old_id);
        // What others expect is still what it would have been at first.
        let (old_id, old_path) = match self.replanned.remove(&old_id) {
            Some(Replanned { old_id, old_path, .. }) => (old_id, old_path),
            None => (old_id, old_path),
        };
        self.replanned.insert(id.to_owned(), Replanned { old_id, old_path, id: id.to_owned(), path });
        if is_renamed {
            self.index.plan(&self.systems);
        }
    }

    /// Why the spec that an entry lacks must have the id it would be given, a clause; none if another one would do.
    pub fn fixed_id(&self, system: &System, entry: usize) -> Option<&'static str> {
        let entries = &system.coverage.entries;
        let own = entries.get(entry)?;
        if let Some(span) = own.id_span {
            let is_bare = Some(span.of(&self.documents[system.document].text)) == own.planned();
            return (!is_bare).then_some("the system spec says it with a link");
        }
        // A spec with another id covers the entry only by its component.
        match own.component {
            None => Some("the entry names no component, so that only the id tells whose spec it is"),
            Some(_) if entries[..entry].iter().any(|other| other.component == own.component) => {
                Some("another entry builds the same component, so that only the id tells whose spec it is")
            }
            Some(_) => None,
        }
    }

    /// What is at a path, or is to be there, as far as the corpus knows. Some file systems do not tell case.
    pub fn occupant(&self, path: &str) -> Option<&str> {
        let is_same = |other: &&str| other.to_lowercase() == path.to_lowercase();
        let files = self.paths.iter().map(RepoPath::as_str);
        files.chain(self.oddities.iter().map(|oddity| oddity.path.as_str())).find(is_same)
    }
}
