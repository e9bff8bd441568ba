//! The index in every form and state, and what of it differs from `HEAD`.

use super::*;

/// Two specs, a file beside them, all committed.
fn committed() -> Repo {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/deep/b.md", "b").write("src/main.rs", "fn main() {}").commit("first");
    repo
}

fn is_spec(path: &str) -> bool {
    path.starts_with("specs/")
}

fn touches(repo: &Repo) -> bool {
    open(repo, Source::Index).staged_touches(&is_spec).expect("no error")
}

#[test]
fn an_empty_repository_has_no_files() {
    let repo = Repo::init();
    for source in [Source::Worktree, Source::Index] {
        let snapshot = open(&repo, source);
        assert!(everything(&snapshot).is_empty());
        assert_eq!(snapshot.root(), Some(repo.root.as_path()));
    }
    assert!(!touches(&repo));
    let error = refused(try_open(&repo, head()), ErrorKind::Object);
    assert!(error.contains("the revision HEAD cannot be read"), "{error}");
}

#[test]
fn what_is_staged_before_the_first_commit_counts() {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").git(&["add", "--all"]);
    assert_eq!(everything(&open(&repo, Source::Index)), index_by_git(&repo));
    assert!(touches(&repo));
}

#[test]
fn every_version_of_the_file_is_read() {
    for version in ["2", "3", "4"] {
        let repo = committed();
        repo.git(&["update-index", "--index-version", version]);
        repo.write("specs/new.md", "new").git(&["add", "--all"]);
        repo.git(&["update-index", "--skip-worktree", "src/main.rs"]);
        assert_as_git(&repo);
        assert!(touches(&repo), "version {version}");
    }
}

#[test]
fn a_split_index_is_read_whole() {
    let repo = committed();
    repo.git(&["update-index", "--split-index"]);
    repo.write("specs/new.md", "new").write("specs/a.md", "changed").remove("specs/deep/b.md").git(&["add", "--all"]);
    assert!(
        repo.root
            .join(".git")
            .read_dir()
            .expect("a folder")
            .any(|entry| { entry.expect("an entry").file_name().to_string_lossy().starts_with("sharedindex.") })
    );
    assert_as_git(&repo);
    assert!(touches(&repo));
}

#[test]
fn a_sparse_index_is_read_as_if_it_were_whole() {
    let repo = committed();
    for folder in ["specs/other", "docs", "docs/deep"] {
        repo.write(format!("{folder}/x.md"), folder);
    }
    repo.commit("second");
    let whole = everything(&open(&repo, Source::Index));
    repo.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "specs/deep"]);
    let sparse = repo.git(&["ls-files", "--sparse"]);
    assert!(sparse.contains("docs/\n") && sparse.contains("specs/other/\n"), "{sparse}");
    assert!(!repo.root.join("docs").exists());

    assert_eq!(everything(&open(&repo, Source::Index)), whole);
    assert_eq!(everything(&open(&repo, Source::Worktree)), whole);
    for source in [Source::Index, Source::Worktree] {
        let listing = list_in(&open(&repo, source), &["docs/deep"], &|_| true);
        assert_eq!(paths(&listing), ["docs/deep/x.md"]);
    }
    assert!(!touches(&repo));
    repo.write("specs/deep/b.md", "changed").git(&["add", "specs/deep/b.md"]);
    assert!(touches(&repo));
}

#[test]
fn a_folder_left_out_by_a_sparse_index_can_differ_from_head() {
    let repo = committed();
    repo.write("docs/x.md", "x").commit("second");
    repo.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "src"]);
    repo.git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    let touches = |folder: &'static str| {
        let relevant = move |path: &str| path.starts_with(folder);
        open(&repo, Source::Index).staged_touches(&relevant).expect("no error")
    };
    assert!(touches("docs/"));
    assert!(!touches("specs/"));
}

#[test]
fn a_file_left_out_of_the_worktree_is_read_from_the_repository() {
    let repo = committed();
    repo.git(&["update-index", "--skip-worktree", "specs/a.md"]);
    repo.remove("specs/a.md");
    assert_as_git(&repo);
    assert_eq!(read(&open(&repo, Source::Worktree), "specs/a.md"), Some(bytes("a")));
    // One that is there after all counts as it is.
    repo.write("specs/a.md", "changed");
    assert_eq!(read(&open(&repo, Source::Worktree), "specs/a.md"), Some(bytes("changed")));
    assert_as_git(&repo);
}

#[test]
fn what_is_only_intended_is_not_part_of_the_commit() {
    let repo = committed();
    repo.write("specs/new.md", "new").write("specs/new.txt", "new").git(&["add", "--intent-to-add", "--all"]);
    let snapshot = open(&repo, Source::Index);
    let listing = list(&snapshot, &|path| path.ends_with(".md"));
    assert_eq!(paths(&listing), ["specs/a.md", "specs/deep/b.md"]);
    assert_eq!(oddities(&listing), [("specs/new.md", OddityKind::IntentToAdd)]);
    assert_eq!(read(&snapshot, "specs/new.md"), None);
    assert!(!touches(&repo));
    assert_as_git(&repo);
    assert_eq!(read(&open(&repo, Source::Worktree), "specs/new.md"), Some(bytes("new")));
}

#[test]
fn a_conflict_is_reported_once_per_path() {
    let repo = committed();
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.write("specs/a.md", "theirs").write("src/main.rs", "theirs").commit("theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("specs/a.md", "ours").write("src/main.rs", "ours").commit("ours");
    assert!(!repo.git_with(&[], &["merge", "other"]).status.success());

    let snapshot = open(&repo, Source::Index);
    let listing = list(&snapshot, &is_spec);
    assert_eq!(paths(&listing), ["specs/deep/b.md"]);
    assert_eq!(oddities(&listing), [("specs/a.md", OddityKind::Unmerged)]);
    assert_eq!(read(&snapshot, "specs/a.md"), Some(Content::Refused("is in conflict".to_owned())));
    assert!(touches(&repo));

    let listing = list(&open(&repo, Source::Worktree), &is_spec);
    assert_eq!(paths(&listing), ["specs/a.md", "specs/deep/b.md"]);
    assert_eq!(oddities(&listing), [("specs/a.md", OddityKind::Unmerged)]);
}

#[test]
fn links_and_submodules_are_named_not_followed() {
    let repo = committed();
    let inner = Repo::init();
    inner.write("specs/inner.md", "inner").commit("inner");
    let source = inner.root.to_str().expect("UTF-8");
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source, "specs/sub"]);
    repo.link("specs/link.md", "a.md").link("specs/folder", "../src").link("bin/tool", "../src/main.rs").commit("odd");

    for source in [Source::Worktree, Source::Index, head()] {
        let snapshot = open(&repo, source);
        let listing = list_in(&snapshot, &["specs"], &|path| path.ends_with(".md"));
        assert_eq!(paths(&listing), ["specs/a.md", "specs/deep/b.md"]);
        let expected = [
            ("specs/folder", OddityKind::Symlink),
            ("specs/link.md", OddityKind::Symlink),
            ("specs/sub", OddityKind::Submodule),
        ];
        assert_eq!(oddities(&listing), expected, "{}", snapshot.describe());
        let refused = Some(Content::Refused("is, or lies behind, a symbolic link".to_owned()));
        assert_eq!(read(&snapshot, "specs/link.md"), refused);
    }
    // Opened inside the submodule, it is a repository like any other, whose git directory lies elsewhere.
    let sub = repo.at("specs/sub");
    assert_as_git(&sub);
    assert_eq!(open(&sub, Source::Worktree).root(), Some(sub.root.as_path()));
}

#[test]
fn only_relevant_differences_touch() {
    let repo = committed();
    assert!(!touches(&repo));
    let cases: [(&[&str], bool); 7] = [
        (&["rm", "--quiet", "--cached", "specs/deep/b.md"], true),
        (&["rm", "--quiet", "--cached", "src/main.rs"], false),
        (&["mv", "specs/a.md", "specs/c.md"], true),
        (&["mv", "specs/a.md", "a.md"], true),
        (&["mv", "src/main.rs", "specs/main.rs"], true),
        (&["update-index", "--chmod=+x", "specs/a.md"], true),
        (&["update-index", "--chmod=+x", "src/main.rs"], false),
    ];
    for (change, expected) in cases {
        repo.git(change);
        assert_eq!(touches(&repo), expected, "{change:?}");
        repo.git(&["reset", "--quiet", "--hard"]);
        assert!(!touches(&repo));
    }
    assert!(open(&repo, Source::Worktree).staged_touches(&|_| false).expect("no error"));
    assert!(open(&repo, head()).staged_touches(&|_| false).expect("no error"));
}

#[test]
fn differences_are_found_without_the_ids_that_the_index_keeps() {
    let repo = committed();
    // An index built entry by entry has no `TREE` extension.
    let entries = repo.git_bytes(&["ls-files", "-s", "-z"]);
    repo.remove(".git/index").git_fed(&["update-index", "-z", "--index-info"], &entries);
    let index = std::fs::read(repo.root.join(".git/index")).expect("an index");
    assert!(!index.windows(4).any(|window| window == b"TREE"));
    assert!(!touches(&repo));
    repo.write("specs/a.md", "changed").git(&["add", "specs/a.md"]);
    assert!(touches(&repo));
}

#[test]
fn a_file_that_becomes_a_folder_touches() {
    let repo = Repo::init();
    repo.write("specs", "a file").commit("first");
    repo.remove("specs").write("specs/a.md", "a").git(&["add", "--all"]);
    assert!(touches(&repo));
    assert_as_git(&repo);
}

#[test]
fn a_damaged_index_is_an_error_and_never_a_panic() {
    let repo = committed();
    let path = repo.root.join(".git/index");
    let sound = std::fs::read(&path).expect("an index");
    for length in [0, 1, 11, 12, 20, sound.len() / 2, sound.len() - 1] {
        std::fs::write(&path, &sound[..length]).expect("a damaged index");
        let error = refused(try_open(&repo, Source::Index), ErrorKind::Environment);
        assert!(error.contains("the index cannot be read") && error.contains("git reset"), "{error}");
    }
    for at in 0..sound.len() {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x55;
        std::fs::write(&path, &damaged).expect("a damaged index");
        refused(try_open(&repo, Source::Index), ErrorKind::Environment);
        refused(try_open(&repo, Source::Worktree), ErrorKind::Environment);
    }
}

#[test]
fn a_sha256_repository_is_like_any_other() {
    let repo = Repo::init_with(&["--object-format=sha256"]);
    repo.write("specs/a.md", "a").write("specs/deep/b.md", "b").commit("first");
    assert_as_git(&repo);
    assert!(!touches(&repo));
    repo.write("specs/a.md", "changed").git(&["add", "--all"]);
    assert_as_git(&repo);
    assert!(touches(&repo));
}
