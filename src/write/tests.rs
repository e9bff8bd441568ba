//! Writing into real folders, against everything that may stand in the way.

mod locking;
mod replacing;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::PathBuf;

use super::*;

/// A folder to write to, and one for its lock, as git's own is.
struct Place {
    root: tempfile::TempDir,
    git_dir: tempfile::TempDir,
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

    fn writer(&self) -> Writer {
        self.open(&[]).expect("opens")
    }

    fn open(&self, jobs: &[Job]) -> Result<Writer> {
        Writer::open(self.root.path(), &self.lock(), jobs)
    }
}

fn path(path: &str) -> RepoPath {
    RepoPath::new(path.as_bytes()).expect("a safe path")
}

fn file(path: &str) -> NewFile {
    NewFile { path: self::path(path), text: format!("text of {path}\n") }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_created_with_its_folders_and_nothing_else() {
    let place = Place::new();
    let (root, writer) = (&place.root, place.writer());
    assert_eq!(writer.create(&file("a/b/c.md")).expect("writes"), Written::Created);
    let path = root.path().join("a/b/c.md");
    assert_eq!(fs::read_to_string(&path).expect("there"), "text of a/b/c.md\n");
    assert_eq!(names(&root.path().join("a/b")), ["c.md"]);
    let metadata = fs::metadata(&path).expect("there");
    let plain = root.path().join("plain");
    fs::write(&plain, "x").expect("writes");
    assert_eq!(
        metadata.permissions().mode(),
        fs::metadata(plain).expect("there").permissions().mode(),
        "the umask holds"
    );
    assert_eq!(metadata.nlink(), 1);
}

#[test]
fn whatever_has_the_name_is_left_alone() {
    let place = Place::new();
    let root = &place.root;
    let at = |name: &str| root.path().join(name);
    fs::write(at("file.md"), "mine").expect("writes");
    symlink("nowhere", at("dangling.md")).expect("links");
    fs::create_dir(at("folder.md")).expect("creates");
    let writer = place.writer();
    for name in ["file.md", "dangling.md", "folder.md"] {
        assert_eq!(writer.create(&file(name)).expect("leaves it"), Written::Exists, "{name}");
    }
    assert_eq!(fs::read_to_string(at("file.md")).expect("there"), "mine");
    assert_eq!(names(root.path()), ["dangling.md", "file.md", "folder.md"]);
}

#[test]
fn a_link_on_the_way_is_refused() {
    let (place, outside) = (Place::new(), tempfile::tempdir().expect("a folder"));
    let root = &place.root;
    symlink(outside.path(), root.path().join("specs")).expect("links");
    fs::write(root.path().join("plain"), "x").expect("writes");
    let writer = place.writer();
    for (path, named) in [("specs/a.md", "`specs`"), ("specs/deep/a.md", "`specs`"), ("plain/a.md", "`plain`")] {
        let error = writer.create(&file(path)).expect_err(path);
        assert_eq!(error.kind, ErrorKind::Write);
        assert!(error.message.contains(named), "{}", error.message);
    }
    assert_eq!(names(outside.path()), Vec::<String>::new());
}

#[test]
fn a_name_that_another_system_cannot_tell_apart_is_refused() {
    for (there, name) in [
        ("Feat.md", "feat.md"),
        ("cafe\u{301}.md", "caf\u{e9}.md"),
        ("caf\u{e9}.md", "cafe\u{301}.md"),
        ("CAFE\u{301}.md", "caf\u{e9}.md"),
        ("\u{1112}\u{1161}\u{11ab}.md", "\u{d55c}.md"),
        ("\u{212a}elvin.md", "kelvin.md"),
        ("\u{3a9}mega.md", "\u{2126}mega.md"),
        ("\u{1e9b}\u{323}.md", "\u{17f}\u{323}\u{307}.md"),
        ("Specs", "specs/x.md"),
        ("deep/Specs", "deep/specs/x.md"),
        ("cafe\u{301}", "caf\u{e9}/x.md"),
    ] {
        let place = Place::new();
        if there.ends_with(".md") {
            fs::write(place.at(there), "x").expect("writes");
        } else {
            fs::create_dir_all(place.at(there)).expect("creates");
        }
        let error = place.writer().create(&file(name)).expect_err(name);
        assert!(error.message.contains("collide"), "{name}: {}", error.message);
        assert_eq!(names(place.root.path()), [there.split('/').next().expect("a name")]);
    }
    let place = Place::new();
    for name in ["straight.md", "stra\u{df}e.md", "\u{131}.md", "I.md", "a/a.md", "A.md"] {
        assert_eq!(place.writer().create(&file(name)).expect(name), Written::Created, "{name} is no twin");
    }
}
