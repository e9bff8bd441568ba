//! What must not be written to, and why (decision 30): what git is in the middle of, leaves out or does not look at, and
//! what is no file of its own. Whether somebody changes a file while it is written is the writer's business.

use std::collections::BTreeMap;
use std::path::Path;

use gix::bstr::BStr;
use gix::index::File;
use gix::index::entry::{Mode, Stage};
use gix::worktree::stack::state::ignore;

use super::beneath::{self, Beneath, Leaf};
use super::{Content, index, objects};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;

const SUBMODULE: &str = "lies in another repository";
const SYMLINK: &str = "is a symbolic link";

/// Those of `paths` that no edit may touch, each with the reason in words that follow its name. A path where nothing
/// stands yet may be among them. A folder on the way that is a link is the writer's to refuse, for only it can be sure.
///
/// # Errors
/// `environment` if the worktree or an ignore file cannot be read, `object` for a damaged tree of a sparse index.
pub(super) fn refusals<'p>(
    repository: &gix::Repository,
    root: &Path,
    index: &File,
    paths: impl Iterator<Item = &'p RepoPath>,
) -> Result<BTreeMap<RepoPath, String>> {
    let excludes = repository
        .excludes(index, None, ignore::Source::WorktreeThenIdMappingIfNotSkipped)
        .map_err(|error| objects::trouble(ErrorKind::Environment, "the ignore rules cannot be read", &error))?;
    let mut guard = Guard { repository, disk: beneath::at(root)?, index, excludes };
    let mut refusals = BTreeMap::new();
    for path in paths {
        if let Some(why) = guard.refusal(path)? {
            refusals.insert(path.clone(), why.to_owned());
        }
    }
    Ok(refusals)
}

struct Guard<'r> {
    repository: &'r gix::Repository,
    disk: Beneath,
    index: &'r File,
    excludes: gix::AttributeStack<'r>,
}

impl Guard<'_> {
    fn refusal(&mut self, path: &RepoPath) -> Result<Option<&'static str>> {
        let name = BStr::new(path.as_str());
        let entries = &self.index.entries()[self.index.entry_range(name).unwrap_or_default()];
        if entries.iter().any(|entry| entry.stage() != Stage::Unconflicted) {
            return Ok(Some("is in conflict: resolve it first"));
        }
        if self.is_in_submodule(path)? {
            return Ok(Some(SUBMODULE));
        }
        // Where the file system has no links, git writes their targets into files.
        if entries.iter().any(|entry| entry.mode == Mode::SYMLINK) {
            return Ok(Some(SYMLINK));
        }
        let leaf = self.disk.leaf(path);
        let why = match leaf {
            Leaf::Shared => Some("has another name, a hard link, which would keep the old text"),
            Leaf::Link => Some(SYMLINK),
            Leaf::Other => Some("is not a regular file"),
            Leaf::File | Leaf::Nothing => None,
        };
        if why.is_some() {
            return Ok(why);
        }
        if leaf == Leaf::Nothing && index::is_skipped(self.repository, self.index, path.as_str())? {
            return Ok(Some("is left out of the worktree by a sparse checkout"));
        }
        let is_ignored = entries.is_empty() && self.is_ignored(path)?;
        Ok(is_ignored.then_some("is ignored by git"))
    }

    /// Whether a folder on the way is a submodule, or another repository that lies among the files.
    fn is_in_submodule(&mut self, path: &RepoPath) -> Result<bool> {
        let folders = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        for folder in folders.chain([path.as_str()]) {
            let entry = self.index.entry_by_path_and_stage(BStr::new(folder), Stage::Unconflicted);
            if entry.is_some_and(|entry| entry.mode == Mode::COMMIT) {
                return Ok(true);
            }
            let is_open = folder == path.as_str() || index::tracks_below(self.index, folder.as_bytes());
            if !is_open && self.disk.holds_repository(folder.as_bytes())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_ignored(&mut self, path: &RepoPath) -> Result<bool> {
        match self.excludes.at_entry(BStr::new(path.as_str()), Some(Mode::FILE)) {
            Ok(platform) => Ok(platform.is_excluded()),
            Err(error) => {
                Err(Error::new(ErrorKind::Environment, format!("the ignore rules for {path} cannot be read: {error}")))
            }
        }
    }
}

/// Those of `paths` that hold what only the worktree has, so that git could not bring it back, each with the reason in
/// words that follow its name. Line ends do not count: git may convert them.
///
/// # Errors
/// `object` if a blob is missing or damaged, `environment` if the worktree is gone.
pub(super) fn dirty<'p>(
    repository: &gix::Repository,
    root: &Path,
    index: &File,
    paths: impl Iterator<Item = &'p RepoPath>,
) -> Result<BTreeMap<RepoPath, String>> {
    let mut disk = beneath::at(root)?;
    let mut dirty = BTreeMap::new();
    for path in paths {
        let content = disk.read(path);
        let why = match (&content, index::read_file(repository, index, path)?) {
            (Content::Gone, _) => continue,
            (_, None) => "is not tracked by git",
            (Content::Bytes(own), Some(Content::Bytes(staged))) if lines_of(own) == lines_of(&staged) => continue,
            _ => "has changes that are not staged",
        };
        dirty.insert(path.clone(), why.to_owned());
    }
    Ok(dirty)
}

/// A text as git may store it: with LF line ends.
fn lines_of(bytes: &[u8]) -> Vec<u8> {
    let is_kept = |(at, byte): (usize, &u8)| (*byte != b'\r' || bytes.get(at + 1) != Some(&b'\n')).then_some(*byte);
    bytes.iter().enumerate().filter_map(is_kept).collect()
}
