//! The index: what the next commit would hold, in conflict, sparse or only intended as it may be.
//! How it differs from `HEAD` is `staged`'s business.

use std::path::Path;

use gix::bstr::BStr;
use gix::index::entry::{Flags, Mode, Stage};
use gix::index::{Entry, File};

use super::gather::Gather;
use super::{Content, OddityKind, Origin, objects, tree};
use crate::error::{Error, ErrorKind, Result};
use crate::path::{RepoPath, quoted};

/// Reads the index at `path`; like git, takes one that does not exist for empty.
///
/// # Errors
/// `environment` if it is damaged.
pub(super) fn read(repository: &gix::Repository, path: &Path) -> Result<File> {
    // One thread: the offsets that tell threads where to start are the one part of the file that is not checked.
    let options = gix::index::decode::Options { thread_limit: Some(1), ..Default::default() };
    let shown = quoted(path.as_os_str().as_encoded_bytes());
    let help = format!("if git cannot read it either, remove {shown} and run `git reset`: it loses what is staged");
    let index = File::at_or_default(path, repository.object_hash(), false, options).map_err(|error| {
        objects::trouble(ErrorKind::Environment, "the index cannot be read", &error).with_help(help.clone())
    })?;
    if index.entries().is_sorted_by(|a, b| (a.path(&index), a.stage_raw()) < (b.path(&index), b.stage_raw())) {
        Ok(index)
    } else {
        Err(Error::new(ErrorKind::Environment, "the index is damaged: its entries are out of order").with_help(help))
    }
}

/// Takes the files that the next commit would hold.
///
/// # Errors
/// `object` for a missing or damaged tree of a sparse index.
pub(super) fn list(repository: &gix::Repository, index: &File, gather: &mut Gather<'_>) -> Result<()> {
    for entry in index.entries() {
        let path = entry.path(index);
        if entry.stage() != Stage::Unconflicted {
            gather.wanted_but(path, OddityKind::Unmerged);
        } else if entry.flags.contains(Flags::INTENT_TO_ADD) {
            gather.wanted_but(path, OddityKind::IntentToAdd);
        } else {
            take(repository, entry, path, gather)?;
        }
    }
    Ok(())
}

/// Takes an entry as the commit would hold it.
pub(super) fn take(repository: &gix::Repository, entry: &Entry, path: &BStr, gather: &mut Gather<'_>) -> Result<()> {
    match entry.mode {
        Mode::FILE | Mode::FILE_EXECUTABLE => gather.file(path, Origin::Object(entry.id)),
        Mode::SYMLINK => gather.link(path),
        Mode::COMMIT => gather.closed(path, OddityKind::Submodule),
        Mode::DIR => {
            let folder = path.strip_suffix(b"/").unwrap_or(path);
            if gather.reaches(folder) {
                tree::list(repository, entry.id, folder, gather)?;
            }
        }
        other => gather.wanted_but(path, OddityKind::Unsafe(format!("has the unknown mode {:o}", other.bits()))),
    }
    Ok(())
}

/// One file of the next commit.
///
/// # Errors
/// `object` if the content is missing or damaged.
pub(super) fn read_file(repository: &gix::Repository, index: &File, path: &RepoPath) -> Result<Option<Content>> {
    let name = BStr::new(path.as_str());
    let Some(entry) = index.entry_by_path_and_stage(name, Stage::Unconflicted) else {
        if index.entry_range(name).is_some() {
            return Ok(Some(Content::Refused("is in conflict".to_owned())));
        }
        return read_left_out(repository, index, path);
    };
    match entry.mode {
        _ if entry.flags.contains(Flags::INTENT_TO_ADD) => Ok(None),
        Mode::FILE | Mode::FILE_EXECUTABLE => objects::blob(repository, entry.id, path.as_str()).map(Some),
        Mode::SYMLINK => Ok(Some(Content::Refused("is, or lies behind, a symbolic link".to_owned()))),
        _ => Ok(None),
    }
}

/// One file that a sparse checkout leaves out of the worktree.
///
/// # Errors
/// As [`read_file`].
pub(super) fn read_skipped(repository: &gix::Repository, index: &File, path: &RepoPath) -> Result<Option<Content>> {
    match index.entry_by_path_and_stage(BStr::new(path.as_str()), Stage::Unconflicted) {
        Some(entry) if !entry.flags.contains(Flags::SKIP_WORKTREE) => Ok(None),
        Some(_) => read_file(repository, index, path),
        None => read_left_out(repository, index, path),
    }
}

/// Whether anything below `folder` is tracked.
pub(super) fn tracks_below(index: &File, folder: &[u8]) -> bool {
    first_below(index, folder).is_some()
}

/// The first entry below `folder`.
fn first_below<'i>(index: &'i File, folder: &[u8]) -> Option<&'i Entry> {
    let start = [folder, b"/"].concat();
    let first = index.entries().partition_point(|entry| **entry.path(index) < *start);
    index.entries().get(first).filter(|entry| entry.path(index).starts_with(&start))
}

/// Whether the next commit would hold anything at `path`, a file or a folder.
///
/// # Errors
/// `object` for a missing or damaged tree of a sparse index.
pub(super) fn exists(repository: &gix::Repository, index: &File, path: &str) -> Result<bool> {
    let staged = |entry: &Entry| !entry.flags.contains(Flags::INTENT_TO_ADD);
    let range = index.entry_range(BStr::new(path)).unwrap_or_default();
    if index.entries()[range].iter().any(staged) || tracks_below(index, path.as_bytes()) {
        return Ok(true);
    }
    match left_out(index, path) {
        Some((tree, folder, rest)) => tree::exists(repository, tree, folder, rest),
        None => Ok(false),
    }
}

/// Whether a sparse checkout leaves `path`, a file or a folder, out of the worktree.
///
/// # Errors
/// As [`exists`].
pub(super) fn is_skipped(repository: &gix::Repository, index: &File, path: &str) -> Result<bool> {
    let own = index.entry_by_path_and_stage(BStr::new(path), Stage::Unconflicted);
    if let Some(entry) = own.or_else(|| first_below(index, path.as_bytes())) {
        return Ok(entry.flags.contains(Flags::SKIP_WORKTREE));
    }
    match left_out(index, path) {
        Some((tree, folder, rest)) => tree::exists(repository, tree, folder, rest),
        None => Ok(false),
    }
}

/// One file in a folder that a sparse index holds as a tree.
fn read_left_out(repository: &gix::Repository, index: &File, path: &RepoPath) -> Result<Option<Content>> {
    match left_out(index, path.as_str()) {
        Some((tree, folder, rest)) => tree::read_file(repository, tree, folder, rest),
        None => Ok(None),
    }
}

/// The tree that a sparse index holds in place of a folder above `path`, that folder, and the rest of the path.
fn left_out<'p>(index: &File, path: &'p str) -> Option<(gix::ObjectId, &'p str, &'p str)> {
    path.match_indices('/').find_map(|(at, _)| {
        let (folder, rest) = path.split_at(at);
        let entry = index.entry_by_path_and_stage(BStr::new(&format!("{folder}/")), Stage::Unconflicted);
        let entry = entry.filter(|entry| entry.mode == Mode::DIR)?;
        Some((entry.id, folder, rest.trim_start_matches('/')))
    })
}
