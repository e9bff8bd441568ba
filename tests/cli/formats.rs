//! The verdict is one, in whatever format and however much of it is shown, wherever one stands.

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json, roadspec_with};
use crate::sources::{SEARCH, SYSTEM, feature, shop};

const FORMATS: [&str; 3] = ["human", "concise", "json"];

/// How much is shown.
const SHOWN: [&[&str]; 4] = [&[], &["--limit", "1"], &["--statistics"], &["--verbose", "--limit", "0"]];

/// Shops with this much wrong in them, and how a check of each exits.
fn states() -> [(Repo, i32); 6] {
    let states = [0, 1, 0, 1, 2, 2].map(|status| (shop(), status));
    states[1].0.remove(SEARCH);
    for orphan in [2, 3] {
        states[orphan].0.write("specs/features/feat-x.md", feature("feat-x", "Cellar"));
    }
    states[3].0.write("roadspec.toml", "fail-on = \"warning\"\n");
    states[4].0.write("roadspec.toml", "fail-on = \"fatal\"\n");
    states[5].0.git(&["rm", "--quiet", "-r", "specs"]);
    states
}

#[test]
fn the_verdict_depends_on_nothing_that_is_shown() {
    for (repo, status) in states() {
        for format in FORMATS {
            for shown in SHOWN {
                let arguments = [&["check", "--output-format", format], shown].concat();
                roadspec(&repo, &arguments).exits(status);
            }
            roadspec_with(&repo, &[("ROADSPEC_OUTPUT_FORMAT", format)], &["check"]).exits(status);
        }
        if repo.root.join("specs").is_dir() {
            roadspec(&repo.at("specs/architecture"), &["check"]).exits(status);
        }
    }
}

#[test]
fn every_command_that_prints_json_prints_one_document() {
    let repo = shop();
    for arguments in [
        &["check"][..],
        &["fix"],
        &["generate", "sys-shop"],
        &["show", "sys-shop"],
        &["config"],
        &["rules"],
        &["explain", "broken-link"],
        &["schema"],
        &["template"],
    ] {
        let document = roadspec_json(&repo, arguments).exits(0).json();
        assert_eq!((&document["version"], &document["command"]), (&1.into(), &arguments[0].into()));
    }
    repo.write("roadspec.toml", "x = 1");
    for arguments in [&["config"][..], &["explain", "brokn-link"], &["schema", "confg"], &["show", "sys-shop"]] {
        let document = roadspec_json(&repo, arguments).exits(2).json();
        assert!(document["error"]["help"].as_str().is_some_and(|help| !help.is_empty()), "{document:#}");
    }
}

#[test]
fn a_limit_hides_findings_and_says_how_many() {
    let repo = shop();
    repo.remove(SEARCH)
        .write("specs/features/feat-x.md", feature("feat-x", "Cellar"))
        .write("specs/y.md", b"---\nspecmas: 1");
    let all = roadspec_json(&repo, &["check"]).exits(1).json();
    let count = all["findings"].as_array().expect("findings").len();
    assert_eq!((count, &all["summary"]["hidden"]), (3, &0.into()), "{all:#}");
    for limit in 0..=4 {
        let limited = ["check", "--limit", &limit.to_string()];
        let document = roadspec_json(&repo, &limited).exits(1).json();
        let shown = document["findings"].as_array().expect("findings");
        assert_eq!(shown[..], all["findings"].as_array().expect("findings")[..limit.min(count)]);
        let mut summary = all["summary"].clone();
        summary["hidden"] = count.saturating_sub(limit).into();
        assert_eq!(document["summary"], summary);
        let human = roadspec(&repo, &limited).exits(1).out;
        let said = human.contains(&format!(
            "2 errors, 1 warning, {} of them not shown; 4 specs read in the worktree\n",
            3_usize.saturating_sub(limit)
        ));
        assert_eq!(said, limit < count, "{human}");
        let heads = ["[missing-feature-spec]:", "[malformed-front-matter]:", "[orphan-feature-spec]:"];
        let found = human.lines().filter(|line| heads.iter().any(|head| line.contains(head))).count();
        assert_eq!(found, limit.min(count), "{human}");
    }
    roadspec(&repo, &["check", "--limit", "-1"]).exits(2).complains(&["'-1'"]);
    roadspec(&repo, &["check", "--limit", "many"]).exits(2).complains(&["invalid value 'many'", "--limit <N>"]);
}

#[test]
fn statistics_count_the_findings_of_each_rule() {
    let repo = shop();
    repo.write(
        SYSTEM,
        crate::sources::system(&["Search (Level 3)", "Basket (Level 3)", "Till (Level 3)", "Door (Level 3)"]),
    );
    repo.write("specs/features/feat-x.md", feature("feat-x", "Cellar"));
    let human = "2  missing-feature-spec\n1  orphan-feature-spec\n2 errors, 1 warning; 4 specs read in the worktree\n\
                 `roadspec fix` can mend 2 of these\n";
    assert_eq!(roadspec(&repo, &["check", "--statistics"]).exits(1).out, human);
    assert_eq!(roadspec(&repo, &["check", "--statistics", "--output-format", "concise"]).exits(1).out, human);
    let document = roadspec_json(&repo, &["check", "--statistics"]).exits(1).json();
    let counts = serde_json::json!({ "missing-feature-spec": 2, "orphan-feature-spec": 1 });
    assert_eq!((&document["statistics"], &document["summary"]["hidden"]), (&counts, &3.into()));
    assert_eq!(document["findings"], serde_json::json!([]));
    assert_eq!(roadspec_json(&repo, &["check"]).json().get("statistics"), None);
    let clean = shop();
    assert_eq!(
        roadspec(&clean, &["check", "--statistics"]).exits(0).out,
        "nothing to mend; 3 specs read in the worktree\n"
    );
    assert_eq!(roadspec_json(&clean, &["check", "--statistics"]).json()["statistics"], serde_json::json!({}));
}
