//! What counts and what is read: the specs of one system, and the account of a run that `--verbose` gives.
//! What paths on the command line do is in `exits`; how much is shown, in `formats`.

use crate::git::Repo;
use crate::program::{roadspec, roadspec_json, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, standalone, system};

const OTHER: &str = "specs/architecture/sys-depot.md";

/// The shop and a depot, in which something is wrong with each, and with a spec of neither.
fn two_systems() -> Repo {
    let repo = shop();
    let depot = system(&["Ramp (Level 3)", "Crane (Level 3)"]).replace("sys-shop", "sys-depot");
    repo.write(OTHER, depot.replace("### Search", "### Ramp").replace("### Basket", "### Crane"));
    let crane = feature("feat-crane", "Crane").replace("sys-shop", "../architecture/sys-depot.md");
    repo.write("specs/features/feat-crane.md", crane + "\n[gone](gone.md)\n");
    repo.write("specs/features/feat-lone.md", standalone("feat-lone") + "\n[gone](gone.md)\n");
    repo.write(SEARCH, feature("feat-search", "Search") + "\n[gone](gone.md)\n").commit("Two systems");
    repo
}

#[test]
fn a_system_limits_what_counts_and_not_what_is_read() {
    let repo = two_systems();
    let all = roadspec_json(&repo, &["check"]).exits(1).findings();
    assert_eq!(all.len(), 4, "{all:?}");
    for (name, paths) in [
        ("sys-shop", &[SEARCH][..]),
        (SYSTEM, &[SEARCH]),
        ("./specs/architecture/sys-shop.md", &[SEARCH]),
        ("sys-depot", &[OTHER, "specs/features/feat-crane.md"]),
    ] {
        for source in [&[][..], &["--rev", "HEAD"]] {
            let ran = roadspec_json(&repo, &[&["check", "--system", name], source].concat()).exits(1);
            let expected: Vec<_> = all.iter().filter(|(_, path, _)| paths.contains(&path.as_str())).cloned().collect();
            assert_eq!(ran.findings(), expected, "{name}");
            assert_eq!(ran.json()["summary"]["documents"], 6, "all are read");
        }
    }
    // What counts must be named by both.
    let both = ["check", "--system", "sys-depot", "specs/features"];
    assert_eq!(roadspec_json(&repo, &both).exits(1).rules(), ["broken-link"]);
    assert_eq!(roadspec_json(&repo, &["check", "--system", "sys-depot", SEARCH]).exits(0).rules(), [""; 0]);
    repo.write(SEARCH, feature("feat-search", "Search"));
    assert!(roadspec(&repo, &["check", "--system", "sys-shop"]).exits(0).out.starts_with("nothing to mend; "));
    roadspec(&repo, &["check"]).exits(1);
}

#[test]
fn a_system_that_there_is_not_is_trouble() {
    let repo = two_systems();
    for (name, help) in [
        ("sys-shpo", "did you mean `sys-shop`?"),
        ("feat-search", "the systems are `sys-depot`, `sys-shop`"),
        (SEARCH, "the systems are"),
        ("\u{1b}[2J\n::error::x", "the systems are"),
    ] {
        roadspec(&repo, &["check", "--system", name]).exits(2).complains(&["there is no system spec", help]);
        assert_eq!(roadspec_json(&repo, &["check", "--system", name]).exits(2).json()["error"]["kind"], "usage");
    }
    let none = Repo::init();
    none.write("specs/a.md", standalone("a"));
    roadspec(&none, &["check", "--system", "sys-shop"]).exits(2).complains(&["no spec of kind `system`"]);
}

/// What is told of a run beside the report, which must be as ever.
fn told(repo: &Repo, arguments: &[&str], status: i32) -> String {
    let plain = roadspec(repo, arguments).exits(status);
    let verbose = roadspec(repo, &[arguments, &["--verbose"]].concat()).exits(status);
    assert_eq!(verbose.out, plain.out);
    verbose.err.strip_suffix(&plain.err).expect("what went wrong comes last").to_owned()
}

#[test]
fn verbose_tells_what_was_read_and_what_was_not_and_why() {
    let repo = shop();
    repo.write("specs/notes.md", "# Notes\n").write("specs/open.md", "---\ntitle: x\n").write("specs/README.md", "x");
    repo.write("specs/page.md", "---\ntitle: x\n---\n").write("specs/x.txt", "x").write("specs/old/a.md", "x");
    repo.write("specs/policy.md", standalone("policy").replace("feature", "policy")).write("specs/latin.md", b"\xe9");
    repo.write("roadspec.toml", "exclude = [\"specs/old\"]\n").link("specs/link.md", "notes.md");
    repo.write("specs/a\u{1b}[2J\n::error::b.md", "x").write("specs/zero.md", b"\0");
    std::fs::File::create(repo.root.join("specs/large.md")).and_then(|file| file.set_len(20 << 20)).expect("a file");
    shell(&repo, "mkfifo specs/pipe.md").exits(0);
    repo.write("specs/sub/a.md", "x");
    let id = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},specs/sub")]);
    let expected = r#"Read the worktree.
Configuration: `roadspec.toml`.
Looked below the root for `specs/**/*.md` and in `specs/features`.
Left out: `readme.md`, `specs/old`.
Specs of systems: 1, of features: 2, of other kinds: 1. Documents with a schema: 0.
Not read as a spec: 10.
  "specs/a\033[2J\n::error::b.md": its name holds the invisible character U+001B
  specs/large.md: has 20971520 bytes
  specs/latin.md: is not UTF-8: line 1, column 1 holds the byte 0xE9
  specs/link.md: is a symbolic link
  specs/notes.md: has no front matter
  specs/open.md: has no closed front matter
  specs/page.md: has front matter without a key that makes it a spec
  specs/pipe.md: is a pipe, socket or device
  specs/sub: is a submodule
  specs/zero.md: is binary: line 1, column 1 holds a NUL byte
"#;
    assert_eq!(told(&repo, &["check"], 1), expected);
    assert_eq!(told(&repo, &["check", "--output-format", "json"], 1), expected);
}

#[test]
fn verbose_tells_of_every_source_what_is_its_own() {
    let repo = shop();
    let blob = repo.object("blob", b"x");
    let conflict = format!("100644 {blob} 2\t{BASKET}\n100644 {blob} 3\t{BASKET}\n");
    repo.write("specs/later.md", "x").git(&["add", "--intent-to-add", "specs/later.md"]);
    repo.git_fed(&["update-index", "--index-info"], format!("0 {}\t{BASKET}\n{conflict}", "0".repeat(40)).as_bytes());
    let staged = told(&repo, &["check", "--staged"], 1);
    assert!(staged.starts_with("Read the index.\nConfiguration: none, so the defaults hold.\n"), "{staged}");
    let aside =
        format!("Not read as a spec: 2.\n  {BASKET}: is in conflict\n  specs/later.md: is only intended to be added\n");
    assert!(staged.ends_with(&aside), "{staged}");
    let revision = told(&repo, &["check", "--rev", "HEAD"], 0);
    assert!(revision.starts_with("Read revision ") && revision.ends_with("\nNot read as a spec: 0.\n"), "{revision}");
}

#[test]
fn verbose_tells_why_nothing_was_judged() {
    let repo = shop();
    assert_eq!(told(&repo, &["check", "--staged"], 0), "Nothing is judged: nothing is staged.\n");
    repo.write("README.md", "# Other\n").git(&["add", "--all"]);
    let said = "Nothing is judged: nothing is staged that could change the verdict.\n";
    assert_eq!(told(&repo, &["check", "--staged"], 0), said);
    let none = Repo::init();
    none.write("sub/roadspec.toml", "include = [\"docs/*.md\"]\n").write("sub/docs/a.md", "# No spec\n");
    let told = told(&none.at("sub"), &["check"], 2);
    let looked = "Configuration: `sub/roadspec.toml`.\nLooked below `sub` for `docs/*.md` and in `specs/features`.\n";
    assert!(
        told.contains(looked) && told.ends_with("Not read as a spec: 1.\n  sub/docs/a.md: has no front matter\n"),
        "{told}"
    );
}
