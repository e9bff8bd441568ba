//! `defaulted-level`: a roadmap entry that gives neither level nor complexity.
//! What the defaults are is data of the profile.

use super::{Rule, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::system::is_default;

pub(super) const RULE: Rule = Rule {
    id: "defaulted-level",
    severity: Severity::Note,
    summary: "a roadmap entry without level and complexity",
    explanation: "The level decides which sections a feature spec must have. Given a level, the complexity follows \
        (3 is EASY, 4 is MODERATE, 5 is HIGH), and the other way round. Given neither, the entry counts as EASY and \
        level 3, which may be less than was meant.",
    remedy: "Add `(Level 4)`, `(MODERATE)` or both to the entry.",
    cases: cases!("defaulted-level"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        for (_, entry) in system.spec.entries().filter(|(_, entry)| is_default(&entry.maturity)) {
            let (complexity, level) = (entry.complexity.value.word(), entry.maturity.value.number());
            let message = format!("the roadmap entry `{}` counts as {complexity}, level {level}", entry.name.value);
            let help = "say which sections its spec must have: add `(Level 3)`, `(Level 4)` or `(Level 5)`";
            findings.push(RULE.finding(
                at(document, entry.span),
                message,
                "gives no level from 0 to 5 and no complexity",
                help,
            ));
        }
    }
    findings
}
