//! The documents say what the program does: every block between `<!-- generated: NAME -->` and `<!-- end -->` is
//! what it prints on the example. `ROADSPEC_UPDATE=1 cargo test --test documents` writes the blocks anew.
#![expect(clippy::expect_used, clippy::panic, reason = "a document that cannot be compared has failed")]

#[path = "support/git.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod git;

use std::fs;
use std::path::Path;
use std::process::Command;

use git::Repo;
use roadspec::rules;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// The example in a repository of its own.
fn example() -> Repo {
    let repo = Repo::init();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ecommerce"), &repo.root);
    repo.commit("Specs").clone()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("an entry");
        if path.is_dir() {
            fs::create_dir(&to).expect("a folder");
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a file");
        }
    }
}

/// What the program prints in the example, as a block of a document under the command that a reader would type.
fn screen(repo: &Repo, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roadspec"));
    command.args(arguments).current_dir(&repo.root).env_clear().envs(repo.environment());
    let output = command.env("SOURCE_DATE_EPOCH", "1763373600").output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    format!("```console\n$ roadspec {}\n{}\n```\n", arguments.join(" "), text.trim_end())
}

fn generated(name: &str) -> String {
    match name {
        "check" => screen(&example(), &["check", "--limit", "1"]),
        "fix" => screen(&example(), &["fix"]),
        "generate" => screen(&example(), &["generate", "sys-ecommerce", "--dry-run"]),
        "help" => screen(&example(), &["-h"]),
        "config" => {
            let repo = Repo::init();
            let shown = screen(&repo, &["config"]);
            shown.replace("```console\n$ roadspec config\n", "```toml\n")
        }
        "rules" => rules::table(),
        other => panic!("nothing is called {other}"),
    }
}

/// A document with its blocks as they must be.
fn renewed(text: &str) -> String {
    let mut parts = text.split(BEGIN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").expect("a marker ends");
        let (_, after) = rest.split_once(END).expect("a block ends");
        out.extend([BEGIN, name, " -->\n\n", &generated(name), "\n", END, after]);
    }
    out
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).expect("README.md");
    assert!(text.matches(BEGIN).count() >= 5, "the README has generated blocks");
    let renewed = renewed(&text);
    if std::env::var_os("ROADSPEC_UPDATE").is_some() {
        fs::write(&path, &renewed).expect("README.md");
    }
    assert_eq!(text, renewed, "`ROADSPEC_UPDATE=1 cargo test --test documents` brings the README in step");
}
