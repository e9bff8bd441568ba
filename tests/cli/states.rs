//! One content, one verdict: in the worktree, staged and in a revision, wherever one stands, in every kind of clone.
//! Where the three differ, each says what is its own.

use serde_json::Value;

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone, system};

/// A state: files (none for one that is removed), the rules it breaks, and the exit status.
type State = (&'static [(&'static str, Option<fn() -> String>)], &'static [&'static str], i32);

const STATES: [State; 13] = [
    (&[], &[], 0),
    (&[(SEARCH, None)], &["missing-feature-spec"], 1),
    (&[(SEARCH, None), (BASKET, None)], &["missing-feature-spec", "missing-feature-spec"], 1),
    (&[("specs/features/feat-x.md", Some(|| standalone("feat-x")))], &[], 0),
    (&[("specs/features/feat-x.md", Some(|| feature("feat-x", "Cellar")))], &["orphan-feature-spec"], 0),
    (&[("specs/features/feat-x.md", Some(|| "# No front matter\n".to_owned()))], &["malformed-front-matter"], 1),
    (&[("specs/x.md", Some(|| "# No front matter\n".to_owned()))], &[], 0),
    (
        &[("specs/x.md", Some(|| "---\nspecmas: \"3.0\"\n---\n".to_owned()))],
        &["schema-violation", "schema-violation"],
        1,
    ),
    (&[("specs/x.md", Some(|| format!("\n{}", standalone("x"))))], &["misplaced-front-matter"], 0),
    (&[("specs/x.md", Some(|| standalone("feat-search")))], &["duplicate-id"], 1),
    (&[(SYSTEM, Some(|| system(&[])))], &["missing-roadmap"], 0),
    (
        &[(SYSTEM, Some(|| system(&["!!! (Level 3)"])))],
        &[
            "orphan-feature-spec",
            "orphan-feature-spec",
            "unlisted-component",
            "unlisted-component",
            "unnameable-feature",
        ],
        1,
    ),
    (
        &[("roadspec.toml", Some(|| "include = [\"specs/architecture/*.md\"]\noutput-dir = \"new\"\n".to_owned()))],
        &["missing-feature-spec", "missing-feature-spec"],
        1,
    ),
];

/// What `check` says of this source, but for the name of the source.
fn said(repo: &Repo, source: &[&str], status: i32) -> (Value, String) {
    let arguments = [&["check"], source].concat();
    let mut document = roadspec_json(repo, &arguments).exits(status).json();
    let snapshot = document["snapshot"].take();
    let shown = roadspec(repo, &arguments).exits(status).out;
    (document, shown.replace(snapshot.as_str().expect("a name"), "the snapshot"))
}

#[test]
fn the_verdict_is_the_same_wherever_the_content_is_read() {
    for (changes, rules, status) in STATES {
        let repo = shop();
        for (path, content) in changes {
            match content {
                Some(content) => repo.write(path, content()),
                None => repo.remove(path),
            };
        }
        // Something that matters must be staged, or there is nothing to judge.
        repo.write(BASKET.replace("basket", "more"), standalone("feat-more"));
        let worktree = said(&repo, &[], status);
        let mut found: Vec<&str> = Vec::new();
        found.extend(worktree.0["findings"].as_array().expect("a list").iter().filter_map(|one| one["rule"].as_str()));
        found.sort_unstable();
        assert_eq!(found, rules, "{}", worktree.1);

        repo.git(&["add", "--all"]);
        assert_eq!(said(&repo, &["--staged"], status), worktree);
        repo.git(&["commit", "--quiet", "-m", "state"]);
        for revision in ["HEAD", "main", "HEAD^{tree}"] {
            assert_eq!(said(&repo, &["--rev", revision], status), worktree, "{revision}");
        }
        let folder = repo.at("specs/architecture");
        assert_eq!(said(&folder, &[], status), worktree);
        assert_eq!(said(&folder, &["--rev", "HEAD"], status), worktree);
    }
}

#[test]
fn the_verdict_is_the_same_in_every_kind_of_clone() {
    let repo = shop();
    repo.remove(SEARCH).commit("lost");
    let worktree = said(&repo, &[], 1);
    let origin = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", &origin, "../plain"]);
    repo.git(&["clone", "--quiet", "--depth", "1", &origin, "../shallow"]);
    repo.git(&["worktree", "add", "--quiet", "--detach", "../linked"]);
    repo.git(&["clone", "--quiet", "--sparse", &origin, "../sparse"]);
    for clone in ["../plain", "../shallow", "../linked", "../sparse"] {
        let clone = repo.at(clone);
        assert_eq!(said(&clone, &[], 1), worktree, "{}", clone.root.display());
        assert_eq!(said(&clone, &["--rev", "HEAD"], 1), worktree, "{}", clone.root.display());
    }
    repo.git(&["repack", "--quiet", "-a", "-d"]);
    assert_eq!(said(&repo, &["--rev", "HEAD"], 1), worktree);
}

#[test]
fn another_kind_of_repository_gives_the_same_verdict() {
    for arguments in [&["--object-format=sha256"][..], &["--separate-git-dir=../elsewhere"]] {
        let repo = Repo::init_with(arguments);
        repo.write(SYSTEM, system(&["Search (Level 3)"])).git(&["add", "--all"]);
        // Before the first commit, everything is staged.
        let worktree = said(&repo, &[], 1);
        assert_eq!(said(&repo, &["--staged"], 1), worktree);
        roadspec(&repo, &["check", "--rev", "HEAD"]).exits(2);
        repo.git(&["commit", "--quiet", "-m", "first"]);
        assert_eq!(said(&repo, &["--rev", "HEAD"], 1), worktree);
        roadspec(&repo, &["fix"]).exits(1);
        roadspec(&repo, &["check"]).exits(0);
    }
}

#[test]
fn each_source_says_what_is_its_own() {
    let repo = shop();
    repo.remove(SEARCH).git(&["rm", "--quiet", "--cached", SEARCH]);
    repo.git(&["commit", "--quiet", "-m", "lost"]);
    repo.write(SEARCH, feature("feat-search", "Search")).git(&["add", SEARCH]);
    repo.write(BASKET, "Not front matter.\n");
    assert_eq!(roadspec_json(&repo, &["check", "--rev", "HEAD"]).exits(1).rules(), ["missing-feature-spec"]);
    assert!(roadspec_json(&repo, &["check", "--staged"]).exits(0).rules().is_empty());
    assert_eq!(roadspec_json(&repo, &["check"]).exits(1).rules(), ["malformed-front-matter"]);
    // The system that `show` reads is that of the source as well.
    repo.write(SYSTEM, system(&["Cellar (Level 3)"]));
    for (source, entry) in [(&[][..], "Cellar"), (&["--staged"], "Search"), (&["--rev", "HEAD"], "Search")] {
        let shown = roadspec(&repo, &[&["show", "sys-shop"], source].concat()).exits(0).out;
        assert!(shown.contains(&format!("    {entry} (EASY, level 3)")), "{shown}");
    }
}

#[test]
fn a_missing_object_is_said_with_what_repairs_it() {
    let repo = shop();
    let blob = repo.git(&["rev-parse", &format!("HEAD:{SEARCH}")]);
    repo.remove(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    for source in [&["--rev", "HEAD"][..], &["--staged"]] {
        repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n").git(&["add", BASKET]);
        let arguments = [&["check"], source].concat();
        roadspec(&repo, &arguments).exits(2).complains(&[SEARCH, "git"]);
        assert_eq!(roadspec_json(&repo, &arguments).exits(2).json()["error"]["kind"], "object");
    }
    // The worktree holds the file itself.
    roadspec(&repo, &["check"]).exits(0);
}
