//! Snapshots of real repositories, compared with what git itself says of them. One file per kind of state.
//! How the repositories are made is in `tests/support/git.rs`.
#![expect(clippy::expect_used, clippy::panic, reason = "the helpers below stop the test, saying where")]

mod existing;
#[path = "../support/git.rs"]
mod git;
mod guard;
mod hooks;
mod hostile;
mod index;
mod missing;
mod opening;
mod random;
mod revision;
mod worktree;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use git::Repo;
use roadspec::error::{Error, ErrorKind, Result};
use roadspec::git::{Content, Listing, OddityKind, Request, Selection, Snapshot, Source};
use roadspec::path::RepoPath;

/// Files by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Opens `source` as somebody standing in `repo` does.
fn try_open(repo: &Repo, source: Source) -> Result<Snapshot> {
    open_in(&repo.root, None, &repo.environment(), source)
}

fn open(repo: &Repo, source: Source) -> Snapshot {
    try_open(repo, source).unwrap_or_else(|error| panic!("not opened: {error} ({:?})", error.help))
}

fn open_in(
    directory: &Path,
    git_dir: Option<&Path>,
    environment: &BTreeMap<OsString, OsString>,
    source: Source,
) -> Result<Snapshot> {
    let environment = |name: &str| environment.get(OsStr::new(name)).cloned();
    Snapshot::open(&Request { directory, git_dir, source, environment: &environment })
}

fn head() -> Source {
    Source::Revision("HEAD".to_owned())
}

/// The error of something that must not succeed, with kind, message and help in one text.
fn refused<T>(result: Result<T>, kind: ErrorKind) -> String {
    match result {
        Ok(_) => panic!("this was expected to fail"),
        Err(Error { kind: actual, message, help, .. }) => {
            assert_eq!(actual, kind, "{message}");
            format!("{message}\n{}", help.expect("every error says what to do"))
        }
    }
}

/// Everything in the snapshot that `matches`.
fn list(snapshot: &Snapshot, matches: &(dyn Fn(&str) -> bool + Sync)) -> Listing {
    list_in(snapshot, &[""], matches)
}

fn list_in(snapshot: &Snapshot, folders: &[&str], matches: &(dyn Fn(&str) -> bool + Sync)) -> Listing {
    let folders: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
    snapshot.list(&Selection { matches, folders: &folders }).expect("a listing")
}

/// The contents of what was listed; each must be there.
fn load(snapshot: &Snapshot, listing: &Listing) -> Files {
    let contents = snapshot.load(&listing.files).expect("contents");
    let named = listing.files.iter().zip(contents).map(|(file, content)| match content {
        Content::Bytes(bytes) => (file.path.to_string(), bytes),
        other => panic!("{} is {other:?}", file.path),
    });
    named.collect()
}

/// All files, after checking that reading them one by one gives the same.
fn everything(snapshot: &Snapshot) -> Files {
    let files = load(snapshot, &list(snapshot, &|_| true));
    for (path, bytes) in &files {
        let path = RepoPath::new(path.as_bytes()).expect("a listed path");
        assert_eq!(snapshot.read(&path).expect("no error"), Some(Content::Bytes(bytes.clone())), "{path}");
    }
    files
}

fn paths(listing: &Listing) -> Vec<&str> {
    listing.files.iter().map(|file| file.path.as_str()).collect()
}

fn oddities(listing: &Listing) -> Vec<(&str, OddityKind)> {
    listing.oddities.iter().map(|oddity| (oddity.path.as_str(), oddity.kind.clone())).collect()
}

fn read(snapshot: &Snapshot, path: &str) -> Option<Content> {
    snapshot.read(&RepoPath::new(path.as_bytes()).expect("a plain path")).expect("no error")
}

fn bytes(text: &str) -> Content {
    Content::Bytes(text.as_bytes().to_vec())
}

/// The ordinary files of the index (stage 0, not merely intended) as git has them.
fn index_by_git(repo: &Repo) -> Files {
    let staged = repo.git_bytes(&["ls-files", "-s", "-z"]);
    // `git ls-files -s` shows an intended file as an empty one.
    let intended = repo.git_bytes(&["diff", "--name-only", "--diff-filter=A", "-z"]);
    let intended = git::fields(&intended);
    let entries = git::fields(&staged).into_iter().filter_map(|line| {
        let (meta, path) = split_at_tab(line);
        let mut meta = meta.split(' ');
        let (mode, id, stage) = (meta.next()?, meta.next()?, meta.next()?);
        (mode.starts_with("100") && stage == "0" && !intended.contains(&path.as_bytes())).then(|| (path, id.to_owned()))
    });
    contents_by_git(repo, entries.collect())
}

/// The ordinary files of a revision as git has them.
fn tree_by_git(repo: &Repo, revision: &str) -> Files {
    let tree = repo.git_bytes(&["ls-tree", "-rz", "--full-tree", revision]);
    let entries = git::fields(&tree).into_iter().filter_map(|line| {
        let (meta, path) = split_at_tab(line);
        let mut meta = meta.split(' ');
        let (mode, _, id) = (meta.next()?, meta.next()?, meta.next()?);
        mode.starts_with("100").then(|| (path, id.to_owned()))
    });
    contents_by_git(repo, entries.collect())
}

fn split_at_tab(line: &[u8]) -> (String, String) {
    let line = String::from_utf8(line.to_vec()).expect("UTF-8");
    let (meta, path) = line.split_once('\t').expect("a tab");
    (meta.to_owned(), path.to_owned())
}

fn contents_by_git(repo: &Repo, entries: Vec<(String, String)>) -> Files {
    let ids: Vec<&str> = entries.iter().map(|(_, id)| id.as_str()).collect();
    let output = repo.git_fed(&["cat-file", "--batch"], ids.join("\n").as_bytes());
    let mut rest = output.as_slice();
    let mut files = Files::new();
    for (path, id) in entries {
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a header");
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = header.strip_prefix(&format!("{id} blob ")).and_then(|size| size.parse().ok());
        let size: usize = size.unwrap_or_else(|| panic!("{path}: {header}"));
        files.insert(path, rest[end + 1..end + 1 + size].to_vec());
        rest = &rest[end + 1 + size + 1..];
    }
    files
}

/// The files of the worktree as git has them: tracked or not ignored, and there, without following a link.
fn worktree_by_git(repo: &Repo) -> Files {
    let listed = repo.git_bytes(&["ls-files", "-z", "-c", "-o", "--exclude-standard", "--deduplicate"]);
    let on_disk = git::fields(&listed).into_iter().filter_map(|name| {
        let path = String::from_utf8(name.to_vec()).expect("UTF-8");
        let is_file = |path: &Path| path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        let behind_link = Path::new(&path).ancestors().skip(1).any(|folder| repo.root.join(folder).is_symlink());
        let file = repo.root.join(&path);
        (is_file(&file) && (!behind_link)).then(|| (path, std::fs::read(file).expect("a file")))
    });
    let mut files: Files = on_disk.collect();
    let skipped = repo.git_bytes(&["ls-files", "-t", "-z", "--stage"]);
    let skipped = git::fields(&skipped).into_iter().filter_map(|line| {
        let (meta, path) = split_at_tab(line.strip_prefix(b"S ")?);
        let mut meta = meta.split(' ');
        let (mode, id) = (meta.next()?, meta.next()?);
        (mode.starts_with("100") && !repo.root.join(&path).exists()).then(|| (path, id.to_owned()))
    });
    files.extend(contents_by_git(repo, skipped.collect()));
    files
}

/// All three sources of a repository with a commit hold what git says they do.
fn assert_as_git(repo: &Repo) {
    assert_eq!(everything(&open(repo, head())), tree_by_git(repo, "HEAD"), "the revision");
    assert_eq!(everything(&open(repo, Source::Index)), index_by_git(repo), "the index");
    assert_eq!(everything(&open(repo, Source::Worktree)), worktree_by_git(repo), "the worktree");
}
