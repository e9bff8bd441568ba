//! Where output goes and in which format: documents for programs and prose for people on standard output, trouble on
//! standard error. What is said is composed in `render`.

use std::io::{IsTerminal as _, Write as _};

use serde_json::{Value, json};

use super::write_plan::Wrote;
use super::{Format, Global, Verdict, When};
use crate::corpus::{Corpus, Document, System};
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::git::Snapshot;
use crate::path::RepoPath;
use crate::render::{self, ColorChoice, Report, Sources, Style, Summary, generation, settings};

/// How this run prints.
pub(super) struct Output {
    format: Format,
    style: Style,
}

/// What a command that judges has to say.
pub(super) struct Outcome<'a> {
    pub(super) command: &'a str,
    pub(super) snapshot: &'a Snapshot,
    pub(super) corpus: &'a Corpus,
    pub(super) findings: &'a [Finding],
    pub(super) warnings: &'a [String],
    /// What only this command says, under its own key in machine-readable output.
    pub(super) details: Option<(&'a str, Value)>,
}

impl Output {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color.unwrap_or_default() {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        let variable = |name: &str| std::env::var(name).ok();
        let terminal = std::io::stdout().is_terminal();
        let style = Style { color: render::resolve_color(choice, &variable, terminal), unicode: true, width: 100 };
        Self { format: global.output_format.unwrap_or_default(), style }
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
        let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
        let report = Report {
            command: outcome.command,
            findings: outcome.findings,
            error: None,
            warnings: outcome.warnings,
            summary: Summary {
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                notes: count(Severity::Note),
                documents: outcome.corpus.documents.len(),
                snapshot: outcome.snapshot.describe(),
            },
            details: outcome.details.clone().map(|(key, value)| json!({ key: value })),
        };
        self.print_report(&report, &Texts(Some(outcome.corpus)));
    }

    /// Nothing that matters is staged: nothing to say to a person, an empty report for a program.
    pub(super) fn nothing_staged(&self, snapshot: &Snapshot) -> Verdict {
        if self.is_json() {
            let summary = Summary { snapshot: snapshot.describe(), ..Summary::default() };
            let warnings = snapshot.warnings();
            let report = Report { command: "check", findings: &[], error: None, warnings, summary, details: None };
            self.print_report(&report, &Texts(None));
        }
        Verdict::Clean
    }

    /// Why nothing could be decided.
    pub(super) fn error(&self, command: &str, error: &Error) {
        if self.is_json() {
            let summary = Summary::default();
            let report = Report { command, findings: &[], error: Some(error), warnings: &[], summary, details: None };
            self.print_report(&report, &Texts(None));
        }
        let shown = render::error(error, &self.style);
        // Standard error may be closed; the exit code still tells.
        let _ = std::io::stderr().write_all(shown.as_bytes());
    }

    /// What `fix` wrote.
    pub(super) fn wrote(&self, snapshot: &Snapshot, wrote: &Wrote) {
        self.say(&generation::wrote(&wrote.created, &wrote.existed, snapshot.prefix()));
    }

    /// What `generate` planned and wrote, for a program.
    pub(super) fn generated(&self, view: &generation::View<'_>, created: &[RepoPath], dry_run: bool) {
        if self.is_json() {
            print(&generation::json(view, created, dry_run));
        }
    }

    /// The model of a system.
    pub(super) fn model(&self, document: &Document, system: &System) {
        let shown =
            if self.is_json() { render::show::json(document, system) } else { render::show::human(document, system) };
        print(&shown);
    }

    /// What is configured.
    pub(super) fn configuration(&self, view: &settings::View<'_>) {
        print(&if self.is_json() { settings::json(view) } else { settings::toml(view) });
    }

    fn print_report(&self, report: &Report<'_>, texts: &Texts<'_>) {
        let text = if self.is_json() { render::json(report, texts) } else { render::human(report, texts, &self.style) };
        print(&text);
    }
}

/// The texts of the documents that findings point into.
struct Texts<'c>(Option<&'c Corpus>);

impl Sources for Texts<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.0?.document(path).map(|document| document.text.as_str())
    }
}

/// Writes to standard output. A reader that has gone away is no trouble: the verdict stands.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
