//! Folders and files below the worktree's root, opened one component at a time so that no symbolic link is followed,
//! whatever happens on disk meanwhile. Which of them are looked at is decided elsewhere.

use std::fs;
use std::io::Read as _;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, statat};
use rustix::io::Errno;

use super::{Content, MAX_FILE_BYTES};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;

/// Opening a FIFO must not wait for a writer, and opening a terminal must not adopt it.
const FILE: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// What lies below one root. The folder opened last stays open: files are read in the order of their paths.
pub(super) struct Beneath {
    root: OwnedFd,
    last: Option<(Vec<u8>, OwnedFd)>,
}

/// One entry of a folder.
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) kind: Kind,
}

/// What an entry of a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

/// What stands at a path, for somebody who wants to write there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    /// A regular file.
    File,
    /// A regular file that has other names.
    Shared,
    Link,
    Other,
    /// Nothing, or nothing that can be seen without following a link.
    Nothing,
}

/// What lies below `root`, which may itself be reached through symbolic links.
///
/// # Errors
/// `environment` if the root cannot be opened.
pub(super) fn at(root: &Path) -> Result<Beneath> {
    let opened = rustix::fs::open(root, FOLDER.difference(OFlags::NOFOLLOW), Mode::empty());
    opened.map(|root| Beneath { root, last: None }).map_err(|errno| unreadable(&root.to_string_lossy(), errno))
}

impl Beneath {
    /// The entries of a folder, sorted by name; none if it is gone, or not a folder (any more).
    ///
    /// # Errors
    /// `environment` if it cannot be read: to take it for empty would hide what it holds.
    pub(super) fn entries(&mut self, folder: &[u8]) -> Result<Option<Vec<Entry>>> {
        match self.try_entries(folder) {
            Ok(entries) => Ok(Some(entries)),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => Ok(None),
            Err(errno) => Err(unreadable(&crate::path::quoted(folder), errno)),
        }
    }

    /// The content of a file.
    pub(super) fn read(&mut self, path: &RepoPath) -> Content {
        match self.try_read(path) {
            Ok(content) => content,
            Err(Errno::NOENT | Errno::NOTDIR) => Content::Gone,
            Err(Errno::LOOP) => Content::Refused("is, or lies behind, a symbolic link".to_owned()),
            Err(Errno::NXIO) => Content::Refused(NOT_A_FILE.to_owned()),
            Err(errno) => Content::Refused(format!("cannot be read: {}", reason(errno))),
        }
    }

    /// Whether there is anything at `path`: a file, a folder, or a link, wherever it leads.
    pub(super) fn exists(&mut self, path: &RepoPath) -> bool {
        let folder = self.folder(path.parent().as_bytes());
        folder.is_ok_and(|folder| statat(folder, path.file_name(), AtFlags::SYMLINK_NOFOLLOW).is_ok())
    }

    /// What stands at `path`.
    pub(super) fn leaf(&mut self, path: &RepoPath) -> Leaf {
        let folder = self.folder(path.parent().as_bytes());
        let Ok(stat) = folder.and_then(|folder| statat(folder, path.file_name(), AtFlags::SYMLINK_NOFOLLOW)) else {
            return Leaf::Nothing;
        };
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile if stat.st_nlink > 1 => Leaf::Shared,
            FileType::RegularFile => Leaf::File,
            FileType::Symlink => Leaf::Link,
            _ => Leaf::Other,
        }
    }

    /// Whether a folder is the root of a repository.
    ///
    /// # Errors
    /// As [`Self::entries`].
    pub(super) fn holds_repository(&mut self, folder: &[u8]) -> Result<bool> {
        Ok(self.entries(folder)?.is_some_and(|entries| entries.iter().any(|entry| is_git_dir(&entry.name))))
    }

    fn try_entries(&mut self, folder: &[u8]) -> rustix::io::Result<Vec<Entry>> {
        let descriptor = self.folder(folder)?;
        let mut entries = Vec::new();
        for entry in Dir::read_from(descriptor)? {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => kind_of(descriptor, name)?,
                known => Some(Kind::from(known)),
            };
            entries.extend(kind.map(|kind| Entry { name: name.to_bytes().to_vec(), kind }));
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn try_read(&mut self, path: &RepoPath) -> rustix::io::Result<Content> {
        let folder = self.folder(path.parent().as_bytes())?;
        let file = fs::File::from(rustix::fs::openat(folder, path.file_name(), FILE, Mode::empty())?);
        let errno = |error: std::io::Error| Errno::from_io_error(&error).unwrap_or(Errno::IO);
        let metadata = file.metadata().map_err(errno)?;
        if !metadata.is_file() {
            return Ok(Content::Refused(NOT_A_FILE.to_owned()));
        }
        if metadata.len() > MAX_FILE_BYTES {
            return Ok(Content::TooLarge(metadata.len()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
        // The file may grow while it is read.
        let read = file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(errno)?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        Ok(if read > MAX_FILE_BYTES { Content::TooLarge(read) } else { Content::Bytes(bytes) })
    }

    fn folder(&mut self, path: &[u8]) -> rustix::io::Result<BorrowedFd<'_>> {
        if path.is_empty() {
            return Ok(self.root.as_fd());
        }
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            let mut folder: Option<OwnedFd> = None;
            for component in path.split(|byte| *byte == b'/') {
                let parent = folder.as_ref().map_or(self.root.as_fd(), |folder| folder.as_fd());
                folder = Some(open_folder(parent, component)?);
            }
            self.last = folder.map(|folder| (path.to_vec(), folder));
        }
        self.last.as_ref().map(|(_, folder)| folder.as_fd()).ok_or(Errno::NOENT)
    }
}

/// No worktree may track a file of this name, in any case: some file systems would take it for the repository.
pub(super) fn is_git_dir(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b".git")
}

const NOT_A_FILE: &str = "is not a regular file";

/// Opens one component. The kernel says "not a folder" of a symbolic link; callers must tell it from a file.
fn open_folder(parent: BorrowedFd<'_>, name: &[u8]) -> rustix::io::Result<OwnedFd> {
    rustix::fs::openat(parent, name, FOLDER, Mode::empty()).map_err(|errno| {
        let stat = || statat(parent, name, AtFlags::SYMLINK_NOFOLLOW);
        let is_link = errno == Errno::NOTDIR
            && stat().is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
        if is_link { Errno::LOOP } else { errno }
    })
}

/// What an entry is, on a file system that does not say so in its folders; none if it is gone.
fn kind_of(folder: BorrowedFd<'_>, name: &std::ffi::CStr) -> rustix::io::Result<Option<Kind>> {
    match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => Ok(Some(Kind::from(FileType::from_raw_mode(stat.st_mode)))),
        Err(Errno::NOENT) => Ok(None),
        Err(errno) => Err(errno),
    }
}

impl From<FileType> for Kind {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::RegularFile => Self::File,
            FileType::Directory => Self::Folder,
            FileType::Symlink => Self::Link,
            _ => Self::Other,
        }
    }
}

fn unreadable(name: &str, errno: Errno) -> Error {
    let name = if name.is_empty() { "the worktree" } else { name };
    Error::new(ErrorKind::Environment, format!("the folder {name} cannot be read: {}", reason(errno)))
        .with_help("make it readable, or leave it out of the folders that are searched")
}

/// The system's own words, without Rust's `(os error 13)`.
fn reason(errno: Errno) -> String {
    let text = std::io::Error::from(errno).to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn path(name: &str) -> RepoPath {
        RepoPath::new(name.as_bytes()).expect("a plain path")
    }

    fn content(root: &Path, name: &str) -> Content {
        at(root).expect("a root").read(&path(name))
    }

    #[test]
    fn no_link_is_followed_in_any_component() {
        let root = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("x.md"), "secret").expect("a file");
        symlink(outside.path(), root.path().join("linked")).expect("a link");
        symlink(outside.path().join("x.md"), root.path().join("x.md")).expect("a link");
        fs::create_dir(root.path().join("real")).expect("a folder");
        fs::write(root.path().join("real/x.md"), "mine").expect("a file");

        assert_eq!(content(root.path(), "real/x.md"), Content::Bytes(b"mine".to_vec()));
        for name in ["x.md", "linked/x.md"] {
            assert_eq!(content(root.path(), name), Content::Refused("is, or lies behind, a symbolic link".to_owned()));
        }
        assert!(at(root.path()).expect("a root").entries(b"linked").expect("no error").is_none());
    }

    #[test]
    fn what_is_no_readable_file_is_said_to_be_so_and_never_waited_for() {
        let root = tempfile::tempdir().expect("a folder");
        let fifo = root.path().join("fifo.md");
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, Mode::RUSR | Mode::WUSR).expect("a FIFO");
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.md")).expect("a socket");
        fs::create_dir(root.path().join("folder.md")).expect("a folder");
        fs::write(root.path().join("file"), "").expect("a file");

        for name in ["fifo.md", "socket.md", "folder.md"] {
            assert_eq!(content(root.path(), name), Content::Refused(NOT_A_FILE.to_owned()), "{name}");
        }
        for name in ["absent.md", "absent/x.md", "file/x.md"] {
            assert_eq!(content(root.path(), name), Content::Gone, "{name}");
        }
    }

    #[test]
    fn the_size_is_limited_before_anything_is_read() {
        let root = tempfile::tempdir().expect("a folder");
        for (name, size) in [("fits.md", MAX_FILE_BYTES), ("large.md", MAX_FILE_BYTES + 1), ("huge.md", 1 << 40)] {
            fs::File::create(root.path().join(name)).and_then(|file| file.set_len(size)).expect("a sparse file");
        }
        assert!(
            matches!(content(root.path(), "fits.md"), Content::Bytes(bytes) if bytes.len() as u64 == MAX_FILE_BYTES)
        );
        assert_eq!(content(root.path(), "large.md"), Content::TooLarge(MAX_FILE_BYTES + 1));
        assert_eq!(content(root.path(), "huge.md"), Content::TooLarge(1 << 40));
    }

    #[test]
    fn a_folder_swapped_for_a_link_never_leads_outside() {
        let root = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("x.md"), "secret").expect("a file");
        fs::create_dir(root.path().join("a")).expect("a folder");
        fs::write(root.path().join("a/x.md"), "mine").expect("a file");
        symlink(outside.path(), root.path().join("b")).expect("a link");

        let swapping = swaps(root.path(), 40_000);
        let mut mine = 0;
        while !swapping.is_finished() {
            match content(root.path(), "a/x.md") {
                Content::Bytes(bytes) => {
                    assert_eq!(bytes, b"mine");
                    mine += 1;
                }
                // Between the two looks at a component it may have become a folder again.
                Content::Gone | Content::Refused(_) => {}
                Content::TooLarge(size) => panic!("{size} bytes"),
            }
        }
        assert!(mine > 0, "the folder was never seen in place");
    }

    /// Exchanges `a` and `b` in `root` many times.
    fn swaps(root: &Path, times: usize) -> std::thread::JoinHandle<()> {
        let (a, b) = (root.join("a"), root.join("b"));
        std::thread::spawn(move || {
            let cwd = rustix::fs::CWD;
            for _ in 0..times {
                rustix::fs::renameat_with(cwd, &a, cwd, &b, rustix::fs::RenameFlags::EXCHANGE).expect("an exchange");
            }
        })
    }
}
