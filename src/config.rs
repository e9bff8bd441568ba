//! The configuration: what a user may say, where the file is looked for, what is in force and who said so.
//! A mistake in it is an error pointing at its place, never a silent default; nothing here reads a file.

mod globs;
mod key;
mod policy;
mod read;
mod settings;
mod value;

pub use globs::{Globs, below};
pub use key::Key;
pub use policy::Policy;
pub use settings::{SETTINGS, Setting};
pub use value::Value;

use std::ffi::OsString;
use std::fmt;

use toml::Spanned;
use toml::de::DeValue;

use crate::error::{ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::Profile;
use globs::Patterns;
use key::Open;
use value::{Mistake, Said};

/// The names of a configuration file in a folder, the first one found counts.
pub const NAMES: [&str; 3] = [".roadspec.toml", "roadspec.toml", ".config/roadspec.toml"];

/// The JSON Schema of a configuration file, for editors.
pub const SCHEMA: &str = include_str!("../schemas/config.schema.json");

/// The version of this program, for `required-version`.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where a configuration file may lie for someone who stands in `folder` (from the repository's root): the paths of
/// that folder first, then of each folder above it.
pub fn candidates(folder: &str) -> Vec<(String, RepoPath)> {
    let mut folders = vec![folder];
    while let Some((above, _)) = folders.last().and_then(|last| last.rsplit_once('/')) {
        folders.push(above);
    }
    if !folder.is_empty() {
        folders.push("");
    }
    let paths = folders.into_iter().flat_map(|folder| {
        NAMES.iter().map(move |name| {
            let path = if folder.is_empty() { (*name).to_owned() } else { format!("{folder}/{name}") };
            (folder.to_owned(), path)
        })
    });
    paths.filter_map(|(folder, path)| Some((folder, RepoPath::new(path.as_bytes()).ok()?))).collect()
}

/// A configuration file.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// The folder it speaks for, from the repository's root: everything in it is relative to this folder.
    pub root: &'a str,
    /// Its path from the repository's root.
    pub path: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// Everything that can be configured, as it is in force.
#[derive(Debug)]
pub struct Config {
    /// The folder that all paths and globs are relative to, from the repository's root.
    pub root: String,
    /// The configuration file, from the repository's root; none if there is none.
    pub file: Option<String>,
    /// What specs look like.
    pub profile: Profile,
    /// The folder of templates that take the place of embedded ones, relative to [`Config::root`].
    pub templates: String,
    /// How much findings weigh, and which fail a run.
    pub policy: Policy,
    /// What `fix` does.
    pub fix: Fix,
    /// Of each `[[schemas]]` the files it is for and the file it lies in: both have one for each.
    document_files: Vec<Patterns>,
    document_schemas: Vec<RepoPath>,
    values: Vec<InForce>,
}

/// What `fix` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it writes feature specs that are missing.
    pub create_missing: bool,
}

/// A value that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Of what.
    pub key: Key,
    /// The value.
    pub value: Value,
    /// Who said so.
    pub origin: Origin,
}

/// Where a value comes from; the order is from weak to strong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The configuration file.
    File {
        /// Its path from the repository's root.
        path: String,
        /// The line of the key, from 1.
        line: usize,
    },
    /// An environment variable, by its name.
    Environment(&'static str),
    /// A flag of the command line, by its name.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File { path, line } => write!(formatter, "{path}:{line}"),
            Self::Environment(name) => write!(formatter, "environment {name}"),
            Self::Flag(name) => write!(formatter, "command line {name}"),
        }
    }
}

impl Default for Config {
    /// What holds where nobody says anything.
    fn default() -> Self {
        let mut config = Self {
            root: String::new(),
            file: None,
            profile: Profile::default(),
            templates: ".roadspec/templates".to_owned(),
            policy: Policy::default(),
            fix: Fix { create_missing: true },
            document_files: Vec::new(),
            document_schemas: Vec::new(),
            values: Vec::new(),
        };
        for setting in &SETTINGS {
            if let (Some(value), Some(key)) = ((setting.default)(&config), Key::new(setting.key, Open::default())) {
                config.put(key, value, Origin::Default);
            }
        }
        config
    }
}

/// What a configuration file says, over what holds by default; `rules` are the ids of all rules.
///
/// # Errors
/// [`ErrorKind::Configuration`], pointing at the first mistake; that the file asks for another version of this program
/// comes before all others.
pub fn parse(file: &File<'_>, rules: &[&str]) -> Result<Config> {
    let mut config = Config { root: file.root.to_owned(), file: Some(file.path.to_owned()), ..Config::default() };
    file.root.clone_into(&mut config.policy.root);
    let wrong = |mistake: Mistake| {
        let span = mistake.span;
        mistake.error(ErrorKind::Configuration).at(file.path, file.text, span)
    };
    read::read(file, rules, &mut config).map_err(wrong)?;
    Ok(config)
}

/// What an environment variable says; an empty one says nothing.
pub fn variable(environment: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<OsString> {
    environment(name).filter(|value| !value.is_empty())
}

impl Config {
    /// The same configuration with what the environment says, and over that what the flags of the command line say.
    /// An empty variable is none.
    ///
    /// # Errors
    /// [`ErrorKind::Environment`] for a variable and [`ErrorKind::Usage`] for a flag that cannot have its value.
    pub fn with(
        mut self,
        environment: &dyn Fn(&str) -> Option<OsString>,
        flags: &[(&'static str, Option<&str>)],
    ) -> Result<Self> {
        for setting in &SETTINGS {
            let (Some(places), Some(key)) = (&setting.elsewhere, Key::new(setting.key, Open::default())) else {
                continue;
            };
            let variable = variable(environment, places.variable).map(|value| value.to_string_lossy().into_owned());
            let flag = flags.iter().find(|(name, _)| *name == places.flag).and_then(|(_, value)| *value);
            let said = [
                (variable, Origin::Environment(places.variable), ErrorKind::Environment),
                (flag.map(str::to_owned), Origin::Flag(places.flag), ErrorKind::Usage),
            ];
            for (text, origin, kind) in said {
                let Some(text) = text else { continue };
                let given = Spanned::new(0..0, DeValue::String(text.as_str().into()));
                let taken = (setting.take)(&mut Said { given: &given, key: &key, config: &mut self });
                taken.map_err(|mistake| mistake.said_by(&origin).error(kind))?;
                self.put(key.clone(), Value::Text(text), origin);
            }
        }
        Ok(self)
    }

    /// The files that matter.
    pub fn globs(&self) -> Globs {
        Globs::new(&self.profile, &self.root).with_documents(&self.document_files)
    }

    /// The JSON Schema files that the configuration names for documents, from the repository's root, in its order: that
    /// of [`Globs::document`].
    pub fn schemas(&self) -> &[RepoPath] {
        &self.document_schemas
    }

    /// The folder of templates, from the repository's root.
    pub fn template_folder(&self) -> String {
        if self.root.is_empty() { self.templates.clone() } else { format!("{}/{}", self.root, self.templates) }
    }

    /// Every value in force, in the order of the settings.
    pub fn values(&self) -> &[InForce] {
        &self.values
    }

    /// Puts a value in force.
    fn put(&mut self, key: Key, value: Value, origin: Origin) {
        let value = InForce { key, value, origin };
        match self.values.binary_search_by(|other| other.key.cmp(&value.key)) {
            Ok(at) => self.values[at] = value,
            Err(at) => self.values.insert(at, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_comes_first() {
        let paths: Vec<String> = candidates("a/b").into_iter().map(|(_, path)| path.to_string()).collect();
        assert_eq!(paths[0], "a/b/.roadspec.toml");
        assert_eq!(paths[3], "a/.roadspec.toml");
        assert_eq!(paths.last().map(String::as_str), Some(".config/roadspec.toml"));
        assert_eq!(candidates("").len(), 3);
    }
}
