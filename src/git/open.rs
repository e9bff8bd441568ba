//! Which repository is meant, by the command line, the environment or where the user stands, as git decides it.
//! What is then read from it is decided elsewhere.
//!
//! `gix` could read git's environment itself, but only of the whole process: a test could not set it, a second
//! repository would inherit the first one's index, and object directories would be ignored in silence. So it is told
//! to read none of it, and every variable that git gives a hook is looked up here.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use gix::discover::repository::Path as Discovered;
use gix::sec::{Permission, Trust};

use super::{Request, objects};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;

/// An open repository and how it lies around the user.
pub(super) struct Opened {
    pub(super) repository: gix::ThreadSafeRepository,
    pub(super) root: Option<PathBuf>,
    pub(super) prefix: String,
    pub(super) warnings: Vec<String>,
    pub(super) index_path: PathBuf,
    names_index: bool,
}

impl Opened {
    /// The worktree's root.
    ///
    /// # Errors
    /// `environment` in a bare repository.
    pub(super) fn worktree(&self) -> Result<PathBuf> {
        self.root.clone().ok_or_else(|| bare("worktree"))
    }

    /// Where the index lies.
    ///
    /// # Errors
    /// `environment` in a bare repository, unless the environment names an index.
    pub(super) fn committable_index(&self) -> Result<&Path> {
        if self.root.is_some() || self.names_index { Ok(&self.index_path) } else { Err(bare("index")) }
    }
}

/// Finds and opens the repository.
///
/// # Errors
/// `environment` if there is none, or none that can be read as the environment demands.
pub(super) fn repository(request: &Request<'_>) -> Result<Opened> {
    let variable = |name: &str| (request.environment)(name).filter(|value| !value.is_empty());
    let directory = request.directory.canonicalize().map_err(|error| {
        let shown = shown(request.directory);
        Error::new(ErrorKind::Environment, format!("the folder {shown} cannot be entered: {error}"))
    })?;
    refuse_quarantine(&variable)?;
    let named = request.git_dir.map(Path::to_owned).or_else(|| variable("GIT_DIR").map(PathBuf::from));
    let is_named = named.is_some();
    let path = match named {
        Some(git_dir) => directory.join(git_dir),
        None => discovered(&directory, &variable)?,
    };
    let mut repository = options(&variable).open(&path).map_err(|error| {
        objects::trouble(ErrorKind::Environment, &format!("no repository can be opened at {}", shown(&path)), &error)
            .with_help("name one with `--git-dir`, or run `git init`")
    })?;
    let mut local = repository.to_thread_local();
    refuse_other_stores(&local, &directory, &variable)?;
    let root = root(&local, &directory, is_named, &variable)?;
    local
        .set_workdir(root.clone())
        .map_err(|error| objects::trouble(ErrorKind::Environment, "the worktree cannot be read", &error))?;
    let warnings = warnings(local.git_dir_trust(), root.as_deref().unwrap_or(local.git_dir()));
    let index = variable("GIT_INDEX_FILE");
    let names_index = index.is_some();
    let index_path = match index {
        // Git enters the worktree's root before it opens the index.
        Some(index) => root.as_deref().unwrap_or(&directory).join(index),
        None => local.git_dir().join("index"),
    };
    let prefix = prefix(&directory, root.as_deref(), local.git_dir())?;
    repository = local.into_sync();
    Ok(Opened { repository, root, prefix, warnings, index_path, names_index })
}

/// Finds the repository around `directory`.
fn discovered(directory: &Path, variable: &dyn Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let options = gix::discover::upwards::Options {
        ceiling_dirs: variable("GIT_CEILING_DIRECTORIES").map(|list| ceilings(&list)).unwrap_or_default(),
        match_ceiling_dir_or_error: false,
        cross_fs: variable("GIT_DISCOVERY_ACROSS_FILESYSTEM").is_some_and(|value| is_true(&value)),
        ..Default::default()
    };
    let (found, _) = gix::discover::upwards_opts(directory, options).map_err(|error| {
        objects::trouble(ErrorKind::Environment, "this is no git repository", &error)
            .with_help("run this inside a repository, name one with `--git-dir`, or run `git init`")
    })?;
    match found {
        Discovered::WorkTree(root) | Discovered::LinkedWorkTree { work_dir: root, .. } => Ok(root),
        // Anyone can commit the files of a bare repository, with a configuration of their own (`safe.bareRepository`).
        Discovered::Repository(git_dir) => Err(Error::new(
            ErrorKind::Environment,
            format!("{} is a bare repository, which is not used unless it is named", shown(&git_dir)),
        )
        .with_help("if you trust it, name it with `--git-dir` (or `GIT_DIR`)")),
    }
}

/// What of the user's configuration counts, as git's own variables have it.
fn options(variable: &dyn Fn(&str) -> Option<OsString>) -> gix::open::Options {
    // The home of another user than this process's would otherwise be mixed with this process's.
    let same =
        |name: &str| if variable(name) == super::environment(name) { Permission::Allow } else { Permission::Deny };
    let mut permissions = gix::open::Permissions::all();
    permissions.env = gix::open::permissions::Environment {
        home: same("HOME"),
        xdg_config_home: same("XDG_CONFIG_HOME"),
        ..gix::open::permissions::Environment::isolated()
    };
    permissions.config.env = false;
    permissions.config.system = !variable("GIT_CONFIG_NOSYSTEM").is_some_and(|value| is_true(&value));
    let mut options = gix::open::Options::default();
    let system = variable("GIT_CONFIG_SYSTEM").map(PathBuf::from);
    if let Some(global) = variable("GIT_CONFIG_GLOBAL") {
        // `gix` has no option for this file. As the system's it is trusted alike; the system's goes one step down.
        permissions.config.user = false;
        permissions.config.git = false;
        permissions.config.git_binary = permissions.config.system;
        permissions.config.system = true;
        options = options
            .git_installation_config_path(system.unwrap_or_else(|| PathBuf::from("/etc/gitconfig")))
            .system_config_path(global);
    } else if let Some(system) = system {
        options = options.system_config_path(system);
    }
    options.permissions(permissions)
}

/// The worktree's root: named, configured, around the git directory, or, as git has it for a git directory that is
/// named and lies elsewhere, where the user stands.
fn root(
    repository: &gix::Repository,
    directory: &Path,
    is_named: bool,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Option<PathBuf>> {
    let declared_bare = repository.config_snapshot().boolean("core.bare");
    let root = match (variable("GIT_WORK_TREE"), repository.workdir()) {
        (Some(named), _) => directory.join(named),
        (None, Some(root)) => root.to_owned(),
        (None, None) if is_named && declared_bare == Some(false) => directory.to_owned(),
        (None, None) => return Ok(None),
    };
    root.canonicalize().map(Some).map_err(|error| {
        Error::new(ErrorKind::Environment, format!("the worktree {} cannot be entered: {error}", shown(&root)))
    })
}

fn prefix(directory: &Path, root: Option<&Path>, git_dir: &Path) -> Result<String> {
    let git_dir = git_dir.canonicalize();
    let is_outside = git_dir.is_ok_and(|git_dir| directory.starts_with(git_dir));
    let Some(below) = root.and_then(|root| directory.strip_prefix(root).ok()).filter(|_| !is_outside) else {
        return Ok(String::new());
    };
    let names = below.components().map(Component::as_os_str);
    let names: Option<Vec<&str>> = names.map(OsStr::to_str).collect();
    names.map(|names| names.join("/")).ok_or_else(|| {
        Error::new(ErrorKind::Environment, format!("the name of the folder {} is not UTF-8", shown(directory)))
            .with_help("run this in another folder of the repository")
    })
}

/// Objects that a push has brought but not yet kept lie where `gix` does not look.
fn refuse_quarantine(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<()> {
    if variable("GIT_QUARANTINE_PATH").is_none() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Environment,
        "objects in quarantine (GIT_QUARANTINE_PATH is set) cannot be read: pre-receive and update hooks are not supported",
    )
    .with_help("check in a post-receive hook, or in CI"))
}

/// Where git would look for objects and references but `gix` would not.
fn refuse_other_stores(
    repository: &gix::Repository,
    directory: &Path,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<()> {
    let same = |path: &Path, other: &Path| match (path.canonicalize(), other.canonicalize()) {
        (Ok(path), Ok(other)) => path == other,
        _ => false,
    };
    let common = repository.common_dir();
    let stores = [
        ("GIT_COMMON_DIR", Some(common.to_owned())),
        ("GIT_OBJECT_DIRECTORY", Some(common.join("objects"))),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", None),
    ];
    for (name, usual) in stores {
        let Some(value) = variable(name) else { continue };
        if !usual.is_some_and(|usual| same(&directory.join(&value), &usual)) {
            let message = format!("{name} names a place that cannot be read");
            return Err(Error::new(ErrorKind::Environment, message)
                .with_help(format!("unset {name}; `objects/info/alternates` is read")));
        }
    }
    Ok(())
}

/// Git refuses what another user owns, because it runs what the configuration names; nothing is run here.
fn warnings(trust: Trust, place: &Path) -> Vec<String> {
    match trust {
        Trust::Full => Vec::new(),
        Trust::Reduced => vec![format!(
            "{} belongs to another user: it is read, its configuration does not count (git config --global --add safe.directory {})",
            shown(place),
            shown(place)
        )],
    }
}

/// Whether anything may be written: what another user owns is read at most (decision 29).
///
/// # Errors
/// `write` for a repository of another user.
pub(super) fn may_write(trust: Trust) -> Result<()> {
    match trust {
        Trust::Full => Ok(()),
        Trust::Reduced => {
            Err(Error::new(ErrorKind::Write, "the repository belongs to another user, so nothing is written to it")
                .with_help("if you trust it, add it to `safe.directory` in git's global configuration"))
        }
    }
}

fn bare(what: &str) -> Error {
    Error::new(ErrorKind::Environment, format!("a bare repository has no {what}"))
        .with_help("`check` and `show` read a revision of it: `--rev HEAD`")
}

/// The folders above which no repository is looked for. Relative ones are ignored, as git does.
fn ceilings(list: &OsStr) -> Vec<PathBuf> {
    std::env::split_paths(list).filter(|path| path.is_absolute()).filter_map(|path| path.canonicalize().ok()).collect()
}

/// A boolean as `git config` reads it.
fn is_true(value: &OsStr) -> bool {
    gix::config::Boolean::try_from(value.to_owned()).is_ok_and(|value| value.0)
}

fn shown(path: &Path) -> String {
    quoted(path.as_os_str().as_encoded_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_owner_is_warned_about_and_never_written_to() {
        assert!(warnings(Trust::Full, Path::new("/srv/x")).is_empty());
        assert!(may_write(Trust::Full).is_ok() && may_write(Trust::Reduced).is_err());
        let warned = warnings(Trust::Reduced, Path::new("/srv/x"));
        assert!(warned.iter().all(|warning| warning.contains("/srv/x belongs to another user")) && warned.len() == 1);
    }

    #[test]
    fn booleans_are_those_of_git() {
        for (value, expected) in [("1", true), ("yes", true), ("on", true), ("true", true), ("0", false), ("no", false)]
        {
            assert_eq!(is_true(OsStr::new(value)), expected, "{value}");
        }
    }

    #[test]
    fn the_prefix_is_the_way_from_the_root() {
        let (root, git_dir) = (Some(Path::new("/r")), Path::new("/r/.git"));
        for (directory, expected) in [("/r", ""), ("/r/a/b", "a/b"), ("/elsewhere", "")] {
            assert_eq!(prefix(Path::new(directory), root, git_dir).ok().as_deref(), Some(expected));
        }
    }
}
