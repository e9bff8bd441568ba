//! `unnameable-feature`: a roadmap entry whose name gives no id.
//! How ids are made stands in the profile.

use super::{Rule, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::profile::Unnameable;

pub(super) const RULE: Rule = Rule {
    id: "unnameable-feature",
    severity: Severity::Error,
    summary: "a roadmap entry whose name gives no usable id",
    explanation: "The id of a feature is made of the name of its component, else of the entry: letters and digits in \
        lower case, anything else as one `-`. It has at most 64 characters and is never cut, and it must be a file \
        name on every system.",
    remedy: "Shorten the name, or name an id in the feature-spec field of the entry or its component.",
    fixes: &[],
    cases: cases!("unnameable-feature"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            let (Some(Err(why)), true) = (&coverage.id, coverage.covered_by.is_empty()) else { continue };
            let label = match why {
                Unnameable::Empty => "has no letter or digit that an id can have".to_owned(),
                Unnameable::TooLong(id) => {
                    format!("its id would have {} characters, more than {}", id.len(), corpus.profile.ids.max_len)
                }
                Unnameable::Reserved(id) => format!("Windows reserves the name `{id}`"),
            };
            let message = format!("the roadmap entry `{}` gives no id for its feature spec", entry.name.value);
            let help = "use another name, or name an id in the feature-spec field of the entry or its component";
            findings.push(RULE.finding(at(document, entry.name.span.unwrap_or(entry.span)), message, label, help));
        }
    }
    findings
}
