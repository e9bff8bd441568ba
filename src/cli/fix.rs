//! `roadspec fix`: mend what can be mended and write every missing feature spec, and say what is left.
//! It asks nothing and never runs `git add`. What mends a finding is said by its rule.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::output::{Outcome, Output, Show};
use super::scope::Scope;
use super::session::{Around, Reading, Session};
use super::{Global, Verdict, check, output, session, write_plan};
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::{Finding, Remedy, Safety};
use crate::git::Source;
use crate::plan::{self, Means, Planned};
use crate::render::mending::{self, Done};
use crate::rules;
use crate::text::did_you_mean;

/// What `fix` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Change only these files and folders; every spec is still read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also do what is only most likely meant, or reaches beyond the specs
    #[arg(long)]
    unsafe_fixes: bool,
    /// Mend only findings of this rule; may be given several times
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave findings of this rule alone; may be given several times
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Print what would change and write nothing; exits 1 if there is anything. The JSON has a patch for `git apply`
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    show: Show,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let rules = options.rules()?;
    let session = session::configure(global, session::open(global, Source::Worktree)?)?;
    let reading = session.read(None)?;
    if reading.corpus.is_empty() {
        return Err(session.nothing());
    }
    let files = Scope::new(&options.paths, &session.snapshot, &reading.corpus)?;
    let Reading { corpus, globs, schemas } = reading;
    let is_wanted = |finding: &Finding| rules.contains(finding.rule) && may_create(&session.config, finding);
    let scope = plan::Scope {
        takes: &is_wanted,
        touches: &|path| files.holds(path.as_str()),
        safety: if options.unsafe_fixes { Safety::Unsafe } else { Safety::Safe },
    };
    let today = write_plan::today()?;
    let around = Around::new(&session);
    let policy = &session.config.policy;
    let means = Means { policy, globs: &globs, schemas: &schemas, today: &today, around: &around };
    let planned = plan::fix(corpus, scope, means)?;
    if options.diff {
        return Ok(show_diff(&session, options, &planned, output));
    }
    let Planned { plan, mut corpus, mut findings } = planned;
    let wrote = write_plan::write(&session.snapshot, &plan)?;
    if !plan.is_nothing() {
        // What counts is there now, not what was planned.
        corpus = session.corpus()?;
        findings = rules::judge(&corpus, policy);
    }
    findings.retain(|finding| files.holds(&finding.place.path));
    output.say(&mending::prose(&plan, &wrote.done, session.snapshot.prefix()));
    output.report(&Outcome {
        command: "fix",
        snapshot: &session.snapshot,
        corpus: &corpus,
        findings: &findings,
        show: options.show,
        error: wrote.stopped.as_ref(),
        warnings: &session.warnings,
        is_all_tried: options.unsafe_fixes,
        details: Some(json!({ "fix": mending::json(&plan, &wrote.done) })),
    });
    Ok(match (&wrote.stopped, wrote.done.is_nothing()) {
        (Some(error), _) => Verdict::stopped(error),
        (None, false) => Verdict::Findings,
        (None, true) if !(plan.left.is_empty() && plan.blocked.is_empty() && wrote.done.skipped.is_empty()) => {
            Verdict::Findings
        }
        (None, true) => check::verdict(&findings, &session.config.policy),
    })
}

impl Options {
    /// The rules whose findings may be mended.
    fn rules(&self) -> Result<BTreeSet<&'static str>> {
        let named = |names: &[String], by: &str| -> Result<Vec<&'static str>> {
            let find = |name: &String| {
                rules::ids().find(|id| id == name).ok_or_else(|| {
                    let message = format!("there is no rule `{name}`, which `{by}` names");
                    let near = did_you_mean(name, rules::ids());
                    Error::new(ErrorKind::Usage, message)
                        .with_help(near.unwrap_or_else(|| "`roadspec rules` lists them".to_owned()))
                })
            };
            names.iter().map(find).collect()
        };
        let selected = named(&self.select, "--select")?;
        let ignored = named(&self.ignore, "--ignore")?;
        let all = rules::ids().filter(|id| selected.is_empty() || selected.contains(id));
        Ok(all.filter(|id| !ignored.contains(id)).collect())
    }
}

/// Whether the configuration lets a finding be mended.
fn may_create(config: &Config, finding: &Finding) -> bool {
    config.fix.create_missing || !matches!(finding.remedy, Remedy::Create { .. })
}

/// Says what would be done.
fn show_diff(session: &Session, options: &Options, planned: &Planned, output: &Output) -> Verdict {
    let Planned { plan, corpus, findings } = planned;
    let would = Done {
        created: plan.new_specs.iter().map(|spec| spec.path.clone()).collect(),
        changed: plan.edited.iter().map(|edited| edited.path.clone()).collect(),
        moved: plan.moved.iter().map(|moved| (moved.from.clone(), moved.to.clone())).collect(),
        ..Done::default()
    };
    if output.is_json() {
        let mut fix = mending::json(plan, &would);
        fix["diff"] = mending::diff(plan).into();
        output.report(&Outcome {
            command: "fix",
            snapshot: &session.snapshot,
            corpus,
            findings,
            show: options.show,
            error: None,
            warnings: &session.warnings,
            is_all_tried: options.unsafe_fixes,
            details: Some(json!({ "fix": fix })),
        });
    } else {
        output::warn(&session.warnings);
        output::aside(&mending::prose(plan, &Done::default(), session.snapshot.prefix()));
        output::print(&mending::shown(plan));
    }
    if would.is_nothing() { Verdict::Clean } else { Verdict::Findings }
}
