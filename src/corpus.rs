//! The corpus: every spec of one snapshot, parsed, with its relations and coverage. Built once from values, immutable.
//! Nothing here reads a repository, and nothing here judges: whatever was wrong is kept for the rules.

mod document;
mod file;

pub use document::{Document, Header, Malformed};
pub use file::{Content, Oddity, OddityKind, Unreadable};

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::config::Globs;
use crate::coverage::{Claim, Claims, Coverage, cover};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::{Kind, Profile};
use crate::relations::{Relations, relations};
use crate::schema::Schemas;
use crate::system::SystemSpec;

/// Everything a rule may know.
#[derive(Debug)]
pub struct Corpus {
    /// What specs look like here.
    pub profile: Profile,
    /// The folder all globs are relative to, from the repository's root.
    pub root: String,
    /// Every spec, sorted by path.
    pub documents: Vec<Document>,
    /// Every system spec with an id, in the order of its document.
    pub systems: Vec<System>,
    /// Files that could not be read as text.
    pub unreadable: Vec<Unreadable>,
    /// Names in the snapshot that are no readable file, sorted.
    pub oddities: Vec<Oddity>,
    /// The paths of all files under the globs, specs or not, sorted.
    pub paths: Vec<RepoPath>,
    /// How many files under the globs are no spec.
    pub ignored: usize,
}

/// A system spec and what follows from it.
#[derive(Debug)]
pub struct System {
    /// Its place in [`Corpus::documents`].
    pub document: usize,
    /// Its id.
    pub id: String,
    /// Its model.
    pub spec: SystemSpec,
    /// Which documents cover its entries: claims are places in [`Corpus::documents`].
    pub coverage: Coverage,
    /// How its entries depend on each other, in roadmap order.
    pub relations: Vec<Relations>,
}

/// What a corpus is built from.
#[derive(Debug)]
pub struct Input {
    /// What specs look like.
    pub profile: Profile,
    /// The folder all globs are relative to, from the repository's root.
    pub root: String,
    /// Every file under the globs.
    pub files: Vec<(RepoPath, Content)>,
    /// Names under the globs that are no regular file.
    pub oddities: Vec<Oddity>,
}

impl Corpus {
    /// Parses every file, in parallel, and relates them.
    ///
    /// # Errors
    /// [`ErrorKind::Bug`] with the file's name if reading it panicked.
    pub fn build(input: Input, globs: &Globs, schemas: &Schemas) -> Result<Self> {
        let Input { profile, root, mut files, mut oddities } = input;
        files.sort_by(|a, b| a.0.cmp(&b.0));
        oddities.sort();
        let paths = files.iter().map(|(path, _)| path.clone()).collect();
        let read: Vec<Result<file::Read>> = files
            .into_par_iter()
            .map(|(path, content)| {
                let name = path.to_string();
                let parse = AssertUnwindSafe(|| file::read(path, content, &profile, globs, schemas));
                catch_unwind(parse).map_err(|_| {
                    Error::new(ErrorKind::Bug, format!("reading {name} ran into a bug of roadspec"))
                        .with_help("please report it with the file; every other file can still be checked without it")
                })
            })
            .collect();
        let (mut documents, mut specs, mut unreadable, mut ignored) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for read in read {
            match read? {
                file::Read::Spec(read) => {
                    documents.push(read.0);
                    specs.push(read.1);
                }
                file::Read::Unreadable(file) => unreadable.push(file),
                file::Read::NoSpec => ignored += 1,
            }
        }
        let systems = relate(&documents, specs, &profile);
        Ok(Self { profile, root, documents, systems, unreadable, oddities, paths, ignored })
    }

    /// The document with this path as shown.
    pub fn document(&self, shown: &str) -> Option<&Document> {
        let at = self.documents.binary_search_by(|document| document.path.as_str().cmp(shown)).ok()?;
        self.documents.get(at)
    }

    /// The path of the new spec with this id, from the repository's root.
    pub fn path_of(&self, id: &str) -> String {
        let local = self.profile.path_of(id);
        if self.root.is_empty() { local } else { format!("{}/{local}", self.root) }
    }
}

/// The id that each name of a system means: the id itself, or the name of its file where that is no id; none where
/// several systems have files of that name.
fn names_of_systems(documents: &[Document]) -> BTreeMap<&str, Option<&str>> {
    let systems = documents.iter().filter(|document| document.kind == Kind::System);
    let systems =
        systems.filter_map(|document| Some((document.path.stem(), document.header.id.as_ref()?.value.as_str())));
    let mut names = BTreeMap::new();
    for (stem, id) in systems.clone() {
        names.entry(stem).and_modify(|named| *named = None).or_insert(Some(id));
    }
    names.extend(systems.map(|(_, id)| (id, Some(id))));
    names
}

/// Decides coverage and relations of every system.
fn relate(documents: &[Document], specs: Vec<Option<SystemSpec>>, profile: &Profile) -> Vec<System> {
    let names = names_of_systems(documents);
    let (places, claims) = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.kind == Kind::Feature)
        .map(|(at, Document { header, .. })| {
            let system = header.system_spec.as_ref().map(|system| system.value.as_str());
            let claim = Claim {
                id: header.id.as_ref().map(|id| id.value.as_str()),
                system: system.map(|name| names.get(name).copied().flatten().unwrap_or(name)),
                component: header.system_component.as_ref().map(|component| component.value.as_str()),
                retired: header.status.as_ref().is_some_and(|status| profile.is_retired(&status.value)),
            };
            (at, claim)
        })
        .collect::<(Vec<_>, Vec<_>)>();
    let claims = Claims::new(claims);
    let with_spec = documents.iter().enumerate().zip(specs);
    with_spec
        .filter_map(|((at, document), spec)| {
            let (spec, id) = (spec?, document.header.id.as_ref()?);
            let mut coverage = cover(&spec, &claims, profile);
            coverage.translate(|claim| places[claim]);
            Some(System { document: at, id: id.value.clone(), relations: relations(&spec), coverage, spec })
        })
        .collect()
}

#[cfg(test)]
mod tests;
