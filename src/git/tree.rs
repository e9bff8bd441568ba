//! The files of a tree, for a revision and for the folders a sparse index leaves out.
//! Nothing here trusts a name: a tree pushed by a stranger may hold any.

use gix::ObjectId;

use super::gather::{Gather, joined};
use super::{Content, OddityKind, Origin, objects};
use crate::error::{Error, ErrorKind, Result};

/// How many entries of trees are looked at. A few trees that hold each other's ids stand for billions of files; the
/// whole of a very large repository is a quarter of this.
const MAX_ENTRIES: usize = 2_000_000;

/// What is left of [`MAX_ENTRIES`].
pub(super) struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(MAX_ENTRIES)
    }
}

impl Budget {
    /// Counts `entries` more.
    ///
    /// # Errors
    /// `object` once there are more than [`MAX_ENTRIES`].
    pub(super) fn spend(&mut self, entries: usize) -> Result<()> {
        let too_many = || {
            Error::new(ErrorKind::Object, format!("the trees hold more than {MAX_ENTRIES} entries"))
                .with_help("name the folders of the specs in the configuration, so that no other is entered")
        };
        self.0 = self.0.checked_sub(entries).ok_or_else(too_many)?;
        Ok(())
    }
}

/// Longer folders cannot hold a [`crate::path::RepoPath`].
const MAX_FOLDER_BYTES: usize = 4096;

/// Takes the files below the tree `id`, which stands at `folder`, entering only folders that can hold wanted ones.
///
/// # Errors
/// `object` for a missing or damaged tree, and for more than [`MAX_ENTRIES`] entries.
pub(super) fn list(repository: &gix::Repository, id: ObjectId, folder: &[u8], gather: &mut Gather<'_>) -> Result<()> {
    let mut budget = Budget::default();
    let mut pending = vec![(folder.to_vec(), id)];
    while let Some((folder, id)) = pending.pop() {
        let entries = objects::tree(repository, id, &folder)?;
        budget.spend(entries.len())?;
        for entry in entries {
            let path = joined(&folder, &entry.name);
            let enter = entry.mode.is_tree() && gather.reaches(&path);
            if entry.name.contains(&b'/') {
                let kind = OddityKind::Unsafe("has a slash inside one of its components".to_owned());
                if enter { gather.closed(&path, kind) } else { gather.wanted_but(&path, kind) }
            } else if enter && path.len() > MAX_FOLDER_BYTES {
                let reason = format!("is longer than {MAX_FOLDER_BYTES} bytes");
                gather.closed(&path, OddityKind::Unsafe(reason));
            } else if enter {
                pending.push((path, entry.id));
            } else if entry.mode.is_link() {
                gather.link(&path);
            } else if entry.mode.is_commit() {
                gather.closed(&path, OddityKind::Submodule);
            } else if entry.mode.is_blob() {
                gather.file(&path, Origin::Object(entry.id));
            }
        }
    }
    Ok(())
}

/// The file `path` below the tree `id`, which stands at `folder`.
///
/// # Errors
/// `object` if a tree on the way or the content is missing or damaged.
pub(super) fn read_file(
    repository: &gix::Repository,
    id: ObjectId,
    folder: &str,
    path: &str,
) -> Result<Option<Content>> {
    let (mut id, mut folder) = (id, folder.as_bytes().to_vec());
    let mut components = path.split('/').peekable();
    while let Some(component) = components.next() {
        let entries = objects::tree(repository, id, &folder)?;
        let is_folder = components.peek().is_some();
        let fits = |entry: &&objects::TreeEntry| entry.name == component.as_bytes();
        let Some(entry) = entries.iter().find(fits) else { return Ok(None) };
        folder = joined(&folder, &entry.name);
        if entry.mode.is_link() {
            return Ok(Some(Content::Refused("is, or lies behind, a symbolic link".to_owned())));
        }
        if is_folder != entry.mode.is_tree() || entry.mode.is_commit() {
            return Ok(None);
        }
        if !is_folder {
            let shown = String::from_utf8_lossy(&folder);
            return objects::blob(repository, entry.id, &shown).map(Some);
        }
        id = entry.id;
    }
    Ok(None)
}

/// Whether there is anything at `path` below the tree `id`, which stands at `folder`.
///
/// # Errors
/// `object` if a tree on the way is missing or damaged.
pub(super) fn exists(repository: &gix::Repository, id: ObjectId, folder: &str, path: &str) -> Result<bool> {
    let (mut id, mut folder) = (id, folder.as_bytes().to_vec());
    let mut components = path.split('/').peekable();
    while let Some(component) = components.next() {
        let entries = objects::tree(repository, id, &folder)?;
        let Some(entry) = entries.iter().find(|entry| entry.name == component.as_bytes()) else { return Ok(false) };
        if components.peek().is_some() && !entry.mode.is_tree() {
            return Ok(false);
        }
        folder = joined(&folder, &entry.name);
        id = entry.id;
    }
    Ok(true)
}
