//! An edit that is not saved yet, as an editor has it judged: in its place among the specs around it, which stay as they
//! are on disk; only what is found in the edited file counts.

use crate::git::Repo;
use crate::program::{ROADSPEC, files, roadspec, roadspec_fed, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone, system};

const NEW: &str = "specs/features/feat-new.md";
const JSON: [&str; 2] = ["--output-format", "json"];

fn search() -> String {
    feature("feat-search", "Search")
}

/// The specs that a feature needs, as a line of its front matter.
fn needing(text: &str, id: &str) -> String {
    text.replace("status: draft", &format!("status: draft\ndepends_on: [{id}]"))
}

#[test]
fn an_edit_is_judged_among_the_specs_around_it() {
    let repo = shop();
    let linking = feature("feat-basket", "Basket") + "\n[found](feat-search.md#search)\n";
    repo.write("docs/guide.md", "# Guide\n").write(BASKET, linking).commit("More");
    let planned = ["Search (Level 3)", "Basket (Level 3)", "Till (Level 3)"];
    let cases: [(&str, &str, String, &[&str]); 12] = [
        ("nothing changed", SEARCH, search(), &[]),
        ("a reference to another spec", SEARCH, search() + "\n[basket](feat-basket.md#basket)\n", &[]),
        ("a broken reference", SEARCH, needing(&search(), "feat-nothing"), &["unresolved-reference"]),
        ("a broken link", SEARCH, search() + "\n[gone](gone.md) [out](../../docs/guide.md)\n", &["broken-link"]),
        ("another id than before", SEARCH, search().replace("id: feat-search", "id: feat-find"), &["id-not-file-name"]),
        ("a heading that others link to", SEARCH, search().replace("# Search", "# Finding"), &[]),
        ("a roadmap entry more", SYSTEM, system(&planned), &["missing-feature-spec"]),
        ("an unfinished front matter", SEARCH, "---\nspecmas:".to_owned(), &["malformed-front-matter"]),
        ("a new file", NEW, standalone("feat-new"), &[]),
        ("a new file with the id of another", "specs/x.md", standalone("feat-search"), &["duplicate-id"]),
        ("no spec", "specs/notes.md", "# Notes\n".to_owned(), &[]),
        ("no spec among the features", NEW, "# Notes\n".to_owned(), &["malformed-front-matter"]),
    ];
    let before = files(&repo.root);
    for (what, path, edit, rules) in cases {
        let ran = roadspec_fed(&repo, path, &edit, &JSON);
        assert_eq!(ran.rules(), rules, "{what}: {}", ran.out);
        assert!(ran.findings().iter().all(|(_, own, _)| own == path), "{what}");
        assert_eq!(ran.status, i32::from(ran.json()["summary"]["errors"] != 0), "{what}");
    }
    assert_eq!(files(&repo.root), before, "nothing is saved");
    // What an edit breaks elsewhere is found once it is saved.
    repo.write(SEARCH, search().replace("# Search", "# Finding"));
    assert_eq!(roadspec_json(&repo, &["check"]).findings(), [("broken-anchor".to_owned(), BASKET.to_owned(), 14)]);
}

#[test]
fn what_is_shown_is_the_edit() {
    let repo = shop();
    let edit = format!("\u{feff}{}\n日本 [weg](nie.md)\n", search()).replace('\n', "\r\n");
    let shown = roadspec_fed(&repo, SEARCH, &edit, &[]).exits(1).out;
    assert!(shown.contains(&format!("[{SEARCH}:14:10]")) && shown.contains("日本 [weg](nie.md)"), "{shown}");
    assert!(shown.ends_with("\n1 error; 3 specs read in the worktree\n"), "{shown}");
    let line = roadspec_fed(&repo, SEARCH, &edit, &["--output-format", "concise"]).exits(1).out;
    assert!(line.starts_with(&format!("{SEARCH}:14:10: error[broken-link] ")), "{line}");
}

#[test]
fn a_file_that_is_not_looked_at_is_passed_over_in_silence() {
    let repo = shop();
    repo.write("roadspec.toml", "exclude = [\"specs/drafts\"]\n");
    for path in
        ["README.md", "specs/README.md", "docs/a.md", "specs/features/a.txt", "specs/drafts/a.md", "roadspec.toml"]
    {
        let edit = standalone("feat-search");
        let ran = roadspec_fed(&repo, path, &edit, &[]).exits(0);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{path}");
        assert_eq!(roadspec_fed(&repo, path, &edit, &JSON).exits(0).json()["summary"]["documents"], 0, "{path}");
        let why = format!("Nothing is judged: `{path}` is not among the files that the configuration includes.\n");
        assert_eq!(roadspec_fed(&repo, path, &edit, &["--verbose"]).exits(0).err, why);
    }
    // Neither its syntax nor the lack of any other spec matters to a file that is looked at.
    let alone = Repo::init();
    roadspec_fed(&alone, "specs/a.md", "# No spec yet\n", &[]).exits(0);
    roadspec_fed(&alone, "specs/a.md", standalone("a"), &[]).exits(0);
    assert_eq!(roadspec_fed(&alone, "specs/features/a.md", "", &JSON).exits(1).rules(), ["malformed-front-matter"]);
}

#[test]
fn hostile_input_is_a_finding_as_in_a_file() {
    let repo = shop();
    let bomb = format!("---\na: &a [x]\n{}---\n", "b: &b [*a, *a]\n".repeat(9));
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("nothing", Vec::new(), "malformed-front-matter"),
        ("16 MiB and a byte", vec![b'a'; (16 << 20) + 1], "oversized-spec"),
        ("endless", vec![b'\n'; 64 << 20], "oversized-spec"),
        ("no UTF-8", b"---\nid: \xff\n---\n".to_vec(), "unreadable-spec"),
        ("UTF-16", b"\xff\xfe-\0-\0".to_vec(), "unreadable-spec"),
        ("NUL", b"---\nid: a\0\n---\n".to_vec(), "unreadable-spec"),
        ("anchors", bomb.into_bytes(), "malformed-front-matter"),
        ("commands", search().replace("feat-search", "\"x\\n::error::\\e[2J##[y]\"").into_bytes(), "schema-violation"),
    ];
    for (what, edit, rule) in cases {
        let ran = roadspec_fed(&repo, SEARCH, &edit, &JSON).exits(1);
        assert!(ran.rules().iter().all(|own| own == rule), "{what}: {}", ran.out);
        roadspec_fed(&repo, SEARCH, &edit, &[]).exits(1);
    }
    // What lies there on disk is not read, whatever it is.
    repo.remove(SEARCH).link(SEARCH, "/etc/hostname");
    assert_eq!(roadspec_fed(&repo, SEARCH, search(), &JSON).exits(0).rules(), ["symlinked-spec"]);
}

#[test]
fn the_name_is_read_as_every_path_of_the_command_line() {
    let repo = shop();
    let edit = search() + "\n[weg](nie.md)\n";
    let here = repo.at("specs/features");
    let absolute = repo.root.join(SEARCH);
    let linked = repo.at("../linked");
    repo.link(&linked.root, &repo.root);
    let through_link = linked.root.join(SEARCH);
    for (place, name) in [
        (&repo, "./specs/features/feat-search.md"),
        (&here, "feat-search.md"),
        (&here, "../../specs/features/feat-search.md"),
        (&here, absolute.to_str().expect("UTF-8")),
        (&linked, "specs/features/feat-search.md"),
        (&linked, through_link.to_str().expect("UTF-8")),
        (&here, through_link.to_str().expect("UTF-8")),
    ] {
        let ran = roadspec_fed(place, name, &edit, &JSON).exits(1);
        assert_eq!(ran.findings(), [("broken-link".to_owned(), SEARCH.to_owned(), 14)], "{name}");
    }
    for name in ["../x.md", "/etc/hostname", ".git/config", "specs/\u{1b}[2J.md", "specs/a\n::error::b.md"] {
        roadspec_fed(&repo, name, &edit, &[]).exits(2).complains(&["does not lie in the repository"]);
        assert_eq!(roadspec_fed(&repo, name, &edit, &JSON).exits(2).json()["error"]["kind"], "usage");
    }
}

#[test]
fn it_goes_with_the_worktree_and_one_name_only() {
    let repo = shop();
    let named = ["--stdin-filename", SEARCH];
    for (arguments, said) in [
        (&["check", "--stdin"][..], "--stdin-filename <PATH>"),
        (&[&["check"][..], &named].concat(), "--stdin"),
        (&[&["check", "--stdin", "--staged"][..], &named].concat(), "cannot be used with '--staged'"),
        (&[&["check", "--stdin", "--rev", "HEAD"][..], &named].concat(), "cannot be used with '--rev <REV>'"),
        (&[&["check", "--stdin", BASKET][..], &named].concat(), "cannot be used with '[PATH]...'"),
    ] {
        assert_eq!(roadspec(&repo, arguments).exits(2).complains(&[said]).out, "", "{arguments:?}");
    }
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    roadspec_fed(&repo.at("../"), "specs/a.md", "", &["--git-dir", "bare"]).exits(2).complains(&["bare"]);
    // What cannot be read is not taken for empty.
    let folder = shell(&repo, &format!("'{ROADSPEC}' check --stdin --stdin-filename {SEARCH} < specs"));
    folder.exits(2).complains(&["standard input cannot be read"]);
}

#[test]
fn severities_and_silence_hold_for_an_edit_too() {
    let repo = shop();
    let broken = search() + "\n[weg](nie.md)\n";
    let silenced = broken.replace("\n[weg]", "\n<!-- roadspec-disable-next-line broken-link -- comes soon -->\n[weg]");
    assert_eq!(roadspec_fed(&repo, SEARCH, &silenced, &JSON).exits(0).rules(), [""; 0]);
    repo.write("roadspec.toml", "[rules]\nbroken-link = \"note\"\n");
    assert_eq!(roadspec_fed(&repo, SEARCH, &broken, &JSON).exits(0).json()["findings"][0]["severity"], "note");
    roadspec_fed(&repo, SEARCH, &broken, &["--fail-on", "note"]).exits(1);
    roadspec_fed(&repo, SEARCH, &broken, &["--fail-on", "note", "--limit", "0"]).exits(1);
    let verbose = roadspec_fed(&repo, SEARCH, &broken, &["--verbose"]).exits(0).err;
    assert!(verbose.starts_with(&format!("Read the worktree with `{SEARCH}` as edited.\n")), "{verbose}");
}
