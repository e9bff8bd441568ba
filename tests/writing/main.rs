//! Writing while others write: editors, other runs, somebody who moves folders. What is asserted is that no text is
//! lost; who comes first is left to the system. Nothing here waits for a time.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

mod editors;
mod folders;
mod runs;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use roadspec::path::RepoPath;
use roadspec::write::{Job, NewFile, Replacement, Writer};

/// A folder to write to, and one for its lock, as git's own is.
struct Place {
    root: tempfile::TempDir,
    git_dir: tempfile::TempDir,
}

/// Which calls a writer uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kernel {
    Exchanges,
    CannotExchange,
}

impl Place {
    fn new() -> Self {
        Self { root: tempfile::tempdir().expect("a folder"), git_dir: tempfile::tempdir().expect("a folder") }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn lock(&self) -> PathBuf {
        self.git_dir.path().join("roadspec.lock")
    }

    fn writer(&self, kernel: Kernel, jobs: &[Job]) -> Writer {
        let open = match kernel {
            Kernel::Exchanges => Writer::open,
            Kernel::CannotExchange => Writer::open_without_exchange,
        };
        open(self.root.path(), &self.lock(), jobs).expect("opens")
    }

    /// Every text that lies in the root.
    fn texts(&self) -> BTreeSet<String> {
        names(self.root.path()).iter().map(|name| fs::read_to_string(self.at(name)).expect("a file")).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn path(path: &str) -> RepoPath {
    RepoPath::new(path.as_bytes()).expect("a safe path")
}

fn create(at: &str, text: &str) -> Job {
    Job::Create(NewFile { path: path(at), text: text.to_owned() })
}

fn replacement(at: &str, before: &str, after: &str) -> Replacement {
    Replacement { path: path(at), before: before.into(), after: after.into() }
}
