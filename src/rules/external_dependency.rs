//! `external-dependency`: a dependency that is no component and no roadmap entry of its system.
//! One that may mean several is `ambiguous-name`.

use super::{Rule, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::system::DependencyKind;
use crate::text::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "external-dependency",
    severity: Severity::Note,
    summary: "a dependency that is no component and no roadmap entry",
    explanation: "Dependencies name components or roadmap entries of the same system. Anything else is taken for \
        something outside of it, such as a database or another team's service: it is kept as text in the feature \
        spec, and nothing can be checked about it.",
    remedy: "If a part of the system was meant, write its name as its heading has it. If not, this is only a note.",
    fixes: &[],
    cases: cases!("external-dependency"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        let spec = &system.spec;
        let of_components = spec.components.iter().flat_map(|component| &component.dependencies);
        let of_entries = spec.entries().flat_map(|(_, entry)| &entry.dependencies);
        for dependency in of_components.chain(of_entries).filter(|one| one.kind == DependencyKind::External) {
            let name = &dependency.text.value;
            let components = spec.components.iter().map(|component| component.name.value.as_str());
            let entries = spec.entries().map(|(_, entry)| entry.name.value.as_str());
            let near = did_you_mean(name, components.chain(entries));
            let help = near
                .unwrap_or_else(|| "if it is a part of this system, write its name as its heading has it".to_owned());
            let message = format!("`{name}` is no component and no roadmap entry of this system");
            let place = at(document, dependency.text.span.unwrap_or_else(|| document.anchor()));
            findings.push(RULE.finding(place, message, "taken for something outside", help));
        }
    }
    findings
}
