//! Running the program as people, hooks and CI jobs do, in an environment that holds nothing of the developer's.
//! Whatever it prints is checked here, before any test sees it: harmless, of the right channel, as its schema says.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::git::Repo;
use crate::schemas;

/// The program under test.
pub const ROADSPEC: &str = env!("CARGO_BIN_EXE_roadspec");

/// The day in new specs: 2001-09-09.
const SOURCE_DATE_EPOCH: &str = "1000000000";

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The machine-readable document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The findings, each as rule, path and line (0 for a whole file).
    pub fn findings(&self) -> Vec<(String, String, u64)> {
        let document = self.json();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let findings = document["findings"].as_array().expect("findings").iter();
        findings
            .map(|one| (text(&one["rule"]), text(&one["path"]), one["start"]["line"].as_u64().unwrap_or_default()))
            .collect()
    }

    /// The rules of the findings, in their order.
    pub fn rules(&self) -> Vec<String> {
        self.findings().into_iter().map(|(rule, ..)| rule).collect()
    }

    /// The same, if it exited so.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.out, self.err);
        self
    }

    /// The same, if standard error says all of this.
    #[track_caller]
    pub fn complains(self, words: &[&str]) -> Self {
        // Lines are wrapped at blanks.
        let said = self.err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(said.contains(words), "{words:?} is not said in:\n{}", self.err);
        }
        self
    }
}

/// Runs the program where `repo` stands.
pub fn roadspec(repo: &Repo, arguments: &[&str]) -> Ran {
    roadspec_with(repo, &[], arguments)
}

/// Runs the program and has it print for programs.
pub fn roadspec_json(repo: &Repo, arguments: &[&str]) -> Ran {
    roadspec(repo, &[arguments, &["--output-format", "json"]].concat())
}

/// Runs the program with more environment.
pub fn roadspec_with(repo: &Repo, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    let mut command = command(repo, ROADSPEC);
    command.args(&arguments).envs(environment.iter().copied());
    let ran = finish(command);
    check(&ran, &arguments);
    ran
}

/// Runs the program with an edit on standard input that is not saved at `path` yet.
pub fn roadspec_fed(repo: &Repo, path: &str, edit: impl AsRef<[u8]>, arguments: &[&str]) -> Ran {
    let arguments = [&["check", "--stdin", "--stdin-filename", path], arguments].concat();
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    let mut command = command(repo, ROADSPEC);
    command.args(&arguments);
    let ran = finish_fed(command, edit.as_ref().to_vec());
    check(&ran, &arguments);
    ran
}

/// Runs the program with some of its streams (`in,out,err`) on a terminal, where a person types `typed` at once. What
/// the terminal shows is in `out`.
pub fn on_terminal(repo: &Repo, streams: &str, typed: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    // What is there from the start is typed on a line, or not at all.
    assert!(typed.is_empty() || typed.ends_with('\n'), "{typed:?}");
    let steps: &[_] = if typed.is_empty() { &[] } else { &[("", typed)] };
    conversation(repo, streams, steps, environment, arguments)
}

/// The same with a person who waits: once the first text of a step was shown, the second is typed.
pub fn conversation(
    repo: &Repo,
    streams: &str,
    steps: &[(&str, &str)],
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> Ran {
    let mut command = command(repo, "python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/terminal.py"));
    command.args([streams, &json!(steps).to_string(), ROADSPEC]).args(arguments).envs(environment.iter().copied());
    finish(command)
}

/// Runs a script as a shell does.
pub fn shell(repo: &Repo, script: &str) -> Ran {
    let mut shell = command(repo, "sh");
    shell.args(["-c", script]);
    finish(shell)
}

/// The whole environment of a run.
pub fn environment(repo: &Repo) -> BTreeMap<OsString, OsString> {
    let mut environment = repo.environment();
    environment.insert("SOURCE_DATE_EPOCH".into(), SOURCE_DATE_EPOCH.into());
    environment
}

/// A program that is to run where `repo` stands.
pub fn command(repo: &Repo, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&repo.root).env_clear().envs(environment(repo)).stdin(Stdio::null());
    command
}

/// Waits for the end and collects what is printed. What hangs is killed, and the test fails.
pub fn finish(mut command: Command) -> Ran {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    collect(child, &command)
}

/// The same with something on standard input, which need not be read to its end.
fn finish_fed(mut command: Command, input: Vec<u8>) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || pipe.write_all(&input));
    let ran = collect(child, &command);
    if let Err(error) = feeding.join().expect("feeding ends") {
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{command:?} was not fed");
    }
    ran
}

fn collect(mut child: Child, command: &Command) -> Ran {
    let out = drain(child.stdout.take().expect("a pipe"));
    let err = drain(child.stderr.take().expect("a pipe"));
    let status = wait(&mut child, command);
    let text = |bytes: std::thread::JoinHandle<Vec<u8>>| {
        String::from_utf8(bytes.join().expect("reading ends")).expect("output in UTF-8")
    };
    Ran { status, out: text(out), err: text(err) }
}

fn drain(mut pipe: impl Read + Send + 'static) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe to read");
        bytes
    })
}

/// The exit status, if there is one within a minute.
fn wait(child: &mut Child, command: &Command) -> i32 {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.code().unwrap_or_else(|| panic!("{command:?} was killed: {status}"));
        }
        if Instant::now() > deadline {
            child.kill().expect("a child");
            panic!("{command:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What holds for every run.
fn check(ran: &Ran, arguments: &[&OsStr]) {
    assert!((0..=2).contains(&ran.status), "{arguments:?} exited with {}: {}", ran.status, ran.err);
    for text in [&ran.out, &ran.err] {
        if let Err(harm) = harmless(&without_colour(text)) {
            panic!("{arguments:?} printed {harm}:\n{text}");
        }
    }
    let verbose = arguments.contains(&OsStr::new("--verbose"));
    let complains = complaints(&ran.err, verbose).next().is_some();
    assert_eq!(complains, ran.status == 2, "{arguments:?}: standard error is for what could not be done\n{}", ran.err);
    // A schema is printed as it is published.
    let prints_schema = arguments.len() > 1 && arguments[0] == "schema" && !arguments[1].as_bytes().starts_with(b"-");
    if arguments.contains(&OsStr::new("json")) && !(prints_schema && ran.status == 0) {
        schemas::assert_valid(&ran.json());
        let could_not = !ran.json()["error"].is_null();
        assert_eq!(could_not, ran.status == 2, "{arguments:?}: the document and the exit status agree\n{}", ran.out);
    }
}

/// The lines of standard error that are no advice, nor what `--verbose` asks for: it ends with a list of so many files
/// as it says, or is one sentence, or a list for each planned spec.
fn complaints(err: &str, verbose: bool) -> impl Iterator<Item = &str> {
    let mut lines = err.lines().peekable();
    let begins = |line: &&str| verbose && (line.starts_with("Read ") || line.starts_with("Nothing is judged: "));
    if lines.next_if(begins).is_some_and(|line| line.starts_with("Read ")) {
        let count = lines.find_map(|line| line.strip_prefix("Not read as a spec: ")?.strip_suffix('.'));
        let count: usize = count.expect("the inventory says how many files it lists").parse().expect("a number");
        assert!(lines.by_ref().take(count).all(|line| line.starts_with("  ")), "{count} files are listed in:\n{err}");
    }
    let is_detail = move |line: &&str| verbose && (line.starts_with("Planned ") || line.starts_with("  - "));
    lines.filter(move |line| !line.starts_with("warning: ") && !line.starts_with("hint: ") && !is_detail(line))
}

/// A text without escape sequences that only colour it.
pub fn without_colour(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(piece.len());
        match piece[end..].strip_prefix('m') {
            Some(rest) => plain.push_str(rest),
            None => plain.extend(["\u{1b}[", piece]),
        }
    }
    plain
}

/// Whether a terminal or the log of a CI job could take a text for anything but text; the error says what for.
pub fn harmless(text: &str) -> Result<(), String> {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
    };
    if let Some(character) = text.chars().find(|c| steers(*c)) {
        return Err(format!("the control character U+{:04X}", u32::from(character)));
    }
    // As GitHub's runner reads them: the newer form after blanks of any kind, the older one anywhere.
    match text.lines().find(|line| line.trim_start().starts_with("::") || line.contains("##[")) {
        Some(line) => Err(format!("a command to the CI job: {line}")),
        None => Ok(()),
    }
}

/// Every file of a folder but git's own, by its path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(inner) = pending.pop() {
        for entry in std::fs::read_dir(&inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            let local = path.strip_prefix(folder).expect("a path below").to_string_lossy().into_owned();
            if path.is_dir() && local != ".git" {
                pending.push(path);
            } else if path.is_file() && local != ".git" {
                files.insert(local, std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

#[test]
fn what_is_harmful_is_seen() {
    for text in ["a\rb", "a\tb", "\u{1b}[2J", "\u{9b}1m", "\u{202e}", "a\n \u{3000}::b", "x ##[y]", "\u{7f}"] {
        assert!(harmless(&without_colour(text)).is_err(), "{text:?}");
    }
    assert_eq!(harmless(&without_colour("\u{1b}[1;31ma\u{1b}[0m::b\n# [c]\n")), Ok(()));
}
