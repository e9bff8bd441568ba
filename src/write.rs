//! Writing beneath the worktree's root: each file whole or not at all, never in place of what somebody changed
//! meanwhile, never through a symbolic link. The only writer besides standard output. What is written is planned
//! elsewhere. `ARCHITECTURE.md` has the protocol and what it guarantees.

mod draft;
mod folder;
mod holder;
mod lock;
mod names;
mod rename;
mod replace;
mod target;

use std::collections::BTreeSet;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use draft::{Draft, Leftover};
use folder::FOLDER;
use lock::Lock;
use names::Calls;

/// A file to be created.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Where, from the root.
    pub path: RepoPath,
    /// All of it.
    pub text: String,
}

/// A file to be replaced.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Where, from the root.
    pub path: RepoPath,
    /// What it held when this was planned. If it holds anything else, it is left alone.
    pub before: Vec<u8>,
    /// All that it is to hold.
    pub after: Vec<u8>,
}

/// A file to get another name.
#[derive(Debug, Clone)]
pub struct Renaming {
    /// Where it is, from the root.
    pub from: RepoPath,
    /// Where it is to be, from the root.
    pub to: RepoPath,
    /// What it held when this was planned. If it holds anything else, it is left alone.
    pub before: Vec<u8>,
}

/// One thing to do to one file.
#[derive(Debug, Clone)]
pub enum Job {
    /// Create it.
    Create(NewFile),
    /// Replace what it holds.
    Replace(Replacement),
    /// Give it another name.
    Rename(Renaming),
}

impl Job {
    /// The file as it will be called.
    pub fn path(&self) -> &RepoPath {
        match self {
            Self::Create(file) => &file.path,
            Self::Replace(replacement) => &replacement.path,
            Self::Rename(renaming) => &renaming.to,
        }
    }

    /// Every name that the job touches.
    pub fn paths(&self) -> impl Iterator<Item = &RepoPath> {
        let other = match self {
            Self::Rename(renaming) => Some(&renaming.from),
            Self::Create(_) | Self::Replace(_) => None,
        };
        other.into_iter().chain([self.path()])
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is there now.
    Created,
    /// It holds the new text now.
    Replaced,
    /// It has the new name now.
    Moved,
    /// Something has the name already, if only a dangling link: left alone.
    Exists,
    /// It is gone, or does not hold what it held when this was planned: left alone.
    Changed,
    /// It is not replaced or renamed, for a reason that follows its name in a sentence: left alone.
    Refused(String),
}

/// How far a list of jobs came.
#[derive(Debug, Default)]
pub struct Progress {
    /// What became of each, from the first on; shorter than the list if something ended it.
    pub written: Vec<Written>,
    /// The trouble with the job after these.
    pub failed: Option<Error>,
}

/// Writes files beneath one root while it holds the worktree's lock.
#[derive(Debug)]
pub struct Writer {
    root: OwnedFd,
    lock: Lock,
    calls: Calls,
    leftover: Leftover,
}

impl Writer {
    /// A writer beneath `root`, which may itself be reached through symbolic links, for these jobs. It takes the lock,
    /// a file that nothing else uses in a folder that is there, and clears away what a killed run left.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if another run holds the lock, without waiting; if the root cannot be opened; if a killed
    /// run left something that only a person can decide about.
    pub fn open(root: &Path, lock: &Path, jobs: &[Job]) -> Result<Self> {
        Self::open_with(Calls::All, root, lock, jobs)
    }

    /// The same as on a kernel that cannot exchange two files.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_without_exchange(root: &Path, lock: &Path, jobs: &[Job]) -> Result<Self> {
        Self::open_with(Calls::Plain, root, lock, jobs)
    }

    fn open_with(calls: Calls, root: &Path, lock: &Path, jobs: &[Job]) -> Result<Self> {
        let own = folders(jobs);
        let (writer, theirs) = Self::locked(calls, root, lock, own.clone())?;
        writer.cleared(&own, &theirs)
    }

    /// Clears away what a killed run left, if one has left its lock. Nothing to do if a run holds it that still goes on.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if the root cannot be opened, or if the killed run left something that only a person can
    /// decide about.
    pub fn clear(root: &Path, lock: &Path) -> Result<()> {
        if lock.symlink_metadata().is_err() {
            return Ok(());
        }
        match Self::locked(Calls::All, root, lock, BTreeSet::new()) {
            Ok((writer, theirs)) => writer.cleared(&BTreeSet::new(), &theirs).map(drop),
            Err(_) => Ok(()),
        }
    }

    /// A writer that holds the lock, and the folders in which a killed run may have left something.
    fn locked(calls: Calls, root: &Path, lock: &Path, own: BTreeSet<String>) -> Result<(Self, BTreeSet<String>)> {
        let flags = FOLDER.difference(OFlags::NOFOLLOW);
        let root = rustix::fs::open(root, flags, Mode::empty()).map_err(|errno| failed("the worktree", errno))?;
        let leftover = Leftover::new(false);
        let (lock, theirs) = Lock::take(lock, own, calls, &leftover)?;
        Ok((Self { root, lock, calls, leftover }, theirs))
    }

    /// The same, once there is nothing left of killed runs in the folders of this run and in theirs.
    fn cleared(mut self, own: &BTreeSet<String>, theirs: &BTreeSet<String>) -> Result<Self> {
        for path in own | theirs {
            let swept = match folder::existing(self.root.as_fd(), &path) {
                Ok(Some(folder)) => draft::sweep(folder.as_fd(), &path, &self.leftover),
                Ok(None) => Ok(()),
                Err(_) => {
                    // If this run is to write there, its job says what is wrong; what a killed one left stays to be
                    // cleared away.
                    self.leftover.set(self.leftover.get() || theirs.contains(&path));
                    Ok(())
                }
            };
            if let Err(error) = swept {
                self.lock.stay();
                return Err(error);
            }
        }
        Ok(self)
    }

    /// Carries out the jobs in their order, up to the first that fails, or until `interrupted` is set: then the file
    /// that is being written is finished.
    pub fn carry_out(&self, jobs: &[Job], interrupted: &AtomicBool) -> Progress {
        let mut progress = Progress::default();
        for job in jobs {
            if interrupted.load(Ordering::SeqCst) {
                break;
            }
            match self.job(job) {
                Ok(written) => progress.written.push(written),
                Err(error) => {
                    progress.failed = Some(error);
                    break;
                }
            }
        }
        progress
    }

    fn job(&self, job: &Job) -> Result<Written> {
        match job {
            Job::Create(file) => self.create(file),
            Job::Replace(replacement) => self.replace(replacement),
            Job::Rename(renaming) => self.rename(renaming),
        }
    }

    /// Creates one file and the folders it needs. The text is complete and on disk before the name appears.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if a folder on the way is a symbolic link or no folder, if a name in the folder differs
    /// only by case or composition, or if the system refuses. Nothing is left behind but folders.
    pub fn create(&self, file: &NewFile) -> Result<Written> {
        let folder = folder::made(self.root.as_fd(), file.path.parent())?;
        let name = file.path.file_name();
        let trouble = |errno| failed(&format!("`{}`", file.path), errno);
        if let Some(other) = folder::twin(folder.as_fd(), name, None).map_err(trouble)? {
            return Err(colliding(file.path.as_str(), &other));
        }
        let draft = Draft::new(folder.as_fd(), name, file.text.as_bytes(), 0o666, &self.leftover).map_err(trouble)?;
        draft.sync().map_err(trouble)?;
        match draft.give(self.calls, name) {
            Ok(()) => folder::sync(folder.as_fd()).map(|()| Written::Created).map_err(trouble),
            Err(Errno::EXIST) => Ok(Written::Exists),
            Err(errno) => Err(trouble(errno)),
        }
    }

    /// Replaces what one file holds, if it still holds what it held. Its mode, owner and extended attributes are kept;
    /// a file whose cannot be, that is no regular one or has several names is refused.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] if a folder on the way is a symbolic link or no folder, or if the system refuses: then the
    /// file is as it was. Also if somebody saved it twice while it was written: both versions are there, and the help
    /// says where.
    pub fn replace(&self, replacement: &Replacement) -> Result<Written> {
        replace::replace(self, replacement)
    }

    /// Gives one file another name, if it still holds what it held and nothing has that name; creates the folders that
    /// this needs.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn rename(&self, renaming: &Renaming) -> Result<Written> {
        rename::rename(self, renaming)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.leftover.get() {
            self.lock.stay();
        }
    }
}

/// The folders that jobs may leave drafts in.
fn folders(jobs: &[Job]) -> BTreeSet<String> {
    let folder = |job: &Job| match job {
        Job::Create(file) => Some(file.path.parent().to_owned()),
        Job::Replace(replacement) => Some(replacement.path.parent().to_owned()),
        Job::Rename(_) => None,
    };
    jobs.iter().filter_map(folder).collect()
}

fn colliding(path: &str, other: &str) -> Error {
    let message = format!("`{path}` would collide with `{other}` on Windows and macOS");
    Error::new(ErrorKind::Write, message).with_help("rename one of them")
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
