//! How every command exits, what it says then and where: documents on standard output, trouble on standard error.
//! That both agree with the status is checked for every run, in `program`.

use std::process::Stdio;

use crate::git::Repo;
use crate::program::{ROADSPEC, command, files, finish, roadspec, roadspec_json, roadspec_with, shell};
use crate::sources::{BASKET, SEARCH, SYSTEM, feature, shop, system};

/// A repository in which one spec is missing.
fn lacking() -> Repo {
    let repo = shop();
    repo.remove(SEARCH).commit("Lost");
    repo
}

#[test]
fn every_command_exits_as_is_promised() {
    let (clean, lacking) = (shop(), lacking());
    for (repo, arguments, status) in [
        (&clean, &["check"][..], 0),
        (&clean, &["fix"], 0),
        (&clean, &["show", "sys-shop"], 0),
        (&clean, &["generate", "sys-shop"], 0),
        (&clean, &["generate", "sys-shop", "--feature", "Search"], 1),
        (&clean, &["generate", "sys-shop", "--feature", "Cellar"], 2),
        (&clean, &["show", "sys-other"], 2),
        (&lacking, &["check"], 1),
        (&lacking, &["check", "--staged"], 0),
        (&lacking, &["check", "--rev", "HEAD"], 1),
        (&lacking, &["check", "--rev", "HEAD~"], 0),
        (&lacking, &["check", "--rev", "nowhere"], 2),
        (&lacking, &["show", "sys-shop", "--rev", "HEAD~"], 0),
        (&lacking, &["generate", "sys-shop", "--dry-run"], 0),
        (&lacking, &["generate", "sys-shop"], 2),
    ] {
        let ran = roadspec(repo, arguments).exits(status);
        // What cannot be done leaves standard output to what came before, such as a preview.
        let previewed = arguments == ["generate", "sys-shop"];
        assert_eq!(ran.out.is_empty(), arguments.contains(&"--staged") || (status == 2 && !previewed), "{arguments:?}");
        roadspec_json(repo, arguments).exits(status);
    }
    roadspec(&lacking, &["fix"]).exits(1);
    roadspec(&lacking, &["fix"]).exits(0);
}

#[test]
fn fix_that_leaves_findings_exits_1_without_writing() {
    let repo = shop();
    repo.write("specs/features/feat-odd.md", "No front matter.\n");
    let before = files(&repo.root);
    let ran = roadspec_json(&repo, &["fix"]).exits(1);
    assert_eq!(ran.findings(), [("malformed-front-matter".to_owned(), "specs/features/feat-odd.md".to_owned(), 1)]);
    assert_eq!(files(&repo.root), before);
}

#[test]
fn a_warning_alone_does_not_fail() {
    let repo = shop();
    repo.write("specs/features/feat-more.md", feature("feat-more", "Cellar"));
    let ran = roadspec_json(&repo, &["check"]).exits(0);
    assert_eq!(ran.json()["summary"]["warnings"], 1);
    assert!(roadspec(&repo, &["check"]).out.ends_with("\n1 warning; 4 specs read in the worktree\n"));
}

#[test]
fn help_and_version_are_answers_and_what_is_not_understood_is_not() {
    let repo = shop();
    for arguments in [&["--help"][..], &["--version"], &["help", "check"], &["check", "-h"]] {
        assert!(!roadspec(&repo, arguments).exits(0).out.is_empty());
    }
    for (arguments, said) in [
        (&["chekc"][..], "similar subcommands exist: 'schema', 'check'"),
        (&["check", "--stagd"], "'--staged'"),
        (&["check", "--staged", "--rev", "HEAD"], "cannot be used with"),
        (&["check", "--color", "sometimes"], "auto, always, never"),
        (&["check", "--output-format", "yaml"], "human, concise, json"),
        (&["check", "--config", "x", "--isolated"], "cannot be used with"),
        (&["show"], "<SYSTEM>"),
        (&["rules", "now"], "unexpected argument"),
        (&["fix", "now"], "there is nothing at `now`"),
        (&["check", "a\n::error::b", "--x\u{1b}[2J\n::error::c ##[d]\r\u{9b}1m"], "unexpected argument"),
    ] {
        let ran = roadspec(&repo, arguments).exits(2).complains(&[said]);
        assert_eq!(ran.out, "");
    }
    assert_eq!(roadspec(&repo, &[]).exits(2).out, "");
}

#[test]
fn outside_of_a_repository_nothing_is_checked() {
    let repo = shop();
    let outside = repo.at("../");
    for command in [&["check"][..], &["check", "--staged"], &["fix"], &["show", "x"], &["generate", "x"]] {
        roadspec(&outside, command).exits(2).complains(&["this is no git repository", "git init"]);
        assert_eq!(roadspec_json(&outside, command).exits(2).json()["error"]["kind"], "environment");
    }
    roadspec(&outside, &["check", "--git-dir", "nowhere"]).exits(2).complains(&["nowhere"]);
    roadspec(&outside, &["check", "--git-dir", "repo/.git"]).exits(0);
}

#[test]
fn without_a_spec_nothing_is_checked() {
    let repo = Repo::init();
    repo.write("README.md", "# Nothing\n").write("specs/notes.md", "Not a spec.\n");
    for command in ["check", "fix"] {
        roadspec(&repo, &[command]).exits(2).complains(&[
            "there is no spec in the worktree",
            "`specs/**/*.md`",
            "include",
        ]);
    }
    repo.write("roadspec.toml", "include = [\"docs/*.md\", \"more/*.md\"]\n");
    let ran = roadspec_json(&repo, &["check"]).exits(2);
    let error = &ran.json()["error"];
    assert_eq!(error["kind"], "nothing-to-check");
    assert!(error["message"].as_str().is_some_and(|said| said.contains("`docs/*.md`, `more/*.md`")), "{error}");
    repo.commit("Nothing");
    roadspec(&repo, &["check", "--rev", "HEAD"]).exits(2).complains(&["there is no spec in revision"]);
    // Staging the removal of the last spec must not pass for a check.
    let emptied = shop();
    emptied.git(&["rm", "-r", "--quiet", "specs"]);
    roadspec(&emptied, &["check", "--staged"]).exits(2).complains(&["there is no spec in the index"]);
}

#[test]
fn a_mistake_in_the_configuration_stops_everything_at_its_place() {
    let repo = shop();
    repo.write("roadspec.toml", "# Ours\nincldue = [\"specs/**/*.md\"]\n");
    for command in [&["check"][..], &["fix"], &["show", "sys-shop"], &["generate", "sys-shop"]] {
        roadspec(&repo, command).exits(2).complains(&[
            "there is no setting `incldue`",
            "did you mean `include`?",
            "[roadspec.toml:2:1]",
        ]);
        let error = roadspec_json(&repo, command).exits(2).json()["error"].clone();
        assert_eq!(error["kind"], "configuration");
        assert_eq!((&error["path"], &error["start"]["line"]), (&"roadspec.toml".into(), &2.into()));
        roadspec(&repo, &[command, &["--isolated"]].concat()).exits(0);
    }
    for (text, said) in [
        ("include = [", "not valid TOML"),
        ("include = []", "names no glob"),
        ("output-dir = \"../x\"", "../x"),
        ("output-dir = \"\\u001b[2J\\n::error::x\"", "no safe path"),
        ("\"\\u001b]8;;x\\u0007\\n::error::k\" = 1", "there is no setting"),
    ] {
        repo.write("roadspec.toml", text);
        roadspec(&repo, &["check"]).exits(2).complains(&[said]);
    }
    repo.write("roadspec.toml", b"include = [\"\xff\"]");
    roadspec(&repo, &["check"]).exits(2).complains(&["not UTF-8"]);
    repo.remove("roadspec.toml").link("roadspec.toml", "/etc/hostname");
    roadspec(&repo, &["check"]).exits(2).complains(&["symbolic link"]);
}

#[test]
fn the_configuration_can_be_named_and_must_be_there() {
    let repo = shop();
    repo.write("other/check.toml", "include = [\"*.md\"]\n");
    roadspec(&repo, &["check", "--config", "other/check.toml"]).exits(2).complains(&["`*.md` under `other`"]);
    roadspec(&repo, &["check", "--config", "gone.toml"]).exits(2).complains(&["no configuration `gone.toml`"]);
    roadspec(&repo, &["check", "--config", "../x.toml"]).exits(2).complains(&["does not lie in the repository"]);
    // It is read from the snapshot that is checked, like everything else.
    roadspec(&repo, &["check", "--rev", "HEAD", "--config", "other/check.toml"]).exits(2).complains(&["in revision"]);
    repo.write(".roadspec.toml", "").write("roadspec.toml", "");
    let ran = roadspec(&repo, &["check"]).exits(0);
    assert!(
        ran.out.starts_with("warning: `roadspec.toml` is ignored, because `.roadspec.toml` lies beside it"),
        "{}",
        ran.out
    );
    let ran = roadspec(&repo, &["show", "sys-shop"]).exits(0);
    assert!(ran.err.starts_with("warning: `roadspec.toml` is ignored"), "{}", ran.err);
}

#[test]
fn staged_without_anything_that_matters_says_nothing() {
    let repo = lacking();
    let quiet = |repo: &Repo| {
        let ran = roadspec(repo, &["check", "--staged"]).exits(0);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
        let document = roadspec_json(repo, &["check", "--staged"]).exits(0).json();
        assert_eq!(document["summary"]["documents"], 0);
    };
    quiet(&repo);
    repo.write("src/main.c", "int main;\n").write("specs/README.md", "# Here\n").git(&["add", "--all"]);
    quiet(&repo);
    // A broken configuration that is not staged is no concern of this commit.
    repo.write("roadspec.toml", "x = [");
    quiet(&repo);
    repo.write(BASKET, feature("feat-basket", "Basket") + "\nMore.\n").git(&["add", BASKET]);
    roadspec(&repo, &["check", "--staged"]).exits(1);
}

#[test]
fn paths_limit_what_counts_and_not_what_is_read() {
    let repo = lacking();
    repo.write("specs/features/feat-odd.md", "No front matter.\n");
    for (paths, findings) in [
        (&["specs"][..], 2),
        (&["."], 2),
        (&["specs/features"], 1),
        (&[SYSTEM], 1),
        (&["specs/features", SYSTEM], 2),
        (&["README.md"], 0),
    ] {
        let ran = roadspec_json(&repo, &[&["check"], paths].concat()).exits(i32::from(findings > 0));
        assert_eq!(ran.findings().len(), findings, "{paths:?}");
    }
    assert_eq!(roadspec_json(&repo.at("specs/features"), &["check", "."]).findings().len(), 1);
    assert_eq!(roadspec_json(&repo.at("specs/features"), &["check", "../architecture"]).findings().len(), 1);
    roadspec(&repo, &["check", "specs/feature"]).exits(2).complains(&["nothing at `specs/feature`"]);
    let misspelt = SEARCH.replace("search", "serach");
    let said = roadspec(&repo, &["check", &misspelt]).exits(2).err;
    assert!(said.contains("nothing at") && said.contains("did you mean"), "{said}");
    for outside in ["..", "/etc", ".git/config"] {
        roadspec(&repo, &["check", outside]).exits(2).complains(&["does not lie in the repository"]);
    }
}

#[test]
fn a_clock_that_is_none_stops_what_needs_one() {
    let repo = lacking();
    let odd = [("SOURCE_DATE_EPOCH", "yesterday")];
    roadspec_with(&repo, &odd, &["fix"]).exits(2).complains(&["SOURCE_DATE_EPOCH"]);
    roadspec_with(&repo, &odd, &["check"]).exits(1);
    roadspec_with(&repo, &[("SOURCE_DATE_EPOCH", "86400"), ("TZ", "Pacific/Kiritimati")], &["fix"]).exits(1);
    let text = std::fs::read_to_string(repo.root.join(SEARCH)).expect("a stub");
    assert!(text.contains("1970-01-02"), "{text}");
}

#[test]
fn a_reader_that_goes_away_does_not_change_the_verdict() {
    let repo = Repo::init();
    // More than a pipe holds.
    let entries: Vec<String> = (0..2000).map(|number| format!("Feature {number} (Level 3)")).collect();
    repo.write(SYSTEM, system(&entries.iter().map(String::as_str).collect::<Vec<_>>())).commit("Large");
    for (arguments, status) in [("check", 1), ("check --output-format json", 1), ("show sys-shop", 0), ("--help", 0)] {
        let script = format!("{{ '{ROADSPEC}' {arguments}; echo $? >&2; }} | head -n 1");
        let ran = shell(&repo, &script).exits(0);
        assert_eq!(ran.err, format!("{status}\n"), "{arguments}");
        assert_eq!(ran.out.lines().count(), 1);
    }
    for (redirection, status) in [(">&-", 1), ("2>&-", 1), (">&- 2>&-", 1), ("> /dev/full", 1), ("<&-", 1)] {
        let mut check = command(&repo, "sh");
        check.args(["-c", &format!("'{ROADSPEC}' check {redirection}")]).stdin(Stdio::null());
        assert_eq!(finish(check).status, status, "{redirection}");
    }
    assert_eq!(shell(&repo, &format!("'{ROADSPEC}' show nowhere 2>&-")).status, 2);
}
