//! Carrying out a plan: the one clock, what may be written at all, and the files in order.
//! How a file is written safely is the writer's business.

use std::sync::atomic::{AtomicBool, Ordering};

use super::interrupt::Deferred;
use super::output::Counter;
use crate::error::{Error, ErrorKind, Result};
use crate::git::Snapshot;
use crate::plan::{Edited, Moved, NewSpec, Plan};
use crate::render::mending::Done;
use crate::write::{Job, NewFile, Progress, Renaming, Replacement, Writer, Written};

/// What was done of a plan.
#[derive(Debug, Default)]
pub(super) struct Wrote {
    /// What became of its files.
    pub(super) done: Done,
    /// What kept the rest from being written, or came when everything was: a signal.
    pub(super) stopped: Option<Error>,
}

/// The jobs that a plan comes to. What refers to a file that moves is changed before that file gets its name, so that a
/// run which ends in between leaves nothing that the next one does not complete.
fn jobs(plan: &Plan) -> Vec<Job> {
    let create = |spec: &NewSpec| Job::Create(NewFile { path: spec.path.clone(), text: spec.text.clone() });
    let replace = |edited: &Edited| {
        let (before, after) = (edited.before.clone().into_bytes(), edited.text.clone().into_bytes());
        Job::Replace(Replacement { path: edited.path.clone(), before, after })
    };
    let rename = |moved: &Moved| {
        let before = moved.text.clone().into_bytes();
        Job::Rename(Renaming { from: moved.from.clone(), to: moved.to.clone(), before })
    };
    let jobs = plan.new_specs.iter().map(create).chain(plan.edited.iter().map(replace));
    jobs.chain(plan.moved.iter().map(rename)).collect()
}

/// Carries out a plan, up to the first file that cannot be written: what was written is kept and said.
///
/// # Errors
/// [`ErrorKind::Write`] if nothing can or may be written at all.
pub(super) fn write(snapshot: &Snapshot, plan: &Plan) -> Result<Wrote> {
    let jobs = jobs(plan);
    let lock = snapshot.lock_path();
    if jobs.is_empty() {
        // A run that was killed may have left something all the same.
        if let Ok(root) = snapshot.writable_root() {
            Writer::clear(root, &lock)?;
        }
        return Ok(Wrote::default());
    }
    let root = snapshot.writable_root()?;
    let deferred = Deferred::begin()?;
    let writer = Writer::open(root, &lock, &jobs)?;
    let progress = carry_out(&writer, &jobs, deferred.noted());
    drop(writer);
    let is_interrupted = deferred.noted().load(Ordering::SeqCst);
    let interruption = is_interrupted.then(|| interrupted(progress.written.len(), jobs.len()));
    let mut written = progress.written.into_iter();
    let mut done = Done::default();
    for job in jobs {
        note(&mut done, job, written.next());
    }
    Ok(Wrote { done, stopped: progress.failed.or(interruption) })
}

/// Carries out the jobs one by one, and counts them for whoever watches.
fn carry_out(writer: &Writer, jobs: &[Job], interrupted: &AtomicBool) -> Progress {
    let mut counter = Counter::new(jobs.len());
    let mut all = Progress::default();
    for job in jobs {
        let Progress { written, failed } = writer.carry_out(std::slice::from_ref(job), interrupted);
        all.failed = failed;
        if written.is_empty() {
            break;
        }
        all.written.extend(written);
        counter.show(all.written.len());
    }
    all
}

/// Notes what became of a job; nothing did if it was not reached.
fn note(done: &mut Done, job: Job, written: Option<Written>) {
    let path = job.path().clone();
    match (written, job) {
        (Some(Written::Created), _) => done.created.push(path),
        (Some(Written::Replaced), _) => done.changed.push(path),
        (Some(Written::Moved), Job::Rename(Renaming { from, .. })) => done.moved.push((from, path)),
        (Some(Written::Moved), _) => done.moved.push((path.clone(), path)),
        (Some(Written::Exists), _) => done.skipped.push((path, "appeared meanwhile".to_owned())),
        (Some(Written::Changed), _) => done.skipped.push((path, "was changed meanwhile".to_owned())),
        (Some(Written::Refused(why)), _) => done.skipped.push((path, why)),
        (None, _) => done.unreached.push(path),
    }
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
