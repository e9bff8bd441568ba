//! `ambiguous-name`: a name that two components match equally well.
//! How alike names are is measured in `system`; the program never picks one by luck.

use super::{Rule, also, at, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Severity};
use crate::system::{Component, Dependency, DependencyKind, SystemSpec};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-name",
    severity: Severity::Error,
    summary: "a name that several components match equally well",
    explanation: "Roadmap entries, dependencies and feature specs name components as people do: without case, \
        without words such as `service` or `feature spec` at the ends, or by their first words. An exact match beats \
        one without such words, which beats first words. Where two components match in the best of these ways, \
        none is picked: write the component's whole name.",
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        let spec = &system.spec;
        for ((_, entry), coverage) in spec.entries().zip(&system.coverage.entries) {
            if coverage.id.is_none() {
                findings.push(finding(document, spec, document, entry.span, &entry.name.value, &entry.ambiguous_refs));
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

fn dependency_finding(document: &Document, spec: &SystemSpec, dependency: &Dependency) -> Option<Finding> {
    let span = dependency.text.span.unwrap_or_else(|| document.anchor());
    let components = &dependency.component_refs;
    (components.len() > 1).then(|| finding(document, spec, document, span, &dependency.text.value, components))
}

fn finding(
    system: &Document,
    spec: &SystemSpec,
    document: &Document,
    span: Span,
    name: &str,
    components: &[usize],
) -> Finding {
    let candidates: Vec<&Component> = components.iter().filter_map(|at| spec.components.get(*at)).collect();
    let names: Vec<String> = candidates.iter().map(|component| format!("`{}`", component.name.value)).collect();
    let message = format!("`{name}` can mean {}", names.join(" or "));
    let help = "write the whole name of the component that is meant";
    let mut finding = RULE.finding(at(document, span), message, "which one?", help);
    let place = |component: &&Component| component.name.span.unwrap_or(component.section.span);
    finding.related.extend(candidates.iter().map(|component| also(system, place(component), "this one?")));
    finding
}
