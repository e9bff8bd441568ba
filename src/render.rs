//! Findings and models as bytes: one file for each format. Nothing here decides an exit or what is said, only how.
//! Text of documents, names and messages is made harmless here, before any layout.

mod concise;
pub mod generation;
mod human;
pub mod inventory;
mod json;
mod log;
pub mod mending;
pub mod rules;
pub mod settings;
pub mod show;
mod snippet;

pub use concise::concise;
pub use human::{error, human, warnings};
pub use json::{failure, json, json_text};
pub use log::harmless;

use std::fmt::Write as _;

use serde_json::Value;

use crate::error::Error;
use crate::finding::{Finding, Fix, Remedy, Safety, Severity};
use crate::plan::Fixes;
use crate::text::neutral_line;

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
pub struct Report<'a> {
    /// The command's name.
    pub command: &'a str,
    /// Those that are shown, in the order of all output.
    pub findings: &'a [Finding],
    /// How many findings there are of each rule, most first, if that is asked for; then no finding is shown.
    pub statistics: Option<&'a [(&'static str, usize)]>,
    /// Why nothing could be decided.
    pub error: Option<&'a Error>,
    /// What the user should know about the run, each a sentence without a full stop.
    pub warnings: &'a [String],
    /// Counts; none if nothing could be judged.
    pub summary: Option<Summary>,
    /// What only this command says: an object whose keys join the others in machine-readable output.
    pub details: Option<Value>,
    /// What fixes change in bytes, for formats that say it.
    pub fixes: Option<&'a Fixes<'a>>,
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
    /// Findings among these that are not shown.
    pub hidden: usize,
    /// Findings among these that `fix` can mend: safely, and otherwise.
    pub mendable: (usize, usize),
    /// Specs that were judged.
    pub documents: usize,
    /// What was read, for a sentence: `the worktree`.
    pub snapshot: String,
}

impl Summary {
    /// The counts of findings that are all shown.
    pub fn new(findings: &[Finding], documents: usize, snapshot: String) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            hidden: 0,
            mendable: mendable(findings),
            documents,
            snapshot,
        }
    }
}

/// How many findings `fix` can mend: safely, and otherwise.
fn mendable(findings: &[Finding]) -> (usize, usize) {
    let count = |wanted: Safety| {
        let of_finding = |finding: &&Finding| match finding.remedy {
            Remedy::Create { .. } => wanted == Safety::Safe,
            Remedy::Edit(Fix { safety, .. }) => wanted == safety,
            Remedy::Author(_) => false,
        };
        findings.iter().filter(of_finding).count()
    };
    (count(Safety::Safe), count(Safety::Unsafe))
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

/// What ends a report for people: the warnings, the statistics and the summary.
fn closing(report: &Report<'_>) -> String {
    let mut out = warnings(report.warnings);
    let width = report.statistics.into_iter().flatten().map(|(_, count)| count.to_string().len()).max().unwrap_or(0);
    for (rule, count) in report.statistics.into_iter().flatten() {
        let _ = writeln!(out, "{count:width$}  {rule}");
    }
    if let Some(counts) = &report.summary {
        // Who asks for statistics knows that no finding is shown.
        let hidden = if report.statistics.is_some() { 0 } else { counts.hidden };
        out.push_str(&summary(&Summary { hidden, ..counts.clone() }));
        out.push_str(&mending_of(counts.mendable));
    }
    out
}

/// How many findings `fix` can mend, safely and otherwise; nothing if it can none.
fn mending_of(mendable: (usize, usize)) -> String {
    match mendable {
        (0, 0) => String::new(),
        (safe, 0) => format!("`roadspec fix` can mend {safe} of these\n"),
        (0, likely) => format!("`roadspec fix --unsafe-fixes` can mend {likely} of these\n"),
        (safe, likely) => {
            format!("`roadspec fix` can mend {safe} of these, with `--unsafe-fixes` {} in all\n", safe + likely)
        }
    }
}

/// `5 errors, 1 warning; 4 specs read in the worktree`.
fn summary(summary: &Summary) -> String {
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")];
    let found: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word)).collect();
    let found = if found.is_empty() { "nothing to mend".to_owned() } else { found.join(", ") };
    let hidden = if summary.hidden > 0 { format!(", {} of them not shown", summary.hidden) } else { String::new() };
    let snapshot = neutral_line(&summary.snapshot);
    match summary.documents {
        0 => format!("{found}{hidden}; no spec could be read in {snapshot}\n"),
        read => format!("{found}{hidden}; {} read in {snapshot}\n", plural(read, "spec")),
    }
}

#[cfg(test)]
mod tests;
