//! The main job, on a copy of the shipped example: see what is missing, write it, see that nothing is missing.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::git::Repo;
use crate::program::{Ran, files, roadspec, roadspec_json, shell};

const SYSTEM: &str = "specs/architecture/sys-ecommerce.md";

/// The roadmap lines without a spec, and the specs they lack.
const MISSING: [(&str, &str); 5] = [
    ("3. User Profile Service (Level 3)", "specs/features/feat-user-profile.md"),
    ("5. Order Service (MODERATE, Level 4)", "specs/features/feat-order-service.md"),
    ("6. Billing Service (HIGH, Level 5)", "specs/features/feat-billing-service.md"),
    ("7. Notification Service (Level 3)", "specs/features/feat-notification-service.md"),
    ("8. Admin Dashboard (Level 3)", "specs/features/feat-admin-dashboard.md"),
];

/// The example in a repository of its own, committed.
pub fn example() -> Repo {
    let repo = Repo::init();
    for (path, content) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ecommerce")) {
        repo.write(path, content);
    }
    repo.commit("Specs");
    repo
}

fn system() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ecommerce").join(SYSTEM);
    std::fs::read_to_string(path).expect("the system spec")
}

/// What is found before anything is written: each missing spec at its line of the roadmap.
fn missing() -> Vec<(String, String, u64)> {
    let text = system();
    let line = |entry: &str| text.lines().position(|line| line == entry).expect("a roadmap line") as u64 + 1;
    MISSING.map(|(entry, _)| ("missing-feature-spec".to_owned(), SYSTEM.to_owned(), line(entry))).into()
}

/// The paths that differ between two states of a folder; all of them must be new.
fn new_files(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    for (path, content) in before {
        assert_eq!(after.get(path), Some(content), "{path} was touched");
    }
    after.keys().filter(|path| !before.contains_key(*path)).cloned().collect()
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths
}

fn paths_of_missing() -> Vec<String> {
    sorted(MISSING.map(|(_, path)| path.to_owned()).into())
}

/// The command that `fix` tells to stage what it wrote.
fn git_add(ran: &Ran) -> String {
    let line = ran.out.lines().find_map(|line| line.strip_prefix("Stage what was written: "));
    line.unwrap_or_else(|| panic!("no command in {}", ran.out)).to_owned()
}

/// The whole job for somebody who stands in this folder.
fn main_job(folder: &str) {
    let repo = example();
    let here = repo.at(folder);
    let before = files(&repo.root);

    let checked = roadspec_json(&here, &["check"]).exits(1);
    assert_eq!(checked.findings(), missing());
    assert_eq!(files(&repo.root), before, "check writes nothing");

    let fixed = roadspec(&here, &["fix"]).exits(1);
    let after = files(&repo.root);
    assert_eq!(new_files(&before, &after), paths_of_missing());

    shell(&here, &git_add(&fixed)).exits(0);
    let staged = repo.git(&["diff", "--cached", "--name-status"]);
    let expected: Vec<String> = paths_of_missing().iter().map(|path| format!("A\t{path}")).collect();
    assert_eq!(staged.lines().collect::<Vec<_>>(), expected);
    assert_eq!(repo.git(&["status", "--porcelain"]).lines().count(), expected.len(), "nothing else changed");

    for arguments in [&["check"][..], &["check", "--staged"], &["fix"]] {
        roadspec(&here, arguments).exits(0);
        assert_eq!(files(&repo.root), after, "{arguments:?} changes nothing any more");
    }
    assert_eq!(roadspec_json(&here, &["fix"]).exits(0).json()["fix"]["created"], Value::Array(Vec::new()));
    assert_eq!(roadspec_json(&here, &["check", "--rev", "HEAD"]).exits(1).findings(), missing());
    repo.git(&["commit", "--quiet", "-m", "Stubs"]);
    roadspec(&here, &["check", "--rev", "HEAD"]).exits(0);
}

#[test]
fn from_the_root() {
    main_job("");
}

#[test]
fn from_a_folder() {
    main_job("specs/architecture");
}

#[test]
fn fix_says_in_json_what_it_wrote() {
    let repo = example();
    let document = roadspec_json(&repo, &["fix"]).exits(1).json();
    let created = document["fix"]["created"].as_array().expect("a list");
    assert!(created.iter().zip(MISSING).all(|(created, (_, path))| created == path) && created.len() == MISSING.len());
    assert_eq!(document["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_bare_clone_is_checked_and_never_written() {
    let repo = example();
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    let outside = repo.at("../");
    let bare = files(&repo.at("../bare").root);
    let checked = roadspec_json(&outside, &["check", "--git-dir", "bare", "--rev", "main"]).exits(1);
    assert_eq!(checked.findings(), missing());
    let inside = roadspec_json(&repo.at("../bare"), &["check", "--git-dir", ".", "--rev", "main"]).exits(1);
    assert_eq!(inside.findings(), missing());
    roadspec(&outside, &["show", "sys-ecommerce", "--git-dir", "bare", "--rev", "HEAD"]).exits(0);

    roadspec(&outside, &["check", "--git-dir", "bare"]).exits(2).complains(&["bare", "--rev"]);
    for command in [&["fix"][..], &["generate", "sys-ecommerce", "--yes"]] {
        let refused = roadspec_json(&outside, &[command, &["--git-dir", "bare"]].concat()).exits(2);
        assert_eq!(refused.json()["error"]["kind"], "environment");
    }
    roadspec(&outside, &["fix", "--git-dir", "bare", "--rev", "main"]).exits(2).complains(&["--rev"]);
    assert_eq!(files(&repo.at("../bare").root), bare);

    roadspec(&repo, &["fix"]).exits(1);
    repo.commit("Stubs").git(&["push", "--quiet", "../bare", "main"]);
    roadspec(&outside, &["check", "--git-dir", "bare", "--rev", "main"]).exits(0);
}

#[test]
fn show_tells_a_person_what_was_read_and_where() {
    let repo = example();
    let shown = roadspec(&repo, &["show", "sys-ecommerce"]).exits(0).out;
    assert!(shown.starts_with(&format!("E-commerce Platform (sys-ecommerce, {SYSTEM})\n")), "{shown}");
    for count in ["Components: 8", "API contracts: 6", "Data domains: 7", "Concerns: 7", "Roadmap: 8"] {
        assert!(shown.lines().any(|line| line == count), "{count} in\n{shown}");
    }
    let (text, mut places) = (system(), 0);
    for line in shown.lines() {
        let Some((before, number)) = line.rsplit_once(", line ") else { continue };
        let name = before.trim().split(" (").next().unwrap_or_default().split(" -> ").next().unwrap_or_default();
        let name = name.split(": ").last().unwrap_or_default();
        let there = text.lines().nth(number.parse::<usize>().expect("a number") - 1).expect("a line");
        assert!(there.contains(name), "{line:?} leads to {there:?}");
        places += 1;
    }
    assert!(places >= 8 + 6 + 7 + 8, "{places} places");
    for other in [SYSTEM, "./specs/architecture/sys-ecommerce.md"] {
        assert_eq!(roadspec(&repo, &["show", other]).out, shown, "{other}");
    }
    assert_eq!(roadspec(&repo.at("specs/architecture"), &["show", "sys-ecommerce.md"]).out, shown);
}

#[test]
fn every_text_of_the_model_is_the_text_at_its_span() {
    let text = system();
    let document = roadspec_json(&example(), &["show", "sys-ecommerce"]).exits(0).json();
    let mut pending = vec![&document];
    let mut compared = 0;
    while let Some(value) = pending.pop() {
        if let (Some(found), Some(start), Some(end)) =
            (value["value"].as_str(), value["span"]["start"].as_u64(), value["span"]["end"].as_u64())
        {
            let span = usize::try_from(start).expect("a byte")..usize::try_from(end).expect("a byte");
            // In the front matter it is the YAML scalar as written.
            assert_eq!(roadspec::text::normalise(text[span.clone()].trim_matches('"')), found, "{span:?}");
            compared += 1;
        }
        match value {
            Value::Object(object) => pending.extend(object.values()),
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    assert!(compared > 200, "{compared} texts");
}
