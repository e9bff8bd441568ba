//! `orphan-feature-spec`: a feature spec of a system whose roadmap does not list it.
//! A feature spec that names no system is nobody's orphan.

use super::{Rule, also, at, cases, systems};
use crate::corpus::{Corpus, Document, System};
use crate::finding::{Finding, Severity};
use crate::system::{Match, Names};
use crate::text::{Located, did_you_mean};

pub(super) const RULE: Rule = Rule {
    id: "orphan-feature-spec",
    severity: Severity::Warning,
    summary: "a feature spec that its system's roadmap does not list",
    explanation: "A feature spec names its system with `system_spec`, so the system's roadmap should list it; else \
        nobody plans the work, or the entry was renamed or dropped and the spec was forgotten. Without `system_spec` a \
        feature stands alone and is never an orphan.",
    remedy: "Add an entry to the roadmap, name the right component in `system_component`, or retire the spec with the status `deprecated`, `superseded` or `archived`.",
    fixes: &[],
    cases: cases!("orphan-feature-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Without a roadmap every spec would be one, and that there is none is said once.
    for (system, _) in systems(corpus).filter(|(system, _)| system.spec.entries().next().is_some()) {
        let components: Vec<&str> = system.spec.components.iter().map(|one| one.name.value.as_str()).collect();
        let names = Names::new(components.iter().copied(), &corpus.profile.words);
        for document in system.coverage.orphans.iter().map(|orphan| &corpus.documents[*orphan]) {
            let component = document.header.system_component.as_ref();
            findings.push(match component.filter(|name| names.resolve(&name.value) == Match::Nothing) {
                Some(name) => unknown_component(system, document, name, &components),
                None => unlisted(corpus, system, document),
            });
        }
    }
    findings
}

fn unknown_component(system: &System, document: &Document, name: &Located<String>, components: &[&str]) -> Finding {
    let place = at(document, name.span.unwrap_or_else(|| document.anchor()));
    let near = did_you_mean(&name.value, components.iter().copied());
    let help = near.unwrap_or_else(|| {
        "name a component that the roadmap lists, or add this one to the components and the roadmap".to_owned()
    });
    RULE.finding(place, message(system), format!("no component of `{}` is called so", system.id), help)
}

fn unlisted(corpus: &Corpus, system: &System, document: &Document) -> Finding {
    let key = corpus.profile.keys.system_component;
    let help = format!(
        "add it to the roadmap, name its component in `{key}`, or retire it with a status \
        such as `superseded`"
    );
    let span = document.header.system_spec.as_ref().and_then(|named| named.span);
    let place = at(document, span.unwrap_or_else(|| document.anchor()));
    let mut finding = RULE.finding(place, message(system), "the system it says it belongs to", help);
    let first = system.spec.entries().next();
    finding.related.extend(
        first.map(|(_, entry)| also(&corpus.documents[system.document], entry.span, "its roadmap begins here")),
    );
    finding
}

fn message(system: &System) -> String {
    format!("the roadmap of `{}` does not list this feature", system.id)
}
