//! `roadspec schema NAME`: the JSON Schemas that are part of the program, for editors and other programs.
//! What they say is checked where documents are read.

use clap::Args;

use super::Verdict;
use super::output;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::EMBEDDED;
use crate::text::did_you_mean;

/// What `schema` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The schema; without one, all of them are listed
    name: Option<String>,
}

/// A schema: its name, what it describes, how an editor learns of it, its text.
struct Published {
    name: &'static str,
    describes: &'static str,
    text: &'static str,
}

/// The schemas beside those of front matter.
const OTHERS: [Published; 5] = [
    Published { name: "config", describes: "the configuration, roadspec.toml", text: crate::config::SCHEMA },
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
        name: "rules",
        describes: "what `rules` and `explain` print as JSON",
        text: include_str!("../../schemas/rules.schema.json"),
    },
    Published {
        name: "show",
        describes: "what `show` prints as JSON",
        text: include_str!("../../schemas/show.schema.json"),
    },
];

const IN_FRONT_MATTER: &str = "to use it in an editor, save it and name it in the front matter: \
    `# yaml-language-server: $schema=PATH`";

const IN_CONFIGURATION: &str = "to use it in an editor, save it and name it in the first line of the configuration: \
    `#:schema PATH`";

pub(super) fn run(options: &Options) -> Result<Verdict> {
    let all = all();
    let Some(name) = &options.name else {
        let width = all.iter().map(|schema| schema.name.len()).max().unwrap_or(0);
        let lines: Vec<String> =
            all.iter().map(|schema| format!("{:width$}  {}\n", schema.name, schema.describes)).collect();
        output::print(&lines.concat());
        return Ok(Verdict::Clean);
    };
    let schema = all.iter().find(|schema| schema.name == name).ok_or_else(|| {
        let names = all.iter().map(|schema| schema.name);
        let list = || format!("the schemas are {}", names.clone().collect::<Vec<_>>().join(", "));
        let help = did_you_mean(name, names.clone()).unwrap_or_else(list);
        Error::new(ErrorKind::Usage, format!("there is no schema `{name}`")).with_help(help)
    })?;
    output::print(schema.text);
    if EMBEDDED.iter().any(|(name, _)| *name == schema.name) {
        output::hint(IN_FRONT_MATTER);
    } else if schema.text == crate::config::SCHEMA {
        output::hint(IN_CONFIGURATION);
    }
    Ok(Verdict::Clean)
}

fn all() -> Vec<Published> {
    let describes = |name: &str| match name {
        "system" => "the front matter of a system spec",
        "feature" => "the front matter of a feature spec",
        _ => "the front matter of any other spec",
    };
    let embedded = EMBEDDED.iter().map(|(name, text)| Published { name, describes: describes(name), text });
    embedded.chain(OTHERS).collect()
}
