//! Replacing a file by a finished one, if it still holds what it held when that was planned (compare and swap). At every
//! moment its name stands for all of the old text or all of the new; what somebody saves meanwhile is never lost where
//! the kernel can exchange two files.

use std::os::fd::AsFd as _;

use rustix::io::Errno;

use super::draft::{Draft, Swap};
use super::target::{Found, Look, find, holds, length, look};
use super::{Replacement, Writer, Written, failed, folder};
use crate::error::Result;

/// Only the owner reads a draft until it has the mode of the file it replaces.
const PRIVATE: u32 = 0o600;

/// Carries out one replacement.
///
/// # Errors
/// As [`Writer::replace`].
pub(super) fn replace(writer: &Writer, job: &Replacement) -> Result<Written> {
    let Some(folder) = folder::existing(writer.root.as_fd(), job.path.parent())? else { return Ok(Written::Changed) };
    let (folder, name) = (folder.as_fd(), job.path.file_name());
    let trouble = |errno| failed(&format!("`{}`", job.path), errno);
    let found = match find(folder, name, &job.before).map_err(trouble)? {
        Ok(found) => found,
        Err(written) => return Ok(written),
    };
    let draft = Draft::new(folder, name, &job.after, PRIVATE, &writer.leftover).map_err(trouble)?;
    if let Err(why) = found.lend_attributes(&draft.file).map_err(trouble)? {
        return Ok(Written::Refused(why.to_owned()));
    }
    draft.sync().map_err(trouble)?;
    let swap = draft.into_swap(&job.before, &job.after).map_err(trouble)?;
    match exchange(writer, &swap, name, &found, job) {
        Ok(Step::Exchanged) => settle(writer, swap, name, job),
        Ok(Step::Over) => folder::sync(folder).map(|()| Written::Replaced).map_err(trouble),
        Ok(Step::Changed) => {
            swap.remove_if(&job.after);
            Ok(Written::Changed)
        }
        Err(errno) => {
            swap.remove_if(&job.after);
            Err(trouble(errno))
        }
    }
}

/// How far one attempt came.
enum Step {
    Exchanged,
    /// The old file is gone: there is no exchange here.
    Over,
    /// The file is not as it was.
    Changed,
}

/// Gives the name to the new file, if the old one is still as it was found.
fn exchange(
    writer: &Writer,
    swap: &Swap<'_>,
    name: &str,
    found: &Found,
    job: &Replacement,
) -> rustix::io::Result<Step> {
    match look(swap.folder, name, length(&job.before))? {
        Look::File(now) if now.is_unchanged_since(found) => {}
        Look::File(_) | Look::Gone | Look::Unfit(_) => return Ok(Step::Changed),
    }
    match writer.calls.exchange(swap.folder, &swap.name, name) {
        Ok(true) => Ok(Step::Exchanged),
        // What is saved between the look above and here is lost: the admitted window.
        Ok(false) => rustix::fs::renameat(swap.folder, swap.name.as_str(), swap.folder, name).map(|()| Step::Over),
        Err(Errno::NOENT) => Ok(Step::Changed),
        Err(errno) => Err(errno),
    }
}

/// Looks at what came out of the exchange, and removes it only if it is what was to be replaced. The look comes after
/// the wait for the disk, so that who was about to write into the old file has done so.
pub(super) fn settle(writer: &Writer, swap: Swap<'_>, name: &str, job: &Replacement) -> Result<Written> {
    let trouble = |errno| failed(&format!("`{}`", job.path), errno);
    let synced = folder::sync(swap.folder);
    match holds(swap.folder, &swap.name, &job.before) {
        Ok(true) => {
            swap.remove();
            synced.map(|()| Written::Replaced).map_err(trouble)
        }
        Ok(false) => put_back(writer, swap, name, job).map(|()| Written::Changed),
        Err(errno) => Err(put_back(writer, swap, name, job).err().unwrap_or_else(|| trouble(errno))),
    }
}

/// Gives the name back to what came out. Every version stays under one of the two names, and where somebody saved
/// again in between, both are left.
fn put_back(writer: &Writer, swap: Swap<'_>, name: &str, job: &Replacement) -> Result<()> {
    let shown = format!("`{}`", job.path);
    let back = |swap: &Swap<'_>| writer.calls.exchange(swap.folder, &swap.name, name);
    if back(&swap) != Ok(true) {
        return Err(swap.keep(&shown));
    }
    match holds(swap.folder, &swap.name, &job.after) {
        Ok(true) => {
            // Whether the disk has it or the new text, it has one of them whole.
            let _ = folder::sync(swap.folder);
            swap.remove();
            Ok(())
        }
        Ok(false) => {
            // The later save belongs under the name.
            let _ = back(&swap);
            Err(swap.keep(&shown))
        }
        Err(_) => Err(swap.keep(&shown)),
    }
}
