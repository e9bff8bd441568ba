//! A snapshot of the repository, read from the worktree, the index or a revision. The only owner of `gix` and the only
//! module that reads files. Nothing here knows what a spec is, writes, starts a program, opens a socket, runs a filter
//! or follows a symbolic link below the root.

mod beneath;
mod gather;
mod guard;
mod index;
mod objects;
mod open;
mod staged;
mod tree;
mod worktree;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use rayon::prelude::*;

pub use crate::corpus::{Content, Oddity, OddityKind};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
pub use gather::Selection;

/// The size of a file above which its content is not loaded (decision 32).
pub const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;

/// How many bytes of decoded objects each thread keeps, because others in the pack are stored as what differs from
/// them.
const DELTA_BASES: usize = 48 * 1024 * 1024;

/// Where a snapshot is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The files on disk: tracked ones, and untracked ones that are not ignored.
    Worktree,
    /// What the next commit would hold.
    Index,
    /// A commit, tag or tree, in any spelling of `git rev-parse`.
    Revision(String),
}

/// What to open.
pub struct Request<'a> {
    /// Where the user stands; relative paths of the other fields and of the environment start here.
    pub directory: &'a Path,
    /// The repository named on the command line, which beats `GIT_DIR`.
    pub git_dir: Option<&'a Path>,
    /// What to read.
    pub source: Source,
    /// Looks up an environment variable: [`environment`], or `&|_| None` for a second repository, which must not
    /// inherit what git set for the first.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
}

/// The environment of this process, for [`Request::environment`].
pub fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// The repository at one moment; may be shared between threads.
pub struct Snapshot {
    repository: gix::ThreadSafeRepository,
    root: Option<PathBuf>,
    prefix: String,
    warnings: Vec<String>,
    source: Source,
    state: State,
}

/// What a snapshot reads its list of files from.
enum State {
    /// The worktree at this root, beside the index that tells what is tracked.
    Worktree(PathBuf, gix::index::File),
    Index(gix::index::File),
    Revision {
        tree: ObjectId,
        description: String,
    },
}

/// One file of a snapshot, not yet loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it lies in the repository.
    pub path: RepoPath,
    origin: Origin,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Disk,
    Object(ObjectId),
}

/// The files of a snapshot that were asked for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Sorted by path, each path once.
    pub files: Vec<File>,
    /// What would have been asked for but cannot be a file of the corpus; sorted.
    pub oddities: Vec<Oddity>,
}

impl Snapshot {
    /// Finds the repository as git does and reads what `request` names.
    ///
    /// # Errors
    /// `environment` where there is no (supported) repository, no worktree or no readable index; `object` where the
    /// revision does not exist or is damaged. Both say what to do.
    pub fn open(request: &Request<'_>) -> Result<Self> {
        let opened = open::repository(request)?;
        let local = opened.repository.to_thread_local();
        let state = match &request.source {
            Source::Worktree => State::Worktree(opened.worktree()?, index::read(&local, &opened.index_path)?),
            Source::Index => State::Index(index::read(&local, opened.committable_index()?)?),
            Source::Revision(name) => {
                let (tree, description) = objects::revision(&local, name)?;
                State::Revision { tree, description }
            }
        };
        let open::Opened { repository, root, prefix, warnings, .. } = opened;
        Ok(Self { repository, root, prefix, warnings, source: request.source.clone(), state })
    }

    /// What is read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What is read, for a sentence: `the worktree`, `the index`, `revision 1a2b3c4 (main)`.
    pub fn describe(&self) -> String {
        match &self.state {
            State::Worktree(..) => "the worktree".to_owned(),
            State::Index(_) => "the index".to_owned(),
            State::Revision { description, .. } => format!("revision {description}"),
        }
    }

    /// The worktree's root without symbolic links, none in a bare repository.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The worktree's root, to write beneath it.
    ///
    /// # Errors
    /// `write` in a bare repository and in one of another user.
    pub fn writable_root(&self) -> Result<&Path> {
        open::may_write(self.repository.to_thread_local().git_dir_trust())?;
        self.root().ok_or_else(|| Error::new(ErrorKind::Write, "there is no worktree to write to"))
    }

    /// Where the lock lies of those who write to this worktree; a linked one has its own.
    pub fn lock_path(&self) -> PathBuf {
        self.repository.to_thread_local().git_dir().join("roadspec.lock")
    }

    /// Those of `paths` that no edit may touch: they are in conflict, ignored, links, of another repository. The reason
    /// follows the name in a sentence.
    ///
    /// # Errors
    /// `write` if this is no snapshot of the worktree, `environment` if it or an ignore file cannot be read, `object`
    /// for a damaged tree of a sparse index.
    pub fn refusals<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
        let (root, index) = self.worktree()?;
        guard::refusals(&self.repository.to_thread_local(), root, index, paths)
    }

    /// Those of `paths` that hold what only the worktree has, so that git could not bring it back; line ends do not
    /// count. The reason follows the name in a sentence.
    ///
    /// # Errors
    /// `write` if this is no snapshot of the worktree, `environment` if it is gone, `object` if a blob is missing or
    /// damaged.
    pub fn dirty<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
        let (root, index) = self.worktree()?;
        guard::dirty(&self.repository.to_thread_local(), root, index, paths)
    }

    fn worktree(&self) -> Result<(&Path, &gix::index::File)> {
        match &self.state {
            State::Worktree(root, index) => Ok((root, index)),
            State::Index(_) | State::Revision { .. } => {
                Err(Error::new(ErrorKind::Write, format!("{} cannot be written to", self.describe())))
            }
        }
    }

    /// The folder of [`Request::directory`] from the root, with `/` between components; empty at the root, outside
    /// of the worktree and in a bare repository.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What the user should know, each one sentence without a full stop.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// One file, whether ignored or not; none if it is not there (or, in the index, only intended to be added).
    ///
    /// # Errors
    /// `object` if the repository lacks the content or it is damaged, `environment` if the worktree is gone.
    pub fn read(&self, path: &RepoPath) -> Result<Option<Content>> {
        let repository = self.repository.to_thread_local();
        match &self.state {
            State::Worktree(root, index) => match beneath::at(root)?.read(path) {
                Content::Gone => index::read_skipped(&repository, index, path),
                content => Ok(Some(content)),
            },
            State::Index(index) => index::read_file(&repository, index, path),
            State::Revision { tree, .. } => tree::read_file(&repository, *tree, "", path.as_str()),
        }
    }

    /// Those of `paths` (from the root) at which there is anything: a file, a folder or a symbolic link. Files that git
    /// ignores count in the worktree.
    ///
    /// # Errors
    /// `object` for a missing or damaged tree, `environment` if the worktree is gone.
    pub fn existing(&self, paths: BTreeSet<String>) -> Result<BTreeSet<String>> {
        let repository = self.repository.to_thread_local();
        let mut disk = match &self.state {
            State::Worktree(root, _) => Some(beneath::at(root)?),
            State::Index(_) | State::Revision { .. } => None,
        };
        let mut found = BTreeSet::new();
        for path in paths {
            let Ok(safe) = RepoPath::new(path.as_bytes()) else { continue };
            let on_disk = disk.as_mut().is_some_and(|disk| disk.exists(&safe));
            let exists = match &self.state {
                State::Worktree(_, index) => on_disk || index::is_skipped(&repository, index, &path)?,
                State::Index(index) => index::exists(&repository, index, &path)?,
                State::Revision { tree, .. } => tree::exists(&repository, *tree, "", &path)?,
            };
            if exists {
                found.insert(path);
            }
        }
        Ok(found)
    }

    /// The files that `selection` asks for, and what is odd among them. No content is read.
    ///
    /// # Errors
    /// `object` for a missing or damaged tree and for trees without a sensible end, `environment` for a folder that
    /// cannot be read.
    pub fn list(&self, selection: &Selection<'_>) -> Result<Listing> {
        let repository = self.repository.to_thread_local();
        let mut gather = gather::Gather::new(selection);
        match &self.state {
            State::Worktree(root, index) => worktree::list(&repository, root, index, &mut gather)?,
            State::Index(index) => index::list(&repository, index, &mut gather)?,
            State::Revision { tree, .. } => tree::list(&repository, *tree, b"", &mut gather)?,
        }
        Ok(gather.finish())
    }

    /// The contents of `files`, in their order, read in parallel.
    ///
    /// # Errors
    /// `object` for the first file whose content the repository lacks or that is damaged.
    pub fn load(&self, files: &[File]) -> Result<Vec<Content>> {
        let reader = || {
            let mut repository = self.repository.to_thread_local();
            repository
                .objects
                .set_pack_cache(|| Box::new(gix::odb::pack::cache::lru::MemoryCappedHashmap::new(DELTA_BASES)));
            (repository, self.root.as_deref().map(beneath::at))
        };
        let contents: Vec<Result<Content>> = files
            .par_iter()
            .with_min_len(64)
            .map_init(reader, |(repository, disk), file| match (file.origin, disk) {
                (Origin::Object(id), _) => objects::blob(repository, id, file.path.as_str()),
                (Origin::Disk, Some(Ok(disk))) => Ok(disk.read(&file.path)),
                (Origin::Disk, Some(Err(error))) => Err(error.clone()),
                (Origin::Disk, None) => Ok(Content::Gone),
            })
            .collect();
        contents.into_iter().collect()
    }

    /// Whether anything that the next commit would add, change or delete is `relevant`; always, if the source is not
    /// the index. No blob is read, and folders that the index knows to be those of `HEAD` are not entered.
    ///
    /// # Errors
    /// `object` if a tree of `HEAD` is missing or damaged, `environment` if `HEAD` cannot be read.
    pub fn staged_touches(&self, relevant: &(dyn Fn(&str) -> bool + Sync)) -> Result<bool> {
        match &self.state {
            State::Index(index) => staged::touches(&self.repository.to_thread_local(), index, relevant),
            State::Worktree(..) | State::Revision { .. } => Ok(true),
        }
    }
}
