//! `missing-components`: a system spec in which no component was found.
//! How components are recognised is data of the profile.

use super::{Rule, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "missing-components",
    severity: Severity::Warning,
    summary: "a system spec without any component",
    explanation: "Components stand under a section such as `System Components`: each a heading with a labelled \
        responsibility (`**Responsibility:** …`) or numbered as one (`Component 1: …`), or a row of a table with a name \
        and a responsibility column. Without components a stub can say nothing about its feature.",
    remedy: "Describe each component under a heading of its own below `System Components`, with `**Responsibility:** …`.",
    fixes: &[],
    cases: cases!("missing-components"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let without = systems(corpus).filter(|(system, _)| system.spec.components.is_empty());
    without
        .map(|(system, document)| {
            let message = "no component was found in this system spec".to_owned();
            let (span, label, help) = match system.spec.headings.components {
                Some(heading) => (
                    heading,
                    "no heading here has a line `**Responsibility:** …`",
                    "give each component a heading of its own below this one, with `**Responsibility:** …` under it",
                ),
                None => (
                    document.anchor(),
                    "has no section of components",
                    "describe each component under a section `System Components`, by a heading of its own with \
                        `**Responsibility:** …` below it",
                ),
            };
            RULE.finding(at(document, span), message, label, help)
        })
        .collect()
}
