//! Which repository is opened, from where one stands, the command line and the environment.

use super::*;

fn committed() -> Repo {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("deep/er/b.md", "b").commit("first");
    repo
}

/// The environment of `repo` with more in it.
fn environment(repo: &Repo, more: &[(&str, &OsStr)]) -> BTreeMap<OsString, OsString> {
    let mut environment = repo.environment();
    environment.extend(more.iter().map(|(name, value)| (OsString::from(name), value.to_os_string())));
    environment
}

#[test]
fn a_folder_below_the_root_is_the_prefix() {
    let repo = committed();
    for (folder, prefix) in [("", ""), ("specs", "specs"), ("deep/er", "deep/er"), (".git", ""), (".git/refs", "")] {
        let snapshot = open(&repo.at(folder), Source::Worktree);
        assert_eq!(snapshot.prefix(), prefix);
        assert_eq!(snapshot.root(), Some(repo.root.as_path()));
        assert_eq!(everything(&snapshot), worktree_by_git(&repo));
        assert!(snapshot.warnings().is_empty());
    }
}

#[test]
fn a_repository_reached_through_a_link_has_its_real_root() {
    let repo = committed();
    repo.link("../linked", "repo");
    let snapshot = open(&repo.at("../linked/deep"), Source::Index);
    assert_eq!((snapshot.root(), snapshot.prefix()), (Some(repo.root.as_path()), "deep"));
    assert_eq!(everything(&snapshot), index_by_git(&repo));
}

#[test]
fn outside_of_a_repository_is_an_error_that_says_so() {
    let outside = tempfile::tempdir().expect("a folder");
    let error = refused(open_in(outside.path(), None, &BTreeMap::new(), Source::Worktree), ErrorKind::Environment);
    assert!(error.contains("no git repository") && error.contains("git init"), "{error}");
    let absent = outside.path().join("absent");
    let error = open_in(&absent, None, &BTreeMap::new(), Source::Worktree).err().expect("an error");
    assert_eq!(error.kind, ErrorKind::Environment);
}

#[test]
fn ceilings_stop_the_search() {
    let repo = committed();
    let ceiling = environment(&repo, &[("GIT_CEILING_DIRECTORIES", repo.root.join("deep").as_os_str())]);
    assert!(open_in(&repo.root.join("deep/er"), None, &ceiling, Source::Worktree).is_err());
    assert!(open_in(&repo.root.join("specs"), None, &ceiling, Source::Worktree).is_ok());
}

#[test]
fn a_linked_worktree_has_its_own_files() {
    let repo = committed();
    repo.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    let side = repo.at("../side");
    side.write("specs/side.md", "side").commit("side");
    side.write("specs/more.md", "more");
    assert_as_git(&side);
    assert_as_git(&repo);
    assert_eq!(open(&side, Source::Worktree).root(), Some(side.root.as_path()));
    assert_eq!(open(&side.at("specs"), Source::Worktree).prefix(), "specs");
}

#[test]
fn a_bare_repository_is_used_only_when_named() {
    let repo = committed();
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    let bare = repo.at("../bare");
    let error = refused(try_open(&bare, head()), ErrorKind::Environment);
    assert!(error.contains("--git-dir"), "{error}");

    let named = open_in(&repo.root, Some(&bare.root), &repo.environment(), head()).expect("a repository");
    assert_eq!((named.root(), named.prefix()), (None, ""));
    assert_eq!(everything(&named), tree_by_git(&bare, "HEAD"));
    let by_variable = environment(&repo, &[("GIT_DIR", OsStr::new("../bare"))]);
    let named = open_in(&repo.root, None, &by_variable, head()).expect("a repository");
    assert_eq!(everything(&named), tree_by_git(&bare, "HEAD"));
    for source in [Source::Worktree, Source::Index] {
        let error = refused(open_in(&bare.root, Some(&bare.root), &repo.environment(), source), ErrorKind::Environment);
        assert!(error.contains("a bare repository has no"), "{error}");
    }
}

#[test]
fn a_bare_repository_committed_as_files_is_not_entered() {
    let repo = committed();
    repo.git(&["clone", "--quiet", "--bare", ".", "docs"]);
    repo.git(&["-C", "docs", "config", "core.worktree", "/"]);
    repo.write("docs/specs/in.md", "in").commit("a trap");
    for folder in ["docs", "docs/specs", "docs/refs"] {
        let error = refused(try_open(&repo.at(folder), Source::Worktree), ErrorKind::Environment);
        assert!(error.contains("--git-dir"), "{error}");
    }
    assert!(paths(&list(&open(&repo, Source::Worktree), &|path| path.ends_with(".md"))).contains(&"docs/specs/in.md"));
}

#[test]
fn a_git_directory_may_be_named_from_anywhere() {
    let repo = committed();
    let other = Repo::init();
    other.write("x.md", "x").commit("other");
    let named = |git_dir: &Path, directory: &Path| {
        let snapshot = open_in(directory, Some(git_dir), &repo.environment(), Source::Index).expect("a repository");
        everything(&snapshot)
    };
    assert_eq!(named(&repo.root.join(".git"), &other.root), index_by_git(&repo));
    assert_eq!(named(Path::new("../.git"), &repo.root.join("deep")), index_by_git(&repo));
    assert_eq!(named(Path::new(".git"), &repo.root), index_by_git(&repo));
    // The command line beats the environment.
    let variable = environment(&repo, &[("GIT_DIR", other.root.join(".git").as_os_str())]);
    let snapshot = open_in(&other.root, Some(&repo.root.join(".git")), &variable, Source::Index).expect("a repository");
    assert_eq!(everything(&snapshot), index_by_git(&repo));
    let absent = open_in(&repo.root, Some(Path::new("absent")), &repo.environment(), Source::Index);
    assert!(refused(absent, ErrorKind::Environment).contains("no repository can be opened at"));
}

#[test]
fn a_worktree_named_apart_is_the_root() {
    let repo = committed();
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    let tree = repo.at("../tree");
    tree.write("specs/a.md", "changed").write("specs/deep/new.md", "new");
    let bare = repo.at("../bare").root;
    let variables = [("GIT_DIR", bare.as_os_str()), ("GIT_WORK_TREE", tree.root.as_os_str())];
    let apart = environment(&repo, &variables);
    let snapshot = open_in(&tree.root.join("specs"), None, &apart, Source::Worktree).expect("a repository");
    assert_eq!((snapshot.root(), snapshot.prefix()), (Some(tree.root.as_path()), "specs"));
    let expected = [("specs/a.md", "changed"), ("specs/deep/new.md", "new")];
    let expected: Files = expected.map(|(path, text)| (path.to_owned(), text.into())).into();
    assert_eq!(everything(&snapshot), expected);

    // And so it is when the configuration names it.
    repo.git(&["clone", "--quiet", "--no-checkout", ".", "../configured"]);
    let configured = repo.at("../configured");
    configured.git(&["config", "core.worktree", tree.root.to_str().expect("UTF-8")]);
    let snapshot = open_in(&tree.root, Some(&configured.root.join(".git")), &repo.environment(), Source::Worktree);
    assert_eq!(everything(&snapshot.expect("a repository")), expected);
}

#[test]
fn what_would_be_read_elsewhere_by_git_is_refused() {
    let repo = committed();
    let cases = [
        ("GIT_QUARANTINE_PATH", "/quarantine", "quarantine"),
        ("GIT_OBJECT_DIRECTORY", "/elsewhere", "GIT_OBJECT_DIRECTORY"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/elsewhere", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
        ("GIT_COMMON_DIR", "/elsewhere", "GIT_COMMON_DIR"),
    ];
    for (name, value, expected) in cases {
        let environment = environment(&repo, &[(name, OsStr::new(value))]);
        let error = refused(open_in(&repo.root, None, &environment, Source::Index), ErrorKind::Environment);
        assert!(error.contains(expected), "{error}");
    }
    let usual = [("GIT_OBJECT_DIRECTORY", OsStr::new(".git/objects")), ("GIT_COMMON_DIR", OsStr::new(".git"))];
    assert!(open_in(&repo.root, None, &environment(&repo, &usual), Source::Index).is_ok());
}

#[test]
fn alternates_and_packs_are_read() {
    let repo = committed();
    repo.git(&["gc", "--quiet"]);
    repo.git(&["clone", "--quiet", "--shared", ".", "../shared"]);
    let shared = repo.at("../shared");
    shared.write("specs/new.md", "new").commit("second");
    assert_as_git(&shared);
    assert_as_git(&repo);
}

#[test]
fn the_users_ignore_file_counts_as_the_environment_names_it() {
    let repo = committed();
    repo.write("../ignore", "*.log\n").write("../config", "[core]\n\texcludesFile = ../ignore\n");
    repo.write("specs/a.log", "log");
    let config = repo.root.join("../config");
    repo.write("../config", format!("[core]\n\texcludesFile = {}\n", repo.root.join("../ignore").display()));
    let with = environment(&repo, &[("GIT_CONFIG_GLOBAL", config.as_os_str())]);
    let listed = |environment: &BTreeMap<OsString, OsString>| {
        let snapshot = open_in(&repo.root, None, environment, Source::Worktree).expect("a repository");
        everything(&snapshot).contains_key("specs/a.log")
    };
    assert!(!listed(&with));
    assert!(listed(&repo.environment()));
}
