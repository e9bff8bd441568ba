//! `roadspec config`: what is configured, and where each value comes from.
//! What a setting means and which values it takes is said in the crate's `config`.

use clap::Args;

use super::output::Output;
use super::{Global, Verdict, Where, session};
use crate::error::Result;
use crate::render::settings::View;

/// What `config` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    place: Where,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let session = session::configure(global, session::open(global, options.place.source())?)?;
    let snapshot = session.snapshot.describe();
    output.configuration(&View { config: &session.config, snapshot: &snapshot, warnings: &session.warnings });
    Ok(Verdict::Clean)
}
