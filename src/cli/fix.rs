//! `roadspec fix`: write every feature spec that is missing, and say what is left.
//! It asks nothing, touches no file that exists and never runs `git add`.

use super::output::{Outcome, Output, Show};
use super::write_plan::{self, Wrote};
use super::{Global, Verdict, check, session};
use crate::error::Result;
use crate::git::Source;
use crate::plan::{self, Plan, Wanted};
use crate::render::generation;
use crate::rules;

pub(super) fn run(global: &Global, output: &Output) -> Result<Verdict> {
    let session = session::configure(global, session::open(global, Source::Worktree)?)?;
    let corpus = session.corpus()?;
    if corpus.is_empty() {
        return Err(session.nothing());
    }
    let everything = Wanted { system: None, entries: None };
    let plan = if session.config.fix.create_missing {
        plan::missing(&corpus, everything, &session.templates()?, &write_plan::today()?)?
    } else {
        Plan::default()
    };
    let wrote = write_plan::write(&session.snapshot, &plan)?;
    // Judge what is there now, not what was planned.
    let corpus = if wrote.created.is_empty() { corpus } else { session.corpus()? };
    let findings = rules::judge(&corpus, &session.config.policy);
    output.say(&generation::blocked(&plan));
    output.wrote(&session.snapshot, &wrote);
    output.report(&Outcome {
        command: "fix",
        snapshot: &session.snapshot,
        corpus: &corpus,
        findings: &findings,
        show: Show::default(),
        error: wrote.stopped.as_ref(),
        warnings: &session.warnings,
        details: Some(("created", wrote.json())),
    });
    Ok(match (&wrote.stopped, wrote.created.is_empty()) {
        (Some(_), _) => Verdict::Unfinished,
        (None, false) => Verdict::Findings,
        (None, true) => check::verdict(&findings, &session.config.policy),
    })
}

impl Wrote {
    fn json(&self) -> serde_json::Value {
        self.created.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>().into()
    }
}
