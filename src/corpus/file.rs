//! One file of a snapshot: bytes to text, text to a spec or to nothing.
//! Where the bytes come from is the snapshot's business.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Document;
use crate::config::Globs;
use crate::error::Result;
use crate::path::RepoPath;
use crate::profile::Profile;
use crate::schema::{self, Matter, Schema, Schemas};
use crate::system::SystemSpec;
use crate::yaml::{self, Front};

/// What a snapshot gives for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The bytes, as they are stored: no filter is applied.
    Bytes(Vec<u8>),
    /// It is larger than a spec may be: its size in bytes.
    TooLarge(u64),
    /// It was there when the files were listed and is not any more.
    Gone,
    /// Cannot be read: a phrase that follows the file's name.
    Refused(String),
}

/// A name in a snapshot that is no regular file with a safe name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oddity {
    /// The name as git would quote it.
    pub path: String,
    /// What is odd.
    pub kind: OddityKind,
}

/// What is odd about a name in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddityKind {
    /// The name cannot be trusted: why, a phrase that follows "the name".
    Unsafe(String),
    /// A symbolic link, which is never followed.
    Symlink,
    /// A submodule, which is never entered.
    Submodule,
    /// In conflict. In the worktree the file, with its conflict markers, is listed as well.
    Unmerged,
    /// Added with `git add --intent-to-add`: not part of the next commit. Only the index has this.
    IntentToAdd,
    /// A pipe, socket or device. Only the worktree has this.
    Special,
}

/// A file under the globs that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its path.
    pub path: RepoPath,
    /// Its size if that is what is wrong.
    pub too_large: Option<u64>,
    /// Why, a clause that follows the path.
    pub reason: String,
}

/// A file under the globs that is no spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// Its path.
    pub path: RepoPath,
    /// Why, a clause that follows the path.
    pub reason: &'static str,
}

/// What a file turned out to be.
pub(super) enum Read {
    Spec(Box<(Document, Option<SystemSpec>)>),
    Unreadable(Unreadable),
    NoSpec(Ignored),
}

/// What files are read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    pub(super) profile: &'a Profile,
    pub(super) globs: &'a Globs,
    pub(super) schemas: &'a Schemas,
    /// The schemas that the configuration names, in its order.
    pub(super) configured: &'a [RepoPath],
}

/// Reads one file.
///
/// # Errors
/// As [`Schemas::check`].
pub(super) fn read(path: RepoPath, content: Content, how: How<'_>) -> Result<Read> {
    let unreadable = |path, reason: String| Ok(Read::Unreadable(Unreadable { path, too_large: None, reason }));
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Gone => return Ok(Read::NoSpec(Ignored { path, reason: "went away while the files were read" })),
        Content::Refused(reason) => return unreadable(path, reason),
        Content::TooLarge(size) => {
            let reason = format!("has {size} bytes");
            return Ok(Read::Unreadable(Unreadable { path, too_large: Some(size), reason }));
        }
    };
    if let Some(reason) = no_text(&bytes) {
        return unreadable(path, reason);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(match Document::read(path, text, how)? {
            Ok(spec) => Read::Spec(Box::new(spec)),
            Err(ignored) => Read::NoSpec(ignored),
        }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            unreadable(path, format!("is not UTF-8: byte {at} is 0x{byte:02X}"))
        }
    }
}

/// The schema files that documents name themselves: they must be known before any of them is checked.
pub fn named_schemas(files: &[(RepoPath, Content)]) -> BTreeSet<RepoPath> {
    let named = files.par_iter().filter_map(|(path, content)| match content {
        Content::Bytes(bytes) => named_schema(path, bytes),
        Content::TooLarge(_) | Content::Gone | Content::Refused(_) => None,
    });
    named.collect()
}

fn named_schema(path: &RepoPath, bytes: &[u8]) -> Option<RepoPath> {
    let text = std::str::from_utf8(bytes).ok()?;
    let Front::Found(matter) = yaml::split(text).front else { return None };
    // Few documents name one; only of these the front matter is read once more.
    matter.yaml.of(text).contains(schema::KEY).then_some(())?;
    let front = yaml::read(text, matter.yaml);
    match schema::own(Matter { path: path.as_str(), text, front: &front }, matter.yaml)?.schema {
        Ok(Schema::File(path)) => Some(path),
        Ok(Schema::Embedded(_)) | Err(_) => None,
    }
}

/// Why bytes are no text in any encoding that is read here.
fn no_text(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Some("is UTF-16".to_owned());
    }
    let nul = bytes.iter().position(|byte| *byte == 0)?;
    Some(format!("is binary: byte {nul} is NUL"))
}
