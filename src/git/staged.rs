//! How the index differs from `HEAD`, by names and ids alone. This runs on every commit, so it enters only folders that
//! differ: the index keeps the ids of the trees it was last written as (the `TREE` extension).

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::index::entry::{Flags, Mode, Stage};
use gix::index::extension::Tree;
use gix::index::{Entry, File};

use super::gather::{joined, lossy};
use super::{objects, tree};
use crate::error::Result;

/// Whether anything that differs is `relevant`.
///
/// # Errors
/// `object` if a tree is missing or damaged, `environment` if `HEAD` cannot be read.
pub(super) fn touches(
    repository: &gix::Repository,
    index: &File,
    relevant: &(dyn Fn(&str) -> bool + Sync),
) -> Result<bool> {
    let head = objects::head_tree(repository)?.map_or(Side::Nothing, Side::Tree);
    let staged = Side::Entries { entries: index.entries(), depth: 0, known: index.tree() };
    let mut budget = tree::Budget::default();
    let mut pending = vec![(Vec::new(), head, staged)];
    while let Some((folder, head, staged)) = pending.pop() {
        if head.id().is_some() && head.id() == staged.id() {
            continue;
        }
        let mut pairs: BTreeMap<Vec<u8>, [Child<'_>; 2]> = BTreeMap::new();
        for (which, side) in [head, staged].into_iter().enumerate() {
            for (name, child) in side.children(repository, index, &folder)? {
                if let Some(place) = pairs.entry(name).or_default().get_mut(which) {
                    *place = child;
                }
            }
        }
        budget.spend(pairs.len())?;
        for (name, [head, staged]) in pairs {
            let path = joined(&folder, &name);
            if head.leaf != staged.leaf && relevant(&lossy(&path)) {
                return Ok(true);
            }
            if !(head.folder.is_nothing() && staged.folder.is_nothing()) {
                pending.push((path, head.folder, staged.folder));
            }
        }
    }
    Ok(false)
}

/// A folder as `HEAD` or the index has it.
#[derive(Default, Clone, Copy)]
enum Side<'i> {
    #[default]
    Nothing,
    Tree(ObjectId),
    /// The entries of the index below it, which share the first `depth` bytes of their paths.
    Entries {
        entries: &'i [Entry],
        depth: usize,
        known: Option<&'i Tree>,
    },
}

/// What has one name in a folder: in an index in conflict, or in a hostile tree, a file and a folder at once.
#[derive(Default, Clone, Copy)]
struct Child<'i> {
    leaf: Option<Leaf>,
    folder: Side<'i>,
}

/// All that can differ in anything but a folder.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Leaf {
    /// The mode as trees hold it, and the object.
    Clean(u32, ObjectId),
    Conflict,
}

type Children<'i> = BTreeMap<Vec<u8>, Child<'i>>;

impl<'i> Side<'i> {
    fn is_nothing(self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The id of its tree, if that is known without building it.
    fn id(self) -> Option<ObjectId> {
        match self {
            Self::Nothing => None,
            Self::Tree(id) => Some(id),
            Self::Entries { entries, known, .. } => {
                let known = known?;
                let is_whole = known.num_entries.is_some_and(|count| usize::try_from(count) == Ok(entries.len()));
                is_whole.then_some(known.id)
            }
        }
    }

    fn children(self, repository: &gix::Repository, index: &'i File, folder: &[u8]) -> Result<Children<'i>> {
        match self {
            Self::Nothing => Ok(Children::new()),
            Self::Tree(id) => tree_children(repository, id, folder),
            Self::Entries { entries, depth, known } => Ok(index_children(index, entries, depth, known)),
        }
    }
}

fn tree_children<'i>(repository: &gix::Repository, id: ObjectId, folder: &[u8]) -> Result<Children<'i>> {
    let mut children = Children::new();
    for entry in objects::tree(repository, id, folder)? {
        let child = children.entry(entry.name).or_default();
        if entry.mode.is_tree() {
            child.folder = Side::Tree(entry.id);
        } else {
            child.leaf = Some(Leaf::Clean(u32::from(entry.mode.kind() as u16), entry.id));
        }
    }
    Ok(children)
}

fn index_children<'i>(index: &'i File, entries: &'i [Entry], depth: usize, known: Option<&'i Tree>) -> Children<'i> {
    let below = |entry: &Entry| -> &'i [u8] { entry.path(index).get(depth..).unwrap_or_default() };
    let in_one_folder = |a: &Entry, b: &Entry| {
        let folder = folder_name(below(a));
        folder.is_some() && folder == folder_name(below(b))
    };
    let mut children = Children::new();
    for group in entries.chunk_by(in_one_folder) {
        let Some(first) = group.first() else { continue };
        let folder = folder_name(below(first));
        let child = children.entry(folder.unwrap_or_else(|| below(first)).to_vec()).or_default();
        match folder {
            None => child.leaf = leaf(first, child.leaf),
            Some(_) if first.mode == Mode::DIR => child.folder = Side::Tree(first.id),
            Some(name) => {
                let known = known.and_then(|known| {
                    let at = known.children.binary_search_by(|child| child.name.as_slice().cmp(name)).ok()?;
                    known.children.get(at)
                });
                child.folder = Side::Entries { entries: group, depth: depth + name.len() + 1, known };
            }
        }
    }
    children
}

/// The first component of a path that has more than one.
fn folder_name(path: &[u8]) -> Option<&[u8]> {
    path.iter().position(|byte| *byte == b'/').and_then(|end| path.get(..end))
}

/// What the commit would hold; `before` is another stage of the same path.
fn leaf(entry: &Entry, before: Option<Leaf>) -> Option<Leaf> {
    if entry.stage() != Stage::Unconflicted {
        Some(Leaf::Conflict)
    } else if entry.flags.contains(Flags::INTENT_TO_ADD) {
        before
    } else {
        Some(Leaf::Clean(entry.mode.bits(), entry.id))
    }
}
