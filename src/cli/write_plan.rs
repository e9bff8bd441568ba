//! Carrying out a plan: the one clock, what may be written at all, and the files in order.
//! How a file is written safely is the writer's business.

use std::sync::atomic::Ordering;

use super::interrupt::Deferred;
use crate::error::{Error, ErrorKind, Result};
use crate::git::Snapshot;
use crate::path::RepoPath;
use crate::plan::{NewSpec, Plan};
use crate::write::{Job, NewFile, Writer, Written};

/// What was done of a plan.
#[derive(Debug, Default)]
pub(super) struct Wrote {
    /// What became of each file, in the plan's order; none for one that was not written because of what `stopped` says.
    pub(super) files: Vec<(RepoPath, Option<Written>)>,
    /// What kept the rest from being written, or came when everything was: a signal.
    pub(super) stopped: Option<Error>,
}

/// The jobs that a plan comes to.
pub(super) fn jobs(plan: &Plan) -> Vec<Job> {
    let create = |spec: &NewSpec| Job::Create(NewFile { path: spec.path.clone(), text: spec.text.clone() });
    plan.new_specs.iter().map(create).collect()
}

/// Carries out the jobs in their order, up to the first that cannot be: what was written is kept and said.
///
/// # Errors
/// [`ErrorKind::Write`] if nothing can or may be written at all.
pub(super) fn write(snapshot: &Snapshot, jobs: Vec<Job>) -> Result<Wrote> {
    let lock = snapshot.lock_path();
    if jobs.is_empty() {
        // A run that was killed may have left something all the same.
        if let Ok(root) = snapshot.writable_root() {
            Writer::clear(root, &lock)?;
        }
        return Ok(Wrote::default());
    }
    let root = snapshot.writable_root()?;
    let paths: Vec<RepoPath> = jobs.iter().map(|job| job.path().clone()).collect();
    let refusals = snapshot.refusals(jobs.iter().flat_map(Job::paths))?;
    let refusal = |job: &Job| job.paths().find_map(|path| refusals.get(path)).cloned();
    let refused: Vec<Option<String>> = jobs.iter().map(refusal).collect();
    let jobs: Vec<Job> = jobs.into_iter().zip(&refused).filter(|(_, why)| why.is_none()).map(|(job, _)| job).collect();
    let deferred = Deferred::begin()?;
    let progress = Writer::open(root, &lock, &jobs)?.carry_out(&jobs, deferred.noted());
    let is_interrupted = deferred.noted().load(Ordering::SeqCst);
    let done = progress.written.len();
    let mut written = progress.written.into_iter();
    let mut fate = |refused: Option<String>| match refused {
        Some(why) => Some(Written::Refused(why)),
        None => written.next(),
    };
    let files = paths.into_iter().zip(refused).map(|(path, refused)| (path, fate(refused))).collect();
    let interruption = is_interrupted.then(|| interrupted(done, jobs.len()));
    Ok(Wrote { files, stopped: progress.failed.or(interruption) })
}

/// What is said after a signal.
fn interrupted(done: usize, all: usize) -> Error {
    let (message, help) = if done == all {
        ("interrupted, after everything was written".to_owned(), "run the command again to see what is left")
    } else {
        (format!("interrupted, after {done} of {all} files"), "run the command again to write the rest")
    };
    Error::new(ErrorKind::Interrupted, message).with_help(help)
}

impl Wrote {
    /// The new files.
    pub(super) fn created(&self) -> Vec<RepoPath> {
        self.with(|written| matches!(written, Written::Created))
    }

    /// Every file that is not as it was.
    pub(super) fn touched(&self) -> Vec<RepoPath> {
        self.with(|written| matches!(written, Written::Created | Written::Replaced | Written::Moved))
    }

    fn with(&self, is_meant: impl Fn(&Written) -> bool) -> Vec<RepoPath> {
        let meant = self.files.iter().filter(|(_, written)| written.as_ref().is_some_and(&is_meant));
        meant.map(|(path, _)| path.clone()).collect()
    }

    /// The files that were left alone, each with the reason in words that follow its name.
    pub(super) fn left(&self) -> Vec<(RepoPath, String)> {
        let reason = |written: &Option<Written>| match written {
            Some(Written::Created | Written::Replaced | Written::Moved) => None,
            Some(Written::Exists) => Some("appeared meanwhile".to_owned()),
            Some(Written::Changed) => Some("was changed meanwhile".to_owned()),
            Some(Written::Refused(why)) => Some(why.clone()),
            None => Some("was not reached".to_owned()),
        };
        self.files.iter().filter_map(|(path, written)| Some((path.clone(), reason(written)?))).collect()
    }
}

/// The day that new specs carry, UTC: that of `SOURCE_DATE_EPOCH`, else today.
pub(super) fn today() -> Result<String> {
    let now = match std::env::var_os("SOURCE_DATE_EPOCH") {
        None => jiff::Timestamp::now(),
        Some(value) => {
            let seconds = value.to_str().and_then(|value| value.trim().parse().ok());
            seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).ok_or_else(|| {
                Error::new(ErrorKind::Environment, "SOURCE_DATE_EPOCH is not a number of seconds since 1970")
                    .with_help("unset it, or set it to such a number")
            })?
        }
    };
    Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}
