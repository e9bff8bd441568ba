//! The lock of a worktree: a file in its git folder that says who writes, so that two runs never write at once and a
//! killed one is cleared up after. Git's own locks are left alone: they are held while hooks run.

use std::collections::BTreeSet;
use std::os::fd::{AsFd as _, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FlockOperation, Mode, OFlags, flock, unlinkat};
use rustix::io::Errno;

use super::draft::{self, Draft, Leftover};
use super::failed;
use super::folder::FOLDER;
use super::holder::{Holder, State};
use super::names::Calls;
use super::target::{Look, look};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;

/// More than a lock of ours can be.
const LOCK_BYTES: u64 = 1024 * 1024;

/// A lock that is held until this goes.
#[derive(Debug)]
pub(super) struct Lock {
    /// The git folder. The kernel keeps a lock on it for us, which goes with the process: so who finds a lock file can
    /// take it over without a race.
    git_dir: OwnedFd,
    name: String,
    is_to_stay: bool,
}

impl Lock {
    /// Takes the lock at `path` for a run that may leave drafts in `folders`. Also gives the folders in which a killed
    /// run may have left some; they stay in the lock until it goes.
    ///
    /// # Errors
    /// [`ErrorKind::Write`] at once if another run holds it, or if it cannot be told whether that run has ended.
    pub(super) fn take(
        path: &Path,
        folders: BTreeSet<String>,
        calls: Calls,
        leftover: &Leftover,
    ) -> Result<(Self, BTreeSet<String>)> {
        let shown = shown(path);
        let trouble = |errno| failed(&shown, errno);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let parent = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let git_dir = rustix::fs::open(&parent, FOLDER.difference(OFlags::NOFOLLOW), Mode::empty()).map_err(trouble)?;
        let mut me = Holder::me(folders);
        let is_alone = match flock(&git_dir, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => true,
            Err(Errno::WOULDBLOCK) => return Err(held(&git_dir, &name, &shown)),
            // Some network file systems have none; there, nobody takes over.
            Err(_) => false,
        };
        let mut lock = Self { git_dir, name, is_to_stay: true };
        let (git_dir, name) = (&lock.git_dir, &lock.name);
        let found = read(git_dir, name).map_err(trouble)?;
        if is_alone {
            draft::sweep(git_dir.as_fd(), &quoted(parent.as_os_str().as_encoded_bytes()), leftover)?;
        }
        let ended = match &found {
            None => None,
            Some(text) => Some(ended(text, &me, is_alone, &shown)?),
        };
        let theirs = ended.map(|holder| holder.folders).unwrap_or_default();
        me.folders.extend(theirs.iter().cloned());
        let draft = Draft::new(git_dir.as_fd(), name, me.print().as_bytes(), 0o666, leftover).map_err(trouble)?;
        // A lock without its content could not be taken over.
        draft.sync().map_err(trouble)?;
        match if found.is_some() { draft.put_over(name) } else { draft.give(calls, name) } {
            Ok(()) => {}
            Err(Errno::EXIST) => return Err(held(git_dir, name, &shown)),
            Err(errno) => return Err(trouble(errno)),
        }
        lock.is_to_stay = false;
        Ok((lock, theirs))
    }

    /// Leaves the lock behind, so that the next run takes it over and clears up.
    pub(super) fn stay(&mut self) {
        self.is_to_stay = true;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if !self.is_to_stay {
            // If it cannot be removed, it says of a process that it writes which has ended.
            let _ = unlinkat(&self.git_dir, self.name.as_str(), AtFlags::empty());
        }
        // A process that is just being made has the folder open as well, until it is another program.
        let _ = flock(&self.git_dir, FlockOperation::Unlock);
    }
}

/// What the lock says, if there is one.
fn read(git_dir: &OwnedFd, name: &str) -> rustix::io::Result<Option<String>> {
    match look(git_dir.as_fd(), name, LOCK_BYTES)? {
        Look::Gone => Ok(None),
        Look::Unfit(_) => Ok(Some(String::new())),
        Look::File(found) => Ok(Some(String::from_utf8_lossy(&found.bytes).into_owned())),
    }
}

/// The holder of a lock, if it may be taken over.
fn ended(text: &str, me: &Holder, is_alone: bool, shown: &str) -> Result<Holder> {
    let refuse = |message: String| {
        let help = format!("if no roadspec runs in this repository, remove {shown} and run the command again");
        Err(Error::new(ErrorKind::Write, message).with_help(help))
    };
    let Some(holder) = Holder::parse(text) else { return refuse(format!("{shown} does not say who holds it")) };
    let Holder { pid, host, .. } = &holder;
    match holder.state(me) {
        // This process itself left it: another writer of it would have the kernel's lock.
        State::Runs if is_alone && (holder.pid, &holder.start) == (me.pid, &me.start) => Ok(holder),
        State::Runs => Err(busy(Some(&holder))),
        State::Unknown => {
            let host = crate::text::neutral_line(host);
            refuse(format!("process {pid} on {host} holds {shown}, and whether it still runs cannot be told from here"))
        }
        State::Ended if !is_alone => refuse(format!("process {pid} held {shown} and has ended without removing it")),
        State::Ended => Ok(holder),
    }
}

/// The error where the kernel says that somebody else has the lock; it tells the holder if there is time to.
fn held(git_dir: &OwnedFd, name: &str, shown: &str) -> Error {
    match read(git_dir, name) {
        Ok(text) => busy(text.and_then(|text| Holder::parse(&text)).as_ref()),
        Err(errno) => failed(shown, errno),
    }
}

fn busy(holder: Option<&Holder>) -> Error {
    let who = holder.map_or_else(String::new, |holder| {
        format!(" (process {} on {})", holder.pid, crate::text::neutral_line(&holder.host))
    });
    Error::new(ErrorKind::Write, format!("another roadspec is writing to this worktree{who}"))
        .with_help("wait until it has ended, then run the command again")
}

fn shown(path: &Path) -> String {
    quoted(path.as_os_str().as_encoded_bytes())
}
