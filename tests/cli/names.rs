//! Hostile names, and things that are no ordinary file, where specs lie: each is named, none is followed or read.
//! What each must give stands in tables; that all output is harmless is checked for every run, in `program`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::git::Repo;
use crate::program::{Ran, files, roadspec, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone};

/// What a state must give: the rule and the path as shown, of every finding.
type Findings<'f> = &'f [(&'f str, &'f str)];

fn found(ran: &Ran) -> Vec<(String, String)> {
    ran.findings().into_iter().map(|(rule, path, _)| (rule, path)).collect()
}

/// Both formats say what they must.
#[track_caller]
fn assert_gives(repo: &Repo, source: &[&str], status: i32, findings: Findings<'_>) {
    let arguments = [&["check"], source].concat();
    let ran = roadspec_json(repo, &arguments).exits(status);
    let expected: Vec<_> = findings.iter().map(|(rule, path)| ((*rule).to_owned(), (*path).to_owned())).collect();
    assert_eq!(found(&ran), expected, "{arguments:?}");
    let shown = roadspec(repo, &arguments).exits(status).out;
    for (rule, _) in findings {
        assert!(shown.contains(&format!("[{rule}]:")), "{rule} is not said in:\n{shown}");
    }
}

fn bytes(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}

#[test]
fn names_that_no_checkout_should_create() {
    for (name, findings) in [
        (&b"specs/features/CON.md"[..], &[("unsafe-path", "specs/features/CON.md")][..]),
        (b"specs/features/aux.x.md", &[("unsafe-path", "specs/features/aux.x.md")]),
        (b"specs/features/a:b.md", &[("unsafe-path", "specs/features/a:b.md")]),
        (b"specs/features/a\n::error::b.md", &[("unsafe-path", r#""specs/features/a\n::error::b.md""#)]),
        (b"specs/features/a\r##[error]b.md", &[("unsafe-path", r#""specs/features/a\r##[error]b.md""#)]),
        (b"specs/features/\xff.md", &[("unsafe-path", r#""specs/features/\377.md""#)]),
        (b"specs/features/\x1b[2J.md", &[("unsafe-path", r#""specs/features/\033[2J.md""#)]),
        (b"specs/features/\xc2\x9b1m.md", &[("unsafe-path", r#""specs/features/\302\2331m.md""#)]),
        ("specs/features/\u{202e}dm.md".as_bytes(), &[("unsafe-path", r#""specs/features/\342\200\256dm.md""#)]),
        ("specs/features/a\u{2028}b.md".as_bytes(), &[("unsafe-path", r#""specs/features/a\342\200\250b.md""#)]),
        // These can be made everywhere, so the files are read: they are in the folder of features without being one.
        (b"specs/features/##[error]x.md", &[("malformed-front-matter", "specs/features/##[error]x.md")]),
        (
            b"specs/features/it's $(here) `now`.md",
            &[("malformed-front-matter", "specs/features/it's $(here) `now`.md")],
        ),
        (b"specs/features/{{ evil }}.md", &[("malformed-front-matter", "specs/features/{{ evil }}.md")]),
        // Outside of that folder, a file is no spec only because of its name.
        (b"specs/{{ evil }}.md", &[]),
        (b"docs/a\n::error::b.md", &[]),
    ] {
        let repo = shop();
        repo.write(bytes(name), "x").commit("names");
        let status = i32::from(!findings.is_empty());
        for source in [&[][..], &["--rev", "HEAD"]] {
            assert_gives(&repo, source, status, findings);
        }
        repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n").git(&["add", BASKET]);
        assert_gives(&repo, &["--staged"], status, findings);
    }
}

/// A commit of a tree that git itself would not write: the shop's, with these entries among its features.
fn commit_with(repo: &Repo, entries: &[(&str, &str, &[u8])]) {
    let id = |path: &str| repo.git(&["rev-parse", &format!("HEAD:{path}")]);
    let (search, basket, architecture) = (id(SEARCH), id(BASKET), id("specs/architecture"));
    let known: [(&str, &str, &[u8]); 2] =
        [("100644", &search, b"feat-search.md"), ("100644", &basket, b"feat-basket.md")];
    let features = repo.tree(&[entries, &known].concat());
    let specs = repo.tree(&[("40000", &architecture, b"architecture"), ("40000", &features, b"features")]);
    let root = repo.tree(&[("40000", &specs, b"specs")]);
    let commit = repo.git(&["commit-tree", "-m", "evil", &root]);
    repo.git(&["update-ref", "refs/heads/evil", &commit]);
}

#[test]
fn trees_that_lead_out() {
    let repo = shop();
    let blob = repo.object("blob", b"x");
    let inner = repo.tree(&[("100644", &blob, b"x.md")]);
    for (mode, id, name, findings) in [
        ("40000", &inner, &b".."[..], &[("unsafe-path", "specs/features/../x.md")][..]),
        ("40000", &inner, b".git", &[("unsafe-path", "specs/features/.git/x.md")]),
        ("40000", &inner, b".GIT", &[("unsafe-path", "specs/features/.GIT/x.md")]),
        ("40000", &inner, b"git~1", &[("unsafe-path", "specs/features/git~1/x.md")]),
        ("40000", &inner, b"", &[("unsafe-path", "specs/features//x.md")]),
        ("40000", &inner, b"a\n::error::b", &[("unsafe-path", r#""specs/features/a\n::error::b/x.md""#)]),
        ("100644", &blob, b"../../.git/hooks/x.md", &[("unsafe-path", "specs/features/../../.git/hooks/x.md")]),
        (
            "100644",
            &blob,
            b"feat-basket.md",
            &[("missing-feature-spec", SYSTEM), ("unsafe-path", "specs/features/feat-basket.md")],
        ),
    ] {
        commit_with(&repo, &[(mode, id, name)]);
        assert_gives(&repo, &["--rev", "evil"], 1, findings);
    }
    let (mode, id) = ("40000", repo.object("tree", b"junk"));
    commit_with(&repo, &[(mode, &id, b"broken")]);
    roadspec(&repo, &["check", "--rev", "evil"]).exits(2).complains(&["specs/features/broken", "git fsck"]);
}

#[test]
fn names_that_some_file_systems_cannot_tell_apart() {
    for twin in ["specs/features/Feat-Search.md", "Specs/features/feat-search.md"] {
        let repo = shop();
        repo.write(twin, standalone("feat-other")).commit("twins");
        let both = [("id-not-file-name", twin), ("colliding-paths", SEARCH)];
        let findings = if twin.starts_with('S') { &both[..0] } else { &both };
        for source in [&[][..], &["--rev", "HEAD"]] {
            assert_gives(&repo, source, 0, findings);
        }
    }
    // One letter with its accent, and the letter followed by the accent.
    let repo = shop();
    let plain = [standalone("feat-other"), standalone("feat-more")].map(|text| text.replace("feature", "note"));
    repo.write("specs/caf\u{e9}.md", &plain[0]).write("specs/cafe\u{301}.md", &plain[1]);
    assert_gives(&repo, &[], 0, &[("colliding-paths", "specs/caf\u{e9}.md")]);
}

#[test]
fn links_are_not_followed() {
    let secret = feature("feat-search", "Search");
    for (link, target, status, findings) in [
        ("specs/features/link.md", "/etc/hostname", 0, &[("symlinked-spec", "specs/features/link.md")][..]),
        ("specs/features/link.md", "feat-search.md", 0, &[("symlinked-spec", "specs/features/link.md")]),
        ("specs/features/link.md", "nowhere", 0, &[("symlinked-spec", "specs/features/link.md")]),
        ("specs/features/inner", "/etc", 0, &[("symlinked-spec", "specs/features/inner")]),
        ("specs/features/inner", "..", 0, &[("symlinked-spec", "specs/features/inner")]),
        (SEARCH, "../../../secret.md", 1, &[("missing-feature-spec", SYSTEM), ("symlinked-spec", SEARCH)]),
        ("notes.md", "/etc/hostname", 0, &[]),
    ] {
        let repo = shop();
        repo.at("../").write("secret.md", &secret);
        if link == SEARCH {
            repo.remove(SEARCH);
        }
        repo.link(link, target).write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n").git(&["add", "--all"]);
        assert_gives(&repo, &[], status, findings);
        assert_gives(&repo, &["--staged"], status, findings);
        repo.commit("link");
        assert_gives(&repo, &["--rev", "HEAD"], status, findings);
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    let outside = |repo: &Repo| files(&repo.at("../outside").root);
    let generate = ["generate", "sys-shop", "--yes"];

    let leaf = shop();
    leaf.at("../outside").write("README.md", "mine");
    leaf.remove(SEARCH).link(SEARCH, "../../../outside/new.md");
    roadspec(&leaf, &["fix"]).exits(1);
    let ran = roadspec(&leaf, &generate).exits(1);
    assert!(
        ran.out.contains("  not Search: there is already something at `specs/features/feat-search.md`"),
        "{}",
        ran.out
    );
    assert_eq!(outside(&leaf).len(), 1);

    let folder = shop();
    folder.at("../outside").write("README.md", "mine");
    folder.remove(SEARCH).remove(BASKET);
    std::fs::remove_dir(folder.root.join("specs/features")).expect("an empty folder");
    folder.link("specs/features", "../../outside");
    for command in [&["fix"][..], &generate] {
        roadspec(&folder, command).exits(2).complains(&["`specs/features` is a symbolic link", "real folder"]);
    }
    assert_eq!(outside(&folder).len(), 1);
}

#[test]
fn submodules_are_not_entered() {
    let (repo, other) = (shop(), shop());
    let id = other.git(&["rev-parse", "HEAD"]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},specs/features/sub")]);
    repo.git(&["commit", "--quiet", "-m", "submodule"]);
    // As `git submodule update` leaves it, with specs that would collide with the shop's.
    for (path, content) in files(&other.root) {
        repo.write(format!("specs/features/sub/{path}"), content);
    }
    repo.write("specs/features/sub/.git", "gitdir: ../../../../elsewhere\n");
    for source in [&[][..], &["--rev", "HEAD"]] {
        assert_gives(&repo, source, 0, &[]);
    }
}

#[test]
fn pipes_are_not_waited_for() {
    let repo = shop();
    shell(&repo, "mkfifo specs/features/pipe.md").exits(0);
    assert_gives(&repo, &[], 1, &[("unreadable-spec", "specs/features/pipe.md")]);
    shell(&repo, "rm specs/features/feat-search.md; mkfifo specs/features/feat-search.md").exits(0);
    assert_gives(&repo, &[], 1, &[("unreadable-spec", SEARCH), ("unreadable-spec", "specs/features/pipe.md")]);
    roadspec(&repo, &["fix"]).exits(1);
    shell(&repo, "rm specs/features/*; git checkout --quiet specs; mkfifo roadspec.toml").exits(0);
    roadspec(&repo, &["check"]).exits(2).complains(&["roadspec.toml", "not a regular file"]);
    roadspec(&repo, &["check", "--isolated"]).exits(0);
}

#[test]
fn a_repository_among_the_files_is_not_taken_for_ours() {
    let repo = shop();
    repo.git(&["init", "--quiet", "--bare", "specs/evil"]);
    repo.write("specs/evil/config", "[core]\n\tbare = true\n\tfsmonitor = touch \"$HOME/ran\"\n").commit("evil");
    roadspec(&repo.at("specs/evil"), &["check"]).exits(2).complains(&["bare repository", "--git-dir"]);
    roadspec(&repo, &["check"]).exits(0);
    assert!(!repo.root.join("../ran").exists());
}

#[test]
fn revisions_are_named_as_they_are_and_harmlessly() {
    let repo = shop();
    for name in
        ["no\n::error::where", "\u{1b}]8;;x\u{7}", "a##[error]b", "\u{202e}x", "", "--staged", "HEAD:specs", "@{"]
    {
        let ran = roadspec(&repo, &["check", &format!("--rev={name}")]).exits(2);
        assert_eq!(ran.out, "");
        roadspec_json(&repo, &["check", &format!("--rev={name}")]).exits(2);
    }
    repo.git(&["branch", "odd\u{202e}\u{9b}1m"]);
    let ran = roadspec(&repo, &["check", "--rev", "odd\u{202e}\u{9b}1m"]).exits(0);
    assert!(ran.out.contains("odd\\u{202e}\\u{9b}1m"), "{}", ran.out);
}
