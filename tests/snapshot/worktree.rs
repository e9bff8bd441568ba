//! What counts of the files on disk, and how they are read.

use super::*;

fn is_spec(path: &str) -> bool {
    path.ends_with(".md")
}

#[test]
fn untracked_files_count_unless_ignored() {
    let repo = Repo::init();
    repo.write(".gitignore", "*.tmp.md\n/build/\n!keep.tmp.md\n").write("specs/.gitignore", "local.md\n");
    repo.write("specs/a.md", "a").write("specs/tracked.tmp.md", "tracked").write("build/tracked.md", "tracked");
    repo.git(&["add", "--force", "--all"]);
    repo.commit("first");
    repo.write("specs/new.md", "new").write("specs/new.tmp.md", "ignored").write("specs/keep.tmp.md", "kept");
    repo.write("specs/local.md", "ignored").write("build/new.md", "ignored").write("build/deep/x.md", "ignored");
    repo.write("more/deep/folder/x.md", "new").write(".git/info/exclude", "excluded.md\n").write("excluded.md", "x");
    repo.remove("specs/a.md");
    assert_as_git(&repo);
    let expected = ["build/tracked.md", "more/deep/folder/x.md", "specs/keep.tmp.md", "specs/new.md"];
    let listing = list(&open(&repo, Source::Worktree), &is_spec);
    assert_eq!(paths(&listing)[..4], expected);
    assert!(listing.oddities.is_empty());
}

#[test]
fn only_selected_folders_are_entered() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("other/b.md", "b").write("docs/specs/c.md", "c").write("specs2/d.md", "d");
    let snapshot = open(&repo, Source::Worktree);
    let listed = |folders: &[&str]| list_in(&snapshot, folders, &is_spec);
    assert_eq!(paths(&listed(&["specs"])), ["specs/a.md"]);
    assert_eq!(paths(&listed(&["docs/specs/", "specs"])), ["docs/specs/c.md", "specs/a.md"]);
    assert_eq!(paths(&listed(&["specs", "specs", ""])), ["docs/specs/c.md", "other/b.md", "specs/a.md", "specs2/d.md"]);
    assert!(listed(&["absent"]).files.is_empty() && listed(&[]).files.is_empty());
}

#[test]
fn links_are_never_followed() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/real/b.md", "b").commit("first");
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("secret.md"), "secret").expect("a file");
    repo.link("specs/secret.md", outside.path().join("secret.md")).link("specs/folder", outside.path());
    repo.link("specs/dangling.md", "nowhere");
    // A folder with tracked files gives way to a link: they count as deleted.
    std::fs::rename(repo.root.join("specs/real"), repo.root.join("moved")).expect("a move");
    repo.link("specs/real", "../moved");
    assert_eq!(everything(&open(&repo, Source::Worktree)), worktree_by_git(&repo));

    let snapshot = open(&repo, Source::Worktree);
    let listing = list_in(&snapshot, &["specs"], &is_spec);
    assert_eq!(paths(&listing), ["specs/a.md"]);
    let links = ["specs/dangling.md", "specs/folder", "specs/real", "specs/secret.md"];
    assert_eq!(oddities(&listing), links.map(|path| (path, OddityKind::Symlink)));
    for path in ["specs/secret.md", "specs/folder/secret.md", "specs/real/b.md"] {
        let refused = Content::Refused("is, or lies behind, a symbolic link".to_owned());
        assert_eq!(read(&snapshot, path), Some(refused), "{path}");
    }
    assert_eq!(read(&snapshot, "specs/absent.md"), None);
}

#[test]
fn a_selected_folder_that_is_a_link_is_said_to_be_one() {
    let repo = Repo::init();
    repo.write("elsewhere/a.md", "a").link("docs/specs", "../elsewhere");
    let listing = list_in(&open(&repo, Source::Worktree), &["docs/specs/features"], &is_spec);
    assert_eq!(oddities(&listing), [("docs/specs", OddityKind::Symlink)]);
    assert!(listing.files.is_empty());
}

#[test]
fn other_repositories_inside_are_not_entered() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").commit("first");
    repo.git(&["init", "--quiet", "specs/inner"]);
    repo.write("specs/inner/deep/x.md", "inner");
    let listing = list_in(&open(&repo, Source::Worktree), &["specs"], &is_spec);
    assert_eq!(paths(&listing), ["specs/a.md"]);
    assert_eq!(oddities(&listing), [("specs/inner", OddityKind::Submodule)]);
    // Where this repository tracks files, a `.git` beside them hides nothing.
    repo.git(&["init", "--quiet", "specs"]);
    assert_eq!(paths(&list(&open(&repo, Source::Worktree), &is_spec)), ["specs/a.md"]);
}

#[test]
fn what_is_no_file_is_named_and_never_waited_for() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").commit("first");
    let make = |path: &str| {
        let mode = rustix::fs::Mode::RUSR;
        rustix::fs::mkfifoat(rustix::fs::CWD, repo.root.join(path), mode).expect("a FIFO");
    };
    make("specs/fifo.md");
    make("specs/fifo.txt");
    repo.remove("specs/a.md");
    make("specs/a.md");
    let snapshot = open(&repo, Source::Worktree);
    let listing = list(&snapshot, &is_spec);
    assert!(listing.files.is_empty());
    assert_eq!(oddities(&listing), ["specs/a.md", "specs/fifo.md"].map(|path| (path, OddityKind::Special)));
    assert_eq!(read(&snapshot, "specs/fifo.md"), Some(Content::Refused("is not a regular file".to_owned())));
    make("specs/.gitignore");
    let listed = snapshot.list(&Selection { matches: &is_spec, folders: &[String::new()] });
    assert!(refused(listed, ErrorKind::Environment).contains("specs/.gitignore"));
}

#[test]
fn files_over_the_limit_are_not_loaded() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").commit("first");
    let size = roadspec::git::MAX_FILE_BYTES + 1;
    let large = std::fs::File::create(repo.root.join("specs/large.md")).expect("a file");
    large.set_len(size).expect("a sparse file");
    let contents = |source| {
        let snapshot = open(&repo, source);
        snapshot.load(&list(&snapshot, &is_spec).files).expect("contents")
    };
    let expected = [Content::Bytes(b"a".to_vec()), Content::TooLarge(size)];
    assert_eq!(contents(Source::Worktree), expected);
    repo.commit("second");
    assert_eq!(contents(Source::Index), expected);
    repo.git(&["gc", "--quiet"]);
    assert_eq!(contents(head()), expected);
}

#[test]
fn a_file_removed_after_the_list_was_made_is_gone() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/b.md", "b");
    let snapshot = open(&repo, Source::Worktree);
    let listing = list(&snapshot, &is_spec);
    repo.remove("specs/a.md");
    assert_eq!(snapshot.load(&listing.files).expect("contents"), [Content::Gone, Content::Bytes(b"b".to_vec())]);
}

#[test]
fn contents_are_as_stored_whatever_the_attributes_say() {
    let repo = Repo::init();
    repo.git(&["config", "filter.evil.clean", "touch ran; cat"]);
    repo.git(&["config", "filter.evil.smudge", "touch ran; cat"]);
    repo.git(&["config", "core.fsmonitor", "touch ran"]);
    repo.write("specs/a.md", "a\r\n").write(".gitattributes", "*.md filter=evil text eol=crlf\n");
    let snapshot = open(&repo, Source::Worktree);
    assert_eq!(everything(&snapshot)["specs/a.md"], b"a\r\n");
    assert!(!repo.root.join("ran").exists());
}

#[test]
fn a_snapshot_is_used_from_many_threads() {
    let repo = Repo::init();
    for number in 0..500 {
        repo.write(format!("specs/{number}.md"), format!("spec {number}"));
    }
    repo.commit("many");
    for source in [Source::Worktree, Source::Index, head()] {
        let snapshot = open(&repo, source);
        let expected = everything(&snapshot);
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..4).map(|_| scope.spawn(|| load(&snapshot, &list(&snapshot, &|_| true)))).collect();
            for thread in threads {
                assert_eq!(thread.join().expect("a thread"), expected);
            }
        });
    }
}
