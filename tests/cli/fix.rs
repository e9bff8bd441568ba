//! What `fix` does to files that are there: which it changes and how, what keeps it from that, and that its patch, its
//! JSON and its deed are one.

use std::collections::BTreeMap;
use std::fs;

use crate::git::Repo;
use crate::program::{files, roadspec, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

/// A shop in which Search needs Basket and does not say where, in files as people have them: one with CRLF, a byte order
/// mark, comments and no final line end.
fn untidy() -> Repo {
    let repo = shop();
    let needs = "**Responsibility:** Finds things.\n\n**Dependencies:** Basket\n";
    repo.write(
        SYSTEM,
        system(&["Search (Level 3)", "Basket (Level 3)"]).replace("**Responsibility:** Finds things.\n", needs),
    );
    let basket = feature("feat-basket", "Basket")
        .replace("status: draft\n", "status: open # for now\nrequired_by: [] # nobody yet\n");
    repo.write(BASKET, format!("\u{feff}{}", basket.trim_end().replace('\n', "\r\n")));
    repo.write("docs/mine.md", "See [it](../specs/features/feat-search.md).\n").commit("Untidy");
    repo
}

fn text(repo: &Repo, path: &str) -> String {
    fs::read_to_string(repo.root.join(path)).expect("UTF-8")
}

#[test]
fn a_list_is_completed_on_both_sides_and_nothing_else_changes() {
    let repo = untidy();
    let before = files(&repo.root);
    let ran = roadspec(&repo, &["fix"]).exits(1);
    for said in [
        format!("Changed {BASKET} (understood-alias, unlisted-dependency)\n"),
        format!("Changed {SEARCH} (unlisted-dependency)\n"),
        format!("Stage what was written: git add -- {BASKET} {SEARCH}\n"),
        "nothing to mend; 3 specs read in the worktree\n".to_owned(),
    ] {
        assert!(ran.out.contains(&said), "{said}\n{}", ran.out);
    }
    let mut expected = before.clone();
    let old = String::from_utf8(before[BASKET].clone()).expect("UTF-8");
    let new =
        old.replace("status: open #", "status: draft #").replace("required_by: [] #", "required_by: [feat-search] #");
    expected.insert(BASKET.to_owned(), new.into_bytes());
    let old = String::from_utf8(before[SEARCH].clone()).expect("UTF-8");
    expected.insert(SEARCH.to_owned(), old.replace("draft\n---", "draft\ndepends_on: [feat-basket]\n---").into_bytes());
    assert_eq!(files(&repo.root), expected);
    roadspec(&repo, &["fix"]).exits(0);
    assert_eq!(files(&repo.root), expected, "twice is once");
}

#[test]
fn the_patch_is_what_fix_does_and_git_applies_it() {
    for is_missing in [false, true] {
        let repo = untidy();
        if is_missing {
            repo.remove(SEARCH);
        }
        let before = files(&repo.root);
        let shown = roadspec(&repo, &["fix", "--diff"]).exits(1).out;
        let document = roadspec_json(&repo, &["fix", "--diff"]).exits(1).json();
        assert_eq!(files(&repo.root), before, "nothing is written");
        let patch = document["fix"]["diff"].as_str().expect("a patch");
        assert_eq!(shown, patch.replace('\r', ""), "what people see is that patch");
        repo.write("../patch", patch);
        repo.git(&["apply", "--whitespace=nowarn", "../patch"]);
        let applied = files(&repo.root);
        repo.git(&["apply", "--reverse", "--whitespace=nowarn", "../patch"]);
        assert_eq!(files(&repo.root), before);
        roadspec(&repo, &["fix"]).exits(1);
        assert_eq!(files(&repo.root), applied);
        assert_eq!(roadspec(&repo, &["fix", "--diff"]).exits(0).out, "");
    }
}

#[test]
fn the_edits_of_a_finding_are_what_fix_does_for_its_rule() {
    let repo = untidy();
    let findings = roadspec_json(&repo, &["check"]).exits(0).json()["findings"].clone();
    for rule in ["understood-alias", "unlisted-dependency"] {
        let finding = findings.as_array().expect("a list").iter().find(|one| one["rule"] == rule).expect("one");
        assert_eq!(finding["remedy"]["safety"], "safe");
        let mut expected = files(&repo.root);
        let mut edits: BTreeMap<&str, Vec<(usize, usize, &str)>> = BTreeMap::new();
        for edit in finding["remedy"]["edits"].as_array().expect("edits") {
            let at = |end: &str| usize::try_from(edit["span"][end].as_u64().expect("a number")).expect("small");
            let path = edit["path"].as_str().expect("a path");
            edits.entry(path).or_default().push((at("start"), at("end"), edit["text"].as_str().expect("a text")));
        }
        for (path, mut edits) in edits {
            edits.sort_unstable();
            let bytes = expected.get_mut(path).expect("a file");
            edits.iter().rev().for_each(|(start, end, text)| drop(bytes.splice(start..end, text.bytes())));
        }
        roadspec(&repo, &["fix", "--select", rule]).exits(1);
        assert_eq!(files(&repo.root), expected, "{rule}");
        repo.git(&["checkout", "--quiet", "."]);
    }
}

#[test]
fn rules_and_paths_limit_what_is_mended() {
    let repo = untidy();
    let touched = |arguments: &[&str]| {
        let before = files(&repo.root);
        roadspec(&repo, &[&["fix"], arguments].concat());
        let after = files(&repo.root);
        repo.git(&["checkout", "--quiet", "."]);
        after.into_iter().filter(|(path, bytes)| before[path] != *bytes).map(|(path, _)| path).collect::<Vec<_>>()
    };
    assert_eq!(touched(&["--select", "understood-alias"]), [BASKET]);
    assert_eq!(touched(&["--ignore", "understood-alias"]), [BASKET, SEARCH]);
    assert_eq!(touched(&["--select", "understood-alias", "--ignore", "understood-alias"]), [""; 0]);
    assert_eq!(touched(&[SEARCH]), [SEARCH]);
    assert_eq!(touched(&["specs/architecture"]), [""; 0]);
    assert_eq!(touched(&["specs"]), [BASKET, SEARCH]);
    roadspec(&repo, &["fix", "--select", "understood-alas"]).exits(2).complains(&["did you mean `understood-alias`?"]);
    roadspec(&repo, &["fix", "specs/nowhere"]).exits(2).complains(&["there is nothing at `specs/nowhere`"]);
}

#[test]
fn a_spec_is_called_as_its_id_only_when_asked_for_and_only_once_it_is_safe_in_git() {
    let repo = shop();
    let old = "specs/features/search.md";
    repo.git(&["mv", SEARCH, old]);
    let link = "\n[Search](search.md#search), and once more <search.md>.\n";
    repo.write(BASKET, feature("feat-basket", "Basket") + link)
        .write("README.md", "# Shop\n\n[Search](specs/features/search.md)\n");
    let ran = roadspec(&repo, &["fix"]).exits(0);
    assert!(ran.out.contains("`roadspec fix --unsafe-fixes` can mend 1 of these\n"), "{}", ran.out);
    // The link in the other spec is not in git yet.
    let ran = roadspec(&repo, &["fix", "--unsafe-fixes"]).exits(1);
    let said = format!("Left alone: {old} (`{BASKET}`, which belongs to it, has changes that are not staged)\n");
    assert!(ran.out.contains(&said) && repo.root.join(old).exists(), "{}", ran.out);
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.git(&["mv", SEARCH, old]);
    repo.write(BASKET, feature("feat-basket", "Basket") + link).commit("Moved");
    let patch = roadspec(&repo, &["fix", "--unsafe-fixes", "--diff"]).exits(1).out;
    assert!(patch.contains(&format!("rename from {old}\nrename to {SEARCH}\n")), "{patch}");
    let ran = roadspec(&repo, &["fix", "--unsafe-fixes"]).exits(1);
    assert!(ran.out.contains(&format!("Moved {old} to {SEARCH} (id-not-file-name)\n")), "{}", ran.out);
    assert!(text(&repo, BASKET).contains("[Search](feat-search.md#search)"));
    assert!(!repo.root.join(old).exists() && text(&repo, SEARCH) == feature("feat-search", "Search"));
    assert_eq!(roadspec_json(&repo, &["check"]).exits(0).findings(), []);
    let command = ran.out.lines().find_map(|said| said.strip_prefix("Stage what was written: ")).expect("a command");
    shell(&repo, command).exits(0);
    assert_eq!(repo.git(&["status", "--porcelain"]), format!("M  {BASKET}\nR  {old} -> {SEARCH}"));
}

#[test]
fn a_file_with_another_name_or_behind_a_link_is_left_alone_and_the_rest_is_mended() {
    let repo = untidy();
    fs::hard_link(repo.root.join(BASKET), repo.root.join("elsewhere.md")).expect("a link");
    let before = text(&repo, BASKET);
    let ran = roadspec(&repo, &["fix"]).exits(1);
    assert!(ran.out.contains(&format!("Left alone: {BASKET} (has another name, a hard link")), "{}", ran.out);
    assert_eq!(text(&repo, BASKET), before);
    assert!(text(&repo, SEARCH).contains("depends_on: [feat-basket]"));
    let left = roadspec_json(&repo, &["fix"]).json()["fix"]["left"].clone();
    assert!(
        left.as_array().is_some_and(|left| left.iter().all(|one| one["path"] == BASKET) && left.len() == 2),
        "{left}"
    );
}

#[test]
fn what_is_silenced_or_switched_off_is_not_mended() {
    let repo = untidy();
    let silenced = text(&repo, BASKET).replace(
        "status: open # for now",
        "status: open # roadspec-disable-line understood-alias -- as the tracker says",
    );
    repo.write(BASKET, &silenced)
        .write("roadspec.toml", "[rules]\nunlisted-dependency = \"off\"\nmissing-feature-spec = \"off\"\n");
    repo.remove(SEARCH);
    let before = files(&repo.root);
    roadspec(&repo, &["fix"]).exits(0);
    assert_eq!(files(&repo.root), before);
}

#[test]
fn a_move_is_made_with_all_that_belongs_to_it_or_not_at_all() {
    for (prepare, why) in [
        ("something ignored lies there", format!("there is something at `{SEARCH}`")),
        ("a link by name", String::new()),
    ] {
        let repo = shop();
        repo.git(&["mv", SEARCH, "specs/features/search.md"]);
        let by_name = "\n[Search][s]\n\n[s]: search.md\n";
        let link = if why.is_empty() { by_name } else { "\n[Search](search.md)\n" };
        repo.write(BASKET, feature("feat-basket", "Basket") + link)
            .write("specs/features/.gitignore", "feat-search.md\n");
        repo.commit(prepare);
        if !why.is_empty() {
            repo.write(SEARCH, "mine\n");
        }
        let before = files(&repo.root);
        let ran = roadspec(&repo, &["fix", "--unsafe-fixes"]);
        assert!(ran.out.contains(&why), "{prepare}: {}", ran.out);
        assert_eq!(files(&repo.root), before, "{prepare}");
        assert!(roadspec_json(&repo, &["check"]).exits(0).rules().iter().all(|rule| rule == "id-not-file-name"));
    }
}

#[test]
fn what_is_judged_afterwards_is_what_is_there() {
    let repo = shop();
    repo.remove(SEARCH).remove(BASKET);
    fs::rename(repo.root.join("specs/features"), repo.root.join("elsewhere")).ok();
    fs::create_dir_all(repo.root.join("elsewhere")).expect("a folder");
    repo.link("specs/features", "../elsewhere");
    let ran = roadspec(&repo, &["fix"]).exits(2);
    assert!(ran.out.contains("2 errors"), "{}", ran.out);
}

#[test]
fn what_was_probably_meant_is_not_put_beside_it() {
    let repo = untidy();
    let typo = text(&repo, SEARCH).replace("status: draft\n", "status: draft\ndepends_on: [feat-baskt]\n");
    repo.write(SEARCH, typo).commit("Typo");
    roadspec(&repo, &["fix"]);
    assert!(text(&repo, SEARCH).contains("depends_on: [feat-baskt]\n"), "{}", text(&repo, SEARCH));
    repo.git(&["commit", "--quiet", "--all", "-m", "Fixed"]);
    roadspec(&repo, &["fix", "--unsafe-fixes"]).exits(1);
    assert!(text(&repo, SEARCH).contains("depends_on: [feat-basket]\n"), "{}", text(&repo, SEARCH));
    assert!(text(&repo, BASKET).contains("required_by: [feat-search]"));
    roadspec(&repo, &["check"]).exits(0);
}
