//! `generate --interactive`: which of the missing specs, and what each is called and where it will lie, asked on a
//! terminal. The only owner of `dialoguer`. What follows from the answers is planned elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal as _;
use std::sync::atomic::Ordering;

use dialoguer::console::Term;
use dialoguer::{Confirm, Input, MultiSelect};

use super::interrupt::Deferred;
use super::output::{self, Output};
use crate::config::Globs;
use crate::corpus::{Corpus, System};
use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::relations::in_order;
use crate::render::harmless;

/// The fewest and the most columns that a line of the list may take, before its mark.
const COLUMNS: (usize, usize) = (40, 110);

/// Asks which specs of a system to write, among those that are missing and, if some were named, named; and has them
/// called and placed as is asked for. None if there was nothing picked.
///
/// # Errors
/// [`ErrorKind::Usage`] without a terminal; [`ErrorKind::Interrupted`] after a signal; [`ErrorKind::Environment`] if the
/// terminal goes away.
pub(super) fn entries(
    corpus: &mut Corpus,
    system: usize,
    only: Option<&BTreeSet<usize>>,
    globs: &Globs,
    output: &Output,
) -> Result<Option<BTreeSet<usize>>> {
    if output.is_json() || !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Error::new(ErrorKind::Usage, "there is no terminal to pick on")
            .with_help("name what you want with `--feature`, and pass `--yes` to write it, or `--dry-run` to see it"));
    }
    let (order, early) = in_order(&corpus.systems[system].relations);
    let entries = &corpus.systems[system].coverage.entries;
    let is_wanted = |at: &usize| entries[*at].is_missing() && only.is_none_or(|only| only.contains(at));
    let order: Vec<usize> = order.into_iter().filter(is_wanted).collect();
    if order.is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    let dialogue = Dialogue { term: Term::stderr(), deferred: Deferred::begin()? };
    let Some(picked) = dialogue.pick(corpus, &corpus.systems[system], &order, &early)? else { return Ok(None) };
    match dialogue.yes("Change ids or paths?")? {
        None => return Ok(None),
        Some(false) => {}
        Some(true) => {
            for entry in &picked {
                dialogue.replan(corpus, system, *entry, globs)?;
            }
        }
    }
    Ok(Some(picked.into_iter().collect()))
}

/// Questions on a terminal. A signal ends the question, so that the terminal is left as it was.
struct Dialogue {
    term: Term,
    deferred: Deferred,
}

impl Dialogue {
    /// The entries that are picked, in the order of the list.
    fn pick(
        &self,
        corpus: &Corpus,
        system: &System,
        order: &[usize],
        early: &BTreeSet<usize>,
    ) -> Result<Option<Vec<usize>>> {
        let columns = usize::from(self.term.size().1).saturating_sub(8).clamp(COLUMNS.0, COLUMNS.1);
        let lines = order.iter().map(|entry| shortened(&line(corpus, system, *entry), columns));
        if order.iter().any(|entry| early.contains(entry)) {
            output::hint("some of these need each other; such a circle begins where the roadmap begins it");
        }
        let prompt = "Which feature specs? Space picks one, a all, Enter goes on, Esc ends (* has no spec yet)";
        let asked = MultiSelect::new().with_prompt(prompt).items(lines).report(false).interact_on_opt(&self.term);
        let picked = self.answer(asked)?.unwrap_or_default();
        let picked: Vec<usize> = picked.into_iter().filter_map(|at| order.get(at).copied()).collect();
        Ok(Some(picked).filter(|picked| !picked.is_empty()))
    }

    /// Asks a question whose answer is no unless it is yes; none if it is left with Esc.
    fn yes(&self, question: &str) -> Result<Option<bool>> {
        self.answer(Confirm::new().with_prompt(question).default(false).interact_on_opt(&self.term))
    }

    /// Asks what a spec is to be called and where it is to lie.
    fn replan(&self, corpus: &mut Corpus, system: usize, entry: usize, globs: &Globs) -> Result<()> {
        let own = &corpus.systems[system];
        let planned = &own.coverage.entries[entry];
        let Some(old) = planned.planned() else { return Ok(()) };
        output::aside(&harmless(&format!("\n{}\n", planned.name)));
        let id = match corpus.fixed_id(own, entry) {
            Some(reason) => {
                output::aside(&harmless(&format!("Its id stays {old}: {reason}.\n")));
                old.to_owned()
            }
            None => self.text("Id", old, |id| free_id(corpus, old, id))?,
        };
        let usual = corpus.path_of(&id);
        let path = self.text("Path", &usual, |path| free_path(corpus, globs, old, path).map(drop))?;
        let path = free_path(corpus, globs, old, &path).map_err(|reason| Error::new(ErrorKind::Usage, reason))?;
        if id != old || path.as_str() != usual {
            corpus.replan(system, entry, &id, path);
        }
        Ok(())
    }

    /// Asks for a text until it will do.
    fn text(
        &self,
        prompt: &str,
        default: &str,
        judge: impl Fn(&str) -> std::result::Result<(), String>,
    ) -> Result<String> {
        let judge = |text: &String| judge(text.trim()).map_err(|reason| harmless(&reason));
        let input = Input::<String>::new().with_prompt(prompt).default(default.to_owned()).validate_with(judge);
        self.answer(input.report(false).interact_text_on(&self.term)).map(|text| text.trim().to_owned())
    }

    fn answer<T>(&self, asked: dialoguer::Result<T>) -> Result<T> {
        asked.map_err(|dialoguer::Error::IO(error)| {
            // A list hides the cursor while it is asked.
            let _ = self.term.show_cursor().and_then(|()| self.term.write_line(""));
            if self.deferred.noted().load(Ordering::SeqCst) {
                Error::new(ErrorKind::Interrupted, "interrupted, before anything was written")
            } else {
                Error::new(ErrorKind::Environment, format!("the terminal cannot be read: {error}"))
            }
        })
    }
}

/// An entry on one line: its id, how hard it is, and what it needs, with a mark where that has no spec.
fn line(corpus: &Corpus, system: &System, at: usize) -> String {
    let coverage = &system.coverage.entries;
    let id = coverage[at].planned().unwrap_or_default();
    let level = system
        .spec
        .entry(at)
        .map(|entry| format!("{}, level {}", entry.complexity.value.word(), entry.maturity.value.number()));
    let needs = system.relations[at].depends_on.iter().filter_map(|other| {
        let needed = coverage.get(*other)?;
        let lacks = if needed.is_missing() { "*" } else { "" };
        Some(format!("{}{lacks}", corpus.id_of(needed)?))
    });
    let needs: Vec<String> = needs.collect();
    let needs = if needs.is_empty() { "needs nothing".to_owned() } else { format!("needs {}", needs.join(", ")) };
    harmless(&format!("{id} ({}), {needs}", level.unwrap_or_default())).replace('\n', " ")
}

/// A line that is not longer than this.
fn shortened(line: &str, columns: usize) -> String {
    match line.char_indices().nth(columns.saturating_sub(1)) {
        Some((at, character)) if at + character.len_utf8() < line.len() => format!("{}…", &line[..at]),
        _ => line.to_owned(),
    }
}

/// Why a spec that would be called `own` cannot be called `id`.
fn free_id(corpus: &Corpus, own: &str, id: &str) -> std::result::Result<(), String> {
    if !corpus.profile.is_id(id) {
        let longest = corpus.profile.ids.max_len;
        return Err(format!(
            "an id begins with a lower-case letter or a digit, goes on with these, `-`, `.` and `_`, and has at most \
             {longest} characters"
        ));
    }
    if id == own {
        return Ok(());
    }
    if let Some(at) = corpus.index.spec(id) {
        return Err(format!("`{}` is called so", corpus.documents[at].path));
    }
    if corpus.index.is_planned(id) {
        return Err(format!("another spec is to be called `{id}`"));
    }
    RepoPath::new(corpus.path_of(id).as_bytes()).map(drop).map_err(|wrong| format!("{} {}", wrong.shown, wrong.reason))
}

/// The path that a spec is to have, or why the one that would be called `own` cannot have it.
fn free_path(corpus: &Corpus, globs: &Globs, own: &str, path: &str) -> std::result::Result<RepoPath, String> {
    let safe = RepoPath::new(path.as_bytes()).map_err(|wrong| format!("{} {}", wrong.shown, wrong.reason))?;
    let extension = corpus.profile.extension;
    if !safe.file_name().ends_with(&format!(".{extension}")) {
        return Err(format!("the name of a spec ends in `.{extension}`"));
    }
    if !globs.matches(path) {
        return Err("the configuration does not include this path, so nobody would find the spec there".to_owned());
    }
    if let Some(other) = corpus.occupant(path) {
        return Err(format!("there is `{other}` already"));
    }
    let entries = corpus.systems.iter().flat_map(|system| &system.coverage.entries);
    let planned = entries.filter(|entry| entry.is_missing()).filter_map(|entry| entry.planned());
    let paths: BTreeMap<String, &str> =
        planned.filter(|id| *id != own).map(|id| (corpus.path_of(id).to_lowercase(), id)).collect();
    match paths.get(&path.to_lowercase()) {
        Some(id) => Err(format!("`{id}` is to lie there")),
        None => Ok(safe),
    }
}
