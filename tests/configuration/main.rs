//! The configuration as its users meet it: mistakes, what is in force and why, the published schema, the command.
//! Its parts are tested beside them, in `src/config`.
#![expect(clippy::expect_used, reason = "a test bed that cannot be made has failed")]

mod command;
mod force;
#[path = "../support/git.rs"]
#[expect(dead_code, reason = "only some of it is needed here")]
mod git;
mod mistakes;
mod schema;
mod screens;

use roadspec::config::{self, Config, File};
use roadspec::error::Error;
use roadspec::rules::RULES;

/// Reads a `roadspec.toml` at the root of the repository.
fn parse(text: &str) -> Result<Config, Box<Error>> {
    parse_file(&File { root: "", path: "roadspec.toml", text })
}

fn parse_file(file: &File<'_>) -> Result<Config, Box<Error>> {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    config::parse(file, &rules).map_err(Box::new)
}
