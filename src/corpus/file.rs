//! One file of a snapshot: bytes to text, text to a spec or to nothing.
//! Where the bytes come from is the snapshot's business.

use super::Document;
use crate::config::Globs;
use crate::path::RepoPath;
use crate::profile::Profile;
use crate::schema::Schemas;
use crate::system::SystemSpec;

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

/// Reads one file.
pub(super) fn read(path: RepoPath, content: Content, profile: &Profile, globs: &Globs, schemas: &Schemas) -> Read {
    let unreadable = |path, reason: String| Read::Unreadable(Unreadable { path, too_large: None, reason });
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Gone => return Read::NoSpec(Ignored { path, reason: "went away while the files were read" }),
        Content::Refused(reason) => return unreadable(path, reason),
        Content::TooLarge(size) => {
            let reason = format!("has {size} bytes");
            return Read::Unreadable(Unreadable { path, too_large: Some(size), reason });
        }
    };
    if let Some(reason) = no_text(&bytes) {
        return unreadable(path, reason);
    }
    match String::from_utf8(bytes) {
        Ok(text) => match Document::read(path, text, profile, globs, schemas) {
            Ok(spec) => Read::Spec(Box::new(spec)),
            Err(ignored) => Read::NoSpec(ignored),
        },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(at).copied().unwrap_or_default();
            unreadable(path, format!("is not UTF-8: byte {at} is 0x{byte:02X}"))
        }
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
