//! Where output goes and in which format: documents for programs and prose for people on standard output, trouble on
//! standard error. What is said is composed in `render`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};

use clap::{Args, ValueEnum as _};
use serde_json::Value;

use super::write_plan::Wrote;
use super::{Format, Global, Verb, Verdict, When};
use crate::corpus::{Corpus, Document, System};
use crate::error::Error;
use crate::finding::Finding;
use crate::git::Snapshot;
use crate::plan::Fixes;
use crate::render::{self, ColorChoice, Report, Sources, Style, Summary, generation, settings};

/// How this run prints.
pub(super) struct Output {
    format: Format,
    style: Style,
    /// For standard error.
    error_style: Style,
}

/// What a command that judges has to say.
pub(super) struct Outcome<'a> {
    pub(super) command: &'a str,
    pub(super) snapshot: &'a Snapshot,
    pub(super) corpus: &'a Corpus,
    /// All that count.
    pub(super) findings: &'a [Finding],
    pub(super) show: Show,
    /// What kept the command from doing all that was asked.
    pub(super) error: Option<&'a Error>,
    pub(super) warnings: &'a [String],
    /// Whether unsafe fixes were tried as well.
    pub(super) is_all_tried: bool,
    /// What only this command says, as an object, for programs.
    pub(super) details: Option<Value>,
}

/// How much of the findings is shown.
#[derive(Debug, Default, Clone, Copy, Args)]
pub(super) struct Show {
    /// Show at most this many findings; all of them count
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Show how many findings there are of each rule, and no finding
    #[arg(long)]
    pub(super) statistics: bool,
}

impl Output {
    pub(super) fn new(global: &Global) -> Self {
        let color = global.color.unwrap_or_default();
        let style =
            |terminal: bool| Style { color: is_colored(color, terminal), unicode: true, width: width(terminal) };
        let (style, error_style) = (style(std::io::stdout().is_terminal()), style(std::io::stderr().is_terminal()));
        Self { format: global.output_format.unwrap_or_default(), style, error_style }
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prose, for people only.
    pub(super) fn say(&self, text: &str) {
        if !self.is_json() {
            print(text);
        }
    }

    /// All findings and the summary.
    pub(super) fn report(&self, outcome: &Outcome<'_>) {
        let statistics = outcome.show.statistics.then(|| statistics(outcome.findings));
        let limit = if outcome.show.statistics { Some(0) } else { outcome.show.limit };
        let shown = outcome.findings.len().min(limit.unwrap_or(usize::MAX));
        let documents = outcome.corpus.documents.len();
        let fixes = self.is_json().then(|| Fixes::new(outcome.corpus));
        let mut counts = Summary::new(outcome.findings, documents, outcome.snapshot.describe());
        if outcome.command == "fix" {
            // What is left has just been tried, as far as it was asked for.
            counts.mendable.0 = 0;
            if outcome.is_all_tried {
                counts.mendable.1 = 0;
            }
        }
        let report = Report {
            command: outcome.command,
            findings: &outcome.findings[..shown],
            statistics: statistics.as_deref(),
            error: outcome.error,
            warnings: outcome.warnings,
            summary: Some(Summary { hidden: outcome.findings.len() - shown, ..counts }),
            details: outcome.details.clone(),
            fixes: fixes.as_ref(),
        };
        self.print_report(&report, &Texts(Some(outcome.corpus)));
        if let Some(error) = outcome.error {
            self.complain(error);
        }
    }

    /// Nothing that was asked about can break a rule: nothing to say to a person, an empty report for a program.
    pub(super) fn nothing_to_judge(&self, snapshot: &Snapshot, warnings: &[String]) -> Verdict {
        if self.is_json() {
            let summary = Some(Summary { snapshot: snapshot.describe(), ..Summary::default() });
            let report = Report {
                command: "check",
                findings: &[],
                statistics: None,
                error: None,
                warnings,
                summary,
                details: None,
                fixes: None,
            };
            self.print_report(&report, &Texts(None));
        }
        Verdict::Clean
    }

    /// Why a command could not do what was asked.
    pub(super) fn failure(&self, verb: &Verb, error: &Error) {
        let command = verb.name();
        if self.is_json() && verb.reports() {
            let report = Report {
                command,
                findings: &[],
                statistics: None,
                error: Some(error),
                warnings: &[],
                summary: None,
                details: None,
                fixes: None,
            };
            self.print_report(&report, &Texts(None));
        } else if self.is_json() {
            print(&render::failure(command, error));
        }
        self.complain(error);
    }

    /// An error, for people.
    fn complain(&self, error: &Error) {
        let shown = render::error(error, &self.error_style);
        // Standard error may be closed; the exit code still tells.
        let _ = std::io::stderr().write_all(shown.as_bytes());
    }

    /// What `generate` planned and wrote, for someone who stands in the folder `prefix`.
    pub(super) fn generated(&self, view: &generation::View<'_>, wrote: &Wrote, dry_run: bool, prefix: &str) {
        let Wrote { done, stopped } = wrote;
        if self.is_json() {
            print(&generation::json(view, done, stopped.as_ref(), dry_run));
        } else {
            print(&generation::outcome(view, done, dry_run, prefix));
        }
        if let Some(error) = stopped {
            self.complain(error);
        }
    }

    /// The model of a system.
    pub(super) fn model(&self, document: &Document, system: &System) {
        let shown =
            if self.is_json() { render::show::json(document, system) } else { render::show::human(document, system) };
        print(&shown);
    }

    /// How prose is laid out.
    pub(super) fn style(&self) -> &Style {
        &self.style
    }

    /// What is configured.
    pub(super) fn configuration(&self, view: &settings::View<'_>) {
        print(&if self.is_json() { settings::json(view) } else { settings::toml(view) });
    }

    fn print_report(&self, report: &Report<'_>, texts: &Texts<'_>) {
        let text = match self.format {
            Format::Human => render::human(report, texts, &self.style),
            Format::Concise => render::concise(report, texts),
            Format::Json => render::json(report, texts),
        };
        print(&text);
    }
}

/// How many findings there are of each rule, most first.
fn statistics(findings: &[Finding]) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    counts
}

/// Advice beside the answer, for people.
pub(super) fn hint(text: &str) {
    aside(&format!("hint: {text}\n"));
}

/// What is said beside the answer, for people who asked for it.
pub(super) fn aside(text: &str) {
    // Standard error may be closed; nothing depends on it.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// How far long work has come, on one line of standard error that goes when this goes. Only a terminal shows it.
pub(super) struct Counter {
    all: usize,
    /// Columns that are to be cleared.
    shown: usize,
    is_shown: bool,
}

impl Counter {
    /// The least work that is long.
    const LONG: usize = 20;

    /// A counter of so many files.
    pub(super) fn new(all: usize) -> Self {
        Self { all, shown: 0, is_shown: all >= Self::LONG && std::io::stderr().is_terminal() }
    }

    /// Shows that so many are done.
    pub(super) fn show(&mut self, done: usize) {
        if self.is_shown {
            let text = format!("{done} of {} files written", self.all);
            aside(&format!("\r{text}"));
            self.shown = text.len();
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        if self.shown > 0 {
            aside(&format!("\r{}\r", " ".repeat(self.shown)));
        }
    }
}

/// What the user should know about a run that makes no report.
pub(super) fn warn(warnings: &[String]) {
    aside(&render::warnings(warnings));
}

/// Columns to lay prose out in: those of the terminal, within what can be read well.
fn width(terminal: bool) -> usize {
    let columns = terminal_size::terminal_size().filter(|_| terminal).map(|(columns, _)| usize::from(columns.0));
    columns.unwrap_or(WIDTH).clamp(NARROW, WIDTH)
}

/// The widest and the narrowest page, in columns.
const WIDTH: usize = 100;
const NARROW: usize = 40;

/// Whether what goes to a terminal, or not to one, is coloured.
fn is_colored(when: When, terminal: bool) -> bool {
    let choice = match when {
        When::Auto => ColorChoice::Auto,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    };
    render::resolve_color(choice, &|name| std::env::var(name).ok(), terminal)
}

/// Prints help, or what is wrong with the command line, before that line is understood.
pub(super) fn usage(error: &clap::Error, arguments: &[OsString]) {
    let to_error = error.use_stderr();
    let terminal = if to_error { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    // What an argument holds must steer neither a terminal nor a log.
    let is_harmless = |argument: &OsString| argument.to_str().is_some_and(|text| render::harmless(text) == text);
    let text = if !arguments.iter().all(is_harmless) {
        render::harmless(&error.render().to_string())
    } else if is_colored(asked_color(arguments), terminal) {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    if to_error {
        // Standard error may be closed; the exit code still tells.
        let _ = std::io::stderr().write_all(text.as_bytes());
    } else {
        print(&text);
    }
}

/// What `--color` says on a command line that was not understood.
fn asked_color(arguments: &[OsString]) -> When {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let separate = words.windows(2).find(|pair| pair[0] == "--color").map(|pair| pair[1]);
    let word = separate.or_else(|| words.iter().find_map(|word| word.strip_prefix("--color=")));
    word.and_then(|word| When::from_str(word, false).ok()).unwrap_or(When::Auto)
}

/// The texts of the documents that findings point into.
struct Texts<'c>(Option<&'c Corpus>);

impl Sources for Texts<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.0?.document(path).map(|document| document.text.as_str())
    }
}

/// Writes to standard output. A reader that has gone away is no trouble: the verdict stands.
pub(super) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
