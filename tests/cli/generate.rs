//! `generate` on a copy of the shipped example: the plan, the question, one feature, another folder.

use std::collections::BTreeMap;

use roadspec::text::{Edit, Span, apply};
use serde_json::{Value, json};

use crate::example::example;
use crate::git::Repo;
use crate::program::{Ran, files, on_terminal, roadspec, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

fn generate(repo: &Repo, arguments: &[&str]) -> Ran {
    roadspec(repo, &[&["generate", "sys-ecommerce"], arguments].concat())
}

fn generate_json(repo: &Repo, arguments: &[&str]) -> Value {
    roadspec_json(repo, &[&["generate", "sys-ecommerce"], arguments].concat()).json()
}

/// One key of every new spec.
fn each<'d>(document: &'d Value, key: &str) -> Vec<&'d Value> {
    document["newSpecs"].as_array().expect("a list").iter().map(|spec| &spec[key]).collect()
}

#[test]
fn a_dry_run_shows_the_plan_and_writes_nothing() {
    let repo = example();
    let before = files(&repo.root);
    let shown = generate(&repo, &["--dry-run"]).exits(0).out;
    for line in [
        "  8 roadmap entries: 3 with a feature spec, 5 without",
        "To write: 5 feature specs",
        "  feat-billing-service (HIGH, level 5) -> specs/features/feat-billing-service.md",
        "  EASY-L3 for 3: it is for EASY at level 3",
        "Dry run: nothing was written.",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line} in\n{shown}");
    }
    let document = generate_json(&repo, &["--dry-run"]);
    assert!(shown.contains("\n  8 components, 34 endpoints, "), "{shown}");
    assert!(shown.lines().count() < 24, "it fits a screen:\n{shown}");
    assert_eq!(document["dryRun"], true);
    assert!(each(&document, "created").iter().all(|created| **created == false));
    assert_eq!(files(&repo.root), before);
}

#[test]
fn it_writes_what_fix_writes() {
    let (fixed, generated) = (example(), example());
    roadspec(&fixed, &["fix"]).exits(1);
    let said = generate(&generated, &["--yes"]).exits(0).out;
    assert!(said.contains("Wrote specs/features/feat-billing-service.md ("), "{said}");
    assert_eq!(files(&fixed.root), files(&generated.root));
    roadspec(&generated, &["check"]).exits(0);

    let again = generate_json(&generated, &["--yes"]);
    assert!(each(&again, "id").is_empty());
}

#[test]
fn the_document_says_what_was_written() {
    let repo = example();
    let document = generate_json(&repo, &["--yes"]);
    assert!(each(&document, "created").iter().all(|created| **created == true));
    for (path, bytes) in each(&document, "path").into_iter().zip(each(&document, "bytes")) {
        let written = std::fs::metadata(repo.root.join(path.as_str().expect("a path"))).expect("a file").len();
        assert_eq!(bytes.as_u64(), Some(written), "{path}");
    }
}

#[test]
fn one_feature_is_named_by_id_or_name_in_any_case() {
    let repo = example();
    for name in ["feat-user-profile", "User Profile Service", "user profile service", "User-Profile-Service"] {
        let document = generate_json(&repo, &["--dry-run", "--feature", name]);
        assert_eq!(each(&document, "id"), ["feat-user-profile"], "{name}");
    }
    let both = ["--yes", "--feature", "Billing Service", "--feature", "feat-order-service"];
    let before = files(&repo.root).len();
    generate(&repo, &both).exits(0);
    assert_eq!(files(&repo.root).len(), before + 2);
    // Both are there now, so nothing can be generated for what was named.
    let again = generate(&repo, &both).exits(1);
    assert!(
        again.out.contains("  Order Service has its spec: specs/features/feat-order-service.md\n"),
        "{}",
        again.out
    );
    let document = generate_json(&repo, &both);
    assert_eq!(document["existing"][1]["id"], "feat-billing-service");
    // One of several is enough to say so, and keeps no other from being written.
    let mixed = ["--yes", "--feature", "Billing Service", "--feature", "feat-user-profile"];
    generate(&repo, &mixed).exits(1);
    assert!(repo.root.join("specs/features/feat-user-profile.md").is_file());
}

#[test]
fn an_id_beats_a_name_and_a_name_must_be_the_only_one() {
    let repo = Repo::init();
    repo.write(SYSTEM, system(&["feat-b (Level 3)", "B (Level 3)", "Cellar", "cellar?"]));
    let planned = |name| {
        let arguments = ["generate", "sys-shop", "--dry-run", "--feature", name];
        let document = roadspec_json(&repo, &arguments).exits(0).json();
        each(&document, "name").into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(planned("feat-b"), ["B"]);
    assert_eq!(planned("Feat B"), ["feat-b"]);
    let arguments = ["generate", "sys-shop", "--dry-run", "--feature", "Cellar"];
    roadspec(&repo, &arguments).exits(2).complains(&["has several entries `Cellar`", "by its id: `feat-cellar`"]);
}

#[test]
fn an_entry_of_which_no_id_can_be_made_is_named_in_vain() {
    let repo = Repo::init();
    repo.write(SYSTEM, system(&["!?", "Search (Level 3)"]));
    let arguments = ["generate", "sys-shop", "--dry-run", "--feature", "!?", "--feature", "Search"];
    let ran = roadspec(&repo, &arguments).exits(1);
    assert!(ran.out.contains("  not !?: no id can be given to it"), "{}", ran.out);
    let document = roadspec_json(&repo, &arguments).exits(1).json();
    assert_eq!(each(&document, "id"), ["feat-search"]);
    assert_eq!(document["blocked"][0]["name"], "!?");
}

#[test]
fn a_name_that_is_not_there_gets_a_suggestion_or_a_list() {
    let repo = example();
    for (arguments, said) in [
        (["generate", "sys-ecommerce", "--feature", "Biling Service"], "did you mean `Billing Service`?"),
        (["generate", "sys-ecommerce", "--feature", "x"], "its features are `Auth Service`, `API Gateway`"),
        (["generate", "sys-ecomerce", "--feature", "x"], "did you mean `sys-ecommerce`?"),
        (["generate", "x", "--feature", "x"], "the systems are `sys-ecommerce`"),
    ] {
        roadspec(&repo, &arguments).exits(2).complains(&[said]);
        assert_eq!(roadspec_json(&repo, &arguments).exits(2).json()["error"]["kind"], "usage");
    }
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let repo = example();
    let before = files(&repo.root);
    generate(&repo, &[]).exits(2).complains(&["no terminal to ask on", "`--yes`", "`--dry-run`"]);
    assert_eq!(generate_json(&repo, &[])["error"]["kind"], "usage");
    assert_eq!(files(&repo.root), before);
}

#[test]
fn on_a_terminal_the_answer_decides() {
    for (typed, status, written) in
        [("n\n", 2, 0), ("\u{4}\n", 2, 0), ("nonsense\n", 2, 0), ("y\n", 0, 5), ("\n", 0, 5), ("YES\n", 0, 5)]
    {
        let repo = example();
        let before = files(&repo.root).len();
        let ran = on_terminal(&repo, "in,out,err", typed, &[], &["generate", "sys-ecommerce"]).exits(status);
        assert!(ran.out.contains("\nWrite 5 feature specs? [Y/n] "), "{}", ran.out);
        assert_eq!(ran.out.contains("Nothing was written.\n"), status == 2, "{}", ran.out);
        assert_eq!(files(&repo.root).len(), before + written, "{typed:?}");
    }
}

/// A shop whose system spec does not list its features, and which lacks two specs that its third needs.
fn unlisted() -> Repo {
    let repo = Repo::init();
    let roadmap = ["Search (Level 3)", "Basket (Level 4)\n   - Dependencies: Search", "Cellar (Level 5)"];
    let text = system(&roadmap).replace("feature_specs: [feat-search, feat-basket, feat-cellar]\n", "");
    let basket = feature("feat-basket", "Basket").replace("status:", "depends_on: []\nstatus:");
    repo.write(SYSTEM, text).write(BASKET, basket).commit("unlisted");
    repo
}

#[test]
fn the_document_holds_the_whole_plan() {
    let (repo, written) = (unlisted(), unlisted());
    let document = roadspec_json(&repo, &["generate", "sys-shop", "--dry-run"]).exits(0).json();
    roadspec(&written, &["generate", "sys-shop", "--yes"]).exits(0);
    let (before, after) = (files(&repo.root), files(&written.root));
    let text = |files: &BTreeMap<String, Vec<u8>>, path: &Value| {
        String::from_utf8(files[path.as_str().expect("a path")].clone()).expect("UTF-8")
    };
    for spec in document["newSpecs"].as_array().expect("a list") {
        assert_eq!(spec["text"], text(&after, &spec["path"]));
    }
    let search = &document["newSpecs"][0];
    assert_eq!((&search["entry"], &search["component"]), (&json!("Search"), &json!("Search")));
    assert_eq!((&search["dependsOn"], &search["requiredBy"]), (&json!([]), &json!(["feat-basket"])));
    assert_eq!(search["template"], json!({ "name": "EASY-L3", "path": null, "why": "it is for EASY at level 3" }));
    assert_eq!(document["newSpecs"][1]["component"], Value::Null);

    let changes = document["changes"].as_array().expect("a list");
    let paths: Vec<&str> = changes.iter().map(|change| change["path"].as_str().expect("a path")).collect();
    assert_eq!(paths, [SYSTEM, BASKET], "{document:#}");
    for change in changes {
        let edits = change["edits"].as_array().expect("a list").iter().map(|edit| {
            let at = |end: &str| usize::try_from(edit["span"][end].as_u64().expect("a number")).expect("small");
            Edit::new(Span::new(at("start"), at("end")), edit["text"].as_str().expect("a text"))
        });
        let applied = apply(&text(&before, &change["path"]), &edits.collect::<Vec<_>>());
        assert_eq!(applied, Some(text(&after, &change["path"])));
        assert_eq!(change["changed"], false);
    }
    assert_eq!(before.keys().collect::<Vec<_>>(), [BASKET, SYSTEM].iter().rev().collect::<Vec<_>>());
}

#[test]
fn lists_of_other_specs_are_changed_and_said() {
    let repo = unlisted();
    let ran = on_terminal(&repo, "in,out,err", "y\n", &[], &["generate", "sys-shop"]).exits(0);
    for said in [
        "\nTo change: the lists in 2 files\n",
        "\nWrite 2 feature specs and change 2 files? [Y/n] ",
        &format!("\nChanged {SYSTEM}\n"),
        " to fill in, and changed the lists in 2 files.\n",
    ] {
        assert!(ran.out.contains(said), "{said} in\n{}", ran.out);
    }
    let read = |path| std::fs::read_to_string(repo.root.join(path)).expect("a spec");
    assert!(read(SYSTEM).contains("feat-search") && read(BASKET).contains("feat-search"));
    roadspec(&repo, &["check"]).exits(0);
}

#[test]
fn what_to_do_next_can_be_copied_from_any_folder() {
    let repo = unlisted();
    repo.write("roadspec.toml", "output-dir = \"specs/it's new\"\n").write("docs/x.txt", "").commit("folders");
    let ran = roadspec(&repo.at("docs"), &["generate", "sys-shop", "--yes"]).exits(0);
    let line = |start: &str| ran.out.lines().find_map(|line| line.strip_prefix(start)).expect(start);
    let first = line("  $EDITOR ");
    assert_eq!((first, line("  roadspec check ")), (r"'../specs/it'\''s new/feat-search.md'", first));
    shell(&repo.at("docs"), &format!("git add -- {}", line("  git add -- "))).exits(0);
    assert_eq!(repo.git(&["diff", "--name-only"]), "");
    assert_eq!(repo.git(&["diff", "--cached", "--name-only"]).lines().count(), 4);
}

#[test]
fn verbose_says_where_each_spec_comes_from_and_what_it_lacks() {
    let repo = unlisted();
    let quiet = roadspec(&repo, &["generate", "sys-shop", "--dry-run"]).exits(0);
    let ran = roadspec(&repo, &["generate", "sys-shop", "--dry-run", "--verbose"]).exits(0);
    assert_eq!((quiet.err.as_str(), &quiet.out), ("", &ran.out));
    for line in [
        "Planned feat-search: from the roadmap entry `Search` and the component `Search`",
        "  - needed by: feat-basket",
        "Planned feat-cellar: from the roadmap entry `Cellar` and no component",
        "  - needs: none",
    ] {
        assert!(ran.err.lines().any(|said| said == line), "{line} in\n{}", ran.err);
    }
}

#[test]
fn long_work_is_counted_on_a_terminal_only() {
    let names: Vec<String> = (1..=25).map(|number| format!("Part{number} (Level 3)")).collect();
    let entries: Vec<&str> = names.iter().map(String::as_str).collect();
    for (streams, is_counted) in [("in,out,err", true), ("in,out", false)] {
        let repo = Repo::init();
        repo.write(SYSTEM, system(&entries));
        let ran = on_terminal(&repo, streams, "", &[], &["generate", "sys-shop", "--yes"]).exits(0);
        assert_eq!(ran.out.contains("\r25 of 25 files written\r"), is_counted, "{:?}", ran.out);
        assert!(!ran.err.contains("of 25"), "{}", ran.err);
        // It is gone before anything else is said.
        assert_eq!(ran.out.contains(&format!("\r{}\r\nWrote ", " ".repeat(22))), is_counted, "{:?}", ran.out);
    }
}

#[test]
fn another_folder_takes_the_specs_and_keeps_them_found() {
    let repo = example();
    let before = files(&repo.root);
    let ran = generate(&repo, &["--yes", "--output-dir", "docs/new/"]).exits(0);
    assert!(ran.err.starts_with("warning: `check` does not look into `docs/new`"), "{}", ran.err);
    let after = files(&repo.root);
    let new: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert!(new.len() == 5 && new.iter().all(|path| path.starts_with("docs/new/feat-")), "{new:?}");
    // Links lead back to the system spec from there.
    let text = String::from_utf8(after["docs/new/feat-billing-service.md"].clone()).expect("UTF-8");
    assert!(text.contains("](../../specs/architecture/sys-ecommerce.md"), "{text}");

    assert!(each(&generate_json(&repo, &["--dry-run", "--output-dir", "docs/new"]), "id").is_empty());
    let quiet = generate(&repo, &["--dry-run", "--output-dir", "specs/elsewhere"]).exits(0);
    assert_eq!(quiet.err, "", "the configuration includes this one");
}

#[test]
fn another_folder_does_not_hide_what_lies_in_the_first() {
    let repo = shop();
    repo.write("roadspec.toml", "include = [\"specs/architecture/*.md\"]\noutput-dir = \"specs/features\"\n");
    let arguments = ["generate", "sys-shop", "--dry-run", "--output-dir", "specs/other"];
    assert!(each(&roadspec_json(&repo, &arguments).exits(0).json(), "id").is_empty());
}

#[test]
fn a_folder_that_is_not_inside_is_refused() {
    let repo = example();
    let before = files(&repo.root);
    let absolute = repo.root.join("docs");
    let absolute = absolute.to_str().expect("UTF-8");
    for folder in [
        "..",
        "../x",
        "docs/../..",
        ".",
        "",
        "/",
        absolute,
        ".git",
        ".git/hooks",
        "docs/.GIT",
        "git~1",
        "C:\\x",
        "a\\b",
        "CON",
        "a\nb",
        "docs/\u{202e}x",
        "a//b",
        "specs/x.",
    ] {
        generate(&repo, &["--yes", "--output-dir", folder]).exits(2).complains(&["the output folder", "from its root"]);
    }
    assert_eq!(files(&repo.root), before);
}

#[test]
fn the_folder_is_meant_from_the_root_also_below_a_configuration() {
    let repo = Repo::init();
    for (path, content) in files(&shop().root) {
        repo.write(format!("team/{path}"), content);
    }
    repo.write("team/roadspec.toml", "").remove(format!("team/{SEARCH}")).commit("Team");
    let team = repo.at("team");
    let planned = |folder| {
        let ran = roadspec_json(&team, &["generate", "sys-shop", "--dry-run", "--output-dir", folder]);
        each(&ran.json(), "path").into_iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(planned("team/specs/new"), ["team/specs/new/feat-search.md"]);
    let outside = ["generate", "sys-shop", "--dry-run", "--output-dir", "specs/new"];
    roadspec(&team, &outside).exits(2).complains(&["does not lie in `team`"]);
    roadspec(&team, &["generate", "sys-shop", "--yes"]).exits(0);
    assert!(repo.root.join("team").join(SEARCH).is_file() && repo.root.join("team").join(BASKET).is_file());
    // Above the configuration there is nothing to check.
    roadspec(&repo, &["check"]).exits(2);
    roadspec(&team, &["show", &format!("team/{SYSTEM}")]).exits(0);
}

#[test]
fn what_was_written_is_said_when_writing_stops_midway() {
    for (command, json) in [(&["fix"][..], false), (&["fix"], true), (&["generate", "sys-ecommerce", "--yes"], false)] {
        let repo = example();
        // Ignored, so that no one reads it; some file systems could not tell the two names apart.
        repo.write(".gitignore", "Feat-*\n").write("specs/features/Feat-Order-Service.md", "mine");
        let run = if json { roadspec_json } else { roadspec };
        let ran = run(&repo, command).exits(2).complains(&["would collide with"]);
        let wrote =
            if json { "\"specs/features/feat-user-profile.md\"" } else { "Wrote specs/features/feat-user-profile.md" };
        assert!(ran.out.contains(wrote) && !ran.out.contains("appeared meanwhile"), "{}", ran.out);
        assert!(repo.root.join("specs/features/feat-user-profile.md").is_file());
        assert!(!repo.root.join("specs/features/feat-billing-service.md").is_file());
        assert_eq!(roadspec_json(&repo, &["check"]).exits(1).findings().len(), 4);
    }
    let repo = example();
    repo.write(".gitignore", "Feat-*\n").write("specs/features/Feat-Order-Service.md", "mine");
    let document = generate_json(&repo, &["--yes"]);
    let created: Vec<bool> = each(&document, "created").iter().map(|created| **created == true).collect();
    assert_eq!(created, [true, false, false, false, false]);
    assert_eq!(document["error"]["kind"], "write");
}
