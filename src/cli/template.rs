//! `roadspec template NAME`: the templates of feature specs, and reading those of the repository for every command that
//! writes specs. What a template renders is decided in `plan`.

use clap::Args;

use super::output::{self, Output};
use super::session::{self, Session};
use super::{Global, Verdict, Where};
use crate::error::{Error, ErrorKind, Result};
use crate::git::{Content, OddityKind, Selection};
use crate::path::RepoPath;
use crate::plan::{EMBEDDED, Origin, SUFFIX, Templates, UserTemplate};
use crate::render;
use crate::text::did_you_mean;

/// The most that a template of the repository may have, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// The end of the name of every file that is meant as a template.
const EXTENSION: &str = ".tera";

/// What `template` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The template, as embedded; without one, those in force are listed
    name: Option<String>,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    if let Some(name) = &options.name {
        output::print(embedded(name)?);
        return Ok(Verdict::Clean);
    }
    let session = session::configure(global, session::open(global, options.place.source())?)?;
    output::warn(&session.warnings);
    let templates = session.templates()?;
    let path_of = |origin| match origin {
        &Origin::Embedded => None,
        Origin::User(path) => Some(path.as_str()),
    };
    let all: Vec<_> = templates.list().into_iter().map(|(name, origin)| (name, path_of(origin))).collect();
    output::print(&if output.is_json() { render::rules::templates_json(&all) } else { render::rules::templates(&all) });
    Ok(Verdict::Clean)
}

/// The text of an embedded template.
fn embedded(name: &str) -> Result<&'static str> {
    let wanted = name.strip_suffix(SUFFIX).unwrap_or(name);
    let known = || EMBEDDED.iter().map(|(name, text)| (name.strip_suffix(SUFFIX).unwrap_or(name), *text));
    let found = known().find(|(name, _)| *name == wanted).map(|(_, text)| text);
    found.ok_or_else(|| {
        let help = did_you_mean(wanted, known().map(|(name, _)| name));
        Error::new(ErrorKind::Usage, format!("there is no embedded template `{name}`"))
            .with_help(help.unwrap_or_else(|| "`roadspec template` lists every template".to_owned()))
    })
}

impl Session {
    /// The templates in force: the embedded ones, and those of the repository in their places.
    pub(super) fn templates(&self) -> Result<Templates> {
        let folder = self.config.template_folder();
        let inside = format!("{folder}/");
        let matches = |path: &str| path.starts_with(&inside) && path.ends_with(EXTENSION);
        let listing = self.snapshot.list(&Selection { matches: &matches, folders: std::slice::from_ref(&folder) })?;
        if let Some(odd) = listing.oddities.first() {
            return Err(refused(&odd.path, &in_words(&odd.kind)));
        }
        let contents = self.snapshot.load(&listing.files)?;
        let files = listing.files.into_iter().map(|file| file.path).zip(contents);
        Templates::new(files.map(|(path, content)| read(path, content, &inside)).collect::<Result<_>>()?)
    }
}

/// A file of the folder of templates.
fn read(path: RepoPath, content: Content, inside: &str) -> Result<UserTemplate> {
    let name = path.as_str().strip_prefix(inside).unwrap_or(path.as_str()).to_owned();
    let short = name.strip_suffix(SUFFIX);
    if short.is_none_or(|short| short.strip_prefix("partials/").unwrap_or(short).contains('/')) {
        let help = format!("templates lie in `{inside}` and `{inside}partials/`, and their names end in `{SUFFIX}`");
        return Err(refused(path.as_str(), "has the name of no template").with_help(help));
    }
    let too_large = |bytes: String| format!("has {bytes} bytes, and a template has at most {MAX_BYTES}");
    let text = match content {
        Content::Bytes(bytes) if bytes.len() > MAX_BYTES => Err(too_large(bytes.len().to_string())),
        Content::Bytes(bytes) => String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned()),
        Content::TooLarge(bytes) => Err(too_large(bytes.to_string())),
        Content::Gone => Err("went away while it was read".to_owned()),
        Content::Refused(reason) => Err(reason),
    };
    let text = text.map_err(|reason| refused(path.as_str(), &reason))?;
    Ok(UserTemplate { name, path, text })
}

/// Why a name is no regular file, a clause that follows it.
fn in_words(kind: &OddityKind) -> String {
    match kind {
        OddityKind::Unsafe(reason) => reason.clone(),
        OddityKind::Symlink => "is a symbolic link, and none is followed".to_owned(),
        OddityKind::Submodule => "is a submodule, and none is entered".to_owned(),
        OddityKind::Unmerged => "has unresolved merge conflicts".to_owned(),
        OddityKind::IntentToAdd => "is not part of the next commit".to_owned(),
        OddityKind::Special => "is no regular file".to_owned(),
    }
}

/// The refusal of a file of the folder of templates.
fn refused(path: &str, reason: &str) -> Error {
    Error::new(ErrorKind::Template, format!("the template `{path}` {reason}"))
        .with_help("mend it, or take it out of the folder that `templates` in the configuration names")
}
