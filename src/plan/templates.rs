//! The templates in force, which of them a spec is rendered through and why, and rendering it with a limit to its size.
//! The embedded texts stand in `embedded`, what is wrong with a template is said in `trouble`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use tera::{Context, Tera};

use super::embedded::{EMBEDDED, SUFFIX, VARIABLES};
use super::stub::Stub;
use super::{filter, trouble};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::{Complexity, Level};

/// The most that one spec may become, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What Tera calls all variables together.
const ALL: &str = "__tera_context";

/// The templates in force, ready to render.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    sources: Sources,
}

/// A template of the repository.
#[derive(Debug, Clone)]
pub struct UserTemplate {
    /// Its path below the folder of templates, by which it overrides an embedded one and is included.
    pub name: String,
    /// Its path from the root.
    pub path: RepoPath,
    /// What it says.
    pub text: String,
}

/// Who a template is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    Embedded,
    /// It is this file of the repository.
    User(RepoPath),
}

/// The template that a spec is rendered through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name without the extension.
    pub name: String,
    /// Who it is from.
    pub from: Origin,
    /// Why this one, a phrase.
    pub why: String,
}

/// The texts of templates, by the names that includes use.
pub(super) type Sources = BTreeMap<String, Source>;

/// The text of a template and where it comes from.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) from: Origin,
    pub(super) text: String,
}

impl Templates {
    /// The templates that are part of the program.
    ///
    /// # Errors
    /// [`ErrorKind::Template`] if one of them is broken, which a test rules out.
    pub fn embedded() -> Result<Self> {
        Self::new(Vec::new())
    }

    /// The embedded templates, with those of the repository in their places.
    ///
    /// # Errors
    /// [`ErrorKind::Template`], pointing at its place, if one of them is broken or could never be used.
    pub fn new(user: Vec<UserTemplate>) -> Result<Self> {
        let embedded = EMBEDDED
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Source { from: Origin::Embedded, text: (*text).to_owned() }));
        let mut sources: Sources = embedded.collect();
        sources.extend(user.into_iter().map(|UserTemplate { name, path, text }| {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
            (name, Source { from: Origin::User(path), text })
        }));
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        filter::register(&mut tera);
        let texts = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        tera.add_raw_templates(texts).map_err(|error| trouble::of_tera(&error, &sources))?;
        let templates = Self { tera, sources };
        templates.unused().map_or(Ok(()), Err)?;
        templates.unknown_variable().map_or(Ok(()), Err)?;
        Ok(templates)
    }

    /// Every template in force, by its name without the extension: first those that a spec is rendered through.
    pub fn list(&self) -> Vec<(&str, &Origin)> {
        let (included, own): (Vec<_>, Vec<_>) = self
            .sources
            .iter()
            .map(|(name, source)| (short(name), &source.from))
            .partition(|(name, _)| name.contains('/'));
        [own, included].concat()
    }

    /// The text of the template with this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.sources.get(&format!("{}{SUFFIX}", short(name))).map(|source| source.text.as_str())
    }

    /// The template of a spec: the one for just its complexity and level, else the one for its level.
    pub(super) fn choose(&self, complexity: Complexity, level: Level) -> Choice {
        let exact = name_of(complexity, level);
        if let Some(source) = self.sources.get(&format!("{exact}{SUFFIX}")) {
            let why = format!("it is for {} at level {}", complexity.word(), level.number());
            return Choice { name: exact, from: source.from.clone(), why };
        }
        let alike = level.complexity();
        let name = name_of(alike, alike.level());
        let of_level =
            if alike == Complexity::Easy { "levels up to 3".to_owned() } else { format!("level {}", level.number()) };
        let why = format!("it is for {of_level}, and there is no `{exact}`");
        let from = self.sources.get(&format!("{name}{SUFFIX}")).map_or(Origin::Embedded, |source| source.from.clone());
        Choice { name, from, why }
    }

    /// Renders one stub: LF line ends, one at the end.
    pub(super) fn render(&self, choice: &Choice, stub: &Stub) -> Result<String> {
        let wrong = |error: tera::Error| trouble::of_tera(&error, &self.sources);
        let context = Context::from_serialize(stub).map_err(wrong)?;
        let mut output = Limited { bytes: Vec::new(), exceeded: false };
        let rendered = self.tera.render_to(&format!("{}{SUFFIX}", choice.name), &context, &mut output);
        if output.exceeded {
            let message = format!("the template `{}` renders more than {MAX_BYTES} bytes", choice.name);
            return Err(Error::new(ErrorKind::Template, format!("{message} for `{}`", stub.feature_id))
                .with_help("look for a loop that runs too often"));
        }
        rendered.map_err(wrong)?;
        let text =
            String::from_utf8(output.bytes).map_err(|_| Error::new(ErrorKind::Bug, "a template rendered no UTF-8"))?;
        Ok(format!("{}\n", text.trim_end()))
    }

    /// That the front matter of a rendered spec is not what was meant, pointing to where a template writes it.
    pub(super) fn other_front_matter(&self, choice: &Choice, key: &str, stub: &Stub) -> Error {
        trouble::other_front_matter(choice, key, &stub.feature_id, &self.sources)
    }

    /// That a file of the repository is neither rendered nor included by any template, if there is one.
    fn unused(&self) -> Option<Error> {
        let mut known: BTreeSet<String> = EMBEDDED.iter().map(|(name, _)| (*name).to_owned()).collect();
        for complexity in Complexity::ALL {
            known.extend((0..=5).filter_map(Level::new).map(|level| format!("{}{SUFFIX}", name_of(complexity, level))));
        }
        known.extend(self.sources.values().flat_map(|source| included(&source.text)).map(str::to_owned));
        let (name, path) = self.sources.iter().find_map(|(name, source)| match &source.from {
            Origin::User(path) if !known.contains(name) => Some((name, path)),
            _ => None,
        })?;
        Some(trouble::unused(name, path, &known))
    }

    /// That a template names a variable that no template has, if one does.
    fn unknown_variable(&self) -> Option<Error> {
        let assigned: BTreeSet<&str> =
            self.sources.values().flat_map(|source| trouble::assigned(&source.text)).collect();
        let known: BTreeSet<&str> = VARIABLES.iter().map(String::as_str).chain(assigned).chain([ALL]).collect();
        // What is included comes last by name, and its variables count as those of what includes it.
        self.sources.keys().rev().find_map(|name| {
            let used: BTreeSet<&str> = self.tera.get_template_variables(name).ok()?.into_iter().collect();
            let unknown = used.into_iter().find(|variable| !known.contains(variable))?;
            Some(trouble::unknown_variable(unknown, &self.sources))
        })
    }
}

/// The name of the template for just this complexity and level.
fn name_of(complexity: Complexity, level: Level) -> String {
    format!("{}-L{}", complexity.word(), level.number())
}

/// A template's name without the extension.
pub(super) fn short(name: &str) -> &str {
    name.strip_suffix(SUFFIX).unwrap_or(name)
}

/// The templates that a text includes or extends. What is only commented out counts too.
pub(super) fn included(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in ["include", "extends"] {
        for (at, _) in text.match_indices(word) {
            let mut rest = text[at + word.len()..].trim_start().chars();
            if let Some(mark) = rest.next().filter(|mark| matches!(mark, '"' | '\'' | '`')) {
                found.extend(rest.as_str().split_once(mark).map(|(name, _)| name));
            }
        }
    }
    found
}

/// A buffer that refuses to grow beyond [`MAX_BYTES`].
struct Limited {
    bytes: Vec<u8>,
    exceeded: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.exceeded = self.bytes.len() + bytes.len() > MAX_BYTES;
        if self.exceeded {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
