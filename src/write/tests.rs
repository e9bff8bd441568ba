//! Writing into real folders, against everything that may stand in the way.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::sync::atomic::AtomicBool;

use super::*;

fn file(path: &str) -> NewFile {
    NewFile { path: RepoPath::new(path.as_bytes()).expect("a safe path"), text: format!("text of {path}\n") }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_created_with_its_folders_and_nothing_else() {
    let root = tempfile::tempdir().expect("a folder");
    let writer = Writer::open(root.path()).expect("opens");
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
    let root = tempfile::tempdir().expect("a folder");
    let at = |name: &str| root.path().join(name);
    fs::write(at("file.md"), "mine").expect("writes");
    symlink("nowhere", at("dangling.md")).expect("links");
    fs::create_dir(at("folder.md")).expect("creates");
    let writer = Writer::open(root.path()).expect("opens");
    for name in ["file.md", "dangling.md", "folder.md"] {
        assert_eq!(writer.create(&file(name)).expect("leaves it"), Written::Exists, "{name}");
    }
    assert_eq!(fs::read_to_string(at("file.md")).expect("there"), "mine");
    assert_eq!(names(root.path()), ["dangling.md", "file.md", "folder.md"]);
}

#[test]
fn a_link_on_the_way_is_refused() {
    let (root, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    symlink(outside.path(), root.path().join("specs")).expect("links");
    fs::write(root.path().join("plain"), "x").expect("writes");
    let writer = Writer::open(root.path()).expect("opens");
    for (path, named) in [("specs/a.md", "`specs`"), ("specs/deep/a.md", "`specs`"), ("plain/a.md", "`plain`")] {
        let error = writer.create(&file(path)).expect_err(path);
        assert_eq!(error.kind, ErrorKind::Write);
        assert!(error.message.contains(named), "{}", error.message);
    }
    assert_eq!(names(outside.path()), Vec::<String>::new());
}

#[test]
fn a_name_that_another_system_cannot_tell_apart_is_refused() {
    let root = tempfile::tempdir().expect("a folder");
    fs::write(root.path().join("Feat.md"), "x").expect("writes");
    fs::write(root.path().join("cafe\u{301}.md"), "x").expect("writes");
    let writer = Writer::open(root.path()).expect("opens");
    for name in ["feat.md", "caf\u{e9}.md"] {
        assert!(writer.create(&file(name)).expect_err(name).message.contains("collide"));
    }
    assert_eq!(names(root.path()).len(), 2);
}

#[test]
fn a_folder_swapped_for_a_link_never_leads_outside() {
    let (root, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::create_dir(root.path().join("specs")).expect("creates");
    symlink(outside.path(), root.path().join("link")).expect("links");
    let done = AtomicBool::new(false);
    let writer = Writer::open(root.path()).expect("opens");
    let created = std::thread::scope(|scope| {
        scope.spawn(|| {
            let folder = fs::File::open(root.path()).expect("opens");
            let exchange = rustix::fs::RenameFlags::EXCHANGE;
            while !done.load(Ordering::Relaxed) {
                rustix::fs::renameat_with(&folder, "specs", &folder, "link", exchange).expect("exchanges");
            }
        });
        let write = |round: usize| writer.create(&file(&format!("specs/{round}.md"))).is_ok();
        let created = (0..500).filter(|round| write(*round)).count();
        done.store(true, Ordering::Relaxed);
        created
    });
    let inside = ["specs", "link"].map(|name| root.path().join(name)).into_iter().find(|path| !path.is_symlink());
    assert_eq!(names(&inside.expect("one is the folder")).len(), created);
    assert_eq!(names(outside.path()), Vec::<String>::new());
}

#[test]
fn two_writers_create_each_file_once_and_whole() {
    let root = tempfile::tempdir().expect("a folder");
    let text = "line\n".repeat(20_000);
    let create_all = || {
        let writer = Writer::open(root.path()).expect("opens");
        let create = |number: usize| {
            let path = RepoPath::new(format!("specs/{number}.md").as_bytes()).expect("a safe path");
            writer.create(&NewFile { path, text: text.clone() }).expect("writes")
        };
        (0..50).map(create).filter(|written| *written == Written::Created).count()
    };
    let created = std::thread::scope(|scope| {
        let workers = [scope.spawn(create_all), scope.spawn(create_all)];
        workers.map(|worker| worker.join().expect("no panic")).iter().sum::<usize>()
    });
    assert_eq!(created, 50);
    assert_eq!(names(&root.path().join("specs")).len(), 50, "and no draft is left");
    for number in 0..50 {
        let path = root.path().join(format!("specs/{number}.md"));
        assert_eq!(fs::read_to_string(path).expect("there"), text);
    }
}
