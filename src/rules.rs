//! The rules: one file each, one list, and how they judge a corpus.
//! A rule looks at values and returns findings; it reads nothing, prints nothing and decides no exit.

mod ambiguous_name;
mod colliding_paths;
mod doubly_covered_entry;
mod duplicate_id;
mod malformed_front_matter;
mod misplaced_front_matter;
mod missing_components;
mod missing_feature_spec;
mod missing_roadmap;
mod orphan_feature_spec;
mod oversized_spec;
mod schema_violation;
mod symlinked_spec;
mod unmerged_spec;
mod unnameable_feature;
mod unreadable_spec;
mod unsafe_path;

use crate::corpus::{Corpus, Document, System};
use crate::finding::{Finding, Place, Related, Remedy, Severity};
use crate::text::Span;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which reads well after "allow".
    pub id: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What it finds, one line.
    pub summary: &'static str,
    /// Why that matters and what to do, in Markdown.
    pub explanation: &'static str,
    /// Finds every defect of its kind.
    pub check: fn(&Corpus) -> Vec<Finding>,
}

/// Every rule, by name.
pub const RULES: [&Rule; 17] = [
    &ambiguous_name::RULE,
    &colliding_paths::RULE,
    &doubly_covered_entry::RULE,
    &duplicate_id::RULE,
    &malformed_front_matter::RULE,
    &misplaced_front_matter::RULE,
    &missing_components::RULE,
    &missing_feature_spec::RULE,
    &missing_roadmap::RULE,
    &orphan_feature_spec::RULE,
    &oversized_spec::RULE,
    &schema_violation::RULE,
    &symlinked_spec::RULE,
    &unmerged_spec::RULE,
    &unnameable_feature::RULE,
    &unreadable_spec::RULE,
    &unsafe_path::RULE,
];

/// Judges a corpus by every rule: findings in the order of all output.
pub fn judge(corpus: &Corpus) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| (rule.check)(corpus)).collect();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// The rules as the Markdown table that the README shows.
pub fn table() -> String {
    let row = |rule: &&Rule| format!("| `{}` | {} | {} |\n", rule.id, rule.severity.word(), rule.summary);
    let rows: String = RULES.iter().map(row).collect();
    format!("| rule | severity | finds |\n|---|---|---|\n{rows}")
}

impl Rule {
    /// A finding of this rule that a person must mend; `help` says why it matters and what to do.
    fn finding(&self, place: Place, message: String, label: impl Into<String>, help: impl Into<String>) -> Finding {
        let help = help.into();
        Finding {
            rule: self.id,
            severity: self.severity,
            place,
            message,
            label: label.into(),
            related: Vec::new(),
            remedy: Remedy::Author(help.clone()),
            help,
        }
    }
}

/// A span of a document as a place.
fn at(document: &Document, span: Span) -> Place {
    Place::span(document.path.as_str(), span)
}

/// Another place of a document.
fn also(document: &Document, span: Span, label: impl Into<String>) -> Related {
    Related { place: at(document, span), label: label.into() }
}

/// Every system with its document.
fn systems(corpus: &Corpus) -> impl Iterator<Item = (&System, &Document)> {
    corpus.systems.iter().map(|system| (system, &corpus.documents[system.document]))
}
