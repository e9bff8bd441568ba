//! `id-not-file-name`: a feature spec whose file is not called as its id.
//! Other kinds of spec may be called as they like.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, at, cases, features, likely, step};
use crate::corpus::{Corpus, Document, Named};
use crate::coverage::EntryCoverage;
use crate::finding::{Change, Finding, Safety, Severity, Step};
use crate::path::RepoPath;

pub(super) const RULE: Rule = Rule {
    id: "id-not-file-name",
    severity: Severity::Warning,
    summary: "a feature spec whose file is not named by its id",
    explanation: "A feature spec lies in `<id>.md`, so that whoever reads an id knows which file to open. It is found \
        by its id wherever it lies and whatever its file is called, so nothing breaks; people lose time.",
    remedy: "Rename the file (`git mv`), and the links that lead to it.",
    fixes: &[Safety::Unsafe],
    cases: cases!("id-not-file-name"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut moves = BTreeMap::new();
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for id in corpus.documents.iter().filter_map(|document| document.header.id.as_ref()) {
        *holders.entry(&id.value).or_default() += 1;
    }
    for (place, document) in features(corpus) {
        let named = document.header.id.as_ref().filter(|id| id.value != document.path.stem());
        // An id that is none, or that another spec has too, is wrong itself: no file should be called so.
        let is_sound = |id: &str| corpus.profile.is_id(id) && holders.get(id) == Some(&1);
        let Some(id) = named.filter(|id| is_sound(&id.value)) else { continue };
        let message = format!("the id is `{}`, but the file is `{}`", id.value, document.path.file_name());
        let extension = corpus.profile.extension;
        let help =
            format!("rename the file to `{}.{extension}`, and the links that lead to it, or correct the id", id.value);
        if !is_out_of_step(corpus, place, document) {
            moves.extend(destination(corpus, document, &id.value).map(|to| (place, (findings.len(), to))));
        }
        let place = at(document, id.span.unwrap_or_else(|| document.anchor()));
        findings.push(RULE.finding(place, message, "what others call this spec", help));
    }
    for (place, steps) in renaming(corpus, &moves) {
        findings[moves[&place].0].remedy = likely(steps);
    }
    findings
}

/// Whether the id is what is wrong: the roadmap asks for what the file is called.
fn is_out_of_step(corpus: &Corpus, place: usize, document: &Document) -> bool {
    let system = corpus.system_of(place).map(|at| &corpus.systems[at]);
    let entry = system.and_then(|system| system.coverage.entries.get(*system.entries.get(&place)?));
    let planned = entry.and_then(EntryCoverage::planned);
    planned == Some(document.path.stem()) || corpus.index.is_planned(document.path.stem())
}

/// Where the file would lie, if nothing lies there.
fn destination(corpus: &Corpus, document: &Document, id: &str) -> Option<RepoPath> {
    let name = format!("{id}.{}", corpus.profile.extension);
    let folder = document.path.parent();
    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
    let is_free = !corpus.holds(&path) && !corpus.oddities.iter().any(|oddity| oddity.path == path);
    RepoPath::new(path.as_bytes()).ok().filter(|_| is_free)
}

/// For every document that moves the steps: what refers to it first, it itself last. None for one that is referred to in
/// a way that cannot be changed here. What lies outside the corpus and links to it is not known, so these are no safe
/// fixes.
fn renaming(corpus: &Corpus, moves: &BTreeMap<usize, (usize, RepoPath)>) -> BTreeMap<usize, Vec<Step>> {
    let mut steps: BTreeMap<usize, Vec<Step>> = BTreeMap::new();
    let mut fixed: BTreeSet<usize> = BTreeSet::new();
    for document in corpus.documents.iter().filter(|_| !moves.is_empty()) {
        for link in &document.skim.links {
            let Some((at, (_, to))) =
                corpus.target(document, &link.destination).and_then(|at| moves.get_key_value(&at))
            else {
                continue;
            };
            match link.leading_to(&document.text, &to.link_from(document.path.parent())) {
                Some(edit) => steps.entry(*at).or_default().push(step(document, Change::Text(edit))),
                // A link to a place in the own file names no file.
                None if link.destination.starts_with('#') => {}
                None => drop(fixed.insert(*at)),
            }
        }
        for reference in &document.header.references {
            let name = reference.target.value.as_str();
            let Named::Spec(at) = corpus.named(document, name) else { continue };
            let id = corpus.documents[at].id();
            if moves.contains_key(&at) && name != id {
                let (pointer, value) = (reference.pointer(&corpus.profile.keys), id.to_owned());
                steps.entry(at).or_default().push(step(document, Change::Set { pointer, value }));
            }
        }
    }
    for (at, (_, to)) in moves.iter().filter(|(at, _)| !fixed.contains(at)) {
        steps.entry(*at).or_default().push(step(&corpus.documents[*at], Change::Move(to.clone())));
    }
    steps.retain(|at, _| !fixed.contains(at));
    steps
}
