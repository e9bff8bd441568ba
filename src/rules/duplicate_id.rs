//! `duplicate-id`: one id for two things: two specs, or two roadmap entries that would be given the same.
//! That an id names something at all is another rule's business.

use std::collections::BTreeMap;

use super::{Rule, also, at, cases};
use crate::corpus::{Corpus, Document, Named};
use crate::finding::{Finding, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Error,
    summary: "an id that two specs have, or that two roadmap entries would be given",
    explanation: "Ids are unique in the whole corpus: every reference is by id, and one that means two specs means \
        neither. Two roadmap entries, of one system or of two, must not be given the same id either.",
    remedy: "Give one of them another id and follow its references; for two systems set `id-prefix` under `[systems.<id>]`.",
    fixes: &[],
    cases: cases!("duplicate-id"),
    check,
};

/// Something that has an id, or would be given it.
struct Holder<'c> {
    document: &'c Document,
    span: Span,
    /// The id of the system it belongs to.
    system: Option<&'c str>,
    /// The name of the roadmap entry, for one without a spec.
    entry: Option<&'c str>,
    /// Whether it is an entry whose feature-spec field, or that of its component, names the id.
    names_it: bool,
    /// Whether it is a retired spec.
    retired: bool,
}

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut holders: BTreeMap<&str, Vec<Holder<'_>>> = BTreeMap::new();
    for (place, document) in corpus.documents.iter().enumerate() {
        if let Some(id) = &document.header.id {
            let span = id.span.unwrap_or_else(|| document.anchor());
            let system = corpus.system_of(place).map(|at| corpus.systems[at].id.as_str());
            let retired = !corpus.is_living(place);
            let holder = Holder { document, span, system, entry: None, names_it: false, retired };
            holders.entry(&id.value).or_default().push(holder);
        }
    }
    for (system, document) in super::systems(corpus) {
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            if let Some(id) = coverage.planned().filter(|id| coverage.covered_by.is_empty() && !is_lost(corpus, id)) {
                let span = coverage.id_span.unwrap_or(entry.span);
                let (system, entry) = (Some(system.id.as_str()), Some(entry.name.value.as_str()));
                let names_it = coverage.id_span.is_some();
                holders.entry(id).or_default().push(Holder { document, span, system, entry, names_it, retired: false });
            }
        }
    }
    let several = holders.into_iter().filter(|(_, holders)| holders.len() > 1);
    several
        .flat_map(|(id, holders)| {
            (1..holders.len()).map(|at| finding(corpus, id, &holders[0], &holders[at])).collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a spec has this id and names a system that nobody knows: it may be the entry's, and that it is lost is said.
fn is_lost(corpus: &Corpus, id: &str) -> bool {
    let Some(document) = corpus.index.spec(id).map(|at| &corpus.documents[at]) else { return false };
    let system = document.header.system_spec.as_ref();
    system.is_some_and(|name| corpus.named(document, &name.value) == Named::Nothing)
}

fn finding(corpus: &Corpus, id: &str, first: &Holder<'_>, second: &Holder<'_>) -> Finding {
    let message = match (first.entry, second.entry) {
        (_, None) => format!("another spec has the id `{id}` too"),
        (None, Some(name)) if second.names_it => {
            format!("the roadmap entry `{name}` names the id `{id}` of another spec")
        }
        (None, Some(name)) => format!("the roadmap entry `{name}` would be given the id `{id}` of another spec"),
        (Some(other), Some(name)) if other == name => {
            let [first, second] = [first, second].map(|holder| holder.system.unwrap_or_default());
            let whose = if first == second { String::new() } else { format!(" of `{first}` and `{second}`") };
            format!("both roadmap entries `{name}`{whose} would be given the id `{id}`")
        }
        (Some(other), Some(name)) => {
            format!("the roadmap entries `{other}` and `{name}` would both be given the id `{id}`")
        }
    };
    let label = match second.entry {
        None => "the same id",
        Some(_) if second.names_it => "names this id",
        Some(_) => "gives the same id",
    };
    let mut finding = RULE.finding(at(second.document, second.span), message, label, help(corpus, first, second));
    finding.related.push(also(first.document, first.span, "first used here"));
    finding
}

fn help(corpus: &Corpus, first: &Holder<'_>, second: &Holder<'_>) -> String {
    match (second.entry, second.system) {
        (None, _) => "give one of them another id, and follow its references".to_owned(),
        _ if second.names_it => "name another id here".to_owned(),
        (_, Some(system)) if first.system.is_some() && first.system != second.system => {
            // What tells the systems apart is not the word that all of their ids begin with.
            let own = system.split_once('-').map_or(system, |(_, own)| own);
            let prefix = format!("{}{own}-", corpus.profile.ids.prefix);
            format!(
                "give one of the systems ids of its own: `id-prefix = \"{prefix}\"` in the configuration, under \
                `[systems.{system}]`"
            )
        }
        _ if first.retired => {
            "use the retired spec again (it keeps its id), drop the entry, or name another id in the \
            feature-spec field of the entry or its component"
                .to_owned()
        }
        _ => "rename the entry, or name another id in the feature-spec field of the entry or its component".to_owned(),
    }
}
