//! `roadspec check --staged` as the pre-commit hook of real repositories: what it stops, and what it lets pass.
//! A commit is judged as it would be made: from its own index, whatever lies in the worktree.

use crate::git::Repo;
use crate::program::{ROADSPEC, harmless, roadspec_json};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

/// A repository in which nothing is missing, with the hook.
fn hooked() -> Repo {
    let repo = shop();
    repo.hook("pre-commit", &format!("exec '{ROADSPEC}' check --staged"));
    repo
}

/// Commits; on standard input somebody answers. What was said if it was stopped, none if it was made.
fn commit(repo: &Repo, arguments: &[&str], answers: &str) -> Option<String> {
    let before = repo.git(&["rev-parse", "HEAD"]);
    let output = repo.run(&[&["commit", "-m", "change"], arguments].concat(), &[], answers.as_bytes());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(harmless(&said), Ok(()));
    let made = repo.git(&["rev-parse", "HEAD"]) != before;
    assert_eq!(made, output.status.success(), "{said}");
    (!made).then_some(said)
}

/// The hook stops this commit because of a rule.
#[track_caller]
fn stopped(repo: &Repo, arguments: &[&str], rule: &str) {
    match commit(repo, arguments, "") {
        Some(said) => assert!(said.contains(&format!("[{rule}]:")), "{rule} is not said in:\n{said}"),
        None => panic!("the commit was made"),
    }
}

#[track_caller]
fn passes(repo: &Repo, arguments: &[&str]) {
    if let Some(said) = commit(repo, arguments, "") {
        panic!("the commit was stopped:\n{said}");
    }
}

const MISSING: &str = "missing-feature-spec";
const MALFORMED: &str = "malformed-front-matter";

/// The spec of the search with front matter that cannot be read.
const BROKEN: &str = "---\nspecmas: \"3.0\"\nid: [\n---\n# Search\n";

fn search() -> String {
    feature("feat-search", "Search")
}

#[test]
fn a_commit_that_drops_a_spec_of_the_roadmap_is_stopped() {
    for drop in
        [&["rm", "--quiet", SEARCH][..], &["mv", SEARCH, "search.md"], &["mv", SEARCH, "specs/features/search.txt"]]
    {
        let repo = hooked();
        repo.git(drop);
        stopped(&repo, &[], MISSING);
    }
}

#[test]
fn a_spec_that_moves_within_the_specs_still_counts() {
    let repo = hooked();
    repo.git(&["mv", SEARCH, "specs/search.md"]);
    passes(&repo, &[]);
}

#[test]
fn an_entry_and_its_spec_belong_together() {
    let repo = hooked();
    let cellar = "specs/features/feat-cellar.md";
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)", "Cellar (Level 3)"])).git(&["add", SYSTEM]);
    stopped(&repo, &[], MISSING);
    repo.write(cellar, feature("feat-cellar", "Cellar"));
    stopped(&repo, &[], MISSING); // It lies there, but is not part of the commit.
    repo.git(&["add", "--intent-to-add", cellar]);
    stopped(&repo, &[], MISSING);
    repo.git(&["add", cellar]);
    passes(&repo, &[]);
}

#[test]
fn what_is_staged_is_judged_and_not_what_lies_in_the_worktree() {
    let bad = hooked();
    bad.write(SEARCH, BROKEN).git(&["add", SEARCH]);
    bad.write(SEARCH, search());
    stopped(&bad, &[], MALFORMED);

    let good = hooked();
    good.write(SEARCH, search() + "\nMore.\n").git(&["add", SEARCH]);
    good.write(SEARCH, BROKEN);
    passes(&good, &[]);
    // The next commit of everything would take it in.
    stopped(&good, &["-a"], MALFORMED);
}

#[test]
fn commit_all_is_judged_with_what_it_adds() {
    let repo = hooked();
    repo.write(SEARCH, BROKEN);
    stopped(&repo, &["-a"], MALFORMED);
    repo.remove(SEARCH);
    stopped(&repo, &["-a"], MISSING);
    repo.write(SEARCH, search() + "\nMore.\n");
    passes(&repo, &["-a"]);
}

#[test]
fn commit_of_chosen_hunks_is_judged_by_those() {
    // Two hunks: one breaks the front matter, one does not.
    let long = search() + &"\nA line.\n".repeat(20);
    let both = long.replace("specmas: \"3.0\"", "specmas: [") + "\nMore.\n";
    for (answers, stops) in [("n\ny\n", false), ("y\nn\n", true), ("y\ny\n", true)] {
        let repo = hooked();
        repo.write(SEARCH, &long).git(&["commit", "--quiet", "-a", "-m", "longer"]);
        repo.write(SEARCH, &both);
        let said = commit(&repo, &["-p"], answers);
        assert_eq!(said.is_some(), stops, "{answers:?}: {said:?}");
        assert!(said.is_none_or(|said| said.contains(MALFORMED)));
    }
}

#[test]
fn commit_of_a_path_is_judged_with_that_path_only() {
    let repo = hooked();
    repo.write(SEARCH, BROKEN).git(&["add", SEARCH]);
    repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n");
    passes(&repo, &[BASKET]);
    stopped(&repo, &[SEARCH], MALFORMED);
    stopped(&repo, &[], MALFORMED);
}

#[test]
fn amending_is_judged_like_committing() {
    let repo = hooked();
    repo.write(SEARCH, search() + "\nMore.\n").git(&["add", SEARCH]);
    passes(&repo, &[]);
    repo.git(&["rm", "--quiet", SEARCH]);
    stopped(&repo, &["--amend"], MISSING);
    repo.write(SEARCH, search() + "\nStill more.\n").git(&["add", SEARCH]);
    passes(&repo, &["--amend"]);
    // An amended commit that changes no spec beside the one before is nothing to judge.
    passes(&repo, &["--amend", "-m", "reworded"]);
}

#[test]
fn it_does_not_matter_where_one_stands() {
    let repo = hooked();
    let folder = repo.at("specs/features");
    folder.git(&["rm", "--quiet", "feat-search.md"]);
    stopped(&folder, &[], MISSING);
    stopped(&folder, &["-a"], MISSING);
    folder.write("feat-search.md", search() + "\nMore.\n");
    passes(&folder, &["feat-search.md"]);
}

#[test]
fn a_linked_worktree_has_its_own_index() {
    let repo = hooked();
    repo.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    let side = repo.at("../side");
    side.git(&["rm", "--quiet", SEARCH]);
    // What is staged there does not concern the main worktree.
    repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n");
    passes(&repo, &["-a"]);
    for arguments in [&[][..], &["-a"], &[SEARCH]] {
        stopped(&side, arguments, MISSING);
    }
    side.write(SEARCH, search() + "\nMore.\n").git(&["add", SEARCH]);
    passes(&side, &[]);
}

#[test]
fn a_conflict_is_stopped() {
    let repo = hooked();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(SEARCH, search().replace("draft", "review"));
    passes(&repo, &["-a"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(SEARCH, search().replace("draft", "approved"));
    passes(&repo, &["-a"]);
    assert!(!repo.run(&["merge", "side"], &[], b"").status.success());

    // Git itself refuses to commit; whoever asks before is told the same.
    let ran = roadspec_json(&repo, &["check", "--staged"]).exits(1);
    assert_eq!(ran.rules(), ["unmerged-spec"]);
    assert!(commit(&repo, &[], "").is_some());
    // The file as the merge left it, markers and all.
    repo.git(&["add", SEARCH]);
    stopped(&repo, &[], MALFORMED);
    repo.write(SEARCH, search().replace("draft", "approved")).git(&["add", SEARCH]);
    passes(&repo, &[]);
}

#[test]
fn a_merge_is_judged_too() {
    let repo = hooked();
    repo.hook("pre-merge-commit", &format!("exec '{ROADSPEC}' check --staged"));
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)", "Cellar (Level 3)"]));
    repo.git(&["commit", "--quiet", "--no-verify", "-a", "-m", "side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("other.txt", "x").git(&["add", "--all"]);
    passes(&repo, &[]);
    let merged = repo.run(&["merge", "--no-ff", "--no-edit", "side"], &[], b"");
    assert!(!merged.status.success() && String::from_utf8_lossy(&merged.stderr).contains(MISSING));
}

#[test]
fn an_unrelated_commit_passes_in_silence() {
    let repo = hooked();
    repo.write("src/main.c", "int main;\n").write("specs/README.md", "# Here\n").git(&["add", "--all"]);
    let output = repo.run(&["commit", "--quiet", "-m", "code"], &[], b"");
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    // Even while something is wrong that this commit does not touch.
    repo.git(&["rm", "--quiet", SEARCH]);
    repo.git(&["commit", "--quiet", "--no-verify", "-m", "lost"]);
    repo.write("src/main.c", "int main, other;\n");
    passes(&repo, &["-a"]);
}

#[test]
fn the_first_commit_is_judged_as_well() {
    let repo = Repo::init();
    repo.hook("pre-commit", &format!("exec '{ROADSPEC}' check --staged"));
    repo.write(SYSTEM, system(&["Search (Level 3)"])).git(&["add", "--all"]);
    let output = repo.run(&["commit", "-m", "first"], &[], b"");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains(MISSING), "{output:?}");
    repo.write(SEARCH, search()).git(&["add", "--all"]);
    repo.git(&["commit", "--quiet", "-m", "first"]);
}

#[test]
fn the_configuration_is_that_of_the_commit() {
    let elsewhere = "include = [\"docs/**/*.md\"]\n";
    let repo = hooked();
    repo.write("docs/sys.md", system(&["Cellar (Level 3)"])).git(&["add", "--all"]);
    // Not staged, it does not count: the docs are no specs.
    repo.write("roadspec.toml", elsewhere);
    passes(&repo, &[]);
    repo.git(&["add", "roadspec.toml"]);
    // Staged, it does, and the worktree's does not.
    repo.write("roadspec.toml", "");
    stopped(&repo, &[], MISSING);
    repo.write("roadspec.toml", "x = 1\n").git(&["add", "roadspec.toml"]);
    repo.remove("roadspec.toml");
    let said = commit(&repo, &[], "").expect("a commit that was stopped");
    assert!(said.contains("there is no setting `x`"), "{said}");
}
