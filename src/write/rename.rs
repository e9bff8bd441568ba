//! Giving a file of the tree another name. Nothing that has the new name is ever replaced, and the file itself is not
//! opened for writing: whatever is saved in it meanwhile moves with it.

use std::os::fd::{AsFd as _, BorrowedFd};

use rustix::fs::{Dir, renameat};
use rustix::io::Errno;

use super::target::{Look, find, length, look};
use super::{Renaming, Writer, Written, colliding, failed, folder};
use crate::error::{Error, ErrorKind, Result};

/// Carries out one renaming.
///
/// # Errors
/// As [`Writer::rename`].
pub(super) fn rename(writer: &Writer, job: &Renaming) -> Result<Written> {
    let root = writer.root.as_fd();
    let Some(from) = folder::existing(root, job.from.parent())? else { return Ok(Written::Changed) };
    let (old, new) = (job.from.file_name(), job.to.file_name());
    let trouble = |errno| failed(&format!("`{}`", job.to), errno);
    let found = match find(from.as_fd(), old, &job.before).map_err(trouble)? {
        Ok(found) => found,
        Err(written) => return Ok(written),
    };
    let to = folder::made(root, job.to.parent())?;
    let own = (job.from.parent() == job.to.parent()).then_some(old);
    if let Some(other) = folder::twin(to.as_fd(), new, own).map_err(trouble)? {
        return Err(colliding(job.to.as_str(), &other));
    }
    match writer.calls.give((from.as_fd(), old), (to.as_fd(), new)) {
        Ok(()) => {}
        Err(Errno::NOENT) => return Ok(Written::Changed),
        Err(Errno::EXIST) => match look(to.as_fd(), new, length(&job.before)).map_err(trouble)? {
            // A file system that ignores case or composition takes the old name for the new one.
            Look::File(same) if old != new && own.is_some() && same.is_same_file(&found) => {
                respell(to.as_fd(), old, new, job)?;
            }
            Look::File(_) | Look::Gone | Look::Unfit(_) => return Ok(Written::Exists),
        },
        Err(errno) => return Err(trouble(errno)),
    }
    // The new name first: a disk that fails in between may then have two, but never none.
    let synced = [&to, &from].into_iter().try_for_each(|folder| folder::sync(folder.as_fd()));
    synced.map(|()| Written::Moved).map_err(trouble)
}

/// Changes the spelling of a name where both spellings mean the same file.
fn respell(folder: BorrowedFd<'_>, old: &str, new: &str, job: &Renaming) -> Result<()> {
    let trouble = |errno| failed(&format!("`{}`", job.to), errno);
    renameat(folder, old, folder, new).map_err(trouble)?;
    for entry in Dir::read_from(folder).map_err(trouble)? {
        if entry.map_err(trouble)?.file_name().to_bytes() == new.as_bytes() {
            return Ok(());
        }
    }
    let message = format!("`{}` cannot be renamed: the file system keeps the old spelling", job.from);
    Err(Error::new(ErrorKind::Write, message)
        .with_help(format!("move it to another name by hand, then to `{}`", job.to)))
}
