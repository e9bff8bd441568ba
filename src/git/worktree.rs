//! The files on disk: tracked ones, untracked ones that are not ignored, and those that a sparse checkout leaves out.
//! How a folder or file is opened safely is `beneath`'s business.

use std::path::Path;

use gix::bstr::BStr;
use gix::index::File;
use gix::index::entry::{Flags, Mode, Stage};
use gix::worktree::stack::state::ignore;

use super::beneath::{self, Beneath, Entry, Kind, is_git_dir};
use super::gather::{Gather, joined};
use super::{OddityKind, Origin, Selection, index, objects};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;

/// Takes the files of the worktree at `root`.
///
/// # Errors
/// `environment` for a folder or a `.gitignore` that cannot be read, `object` as in [`index::take`].
pub(super) fn list(repository: &gix::Repository, root: &Path, index: &File, gather: &mut Gather<'_>) -> Result<()> {
    let excludes = repository
        .excludes(index, None, ignore::Source::WorktreeThenIdMappingIfNotSkipped)
        .map_err(|error| objects::trouble(ErrorKind::Environment, "the ignore rules cannot be read", &error))?;
    let mut walk = Walk { disk: beneath::at(root)?, index, excludes, pending: vec![Vec::new()] };
    while let Some(folder) = walk.pending.pop() {
        walk.folder(&folder, gather)?;
    }
    left_out(repository, index, gather)
}

struct Walk<'r> {
    disk: Beneath,
    index: &'r File,
    excludes: gix::AttributeStack<'r>,
    /// The folders still to enter.
    pending: Vec<Vec<u8>>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &[u8], gather: &mut Gather<'_>) -> Result<()> {
        let Some(entries) = self.disk.entries(folder)? else { return Ok(()) };
        let is_nested = !folder.is_empty() && entries.iter().any(|entry| is_git_dir(&entry.name));
        if is_nested && !index::tracks_below(self.index, folder) {
            gather.closed(folder, OddityKind::Submodule);
            return Ok(());
        }
        if entries.iter().any(|entry| entry.name == b".gitignore" && entry.kind == Kind::Other) {
            let name = quoted(&joined(folder, b".gitignore"));
            return Err(Error::new(ErrorKind::Environment, format!("{name} is not a regular file"))
                .with_help("remove it, or make it a file"));
        }
        entries.iter().filter(|entry| !is_git_dir(&entry.name)).try_for_each(|entry| self.entry(folder, entry, gather))
    }

    fn entry(&mut self, folder: &[u8], entry: &Entry, gather: &mut Gather<'_>) -> Result<()> {
        let path = joined(folder, &entry.name);
        match entry.kind {
            Kind::Folder if !gather.reaches(&path) => {}
            Kind::Folder if self.mode(&path) == Some(Mode::COMMIT) => gather.closed(&path, OddityKind::Submodule),
            Kind::Folder => {
                if index::tracks_below(self.index, &path) || !self.is_ignored(&path, Mode::DIR)? {
                    self.pending.push(path);
                }
            }
            Kind::Link => {
                if self.counts(&path, Mode::SYMLINK)? {
                    gather.link(&path);
                }
            }
            Kind::File if gather.wants(&path) && self.counts(&path, Mode::FILE)? => gather.file(&path, Origin::Disk),
            Kind::Other if gather.wants(&path) && self.counts(&path, Mode::FILE)? => {
                gather.wanted_but(&path, OddityKind::Special);
            }
            Kind::File | Kind::Other => {}
        }
        Ok(())
    }

    /// Whether what stands at `path` is tracked, or untracked and not ignored.
    fn counts(&mut self, path: &[u8], mode: Mode) -> Result<bool> {
        Ok(self.index.entry_range(BStr::new(path)).is_some() || !self.is_ignored(path, mode)?)
    }

    fn is_ignored(&mut self, path: &[u8], mode: Mode) -> Result<bool> {
        match self.excludes.at_entry(BStr::new(path), Some(mode)) {
            Ok(platform) => Ok(platform.is_excluded()),
            Err(error) => Err(Error::new(
                ErrorKind::Environment,
                format!("the ignore rules for {} cannot be read: {error}", quoted(path)),
            )),
        }
    }

    fn mode(&self, path: &[u8]) -> Option<Mode> {
        self.index.entry_by_path_and_stage(BStr::new(path), Stage::Unconflicted).map(|entry| entry.mode)
    }
}

/// Takes what is in the index but by intention not on disk, and reports conflicts.
fn left_out(repository: &gix::Repository, index: &File, gather: &mut Gather<'_>) -> Result<()> {
    let on_disk = gather.names();
    let wants = |path: &str| (gather.selection().matches)(path) && !on_disk.contains(path.as_bytes());
    let absent = Selection { matches: &wants, folders: gather.selection().folders };
    let mut left_out = Gather::new(&absent);
    for entry in index.entries().iter().filter(|entry| entry.flags.contains(Flags::SKIP_WORKTREE)) {
        index::take(repository, entry, entry.path(index), &mut left_out)?;
    }
    let left_out = left_out.finish();
    gather.extend(left_out);
    for entry in index.entries().iter().filter(|entry| entry.stage() != Stage::Unconflicted) {
        gather.wanted_but(entry.path(index), OddityKind::Unmerged);
    }
    Ok(())
}
