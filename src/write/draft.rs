//! Drafts: finished or unfinished texts under names of their own, and clearing away those of a run that was killed.
//! A draft that has been exchanged with a file may hold what a person saved, so it is known by what it should hold.

use std::cell::Cell;
use std::fs;
use std::io::Write as _;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, Dir, Mode, OFlags, openat, renameat, unlinkat};
use rustix::io::Errno;

use super::failed;
use super::names::Calls;
use super::target::{Look, holds, look};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;
use crate::text::sha256_hex16_of;

const NEW: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// What every name here ends with: nobody takes such a file for a document.
const SUFFIX: &str = ".roadspec-tmp";
/// What the name of a file ends with that holds what a person saved at the wrong moment.
const KEPT: &str = ".roadspec-kept";

/// Whether something could not be removed. Who finds the lock later clears it away.
pub(super) type Leftover = Cell<bool>;

/// A text under a name of its own, which goes when this does.
pub(super) struct Draft<'w> {
    folder: BorrowedFd<'w>,
    name: String,
    leftover: &'w Leftover,
    pub(super) file: fs::File,
}

impl<'w> Draft<'w> {
    /// Writes a draft beside `name`; `mode` is subject to the umask.
    ///
    /// # Errors
    /// What the system says. Nothing is left behind.
    pub(super) fn new(
        folder: BorrowedFd<'w>,
        name: &str,
        bytes: &[u8],
        mode: u32,
        leftover: &'w Leftover,
    ) -> rustix::io::Result<Self> {
        let (name, file) = create(folder, name, mode)?;
        let mut draft = Self { folder, name, leftover, file: fs::File::from(file) };
        draft.file.write_all(bytes).map_err(|error| errno(&error))?;
        Ok(draft)
    }

    /// Waits until all of it is on disk.
    pub(super) fn sync(&self) -> rustix::io::Result<()> {
        self.file.sync_all().map_err(|error| errno(&error))
    }

    /// Gives the draft a name that nothing has.
    ///
    /// # Errors
    /// As [`Calls::give`].
    pub(super) fn give(mut self, calls: Calls, name: &str) -> rustix::io::Result<()> {
        calls.give((self.folder, &self.name), (self.folder, name))?;
        self.name.clear();
        Ok(())
    }

    /// Puts the draft in the place of a file, whatever that holds.
    pub(super) fn put_over(mut self, name: &str) -> rustix::io::Result<()> {
        renameat(self.folder, self.name.as_str(), self.folder, name)?;
        self.name.clear();
        Ok(())
    }

    /// Makes ready for an exchange. From here on the name tells what the file may hold and still be removed: what was
    /// to be replaced, or what was to replace it.
    pub(super) fn into_swap(mut self, before: &[u8], after: &[u8]) -> rustix::io::Result<Swap<'w>> {
        let stem = self.name.strip_suffix(SUFFIX).unwrap_or(&self.name);
        let name = format!("{stem}.{}-{}{SUFFIX}", sha256_hex16_of(before), sha256_hex16_of(after));
        renameat(self.folder, self.name.as_str(), self.folder, name.as_str())?;
        self.name.clear();
        Ok(Swap { folder: self.folder, name, leftover: self.leftover })
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            remove(self.folder, &self.name, self.leftover);
        }
    }
}

/// A file that is about to be exchanged, or has been. Nothing removes it but a caller that has looked into it.
pub(super) struct Swap<'w> {
    pub(super) folder: BorrowedFd<'w>,
    pub(super) name: String,
    leftover: &'w Leftover,
}

impl Swap<'_> {
    /// Removes it, because a look has shown that it holds what was to go.
    pub(super) fn remove(self) {
        remove(self.folder, &self.name, self.leftover);
    }

    /// Removes it if it holds this; else the next run looks into it.
    pub(super) fn remove_if(self, bytes: &[u8]) {
        match holds(self.folder, &self.name, bytes) {
            Ok(true) => self.remove(),
            Ok(false) | Err(_) => self.leftover.set(true),
        }
    }

    /// Keeps it for a person to look at, and says where.
    pub(super) fn keep(self, of: &str) -> Error {
        keep(self.folder, &self.name, of, self.leftover)
    }
}

/// Opens a draft under a name that nothing has.
fn create(folder: BorrowedFd<'_>, name: &str, mode: u32) -> rustix::io::Result<(String, OwnedFd)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // Process and count make the name its own among this program's; `EXCL` guards against everybody else's.
    let short: String = name.chars().take(40).collect();
    for _ in 0..100 {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let draft = format!(".{short}.{}-{count}{SUFFIX}", std::process::id());
        match rustix::io::retry_on_intr(|| openat(folder, draft.as_str(), NEW, Mode::from_raw_mode(mode))) {
            Err(Errno::EXIST) => {}
            opened => return opened.map(|file| (draft, file)),
        }
    }
    Err(Errno::EXIST)
}

fn remove(folder: BorrowedFd<'_>, name: &str, leftover: &Leftover) {
    match unlinkat(folder, name, AtFlags::empty()) {
        Ok(()) | Err(Errno::NOENT) => {}
        Err(_) => leftover.set(true),
    }
}

/// Moves what a person may have saved to a name that is never cleared away.
fn keep(folder: BorrowedFd<'_>, name: &str, of: &str, leftover: &Leftover) -> Error {
    let stem = name.strip_suffix(SUFFIX).unwrap_or(name).trim_start_matches('.');
    let kept = format!("{stem}{KEPT}");
    let is_kept = Calls::All.give((folder, name), (folder, &kept)).is_ok();
    // Else the next run tries again.
    leftover.set(leftover.get() || !is_kept);
    let shown = quoted(if is_kept { &kept } else { name }.as_bytes());
    Error::new(ErrorKind::Write, format!("{of} was saved by someone else at the moment it was written"))
        .with_help(format!("compare it with `{shown}` beside it, which holds the other version, then remove that one"))
}

/// What a name says that one of our runs gave.
#[derive(Debug, PartialEq, Eq)]
enum Ours<'n> {
    /// A draft, complete or not: only ever ours.
    Draft,
    /// Something that was to be exchanged, which may hold one of these.
    Swap { before: &'n str, after: &'n str },
}

/// Reads a name as strictly as it was made.
fn ours(name: &str) -> Option<Ours<'_>> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_digest = |text: &str| text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let (rest, last) = name.strip_prefix('.')?.strip_suffix(SUFFIX)?.rsplit_once('.')?;
    let numbered = |part: &str| part.split_once('-').is_some_and(|(pid, count)| is_number(pid) && is_number(count));
    let (before, after) = last.split_once('-')?;
    if is_digest(before)
        && is_digest(after)
        && let Some((short, part)) = rest.rsplit_once('.')
        && numbered(part)
    {
        return (!short.is_empty()).then_some(Ours::Swap { before, after });
    }
    (numbered(last) && !rest.is_empty()).then_some(Ours::Draft)
}

/// Clears away what killed runs left in a folder. Only while no other run can write there: the lock is held.
///
/// # Errors
/// [`ErrorKind::Write`] if the folder cannot be read or one of the drafts holds what a person saved: that is kept.
pub(super) fn sweep(folder: BorrowedFd<'_>, shown: &str, leftover: &Leftover) -> Result<()> {
    let trouble = |errno| failed(&format!("the folder `{shown}`"), errno);
    let mut names = Vec::new();
    for entry in Dir::read_from(folder).map_err(trouble)? {
        let entry = entry.map_err(trouble)?;
        names.extend(entry.file_name().to_str().ok().filter(|name| ours(name).is_some()).map(str::to_owned));
    }
    names.sort_unstable();
    for name in names {
        let Look::File(found) = look(folder, &name, u64::MAX).map_err(trouble)? else { continue };
        match ours(&name) {
            Some(Ours::Draft) if found.is_own() => remove(folder, &name, leftover),
            Some(Ours::Swap { before, after }) => {
                let digest = sha256_hex16_of(&found.bytes);
                if digest != before && digest != after {
                    return Err(keep(folder, &name, &format!("a file in `{shown}`"), leftover));
                }
                remove(folder, &name, leftover);
            }
            Some(Ours::Draft) | None => {}
        }
    }
    Ok(())
}

fn errno(error: &std::io::Error) -> Errno {
    Errno::from_io_error(error).unwrap_or(Errno::IO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_exactly_our_making_are_ours() {
        let (a, b) = ("0123456789abcdef", "fedcba9876543210");
        assert_eq!(ours(".a.md.12-3.roadspec-tmp"), Some(Ours::Draft));
        assert_eq!(ours("..x.12-3.roadspec-tmp"), Some(Ours::Draft));
        let swap = format!(".a.md.12-3.{a}-{b}.roadspec-tmp");
        assert_eq!(ours(&swap), Some(Ours::Swap { before: a, after: b }));
        for name in [
            "a.md.12-3.roadspec-tmp",
            ".a.md.12.roadspec-tmp",
            ".a.md.12-x.roadspec-tmp",
            ".a.md.-3.roadspec-tmp",
            ".12-3.roadspec-tmp",
            ".a.md.12-3.roadspec-tmp~",
            ".a.md.12-3.roadspec-kept",
            &format!(".a.md.{a}-{b}.roadspec-tmp"),
            &format!(".a.md.12-3.{a}-{}.roadspec-tmp", &b[1..]),
            &format!(".a.md.12-3.{}-{b}.roadspec-tmp", a.to_uppercase()),
        ] {
            assert_eq!(ours(name), None, "{name}");
        }
    }
}
