//! The program itself with configurations of real repositories: which file is read from where, and what beats what.

use std::process::{Command, Output};

use serde_json::Value as Json;

use super::git::Repo;

/// A system whose feature specs are missing.
const SYSTEM: &str = include_str!("../../examples/ecommerce/specs/architecture/sys-ecommerce.md");

/// Runs the program in a repository, with more environment.
fn run(repo: &Repo, environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roadspec"));
    command.args(arguments).current_dir(&repo.root).env_clear().envs(repo.environment());
    command.envs(environment.iter().copied()).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What `config` prints; it must succeed.
fn config(repo: &Repo, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = run(repo, environment, &[&["config"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The trouble that a run ends in.
fn trouble(repo: &Repo, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = run(repo, environment, arguments);
    assert_eq!(output.status.code(), Some(2), "{}{}", text(&output.stdout), text(&output.stderr));
    // A long message is wrapped; its words are what matters.
    text(&output.stderr).replace("\n  │ ", " ")
}

fn has(page: &str, lines: &[&str]) {
    for line in lines {
        assert!(page.lines().any(|found| found == *line), "no line `{line}` in:\n{page}");
    }
}

#[test]
fn it_is_read_from_the_snapshot_that_is_asked_for() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "id-prefix = \"a-\"\n").commit("one");
    repo.write("roadspec.toml", "\nid-prefix = \"b-\"\n").git(&["add", "--all"]);
    repo.write("roadspec.toml", "\n\nid-prefix = \"c-\"\n");
    let revision = config(&repo, &[], &["--rev", "HEAD"]);
    assert!(revision.starts_with("# From roadspec.toml in revision "), "{revision}");
    has(&revision, &["id-prefix = \"a-\" # roadspec.toml:1", "include = [\"specs/**/*.md\"] # default"]);
    has(
        &config(&repo, &[], &["--staged"]),
        &["# From roadspec.toml in the index.", "id-prefix = \"b-\" # roadspec.toml:2"],
    );
    has(&config(&repo, &[], &[]), &["# From roadspec.toml in the worktree.", "id-prefix = \"c-\" # roadspec.toml:3"]);
    let elsewhere = repo.at("../elsewhere");
    std::fs::create_dir(&elsewhere.root).expect("a folder");
    let git_dir = repo.root.join(".git");
    let arguments = ["--git-dir", git_dir.to_str().expect("UTF-8"), "--rev", "HEAD"];
    has(&config(&elsewhere, &[], &arguments), &["id-prefix = \"a-\" # roadspec.toml:1"]);
}

#[test]
fn the_nearest_file_counts_and_one_beside_it_is_pointed_out() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "id-prefix = \"top-\"\n").write("a/b/x", "");
    let deep = repo.at("a/b");
    has(&config(&deep, &[], &[]), &["id-prefix = \"top-\" # roadspec.toml:1"]);
    repo.write("a/.config/roadspec.toml", "id-prefix = \"config-\"\n");
    let page = config(&deep, &[], &[]);
    has(&page, &["# From a/.config/roadspec.toml in the worktree; globs and paths start at a."]);
    has(&page, &["id-prefix = \"config-\" # a/.config/roadspec.toml:1"]);
    repo.write("a/.roadspec.toml", "id-prefix = \"dot-\"\n");
    let page = config(&deep, &[], &[]);
    let warning = "`a/.config/roadspec.toml` is ignored, because `a/.roadspec.toml` lies beside it";
    has(&page, &[&format!("# warning: {warning}"), "id-prefix = \"dot-\" # a/.roadspec.toml:1"]);
    let json: Json = serde_json::from_str(&config(&deep, &[], &["--output-format", "json"])).expect("JSON");
    assert_eq!((&json["warnings"][0], &json["root"], &json["version"]), (&warning.into(), &"a".into(), &1.into()));
}

#[test]
fn a_file_is_named_by_flag_before_environment_and_ignored_if_wished() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "id-prefix = \"found-\"\n").write("sub/x", "");
    repo.write("ci/one.toml", "id-prefix = \"one-\"\n").write("ci/two.toml", "id-prefix = \"two-\"\n");
    let sub = repo.at("sub");
    let variable = ("ROADSPEC_CONFIG", "../ci/one.toml");
    has(&config(&sub, &[variable], &[]), &["id-prefix = \"one-\" # ci/one.toml:1"]);
    has(&config(&sub, &[variable], &["--config", "../ci/two.toml"]), &["id-prefix = \"two-\" # ci/two.toml:1"]);
    has(&config(&sub, &[("ROADSPEC_CONFIG", "")], &[]), &["id-prefix = \"found-\" # roadspec.toml:1"]);
    repo.write("my.config/r.toml", "").write("my/.config/r.toml", "");
    for (named, root) in [("my.config/r.toml", "my.config"), ("my/.config/r.toml", "my")] {
        let start = format!("# From {named} in the worktree; globs and paths start at {root}.");
        has(&config(&repo, &[], &["--config", named]), &[&start]);
    }
    let isolated = config(&sub, &[variable], &["--isolated"]);
    has(&isolated, &["# No configuration file is read in the worktree.", "id-prefix = \"feat-\" # default"]);
    let outside = trouble(&sub, &[("ROADSPEC_CONFIG", "../../x.toml")], &["config"]);
    assert!(outside.contains("`ROADSPEC_CONFIG` names does not lie in the repository"), "{outside}");
    let outside = trouble(&sub, &[variable], &["config", "--config", "/x.toml"]);
    assert!(outside.contains("`--config` names does not lie in the repository"), "{outside}");
    let missing = trouble(&sub, &[("ROADSPEC_CONFIG", "one.toml")], &["check"]);
    assert!(missing.contains("there is no configuration `one.toml`, which `ROADSPEC_CONFIG` names"), "{missing}");
}

#[test]
fn the_severity_that_fails_is_said_by_flag_before_environment_before_file() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "fail-on = \"note\"\n");
    let variable = ("ROADSPEC_FAIL_ON", "warning");
    has(&config(&repo, &[], &[]), &["fail-on = \"note\" # roadspec.toml:1"]);
    has(&config(&repo, &[variable], &[]), &["fail-on = \"warning\" # environment ROADSPEC_FAIL_ON"]);
    has(&config(&repo, &[variable], &["--fail-on", "error"]), &["fail-on = \"error\" # command line --fail-on"]);
    has(&config(&repo, &[variable], &["--isolated"]), &["fail-on = \"warning\" # environment ROADSPEC_FAIL_ON"]);
}

#[test]
fn a_wrong_variable_is_named() {
    let repo = Repo::init();
    for name in ["ROADSPEC_FAIL_ON", "ROADSPEC_OUTPUT_FORMAT", "ROADSPEC_COLOR"] {
        let said = trouble(&repo, &[(name, "purple")], &["check"]);
        assert!(said.contains(&format!("environment {name}: there is no ")) && said.contains("`purple`"), "{said}");
        has(&config(&repo, &[(name, "")], &[]), &["fail-on = \"error\" # default"]);
    }
    let format = ("ROADSPEC_OUTPUT_FORMAT", "json");
    let output = run(&repo, &[format, ("ROADSPEC_COLOR", "purple")], &["config"]);
    let json: Json = serde_json::from_slice(&output.stdout).expect("trouble is said in the format that was chosen");
    assert_eq!((&json["error"]["kind"], &json["command"]), (&"environment".into(), &"config".into()));
    let human = config(&repo, &[format], &["--output-format", "human"]);
    assert!(human.starts_with("# No configuration"), "a flag beats the environment: {human}");
}

#[test]
fn a_mistake_stops_every_command() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "include = [\n  \"a.md\",\n  \"../b.md\",\n]\n").write("specs/a.md", "# A\n");
    for arguments in [&["check"][..], &["fix"], &["generate", "x"], &["show", "x"], &["config"]] {
        let said = trouble(&repo, &[], arguments);
        assert!(said.contains("roadspec.toml:3:3") && said.contains("does not stay below"), "{said}");
    }
}

#[test]
fn what_is_excluded_is_not_judged() {
    let repo = Repo::init();
    let spec = "---\nspecmas: \"3.0\"\nkind: other\nid: a\n---\n";
    repo.write("specs/a.md", spec).write("specs/drafts/b.md", "---\nspecmas: [\n---\n");
    assert_eq!(run(&repo, &[], &["check"]).status.code(), Some(1));
    repo.write("roadspec.toml", "exclude = [\"specs/drafts\"]\n");
    let output = run(&repo, &[], &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

#[test]
fn a_staged_change_to_the_configuration_or_a_schema_is_looked_at() {
    let repo = Repo::init();
    repo.write("roadspec.toml", "[[schemas]]\nfiles = [\"adr/*.md\"]\nschema = \"schemas/adr.json\"\n");
    repo.write("ci/strict.toml", "").commit("one");
    let check = |arguments: &[&str]| run(&repo, &[], &[&["check", "--staged"], arguments].concat()).status.code();
    repo.write("notes.txt", "").git(&["add", "notes.txt"]);
    assert_eq!(check(&[]), Some(0), "this changes no verdict");
    repo.write("schemas/adr.json", "{}").git(&["add", "schemas"]);
    assert_eq!(check(&[]), Some(2), "there is nothing to check, which is looked at before it is said");
    repo.commit("two").write("ci/strict.toml", "fail-on = \"note\"\n").git(&["add", "ci"]);
    assert_eq!(check(&[]), Some(0), "this is another file");
    assert_eq!(check(&["--config", "ci/strict.toml"]), Some(2));
}

#[test]
fn fix_creates_nothing_where_it_must_not() {
    let repo = Repo::init();
    repo.write("specs/architecture/sys-ecommerce.md", SYSTEM);
    repo.write("roadspec.toml", "[fix]\ncreate-missing = false\n").commit("one");
    let output = run(&repo, &[], &["fix"]);
    assert_eq!(output.status.code(), Some(1), "what is missing is still a finding");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    repo.write("roadspec.toml", "").commit("two");
    run(&repo, &[("SOURCE_DATE_EPOCH", "0")], &["fix"]);
    assert!(repo.git(&["status", "--porcelain", "--untracked-files=all"]).contains("?? specs/features/"));
}
