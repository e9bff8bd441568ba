//! `roadspec generate SYSTEM`: show what would be written for one system, ask, write it.
//! What a spec holds is planned in `plan`; this is the conversation around it.

use std::collections::BTreeSet;
use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;

use super::output::{self, Output};
use super::pick;
use super::session::{self, Around, Reading, Session};
use super::write_plan::{self, Wrote};
use super::{Global, Verdict};
use crate::config;
use crate::corpus::{Corpus, System};
use crate::error::{Error, ErrorKind, Result};
use crate::git::Source;
use crate::path::RepoPath;
use crate::plan::{self, Blocked, Entries, Means, Plan};
use crate::render::generation;
use crate::text::did_you_mean;

/// What `generate` takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Options {
    /// The system: its id, or the path of its spec
    system: String,
    /// Only this feature: the name of its roadmap entry or component, or its id; may be given several times
    #[arg(long, value_name = "NAME")]
    feature: Vec<String>,
    /// Where to write, from the repository's root, instead of the configuration's folder
    #[arg(long, value_name = "DIR")]
    output_dir: Option<String>,
    /// Show what would be written and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    /// Pick from a list what to write, and change ids and paths
    #[arg(long)]
    interactive: bool,
    /// Also say of each spec where it comes from, what it needs and what it lacks, on standard error
    #[arg(long)]
    verbose: bool,
}

pub(super) fn run(global: &Global, options: &Options, output: &Output) -> Result<Verdict> {
    let mut session = session::configure(global, session::open(global, Source::Worktree)?)?;
    let folder = options.output_dir.as_deref().map(|folder| session.write_to(folder)).transpose()?;
    output::warn(&session.warnings);
    let Reading { mut corpus, globs, schemas } = session.read(None)?;
    let place = find_system(&session, &corpus, &options.system)?;
    let asked = find_entries(&corpus.systems[place], &options.feature)?;
    if let Some(folder) = folder {
        move_to(&mut corpus, place, asked.as_ref(), &folder)?;
    }
    let only = if options.interactive {
        match pick::entries(&mut corpus, place, asked.as_ref(), &globs, output)? {
            Some(picked) => Some(picked),
            None => return Ok(declined(output)),
        }
    } else {
        asked.clone()
    };
    let around = Around::new(&session);
    let (policy, today) = (&session.config.policy, write_plan::today()?);
    let means = Means { policy, globs: &globs, schemas: &schemas, today: &today, around: &around };
    let entries = Entries::System { system: place, only: only.as_ref() };
    let (mut plan, corpus) = plan::generate(corpus, entries, means)?;
    plan.blocked.extend(unnameable(&corpus.systems[place], asked.as_ref()));
    let view = generation::View { corpus: &corpus, system: &corpus.systems[place], plan: &plan, asked: asked.as_ref() };
    output.say(&generation::preview(&view));
    if options.verbose {
        output::aside(&generation::details(&view));
    }
    let asks = !options.dry_run && !options.yes && !plan.new_specs.is_empty();
    if asks && !confirmed(&plan, output)? {
        return Ok(declined(output));
    }
    let writes = !options.dry_run && !plan.new_specs.is_empty();
    let wrote = if writes { write_plan::write(&session.snapshot, &plan)? } else { Wrote::default() };
    output.generated(&view, &wrote, options.dry_run, session.snapshot.prefix());
    Ok(verdict(&view, &wrote))
}

/// The entries that were asked for and can have no spec, because they can have no id.
fn unnameable(system: &System, asked: Option<&BTreeSet<usize>>) -> Vec<Blocked> {
    let asked = asked.into_iter().flatten().filter_map(|at| system.coverage.entries.get(*at));
    let unnameable = asked.filter(|entry| entry.covered_by.is_empty() && entry.planned().is_none());
    let reason = "no id can be given to it; `roadspec check` says why";
    let blocked = |name: &String| Blocked { name: name.clone(), system: system.id.clone(), reason: reason.to_owned() };
    unnameable.map(|entry| blocked(&entry.name)).collect()
}

/// Nothing is written, because nobody wants it.
fn declined(output: &Output) -> Verdict {
    output.say("Nothing was written.\n");
    Verdict::Unfinished
}

/// How it ends: with findings if something that was asked for is not there now because of this run.
fn verdict(view: &generation::View<'_>, wrote: &Wrote) -> Verdict {
    match &wrote.stopped {
        Some(error) => Verdict::stopped(error),
        None if view.plan.blocked.is_empty() && view.existing().is_empty() && wrote.done.skipped.is_empty() => {
            Verdict::Clean
        }
        None => Verdict::Findings,
    }
}

/// Asks on the terminal; without one nobody can answer.
fn confirmed(plan: &Plan, output: &Output) -> Result<bool> {
    if !std::io::stdin().is_terminal() || output.is_json() {
        return Err(Error::new(ErrorKind::Usage, "there is no terminal to ask on")
            .with_help("pass `--yes` to write, or `--dry-run` to see what would be written"));
    }
    output.say(&generation::question(plan));
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| Error::new(ErrorKind::Environment, format!("the answer cannot be read: {error}")))?;
    Ok(!answer.is_empty() && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

impl Session {
    /// The folder to write to instead of the configuration's. What lies there is read as well.
    fn write_to(&mut self, folder: &str) -> Result<RepoPath> {
        let path = RepoPath::new(folder.trim_end_matches('/').as_bytes()).map_err(|wrong| {
            Error::new(ErrorKind::Usage, format!("the output folder {} {}", wrong.shown, wrong.reason))
                .with_help("name a folder inside the repository, from its root")
        })?;
        if !self.globs().matches(&format!("{path}/x.{}", self.config.profile.extension)) {
            self.warnings.push(format!("`check` does not look into `{path}`: the configuration does not include it"));
        }
        let folder = self.below_root(&path)?;
        let profile = &mut self.config.profile;
        profile.include.push(config::below(&folder, profile.extension));
        Ok(path)
    }
}

/// Gives the specs that the asked entries lack a place in another folder. All others stay where they are expected.
fn move_to(corpus: &mut Corpus, system: usize, asked: Option<&BTreeSet<usize>>, folder: &RepoPath) -> Result<()> {
    let entries = corpus.systems[system].coverage.entries.iter().enumerate();
    let missing = entries.filter(|(at, entry)| entry.is_missing() && asked.is_none_or(|asked| asked.contains(at)));
    let missing: Vec<(usize, String)> =
        missing.filter_map(|(at, entry)| Some((at, entry.planned()?.to_owned()))).collect();
    for (at, id) in missing {
        let path = format!("{folder}/{id}.{}", corpus.profile.extension);
        let path = RepoPath::new(path.as_bytes())
            .map_err(|wrong| Error::new(ErrorKind::Usage, format!("the path {} {}", wrong.shown, wrong.reason)))?;
        corpus.replan(system, at, &id, path);
    }
    Ok(())
}

/// The system that an id or a path names.
pub(super) fn find_system(session: &Session, corpus: &Corpus, name: &str) -> Result<usize> {
    let path = session::in_repository(&session.snapshot, std::path::Path::new(name));
    let is = |system: &System| {
        let own = &corpus.documents[system.document].path;
        system.id == name || path.as_ref() == Some(own) || own.as_str() == name
    };
    corpus.systems.iter().position(is).ok_or_else(|| {
        let message = format!("there is no system spec `{name}` in {}", session.snapshot.describe());
        let ids = corpus.systems.iter().map(|system| system.id.as_str());
        Error::new(ErrorKind::Usage, message).with_help(suggest(name, ids, "the systems are"))
    })
}

/// The entries of a system that names mean; none if none were named.
fn find_entries(system: &System, names: &[String]) -> Result<Option<BTreeSet<usize>>> {
    let found = names.iter().map(|name| find_entry(system, name)).collect::<Result<_>>()?;
    Ok((!names.is_empty()).then_some(found))
}

/// The entry with this id, else the only one with this name.
fn find_entry(system: &System, name: &str) -> Result<usize> {
    let entries = &system.coverage.entries;
    if let Some(at) = entries.iter().position(|entry| entry.planned() == Some(name)) {
        return Ok(at);
    }
    let words = crate::profile::words(name);
    let is = |own: &str| crate::profile::words(own) == words;
    let own_names = system.spec.entries().map(|(_, entry)| entry.name.value.as_str()).zip(entries);
    let named = own_names.enumerate().filter(|(_, (own, entry))| is(own) || is(&entry.name)).map(|(at, _)| at);
    match named.collect::<Vec<_>>()[..] {
        [at] => Ok(at),
        [] => {
            let known = entries.iter().map(|entry| entry.name.as_str());
            let message = format!("the roadmap of `{}` has no entry `{name}`", system.id);
            Err(Error::new(ErrorKind::Usage, message).with_help(suggest(name, known, "its features are")))
        }
        ref several => {
            let ids: BTreeSet<_> = several.iter().filter_map(|at| entries.get(*at)?.planned()).collect();
            let message = format!("the roadmap of `{}` has several entries `{name}`", system.id);
            Err(Error::new(ErrorKind::Usage, message).with_help(format!("name one by its id: {}", listed(ids))))
        }
    }
}

fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The nearest of some names, else all of them.
fn suggest<'n>(name: &str, known: impl Iterator<Item = &'n str>, introduction: &str) -> String {
    let known: Vec<&str> = known.collect();
    if known.is_empty() {
        return "no spec of kind `system` with an id was found".to_owned();
    }
    did_you_mean(name, known.iter().copied()).unwrap_or_else(|| format!("{introduction} {}", listed(known)))
}
