//! Giving a finished file its name: a free one, or in exchange for the file that has it. Where the kernel or the file
//! system knows only the plain calls, a free name is given by a hard link, and there is no exchange.

use std::os::fd::BorrowedFd;

use rustix::fs::{AtFlags, linkat, unlinkat};
use rustix::io::{Errno, Result};

/// Which calls are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    /// Those with flags first (`renameat2`).
    All,
    /// Only those that every kernel and file system has.
    Plain,
}

impl Calls {
    /// Moves a file to a name that nothing has.
    ///
    /// # Errors
    /// [`Errno::EXIST`] if something has it, if only a dangling link; else what the system says.
    pub(super) fn give(self, from: (BorrowedFd<'_>, &str), to: (BorrowedFd<'_>, &str)) -> Result<()> {
        match self.flagged(from, to, Flag::NoReplace) {
            Err(errno) if is_unknown(errno) => {
                linkat(from.0, from.1, to.0, to.1, AtFlags::empty())?;
                unlinkat(from.0, from.1, AtFlags::empty())
            }
            given => given,
        }
    }

    /// Exchanges two files of a folder at one stroke; false if that cannot be done here.
    ///
    /// # Errors
    /// [`Errno::NOENT`] if one is not there; else what the system says.
    pub(super) fn exchange(self, folder: BorrowedFd<'_>, one: &str, other: &str) -> Result<bool> {
        match self.flagged((folder, one), (folder, other), Flag::Exchange) {
            Ok(()) => Ok(true),
            Err(errno) if is_unknown(errno) => Ok(false),
            Err(errno) => Err(errno),
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn flagged(self, from: (BorrowedFd<'_>, &str), to: (BorrowedFd<'_>, &str), flag: Flag) -> Result<()> {
        use rustix::fs::{RenameFlags, renameat_with};
        let flags = match flag {
            Flag::NoReplace => RenameFlags::NOREPLACE,
            Flag::Exchange => RenameFlags::EXCHANGE,
        };
        match self {
            Self::All => renameat_with(from.0, from.1, to.0, to.1, flags),
            Self::Plain => Err(Errno::NOSYS),
        }
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn flagged(self, _: (BorrowedFd<'_>, &str), _: (BorrowedFd<'_>, &str), _: Flag) -> Result<()> {
        Err(Errno::NOSYS)
    }
}

#[derive(Clone, Copy)]
enum Flag {
    NoReplace,
    Exchange,
}

/// What a kernel says that does not know the call, and a file system that does not know the flag.
fn is_unknown(errno: Errno) -> bool {
    matches!(errno, Errno::NOSYS | Errno::INVAL | Errno::NOTSUP)
}
