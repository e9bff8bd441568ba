//! `roadspec check`: judge every spec of a snapshot.
//! Nothing is written, no program is started, no socket is opened.

use std::path::PathBuf;

use clap::Args;

use super::output::{Outcome, Output};
use super::{Global, Verdict, Where, session};
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Severity};
use crate::git::{Snapshot, Source};
use crate::rules;

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Count only findings in these files and folders; every spec is still read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let source = options.place.source();
    let snapshot = session::open(global, source.clone())?;
    let staged = source == Source::Index;
    // Most commits stage nothing that matters: they leave before even the configuration is read.
    if staged && !snapshot.staged_touches(&|_| true)? {
        return Ok(output.nothing_staged(&snapshot));
    }
    let session = session::configure(global, snapshot)?;
    let globs = session.globs();
    if staged && !session.snapshot.staged_touches(&|path| session::Session::is_relevant(&globs, path))? {
        return Ok(output.nothing_staged(&session.snapshot));
    }
    let corpus = session.corpus()?;
    if corpus.documents.is_empty() && corpus.unreadable.is_empty() && corpus.oddities.is_empty() {
        return Err(session.nothing());
    }
    let mut findings = rules::judge(&corpus);
    keep_only(&options.paths, &session.snapshot, &mut findings)?;
    let verdict = verdict(&findings);
    output.report(&Outcome {
        command: "check",
        snapshot: &session.snapshot,
        corpus: &corpus,
        findings: &findings,
        error: None,
        warnings: &session.warnings,
        details: None,
    });
    // The process ends here; taking a large corpus apart would only cost time.
    std::mem::forget(corpus);
    Ok(verdict)
}

/// What findings mean for the exit: errors fail a run.
pub(super) fn verdict(findings: &[Finding]) -> Verdict {
    if findings.iter().any(|finding| finding.severity >= Severity::Error) { Verdict::Findings } else { Verdict::Clean }
}

/// Keeps the findings in the files and folders that were named, if any were.
fn keep_only(paths: &[PathBuf], snapshot: &Snapshot, findings: &mut Vec<Finding>) -> Result<()> {
    let mut wanted = Vec::new();
    for path in paths {
        let root = path.as_os_str() == "." && snapshot.prefix().is_empty();
        let inside = session::in_repository(snapshot, path).map(|path| path.to_string());
        let inside = if root { Some(String::new()) } else { inside };
        wanted.push(inside.ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("`{}` does not lie in the repository", path.display()))
        })?);
    }
    let under = |path: &str, folder: &String| {
        folder.is_empty()
            || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    findings.retain(|finding| wanted.is_empty() || wanted.iter().any(|folder| under(&finding.place.path, folder)));
    Ok(())
}
