//! Findings and models as bytes: one file for each format. Nothing here decides an exit or what is said, only how.
//! Text of documents, names and messages is made harmless here, before any layout.

mod ci_log;
pub mod generation;
mod human;
mod json;
pub mod show;
mod snippet;

pub use human::{error, human};
pub use json::{json, json_text};

use serde_json::Value;

use crate::error::Error;
use crate::finding::Finding;

/// Texts of the documents that findings point into.
pub trait Sources {
    /// The text of the document with this path as shown.
    fn text(&self, path: &str) -> Option<&str>;
}

/// How to print for a person.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// With line-drawing characters beyond ASCII.
    pub unicode: bool,
    /// Columns to wrap prose at.
    pub width: usize,
}

/// Everything that a command which judges has to say.
#[derive(Debug)]
pub struct Report<'a> {
    /// The command's name.
    pub command: &'a str,
    /// In the order of all output.
    pub findings: &'a [Finding],
    /// Why nothing could be decided.
    pub error: Option<&'a Error>,
    /// What the user should know about the run, each a sentence without a full stop.
    pub warnings: &'a [String],
    /// Counts.
    pub summary: Summary,
    /// What only this command says: an object whose keys join the others in machine-readable output.
    pub details: Option<Value>,
}

/// The counts of a report.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Specs that were judged.
    pub documents: usize,
    /// What was read, for a sentence: `the worktree`.
    pub snapshot: String,
}

/// What the command line says about colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word of the same name")]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// Decides on colour, once for everything: the command line, then `NO_COLOR`, then `FORCE_COLOR` or `CLICOLOR_FORCE`,
/// then `CLICOLOR=0` or `TERM=dumb`, then whether it is a terminal.
pub fn resolve_color(choice: ColorChoice, environment: &dyn Fn(&str) -> Option<String>, terminal: bool) -> bool {
    let set = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
    let forced = |name: &str| environment(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is = |name: &str, value: &str| environment(name).is_some_and(|found| found == value);
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => terminal && !is("CLICOLOR", "0") && !is("TERM", "dumb"),
    }
}

#[cfg(test)]
mod tests;
