//! From findings to files that are as they should be: new specs and edits, round by round on values, until nothing is
//! left that may be mended. What a single document becomes is worked out in `change`; nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{self, Order};
use super::renamed;
use super::{Blocked, Edited, Entries, Left, Mended, Moved, NewSpec, Plan, Templates};
use crate::config::{Globs, Policy};
use crate::corpus::Corpus;
use crate::error::Result;
use crate::finding::{Change, Finding, Fix, Remedy, Safety, Severity};
use crate::path::RepoPath;
use crate::rules;
use crate::schema::Schemas;

/// How often findings are mended and looked for again. Mending one can bring another, but not for long; where one of
/// several edits does harm, they are made one at a time.
const MAX_ROUNDS: usize = 50;

/// Which findings are to be mended.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// Whether this one is asked for.
    pub takes: &'a dyn Fn(&Finding) -> bool,
    /// Whether this file may be changed or made.
    pub touches: &'a dyn Fn(&RepoPath) -> bool,
    /// How sure a fix must be.
    pub safety: Safety,
}

/// What planning has to be told.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// What counts as a finding.
    pub policy: &'a Policy,
    /// Which files are specs.
    pub globs: &'a Globs,
    /// What front matter may hold.
    pub schemas: &'a Schemas,
    /// The day that new specs carry, as `YYYY-MM-DD`.
    pub today: &'a str,
    /// What only the repository can tell.
    pub around: &'a dyn Surroundings,
}

/// What lies around a corpus.
pub trait Surroundings {
    /// Which of these paths are there, outside of the corpus.
    ///
    /// # Errors
    /// If that cannot be found out.
    fn existing(&self, paths: BTreeSet<String>) -> Result<BTreeSet<String>>;

    /// What new specs are rendered by; asked for only if there are any.
    ///
    /// # Errors
    /// If a template cannot be used.
    fn templates(&self) -> Result<&Templates>;

    /// Which of these files must not be written, and why: a clause that follows the path.
    ///
    /// # Errors
    /// If that cannot be found out.
    fn refusals(&self, paths: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>>;

    /// Which of these files hold what git could not bring back, and why: a clause that follows the path.
    ///
    /// # Errors
    /// If that cannot be found out.
    fn dirty(&self, paths: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>>;
}

/// Plans everything that mends the findings in scope, and gives the corpus as it would be then.
///
/// # Errors
/// As [`super::missing`], [`Corpus::revised`] and [`Surroundings`].
pub fn fix(corpus: Corpus, scope: Scope<'_>, means: Means<'_>) -> Result<(Plan, Corpus)> {
    let mut bench = Bench::new(corpus, means);
    let findings = rules::judge(&bench.corpus, means.policy);
    let wanted = |finding: &Finding| match &finding.remedy {
        Remedy::Create { path, .. } if (scope.takes)(finding) => Some(path.clone()),
        _ => None,
    };
    let paths: BTreeSet<String> = findings.iter().filter_map(wanted).collect();
    if !paths.is_empty() {
        bench.create(Entries::Paths(&paths), scope)?;
    }
    bench.mend(scope)?;
    Ok(bench.finish())
}

/// Plans these new specs, and the edits of lists in other specs that they bring about.
///
/// # Errors
/// As [`fix`].
pub fn generate(corpus: Corpus, entries: Entries<'_>, means: Means<'_>) -> Result<(Plan, Corpus)> {
    let known: BTreeSet<(String, &str, String)> =
        rules::judge(&corpus, means.policy).into_iter().map(|one| (one.place.path, one.rule, one.message)).collect();
    let system = entries.system();
    let source = system.and_then(|at| corpus.systems.get(at)).map(|system| system.document);
    let source = source.map(|at| corpus.documents[at].path.to_string());
    let mut bench = Bench::new(corpus, means);
    let everywhere = |_: &RepoPath| true;
    // The system's own list is brought in step; of the other specs only what was right before.
    let takes = |finding: &Finding| {
        let is_new = !known.contains(&(finding.place.path.clone(), finding.rule, finding.message.clone()));
        rules::is_about_lists(finding.rule) && (is_new || Some(&finding.place.path) == source.as_ref())
    };
    let scope = Scope { takes: &takes, touches: &everywhere, safety: Safety::Safe };
    let replanned = bench.corpus.replanned().to_vec();
    bench.create(entries, scope)?;
    if !bench.plan.new_specs.is_empty() {
        let findings = renamed::findings(&bench.corpus, &replanned);
        bench.round(&findings, Scope { takes: &|_| true, ..scope })?;
        bench.mend(scope)?;
    }
    Ok(bench.finish())
}

/// A corpus that is being changed, and what was done to it.
struct Bench<'a> {
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
struct Round {
    /// The texts before it, by path.
    before: BTreeMap<RepoPath, String>,
    /// The errors that were there before it.
    errors: BTreeSet<(String, &'static str, String)>,
    /// What it was to mend, by path.
    mended: BTreeMap<RepoPath, Vec<Mended>>,
}

impl<'a> Bench<'a> {
    fn new(corpus: Corpus, means: Means<'a>) -> Self {
        Self {
            corpus,
            means,
            plan: Plan::default(),
            origins: BTreeMap::new(),
            refusals: BTreeMap::new(),
            dirty: BTreeMap::new(),
            doubtful: BTreeSet::new(),
        }
    }

    /// Adds the specs that entries lack.
    fn create(&mut self, entries: Entries<'_>, scope: Scope<'_>) -> Result<()> {
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
        self.revise(files)
    }

    /// Mends what is in scope until nothing is, and takes back what does harm.
    fn mend(&mut self, scope: Scope<'_>) -> Result<()> {
        let mut last = Round::default();
        for _ in 0..MAX_ROUNDS {
            let mut findings = rules::judge(&self.corpus, self.means.policy);
            if self.take_back(&last, &findings)? {
                findings = rules::judge(&self.corpus, self.means.policy);
            }
            last = self.round(&findings, scope)?;
            if last.mended.is_empty() {
                return Ok(());
            }
        }
        let findings = rules::judge(&self.corpus, self.means.policy);
        self.take_back(&last, &findings)?;
        Ok(())
    }

    /// Mends each finding once, as far as they do not stand in each other's way.
    fn round(&mut self, findings: &[Finding], scope: Scope<'_>) -> Result<Round> {
        let wanted = self.wanted(findings, scope)?;
        let order = Order::new(&self.corpus);
        let mut round = Round { errors: findings.iter().filter_map(error).collect(), ..Round::default() };
        let mut files = BTreeMap::new();
        for (path, changes) in wanted {
            let Some(document) = self.corpus.document(path.as_str()) else { continue };
            let result = change::document(&self.corpus, &order, document, &changes);
            self.plan.left.extend(result.refused.into_iter().map(|(finding, reason)| left(&path, finding, reason)));
            let to = result.to.unwrap_or_else(|| path.clone());
            if to == path && result.text == document.text {
                let why = || "nothing in the file would change".to_owned();
                self.plan.left.extend(result.mended.into_iter().map(|finding| left(&path, finding, why())));
                continue;
            }
            let mut mended: Vec<Mended> = result.mended.into_iter().map(Mended::from).collect();
            mended.dedup();
            round.before.insert(to.clone(), document.text.clone());
            round.mended.insert(to.clone(), mended);
            if to != path {
                files.insert(path.clone(), None);
                let origin = self.origins.remove(&path).unwrap_or_else(|| Origin::of(&document.text));
                self.origins.insert(to.clone(), Origin { from: Some(path), ..origin });
            }
            files.insert(to, Some(result.text));
        }
        for (path, mended) in &round.mended {
            let origin = self.origins.entry(path.clone()).or_insert_with(|| Origin::of(&round.before[path]));
            origin.mended.extend(mended.iter().cloned());
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
        let fixes = findings.iter().filter_map(|finding| Some((finding, in_scope(finding, scope)?)));
        let steps = fixes.flat_map(|(finding, fix)| fix.steps.iter().map(move |step| (finding, fix.safety, step)));
        let steps: Vec<_> = steps.filter(|(.., step)| (scope.touches)(&step.path)).collect();
        self.ask(steps.iter().map(|(.., step)| step.path.clone()).collect())?;
        let likely = steps.iter().filter(|(_, safety, _)| *safety == Safety::Unsafe);
        self.ask_dirty(likely.map(|(.., step)| step.path.clone()).collect())?;
        let mut wanted: BTreeMap<RepoPath, Vec<(&Finding, &Change)>> = BTreeMap::new();
        for (finding, safety, step) in steps {
            let dirty = if safety == Safety::Unsafe { &self.dirty[&step.path] } else { &None };
            match self.refusals[&step.path].as_ref().or(dirty.as_ref()) {
                _ if self.is_left(&step.path, finding) => {}
                Some(reason) => self.plan.left.push(left(&step.path, finding, reason.clone())),
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

    /// Takes the edits of the last round back in files that have errors now which they did not have before it.
    fn take_back(&mut self, last: &Round, findings: &[Finding]) -> Result<bool> {
        let mut files = BTreeMap::new();
        for finding in findings {
            let is_new = error(finding).is_some_and(|error| !last.errors.contains(&error));
            let Some((path, before)) = last.before.iter().find(|(path, _)| path.as_str() == finding.place.path) else {
                continue;
            };
            // A file that moved has its old errors at a new path.
            let moved = self.origins.get(path).is_some_and(|origin| origin.from.is_some());
            if !is_new || moved || files.contains_key(path) {
                continue;
            }
            files.insert(path.clone(), Some(before.clone()));
            let mended = &last.mended[path];
            if let Some(origin) = self.origins.get_mut(path) {
                origin.mended.retain(|own| !mended.contains(own));
            }
            if mended.len() > 1 {
                self.doubtful.insert(path.clone());
                continue;
            }
            let reason = format!("the edit would bring another error: {}", finding.message);
            self.plan.left.extend(mended.iter().map(|mended| Left {
                path: path.clone(),
                rule: mended.rule,
                message: mended.message.clone(),
                reason: reason.clone(),
            }));
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
        let corpus = std::mem::take(&mut self.corpus);
        self.corpus = corpus.revised(files, self.means.globs, self.means.schemas)?;
        let outside = self.means.around.existing(self.corpus.outside_links())?;
        self.corpus.set_outside(outside);
        Ok(())
    }

    fn is_left(&self, path: &RepoPath, finding: &Finding) -> bool {
        let is = |left: &Left| left.path == *path && left.rule == finding.rule && left.message == finding.message;
        self.plan.left.iter().any(is)
    }

    /// What became of every file.
    fn finish(self) -> (Plan, Corpus) {
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

/// The fix of a finding, if it is asked for and sure enough.
fn in_scope<'f>(finding: &'f Finding, scope: Scope<'_>) -> Option<&'f Fix> {
    match &finding.remedy {
        Remedy::Edit(fix) if fix.safety <= scope.safety && (scope.takes)(finding) => Some(fix),
        _ => None,
    }
}

fn left(path: &RepoPath, finding: &Finding, reason: String) -> Left {
    Left { path: path.clone(), rule: finding.rule, message: finding.message.clone(), reason }
}

/// An error, by where it is and what it says.
fn error(finding: &Finding) -> Option<(String, &'static str, String)> {
    let is_error = finding.severity == Severity::Error;
    is_error.then(|| (finding.place.path.clone(), finding.rule, finding.message.clone()))
}
