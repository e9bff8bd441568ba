//! `roadspec schema NAME`: the JSON Schemas that are part of the program, for editors and other programs.
//! What they say is checked where documents are read.

use clap::Args;

use super::Verdict;
use super::output::{self, Output};
use crate::error::{Error, ErrorKind, Result};
use crate::render;
use crate::schema::EMBEDDED;
use crate::text::did_you_mean;

/// What `schema` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The schema; without one, all of them are listed
    name: Option<String>,
}

/// A schema.
struct Published {
    name: &'static str,
    /// What it is of, a phrase.
    describes: &'static str,
    text: &'static str,
}

/// The schemas beside those of front matter.
const OTHERS: [Published; 7] = [
    Published { name: "config", describes: "the configuration, roadspec.toml", text: crate::config::SCHEMA },
    Published {
        name: "context",
        describes: "what a template of feature specs is given, as JSON",
        text: crate::plan::CONTEXT_SCHEMA,
    },
    Published {
        name: "report",
        describes: "what `check` and `fix` print as JSON",
        text: include_str!("../../schemas/report.schema.json"),
    },
    Published {
        name: "generate",
        describes: "what `generate` prints as JSON",
        text: include_str!("../../schemas/generate.schema.json"),
    },
    Published {
        name: "settings",
        describes: "what `config` prints as JSON",
        text: include_str!("../../schemas/settings.schema.json"),
    },
    Published {
        name: "rules",
        describes: "what `rules`, `explain`, `schema` and `template` print as JSON",
        text: include_str!("../../schemas/rules.schema.json"),
    },
    Published {
        name: "show",
        describes: "what `show` prints as JSON",
        text: include_str!("../../schemas/show.schema.json"),
    },
];

pub(super) fn run(options: &Options, output: &Output) -> Result<Verdict> {
    let all = all();
    let Some(name) = &options.name else {
        let all: Vec<(&str, &str)> = all.iter().map(|schema| (schema.name, schema.describes)).collect();
        output::print(&if output.is_json() { render::rules::schemas_json(&all) } else { render::rules::schemas(&all) });
        return Ok(Verdict::Clean);
    };
    let schema = all.iter().find(|schema| schema.name == name).ok_or_else(|| {
        let names = all.iter().map(|schema| schema.name);
        let help = did_you_mean(name, names).unwrap_or_else(|| "`roadspec schema` lists every schema".to_owned());
        Error::new(ErrorKind::Usage, format!("there is no schema `{name}`")).with_help(help)
    })?;
    output::print(schema.text);
    if let Some(hint) = for_editors(schema.name) {
        output::hint(&hint);
    }
    Ok(Verdict::Clean)
}

/// How an editor learns of a schema, if it is one of files that people edit.
fn for_editors(name: &str) -> Option<String> {
    let file = format!("{name}.schema.json");
    let (beside, first_line) = match name {
        "config" => ("", "the configuration with `#:schema "),
        "spec" => ("", "the front matter with `# yaml-language-server: $schema="),
        "system" | "feature" => {
            (" beside `spec`, which it builds upon,", "the front matter with `# yaml-language-server: $schema=")
        }
        _ => return None,
    };
    Some(format!("to use it in an editor, save it as {file}{beside} and begin {first_line}{file}`"))
}

/// All of them: those of files that people write, then those of what the program prints.
fn all() -> Vec<Published> {
    let describes = |name: &str| match name {
        "system" => "the front matter of a system spec",
        "feature" => "the front matter of a feature spec",
        _ => "the front matter of every spec, of whatever kind",
    };
    let embedded = EMBEDDED.iter().map(|(name, text)| Published { name, describes: describes(name), text });
    embedded.chain(OTHERS).collect()
}
