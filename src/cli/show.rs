//! `roadspec show SYSTEM`: what was read from a system spec.
//! The model itself is read in `system`.

use clap::Args;

use super::generate::find_system;
use super::output::{self, Output};
use super::{Global, Verdict, Where, session};
use crate::error::Result;

/// What `show` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The system: its id, or the path of its spec
    system: String,
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let session = session::configure(global, session::open(global, options.place.source())?)?;
    output::warn(&session.warnings);
    let corpus = session.corpus()?;
    let system = &corpus.systems[find_system(&session, &corpus, &options.system)?];
    let document = &corpus.documents[system.document];
    output.model(document, system);
    Ok(Verdict::Clean)
}
