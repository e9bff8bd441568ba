//! What to write: the missing feature specs and the edits of those that are there, as values. Nothing here touches a
//! disk. Why a spec is missing is decided in `coverage`; what is wrong, and what would mend it, is said by the rules.

mod bench;
mod change;
mod context;
mod embedded;
mod filter;
mod fix;
mod page;
mod region;
mod renamed;
mod stub;
mod templates;
mod trouble;

pub use embedded::{CONTEXT_SCHEMA, EMBEDDED, SUFFIX};
pub use filter::{FILTERS, Filter};
pub use templates::{Choice, Origin, Templates, UserTemplate};

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{Corpus, Document};
use crate::error::Result;
use crate::path::RepoPath;
use crate::profile::{Complexity, Level};

pub use change::Fixes;
pub use fix::{Means, Planned, Scope, Surroundings, fix, generate};

/// Everything that would be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// New specs, in roadmap order within each system.
    pub new_specs: Vec<NewSpec>,
    /// Entries for which nothing can be written, and why.
    pub blocked: Vec<Blocked>,
    /// Files that change, in the order of their paths.
    pub edited: Vec<Edited>,
    /// Files that get another name once they are edited.
    pub moved: Vec<Moved>,
    /// What could not be mended, though it should have been.
    pub left: Vec<Left>,
}

impl Plan {
    /// Whether no file would be written.
    pub const fn is_nothing(&self) -> bool {
        self.new_specs.is_empty() && self.edited.is_empty() && self.moved.is_empty()
    }
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Where it lies.
    pub path: RepoPath,
    /// Its text when it was read.
    pub before: String,
    /// Its text afterwards.
    pub text: String,
    /// What this mends.
    pub mended: Vec<Mended>,
}

/// A file that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it lies.
    pub from: RepoPath,
    /// Where it will lie.
    pub to: RepoPath,
    /// Its text once it is edited.
    pub text: String,
    /// What this mends.
    pub mended: Vec<Mended>,
}

/// A finding that a change mends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mended {
    /// Its rule.
    pub rule: &'static str,
    /// What it says.
    pub message: String,
}

/// A finding that was to be mended and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file that would have changed.
    pub path: RepoPath,
    /// The rule.
    pub rule: &'static str,
    /// What it says.
    pub message: String,
    /// Why not, a clause without a full stop.
    pub reason: String,
}

/// A feature spec to be written.
#[derive(Debug, Clone)]
pub struct NewSpec {
    /// Where, from the repository's root.
    pub path: RepoPath,
    /// All of it.
    pub text: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From the roadmap.
    pub complexity: Complexity,
    /// From the roadmap.
    pub level: Level,
    /// The id of its system.
    pub system: String,
    /// Its entry, by its place in that system's roadmap.
    pub entry: usize,
    /// What it was rendered through.
    pub template: Choice,
}

impl NewSpec {
    /// The roles of the regions that it holds.
    pub fn regions(&self) -> Vec<&str> {
        let begun = self.text.lines().filter_map(|line| line.strip_prefix(region::BEGIN));
        begun.filter_map(|rest| rest.split_whitespace().next()).collect()
    }

    /// How many placeholders are left to fill in.
    pub fn placeholders(&self) -> usize {
        self.text.matches(PLACEHOLDER).count()
    }
}

/// What every placeholder begins with.
pub const PLACEHOLDER: &str = "[To be written";

/// An entry that lacks a spec and cannot get one.
#[derive(Debug, Clone)]
pub struct Blocked {
    /// The entry's name.
    pub name: String,
    /// The id of its system.
    pub system: String,
    /// Why, a sentence without a full stop.
    pub reason: String,
}

/// Which entries a plan is for, among those that lack a spec.
#[derive(Debug, Clone, Copy)]
pub enum Entries<'a> {
    /// All of them.
    All,
    /// Those whose spec would have one of these paths.
    Paths(&'a BTreeSet<String>),
    /// Those of one system.
    System {
        /// Its place in the corpus.
        system: usize,
        /// Only these, by their places in its roadmap.
        only: Option<&'a BTreeSet<usize>>,
    },
}

impl Entries<'_> {
    /// The only system that is meant.
    const fn system(&self) -> Option<usize> {
        match self {
            Self::All | Self::Paths(_) => None,
            Self::System { system, .. } => Some(*system),
        }
    }

    /// Where the spec of an entry will lie; none if the entry is not meant.
    fn path(&self, corpus: &Corpus, entry: usize, id: &str) -> Option<String> {
        let usual = || corpus.path_of(id);
        match self {
            Self::All => Some(usual()),
            Self::Paths(paths) => Some(usual()).filter(|path| paths.contains(path)),
            Self::System { only, .. } => only.is_none_or(|only| only.contains(&entry)).then(usual),
        }
    }
}

/// Plans a spec for every entry that is wanted and lacks one.
///
/// # Errors
/// [`crate::error::ErrorKind::Template`] if a template fails or renders something else than was meant.
pub fn missing(corpus: &Corpus, entries: Entries<'_>, templates: &Templates, today: &str) -> Result<Plan> {
    let mut plan = Plan::default();
    let mut taken = Taken::new(corpus);
    for (place, system) in corpus.systems.iter().enumerate() {
        if entries.system().is_some_and(|only| only != place) {
            continue;
        }
        let view = page::View::new(corpus, system);
        for (at, entry) in system.coverage.entries.iter().enumerate() {
            let Some(id) = entry.planned().filter(|_| entry.is_missing()) else { continue };
            let Some(path) = entries.path(corpus, at, id) else { continue };
            match taken.claim(corpus, id, &path) {
                Ok(path) => plan.new_specs.push(new_spec(&view, templates, at, path, today)?),
                Err(reason) => {
                    plan.blocked.push(Blocked { name: entry.name.clone(), system: system.id.clone(), reason });
                }
            }
        }
    }
    Ok(plan)
}

/// What a template is given for each entry, whether it lacks a spec or not, as `templates/context.schema.json` describes
/// it. An entry without a usable id is left out.
pub fn variables(corpus: &Corpus, today: &str) -> Vec<serde_json::Value> {
    let of_system = corpus.systems.iter().flat_map(|system| {
        let view = page::View::new(corpus, system);
        let stub = |at: usize, id: &str| {
            let path = RepoPath::new(corpus.path_of(id).as_bytes()).ok()?;
            serde_json::to_value(view.stub(at, &path, today)).ok()
        };
        let entries = system.coverage.entries.iter().enumerate();
        entries.filter_map(|(at, entry)| stub(at, entry.planned()?)).collect::<Vec<_>>()
    });
    of_system.collect()
}

/// What ids and paths are in use.
struct Taken<'c> {
    ids: BTreeMap<&'c str, &'c Document>,
    /// In lower case, as some file systems see them.
    paths: BTreeSet<String>,
}

impl<'c> Taken<'c> {
    fn new(corpus: &'c Corpus) -> Self {
        let with_id = corpus.documents.iter().filter_map(|document| Some((document.header.id.as_ref()?, document)));
        let files = corpus.paths.iter().map(RepoPath::as_str);
        let others = corpus.oddities.iter().map(|oddity| oddity.path.as_str());
        Self {
            ids: with_id.map(|(id, document)| (id.value.as_str(), document)).collect(),
            paths: files.chain(others).map(str::to_lowercase).collect(),
        }
    }

    /// The path of the new spec with this id, or why there can be none.
    fn claim(&mut self, corpus: &Corpus, id: &str, name: &str) -> std::result::Result<RepoPath, String> {
        let path =
            RepoPath::new(name.as_bytes()).map_err(|wrong| format!("the path {} {}", wrong.shown, wrong.reason))?;
        if let Some(other) = self.ids.get(id) {
            return Err(format!("`{}` has the id `{id}` and covers something else", other.path));
        }
        if corpus.index.is_contested(id) {
            return Err(format!("another roadmap entry would be given the id `{id}` too"));
        }
        if !self.paths.insert(name.to_lowercase()) {
            return Err(format!("there is already something at `{name}`"));
        }
        Ok(path)
    }
}

fn new_spec(
    view: &page::View<'_>,
    templates: &Templates,
    entry: usize,
    path: RepoPath,
    today: &str,
) -> Result<NewSpec> {
    let stub = view.stub(entry, &path, today);
    let template = templates.choose(stub.complexity, stub.level);
    let text = templates.render(&template, &stub)?;
    if let Some(key) = stub::misread(&stub.front_matter(&view.corpus.profile), &text) {
        return Err(templates.other_front_matter(&template, &key, &stub));
    }
    Ok(NewSpec {
        id: stub.feature_id,
        name: stub.feature_name,
        complexity: stub.complexity,
        level: stub.level,
        system: stub.system_id,
        entry,
        text,
        path,
        template,
    })
}

#[cfg(test)]
mod tests;
