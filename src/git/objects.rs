//! Objects of the repository: revisions, trees and blobs by id, and what to say when one is missing or damaged.
//! Which of them are read is decided elsewhere.

use gix::ObjectId;
use gix::objs::{Kind, TreeRefIter};

use super::{Content, MAX_FILE_BYTES};
use crate::error::{Error, ErrorKind, Result};
use crate::path::quoted;
use crate::text::neutral_line;

/// One entry of a tree, its name not validated.
pub(super) struct TreeEntry {
    pub(super) name: Vec<u8>,
    pub(super) mode: gix::objs::tree::EntryMode,
    pub(super) id: ObjectId,
}

/// The tree that `name` leads to, and how to show it: `1a2b3c4 (main)`.
///
/// # Errors
/// `object` if there is no such revision or it is neither a commit nor a tree.
pub(super) fn revision(repository: &gix::Repository, name: &str) -> Result<(ObjectId, String)> {
    references_are_readable(repository)?;
    let shown = neutral_line(name);
    let id = repository.rev_parse_single(name).map_err(|error| unknown_revision(repository, &shown, &error))?;
    let unfit = || Error::new(ErrorKind::Object, format!("{shown} is neither a commit nor a tree"));
    let mut object = id.object().map_err(|error| unknown_revision(repository, &shown, &error))?;
    while object.kind == Kind::Tag {
        let target = object.try_into_tag().ok().and_then(|tag| tag.target_id().ok()).ok_or_else(unfit)?;
        object = target.object().map_err(|error| unknown_revision(repository, &shown, &error))?;
    }
    let short = object.id.to_hex_with_len(7).to_string();
    let tree = match object.kind {
        Kind::Commit => {
            let commit = object.into_commit();
            commit.tree_id().map_err(|error| damaged(&format!("commit {short}"), &error))?.detach()
        }
        Kind::Tree => object.id,
        Kind::Blob | Kind::Tag => return Err(unfit()),
    };
    let is_its_own_name = name.len() >= short.len() && object_name(name);
    Ok((tree, if is_its_own_name { short } else { format!("{short} ({shown})") }))
}

/// The tree of `HEAD`, none if nothing has been committed yet.
///
/// # Errors
/// `environment` if `HEAD` cannot be read, `object` if what it names is missing or damaged.
pub(super) fn head_tree(repository: &gix::Repository) -> Result<Option<ObjectId>> {
    references_are_readable(repository)?;
    let mut head = repository.head().map_err(|error| {
        trouble(ErrorKind::Environment, "HEAD cannot be read", &error)
            .with_help("`git symbolic-ref HEAD refs/heads/main` points it at a branch again")
    })?;
    if head.is_unborn() {
        return Ok(None);
    }
    let commit = head.peel_to_commit().map_err(|error| {
        trouble(ErrorKind::Object, "the commit of HEAD cannot be read", &error).with_help(repair(repository))
    })?;
    let tree = commit.tree_id().map_err(|error| damaged("the commit of HEAD", &error))?;
    Ok(Some(tree.detach()))
}

/// The content of a blob; `path` is only for the error.
///
/// # Errors
/// `object` if it is missing, damaged or not a blob.
pub(super) fn blob(repository: &gix::Repository, id: ObjectId, path: &str) -> Result<Content> {
    let what = || format!("the content of {}", quoted(path.as_bytes()));
    let header = repository.try_find_header(id).map_err(|error| damaged(&what(), &error))?;
    let header = header.ok_or_else(|| missing(repository, &what(), id))?;
    if header.kind() != Kind::Blob {
        return Err(Error::new(ErrorKind::Object, format!("{} is a {}", what(), header.kind())));
    }
    if header.size() > MAX_FILE_BYTES {
        return Ok(Content::TooLarge(header.size()));
    }
    let mut object = repository.find_object(id).map_err(|error| damaged(&what(), &error))?;
    Ok(Content::Bytes(std::mem::take(&mut object.data)))
}

/// The entries of a tree in its own order; `folder` is only for the error.
///
/// # Errors
/// `object` if it is missing, damaged or not a tree.
pub(super) fn tree(repository: &gix::Repository, id: ObjectId, folder: &[u8]) -> Result<Vec<TreeEntry>> {
    let what =
        || if folder.is_empty() { "the root tree".to_owned() } else { format!("the tree of {}", quoted(folder)) };
    let object = repository.try_find_object(id).map_err(|error| damaged(&what(), &error))?;
    let object = object.ok_or_else(|| missing(repository, &what(), id))?;
    if object.kind != Kind::Tree {
        return Err(Error::new(ErrorKind::Object, format!("{} is a {}", what(), object.kind)));
    }
    TreeRefIter::from_bytes(&object.data, id.kind())
        .map(|entry| match entry {
            Ok(entry) => Ok(TreeEntry { name: entry.filename.to_vec(), mode: entry.mode, id: entry.oid.to_owned() }),
            Err(error) => Err(damaged(&what(), &error)),
        })
        .collect()
}

/// An error that quotes what `gix` says, which may hold any byte of the repository.
pub(super) fn trouble(kind: ErrorKind, what: &str, error: &gix::Error) -> Error {
    // Each error in its own words; printing the whole of it shows how it is made.
    let mut reasons: Vec<String> = error.iter_errors().map(ToString::to_string).collect();
    reasons.dedup();
    let reasons = reasons.join(": ");
    Error::new(kind, format!("{what}: {}", neutral_line(reasons.trim_end_matches('.'))))
}

/// References in a form that `gix` does not read would look like a repository without commits.
fn references_are_readable(repository: &gix::Repository) -> Result<()> {
    let format = repository.config_snapshot().string("extensions.refStorage");
    match format {
        Some(format) if format != "files" => Err(Error::new(
            ErrorKind::Environment,
            format!("references stored as {} cannot be read", neutral_line(&String::from_utf8_lossy(&format))),
        )
        .with_help(
            "`git refs migrate --ref-format=files` stores them as files (before git 2.48 only without reflogs)",
        )),
        _ => Ok(()),
    }
}

fn unknown_revision(repository: &gix::Repository, shown: &str, error: &gix::Error) -> Error {
    let help = if repository.is_shallow().unwrap_or(false) {
        "the clone is shallow: `git fetch --unshallow` (in GitHub Actions `fetch-depth: 0`) brings the missing history"
    } else {
        "`git rev-parse --verify` and `git fetch` tell and bring what there is"
    };
    trouble(ErrorKind::Object, &format!("the revision {shown} cannot be read"), error).with_help(help)
}

fn missing(repository: &gix::Repository, what: &str, id: ObjectId) -> Error {
    Error::new(ErrorKind::Object, format!("{what} is missing from the repository (object {id})"))
        .with_help(repair(repository))
}

fn damaged(what: &str, error: &gix::Error) -> Error {
    trouble(ErrorKind::Object, &format!("{what} cannot be read"), error)
        .with_help("`git fsck` tells what is damaged; a fresh clone repairs it")
}

/// How to get missing objects. A partial clone would fetch them one by one when git reads them; this program does not
/// start git.
fn repair(repository: &gix::Repository) -> String {
    match promisor(repository) {
        Some(remote) => format!("the clone is partial: `git fetch --refetch --no-filter {remote}` brings every object"),
        None => "`git fsck` tells what is missing; `git fetch --refetch` brings what the remote has".to_owned(),
    }
}

/// The remote that promises the objects of a partial clone.
fn promisor(repository: &gix::Repository) -> Option<String> {
    let config = repository.config_snapshot();
    let text = |name: &[u8]| neutral_line(&String::from_utf8_lossy(name)).into_owned();
    if let Some(remote) = config.string("extensions.partialClone") {
        return Some(text(&remote));
    }
    let remotes = config.plumbing().sections_by_name("remote")?;
    let mut promising = remotes.filter(|remote| remote.value("promisor").is_some_and(|value| value != "false"));
    promising.find_map(|remote| remote.header().subsection_name().map(|name| text(name)))
}

/// Whether `name` is (the beginning of) an object's id.
fn object_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
