//! What is missing or damaged: never taken for "no files", always with the command that repairs it.

use super::*;

fn committed() -> Repo {
    let repo = Repo::init();
    repo.write("specs/a.md", "a").write("specs/b.md", "b").commit("first");
    repo.write("specs/a.md", "changed").commit("second");
    repo
}

/// A clone beside `repo`, made through the file protocol with more arguments.
fn clone(repo: &Repo, arguments: &[&str]) -> Repo {
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repo.root.display());
    repo.git(&[&["clone", "--quiet"], arguments, &[&url, "../clone"]].concat());
    repo.at("../clone")
}

/// Removes the loose object of `name`.
fn lose(repo: &Repo, name: &str) {
    let id = repo.git(&["rev-parse", name]);
    repo.remove(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
}

fn listed(snapshot: &Snapshot) -> Result<Listing> {
    snapshot.list(&Selection { matches: &|_| true, folders: &[String::new()] })
}

#[test]
fn a_partial_clone_says_how_to_complete_it_and_that_works() {
    let repo = committed();
    let partial = clone(&repo, &["--no-checkout", "--filter=blob:none"]);
    let source = || Source::Revision("HEAD~1".to_owned());
    let snapshot = open(&partial, source());
    let error = refused(snapshot.load(&listed(&snapshot).expect("trees").files), ErrorKind::Object);
    assert!(error.contains("the content of specs/a.md is missing"), "{error}");
    let command = error.split('`').nth(1).and_then(|command| command.strip_prefix("git ")).expect("a command");
    partial.git(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(everything(&open(&partial, source())), tree_by_git(&repo, "HEAD~1"));
}

#[test]
fn a_partial_clone_without_trees_is_no_empty_repository() {
    let partial = clone(&committed(), &["--no-checkout", "--filter=tree:0"]);
    let snapshot = open(&partial, Source::Revision("HEAD~1".to_owned()));
    assert!(refused(listed(&snapshot), ErrorKind::Object).contains("git fetch --refetch --no-filter origin"));
}

#[test]
fn a_shallow_clone_has_its_files_and_says_how_to_get_its_history() {
    let repo = committed();
    let shallow = clone(&repo, &["--depth=1"]);
    assert_as_git(&shallow);
    let error = refused(try_open(&shallow, Source::Revision("HEAD~1".to_owned())), ErrorKind::Object);
    assert!(error.contains("git fetch --unshallow") && error.contains("fetch-depth: 0"), "{error}");
    shallow.git(&["fetch", "--quiet", "--unshallow"]);
    assert_eq!(everything(&open(&shallow, Source::Revision("HEAD~1".to_owned()))), tree_by_git(&repo, "HEAD~1"));
}

#[test]
fn lost_objects_are_named() {
    let cases = [
        ("HEAD:specs/a.md", "the content of specs/a.md is missing"),
        ("HEAD:specs", "the tree of specs is missing"),
        ("HEAD^{tree}", "the root tree is missing"),
    ];
    for (lost, expected) in cases {
        let repo = committed();
        lose(&repo, lost);
        let snapshot = open(&repo, head());
        let loaded = listed(&snapshot).and_then(|listing| snapshot.load(&listing.files));
        let error = refused(loaded, ErrorKind::Object);
        assert!(error.contains(expected) && error.contains("git fsck"), "{error}");
    }
    let repo = committed();
    lose(&repo, "HEAD");
    assert!(refused(try_open(&repo, head()), ErrorKind::Object).contains("HEAD cannot be read"));
    let index = open(&repo, Source::Index);
    let error = refused(index.staged_touches(&|_| true), ErrorKind::Object);
    assert!(error.contains("the commit of HEAD cannot be read"), "{error}");
}

#[test]
fn the_first_missing_file_is_named_whichever_thread_finds_it() {
    let repo = Repo::init();
    for number in 0..300 {
        repo.write(format!("specs/{number:03}.md"), format!("{number}"));
    }
    repo.commit("many");
    for number in [7, 90, 299] {
        lose(&repo, &format!("HEAD:specs/{number:03}.md"));
    }
    let snapshot = open(&repo, Source::Index);
    let listing = listed(&snapshot).expect("an index needs no objects");
    for _ in 0..20 {
        let error = snapshot.load(&listing.files).expect_err("an error");
        assert!(error.message.contains("specs/007.md"), "{error}");
    }
}

#[test]
fn a_damaged_object_is_an_error() {
    let repo = committed();
    let id = repo.git(&["rev-parse", "HEAD:specs/a.md"]);
    let path = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
    let sound = std::fs::read(repo.root.join(&path)).expect("an object");
    let snapshot = open(&repo, head());
    let files = listed(&snapshot).expect("trees").files;
    for damaged in [&b""[..], b"junk", &sound[..sound.len() / 2]] {
        repo.remove(&path).write(&path, damaged);
        let error = refused(snapshot.load(&files), ErrorKind::Object);
        assert!(error.contains("the content of specs/a.md"), "{error}");
    }
}

#[test]
fn references_that_cannot_be_read_are_not_taken_for_none() {
    let repo = Repo::init_with(&["--ref-format=reftable"]);
    repo.git(&["config", "core.logAllRefUpdates", "false"]);
    repo.write("specs/a.md", "a").commit("first");
    let error = refused(try_open(&repo, head()), ErrorKind::Environment);
    assert!(error.contains("reftable") && error.contains("git refs migrate --ref-format=files"), "{error}");
    let index = open(&repo, Source::Index);
    assert_eq!(everything(&index), index_by_git(&repo));
    refused(index.staged_touches(&|_| true), ErrorKind::Environment);
    repo.git(&["refs", "migrate", "--ref-format=files"]);
    assert_as_git(&repo);
}

#[test]
fn an_unreadable_head_is_an_error() {
    let repo = committed();
    repo.write(".git/HEAD", "junk\n");
    let index = try_open(&repo, Source::Index).and_then(|index| index.staged_touches(&|_| true));
    refused(index, ErrorKind::Environment);
    refused(try_open(&repo, head()).and_then(|snapshot| listed(&snapshot)), ErrorKind::Object);
}
