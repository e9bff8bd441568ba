//! The documents say what the program does: every block between `<!-- generated: NAME -->` and `<!-- end -->` is
//! what it prints on the example or computed from its tables, and the stubs in `docs/stubs` are those of the example.
//! `ROADSPEC_UPDATE=1 cargo test --test documents` writes them anew.
#![expect(clippy::expect_used, clippy::panic, reason = "a document that cannot be compared has failed")]

#[path = "support/git.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod git;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use git::Repo;
use roadspec::plan::{CONTEXT_SCHEMA, FILTERS};
use roadspec::rules;
use serde_json::Value;

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
        "templates" => screen(&Repo::init(), &["template"]),
        "variables" => variables(),
        "filters" => {
            let rows = FILTERS.iter().map(|filter| format!("| `{}` | {} |\n", filter.name, filter.describes));
            format!("| filter | gives |\n|---|---|\n{}", rows.collect::<String>())
        }
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

/// The table of the variables that templates have.
fn variables() -> String {
    let schema: Value = serde_json::from_str(CONTEXT_SCHEMA).expect("JSON");
    let mut out = "| variable | is | holds |\n|---|---|---|\n".to_owned();
    add_variables(&schema, &schema, "", &mut out);
    out
}

/// Adds the keys of an object's schema, each followed by those of what it holds.
fn add_variables(object: &Value, schema: &Value, before: &str, out: &mut String) {
    let named = |value: &Value| {
        let name = value["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/"));
        name.map(|name| schema["$defs"][name].clone())
    };
    for (name, value) in object["properties"].as_object().expect("keys") {
        let inner = named(value).map(|inner| (inner, ".")).or_else(|| named(&value["items"]).map(|item| (item, "[].")));
        let is = match (&value["type"], &inner) {
            (Value::Array(_), _) => "text or `null`",
            (Value::String(sort), Some(_)) if sort == "array" => "list of maps",
            (Value::String(sort), None) if sort == "array" => "list of texts",
            (Value::String(sort), _) if sort == "string" => "text",
            (Value::String(_), _) => "number",
            (_, Some(_)) => "map",
            _ if value["const"].is_number() => "number",
            _ => "text",
        };
        let description = value["description"].as_str().expect("a description");
        let _ = writeln!(out, "| `{before}{name}` | {is} | {description} |");
        if let Some((inner, separator)) = inner {
            add_variables(&inner, schema, &format!("{before}{name}{separator}"), out);
        }
    }
}

/// Holds a file of the project to what it must be, or writes it anew.
fn assert_current(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("ROADSPEC_UPDATE").is_some() {
        return fs::write(&path, wanted).expect(name);
    }
    let differing = text.lines().zip(wanted.lines()).find(|(is, must)| is != must);
    let help = "`ROADSPEC_UPDATE=1 cargo test --test documents` writes it anew";
    assert!(text == wanted, "{name} is not in step, first in {differing:?}; {help}");
}

#[test]
fn the_documents_show_what_the_program_prints() {
    for (name, blocks) in [("README.md", 5), ("docs/TEMPLATES.md", 3)] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
        assert!(text.matches(BEGIN).count() >= blocks, "{name} has generated blocks");
        assert_current(name, &renewed(&text));
    }
}

#[test]
fn the_stubs_that_are_shown_are_those_of_the_example() {
    let repo = example();
    screen(&repo, &["fix"]);
    for (template, id) in
        [("EASY-L3", "feat-user-profile"), ("MODERATE-L4", "feat-order-service"), ("HIGH-L5", "feat-billing-service")]
    {
        let written = repo.root.join(format!("specs/features/{id}.md"));
        assert_current(&format!("docs/stubs/{template}.md"), &fs::read_to_string(written).expect("a stub"));
    }
}
