//! Templates of the repository, for real: they are read from the snapshot by the commands that write specs and by
//! `template`, and by no other.

use roadspec::plan::{EMBEDDED, SUFFIX};

use crate::git::Repo;
use crate::program::{files, roadspec, roadspec_json};
use crate::sources::{SEARCH, shop};

const EASY: &str = ".roadspec/templates/EASY-L3.md.tera";

/// A template that renders little beside the front matter.
const OWN: &str = "{% include \"partials/front-matter.md.tera\" %}\n# Ours: {{ featureName | text }}\n";

/// A shop that lacks the spec of its search.
fn lacking() -> Repo {
    let repo = shop();
    repo.remove(SEARCH);
    repo
}

fn search(repo: &Repo) -> String {
    std::fs::read_to_string(repo.root.join(SEARCH)).expect("the spec was written")
}

#[test]
fn a_template_of_the_repository_takes_the_place_of_the_embedded_one() {
    let repo = lacking();
    repo.write(EASY, OWN);
    roadspec(&repo, &["fix"]).exits(1);
    assert!(search(&repo).ends_with("---\n\n# Ours: Search\n"), "{}", search(&repo));
    roadspec(&repo, &["check"]).exits(0);

    let elsewhere = lacking();
    elsewhere.write("roadspec.toml", "templates = \"docs/templates\"\n").write(EASY, "{{ broken");
    elsewhere.write("docs/templates/EASY-L3.md.tera", OWN);
    roadspec(&elsewhere, &["generate", "sys-shop", "--yes"]).exits(0);
    assert_eq!(search(&elsewhere), search(&repo));
}

#[test]
fn the_folder_is_meant_from_the_configuration() {
    let repo = Repo::init();
    for (path, content) in files(&lacking().root) {
        repo.write(format!("team/{path}"), content);
    }
    repo.write("team/roadspec.toml", "").write(format!("team/{EASY}"), OWN).write(EASY, "{{ broken");
    roadspec(&repo.at("team"), &["fix"]).exits(1);
    let written = std::fs::read_to_string(repo.root.join("team").join(SEARCH)).expect("the spec was written");
    assert!(written.ends_with("# Ours: Search\n"), "{written}");
}

#[test]
fn a_broken_template_stops_what_writes_and_nothing_else() {
    let repo = lacking();
    repo.write(EASY, "# {{ featureName | text }}\n\n{{ featurName }}\n");
    let before = files(&repo.root);
    for arguments in [&["fix"][..], &["generate", "sys-shop", "--dry-run"], &["template"]] {
        let ran = roadspec(&repo, arguments).exits(2);
        ran.complains(&["there is no variable `featurName`", "EASY-L3.md.tera:3:4", "did you mean `featureName`?"]);
        assert_eq!(roadspec_json(&repo, arguments).exits(2).json()["error"]["kind"], "template");
    }
    assert_eq!(files(&repo.root), before);
    // `check` renders no template, and `template NAME` reads no repository.
    roadspec(&repo, &["check"]).exits(1);
    roadspec(&repo, &["template", "EASY-L3"]).exits(0);
}

#[test]
fn files_that_cannot_be_templates_are_refused() {
    let large = vec![b'a'; 256 * 1024 + 1];
    for (path, content, said) in [
        (EASY, &b"\xff"[..], "is not UTF-8"),
        (EASY, &large, "has 262145 bytes, and a template has at most 262144"),
        (".roadspec/templates/old/EASY-L3.md.tera", b"", "has the name of no template"),
        (".roadspec/templates/partials/a/b.md.tera", b"", "has the name of no template"),
        (".roadspec/templates/EASY-L3.tera", b"", "has the name of no template"),
        (".roadspec/templates/partials/\u{202e}.md.tera", b"", "invisible character U+202E"),
        (".roadspec/templates/EASY-L33.md.tera", b"", "did you mean `EASY-L3.md.tera`?"),
    ] {
        let repo = lacking();
        repo.write(path, content);
        roadspec(&repo, &["fix"]).exits(2).complains(&[said]);
        assert!(!repo.root.join(SEARCH).exists(), "{said}");
    }
    let repo = lacking();
    repo.write("own.tera", OWN).link(EASY, "../../own.tera");
    roadspec(&repo, &["fix"]).exits(2).complains(&["is a symbolic link, and none is followed"]);
    let other = lacking();
    other.write("own/EASY-L3.md.tera", OWN).link(".roadspec/templates", "../own");
    roadspec(&other, &["fix"]).exits(2).complains(&["is a symbolic link, and none is followed"]);
    // What is not meant as a template may lie beside them.
    let beside = lacking();
    beside.write(".roadspec/templates/README.md", "# Ours\n").write(EASY, OWN);
    roadspec(&beside, &["fix"]).exits(1);
}

#[test]
fn templates_are_listed_with_the_file_that_overrides() {
    let repo = shop();
    let embedded = roadspec(&repo, &["template"]).exits(0).out;
    assert_eq!(embedded.lines().count(), EMBEDDED.len());
    assert!(embedded.lines().all(|line| line.ends_with("  embedded")), "{embedded}");
    repo.write(EASY, OWN).write(".roadspec/templates/HIGH-L4.md.tera", OWN).commit("Templates");
    let listed = roadspec(&repo, &["template"]).exits(0).out;
    let words: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    let own = ".roadspec/templates/HIGH-L4.md.tera";
    assert_eq!(words[..3], [vec!["EASY-L3", EASY], vec!["HIGH-L4", own], vec!["HIGH-L5", "embedded"]]);
    let document = roadspec_json(&repo, &["template", "--rev", "HEAD"]).exits(0).json();
    let path = |name: &str| {
        let all = document["templates"].as_array().expect("a list");
        all.iter().find(|one| one["name"] == name).map(|one| one["path"].clone())
    };
    assert_eq!(path("EASY-L3"), Some(EASY.into()));
    assert_eq!(path("HIGH-L4"), Some(own.into()));
    assert_eq!(path("partials/title"), Some(serde_json::Value::Null));
    let earlier = roadspec_json(&repo, &["template", "--rev", "HEAD~"]).exits(0).json();
    assert_eq!(earlier["templates"].as_array().map(Vec::len), Some(EMBEDDED.len()));
}

#[test]
fn an_override_starts_from_a_copy() {
    let repo = lacking();
    roadspec(&repo, &["fix"]).exits(1);
    let stub = search(&repo);
    repo.remove(SEARCH);
    for (name, text) in EMBEDDED {
        let short = name.strip_suffix(SUFFIX).expect("the extension");
        for given in [name, short] {
            assert_eq!(roadspec(&repo, &["template", given]).exits(0).out, text, "{given}");
        }
        repo.write(format!(".roadspec/templates/{name}"), text);
    }
    roadspec(&repo, &["fix"]).exits(1);
    assert_eq!(search(&repo), stub);
    for (name, help) in [("EASY-L4", "did you mean `EASY-L3`?"), ("banana", "`roadspec template` lists every template")]
    {
        roadspec(&repo, &["template", name]).exits(2).complains(&["there is no embedded template", help]);
        assert_eq!(roadspec_json(&repo, &["template", name]).exits(2).json()["error"]["kind"], "usage");
    }
}
