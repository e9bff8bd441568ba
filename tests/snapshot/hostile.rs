//! Names, trees and files that somebody made to mislead.

use std::os::unix::ffi::OsStrExt as _;

use super::*;

fn is_spec(path: &str) -> bool {
    path.ends_with(".md")
}

/// The oddities of a tree under `specs`, each with its reason.
fn unsafe_names(repo: &Repo, specs: &str) -> Vec<(String, String)> {
    let root = repo.tree(&[("40000", specs, b"specs")]);
    let snapshot = open(repo, Source::Revision(root));
    let listing = list_in(&snapshot, &["specs"], &is_spec);
    let names = listing.oddities.iter().map(|oddity| match &oddity.kind {
        OddityKind::Unsafe(reason) => (oddity.path.clone(), reason.clone()),
        other => panic!("{} is {other:?}", oddity.path),
    });
    assert_eq!(paths(&listing), ["specs/good.md"]);
    names.collect()
}

#[test]
fn hostile_names_in_trees_are_reported_and_never_become_paths() {
    let repo = Repo::init();
    let blob = repo.object("blob", b"x");
    let names: &[&[u8]] = &[
        b"CON.md",
        b"a\nb.md",
        b"a/b.md",
        b"\xff.md",
        b"\xe2\x80\xae.md",
        b"..md ",
        b".git.md:x.md",
        b"a\\b.md",
        b"a:b.md",
    ];
    for name in names {
        let specs = repo.tree(&[("100644", &blob, name), ("100644", &blob, b"good.md")]);
        let expected = usize::from(name.ends_with(b".md"));
        assert_eq!(unsafe_names(&repo, &specs).len(), expected, "{}", String::from_utf8_lossy(name));
    }
    let inner = repo.tree(&[("100644", &blob, b"x.md")]);
    let folders: [(&[u8], &str); 6] = [
        (b"..", "specs/../x.md"),
        (b".git", "specs/.git/x.md"),
        (b".GIT ", "specs/.GIT /x.md"),
        (b"git~1", "specs/git~1/x.md"),
        (b"in/side", "specs/in/side"),
        (b"", "specs//x.md"),
    ];
    for (name, shown) in folders {
        let specs = repo.tree(&[("40000", &inner, name), ("100644", &blob, b"good.md")]);
        let found = unsafe_names(&repo, &specs);
        assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [shown]);
    }
}

#[test]
fn a_name_that_stands_twice_is_no_file() {
    let repo = Repo::init();
    let blobs = [repo.object("blob", b"one"), repo.object("blob", b"two")];
    let entries = [
        ("100644", blobs[0].as_str(), b"good.md".as_slice()),
        ("100644", &blobs[0], b"x.md"),
        ("100644", &blobs[1], b"x.md"),
    ];
    let found = unsafe_names(&repo, &repo.tree(&entries));
    assert_eq!(found, [("specs/x.md".to_owned(), "stands twice in its folder".to_owned())]);
}

#[test]
fn modes_that_no_git_writes_do_not_confuse() {
    let repo = Repo::init();
    let blob = repo.object("blob", b"x");
    let modes = [("100664", &blob, b"old.md"), ("100600", &blob, b"one.md"), ("160000", &blob, b"sub.md")];
    let root = repo.tree(&modes.map(|(mode, id, name)| (mode, id.as_str(), name.as_slice())));
    let snapshot = open(&repo, Source::Revision(root));
    let listing = list(&snapshot, &is_spec);
    assert_eq!(paths(&listing), ["old.md", "one.md"]);
    assert_eq!(oddities(&listing), [("sub.md", OddityKind::Submodule)]);
}

#[test]
fn an_entry_that_is_not_what_its_mode_says_is_an_error() {
    let repo = Repo::init();
    let blob = repo.object("blob", b"x");
    let tree = repo.tree(&[("100644", &blob, b"x.md")]);
    let snapshot = open(&repo, Source::Revision(repo.tree(&[("100644", &tree, b"a.md")])));
    let error = snapshot.load(&list(&snapshot, &is_spec).files).expect_err("an error");
    assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Object, "the content of a.md is a tree"));

    let snapshot = open(&repo, Source::Revision(repo.tree(&[("40000", &blob, b"a")])));
    let error = snapshot.list(&Selection { matches: &is_spec, folders: &[String::new()] }).expect_err("an error");
    assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Object, "the tree of a is a blob"));
}

#[test]
fn a_damaged_tree_is_an_error() {
    let repo = Repo::init();
    for content in [&b"40000 a"[..], b"100644 a\0short", b"\0\0\0", b"junk", b"9999999999 a\0aaaaaaaaaaaaaaaaaaaa"] {
        let source = Source::Revision(repo.object("tree", content));
        let snapshot = open(&repo, source);
        let error = snapshot.list(&Selection { matches: &|_| true, folders: &[String::new()] }).err();
        assert_eq!(error.map(|error| error.kind), Some(ErrorKind::Object), "{}", String::from_utf8_lossy(content));
    }
}

#[test]
fn a_few_trees_that_stand_for_billions_of_files_are_refused() {
    let repo = Repo::init();
    let blob = repo.object("blob", b"x");
    let mut id = blob;
    let mut mode = "100644";
    for _ in 0..9 {
        let names: Vec<String> = (0..10).map(|digit| format!("{digit}.md")).collect();
        id = repo.tree(&names.iter().map(|name| (mode, id.as_str(), name.as_bytes())).collect::<Vec<_>>());
        mode = "40000";
    }
    let snapshot = open(&repo, Source::Revision(id));
    let listed = snapshot.list(&Selection { matches: &|_| false, folders: &[String::new()] });
    assert!(refused(listed, ErrorKind::Object).contains("more than"));
    // Below one folder at each level there is an end.
    assert_eq!(list_in(&snapshot, &["0.md/1.md/2.md/3.md/4.md/5.md/6.md"], &|_| true).files.len(), 100);
}

#[test]
fn folders_within_folders_end_somewhere() {
    let repo = Repo::init();
    let mut id = repo.tree(&[("100644", &repo.object("blob", b"x"), b"x.md")]);
    for _ in 0..50 {
        id = repo.tree(&[("40000", &id, "n".repeat(100).as_bytes())]);
    }
    let listing = list(&open(&repo, Source::Revision(id)), &|_| true);
    assert!(listing.files.is_empty());
    assert!(
        matches!(&listing.oddities[..], [oddity] if oddity.kind == OddityKind::Unsafe("is longer than 4096 bytes".to_owned()))
    );
}

#[test]
fn hostile_names_in_the_index_and_on_disk_are_reported() {
    let repo = Repo::init();
    let names: [&[u8]; 4] = [b"specs/\xff.md", b"specs/a\nb.md", b"specs/CON.md", b"specs/plain.md"];
    for name in names {
        repo.write(Path::new(OsStr::from_bytes(name)), name);
    }
    repo.write(Path::new(OsStr::from_bytes(b"junk/\xff.md")), "x");
    let expected = [r#""specs/\377.md""#, r#""specs/a\nb.md""#, "specs/CON.md"];
    let check = |source| {
        let listing = list_in(&open(&repo, source), &["specs"], &is_spec);
        assert_eq!(paths(&listing), ["specs/plain.md"]);
        let found: Vec<_> = listing.oddities.iter().map(|oddity| oddity.path.as_str()).collect();
        assert_eq!(found, expected);
    };
    check(Source::Worktree);
    repo.commit("odd names");
    check(Source::Worktree);
    check(Source::Index);
    check(head());
}

#[test]
fn a_hostile_name_in_the_index_is_no_path() {
    let repo = Repo::init();
    let blob = repo.object("blob", b"x");
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},specs/hooks.md")]);
    let path = repo.root.join(".git/index");
    let mut index = std::fs::read(&path).expect("an index");
    let at = index.windows(14).position(|window| window == b"specs/hooks.md").expect("a name");
    index[at..at + 14].copy_from_slice(b"../../hooks.md");
    let end = index.len() - 20;
    index[end..].fill(0);
    std::fs::write(&path, &index).expect("an index without a checksum");
    for source in [Source::Index, Source::Worktree] {
        let listing = list(&open(&repo, source), &is_spec);
        assert!(listing.files.is_empty());
    }
    let listing = list(&open(&repo, Source::Index), &is_spec);
    assert_eq!(listing.oddities.iter().map(|oddity| oddity.path.as_str()).collect::<Vec<_>>(), ["../../hooks.md"]);
}
