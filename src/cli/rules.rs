//! `roadspec rules` and `roadspec explain RULE`: what is looked at, and why.
//! Nothing is read but the command line.

use clap::Args;

use super::Verdict;
use super::output::{self, Output};
use crate::error::{Error, ErrorKind, Result};
use crate::render;
use crate::rules::{self, RULES};
use crate::text::did_you_mean;

/// What `explain` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The rule, as `roadspec rules` lists it
    rule: String,
}

pub(super) fn list(output: &Output) -> Verdict {
    output::print(&if output.is_json() { render::rules::list_json(&RULES) } else { render::rules::list(&RULES) });
    Verdict::Clean
}

pub(super) fn explain(options: &Options, output: &Output) -> Result<Verdict> {
    let rule = rules::find(&options.rule).ok_or_else(|| {
        let help =
            did_you_mean(&options.rule, rules::ids()).unwrap_or_else(|| "`roadspec rules` lists every rule".to_owned());
        Error::new(ErrorKind::Usage, format!("there is no rule `{}`", options.rule)).with_help(help)
    })?;
    let text = if output.is_json() {
        render::rules::explained_json(rule)
    } else {
        render::rules::explained(rule, output.style())?
    };
    output::print(&text);
    Ok(Verdict::Clean)
}
