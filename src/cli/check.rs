//! `roadspec check`: judge every spec of a snapshot.
//! Nothing is written, no program is started, no socket is opened.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::output::{self, Outcome, Output, Show};
use super::scope::{self, Scope};
use super::session::{self, Session};
use super::{Global, Verdict, Where, generate};
use crate::config::Policy;
use crate::corpus::{Content, Corpus};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Finding;
use crate::git::{MAX_FILE_BYTES, Snapshot, Source};
use crate::path::RepoPath;
use crate::render;
use crate::rules;

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Count only findings in these files and folders; every spec is still read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    place: Where,
    /// Count only findings in the spec of this system and in its feature specs
    #[arg(long, value_name = "ID")]
    system: Option<String>,
    /// Read one file from standard input, and count only findings in it
    #[arg(long, requires = "stdin_filename", conflicts_with_all = ["paths", "rev", "staged"])]
    stdin: bool,
    /// Where the file of `--stdin` lies, or would lie
    #[arg(long, requires = "stdin", value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    show: Shown,
}

/// How much is shown; what counts is the same.
#[derive(Debug, Args)]
struct Shown {
    #[command(flatten)]
    findings: Show,
    /// Say on standard error what was read, and what was not and why
    #[arg(long)]
    verbose: bool,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let source = options.place.source();
    let snapshot = session::open(global, source.clone())?;
    let staged = source == Source::Index;
    // Most commits stage nothing that matters: they leave before even the configuration is read.
    if staged && !snapshot.staged_touches(&|_| true)? {
        return Ok(options.leave("nothing is staged", output, &snapshot, snapshot.warnings()));
    }
    let session = session::configure(global, snapshot)?;
    let globs = session.globs();
    if staged && !session.snapshot.staged_touches(&|path| session.is_relevant(&globs, path))? {
        let why = "nothing is staged that could change the verdict";
        return Ok(options.leave(why, output, &session.snapshot, &session.warnings));
    }
    let standard_input =
        options.stdin_filename.as_deref().map(|path| from_stdin(&session.snapshot, path)).transpose()?;
    let only = standard_input.as_ref().map(|(path, _)| path.to_string());
    if let Some(path) = only.as_ref().filter(|path| !globs.matches(path)) {
        let why = format!("`{path}` is not among the files that the configuration includes");
        return Ok(options.leave(&why, output, &session.snapshot, &session.warnings));
    }
    let corpus = session.corpus_with(standard_input)?;
    if options.show.verbose {
        let snapshot = session.snapshot.describe();
        let snapshot = only.as_ref().map_or(snapshot.clone(), |path| format!("{snapshot} with `{path}` as edited"));
        output::aside(&render::inventory::inventory(&corpus, &session.config, &snapshot));
    }
    if corpus.is_empty() && only.is_none() {
        return Err(session.nothing());
    }
    let mut findings = rules::judge(&corpus, &session.config.policy);
    let scope = Scope::new(&options.paths, &session.snapshot, &corpus)?;
    findings.retain(|finding| scope.holds(&finding.place.path));
    findings.retain(|finding| only.as_ref().is_none_or(|only| *only == finding.place.path));
    if let Some(name) = &options.system {
        keep_in_system(&session, &corpus, name, &mut findings)?;
    }
    let verdict = verdict(&findings, &session.config.policy);
    output.report(&Outcome {
        command: "check",
        snapshot: &session.snapshot,
        corpus: &corpus,
        findings: &findings,
        show: options.show.findings,
        error: None,
        warnings: &session.warnings,
        is_all_tried: false,
        details: None,
    });
    // The process ends here; taking a large corpus apart would only cost time.
    std::mem::forget(corpus);
    Ok(verdict)
}

impl Options {
    /// Ends a run in which nothing that was asked about can break a rule.
    fn leave(&self, why: &str, output: &Output, snapshot: &Snapshot, warnings: &[String]) -> Verdict {
        if self.show.verbose {
            output::aside(&render::harmless(&format!("Nothing is judged: {why}.\n")));
        }
        output.nothing_to_judge(snapshot, warnings)
    }
}

/// What findings mean for the exit: whether one of them is as severe as the policy allows none to be.
pub(super) fn verdict(findings: &[Finding], policy: &Policy) -> Verdict {
    if findings.iter().any(|finding| policy.fails(finding.severity)) { Verdict::Findings } else { Verdict::Clean }
}

/// The file on standard input, in place of whatever the snapshot has at its path.
fn from_stdin(snapshot: &Snapshot, path: &Path) -> Result<(RepoPath, Content)> {
    let place = session::in_repository(snapshot, path).ok_or_else(|| scope::outside(path))?;
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::new(ErrorKind::Environment, format!("standard input cannot be read: {error}")))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let content = if size > MAX_FILE_BYTES { Content::TooLarge(size) } else { Content::Bytes(bytes) };
    Ok((place, content))
}

/// Keeps the findings in the specs of one system.
fn keep_in_system(session: &Session, corpus: &Corpus, name: &str, findings: &mut Vec<Finding>) -> Result<()> {
    let system = generate::find_system(session, corpus, name)?;
    let belongs = |path: &str| corpus.place(path).and_then(|at| corpus.system_of(at)) == Some(system);
    findings.retain(|finding| belongs(&finding.place.path));
    Ok(())
}
