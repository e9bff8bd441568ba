//! A corpus on the bench: specs are added and findings mended, round by round on values, until nothing is left that may
//! be; what does harm is taken back. What a single document becomes is worked out in `change`.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{self, Order};
use super::fix::{Means, Scope};
use super::{Blocked, Edited, Entries, Left, Mended, Moved, NewSpec, Plan};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::finding::{Change, Finding, Fix, Remedy, Safety, Severity, Step};
use crate::path::RepoPath;
use crate::rules;

/// How often findings are mended and looked for again. Mending one can bring another, but not for long; where one of
/// several edits does harm, they are made one at a time.
const MAX_ROUNDS: usize = 50;

/// A corpus that is being changed, and what was done to it.
pub(super) struct Bench<'a> {
    corpus: Corpus,
    means: Means<'a>,
    plan: Plan,
    /// Where every changed file comes from, by its path now.
    origins: BTreeMap<RepoPath, Origin>,
    /// What was asked about already: why a file must not be written, or that it may.
    refusals: BTreeMap<RepoPath, Option<String>>,
    /// The same for what is only most likely meant.
    dirty: BTreeMap<RepoPath, Option<String>>,
    /// Files of whose edits one did harm, and nobody knows yet which.
    doubtful: BTreeSet<RepoPath>,
    /// What was to be mended in which file and is not.
    left: BTreeSet<(RepoPath, Mended)>,
    /// What the rules find in the corpus as it is now, once they were asked.
    judged: Option<Vec<Finding>>,
}

/// What a changed file was.
#[derive(Default)]
struct Origin {
    /// Its path, if it moves.
    from: Option<RepoPath>,
    /// Its text; none if it is new.
    before: Option<String>,
    mended: Vec<Mended>,
}

/// What a round did, so that it can be taken back.
#[derive(Default)]
pub(super) struct Round {
    /// The texts before it, by path.
    before: BTreeMap<RepoPath, String>,
    /// The errors that were there before it.
    errors: BTreeSet<(String, &'static str, String)>,
    /// What it was to mend, by path.
    mended: BTreeMap<RepoPath, Vec<Mended>>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(corpus: Corpus, means: Means<'a>) -> Self {
        Self {
            corpus,
            means,
            plan: Plan::default(),
            origins: BTreeMap::new(),
            refusals: BTreeMap::new(),
            dirty: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            left: BTreeSet::new(),
            judged: None,
        }
    }

    /// The corpus as it is now.
    pub(super) fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// What the rules find in the corpus as it is now. Whoever takes it and changes nothing should [keep](Self::keep) it.
    pub(super) fn judge(&mut self) -> Vec<Finding> {
        self.judged.take().unwrap_or_else(|| rules::judge(&self.corpus, self.means.policy))
    }

    /// Keeps what was found, for whoever asks next.
    pub(super) fn keep(&mut self, findings: Vec<Finding>) {
        self.judged = Some(findings);
    }

    /// Adds the specs that entries lack, and says whether there are any.
    pub(super) fn create(&mut self, entries: Entries<'_>, scope: Scope<'_>) -> Result<bool> {
        let templates = self.means.around.templates()?;
        let Plan { new_specs, blocked, .. } = super::missing(&self.corpus, entries, templates, self.means.today)?;
        self.plan.blocked = blocked;
        let new_specs: Vec<NewSpec> = new_specs.into_iter().filter(|spec| (scope.touches)(&spec.path)).collect();
        self.ask(new_specs.iter().map(|spec| spec.path.clone()).collect())?;
        let mut files = BTreeMap::new();
        for spec in new_specs {
            if let Some(reason) = &self.refusals[&spec.path] {
                let reason = format!("`{}` {reason}", spec.path);
                self.plan.blocked.push(Blocked { name: spec.name, system: spec.system, reason });
                continue;
            }
            files.insert(spec.path.clone(), Some(spec.text.clone()));
            self.origins.insert(spec.path.clone(), Origin::default());
            self.plan.new_specs.push(spec);
        }
        self.revise(files)?;
        Ok(!self.plan.new_specs.is_empty())
    }

    /// Mends what is in scope until nothing is, and takes back what does harm.
    pub(super) fn mend(&mut self, scope: Scope<'_>) -> Result<()> {
        let mut last = Round::default();
        for _ in 0..MAX_ROUNDS {
            let mut findings = self.judge();
            if self.take_back(&last, &findings)? {
                findings = self.judge();
            }
            last = self.round(&findings, scope)?;
            if last.mended.is_empty() {
                self.keep(findings);
                return Ok(());
            }
        }
        let findings = self.judge();
        self.take_back(&last, &findings)?;
        for (finding, fix) in fixes(&findings, scope) {
            for step in &fix.steps {
                self.leave(&step.path, Mended::from(finding), "it comes back each time it is mended");
            }
        }
        Ok(())
    }

    /// Mends each finding once, as far as they do not stand in each other's way.
    pub(super) fn round(&mut self, findings: &[Finding], scope: Scope<'_>) -> Result<Round> {
        let wanted = self.wanted(findings, scope)?;
        let order = Order::new(&self.corpus);
        let mut round = Round { errors: findings.iter().filter_map(error).collect(), ..Round::default() };
        let (mut files, mut refused) = (BTreeMap::new(), Vec::new());
        for (path, changes) in wanted {
            let Some(document) = self.corpus.document(path.as_str()) else { continue };
            let result = change::document(&self.corpus, &order, document, &changes);
            let before = document.text.clone();
            let refusals = result.refused.into_iter();
            refused.extend(refusals.map(|(finding, reason)| (path.clone(), Mended::from(finding), reason)));
            let mut mended: Vec<Mended> = result.mended.into_iter().map(Mended::from).collect();
            mended.dedup();
            let to = result.to.unwrap_or_else(|| path.clone());
            if to == path && result.text == before {
                let reason = "nothing in the file would change".to_owned();
                refused.extend(mended.into_iter().map(|one| (path.clone(), one, reason.clone())));
                continue;
            }
            round.mended.insert(to.clone(), mended);
            if to != path {
                files.insert(path.clone(), None);
                let origin = self.origins.remove(&path).unwrap_or_else(|| Origin::of(&before));
                self.origins.insert(to.clone(), Origin { from: Some(path), ..origin });
            }
            round.before.insert(to.clone(), before);
            files.insert(to, Some(result.text));
        }
        for (path, mended) in &round.mended {
            let origin = self.origins.entry(path.clone()).or_insert_with(|| Origin::of(&round.before[path]));
            origin.mended.extend(mended.iter().cloned());
        }
        for (path, what, reason) in refused {
            self.leave(&path, what, &reason);
        }
        self.revise(files)?;
        Ok(round)
    }

    /// The changes to each file that are asked for and may be made, with the findings that they mend.
    fn wanted<'f>(
        &mut self,
        findings: &'f [Finding],
        scope: Scope<'_>,
    ) -> Result<BTreeMap<RepoPath, Vec<(&'f Finding, &'f Change)>>> {
        let steps = fixes(findings, scope)
            .flat_map(|(finding, fix)| fix.steps.iter().map(move |step| (finding, fix.safety, step)));
        let steps: Vec<_> = steps.filter(|(.., step)| (scope.touches)(&step.path)).collect();
        self.ask(steps.iter().map(|(.., step)| step.path.clone()).collect())?;
        let likely = steps.iter().filter(|(_, safety, _)| *safety == Safety::Unsafe);
        self.ask_dirty(likely.map(|(.., step)| step.path.clone()).collect())?;
        self.settle_moves(findings, scope)?;
        let mut wanted: BTreeMap<RepoPath, Vec<(&Finding, &Change)>> = BTreeMap::new();
        for (finding, safety, step) in steps {
            let dirty = if safety == Safety::Unsafe { &self.dirty[&step.path] } else { &None };
            let mended = Mended::from(finding);
            match self.refusals[&step.path].as_ref().or(dirty.as_ref()).cloned() {
                _ if self.left.contains(&(step.path.clone(), mended.clone())) => {}
                Some(reason) => self.leave(&step.path, mended, &reason),
                None => {
                    let changes = wanted.entry(step.path.clone()).or_default();
                    let is_alone = changes.iter().all(|(other, _)| std::ptr::eq(*other, finding));
                    if is_alone || !self.doubtful.contains(&step.path) {
                        changes.push((finding, &step.change));
                    }
                }
            }
        }
        Ok(wanted)
    }

    /// Leaves every move alone that cannot be made with all that belongs to it: links would lead nowhere.
    fn settle_moves(&mut self, findings: &[Finding], scope: Scope<'_>) -> Result<()> {
        for (finding, fix) in fixes(findings, scope) {
            let to = fix.steps.iter().find_map(|step| match &step.change {
                Change::Move(to) => Some(to),
                _ => None,
            });
            let Some(to) = to else { continue };
            self.ask(BTreeSet::from([to.clone()]))?;
            let refusal = |path: &RepoPath| self.refusals.get(path).cloned().flatten();
            let reason = |step: &Step| {
                let dirty = || self.dirty.get(&step.path).cloned().flatten();
                let outside = || (!(scope.touches)(&step.path)).then(|| "is not among the files to change".to_owned());
                let why = refusal(&step.path).or_else(dirty).or_else(outside)?;
                Some(format!("`{}`, which belongs to it, {why}", step.path))
            };
            let taken = self.means.around.existing(BTreeSet::from([to.to_string()]))?;
            let taken = (!taken.is_empty()).then(|| format!("there is something at `{to}`"));
            let reason =
                fix.steps.iter().find_map(reason).or(taken).or_else(|| refusal(to).map(|why| format!("`{to}` {why}")));
            if let Some(reason) = reason {
                for step in &fix.steps {
                    match step.change {
                        Change::Move(_) => self.leave(&step.path, Mended::from(finding), &reason),
                        _ => drop(self.left.insert((step.path.clone(), Mended::from(finding)))),
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the edits of the last round back in files that have errors now which they did not have before it.
    fn take_back(&mut self, last: &Round, findings: &[Finding]) -> Result<bool> {
        let mut files = BTreeMap::new();
        for finding in findings {
            if error(finding).is_none_or(|error| last.errors.contains(&error)) {
                continue;
            }
            let place = RepoPath::new(finding.place.path.as_bytes()).ok();
            let Some((path, before)) = place.as_ref().and_then(|path| last.before.get_key_value(path)) else {
                continue;
            };
            // A file that moved has its old errors at a new path.
            let moved = self.origins.get(path).is_some_and(|origin| origin.from.is_some());
            if moved || files.contains_key(path) {
                continue;
            }
            files.insert(path.clone(), Some(before.clone()));
            let mended = &last.mended[path];
            if let Some(origin) = self.origins.get_mut(path) {
                origin.mended.retain(|own| !mended.contains(own));
            }
            match &mended[..] {
                [only] => {
                    let reason = format!("the edit would bring another error: {}", finding.message);
                    self.leave(path, only.clone(), &reason);
                }
                _ => drop(self.doubtful.insert(path.clone())),
            }
        }
        let any = !files.is_empty();
        self.revise(files)?;
        Ok(any)
    }

    /// Asks about the files that were not asked about yet.
    fn ask(&mut self, mut paths: BTreeSet<RepoPath>) -> Result<()> {
        paths.retain(|path| !self.refusals.contains_key(path));
        let mut refused = self.means.around.refusals(&paths)?;
        let answers = paths.into_iter().map(|path| (path.clone(), refused.remove(&path)));
        self.refusals.extend(answers);
        Ok(())
    }

    /// Asks about the files that were not asked about yet. What a file was before it is changed is what counts.
    fn ask_dirty(&mut self, mut paths: BTreeSet<RepoPath>) -> Result<()> {
        paths.retain(|path| !self.dirty.contains_key(path));
        let mut dirty = self.means.around.dirty(&paths)?;
        let answers = paths.into_iter().map(|path| (path.clone(), dirty.remove(&path)));
        self.dirty.extend(answers);
        Ok(())
    }

    fn revise(&mut self, files: BTreeMap<RepoPath, Option<String>>) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.judged = None;
        let corpus = std::mem::take(&mut self.corpus);
        self.corpus = corpus.revised(files, self.means.globs, self.means.schemas)?;
        let outside = self.means.around.existing(self.corpus.outside_links())?;
        self.corpus.set_outside(outside);
        Ok(())
    }

    /// Notes what is not mended, and why.
    fn leave(&mut self, path: &RepoPath, what: Mended, reason: &str) {
        let Mended { rule, message } = what.clone();
        if self.left.insert((path.clone(), what)) {
            self.plan.left.push(Left { path: path.clone(), rule, message, reason: reason.to_owned() });
        }
    }

    /// What became of every file.
    pub(super) fn finish(self) -> (Plan, Corpus) {
        let Self { corpus, mut plan, origins, .. } = self;
        let text = |path: &RepoPath| corpus.document(path.as_str()).map(|document| document.text.clone());
        for spec in &mut plan.new_specs {
            spec.text = text(&spec.path).unwrap_or_else(|| std::mem::take(&mut spec.text));
        }
        for (path, Origin { from, before, mended }) in origins {
            let (Some(before), Some(text)) = (before, text(&path)) else { continue };
            let at = from.clone().unwrap_or_else(|| path.clone());
            if text != before {
                plan.edited.push(Edited { path: at, before, text: text.clone(), mended: mended.clone() });
            }
            plan.moved.extend(from.map(|from| Moved { from, to: path, text, mended }));
        }
        (plan, corpus)
    }
}

impl Origin {
    fn of(text: &str) -> Self {
        Self { before: Some(text.to_owned()), ..Self::default() }
    }
}

impl From<&Finding> for Mended {
    fn from(finding: &Finding) -> Self {
        Self { rule: finding.rule, message: finding.message.clone() }
    }
}

/// The findings that are asked for and can be mended with enough certainty, with their fixes.
fn fixes<'f>(findings: &'f [Finding], scope: Scope<'_>) -> impl Iterator<Item = (&'f Finding, &'f Fix)> {
    findings.iter().filter_map(move |finding| match &finding.remedy {
        Remedy::Edit(fix) if fix.safety <= scope.safety && (scope.takes)(finding) => Some((finding, fix)),
        _ => None,
    })
}

/// An error, by where it is and what it says.
fn error(finding: &Finding) -> Option<(String, &'static str, String)> {
    let is_error = finding.severity == Severity::Error;
    is_error.then(|| (finding.place.path.clone(), finding.rule, finding.message.clone()))
}
