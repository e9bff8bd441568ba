//! Whether there is anything at a path, in every source.

use std::collections::BTreeSet;

use super::*;

fn existing(snapshot: &Snapshot, asked: &[&str]) -> Vec<String> {
    let asked: BTreeSet<String> = asked.iter().map(|path| (*path).to_owned()).collect();
    snapshot.existing(asked).expect("no error").into_iter().collect()
}

const ASKED: [&str; 11] = [
    "docs",
    "docs/a.md",
    "docs/deep",
    "docs/deep/b.md",
    "docs/link.md",
    "docs/link.md/x",
    "docs/a.md/x",
    "doc",
    "docs/new.md",
    "absent/x.md",
    "../outside",
];

fn repository() -> Repo {
    let repo = Repo::init();
    repo.write("docs/a.md", "a").write("docs/deep/b.md", "b").link("docs/link.md", "nowhere").commit("first");
    repo
}

#[test]
fn files_folders_and_links_are_there_and_nothing_behind_a_link_is() {
    let repo = repository();
    let there = ["docs", "docs/a.md", "docs/deep", "docs/deep/b.md", "docs/link.md"];
    for source in [head(), Source::Index, Source::Worktree] {
        assert_eq!(existing(&open(&repo, source.clone()), &ASKED), there, "{source:?}");
    }
}

#[test]
fn each_source_has_its_own_files() {
    let repo = repository();
    repo.write("docs/new.md", "new").remove("docs/a.md");
    let asked = ["docs/a.md", "docs/new.md"];
    assert_eq!(existing(&open(&repo, Source::Worktree), &asked), ["docs/new.md"]);
    assert_eq!(existing(&open(&repo, Source::Index), &asked), ["docs/a.md"]);
    repo.git(&["add", "--intent-to-add", "docs/new.md"]);
    assert_eq!(existing(&open(&repo, Source::Index), &asked), ["docs/a.md"], "what is only intended is not there yet");
    repo.git(&["add", "--all"]);
    assert_eq!(existing(&open(&repo, Source::Index), &asked), ["docs/new.md"]);
    assert_eq!(existing(&open(&repo, head()), &asked), ["docs/a.md"]);
}

#[test]
fn a_sparse_checkout_has_what_it_leaves_out() {
    let repo = repository();
    repo.write("specs/c.md", "c").commit("second");
    for arguments in [&["--no-sparse-index"][..], &["--sparse-index"][..]] {
        repo.git(&[&["sparse-checkout", "set", "--cone"], arguments, &["specs"]].concat());
        let asked = ["docs/a.md", "docs/deep", "docs/deep/b.md", "docs/deep/c.md", "specs/c.md"];
        let there = ["docs/a.md", "docs/deep", "docs/deep/b.md", "specs/c.md"];
        for source in [Source::Index, Source::Worktree] {
            assert_eq!(existing(&open(&repo, source.clone()), &asked), there, "{arguments:?} {source:?}");
        }
    }
}
