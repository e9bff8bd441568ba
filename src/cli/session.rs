//! From the command line to a corpus: open the snapshot, find its configuration, list, load, build.
//! The same for every command; what is done with the corpus is the command's business.

use std::cell::OnceCell;
use std::path::{Component, Path, PathBuf};

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{self, Config, Globs};
use crate::corpus::{self, Corpus, Input};
use crate::error::{Error, ErrorKind, Result};
use crate::git::{Content, Request, Selection, Snapshot, Source, environment};
use crate::path::RepoPath;
use crate::plan::{Surroundings, Templates};
use crate::rules::RULES;
use crate::schema::{Library, Schemas};

use super::{Global, variables};

/// An open snapshot with the configuration that it holds.
pub(super) struct Session {
    pub(super) snapshot: Snapshot,
    pub(super) config: Config,
    /// What the user should know.
    pub(super) warnings: Vec<String>,
}

/// A corpus, and what it was read by.
pub(super) struct Reading {
    pub(super) corpus: Corpus,
    pub(super) globs: Globs,
    pub(super) schemas: Schemas,
}

/// What lies around a corpus whose files are to be changed.
pub(super) struct Around<'s> {
    session: &'s Session,
    templates: OnceCell<Templates>,
}

impl<'s> Around<'s> {
    pub(super) fn new(session: &'s Session) -> Self {
        Self { session, templates: OnceCell::new() }
    }
}

impl Surroundings for Around<'_> {
    fn existing(&self, paths: BTreeSet<String>) -> Result<BTreeSet<String>> {
        self.session.snapshot.existing(paths)
    }

    fn templates(&self) -> Result<&Templates> {
        match self.templates.get() {
            Some(templates) => Ok(templates),
            None => self.session.templates().map(|templates| self.templates.get_or_init(|| templates)),
        }
    }

    fn refusals(&self, paths: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
        self.session.snapshot.refusals(paths.iter())
    }

    fn dirty(&self, paths: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
        self.session.snapshot.dirty(paths.iter())
    }
}

/// Opens a snapshot.
pub(super) fn open(global: &Global, source: Source) -> Result<Snapshot> {
    let directory = std::env::current_dir().map_err(|error| {
        Error::new(ErrorKind::Environment, format!("the working directory cannot be entered: {error}"))
    })?;
    let git_dir = global.git_dir.as_deref();
    Snapshot::open(&Request { directory: &directory, git_dir, source, environment: &environment })
}

/// Reads the configuration of a snapshot.
pub(super) fn configure(global: &Global, snapshot: Snapshot) -> Result<Session> {
    let mut warnings = snapshot.warnings().to_vec();
    let variable = config::variable(&environment, variables::CONFIG).map(PathBuf::from);
    let found = match (&global.config, &variable) {
        _ if global.isolated => None,
        (Some(path), _) => Some(named(&snapshot, path, "--config")?),
        (None, Some(path)) => Some(named(&snapshot, path, variables::CONFIG)?),
        (None, None) => nearest(&snapshot, &mut warnings)?,
    };
    let config = match &found {
        Some((root, path, text)) => {
            let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
            config::parse(&config::File { root, path: path.as_str(), text }, &rules)?
        }
        None => Config::default(),
    };
    let config = config.with(&environment, &[("--fail-on", global.fail_on.as_deref())])?;
    Ok(Session { snapshot, config, warnings })
}

/// A configuration file: the folder it speaks for, its path, its text.
type Found = (String, RepoPath, String);

/// The nearest configuration file above the working directory.
fn nearest(snapshot: &Snapshot, warnings: &mut Vec<String>) -> Result<Option<Found>> {
    let mut found: Option<Found> = None;
    for (folder, path) in config::candidates(snapshot.prefix()) {
        if found.as_ref().is_some_and(|(root, ..)| *root != folder) {
            break;
        }
        let Some(text) = text(snapshot, &path)? else { continue };
        match &found {
            Some((_, first, _)) => warnings.push(format!("`{path}` is ignored, because `{first}` lies beside it")),
            None => found = Some((folder, path, text)),
        }
    }
    Ok(found)
}

/// The configuration file that was named, and by what.
fn named(snapshot: &Snapshot, path: &Path, by: &str) -> Result<Found> {
    let shown = path.display();
    let from_root = in_repository(snapshot, path).ok_or_else(|| {
        let message = format!("the configuration `{shown}` that `{by}` names does not lie in the repository");
        Error::new(ErrorKind::Usage, message)
            .with_help("it is read from the same snapshot as the specs, so it must be a file of the repository")
    })?;
    let text = text(snapshot, &from_root)?.ok_or_else(|| {
        let message = format!("there is no configuration `{shown}`, which `{by}` names, in {}", snapshot.describe());
        Error::new(ErrorKind::Usage, message).with_help(
            "the path starts at the working directory, and the file is read from the same snapshot as the specs",
        )
    })?;
    let folder = from_root.parent();
    let root = match folder.rsplit_once('/') {
        Some((above, ".config")) => above,
        None if folder == ".config" => "",
        _ => folder,
    };
    Ok((root.to_owned(), from_root, text))
}

/// A path of the command line as a path of the repository.
pub(super) fn in_repository(snapshot: &Snapshot, path: &Path) -> Option<RepoPath> {
    let mut parts: Vec<&str> = snapshot.prefix().split('/').filter(|part| !part.is_empty()).collect();
    let relative = if path.is_absolute() {
        parts.clear();
        let root = snapshot.root()?;
        // The root is named without symbolic links; who names a file may have come through one.
        let is_root = |folder: &&Path| *folder == root || folder.canonicalize().is_ok_and(|real| real == root);
        path.strip_prefix(path.ancestors().filter(is_root).last()?).ok()?
    } else {
        path
    };
    for component in relative.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::Normal(part) => parts.push(part.to_str()?),
            _ => return None,
        }
    }
    RepoPath::new(parts.join("/").as_bytes()).ok()
}

/// The text of a configuration file, if there is one.
fn text(snapshot: &Snapshot, path: &RepoPath) -> Result<Option<String>> {
    let wrong = |why: &str| Error::new(ErrorKind::Configuration, format!("the configuration `{path}` {why}"));
    match snapshot.read(path)? {
        None | Some(Content::Gone) => Ok(None),
        Some(Content::Bytes(bytes)) => {
            String::from_utf8(bytes).map(Some).map_err(|_| wrong("is not UTF-8").with_help("save it as UTF-8"))
        }
        Some(Content::TooLarge(size)) => Err(wrong(&format!("has {size} bytes, far too many"))),
        Some(Content::Refused(reason)) => Err(wrong(&reason)),
    }
}

impl Session {
    /// Which files matter.
    pub(super) fn globs(&self) -> Globs {
        self.config.globs()
    }

    /// A folder of the repository as the profile names it: from the folder that the configuration speaks for.
    pub(super) fn below_root(&self, folder: &RepoPath) -> Result<String> {
        let local = match self.config.root.as_str() {
            "" => Some(folder.as_str()),
            root => folder.as_str().strip_prefix(root).and_then(|rest| rest.strip_prefix('/')),
        };
        local.map(str::to_owned).ok_or_else(|| {
            let message = format!("the output folder `{folder}` does not lie in `{}`", self.config.root);
            Error::new(ErrorKind::Usage, message).with_help("the configuration there speaks for that folder only")
        })
    }

    /// Whether a change to this file can change the verdict.
    pub(super) fn is_relevant(&self, globs: &Globs, path: &str) -> bool {
        let is_configuration =
            |name: &&str| path.strip_suffix(*name).is_some_and(|before| before.is_empty() || before.ends_with('/'));
        globs.matches(path)
            || config::NAMES.iter().any(is_configuration)
            || self.config.file.as_deref() == Some(path)
            || self.config.schemas().iter().any(|schema| schema.as_str() == path)
    }

    /// Reads every spec of the snapshot.
    pub(super) fn corpus(&self) -> Result<Corpus> {
        self.corpus_with(None)
    }

    /// Reads every spec of the snapshot, with one file put in its place.
    pub(super) fn corpus_with(&self, replacement: Option<(RepoPath, Content)>) -> Result<Corpus> {
        Ok(self.read(replacement)?.corpus)
    }

    /// Reads every spec of the snapshot, and keeps what they were read by.
    pub(super) fn read(&self, replacement: Option<(RepoPath, Content)>) -> Result<Reading> {
        let globs = self.globs();
        let matches = |path: &str| globs.matches(path);
        let listing = self.snapshot.list(&Selection { matches: &matches, folders: globs.folders() })?;
        let contents = self.snapshot.load(&listing.files)?;
        let mut files: BTreeMap<RepoPath, Content> =
            listing.files.into_iter().map(|file| file.path).zip(contents).collect();
        files.extend(replacement);
        let files: Vec<(RepoPath, Content)> = files.into_iter().collect();
        let schemas = self.schemas(&files)?;
        let Config { root, profile, .. } = &self.config;
        let (configured, oddities) = (self.config.schemas().to_vec(), listing.oddities);
        let input = Input { profile: profile.clone(), root: root.clone(), files, oddities, configured };
        let mut corpus = Corpus::build(input, &globs, &schemas)?;
        corpus.set_outside(self.snapshot.existing(corpus.outside_links())?);
        Ok(Reading { corpus, globs, schemas })
    }

    /// The schemas that the configuration and documents name, read from the snapshot.
    fn schemas(&self, files: &[(RepoPath, Content)]) -> Result<Schemas> {
        let mut library = Library::default();
        let named = corpus::named_schemas(files);
        for path in self.config.schemas().iter().chain(&named) {
            library.require(path);
        }
        let schemas = library.complete(&|path| {
            Ok(match self.snapshot.read(path)? {
                Some(Content::Bytes(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                Some(Content::TooLarge(_) | Content::Gone | Content::Refused(_)) | None => None,
            })
        })?;
        // A schema that the configuration names keeps everything from being checked, whether a file needs it or not.
        match self.config.schemas().iter().find_map(|path| schemas.fault(path)) {
            Some(fault) => Err(fault.clone().into_error()),
            None => Ok(schemas),
        }
    }

    /// What to say where there is no spec at all.
    pub(super) fn nothing(&self) -> Error {
        let Config { root, profile, .. } = &self.config;
        let globs = profile.include.iter().map(|glob| format!("`{glob}`")).collect::<Vec<_>>().join(", ");
        let under = if root.is_empty() { String::new() } else { format!(" under `{root}`") };
        let message = format!("there is no spec in {}: looked for {globs}{under}", self.snapshot.describe());
        let help = format!(
            "a spec is a Markdown file with `{}` in its front matter; `include` in the configuration says where specs lie",
            profile.keys.specmas
        );
        Error::new(ErrorKind::Nothing, message).with_help(help)
    }
}
