//! How much findings weigh: by rule, by path and by system, and from which weight on a run fails. What each setting may
//! hold is tested in `tests/configuration`.

use serde_json::Value;

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json, roadspec_with};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone, system};

const DEPOT: &str = "specs/depot/sys-depot.md";
const RAMP: &str = "specs/features/feat-ramp.md";
const LONE: &str = "specs/features/old/feat-lone.md";

/// Two systems with a broken link in each of their features and in one of neither.
fn systems() -> Repo {
    let repo = shop();
    let link = "\n[gone](gone.md)\n";
    let depot = system(&["Ramp (Level 3)", "Crane (Level 3)"]).replace("sys-shop", "sys-depot");
    repo.write(DEPOT, depot.replace("### Search", "### Ramp").replace("### Basket", "### Crane"));
    repo.write("specs/features/feat-crane.md", feature("feat-crane", "Crane").replace("sys-shop", "sys-depot"));
    repo.write(RAMP, feature("feat-ramp", "Ramp").replace("sys-shop", "sys-depot") + link);
    repo.write(SEARCH, feature("feat-search", "Search") + link).write(LONE, standalone("feat-lone") + link);
    repo
}

/// The severity of the broken link in each file that has one.
fn severities(repo: &Repo, environment: &[(&str, &str)], arguments: &[&str], status: i32) -> Vec<(String, String)> {
    let arguments = [&["check", "--output-format", "json"], arguments].concat();
    let document = roadspec_with(repo, environment, &arguments).exits(status).json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let findings = document["findings"].as_array().expect("findings").iter();
    findings
        .inspect(|finding| assert_eq!(finding["rule"], "broken-link", "{document:#}"))
        .map(|finding| (text(&finding["path"]), text(&finding["severity"])))
        .collect()
}

#[test]
fn a_rule_weighs_what_the_most_particular_setting_says() {
    let repo = systems();
    let rules = |word: &str| format!("[rules]\nbroken-link = \"{word}\"\n");
    let of_system = |id: &str, word: &str| format!("[systems.{id}.rules]\nbroken-link = \"{word}\"\n");
    let over =
        |glob: &str, word: &str| format!("[[overrides]]\npaths = [\"{glob}\"]\nrules.broken-link = \"{word}\"\n");
    let cases: [(String, [&str; 3], i32); 11] = [
        (String::new(), ["error", "error", "error"], 1),
        (rules("error"), ["error", "error", "error"], 1),
        (rules("warning"), ["warning", "warning", "warning"], 0),
        (rules("note"), ["note", "note", "note"], 0),
        (rules("off"), ["", "", ""], 0),
        (of_system("sys-depot", "note"), ["note", "error", "error"], 1),
        (rules("off") + &of_system("sys-shop", "error"), ["", "error", ""], 1),
        (rules("note") + &of_system("sys-depot", "off"), ["", "note", "note"], 0),
        (of_system("sys-depot", "note") + &over("specs/features/*.md", "warning"), ["warning", "warning", "error"], 1),
        (rules("note") + &over("specs/features/old/**", "error"), ["note", "note", "error"], 1),
        (over("specs/**", "off") + &over("specs/features/feat-s*.md", "warning"), ["", "warning", ""], 0),
    ];
    for (config, expected, status) in cases {
        repo.write("roadspec.toml", &config);
        let expected: Vec<(String, String)> = [RAMP, SEARCH, LONE]
            .iter()
            .zip(expected)
            .filter(|(_, word)| !word.is_empty())
            .map(|(path, word)| ((*path).to_owned(), word.to_owned()))
            .collect();
        assert_eq!(severities(&repo, &[], &[], status), expected, "{config}");
        // Each format says so alike.
        let lines = roadspec(&repo, &["check", "--output-format", "concise"]).exits(status).out;
        for (path, word) in &expected {
            assert!(lines.contains(&format!("{word}[broken-link]")) && lines.contains(path.as_str()), "{lines}");
        }
        assert_eq!(lines.lines().count(), expected.len() + 1, "{config}: {lines}");
        roadspec(&repo, &["check"]).exits(status);
    }
}

#[test]
fn a_run_fails_from_the_weight_on_that_the_most_particular_setting_says() {
    let repo = shop();
    repo.write(SEARCH, feature("feat-search", "Search") + "\n[gone](gone.md)\n");
    let config = |weight: &str, fail_on: &str| format!("{fail_on}\n[rules]\nbroken-link = \"{weight}\"\n");
    let environment = |word: &'static str| [("ROADSPEC_FAIL_ON", word)];
    for (weight, in_file, in_environment, on_line, status) in [
        ("error", "", "", "", 1),
        ("warning", "", "", "", 0),
        ("warning", "warning", "", "", 1),
        ("note", "warning", "", "", 0),
        ("note", "note", "", "", 1),
        ("warning", "", "warning", "", 1),
        ("warning", "note", "error", "", 0),
        ("warning", "error", "note", "", 1),
        ("warning", "error", "error", "warning", 1),
        ("warning", "note", "note", "error", 0),
        ("off", "note", "note", "note", 0),
    ] {
        let fail_on = if in_file.is_empty() { String::new() } else { format!("fail-on = \"{in_file}\"") };
        repo.write("roadspec.toml", config(weight, &fail_on));
        let line: &[&str] = if on_line.is_empty() { &[] } else { &["--fail-on", on_line] };
        let what = format!("{weight}, {in_file:?}, {in_environment:?}, {on_line:?}");
        let found = severities(&repo, &environment(in_environment), line, status);
        assert_eq!(found.len(), usize::from(weight != "off"), "{what}");
        for command in ["check", "fix"] {
            let arguments = [&[command], line].concat();
            assert_eq!(
                roadspec_with(&repo, &environment(in_environment), &arguments).status,
                status,
                "{command}: {what}"
            );
        }
    }
    let trouble = roadspec_with(&repo, &environment("fatal"), &["check"]).exits(2);
    trouble.complains(&["ROADSPEC_FAIL_ON", "`fatal`"]);
    roadspec(&repo, &["check", "--fail-on", "off"]).exits(2).complains(&["note, warning, error"]);
}

#[test]
fn the_policy_is_that_of_the_snapshot() {
    let repo = shop();
    repo.write(SEARCH, feature("feat-search", "Search") + "\n[gone](gone.md)\n");
    repo.write("roadspec.toml", "[rules]\nbroken-link = \"note\"\n").commit("Note");
    repo.write("roadspec.toml", "[rules]\nbroken-link = \"warning\"\n").git(&["add", "--all"]);
    repo.write("roadspec.toml", "[rules]\nbroken-link = \"error\"\n");
    for (source, word, status) in
        [(&["--rev", "HEAD"][..], "note", 0), (&["--staged"], "warning", 0), (&[], "error", 1)]
    {
        assert_eq!(severities(&repo, &[], source, status), [(SEARCH.to_owned(), word.to_owned())]);
    }
    // Without the configuration there is none.
    assert_eq!(severities(&repo, &[], &["--rev", "HEAD", "--isolated"], 1)[0].1, "error");
}

#[test]
fn what_could_not_be_checked_is_silenced_by_nothing() {
    let repo = shop();
    let off: Vec<String> = roadspec_json(&repo, &["rules"]).json()["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| format!("{} = \"off\"\n", rule["id"].as_str().expect("an id")))
        .collect();
    let off = format!("[rules]\n{}", off.concat());
    repo.write("roadspec.toml", &off).remove(SEARCH).write(BASKET, b"\xff").commit("All is off");
    repo.write("specs/features/feat-x.md", "no spec").link("specs/link.md", "/etc");
    for source in [&[][..], &["--rev", "HEAD"]] {
        assert_eq!(severities(&repo, &[], source, 0), []);
        roadspec(&repo, &[&["check", "--fail-on", "note"], source].concat()).exits(0);
    }
    for (config, arguments) in [
        (off.replace("[rules]", "[rulse]"), &["check"][..]),
        (off.clone() + "\n[[overrides]]\n", &["check"]),
        (off.clone(), &["check", "--rev", "nowhere"]),
        (off.clone(), &["check", "--config", "gone.toml"]),
        (off.clone(), &["check", "--system", "sys-other"]),
        (off.replacen("[rules]", "include = [\"none/*.md\"]\noutput-dir = \"new\"\n[rules]", 1), &["check"]),
    ] {
        repo.write("roadspec.toml", config);
        roadspec(&repo, arguments).exits(2);
        assert!(!roadspec_json(&repo, arguments).exits(2).json()["error"].is_null());
    }
    let blob = repo.git(&["rev-parse", &format!("HEAD:{SYSTEM}")]);
    std::fs::remove_file(repo.root.join(".git/objects").join(&blob[..2]).join(&blob[2..])).expect("a loose object");
    repo.write("roadspec.toml", &off);
    roadspec(&repo, &["check", "--rev", "HEAD"]).exits(2).complains(&["sys-shop.md"]);
}
