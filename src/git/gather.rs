//! Which entries of a snapshot were asked for, and what becomes of each: a file, an oddity, or nothing.
//! Where the entries come from is decided by the modules that walk the worktree, the index and trees.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{File, Listing, Oddity, OddityKind, Origin};
use crate::path::{RepoPath, quoted};

/// Which files are wanted.
#[derive(Clone, Copy)]
pub struct Selection<'a> {
    /// Whether the file with this path from the root is wanted. Bytes that are not UTF-8 arrive as U+FFFD.
    pub matches: &'a (dyn Fn(&str) -> bool + Sync),
    /// The folders from the root that can hold wanted files; `""` is everything. No other folder is looked at.
    pub folders: &'a [String],
}

/// Takes entries one by one and keeps what was asked for.
pub(super) struct Gather<'s> {
    selection: &'s Selection<'s>,
    files: Vec<File>,
    oddities: BTreeSet<Oddity>,
}

impl<'s> Gather<'s> {
    pub(super) fn new(selection: &'s Selection<'s>) -> Self {
        Self { selection, files: Vec::new(), oddities: BTreeSet::new() }
    }

    /// Whether `folder` lies in a selected folder or leads to one.
    pub(super) fn reaches(&self, folder: &[u8]) -> bool {
        self.folders().any(|selected| is_within(selected, folder) || is_within(folder, selected))
    }

    /// Whether the file `name` is wanted.
    pub(super) fn wants(&self, name: &[u8]) -> bool {
        self.folders().any(|selected| is_within(name, selected)) && (self.selection.matches)(&lossy(name))
    }

    /// An ordinary file.
    pub(super) fn file(&mut self, name: &[u8], origin: Origin) {
        if !self.wants(name) {
            return;
        }
        match RepoPath::new(name) {
            Ok(path) => self.files.push(File { path, origin }),
            Err(error) => self.odd(name, OddityKind::Unsafe(error.reason)),
        }
    }

    /// Something that stands where a wanted file would.
    pub(super) fn wanted_but(&mut self, name: &[u8], kind: OddityKind) {
        if self.wants(name) {
            self.odd(name, kind);
        }
    }

    /// A symbolic link: odd if a wanted file has its name, if it stands in the way to a selected folder, or if it may
    /// hide a folder of one, that is, if its name has no extension.
    pub(super) fn link(&mut self, name: &[u8]) {
        let is_in_the_way = self.folders().any(|selected| !selected.is_empty() && is_within(selected, name));
        let may_be_a_folder = !name.rsplit(|byte| *byte == b'/').next().unwrap_or(name).contains(&b'.');
        let lies_in_one = || self.folders().any(|selected| !selected.is_empty() && is_within(name, selected));
        if is_in_the_way || (may_be_a_folder && lies_in_one()) || self.wants(name) {
            self.odd(name, OddityKind::Symlink);
        }
    }

    /// A folder that is not entered: odd if it could hold wanted files.
    pub(super) fn closed(&mut self, name: &[u8], kind: OddityKind) {
        if self.reaches(name) || self.wants(name) {
            self.odd(name, kind);
        }
    }

    /// What is asked for.
    pub(super) fn selection(&self) -> &'s Selection<'s> {
        self.selection
    }

    /// Adds what was gathered on another way.
    pub(super) fn extend(&mut self, listing: Listing) {
        self.files.extend(listing.files);
        self.oddities.extend(listing.oddities);
    }

    /// The paths of the files so far.
    pub(super) fn names(&self) -> BTreeSet<Vec<u8>> {
        self.files.iter().map(|file| file.path.as_str().as_bytes().to_vec()).collect()
    }

    /// Puts everything in order. A path that stands twice in a (hostile) tree is no file: which one git would check
    /// out is not defined.
    pub(super) fn finish(mut self) -> Listing {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut files = Vec::with_capacity(self.files.len());
        for same in std::mem::take(&mut self.files).chunk_by(|a, b| a.path == b.path) {
            match same {
                [file] => files.push(file.clone()),
                [file, ..] => {
                    self.odd(
                        file.path.as_str().as_bytes(),
                        OddityKind::Unsafe("stands twice in its folder".to_owned()),
                    );
                }
                [] => {}
            }
        }
        Listing { files, oddities: self.oddities.into_iter().collect() }
    }

    fn odd(&mut self, name: &[u8], kind: OddityKind) {
        self.oddities.insert(Oddity { path: quoted(name), kind });
    }

    fn folders(&self) -> impl Iterator<Item = &'s [u8]> + use<'s> {
        self.selection.folders.iter().map(|folder| folder.trim_end_matches('/').as_bytes())
    }
}

/// `name` as text, for a comparison only.
pub(super) fn lossy(name: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(name)
}

/// `folder` and `name` with a slash between them, or `name` alone at the root.
pub(super) fn joined(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(folder.len() + 1 + name.len());
    path.extend_from_slice(folder);
    if !folder.is_empty() {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

/// Whether `path` is `folder` or lies in it; everything lies in `""`.
fn is_within(path: &[u8], folder: &[u8]) -> bool {
    match path.strip_prefix(folder) {
        Some(rest) => folder.is_empty() || rest.is_empty() || rest.starts_with(b"/"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(folders: &[&str], act: impl FnOnce(&mut Gather<'_>)) -> Listing {
        let folders: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
        let selection = Selection { matches: &|path| path.contains(".md"), folders: &folders };
        let mut gather = Gather::new(&selection);
        act(&mut gather);
        gather.finish()
    }

    fn odd(listing: &Listing) -> Vec<&str> {
        listing.oddities.iter().map(|oddity| oddity.path.as_str()).collect()
    }

    #[test]
    fn folders_are_compared_by_whole_components() {
        let listing = gathered(&["specs/features/"], |gather| {
            assert!(gather.reaches(b"") && gather.reaches(b"specs") && gather.reaches(b"specs/features/deep"));
            assert!(
                !gather.reaches(b"spec") && !gather.reaches(b"specs/feature") && !gather.reaches(b"specs/features2")
            );
            for name in ["specs/features/a.md", "specs/b.md", "specs/features2/c.md"] {
                gather.file(name.as_bytes(), Origin::Disk);
            }
        });
        assert_eq!(listing.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["specs/features/a.md"]);
    }

    #[test]
    fn unsafe_names_are_reported_only_where_they_were_asked_for() {
        let listing = gathered(&["specs"], |gather| {
            gather.file(b"specs/\xff.md", Origin::Disk);
            gather.file(b"specs/\xff.png", Origin::Disk);
            gather.file(b"junk/\xff.md", Origin::Disk);
            gather.file(b"specs/../a.md", Origin::Disk);
        });
        assert_eq!(odd(&listing), [r#""specs/\377.md""#, "specs/../a.md"]);
        assert!(listing.files.is_empty());
    }

    #[test]
    fn a_path_that_stands_twice_is_no_file() {
        let listing = gathered(&[""], |gather| {
            for name in ["b.md", "a.md", "b.md"] {
                gather.file(name.as_bytes(), Origin::Disk);
            }
        });
        assert_eq!(listing.files.len(), 1);
        assert_eq!(odd(&listing), ["b.md"]);
    }

    #[test]
    fn links_are_odd_where_they_may_hide_specs() {
        let listing = gathered(&["docs/specs"], |gather| {
            for name in ["docs", "docs/specs/more", "docs/specs/x.svg", "docs/specs/x.md", "docs/other", "bin/x"] {
                gather.link(name.as_bytes());
            }
        });
        assert_eq!(odd(&listing), ["docs", "docs/specs/more", "docs/specs/x.md"]);
        let everywhere = gathered(&[""], |gather| {
            gather.link(b"bin/x");
            gather.link(b"x.md");
        });
        assert_eq!(odd(&everywhere), ["x.md"]);
    }
}
