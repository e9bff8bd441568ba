//! From findings to files that are as they should be: what is asked for, and what has to be known for that.
//! How it is done, round by round, is in `bench`; nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use super::bench::Bench;
use super::{Entries, Plan, Templates, renamed};
use crate::config::{Globs, Policy};
use crate::corpus::{Corpus, Replanned};
use crate::error::Result;
use crate::finding::{Finding, Remedy, Safety};
use crate::path::RepoPath;
use crate::rules;
use crate::schema::Schemas;

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

/// A plan, and what would be then.
#[derive(Debug)]
pub struct Planned {
    /// What would be written.
    pub plan: Plan,
    /// The corpus once it is.
    pub corpus: Corpus,
    /// What the rules find in that corpus.
    pub findings: Vec<Finding>,
}

/// Plans everything that mends the findings in scope.
///
/// # Errors
/// As [`super::missing`], [`Corpus::revised`] and [`Surroundings`].
pub fn fix(corpus: Corpus, scope: Scope<'_>, means: Means<'_>) -> Result<Planned> {
    let mut bench = Bench::new(corpus, means);
    let findings = bench.judge();
    let wanted = |finding: &Finding| match &finding.remedy {
        Remedy::Create { path, .. } if (scope.takes)(finding) => Some(path.clone()),
        _ => None,
    };
    let paths: BTreeSet<String> = findings.iter().filter_map(wanted).collect();
    bench.keep(findings);
    if !paths.is_empty() {
        bench.create(Entries::Paths(&paths), scope)?;
    }
    bench.mend(scope)?;
    let findings = bench.judge();
    let (plan, corpus) = bench.finish();
    Ok(Planned { plan, corpus, findings })
}

/// Plans these new specs, and the edits of lists in other specs that they bring about, and gives the corpus as it would be
/// then.
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
    let replanned: Vec<Replanned> = bench.corpus().replanned().cloned().collect();
    if bench.create(entries, scope)? {
        let findings = renamed::findings(bench.corpus(), &replanned);
        bench.round(&findings, Scope { takes: &|_| true, ..scope })?;
        bench.mend(scope)?;
    }
    Ok(bench.finish())
}
