//! What to write: the missing feature specs as values, from coverage and the model. Nothing here touches a disk.
//! Why a spec is missing is decided in `coverage`; that it is said is a rule's work.

mod context;
mod embedded;
mod filter;
mod page;
mod region;
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

/// Everything that would be written.
#[derive(Debug, Default)]
pub struct Plan {
    /// New specs, in roadmap order within each system.
    pub new_specs: Vec<NewSpec>,
    /// Entries for which nothing can be written, and why.
    pub blocked: Vec<Blocked>,
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
    /// What it was rendered through.
    pub template: Choice,
}

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

/// Which entries a plan is for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Only this system's, by its place in the corpus.
    pub system: Option<usize>,
    /// Only these entries of it, by their places in its roadmap.
    pub entries: Option<&'a BTreeSet<usize>>,
}

/// Plans a spec for every entry that is wanted and lacks one.
///
/// # Errors
/// [`crate::error::ErrorKind::Template`] if a template fails or renders something else than was meant.
pub fn missing(corpus: &Corpus, wanted: Wanted<'_>, templates: &Templates, today: &str) -> Result<Plan> {
    let mut plan = Plan::default();
    let mut taken = Taken::new(corpus);
    for (place, system) in corpus.systems.iter().enumerate() {
        if wanted.system.is_some_and(|only| only != place) {
            continue;
        }
        let view = page::View::new(corpus, system);
        for (at, entry) in system.coverage.entries.iter().enumerate() {
            let asked = wanted.entries.is_none_or(|entries| entries.contains(&at));
            let Some(id) = entry.planned().filter(|_| asked && entry.is_missing()) else { continue };
            match taken.claim(corpus, id) {
                Ok(path) => plan.new_specs.push(new_spec(&view, templates, at, path, today)?),
                Err(reason) => {
                    plan.blocked.push(Blocked { name: entry.name.clone(), system: system.id.clone(), reason });
                }
            }
        }
    }
    Ok(plan)
}

/// What a template is given for each entry that is wanted, as `templates/context.schema.json` describes it. An entry
/// without a usable id is left out.
pub fn variables(corpus: &Corpus, wanted: Wanted<'_>, today: &str) -> Vec<serde_json::Value> {
    let systems =
        corpus.systems.iter().enumerate().filter(|(place, _)| wanted.system.is_none_or(|only| only == *place));
    let of_system = systems.flat_map(|(_, system)| {
        let view = page::View::new(corpus, system);
        let stub = |at: usize, id: &str| {
            let path = RepoPath::new(corpus.path_of(id).as_bytes()).ok()?;
            serde_json::to_value(view.stub(at, &path, today)).ok()
        };
        let entries = system.coverage.entries.iter().enumerate();
        let asked = entries.filter(|(at, _)| wanted.entries.is_none_or(|entries| entries.contains(at)));
        asked.filter_map(|(at, entry)| stub(at, entry.planned()?)).collect::<Vec<_>>()
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
    fn claim(&mut self, corpus: &Corpus, id: &str) -> std::result::Result<RepoPath, String> {
        let name = corpus.path_of(id);
        let path =
            RepoPath::new(name.as_bytes()).map_err(|wrong| format!("the path {} {}", wrong.shown, wrong.reason))?;
        if let Some(other) = self.ids.get(id) {
            return Err(format!("`{}` has the id `{id}` and covers something else", other.path));
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
        text,
        path,
        template,
    })
}

#[cfg(test)]
mod tests;
