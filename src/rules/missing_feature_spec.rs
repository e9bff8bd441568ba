//! `missing-feature-spec`: a roadmap entry that no feature spec covers.
//! Who covers what is decided in `coverage`; the spec itself is written from the same facts by `plan`.

use std::collections::BTreeSet;

use super::{Rule, also, at, cases, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Related, Remedy, Safety, Severity};
use crate::profile::{Kind, Words, words};
use crate::system::strip_noise;
use crate::text::{nearest, shell_word};

pub(super) const RULE: Rule = Rule {
    id: "missing-feature-spec",
    severity: Severity::Error,
    summary: "a roadmap entry without a feature spec",
    explanation: "Every entry of the roadmap has one feature spec: the one it names by id or link, else the one that \
        names this system and the entry's component, else the one with the id the entry would be given. A spec is \
        never taken for an entry's by its name alone, and a retired one covers nothing. `roadspec fix` writes the \
        missing ones as stubs with all that the system spec says about them.",
    remedy: "Run `roadspec fix`, or `roadspec generate SYSTEM --feature ID` for one of them; then complete the stub.",
    fixes: &[Safety::Safe],
    cases: cases!("missing-feature-spec"),
    check,
};

/// For how many entries it is looked whether another spec may be theirs: each looks at every spec that covers nothing.
const MAX_LOOKS: usize = 200;

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    let idle = idle(corpus);
    for (system, document) in systems(corpus) {
        // An id that breaks the schema can hold anything, a shell command too.
        let name = if corpus.profile.is_id(&system.id) { &system.id } else { &shell_word(document.path.as_str()) };
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            let Some(id) = coverage.planned().filter(|_| coverage.is_missing()) else { continue };
            let path = corpus.path_of(id);
            // Other errors say already that the id is not free, or that what lies there cannot be read.
            if corpus.index.is_contested(id) || corpus.is_broken(&path) {
                continue;
            }
            let looked_at = if findings.len() < MAX_LOOKS { &idle[..] } else { &[] };
            let own = looked_at.iter().filter(|one| one.system.is_none_or(|owner| owner == system.id));
            let message = format!("the roadmap entry `{}` has no feature spec", entry.name.value);
            let label = format!("no spec has the id `{id}`");
            let stub = format!("write the stub `{path}` with `roadspec fix`");
            let near = nearest(id, own.clone().filter(|one| !one.retired).map(|one| one.document.id()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`? name it in the feature-spec field; else {stub}"),
                None => format!("say what this feature must do: {stub}"),
            };
            let mut finding = RULE.finding(at(document, entry.span), message, label, help);
            let named = coverage.id_span.filter(|span| !entry.span.contains(*span));
            finding.related.extend(named.map(|span| also(document, span, "named here")));
            let component = entry.component_ref.and_then(|at| system.spec.components.get(at));
            let component = component.map(|component| key(&component.name.value, &corpus.profile.words));
            let of_component = own.filter(|one| one.component.is_some() && one.component == component);
            finding.related.extend(of_component.filter_map(Idle::related));
            let command = format!("roadspec generate {name} --feature {id}");
            finding.remedy = Remedy::Create { path, command };
            findings.push(finding);
        }
    }
    findings
}

/// A feature spec that covers nothing: it may be what an entry lacks.
struct Idle<'c> {
    document: &'c Document,
    /// The id of the system it names.
    system: Option<&'c str>,
    /// The component it names, in the form of [`key`].
    component: Option<String>,
    retired: bool,
}

fn idle(corpus: &Corpus) -> Vec<Idle<'_>> {
    let entries = corpus.systems.iter().flat_map(|system| &system.coverage.entries);
    let covering: BTreeSet<usize> = entries.flat_map(|entry| &entry.covered_by).copied().collect();
    let features = corpus.documents.iter().enumerate().filter(|(place, document)| {
        document.kind == Kind::Feature && document.malformed.is_empty() && !covering.contains(place)
    });
    features
        .map(|(place, document)| Idle {
            document,
            system: corpus.system_of(place).map(|at| corpus.systems[at].id.as_str()),
            component: document.header.system_component.as_ref().map(|name| key(&name.value, &corpus.profile.words)),
            retired: !corpus.is_living(place),
        })
        .collect()
}

impl Idle<'_> {
    /// Why it does not cover the entry of its component.
    fn related(&self) -> Option<Related> {
        let header = &self.document.header;
        if self.retired {
            let status = header.status.as_ref().and_then(|status| status.span);
            return Some(also(self.document, status?, "retired, so it covers nothing"));
        }
        let component = header.system_component.as_ref()?.span?;
        header.system_spec.is_none().then(|| also(self.document, component, "names this component, but no system"))
    }
}

/// The words by which components are told apart.
fn key(name: &str, vocabulary: &Words) -> String {
    words(strip_noise(name, vocabulary))
}
