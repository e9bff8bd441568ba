//! `missing-roadmap`: a system spec in which no roadmap entry was found.
//! How entries are recognised is data of the profile.

use super::{Rule, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "missing-roadmap",
    severity: Severity::Warning,
    summary: "a system spec without any roadmap entry",
    explanation: "Entries stand under a section such as `Implementation Roadmap`, as a numbered list, bold lines or a \
        table. A plain bullet or a checkbox is a task, unless it carries a level, links a spec or names a component. \
        Without entries nobody knows which feature specs there should be.",
    remedy: "List the features below a heading `Implementation Roadmap`, such as `1. Search (Level 3)`.",
    fixes: &[],
    cases: cases!("missing-roadmap"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let without = systems(corpus).filter(|(system, _)| system.spec.entries().next().is_none());
    without
        .map(|(system, document)| {
            let message = "no roadmap entry was found in this system spec".to_owned();
            let (span, label, help) = match system.spec.headings.roadmap {
                Some(heading) => (
                    heading,
                    "tasks and plain items below it are not read as features",
                    "number the features and give their levels, such as `1. Search (Level 3)`",
                ),
                None => (
                    document.anchor(),
                    "has no section of a roadmap",
                    "list the features under a section `Implementation Roadmap`, such as `1. Search (Level 3)`",
                ),
            };
            RULE.finding(at(document, span), message, label, help)
        })
        .collect()
}
