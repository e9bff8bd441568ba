//! `phase-order`: a roadmap entry that depends on one of a later phase.
//! Dependencies in a circle are `dependency-cycle`.

use std::collections::BTreeSet;

use super::{Rule, also, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::system::{Dependency, DependencyKind, Entry, Phase};

pub(super) const RULE: Rule = Rule {
    id: "phase-order",
    severity: Severity::Warning,
    summary: "a roadmap entry that depends on an entry of a later phase",
    explanation: "Phases are built one after the other. An entry that needs something from a later phase cannot be \
        finished in its own, and the plan slips without anybody having decided so.",
    remedy: "Move one of the two entries to another phase, or remove the dependency.",
    fixes: &[],
    cases: cases!("phase-order"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        let entries: Vec<(&Phase, &Entry)> = system.spec.entries().collect();
        for (phase, entry) in &entries {
            let component = entry.component_ref.and_then(|at| system.spec.components.get(at));
            let of_component = component.map_or(&[][..], |component| &component.dependencies);
            let mut said = BTreeSet::new();
            for dependency in entry.dependencies.iter().chain(of_component).filter(|one| is_one(one)) {
                let later = dependency.entry_refs.iter().filter_map(|other| Some((*other, entries.get(*other)?)));
                for (other, (other_phase, needed)) in later.filter(|(_, (other, _))| other.phase > phase.phase) {
                    if !said.insert(other) {
                        continue;
                    }
                    let message = format!(
                        "`{}` is in {}, but needs `{}` from {}, a later phase",
                        entry.name.value,
                        named(phase),
                        needed.name.value,
                        named(other_phase)
                    );
                    let place = at(document, dependency.text.span.unwrap_or(entry.span));
                    let help = "move one of them to another phase, or remove the dependency";
                    let mut finding = RULE.finding(place, message, "comes later", help);
                    finding.related.push(also(document, needed.span, format!("in {}", named(other_phase))));
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

/// A phrase such as `All other services` is no plan of its own.
fn is_one(dependency: &Dependency) -> bool {
    dependency.kind == DependencyKind::One
}

/// A phase as a message names it.
fn named(phase: &Phase) -> String {
    phase
        .phase_name
        .as_ref()
        .map_or_else(|| "the part before all phases".to_owned(), |name| format!("\"{}\"", name.value))
}
