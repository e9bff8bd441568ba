//! Revisions in the spellings that git knows.

use super::*;

fn revision(name: &str) -> Source {
    Source::Revision(name.to_owned())
}

fn two_commits() -> Repo {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/deep/b.md", "b").commit("first");
    repo.git(&["tag", "-a", "-m", "a tag", "v1"]);
    repo.git(&["tag", "-a", "-m", "a tag of a tag", "v1-again", "v1"]);
    repo.write("specs/a.md", "changed").remove("specs/deep/b.md").commit("second");
    repo
}

#[test]
fn every_spelling_leads_to_the_tree_that_git_shows() {
    let repo = two_commits();
    let full = repo.git(&["rev-parse", "HEAD~1"]);
    let tree = repo.git(&["rev-parse", "HEAD^{tree}"]);
    let names = ["HEAD", "main", "refs/heads/main", "v1", "v1-again", "HEAD~1", "main^", "v1^{commit}", "HEAD:specs"];
    for name in names.into_iter().chain([full.as_str(), &full[..9], tree.as_str()]) {
        assert_eq!(everything(&open(&repo, revision(name))), tree_by_git(&repo, name), "{name}");
    }
}

#[test]
fn a_detached_head_is_a_revision_too() {
    let repo = two_commits();
    repo.git(&["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_as_git(&repo);
    assert!(!open(&repo, Source::Index).staged_touches(&|_| true).expect("no error"));
}

#[test]
fn sources_describe_themselves() {
    let repo = two_commits();
    let short = repo.git(&["rev-parse", "--short=7", "HEAD"]);
    let described = |source| open(&repo, source).describe();
    assert_eq!(described(revision("main")), format!("revision {short} (main)"));
    assert_eq!(described(revision(&repo.git(&["rev-parse", "HEAD"]))), format!("revision {short}"));
    assert_eq!(described(Source::Worktree), "the worktree");
    assert_eq!(described(Source::Index), "the index");
}

#[test]
fn what_is_no_revision_is_an_error() {
    let repo = two_commits();
    for name in ["absent", "", "-x", "HEAD~9", "HEAD:absent", "main..v1", "0123456789", "\u{1b}[2J", "@{", "^", ":"] {
        let error = refused(try_open(&repo, revision(name)), ErrorKind::Object);
        assert!(error.contains("cannot be read") && !error.contains('\u{1b}'), "{error}");
    }
    let error = try_open(&repo, revision("HEAD:specs/a.md")).err().expect("an error");
    assert!(error.message.contains("neither a commit nor a tree"), "{error}");
}

#[test]
fn single_files_are_read_by_path() {
    let repo = two_commits();
    let snapshot = open(&repo, revision("v1"));
    assert_eq!(read(&snapshot, "specs/deep/b.md"), Some(bytes("b")));
    for absent in ["specs", "specs/deep", "specs/a.md/b.md", "absent.md", "specs/absent/c.md"] {
        assert_eq!(read(&snapshot, absent), None, "{absent}");
    }
}

#[test]
fn only_folders_that_can_match_are_entered() {
    let repo = two_commits();
    let blob = repo.object("blob", b"x");
    let absent = "12".repeat(20);
    let specs = repo.tree(&[("100644", &blob, b"x.md")]);
    // A tree that is missing is no trouble as long as nobody needs it.
    let root = repo.tree(&[("40000", &absent, b"elsewhere"), ("40000", &specs, b"specs")]);
    let snapshot = open(&repo, revision(&root));
    assert_eq!(paths(&list_in(&snapshot, &["specs"], &|_| true)), ["specs/x.md"]);
    let everywhere = snapshot.list(&Selection { matches: &|_| true, folders: &[String::new()] });
    assert!(refused(everywhere, ErrorKind::Object).contains("the tree of elsewhere is missing"));
}
