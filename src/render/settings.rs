//! What is configured and who said so: as TOML that can be read again, and as JSON.
//! Which settings there are is said in `config`.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::json_text;
use super::log::without_commands;
use crate::config::{Config, Origin, Value};
use crate::text::{is_dangerous, neutral_line};

/// What to show.
#[derive(Debug)]
pub struct View<'a> {
    /// What is in force.
    pub config: &'a Config,
    /// Where it was read, for a sentence: `the worktree`.
    pub snapshot: &'a str,
    /// What the user should know, each a sentence without a full stop.
    pub warnings: &'a [String],
}

/// As TOML: a configuration that says all that is in force, and who said it in comments.
pub fn toml(view: &View<'_>) -> String {
    let mut out = match (&view.config.file, view.config.root.as_str()) {
        (None, _) => comment(&format!("No configuration file is read in {}.", view.snapshot)),
        (Some(file), "") => comment(&format!("From {file} in {}.", view.snapshot)),
        (Some(file), root) => comment(&format!("From {file} in {}; globs and paths start at {root}.", view.snapshot)),
    };
    for warning in view.warnings {
        out.push_str(&comment(&format!("warning: {warning}")));
    }
    let mut table = String::new();
    for value in view.config.values() {
        if value.key.table() != table {
            table = value.key.table();
            let _ = writeln!(out, "\n{}", value.key.header().unwrap_or_default());
        }
        let _ = write!(out, "{} = {} {}", value.key.name(), written(&value.value), comment(&value.origin.to_string()));
    }
    without_commands(&out)
}

/// As one JSON object.
pub fn json(view: &View<'_>) -> String {
    let settings = view.config.values().iter().map(|value| {
        let shown = match &value.value {
            Value::Text(text) => json!(text),
            Value::List(texts) => json!(texts),
            Value::Switch(on) => json!(on),
        };
        json!({ "key": value.key.to_string(), "value": shown, "origin": origin(&value.origin) })
    });
    json_text(&json!({
        "version": 1,
        "command": "config",
        "snapshot": view.snapshot,
        "file": view.config.file,
        "root": view.config.root,
        "settings": settings.collect::<Vec<_>>(),
        "warnings": view.warnings,
        "error": null,
    }))
}

fn origin(origin: &Origin) -> Json {
    match origin {
        Origin::Default => json!({ "from": "default" }),
        Origin::File { path, line } => json!({ "from": "file", "path": path, "line": line }),
        Origin::Environment(name) => json!({ "from": "environment", "name": name }),
        Origin::Flag(name) => json!({ "from": "commandLine", "name": name }),
    }
}

fn comment(text: &str) -> String {
    format!("# {}\n", neutral_line(text))
}

/// A value in TOML.
fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::List(texts) => format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
        Value::Switch(on) => on.to_string(),
    }
}

/// A basic string of TOML: whatever can steer a terminal, or a log that looks for commands in `##[`, is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            c if is_dangerous(c) || matches!(c, '\n' | '\t' | '#') => {
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}
