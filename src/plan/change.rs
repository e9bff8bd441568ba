//! What one document becomes by the changes that are meant for it: from symbols to bytes.
//! Which changes are meant is decided in `fix`; how front matter is edited, in `yaml`.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::corpus::{Corpus, Document, List, Named};
use crate::finding::{Change, Finding, Fix, Item};
use crate::path::RepoPath;
use crate::text::{Edit, apply};
use crate::yaml::{self, Front};

/// What a document becomes.
#[derive(Default)]
pub(super) struct Changed<'f> {
    /// All of it.
    pub(super) text: String,
    /// Where it lies then, if it moves.
    pub(super) to: Option<RepoPath>,
    /// The findings that this was for.
    pub(super) mended: Vec<&'f Finding>,
    /// The findings that it could not be done for, and why.
    pub(super) refused: Vec<(&'f Finding, String)>,
}

/// The place of every feature in the roadmaps, by its id: the system, and the entry in it.
pub(super) struct Order<'c>(BTreeMap<&'c str, (usize, usize)>);

impl<'c> Order<'c> {
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        let systems = corpus.systems.iter().enumerate();
        let entries = systems.flat_map(|(at, system)| {
            let entries = system.coverage.entries.iter().enumerate();
            entries.filter_map(move |(entry, coverage)| Some((corpus.id_of(coverage)?, (at, entry))))
        });
        Self(entries.collect())
    }
}

/// Makes every change that can be made to a document. A change whose bytes another one has changed has to wait.
pub(super) fn document<'f>(
    corpus: &Corpus,
    order: &Order<'_>,
    document: &Document,
    changes: &[(&'f Finding, &Change)],
) -> Changed<'f> {
    let mut result = Changed { text: document.text.clone(), ..Changed::default() };
    let mut of_body: Vec<Edit> = Vec::new();
    let mut of_front: Vec<(&Finding, &Change)> = Vec::new();
    for (finding, change) in changes {
        match change {
            Change::Text(edit) => {
                of_body.push(edit.clone());
                match apply(&document.text, &of_body) {
                    Some(_) => result.mended.push(finding),
                    None => drop(of_body.pop()),
                }
            }
            Change::Move(to) => {
                result.to = Some(to.clone());
                result.mended.push(finding);
            }
            Change::Set { .. } | Change::Rename { .. } | Change::Insert { .. } | Change::List { .. } => {
                of_front.push((finding, change));
            }
        }
    }
    of_front.sort_by_key(|(_, change)| rank(order, change));
    // What stands in the body stays where it is until the front matter is done.
    result.text = apply(&document.text, &of_body).unwrap_or(result.text);
    for (finding, change) in &of_front {
        // A list that was made out before one of its names changed has to be made out anew.
        let is_within = |key: &str, other: &Change| matches!(other, Change::Set { pointer, .. } if pointer.starts_with(&format!("/{key}/")));
        if matches!(change, Change::List { key, .. } if of_front.iter().any(|(_, other)| is_within(key, other))) {
            continue;
        }
        let Some(yaml) = front_matter_change(corpus, order, document, change) else { continue };
        match front_matter(&result.text, std::slice::from_ref(&yaml), corpus) {
            Ok(text) => {
                result.text = text;
                result.mended.push(finding);
            }
            Err(reason) => result.refused.push((finding, reason)),
        }
    }
    result
}

/// How many bytes of front matter are read again for the fixes of one document. A document as people write it is far
/// from that.
const MAX_SPENT: usize = 1024 * 1024;

/// What fixes change, in bytes.
pub struct Fixes<'c> {
    corpus: &'c Corpus,
    order: Order<'c>,
    /// Bytes of front matter read so far, by document.
    spent: RefCell<BTreeMap<RepoPath, usize>>,
}

impl<'c> Fixes<'c> {
    /// The fixes of a corpus.
    pub fn new(corpus: &'c Corpus) -> Self {
        Self { corpus, order: Order::new(corpus), spent: RefCell::default() }
    }

    /// The edits of every document that a fix changes, by path. Of a document with very many fixes only the first ones
    /// are worked out: each takes as long as the front matter is.
    ///
    /// # Errors
    /// What to do instead, a sentence without a full stop.
    pub fn edits(&self, fix: &Fix) -> Result<BTreeMap<RepoPath, Vec<Edit>>, String> {
        let mut of_front: BTreeMap<&RepoPath, Vec<yaml::Change>> = BTreeMap::new();
        let mut edits: BTreeMap<RepoPath, Vec<Edit>> = BTreeMap::new();
        for step in &fix.steps {
            let Some(document) = self.corpus.document(step.path.as_str()) else { continue };
            match &step.change {
                Change::Text(edit) => edits.entry(step.path.clone()).or_default().push(edit.clone()),
                Change::Move(_) => {}
                change => {
                    let change = front_matter_change(self.corpus, &self.order, document, change);
                    of_front.entry(&step.path).or_default().extend(change);
                }
            }
        }
        for (path, changes) in of_front {
            let Some(document) = self.corpus.document(path.as_str()) else { continue };
            let by_hand = |why: String| format!("mend it by hand: {why}");
            let Front::Found(matter) = yaml::split(&document.text).front else {
                return Err(by_hand(no_front_matter()));
            };
            let mut spent = self.spent.borrow_mut();
            let spent = spent.entry(path.clone()).or_default();
            *spent += changes.len() * matter.yaml.len();
            if *spent > MAX_SPENT {
                return Err(
                    "see `roadspec fix --diff`: this file has too many fixes to work out each by itself".to_owned()
                );
            }
            let found = yaml::edit(&document.text, matter.yaml, &changes, self.corpus.profile.keys.id);
            edits.entry(path.clone()).or_default().extend(found.map_err(|refusal| by_hand(refusal.message))?);
        }
        Ok(edits)
    }
}

fn front_matter(text: &str, changes: &[yaml::Change], corpus: &Corpus) -> Result<String, String> {
    let Front::Found(matter) = yaml::split(text).front else { return Err(no_front_matter()) };
    let edits = yaml::edit(text, matter.yaml, changes, corpus.profile.keys.id).map_err(|refusal| refusal.message)?;
    apply(text, &edits).ok_or_else(|| "the edits overlap".to_owned())
}

fn no_front_matter() -> String {
    "there is no front matter".to_owned()
}

/// When a change is made: what names a place in a list before the list grows, and lists grow in the order of the roadmap,
/// whichever finding comes first.
fn rank(order: &Order<'_>, change: &Change) -> (u8, Option<(usize, usize)>) {
    match change {
        Change::Text(_) | Change::Move(_) | Change::Set { .. } => (0, None),
        Change::Rename { .. } => (1, None),
        Change::List { .. } => (2, None),
        Change::Insert { item, .. } => (3, name(item).and_then(|name| order.0.get(name).copied())),
    }
}

/// The name of an item.
fn name(item: &Item) -> Option<&str> {
    match item {
        Item::Name(name) => Some(name),
        Item::Mapping(pairs) => pairs.first().map(|(_, name)| name.as_str()),
    }
}

/// A change of front matter, as the editor wants it.
fn front_matter_change(
    corpus: &Corpus,
    order: &Order<'_>,
    document: &Document,
    change: &Change,
) -> Option<yaml::Change> {
    Some(match change {
        Change::Text(_) | Change::Move(_) => return None,
        Change::Set { pointer, value } => yaml::Change::Set { pointer: pointer.clone(), value: value.clone() },
        Change::Rename { pointer, key } => yaml::Change::Rename { pointer: pointer.clone(), key: key.clone() },
        Change::List { key, items } => yaml::Change::List { key: (*key).to_owned(), items: items.clone() },
        Change::Insert { key, item } => {
            let keys = &corpus.profile.keys;
            let list = List::ALL.into_iter().find(|list| list.key(keys) == *key)?;
            yaml::Change::Insert {
                key: (*key).to_owned(),
                before: name(item).map(|name| later(corpus, order, document, list, name)).unwrap_or_default(),
                item: match item {
                    Item::Name(name) => yaml::Item::Text(name.clone()),
                    Item::Mapping(pairs) => {
                        let owned = pairs.iter().map(|(key, text)| ((*key).to_owned(), text.clone()));
                        yaml::Item::Fields(owned.collect())
                    }
                },
                after: (list == List::RequiredBy).then(|| List::DependsOn.key(keys).to_owned()),
            }
        }
    })
}

/// The names in a list, as they are written there, of what comes later on the roadmap than `id`.
fn later(corpus: &Corpus, order: &Order<'_>, document: &Document, list: List, id: &str) -> Vec<String> {
    let Some(own) = order.0.get(id) else { return Vec::new() };
    let place = |name: &str| match corpus.named(document, name) {
        Named::Spec(at) => order.0.get(corpus.documents[at].id()),
        Named::Planned | Named::Nothing => order.0.get(name),
    };
    let names = document.header.list(list).map(|reference| reference.target.value.as_str());
    let is_later = |name: &&str| place(name).is_some_and(|place| place.0 == own.0 && place.1 > own.1);
    names.filter(is_later).map(str::to_owned).collect()
}
