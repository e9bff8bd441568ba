//! A file that stands in the worktree: what it holds, and what must be kept when another takes its name.
//! It is opened without following a link and without waiting for anybody.

use std::fs;
use std::io::Read as _;
use std::os::fd::BorrowedFd;
use std::os::unix::fs::MetadataExt as _;

use rustix::fs::{Gid, Mode, OFlags, Uid, XattrFlags, fchmod, fchown, fgetxattr, flistxattr, fsetxattr, openat};
use rustix::io::{Errno, Result, retry_on_intr};

use super::Written;

/// Opening a FIFO must not wait for a writer, and opening a terminal must not adopt it.
const FILE: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

const HARD_LINK: &str = "has another name, a hard link, which would keep the old text";

/// More than any file system lets the attributes of one file, or one of them, take up in practice.
const ATTRIBUTE_BYTES: usize = 64 * 1024;

/// What stands under a name.
pub(super) enum Look {
    File(Found),
    Gone,
    /// Nothing that can be replaced, in words that follow its name.
    Unfit(&'static str),
}

/// A regular file.
pub(super) struct Found {
    file: fs::File,
    metadata: fs::Metadata,
    pub(super) bytes: Vec<u8>,
}

/// Looks at a file. If it holds more than `limit` bytes, one more than these are read.
///
/// # Errors
/// What the system says of a file that is there and cannot be read.
pub(super) fn look(folder: BorrowedFd<'_>, name: &str, limit: u64) -> Result<Look> {
    let file = match retry_on_intr(|| openat(folder, name, FILE, Mode::empty())) {
        Ok(file) => fs::File::from(file),
        Err(Errno::NOENT) => return Ok(Look::Gone),
        Err(Errno::LOOP) => return Ok(Look::Unfit("is a symbolic link")),
        Err(Errno::NXIO) => return Ok(Look::Unfit("is not a regular file")),
        Err(errno) => return Err(errno),
    };
    let errno = |error: std::io::Error| Errno::from_io_error(&error).unwrap_or(Errno::IO);
    let metadata = file.metadata().map_err(errno)?;
    if !metadata.is_file() {
        return Ok(Look::Unfit("is not a regular file"));
    }
    let mut bytes = Vec::new();
    (&file).take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(errno)?;
    Ok(Look::File(Found { file, metadata, bytes }))
}

/// The file that a job is about, if it can be replaced and holds what it held when that was planned; else what becomes
/// of the job.
///
/// # Errors
/// As [`look`].
pub(super) fn find(folder: BorrowedFd<'_>, name: &str, before: &[u8]) -> Result<std::result::Result<Found, Written>> {
    Ok(match look(folder, name, length(before))? {
        Look::Unfit(why) => Err(Written::Refused(why.to_owned())),
        Look::File(found) if found.metadata.nlink() > 1 => Err(Written::Refused(HARD_LINK.to_owned())),
        Look::File(found) if found.bytes == before => Ok(found),
        Look::File(_) | Look::Gone => Err(Written::Changed),
    })
}

/// Whether a name stands for a regular file that holds exactly these bytes.
///
/// # Errors
/// As [`look`].
pub(super) fn holds(folder: BorrowedFd<'_>, name: &str, bytes: &[u8]) -> Result<bool> {
    let looked = look(folder, name, length(bytes))?;
    Ok(matches!(looked, Look::File(found) if found.bytes == bytes))
}

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Found {
    /// Whether the user who runs this owns it.
    pub(super) fn is_own(&self) -> bool {
        self.metadata.uid() == rustix::process::geteuid().as_raw()
    }

    /// Whether it is the same file as another: one that two names stand for.
    pub(super) fn is_same_file(&self, other: &Self) -> bool {
        (self.metadata.dev(), self.metadata.ino()) == (other.metadata.dev(), other.metadata.ino())
    }

    /// Whether content, owner and mode are those of an earlier look.
    pub(super) fn is_unchanged_since(&self, earlier: &Self) -> bool {
        let state = |metadata: &fs::Metadata| (metadata.mode(), metadata.uid(), metadata.gid(), metadata.nlink());
        self.bytes == earlier.bytes && state(&self.metadata) == state(&earlier.metadata)
    }

    /// Gives another file this one's owner, group, extended attributes (access control lists are among them) and mode.
    /// What keeps it from that, in words.
    ///
    /// # Errors
    /// What the system says, where it is not about something that cannot be kept.
    pub(super) fn lend_attributes(&self, other: &fs::File) -> Result<std::result::Result<(), &'static str>> {
        let stat = rustix::fs::fstat(other)?;
        let (uid, gid) = (self.metadata.uid(), self.metadata.gid());
        let owner = (stat.st_uid != uid).then(|| Uid::from_raw(uid));
        let group = (stat.st_gid != gid).then(|| Gid::from_raw(gid));
        if owner.is_some() || group.is_some() {
            match fchown(other, owner, group) {
                Err(Errno::PERM) => return Ok(Err("belongs to a user or group that could not be kept")),
                changed => changed?,
            }
        }
        // A change of the owner takes bits of the mode away, so the mode comes after it. Some file systems have but one
        // mode for all, and none to change.
        let mode = Mode::from_raw_mode(self.metadata.mode() & 0o7777);
        if owner.is_some() || group.is_some() || Mode::from_raw_mode(stat.st_mode & 0o7777) != mode {
            fchmod(other, mode)?;
        }
        self.lend_extended_attributes(other)
    }

    fn lend_extended_attributes(&self, other: &fs::File) -> Result<std::result::Result<(), &'static str>> {
        let mut names = Vec::with_capacity(ATTRIBUTE_BYTES);
        match flistxattr(&self.file, rustix::buffer::spare_capacity(&mut names)) {
            // The file system has none.
            Err(Errno::NOTSUP) => return Ok(Ok(())),
            listed => listed?,
        };
        let value = |file: &fs::File, name: &[u8]| {
            let mut value = Vec::with_capacity(ATTRIBUTE_BYTES);
            fgetxattr(file, name, rustix::buffer::spare_capacity(&mut value)).map(|_| value)
        };
        for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let wanted = value(&self.file, name)?;
            // Labels that the system itself gives may be right already, and nobody's to set.
            let is_right = value(other, name).is_ok_and(|there| there == wanted);
            if !is_right && fsetxattr(other, name, &wanted, XattrFlags::empty()).is_err() {
                return Ok(Err("has an extended attribute that could not be kept"));
            }
        }
        Ok(Ok(()))
    }
}
