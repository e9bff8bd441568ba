//! The corpus: every spec of one snapshot, parsed, with its relations and coverage. Built once from values; after that it
//! is only told which paths outside of it are there. Nothing here reads a repository, and nothing here judges: whatever
//! was wrong is kept for the rules.

mod document;
mod file;
mod graph;
mod header;
mod index;
mod links;
mod neighbours;
mod planned;
mod suppression;

pub use document::{Document, Malformed};
pub use file::{Content, Ignored, Oddity, OddityKind, Unreadable, named_schemas};
pub use graph::Graph;
pub use header::{Header, List, Reference};
pub use index::{Index, Named};
pub use links::Lead;
pub use neighbours::Neighbour;
pub use planned::Replanned;
pub use suppression::Suppression;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::config::Globs;
use crate::coverage::{Claim, Claims, Coverage, EntryCoverage, cover};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::{Kind, Profile, Status};
use crate::relations::{Relations, relations};
use crate::schema::Schemas;
use crate::system::SystemSpec;

/// Everything a rule may know.
#[derive(Debug, Default)]
pub struct Corpus {
    /// What specs look like here.
    pub profile: Profile,
    /// The folder all globs are relative to, from the repository's root.
    pub root: String,
    /// Every spec, sorted by path.
    pub documents: Vec<Document>,
    /// Every system spec with an id, in the order of its document.
    pub systems: Vec<System>,
    /// Files that could not be read as text, sorted by path.
    pub unreadable: Vec<Unreadable>,
    /// Names in the snapshot that are no readable file, sorted.
    pub oddities: Vec<Oddity>,
    /// The paths of all files under the globs, specs or not, sorted.
    pub paths: Vec<RepoPath>,
    /// Files under the globs that are no spec, sorted by path.
    pub ignored: Vec<Ignored>,
    /// Specs by the names that others use for them.
    pub index: Index,
    /// The schemas that the configuration names, in its order.
    configured: Vec<RepoPath>,
    /// Paths outside the corpus that links lead to and that are there.
    outside: BTreeSet<String>,
    /// Missing specs that get another id or path than they would be given.
    replanned: BTreeMap<String, Replanned>,
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
    /// Its entries, by the documents that cover them.
    pub entries: BTreeMap<usize, usize>,
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
    /// The schemas that the configuration names, in its order.
    pub configured: Vec<RepoPath>,
}

impl Corpus {
    /// Parses every file, in parallel, and relates them.
    ///
    /// # Errors
    /// [`ErrorKind::Bug`] with the file's name if reading it panicked, and as [`Schemas::check`].
    pub fn build(input: Input, globs: &Globs, schemas: &Schemas) -> Result<Self> {
        let Input { profile, root, mut files, mut oddities, configured } = input;
        files.sort_by(|a, b| a.0.cmp(&b.0));
        oddities.sort();
        let mut parts = Parts { paths: files.iter().map(|(path, _)| path.clone()).collect(), ..Parts::default() };
        let how = file::How { profile: &profile, globs, schemas, configured: &configured };
        parts.read(files, how)?;
        Ok(parts.relate(profile, root, oddities, configured))
    }

    /// The corpus as it would be with these files changed, new or, where there is no text, gone. Only they are read.
    ///
    /// What lies outside of it must be asked for again ([`Self::outside_links`]).
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn revised(self, files: BTreeMap<RepoPath, Option<String>>, globs: &Globs, schemas: &Schemas) -> Result<Self> {
        let Self { profile, root, documents, systems, oddities, configured, .. } = self;
        let mut parts =
            Parts { paths: self.paths, unreadable: self.unreadable, ignored: self.ignored, ..Parts::default() };
        let mut specs: Vec<Option<SystemSpec>> = documents.iter().map(|_| None).collect();
        for system in systems {
            specs[system.document] = Some(system.spec);
        }
        let kept = documents.into_iter().zip(specs).filter(|(document, _)| !files.contains_key(&document.path));
        parts.specs = kept.collect();
        parts.unreadable.retain(|file| !files.contains_key(&file.path));
        parts.ignored.retain(|file| !files.contains_key(&file.path));
        parts.paths.retain(|path| !files.contains_key(path));
        let files = files.into_iter().filter_map(|(path, text)| Some((path, Content::Bytes(text?.into_bytes()))));
        let files: Vec<(RepoPath, Content)> = files.filter(|(path, _)| globs.matches(path.as_str())).collect();
        parts.paths.extend(files.iter().map(|(path, _)| path.clone()));
        parts.read(files, file::How { profile: &profile, globs, schemas, configured: &configured })?;
        Ok(parts.relate(profile, root, oddities, configured))
    }

    /// The document with this path as shown.
    pub fn document(&self, shown: &str) -> Option<&Document> {
        self.place(shown).map(|at| &self.documents[at])
    }

    /// The place of the document with this path.
    pub fn place(&self, path: &str) -> Option<usize> {
        place(&self.documents, path)
    }

    /// What the name of a spec, as `document` writes it, leads to.
    pub fn named(&self, document: &Document, name: &str) -> Named {
        self.index.named(document.path.parent(), name, |path| self.place(path))
    }

    /// Whether there is nothing at all that could be judged.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.unreadable.is_empty() && self.oddities.is_empty()
    }

    /// Whether a document is a spec that is not retired.
    pub fn is_living(&self, document: usize) -> bool {
        let document = &self.documents[document];
        document.kind != Kind::Page && document.status(&self.profile) != Some(Status::Retired)
    }

    /// The id of an entry's feature spec: that of the spec that covers it, else the one it would be given, unless that is
    /// [contested](Index::is_contested).
    pub fn id_of<'c>(&'c self, entry: &'c EntryCoverage) -> Option<&'c str> {
        let covering = entry.covered_by.first().and_then(|claim| self.documents[*claim].header.id.as_ref());
        covering.map(|id| id.value.as_str()).or_else(|| entry.planned().filter(|id| !self.index.is_contested(id)))
    }

    /// The system that a document describes or belongs to, by its place in [`Corpus::systems`].
    pub fn system_of(&self, document: usize) -> Option<usize> {
        let own = &self.documents[document];
        let owner = match &own.header.system_spec {
            Some(name) if own.kind != Kind::System => match self.named(own, &name.value) {
                Named::Spec(at) => at,
                Named::Planned | Named::Nothing => return None,
            },
            _ => document,
        };
        self.systems.binary_search_by_key(&owner, |system| system.document).ok()
    }

    /// Whether there is a file at this path that is an error in itself, so that nobody knows what it would cover.
    pub fn is_broken(&self, path: &str) -> bool {
        let first = self.oddities.partition_point(|oddity| oddity.path.as_str() < path);
        let mut odd = self.oddities.iter().skip(first).take_while(|oddity| oddity.path == path);
        self.document(path).is_some_and(|document| !document.malformed.is_empty())
            || self.unreadable.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
            || odd.any(|oddity| matches!(oddity.kind, OddityKind::Unmerged | OddityKind::Special))
    }
}

/// What files turned out to be, before it is related.
#[derive(Default)]
struct Parts {
    specs: Vec<(Document, Option<SystemSpec>)>,
    unreadable: Vec<Unreadable>,
    ignored: Vec<Ignored>,
    paths: Vec<RepoPath>,
}

impl Parts {
    /// Reads files, in parallel.
    fn read(&mut self, files: Vec<(RepoPath, Content)>, how: file::How<'_>) -> Result<()> {
        let read: Vec<Result<file::Read>> = files
            .into_par_iter()
            .map(|(path, content)| {
                let name = path.to_string();
                let parse = AssertUnwindSafe(|| file::read(path, content, how));
                catch_unwind(parse).unwrap_or_else(|_| {
                    Err(Error::new(ErrorKind::Bug, format!("reading {name} ran into a bug of roadspec"))
                        .with_help("please report it with the file; every other file can still be checked without it"))
                })
            })
            .collect();
        for read in read {
            match read? {
                file::Read::Spec(spec) => self.specs.push(*spec),
                file::Read::Unreadable(file) => self.unreadable.push(file),
                file::Read::NoSpec(file) => self.ignored.push(file),
            }
        }
        Ok(())
    }

    /// The corpus that these files are.
    fn relate(mut self, profile: Profile, root: String, oddities: Vec<Oddity>, configured: Vec<RepoPath>) -> Corpus {
        self.specs.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        self.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        self.ignored.sort_by(|a, b| a.path.cmp(&b.path));
        self.paths.sort();
        let Self { specs, unreadable, ignored, paths } = self;
        let (documents, specs): (Vec<Document>, Vec<Option<SystemSpec>>) = specs.into_iter().unzip();
        let mut index = Index::new(&documents);
        let systems = relate(&documents, specs, &index, &profile);
        index.plan(&systems);
        Corpus {
            profile,
            root,
            documents,
            systems,
            unreadable,
            oddities,
            paths,
            ignored,
            index,
            configured,
            outside: BTreeSet::new(),
            replanned: BTreeMap::new(),
        }
    }
}

/// The place of the document with this path.
fn place(documents: &[Document], path: &str) -> Option<usize> {
    documents.binary_search_by(|document| document.path.as_str().cmp(path)).ok()
}

/// Decides coverage and relations of every system.
fn relate(documents: &[Document], specs: Vec<Option<SystemSpec>>, index: &Index, profile: &Profile) -> Vec<System> {
    let mut places = Vec::new();
    let mut claims = Vec::new();
    for (at, document) in documents.iter().enumerate().filter(|(_, document)| document.kind == Kind::Feature) {
        let system = document.header.system_spec.as_ref().map(|system| system.value.as_str());
        let find = |path: &str| place(documents, path);
        let id_of = |name| match index.named(document.path.parent(), name, find) {
            Named::Spec(at) => documents[at].header.id.as_ref().map(|id| id.value.as_str()),
            Named::Planned | Named::Nothing => None,
        };
        places.push(at);
        claims.push(Claim {
            id: document.header.id.as_ref().map(|id| id.value.as_str()),
            system: system.map(|name| id_of(name).unwrap_or(name)),
            component: document.header.system_component.as_ref().map(|component| component.value.as_str()),
            retired: document.status(profile) == Some(Status::Retired),
        });
    }
    let claims = Claims::new(claims);
    let with_spec = documents.iter().enumerate().zip(specs);
    with_spec
        .filter_map(|((at, document), spec)| {
            let (spec, id) = (spec?, document.header.id.as_ref()?);
            let mut coverage = cover(&spec, &claims, profile);
            coverage.translate(|claim| places[claim]);
            let covered = coverage.entries.iter().enumerate();
            let entries = covered.filter_map(|(at, entry)| Some((*entry.covered_by.first()?, at))).collect();
            Some(System { document: at, id: id.value.clone(), relations: relations(&spec), coverage, entries, spec })
        })
        .collect()
}

#[cfg(test)]
mod tests;
