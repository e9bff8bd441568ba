//! Creating files beneath the worktree's root: each whole or not at all, never in place of anything, never through a
//! symbolic link. The only writer besides standard output. What is written is planned elsewhere.

use std::fs;
use std::io::Write as _;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, Dir, Mode, OFlags, linkat, mkdirat, openat, unlinkat};
use rustix::io::Errno;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::{Error, ErrorKind, Result};
use crate::path::{RepoPath, quoted};

/// What the kernel must hold to while a folder or a file is opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
const NEW: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// A file to be created.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Where, from the root.
    pub path: RepoPath,
    /// All of it.
    pub text: String,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is there now.
    Created,
    /// Something was there already, if only a dangling link: left alone.
    Exists,
}

/// Creates files beneath one root.
#[derive(Debug)]
pub struct Writer {
    root: OwnedFd,
}

impl Writer {
    /// A writer beneath `root`, which may itself be reached through symbolic links.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if the root cannot be opened.
    pub fn open(root: &Path) -> Result<Self> {
        let flags = FOLDER.difference(OFlags::NOFOLLOW);
        let root = rustix::fs::open(root, flags, Mode::empty()).map_err(|errno| failed("the worktree", errno))?;
        Ok(Self { root })
    }

    /// Creates one file and the folders it needs. The text is complete and on disk before the name appears.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if a folder on the way is a symbolic link or no folder, if a name in the folder differs
    /// only by case or composition, or if the system refuses. Nothing is left behind but folders.
    pub fn create(&self, file: &NewFile) -> Result<Written> {
        let folder = self.folder(file.path.parent())?;
        let name = file.path.file_name();
        let trouble = |errno| failed(&format!("`{}`", file.path), errno);
        if let Some(other) = twin(folder.as_fd(), name).map_err(trouble)? {
            let message = format!("`{}` would collide with `{other}` on Windows and macOS", file.path);
            return Err(Error::new(ErrorKind::Write, message).with_help("rename one of them"));
        }
        let draft = Draft::new(folder.as_fd(), name, file.text.as_bytes()).map_err(trouble)?;
        // A hard link to the finished draft: the one way to give a name that fails if anything has it.
        let linked = linkat(&folder, draft.name.as_str(), &folder, name, AtFlags::empty());
        drop(draft);
        match linked {
            Ok(()) => {
                rustix::fs::fsync(&folder).map_err(trouble)?;
                Ok(Written::Created)
            }
            Err(Errno::EXIST) => Ok(Written::Exists),
            Err(errno) => Err(trouble(errno)),
        }
    }

    /// Opens a folder beneath the root, component by component, creating what is missing.
    fn folder(&self, path: &str) -> Result<OwnedFd> {
        let mut folder = self
            .root
            .try_clone()
            .map_err(|error| Error::new(ErrorKind::Write, format!("the worktree cannot be held open: {error}")))?;
        let mut reached = String::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            reached = if reached.is_empty() { name.to_owned() } else { format!("{reached}/{name}") };
            folder = enter(folder.as_fd(), name).map_err(|errno| match errno {
                Errno::LOOP | Errno::NOTDIR => Error::new(
                    ErrorKind::Write,
                    format!("`{reached}` is a symbolic link or no folder, so nothing is written there"),
                )
                .with_help("put a real folder in its place, or choose another output folder"),
                errno => failed(&format!("the folder `{reached}`"), errno),
            })?;
        }
        Ok(folder)
    }
}

/// Opens one component, creating it if it is missing; never follows a link.
fn enter(parent: BorrowedFd<'_>, name: &str) -> rustix::io::Result<OwnedFd> {
    match openat(parent, name, FOLDER, Mode::empty()) {
        Err(Errno::NOENT) => match mkdirat(parent, name, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => openat(parent, name, FOLDER, Mode::empty()),
            Err(errno) => Err(errno),
        },
        opened => opened,
    }
}

/// A name in the folder that some file systems cannot tell from `name`, though it is another.
fn twin(folder: BorrowedFd<'_>, name: &str) -> rustix::io::Result<Option<String>> {
    let fold = |name: &str| name.nfc().flat_map(char::to_lowercase).collect::<String>();
    let wanted = fold(name);
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let other = entry.file_name().to_bytes();
        if other != name.as_bytes() && std::str::from_utf8(other).is_ok_and(|other| fold(other) == wanted) {
            return Ok(Some(quoted(other)));
        }
    }
    Ok(None)
}

/// The finished text under a name of its own, which goes when this does.
struct Draft<'f> {
    folder: BorrowedFd<'f>,
    name: String,
}

impl<'f> Draft<'f> {
    /// Writes a draft beside `name` and waits until it is on disk. The kernel applies the umask.
    fn new(folder: BorrowedFd<'f>, name: &str, bytes: &[u8]) -> rustix::io::Result<Self> {
        let (draft, file) = Self::open(folder, name)?;
        let mut file = fs::File::from(file);
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO)).map(|()| draft)
    }

    /// Opens a draft under a name that nothing has.
    fn open(folder: BorrowedFd<'f>, name: &str) -> rustix::io::Result<(Self, OwnedFd)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // Process and count make the name its own among this program's; `EXCL` guards against everybody else's.
        let short: String = name.chars().take(40).collect();
        for _ in 0..100 {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let draft = format!(".{short}.{}-{count}.roadspec-tmp", std::process::id());
            match openat(folder, draft.as_str(), NEW, Mode::from_raw_mode(0o666)) {
                Err(Errno::EXIST) => {}
                opened => return opened.map(|file| (Self { folder, name: draft }, file)),
            }
        }
        Err(Errno::EXIST)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // If it cannot be removed, its name says what it is.
        let _ = unlinkat(self.folder, self.name.as_str(), AtFlags::empty());
    }
}

fn failed(what: &str, errno: Errno) -> Error {
    let reason = std::io::Error::from(errno);
    let help = match errno {
        Errno::ACCESS | Errno::PERM | Errno::ROFS => "make the folder writable, then run the command again",
        Errno::NOSPC | Errno::DQUOT => "make room on the disk, then run the command again",
        _ => "mend that, then run the command again: what was written stays, what is missing follows",
    };
    Error::new(ErrorKind::Write, format!("{what} cannot be written: {reason}")).with_help(help)
}

#[cfg(test)]
mod tests;
