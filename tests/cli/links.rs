//! Where links of specs lead: within the specs, to other files and folders of the same snapshot, to headings, and to
//! specs that are still to be written. What GitHub would follow is no finding, in every source alike.

use crate::git::Repo;
use crate::program::roadspec_json;
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

/// Links that lead somewhere in [`linked`].
const SOUND: [&str; 37] = [
    "feat-basket.md",
    "./feat-basket.md",
    "../features/feat-basket.md",
    "../architecture/sys-shop.md#system-components",
    "/specs/features/feat-basket.md",
    "/specs/features/feat-basket.md#basket",
    "feat-basket.md#basket",
    "feat-basket.md#what-it-does-1",
    "feat-basket.md#mine",
    "feat-basket.md#user-content-mine",
    "feat-basket.md#his",
    "feat-basket.md#gr%C3%B6%C3%9Fe",
    "feat-basket.md#größe",
    "feat-basket.md#",
    "feat-basket.md?plain=1#basket",
    "#search",
    "#",
    "?x",
    ".",
    "..",
    "../",
    "/",
    "/docs",
    "../../docs/",
    "../../docs/a%20guide%20%28new%29.md",
    "<../../docs/a guide (new).md>",
    "../../docs/a%20guide%20%28new%29.md#nothing-of-it-is-read",
    "/docs/日本.md",
    "/docs/%E6%97%A5%E6%9C%AC.md",
    "/docs/100%25.png",
    "/docs/100%.png",
    "../../README.md#nowhere",
    "/src/main.c#L10-L20",
    "/linked.md",
    "feat-till.md",
    "feat-till.md#anything",
    "/specs/features/feat-till.md",
];

/// Links that lead out of what is looked at.
const ELSEWHERE: [&str; 7] = [
    "https://example.org/gone.md",
    "HTTP://example.org",
    "//example.org/x",
    "mailto:a@example.org",
    "vscode://file/x",
    "data:text/plain,x",
    "tel:+123",
];

/// Links that lead nowhere, and what is said of each.
const BROKEN: [(&str, &str); 16] = [
    ("gone.md", "the linked file `specs/features/gone.md` does not exist"),
    ("../gone", "the linked file `specs/gone` does not exist"),
    ("/gone/x.md", "the linked file `gone/x.md` does not exist"),
    ("feat-basket", "the linked file `specs/features/feat-basket` does not exist"),
    ("Feat-Basket.md", "the linked file `specs/features/Feat-Basket.md` does not exist"),
    ("feat-basket.md/x", "the linked file `specs/features/feat-basket.md/x` does not exist"),
    ("/doc", "the linked file `doc` does not exist"),
    ("../feat-till.md", "the linked file `specs/feat-till.md` does not exist"),
    ("../../../x.md", "the link leads out of the repository"),
    ("/../x.md", "the link leads out of the repository"),
    ("/.git/config", "the linked file `.git/config` does not exist"),
    ("feat-basket.md#Basket", "`specs/features/feat-basket.md` has no heading with the anchor `#Basket`"),
    ("feat-basket.md#what-it-does-2", "has no heading with the anchor `#what-it-does-2`"),
    ("#nowhere", "has no heading with the anchor `#nowhere`"),
    ("gone.md#basket", "the linked file `specs/features/gone.md` does not exist"),
    ("/linked/inner.md", "the linked file `linked/inner.md` does not exist"),
];

/// A shop with a planned feature and other files, in which the search has these links.
fn linked(links: &[&str]) -> Repo {
    let repo = shop();
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)", "Till (Level 3)"]));
    let anchors =
        "\n## What it does\n\n## What it does\n\n### Größe\n\n<a id=\"mine\"></a> and <a name='his'>his</a>\n";
    repo.write(BASKET, feature("feat-basket", "Basket") + anchors);
    repo.write("docs/a guide (new).md", "x").write("docs/日本.md", "x").write("docs/100%.png", "x");
    repo.write("src/main.c", "x").link("linked.md", "README.md").link("linked", "docs").write("docs/inner.md", "x");
    let links: Vec<String> = links.iter().map(|link| format!("[x]({link})\n\n")).collect();
    repo.write(SEARCH, format!("{}\n{}", feature("feat-search", "Search"), links.concat()));
    repo.commit("Links").clone()
}

/// What is said of the links, each with the line it stands in, in every source alike.
#[track_caller]
fn said(repo: &Repo) -> Vec<(u64, String)> {
    let mut all = Vec::new();
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    for source in [&[][..], &["--rev", "HEAD"], &["--git-dir", "../bare", "--rev", "main"], &["--staged"]] {
        if source == ["--staged"] {
            // A change that is staged, so that there is something to judge.
            repo.write("specs/more.md", "---\nspecmas: \"3.0\"\nkind: note\nid: more\n---\n").git(&["add", "specs"]);
        }
        let document = roadspec_json(repo, &[&["check", SEARCH], source].concat()).json();
        let findings = document["findings"].as_array().expect("findings").iter();
        let of = |finding: &serde_json::Value| {
            let rule = finding["rule"].as_str().expect("a rule");
            assert!(["broken-link", "broken-anchor"].contains(&rule), "{finding:#}");
            (
                finding["start"]["line"].as_u64().expect("a line"),
                finding["message"].as_str().expect("a text").to_owned(),
            )
        };
        all.push(findings.map(of).collect::<Vec<_>>());
    }
    assert!(all.iter().all(|said| *said == all[0]), "{all:#?}");
    all.swap_remove(0)
}

/// The links that something is said of, and what.
fn complaints(links: &[&str]) -> Vec<(String, String)> {
    let repo = linked(links);
    let text = std::fs::read_to_string(repo.root.join(SEARCH)).expect("a spec");
    let written: Vec<&str> = text.lines().collect();
    let at = |line: u64| written[usize::try_from(line).expect("a line") - 1];
    let link = |line: u64| at(line).trim_start_matches("[x](").trim_end_matches(')').to_owned();
    said(&repo).into_iter().map(|(line, message)| (link(line), message)).collect()
}

#[test]
fn a_link_that_github_follows_is_no_finding() {
    assert_eq!(complaints(&SOUND), []);
    assert_eq!(complaints(&ELSEWHERE), []);
}

#[test]
fn a_link_that_leads_nowhere_is_one_finding_with_where_it_leads() {
    let found = complaints(&BROKEN.map(|(link, _)| link));
    for ((link, message), (broken, said)) in found.iter().zip(BROKEN) {
        assert!(link == broken && message.contains(said), "{link}: {message}\nnot {broken}: {said}");
    }
    assert_eq!(found.len(), BROKEN.len());
}

#[test]
fn a_file_is_there_where_it_is_part_of_the_snapshot() {
    let paths = ["kept.png", "untracked.png", "only-staged.png", "uncached.png", "ignored.png", "intended.png"];
    let links: Vec<String> = paths.iter().map(|path| format!("/img/{path}")).collect();
    let repo = linked(&links.iter().map(String::as_str).collect::<Vec<_>>());
    repo.write(".gitignore", "ignored.png\n")
        .write("img/kept.png", "x")
        .write("img/uncached.png", "x")
        .commit("Images");
    repo.write("img/only-staged.png", "x").git(&["add", "--all"]);
    repo.git(&["rm", "--quiet", "--cached", "img/uncached.png"]);
    repo.remove("img/only-staged.png").write("img/untracked.png", "x").write("img/ignored.png", "x");
    repo.write("img/intended.png", "x").git(&["add", "--intent-to-add", "img/intended.png"]);
    repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n").git(&["add", BASKET]);
    let missing = |source: &[&str]| -> Vec<String> {
        let document = roadspec_json(&repo, &[&["check", SEARCH], source].concat()).exits(1).json();
        let messages = document["findings"].as_array().expect("findings").iter().map(|finding| &finding["message"]);
        let name = |said: &str| said.replace("the linked file `img/", "").replace("` does not exist", "");
        messages.map(|said| name(said.as_str().expect("a text"))).collect()
    };
    // What git ignores is there for who looks at the worktree.
    assert_eq!(missing(&[]), ["only-staged.png"]);
    assert_eq!(missing(&["--staged"]), ["untracked.png", "uncached.png", "ignored.png", "intended.png"]);
    assert_eq!(missing(&["--rev", "HEAD"]), ["untracked.png", "only-staged.png", "ignored.png", "intended.png"]);
}

#[test]
fn the_root_of_links_is_that_of_the_repository_wherever_the_specs_lie() {
    let repo = Repo::init();
    let note = |links: &str| format!("---\nspecmas: \"3.0\"\nkind: note\nid: note\n---\n{links}\n");
    repo.write("roadspec.toml", "").write("sub/roadspec.toml", "").write("README.md", "x").write("docs/a.md", "x");
    repo.write("sub/specs/a.md", note("[1](/README.md) [2](../../docs/a.md) [3](../roadspec.toml) [4](/sub) [5](/)"));
    repo.commit("Specs in a folder");
    let sub = repo.at("sub");
    for source in [&[][..], &["--rev", "HEAD"]] {
        assert_eq!(roadspec_json(&sub, &[&["check"], source].concat()).exits(0).rules(), [""; 0]);
    }
    repo.write("sub/specs/a.md", note("[1](/specs/a.md) [2](../../../README.md)"));
    assert_eq!(roadspec_json(&sub, &["check"]).exits(1).rules(), ["broken-link", "broken-link"]);
}

#[test]
fn a_planned_spec_is_linked_to_where_it_will_be_written() {
    let repo = linked(&["feat-till.md"]);
    assert_eq!(roadspec_json(&repo, &["check", SEARCH]).exits(0).rules(), [""; 0]);
    // Written or given up, it is like any other.
    repo.write("specs/features/feat-till.md", feature("feat-till", "Till").replace("system_component: Till\n", ""));
    assert_eq!(roadspec_json(&repo, &["check"]).exits(0).rules(), [""; 0]);
    repo.remove("specs/features/feat-till.md").write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)"]));
    assert_eq!(roadspec_json(&repo, &["check"]).exits(1).rules(), ["broken-link"]);
    // Where it is written is for the configuration to say.
    repo.write(SYSTEM, system(&["Search (Level 3)", "Basket (Level 3)", "Till (Level 3)"]));
    repo.write("roadspec.toml", "output-dir = \"new\"\n");
    assert_eq!(roadspec_json(&repo, &["check", SEARCH]).exits(1).rules(), ["broken-link"]);
    let text = std::fs::read_to_string(repo.root.join(SEARCH)).expect("a spec");
    repo.write(SEARCH, text.replace("(feat-till.md)", "(../../new/feat-till.md)"));
    assert_eq!(roadspec_json(&repo, &["check", SEARCH]).exits(0).rules(), [""; 0]);
}
