//! Which files a command line is about: the files and folders that it names, or all.
//! What is done with the others is the command's business.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::session;
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};
use crate::git::Snapshot;
use crate::path::RepoPath;
use crate::text::did_you_mean;

/// Files and folders of the repository; everything if none were named.
pub(super) struct Scope {
    /// From the root; the root itself is empty.
    named: BTreeSet<String>,
}

impl Scope {
    /// The scope that paths of the command line name.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if one lies outside, or if nothing has such a name: it would find nothing for ever.
    pub(super) fn new(paths: &[PathBuf], snapshot: &Snapshot, corpus: &Corpus) -> Result<Self> {
        let mut named = BTreeSet::new();
        for path in paths {
            let root = path.as_os_str() == "." && snapshot.prefix().is_empty();
            let inside = session::in_repository(snapshot, path).map(|path| path.to_string());
            named.insert(if root { Some(String::new()) } else { inside }.ok_or_else(|| outside(path))?);
        }
        let asked: BTreeSet<String> = named.iter().filter(|path| !path.is_empty()).cloned().collect();
        let known = snapshot.existing(asked.clone())?;
        if let Some(absent) = asked.difference(&known).find(|path| !corpus.holds(path)) {
            let message = format!("there is nothing at `{absent}` in {}", snapshot.describe());
            let near = did_you_mean(absent, corpus.paths.iter().map(RepoPath::as_str));
            let help = near.unwrap_or_else(|| "correct the path".to_owned());
            return Err(Error::new(ErrorKind::Usage, message).with_help(help));
        }
        Ok(Self { named })
    }

    /// Whether a path is one of these files, or lies in one of these folders.
    pub(super) fn holds(&self, path: &str) -> bool {
        let under = |folder: &String| {
            folder.is_empty()
                || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.named.is_empty() || self.named.iter().any(under)
    }
}

/// A path of the command line that the repository does not hold.
pub(super) fn outside(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, format!("`{}` does not lie in the repository", path.display()))
}
