//! The JSON Schemas of front matter, embedded and of the repository, and what a front matter violates. The only owner
//! of `jsonschema`. What a JSON Schema cannot say is a rule, not something here; no file is read here.

mod budget;
mod bundle;
mod compiled;
mod draft;
mod explain;
mod file;
mod graph;
mod keywords;
mod known;
mod library;
mod own;
mod pattern;
mod reference;
mod resources;
mod spelling;
#[cfg(test)]
mod tests;
mod workshop;

pub use file::Fault;
pub use library::Library;
pub use own::{KEY, Own, own};
pub use reference::Refusal;

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::Kind;
use crate::text::Span;
use crate::yaml;
use compiled::Compiled;
use explain::Scene;
use spelling::Speller;
use workshop::Outcome;

/// The embedded schemas by name, as published in `schemas/`.
pub const EMBEDDED: [(&str, &str); 3] = [
    ("spec", include_str!("../schemas/spec.schema.json")),
    ("system", include_str!("../schemas/system.schema.json")),
    ("feature", include_str!("../schemas/feature.schema.json")),
];

/// A schema that front matter is checked against.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Schema {
    /// The embedded one of a kind of spec.
    Embedded(Kind),
    /// A file of the repository.
    File(RepoPath),
}

/// What is checked.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    /// The path of the document, from the repository's root.
    pub path: &'a str,
    /// Its whole text.
    pub text: &'a str,
    /// Its front matter.
    pub front: &'a yaml::Document,
}

/// The compiled schemas; one value serves all threads.
#[derive(Debug)]
pub struct Schemas {
    spec: Compiled,
    system: Compiled,
    feature: Compiled,
    files: BTreeMap<RepoPath, Outcome<Compiled>>,
}

/// One thing that a front matter has wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The key or value that is wrong; for a missing key, the mapping that lacks it.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What the underlined text is.
    pub label: String,
    /// What to write.
    pub help: String,
    /// Whether it violates the schema, or only seems to be meant otherwise.
    pub kind: Defect,
    /// The key that was meant, if the wrong thing is a key that is nearly it.
    pub rename: Option<Rename>,
}

/// A key that is called otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// Where it stands.
    pub pointer: String,
    /// What it should be called.
    pub key: String,
}

/// What kind of defect a violation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// The schema does not allow it.
    Violation,
    /// A key that no schema knows and that is nearly one that is known.
    MisspeltKey,
}

impl Schemas {
    /// The embedded schemas alone.
    ///
    /// # Errors
    /// [`ErrorKind::Bug`] if one of them is broken, which a test rules out.
    pub fn new() -> Result<Self> {
        Library::default().compile()
    }

    /// Everything that a front matter violates of the embedded schema of a kind, in document order.
    pub fn violations(&self, kind: Kind, matter: Matter<'_>) -> Vec<Violation> {
        Self::explained(self.embedded(kind), matter)
    }

    /// Everything that a front matter violates of any of these schemas, in document order, each thing once.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if a schema cannot be used, or was never required; [`ErrorKind::SchemaBudget`] if
    /// checking against it would take more time or memory than anyone has.
    pub fn check(&self, schemas: &[Schema], matter: Matter<'_>) -> Result<Vec<Violation>> {
        let mut found = Vec::new();
        for schema in schemas {
            let compiled = match schema {
                Schema::Embedded(kind) => self.embedded(*kind),
                Schema::File(path) => {
                    let compiled = self.file(path)?;
                    if !compiled.allows(&matter.front.value) {
                        return Err(over_budget(path, matter.path));
                    }
                    compiled
                }
            };
            found.extend(Self::explained(compiled, matter));
        }
        Ok(explain::merged(found))
    }

    /// Why a schema file cannot be used, if it cannot.
    pub fn fault(&self, path: &RepoPath) -> Option<&Fault> {
        self.files.get(path).and_then(|file| file.as_ref().err())
    }

    fn explained(schema: &Compiled, matter: Matter<'_>) -> Vec<Violation> {
        let speller = Speller::default();
        explain::violations(Scene { schema, matter: &matter, whole: yaml::FRONT_MATTER.name, speller: &speller })
    }

    fn embedded(&self, kind: Kind) -> &Compiled {
        match kind {
            Kind::System => &self.system,
            Kind::Feature => &self.feature,
            Kind::Other | Kind::Page => &self.spec,
        }
    }

    fn file(&self, path: &RepoPath) -> Result<&Compiled> {
        match self.files.get(path) {
            Some(Ok(compiled)) => Ok(compiled),
            Some(Err(fault)) => Err(fault.clone().into_error()),
            None => Err(Error::new(ErrorKind::Bug, format!("the schema {path} was never required"))),
        }
    }
}

fn over_budget(schema: &RepoPath, document: &str) -> Error {
    let message = format!("checking {document} against the schema {schema} would take too long");
    let help = "let the schema refer to each of its parts less often, or the document hold less";
    Error::new(ErrorKind::SchemaBudget, message).with_help(help)
}
