//! `ambiguous-name`: a name that two components match equally well.
//! How alike names are is measured in `system`; the program never picks one by luck.

use super::{Rule, also, at, cases, name_of, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Severity};
use crate::system::{Dependency, DependencyKind, SystemSpec};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-name",
    severity: Severity::Error,
    summary: "a name that several components match equally well",
    explanation: "Roadmap entries, dependencies and feature specs name components as people do: without case, \
        without words such as `service` or `feature spec` at the ends, or by their first words. An exact match beats \
        one without such words, which beats first words. Where two components match in the best of these ways, \
        none is picked by luck.",
    remedy: "Write the whole name of the component that is meant, or give the two more different names.",
    fixes: &[],
    cases: cases!("ambiguous-name"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        let spec = &system.spec;
        for ((_, entry), coverage) in spec.entries().zip(&system.coverage.entries) {
            if coverage.id.is_none() {
                let span = entry.name.span.unwrap_or(entry.span);
                findings.push(finding(document, spec, document, span, &entry.name.value, &entry.ambiguous_refs));
            }
        }
        let of_components = spec.components.iter().flat_map(|component| &component.dependencies);
        let of_entries = spec.entries().flat_map(|(_, entry)| &entry.dependencies);
        for dependency in of_components.chain(of_entries).filter(|one| one.kind == DependencyKind::Ambiguous) {
            findings.extend(dependency_finding(document, spec, dependency));
        }
        for (claim, components) in &system.coverage.ambiguous {
            let feature = &corpus.documents[*claim];
            let Some(name) = &feature.header.system_component else { continue };
            let span = name.span.unwrap_or_else(|| feature.anchor());
            findings.push(finding(document, spec, feature, span, &name.value, components));
        }
    }
    findings
}

/// A dependency means several components, or several roadmap entries where no component has such a name.
fn dependency_finding(document: &Document, spec: &SystemSpec, dependency: &Dependency) -> Option<Finding> {
    let span = dependency.text.span.unwrap_or_else(|| document.anchor());
    let components = &dependency.component_refs;
    if components.len() > 1 {
        return Some(finding(document, spec, document, span, &dependency.text.value, components));
    }
    let entries: Vec<_> = spec.entries().map(|(_, entry)| entry).collect();
    let candidates: Vec<Candidate<'_>> = dependency
        .entry_refs
        .iter()
        .filter_map(|at| entries.get(*at))
        .map(|entry| (entry.name.value.as_str(), entry.name.span.unwrap_or(entry.span)))
        .collect();
    (candidates.len() > 1).then(|| one_of(document, document, span, &dependency.text.value, &candidates))
}

/// A name and where it stands in the system spec.
type Candidate<'c> = (&'c str, Span);

fn finding(
    system: &Document,
    spec: &SystemSpec,
    document: &Document,
    span: Span,
    name: &str,
    components: &[usize],
) -> Finding {
    let candidates: Vec<Candidate<'_>> = components
        .iter()
        .filter_map(|at| spec.components.get(*at))
        .map(|component| (component.name.value.as_str(), name_of(component)))
        .collect();
    one_of(system, document, span, name, &candidates)
}

fn one_of(system: &Document, document: &Document, span: Span, name: &str, candidates: &[Candidate<'_>]) -> Finding {
    let names: Vec<String> = candidates.iter().map(|(name, _)| format!("`{name}`")).collect();
    let names = names.join(" or ");
    let label = if candidates.len() == 2 { "matches both" } else { "matches all of them" };
    let place = at(document, span);
    let mut finding = RULE.finding(place, format!("`{name}` can mean {names}"), label, format!("write {names}"));
    finding.related.extend(candidates.iter().map(|(_, span)| also(system, *span, "candidate")));
    finding
}
