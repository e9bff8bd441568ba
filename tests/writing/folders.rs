//! Somebody exchanges a folder for a symbolic link while files are written in it.

use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};

use roadspec::write::Written;
use rustix::fs::{RenameFlags, renameat_with};

use super::*;

const ROUNDS: usize = 10_000;

#[test]
fn a_folder_exchanged_for_a_link_never_leads_outside() {
    let (place, outside) = (Place::new(), tempfile::tempdir().expect("a folder"));
    fs::create_dir(place.at("specs")).expect("creates");
    // What lies outside looks just as what lies inside, so that only the way to it can keep it safe.
    for folder in [&place.at("specs"), outside.path()] {
        fs::write(folder.join("x.md"), "text 0").expect("writes");
    }
    let writer = place.writer(Kernel::Exchanges, &[]);
    let (mut created, mut replaced) = (0, 0);
    while_exchanged(&place, outside.path(), || {
        for round in 0..ROUNDS / 2 {
            let file = NewFile { path: path(&format!("specs/{round}.md")), text: "new".to_owned() };
            created += usize::from(writer.create(&file).is_ok());
            let (before, after) = (format!("text {replaced}"), format!("text {}", replaced + 1));
            let written = writer.replace(&replacement("specs/x.md", &before, &after));
            replaced += usize::from(written.is_ok_and(|written| written == Written::Replaced));
        }
    });
    assert_eq!(names(outside.path()), ["x.md"]);
    assert_eq!(fs::read_to_string(outside.path().join("x.md")).expect("there"), "text 0");
    let inside = ["specs", "link"].map(|name| place.at(name)).into_iter().find(|path| !path.is_symlink());
    let inside = inside.expect("one is the folder");
    assert_eq!(fs::read_to_string(inside.join("x.md")).expect("there"), format!("text {replaced}"));
    assert_eq!(names(&inside).len(), created + 1);
    assert!(created > 0 && replaced > 0, "some found the folder in its place: {created}, {replaced}");
}

/// Writes while the folder `specs` and a link to the folder outside are exchanged all the time.
fn while_exchanged(place: &Place, outside: &Path, write: impl FnOnce()) {
    symlink(outside, place.at("link")).expect("links");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let folder = fs::File::open(place.root.path()).expect("opens");
            let exchange = RenameFlags::EXCHANGE;
            while !done.load(Ordering::Relaxed) {
                renameat_with(&folder, "specs", &folder, "link", exchange).expect("exchanges");
            }
        });
        write();
        done.store(true, Ordering::Relaxed);
    });
}
