//! Folders beneath the worktree's root, opened component by component so that no symbolic link is followed.
//! What is done in them is decided elsewhere.

use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

use rustix::fs::{Dir, Mode, OFlags, fsync, mkdirat, openat};
use rustix::io::{Errno, retry_on_intr};
use unicode_normalization::UnicodeNormalization as _;

use super::{colliding, failed};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;

/// What the kernel must hold to while a folder is opened.
pub(super) const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opens a folder beneath `root`, creating what is missing.
///
/// # Errors
/// [`ErrorKind::Write`] if a component is a symbolic link or no folder, if a new one would differ from another only by
/// case or composition, or if the system refuses.
pub(super) fn made(root: BorrowedFd<'_>, path: &str) -> Result<OwnedFd> {
    let opened = walk(root, path, |parent, name, reached| match enter(parent, name) {
        Err(Errno::NOENT) => {
            let trouble = |errno| failed(&format!("the folder `{reached}`"), errno);
            match twin(parent, name, None).map_err(trouble)? {
                Some(other) => Err(colliding(reached, &other)),
                None => Ok(make(parent, name)),
            }
        }
        opened => Ok(opened),
    })?;
    opened.ok_or_else(|| failed(&format!("the folder `{path}`"), Errno::NOENT))
}

/// Opens a folder beneath `root`; none if it is not there.
///
/// # Errors
/// [`ErrorKind::Write`] if a component is a symbolic link or no folder, or if the system refuses.
pub(super) fn existing(root: BorrowedFd<'_>, path: &str) -> Result<Option<OwnedFd>> {
    walk(root, path, |parent, name, _| Ok(enter(parent, name)))
}

/// Goes down from `root` by `step`, which gets an open folder, the name to open in it, and that name from the root.
fn walk(
    root: BorrowedFd<'_>,
    path: &str,
    step: impl Fn(BorrowedFd<'_>, &str, &str) -> Result<rustix::io::Result<OwnedFd>>,
) -> Result<Option<OwnedFd>> {
    let mut folder = root
        .try_clone_to_owned()
        .map_err(|error| Error::new(ErrorKind::Write, format!("the worktree cannot be held open: {error}")))?;
    let mut reached = String::new();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        reached = if reached.is_empty() { name.to_owned() } else { format!("{reached}/{name}") };
        folder = match step(folder.as_fd(), name, &reached)? {
            Ok(folder) => folder,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP | Errno::NOTDIR) => return Err(closed(&reached)),
            Err(errno) => return Err(failed(&format!("the folder `{reached}`"), errno)),
        };
    }
    Ok(Some(folder))
}

fn closed(folder: &str) -> Error {
    let message = format!("`{folder}` is a symbolic link or no folder, so nothing is written there");
    Error::new(ErrorKind::Write, message).with_help("put a real folder in its place, or choose another output folder")
}

fn enter(parent: BorrowedFd<'_>, name: &str) -> rustix::io::Result<OwnedFd> {
    retry_on_intr(|| openat(parent, name, FOLDER, Mode::empty()))
}

fn make(parent: BorrowedFd<'_>, name: &str) -> rustix::io::Result<OwnedFd> {
    match mkdirat(parent, name, Mode::from_raw_mode(0o777)) {
        // The new name must be on disk before what is written below it.
        Ok(()) => sync(parent)?,
        Err(Errno::EXIST) => {}
        Err(errno) => return Err(errno),
    }
    enter(parent, name)
}

/// Waits until the names in a folder are on disk, where the file system lets one wait for that.
///
/// # Errors
/// What the system says of a disk that fails.
pub(super) fn sync(folder: BorrowedFd<'_>) -> rustix::io::Result<()> {
    match retry_on_intr(|| fsync(folder)) {
        Err(Errno::INVAL | Errno::NOTSUP) => Ok(()),
        synced => synced,
    }
}

/// A name in the folder, other than `except`, that some file systems cannot tell from `name`, though it is another.
///
/// # Errors
/// If the folder cannot be read.
pub(super) fn twin(folder: BorrowedFd<'_>, name: &str, except: Option<&str>) -> rustix::io::Result<Option<String>> {
    let fold = |name: &str| name.nfc().flat_map(char::to_lowercase).collect::<String>();
    let wanted = fold(name);
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let Ok(other) = std::str::from_utf8(entry.file_name().to_bytes()) else { continue };
        if other != name && except != Some(other) && fold(other) == wanted {
            return Ok(Some(quoted(other.as_bytes())));
        }
    }
    Ok(None)
}
