//! What the program asks of the kernel, as strace sees it: it starts nothing, opens no connection and leaves no process
//! behind, whatever a repository's configuration names. Run with `cargo test --test system_calls`; it needs strace.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

#[path = "support/git.rs"]
#[expect(dead_code, reason = "it serves other tests too")]
mod git;

use std::path::Path;
use std::process::{Command, Stdio};

use git::Repo;

const ROADSPEC: &str = env!("CARGO_BIN_EXE_roadspec");

/// The calls that start a program, make a process or talk to one.
const WATCHED: &str = "trace=execve,execveat,fork,vfork,clone,clone3,socket,socketpair,connect,bind,sendto,sendmsg";

/// Every way in which the program can be asked, in an order in which each has something to do.
const COMMANDS: [&[&str]; 9] = [
    &["check"],
    &["check", "--staged"],
    &["check", "--rev", "HEAD"],
    &["show", "sys-ecommerce"],
    &["show", "sys-ecommerce", "--rev", "HEAD"],
    &["generate", "sys-ecommerce", "--dry-run"],
    &["generate", "sys-ecommerce", "--yes", "--feature", "feat-billing-service"],
    &["fix"],
    &["fix", "--output-format", "json"],
];

/// The shipped example, with a change that is staged.
fn example() -> Repo {
    let repo = Repo::init();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/ecommerce/.");
    let copied = Command::new("cp").args(["-R", folder]).arg(&repo.root).status();
    assert!(copied.is_ok_and(|status| status.success()), "the example is copied");
    repo.commit("Specs");
    let spec = repo.root.join("specs/features/feat-auth-service.md");
    let text = std::fs::read_to_string(&spec).expect("a spec");
    repo.write(spec, text + "\nMore.\n").git(&["add", "--all"]);
    repo
}

/// Runs the program under strace, checks how it exits and returns the calls it made.
fn trace(repo: &Repo, arguments: &[&str], exits: &[i32]) -> Vec<String> {
    let log = repo.root.join("../trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", WATCHED, "-e", "signal=none", "-o"]).arg(&log).arg(ROADSPEC).args(arguments);
    strace.current_dir(&repo.root).env_clear().envs(repo.environment());
    strace.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = strace.output().unwrap_or_else(|error| {
        panic!("strace cannot be started ({error}): install it, for example with `apt-get install strace`")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    let is_expected = output.status.code().is_some_and(|status| exits.contains(&status));
    assert!(is_expected, "{arguments:?}: {}\n{said}", output.status);
    let calls = std::fs::read_to_string(&log).unwrap_or_else(|error| panic!("strace wrote nothing: {error}\n{said}"));
    calls.lines().filter(|line| !line.contains("resumed>")).map(str::to_owned).collect()
}

/// One program was started, ours; beyond it there are only threads.
fn assert_alone(arguments: &[&str], calls: &[String]) {
    let ours = format!(" execve(\"{ROADSPEC}\", ");
    let (started, others): (Vec<&String>, Vec<&String>) = calls.iter().partition(|call| call.contains(&ours));
    assert_eq!(started.len(), 1, "{arguments:?}: {calls:#?}");
    let is_thread = |call: &&String| call.contains("clone") && call.contains("CLONE_THREAD");
    let strange: Vec<&String> = others.into_iter().filter(|call| !is_thread(call)).collect();
    assert!(strange.is_empty(), "{arguments:?}: {strange:#?}");
}

#[test]
fn no_command_starts_a_program_or_opens_a_connection() {
    let repo = example();
    for arguments in COMMANDS {
        assert_alone(arguments, &trace(&repo, arguments, &[0, 1]));
    }
    repo.git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    let arguments = ["check", "--git-dir", "../bare", "--rev", "HEAD"];
    assert_alone(&arguments, &trace(&repo, &arguments, &[1]));
}

/// Lets a repository's own configuration name programs for every purpose, each of which leaves a mark.
fn with_programs(repo: &Repo) -> &Repo {
    let mark = |name: &str| format!("touch \"$HOME/ran-{name}\"; cat #");
    for (key, name) in [
        ("filter.evil.clean", "clean"),
        ("filter.evil.smudge", "smudge"),
        ("diff.evil.textconv", "textconv"),
        ("diff.external", "external"),
        ("merge.evil.driver", "merge"),
        ("core.fsmonitor", "fsmonitor"),
        ("core.pager", "pager"),
        ("core.editor", "editor"),
        ("core.sshCommand", "ssh"),
        ("core.alternateRefsCommand", "refs"),
        ("credential.helper", "credential"),
        ("gpg.program", "gpg"),
        ("uploadpack.packObjectsHook", "upload"),
    ] {
        repo.git(&["config", key, &mark(name)]);
    }
    repo.git(&["config", "filter.evil.required", "true"]);
    repo.git(&["config", "core.hooksPath", "hooks"]);
    repo.git(&["config", "remote.origin.url", "ext::touch \"$HOME/ran-remote\""]);
    repo.git(&["config", "remote.origin.promisor", "true"]);
    for hook in ["pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        repo.hook(hook, &mark("hook"));
    }
    repo.write(".gitattributes", "*.md filter=evil diff=evil merge=evil\n");
    repo
}

/// The marks that programs left.
fn marks(repo: &Repo) -> Vec<String> {
    let entries = std::fs::read_dir(repo.root.join("..")).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut marks: Vec<String> = names.filter(|name| name.starts_with("ran-")).collect();
    marks.sort();
    marks
}

#[test]
fn no_program_that_a_configuration_names_is_run() {
    let repo = example();
    let repo = with_programs(&repo);
    // Git runs them, so that the trap is one.
    repo.git(&["add", "--all"]);
    repo.git(&["diff", "HEAD"]);
    for name in ["ran-clean", "ran-external", "ran-fsmonitor", "ran-hook"] {
        assert!(marks(repo).iter().any(|mark| mark == name), "{name} is not among {:?}", marks(repo));
    }
    for mark in marks(repo) {
        repo.remove(format!("../{mark}"));
    }
    for arguments in COMMANDS {
        assert_alone(arguments, &trace(repo, arguments, &[0, 1]));
        assert!(marks(repo).is_empty(), "{arguments:?} ran {:?}", marks(repo));
    }
}

#[test]
fn a_missing_object_is_not_fetched() {
    let repo = example();
    let blob = repo.git(&["rev-parse", ":specs/features/feat-auth-service.md"]);
    let repo = with_programs(&repo);
    repo.remove(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    for mark in marks(repo) {
        repo.remove(format!("../{mark}"));
    }
    let arguments = ["check", "--staged"];
    assert_alone(&arguments, &trace(repo, &arguments, &[2]));
    assert!(marks(repo).is_empty(), "ran {:?}", marks(repo));
}

#[test]
fn strace_sees_what_it_is_asked_to_see() {
    assert!(Path::new(ROADSPEC).is_absolute());
    let repo = Repo::init();
    let log = repo.root.join("../trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", WATCHED, "-o"]).arg(&log).args(["sh", "-c", "git --version; exit 0"]);
    let output = strace.output().expect("strace must be installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let calls = std::fs::read_to_string(&log).expect("a log");
    assert!(calls.matches(" execve(").count() > 1, "{calls}");
}
