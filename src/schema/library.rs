//! The schema files that are used: which of them are still wanted, and all of them compiled.
//! It is told what the files hold; it reads none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::file::{Fault, File};
use super::resources::Resources;
use super::workshop::{Outcome, Workshop, embedded};
use super::{Schemas, reference};
use crate::error::Result;
use crate::path::RepoPath;
use crate::text::Span;

/// How many schema files may be used.
const MAX_FILES: usize = 256;

/// How many bytes all of them may have.
const MAX_BYTES: usize = 4 << 20;

/// Schema files on their way to be compiled.
///
/// [`Library::require`] schemas, then [`Library::provide`] what is [`Library::wanted`] until nothing is, then
/// [`Library::compile`]. All of them share what schemas may take; so that what documents name leaves enough for what
/// the configuration names, that is required and provided first.
#[derive(Debug, Default)]
pub struct Library {
    /// In the order in which they were asked for.
    roots: Vec<(RepoPath, Root)>,
    required: BTreeSet<RepoPath>,
    /// What is known of each file: none if there is no such file.
    files: BTreeMap<RepoPath, Option<Outcome<Arc<File>>>>,
    bytes: usize,
    count: usize,
}

/// A schema that documents are checked against.
#[derive(Debug)]
enum Root {
    Unread,
    /// With what of its references could be followed so far.
    Read(Box<Resources>),
    Broken(Box<Fault>),
}

impl Library {
    /// Asks for a schema that documents are checked against.
    pub fn require(&mut self, path: &RepoPath) {
        if self.required.insert(path.clone()) {
            self.roots.push((path.clone(), Root::Unread));
        }
    }

    /// The files that are needed and were not provided yet, sorted.
    pub fn wanted(&mut self) -> Vec<RepoPath> {
        let mut wanted = BTreeSet::new();
        for (path, root) in &mut self.roots {
            root.advance(path, &self.files, &mut wanted);
        }
        wanted.into_iter().collect()
    }

    /// What a file holds; none if there is no such file.
    pub fn provide(&mut self, path: RepoPath, text: Option<String>) {
        let file = text.map(|text| {
            let text: Arc<str> = text.into();
            self.bytes += text.len();
            self.count += 1;
            if self.bytes > MAX_BYTES || self.count > MAX_FILES {
                let message =
                    format!("all schemas together are more than {MAX_FILES} files or {} MiB", MAX_BYTES >> 20);
                let help = "leave out what documents do not need".to_owned();
                return Err(Fault { path: path.to_string(), text, span: Span::at(0), message, help });
            }
            File::read(path.as_str(), text).map(Arc::new)
        });
        self.files.insert(path, file);
    }

    /// Provides all that is wanted from `read`, which gives the text of a file or none if there is no such file, and
    /// compiles.
    ///
    /// # Errors
    /// As `read` and [`Library::compile`].
    pub fn complete(mut self, read: &dyn Fn(&RepoPath) -> Result<Option<String>>) -> Result<Schemas> {
        loop {
            let wanted = self.wanted();
            if wanted.is_empty() {
                return self.compile();
            }
            for path in wanted {
                let text = read(&path)?;
                self.provide(path, text);
            }
        }
    }

    /// Compiles all schemas; one that is broken is kept with its fault.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Bug`] if an embedded schema is broken, which a test rules out.
    pub fn compile(mut self) -> Result<Schemas> {
        self.wanted();
        let mut workshop = Workshop::default();
        let mut files = BTreeMap::new();
        for (path, root) in self.roots {
            let compiled = match root {
                Root::Read(resources) => workshop.compile(&resources)?,
                Root::Broken(fault) => Err(*fault),
                Root::Unread => Err(absent(&path)),
            };
            files.insert(path, compiled);
        }
        Ok(Schemas { spec: embedded("spec")?, system: embedded("system")?, feature: embedded("feature")?, files })
    }
}

impl Root {
    /// Follows references as far as files were provided, and adds those that were not.
    fn advance(
        &mut self,
        path: &RepoPath,
        files: &BTreeMap<RepoPath, Option<Outcome<Arc<File>>>>,
        wanted: &mut BTreeSet<RepoPath>,
    ) {
        if matches!(self, Self::Unread) {
            match files.get(path) {
                None => drop(wanted.insert(path.clone())),
                Some(None) => *self = Self::Broken(Box::new(absent(path))),
                Some(Some(Err(fault))) => *self = Self::Broken(Box::new(fault.clone())),
                Some(Some(Ok(file))) => {
                    let mut resources = Box::<Resources>::default();
                    resources.add(&reference::file_uri(path.as_str()), file);
                    *self = Self::Read(resources);
                }
            }
        }
        let Self::Read(resources) = self else { return };
        loop {
            let mut is_new = false;
            for path in resources.follow() {
                match files.get(&path) {
                    None => drop(wanted.insert(path)),
                    Some(None) => {}
                    Some(Some(Err(fault))) => {
                        *self = Self::Broken(Box::new(fault.clone()));
                        return;
                    }
                    Some(Some(Ok(file))) => {
                        resources.add(&reference::file_uri(path.as_str()), file);
                        is_new = true;
                    }
                }
            }
            if !is_new {
                return;
            }
        }
    }
}

fn absent(path: &RepoPath) -> Fault {
    Fault {
        path: path.to_string(),
        text: Arc::from(""),
        span: Span::at(0),
        message: "there is no such file".to_owned(),
        help: "correct the path, or add the file; symbolic links are not followed".to_owned(),
    }
}
