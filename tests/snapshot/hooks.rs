//! What git's hooks see: real hooks write down their environment and what git shows them, and a snapshot opened with
//! that environment must show the same.

use super::*;
use git::dumped;

/// In a hook: keep the environment, the folder it runs in, and git's own idea of the index, which is gone later.
const DUMP: &str = r#"
    out=$HOME/dump
    mkdir -p "$out"
    env -0 > "$out/environment"
    pwd > "$out/folder"
    git ls-files -s -z > "$out/staged"
    git ls-files -s | cut -d' ' -f2 | git cat-file --batch > "$out/contents"
    case "$GIT_INDEX_FILE" in
        '') ;;
        *) cp "$GIT_INDEX_FILE" "$out/index" ;;
    esac
"#;

/// What the hook saw, and the same seen by a snapshot while the index of the moment is back in its place.
fn seen(repo: &Repo) -> (Files, Files, String) {
    let dump = repo.root.parent().expect("a family").join("dump");
    let environment = dumped(&dump.join("environment"));
    let folder = std::fs::read_to_string(dump.join("folder")).expect("a folder");
    let folder = Path::new(folder.trim_end());
    let index = environment.get(OsStr::new("GIT_INDEX_FILE")).cloned().unwrap_or_default();
    let place = folder.join(&index);
    let before = std::fs::read(&place).ok();
    std::fs::copy(dump.join("index"), &place).expect("the index of the moment");
    let snapshot = open_in(folder, None, &environment, Source::Index).expect("a repository");
    let ours = everything(&snapshot);
    match before {
        Some(before) => std::fs::write(&place, before).expect("the index of now"),
        None => std::fs::remove_file(&place).expect("the index of the moment"),
    }
    let staged = std::fs::read(dump.join("staged")).expect("a list");
    let contents = std::fs::read(dump.join("contents")).expect("contents");
    (ours, staged_files(&staged, &contents), index.to_string_lossy().into_owned())
}

fn staged_files(staged: &[u8], contents: &[u8]) -> Files {
    let mut rest = contents;
    let entries = git::fields(staged).into_iter().map(|line| {
        let (_, path) = split_at_tab(line);
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a header");
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = header.rsplit(' ').next().and_then(|size| size.parse().ok()).expect("a size");
        let content = rest[end + 1..end + 1 + size].to_vec();
        rest = &rest[end + 2 + size..];
        (path, content)
    });
    entries.collect()
}

/// A repository whose hook dumps, with one commit and two changed files, the second of them not staged.
fn changed() -> Repo {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/b.md", "b").commit("first");
    repo.write("specs/a.md", "a changed").git(&["add", "specs/a.md"]);
    repo.write("specs/b.md", "b changed");
    repo.hook("pre-commit", DUMP);
    repo
}

fn with(content: [&str; 2]) -> Files {
    let [a, b] = content;
    [("specs/a.md".to_owned(), a.into()), ("specs/b.md".to_owned(), b.into())].into()
}

#[test]
fn commit_names_the_index_relative_to_the_root() {
    let repo = changed();
    repo.git(&["commit", "--quiet", "-m", "second"]);
    let (ours, by_git, index) = seen(&repo);
    assert_eq!(index, ".git/index");
    assert_eq!(ours, with(["a changed", "b"]));
    assert_eq!(ours, by_git);
}

#[test]
fn commit_from_a_folder_runs_hooks_at_the_root() {
    let repo = changed();
    repo.at("specs").git(&["commit", "--quiet", "-m", "second"]);
    let (ours, by_git, index) = seen(&repo);
    assert_eq!(index, ".git/index");
    assert_eq!(ours, by_git);
}

#[test]
fn a_hook_that_enters_a_folder_still_means_the_same_index() {
    let repo = changed();
    repo.git(&["commit", "--quiet", "-m", "second"]);
    let environment = dumped(&repo.root.join("../dump/environment"));
    let snapshot = open_in(&repo.root.join("specs"), None, &environment, Source::Index).expect("a repository");
    assert_eq!(everything(&snapshot), with(["a changed", "b"]));
}

#[test]
fn commit_all_names_the_locked_index() {
    let repo = changed();
    repo.git(&["commit", "--quiet", "-a", "-m", "second"]);
    let (ours, by_git, index) = seen(&repo);
    assert!(index.ends_with("/.git/index.lock") && index.starts_with('/'), "{index}");
    assert_eq!(ours, with(["a changed", "b changed"]));
    assert_eq!(ours, by_git);
}

#[test]
fn commit_of_a_path_names_the_next_index() {
    let repo = changed();
    repo.git(&["commit", "--quiet", "-m", "second", "specs/b.md"]);
    let (ours, by_git, index) = seen(&repo);
    assert!(index.contains("/.git/next-index-") && index.starts_with('/'), "{index}");
    assert_eq!(ours, with(["a", "b changed"]));
    assert_eq!(ours, by_git);
}

#[test]
fn amending_and_merging_are_like_committing() {
    let repo = changed();
    repo.git(&["commit", "--quiet", "--amend", "-m", "second"]);
    let (ours, by_git, _) = seen(&repo);
    assert_eq!(ours, by_git);

    repo.git(&["checkout", "--quiet", "--force", "-b", "side", "HEAD"]);
    repo.write("specs/c.md", "c").commit("side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.hook("pre-merge-commit", DUMP).git(&["merge", "--quiet", "--no-ff", "--no-edit", "side"]);
    let (ours, by_git, _) = seen(&repo);
    assert_eq!(ours, by_git);
    assert!(ours.contains_key("specs/c.md"));
}

#[test]
fn a_linked_worktree_names_its_git_directory_too() {
    let repo = changed();
    repo.git(&["worktree", "add", "--quiet", "-b", "side", "../side", "HEAD"]);
    let side = repo.at("../side");
    side.write("specs/b.md", "b in the side");
    for arguments in [&["-a"][..], &[][..], &["specs/b.md"][..]] {
        let arguments = [&["commit", "--quiet", "--allow-empty", "-m", "second"], arguments].concat();
        side.git(&arguments);
        let environment = dumped(&repo.root.join("../dump/environment"));
        assert!(environment[OsStr::new("GIT_DIR")].to_string_lossy().ends_with("/.git/worktrees/side"));
        let (ours, by_git, index) = seen(&repo);
        assert!(index.contains("/.git/worktrees/side/"), "{index}");
        assert_eq!(ours, by_git);
        side.write("specs/b.md", index);
    }
}

#[test]
fn a_second_repository_does_not_inherit_the_index_of_the_first() {
    let repo = changed();
    let other = Repo::init();
    other.write("x.md", "x").commit("other");
    repo.git(&["commit", "--quiet", "-a", "-m", "second"]);
    let snapshot = open_in(&other.root, None, &BTreeMap::new(), Source::Index).expect("a repository");
    assert_eq!(everything(&snapshot), index_by_git(&other));
}

#[test]
fn a_push_is_refused_before_it_is_judged_on_nothing() {
    for limit in ["1", "100"] {
        let repo = changed();
        repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
        let bare = repo.at("../bare");
        bare.git(&["config", "transfer.unpackLimit", limit]);
        bare.hook("pre-receive", "env -0 > \"$HOME/pushed\"; pwd > \"$HOME/pushed-in\"");
        repo.git(&["commit", "--quiet", "-a", "-m", "second"]);
        repo.git(&["push", "--quiet", "../bare", "main"]);
        let environment = dumped(&repo.root.join("../pushed"));
        assert!(environment.contains_key(OsStr::new("GIT_QUARANTINE_PATH")));
        let error = refused(open_in(&bare.root, None, &environment, head()), ErrorKind::Environment);
        assert!(error.contains("quarantine"), "{error}");
    }
}

#[test]
fn after_a_push_the_bare_repository_is_read() {
    let repo = changed();
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    let bare = repo.at("../bare");
    bare.hook("post-receive", "env -0 > \"$HOME/pushed\"");
    repo.git(&["commit", "--quiet", "-a", "-m", "second"]);
    repo.git(&["push", "--quiet", "../bare", "main"]);
    let environment = dumped(&repo.root.join("../pushed"));
    let snapshot = open_in(&bare.root, None, &environment, head()).expect("a repository");
    assert_eq!(everything(&snapshot), with(["a changed", "b changed"]));
}
