//! Carrying out a plan: the one clock, and the files in order.
//! How a file is written safely is the writer's business.

use crate::error::{Error, ErrorKind, Result};
use crate::git::Snapshot;
use crate::plan::Plan;
use crate::render::mending::Done;
use crate::write::{NewFile, Writer, Written};

/// What was done of a plan.
#[derive(Debug, Default)]
pub(super) struct Wrote {
    /// What became of its files.
    pub(super) done: Done,
    /// What kept the rest from being written.
    pub(super) stopped: Option<Error>,
}

/// Writes the new specs of a plan, up to the first that cannot be written: what was written is kept and said.
///
/// # Errors
/// [`ErrorKind::Write`] if nothing can or may be written at all.
pub(super) fn write(snapshot: &Snapshot, plan: &Plan) -> Result<Wrote> {
    let mut wrote = Wrote::default();
    if plan.new_specs.is_empty() {
        return Ok(wrote);
    }
    let writer = Writer::open(snapshot.writable_root()?)?;
    for spec in &plan.new_specs {
        let file = NewFile { path: spec.path.clone(), text: spec.text.clone() };
        match writer.create(&file) {
            Ok(Written::Created) => wrote.done.created.push(file.path),
            Ok(Written::Exists) => wrote.done.skipped.push((file.path, "something appeared there meanwhile".to_owned())),
            Err(error) => {
                wrote.stopped = Some(error);
                break;
            }
        }
    }
    Ok(wrote)
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
