//! What must not be written to, in real repositories: what is refused, and what only the worktree has.

use super::*;

/// Why each of these paths is refused, or is not.
fn refusals(repo: &Repo, paths: &[&str]) -> Vec<String> {
    said(paths, |paths| open(repo, Source::Worktree).refusals(paths.iter()))
}

/// What is not in git of each of these paths.
fn dirty(repo: &Repo, paths: &[&str]) -> Vec<String> {
    said(paths, |paths| open(repo, Source::Worktree).dirty(paths.iter()))
}

fn said(paths: &[&str], ask: impl Fn(&[RepoPath]) -> Result<BTreeMap<RepoPath, String>>) -> Vec<String> {
    let paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(path.as_bytes()).expect("a safe path")).collect();
    let said = ask(&paths).expect("the repository can be read");
    paths.iter().map(|path| said.get(path).cloned().unwrap_or_default()).collect()
}

#[test]
fn an_ordinary_file_may_be_written_to() {
    let repo = Repo::init();
    repo.write("tracked.md", "x").commit("one").write("untracked.md", "x").write("edited.md", "x").commit("two");
    repo.write("edited.md", "y").write("intended.md", "x").git(&["add", "--intent-to-add", "intended.md"]);
    let paths = ["tracked.md", "untracked.md", "edited.md", "intended.md", "new.md", "new/folder/x.md"];
    assert_eq!(refusals(&repo, &paths), [""; 6]);
    // A deletion that is not staged is no reason either: the path is free.
    repo.remove("tracked.md");
    assert_eq!(refusals(&repo, &paths), [""; 6]);
}

#[test]
fn what_git_does_not_look_at_is_refused() {
    let repo = Repo::init();
    repo.write(".gitignore", "*.log.md\nbuild/\n").write("forced.log.md", "x").git(&["add", "--force", "--all"]);
    repo.commit("one").write("build/x.md", "x").write("a.log.md", "x").write("deep/.gitignore", "y.md\n!z.log.md\n");
    let paths = ["a.log.md", "new.log.md", "build/x.md", "build/new.md", "deep/y.md", "deep/z.log.md", "forced.log.md"];
    let ignored = "is ignored by git";
    assert_eq!(refusals(&repo, &paths), [ignored, ignored, ignored, ignored, ignored, "", ""]);
    let by_git = |path: &&str| repo.run(&["check-ignore", "--quiet", path], &[], b"").status.success();
    assert_eq!(paths.iter().map(by_git).collect::<Vec<_>>(), [true, true, true, true, true, false, false]);
}

#[test]
fn what_is_in_conflict_is_refused() {
    let repo = Repo::init();
    repo.write("x.md", "one\n").write("gone.md", "one\n").write("y.md", "one\n").commit("base");
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.write("x.md", "other\n").write("gone.md", "other\n").commit("other");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("x.md", "main\n").remove("gone.md").commit("main");
    assert!(!repo.run(&["merge", "other"], &[], b"").status.success());
    let conflict = "is in conflict: resolve it first";
    assert_eq!(refusals(&repo, &["x.md", "gone.md", "y.md"]), [conflict, conflict, ""]);
    repo.write("x.md", "both\n").git(&["add", "x.md", "gone.md"]);
    assert_eq!(refusals(&repo, &["x.md", "gone.md", "y.md"]), ["", "", ""]);
}

#[test]
fn what_is_no_file_of_its_own_is_refused() {
    let repo = Repo::init();
    repo.write("x.md", "x").write("twin.md", "x").link("link.md", "x.md").link("dangling.md", "nowhere").commit("one");
    std::fs::hard_link(repo.root.join("twin.md"), repo.root.join("hard.md")).expect("links");
    std::fs::create_dir(repo.root.join("folder.md")).expect("creates");
    let link = "is a symbolic link";
    let hard = "has another name, a hard link, which would keep the old text";
    let paths = ["x.md", "link.md", "dangling.md", "twin.md", "hard.md", "folder.md"];
    assert_eq!(refusals(&repo, &paths), ["", link, link, hard, hard, "is not a regular file"]);
    // As git leaves a link where the file system has none.
    repo.git(&["config", "core.symlinks", "false"]);
    repo.remove("link.md").git(&["checkout", "link.md"]);
    assert!(!repo.root.join("link.md").is_symlink());
    assert_eq!(refusals(&repo, &["link.md"]), [link]);
}

#[test]
fn what_belongs_to_another_repository_is_refused() {
    let repo = Repo::init();
    repo.write("x.md", "x").commit("one");
    let inner = repo.at("modules/inner");
    inner.write("x.md", "x").git(&["init", "--quiet"]);
    inner.commit("inner").write("deep/y.md", "y");
    let paths = ["modules/inner/x.md", "modules/inner/deep/y.md", "modules/inner/new.md", "modules/new.md"];
    let other = "lies in another repository";
    assert_eq!(refusals(&repo, &paths), [other, other, other, ""], "not a submodule yet");
    repo.git(&["-c", "advice.addEmbeddedRepo=false", "add", "modules"]);
    assert_eq!(refusals(&repo, &paths), [other, other, other, ""], "a submodule");
    assert_eq!(refusals(&repo, &["modules/inner"]), [other]);
    std::fs::remove_dir_all(inner.root).expect("removes");
    assert_eq!(refusals(&repo, &paths), [other, other, other, ""], "a submodule that is not there");
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_refused() {
    for arguments in
        [&["sparse-checkout", "set", "--cone", "in"][..], &["sparse-checkout", "set", "--sparse-index", "in"]]
    {
        let repo = Repo::init();
        repo.write("in/x.md", "x").write("out/x.md", "x").commit("one").git(arguments);
        let out = "is left out of the worktree by a sparse checkout";
        assert_eq!(refusals(&repo, &["in/x.md", "out/x.md", "out/new.md", "in/new.md"]), ["", out, "", ""]);
    }
}

#[test]
fn only_what_git_could_not_bring_back_is_dirty() {
    let repo = Repo::init();
    repo.write("same.md", "one\n").write("edited.md", "one\n").write("staged.md", "one\n").write("gone.md", "one\n");
    repo.commit("one").write("edited.md", "two\n").write("staged.md", "two\n").remove("gone.md");
    repo.git(&["add", "staged.md"]);
    repo.write("new.md", "x").write("intended.md", "x").git(&["add", "--intent-to-add", "intended.md"]);
    let (unstaged, untracked) = ("has changes that are not staged", "is not tracked by git");
    let paths = ["same.md", "edited.md", "staged.md", "gone.md", "new.md", "intended.md", "absent.md"];
    assert_eq!(dirty(&repo, &paths), ["", unstaged, "", "", untracked, untracked, ""]);
}

#[test]
fn line_ends_that_git_converts_are_no_change() {
    let repo = Repo::init();
    repo.git(&["config", "core.autocrlf", "true"]);
    repo.write("x.md", "one\r\ntwo\r\n").write("y.md", "one\r\ntwo\r\n").write("lone.md", "a\rb\n").commit("one");
    assert_eq!(repo.git_bytes(&["cat-file", "blob", "HEAD:x.md"]), b"one\ntwo\n", "git stores LF");
    repo.write("y.md", "one\r\nthree\r\n");
    let unstaged = "has changes that are not staged";
    assert_eq!(dirty(&repo, &["x.md", "y.md", "lone.md"]), ["", unstaged, ""]);
    // A bare CR is text.
    repo.write("lone.md", "ab\n");
    assert_eq!(dirty(&repo, &["lone.md"]), [unstaged]);
    assert_eq!(refusals(&repo, &["x.md", "y.md"]), ["", ""]);
}

#[test]
fn each_worktree_has_a_lock_of_its_own_and_nothing_else_is_written_to() {
    let repo = Repo::init();
    repo.write("x.md", "x").commit("one").git(&["worktree", "add", "--quiet", "../linked"]);
    let lock = |repo: &Repo, source| {
        let path = open(repo, source).lock_path();
        path.parent().expect("a folder").canonicalize().expect("there").join(path.file_name().expect("a name"))
    };
    assert_eq!(lock(&repo, Source::Worktree), repo.root.join(".git/roadspec.lock"));
    assert_eq!(lock(&repo.at("../linked"), Source::Worktree), repo.root.join(".git/worktrees/linked/roadspec.lock"));
    for source in [head(), Source::Index] {
        let snapshot = open(&repo, source);
        let paths: [RepoPath; 0] = [];
        for asked in [snapshot.refusals(paths.iter()), snapshot.dirty(paths.iter())] {
            assert!(asked.is_err_and(|error| error.kind == ErrorKind::Write));
        }
    }
}
