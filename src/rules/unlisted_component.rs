//! `unlisted-component`: a component that no roadmap entry builds.
//! A system without any roadmap is `missing-roadmap`.

use super::{Rule, at, cases, name_of, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unlisted-component",
    severity: Severity::Warning,
    summary: "a component that the roadmap does not list",
    explanation: "A component is built by the roadmap entry that has its name. One that no entry builds will never \
        get a feature spec, and nobody will notice until it is needed.",
    remedy: "Add an entry with the component's name to the roadmap, or remove the component.",
    fixes: &[],
    cases: cases!("unlisted-component"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        let mut built = vec![false; system.spec.components.len()];
        let mut entries = 0;
        for (_, entry) in system.spec.entries() {
            entries += 1;
            // An entry that may mean several of them is said to be ambiguous, which is enough.
            for component in entry.component_ref.iter().chain(&entry.ambiguous_refs) {
                built[*component] = true;
            }
        }
        let unlisted = system.spec.components.iter().zip(built).filter(|(_, built)| !built && entries > 0);
        for (component, _) in unlisted {
            let message = format!("no roadmap entry builds the component `{}`", component.name.value);
            let place = at(document, name_of(component));
            let help = format!("add an entry such as `{} (Level 3)` to the roadmap", component.name.value);
            findings.push(RULE.finding(place, message, format!("a component of `{}`", system.id), help));
        }
    }
    findings
}
