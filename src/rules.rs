//! The rules: one file each, one list, and how they judge a corpus.
//! A rule looks at values and returns findings; it reads nothing, prints nothing and decides no exit.

mod ambiguous_name;
mod broken_anchor;
mod broken_link;
mod case;
mod colliding_paths;
mod defaulted_level;
mod dependency_cycle;
mod doubly_covered_entry;
mod duplicate_id;
mod external_dependency;
mod id_not_file_name;
mod invalid_suppression;
mod malformed_front_matter;
mod mismatched_level;
mod misplaced_front_matter;
mod missing_components;
mod missing_feature_spec;
mod missing_relation;
mod missing_roadmap;
mod misspelt_key;
mod one_sided_dependency;
mod orphan_feature_spec;
mod outdated_feature_list;
mod oversized_spec;
mod phase_order;
mod schema_violation;
mod symlinked_spec;
mod understood_alias;
mod unlisted_component;
mod unlisted_dependency;
mod unmerged_spec;
mod unnameable_feature;
mod unplanned_dependency;
mod unreadable_spec;
mod unresolved_reference;
mod unsafe_path;
mod unusable_schema;
mod unused_suppression;
mod updated_before_created;

use rayon::prelude::*;

pub use case::{Case, Judged};

use crate::config::Policy;
use crate::corpus::{Corpus, Document, System};
use crate::finding::{Change, Finding, Fix, Place, Related, Remedy, Safety, Severity, Step};
use crate::profile::Kind;
use crate::system::Component;
use crate::text::Span;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which reads well after "allow".
    pub id: &'static str,
    /// How much its findings weigh, unless the configuration says otherwise.
    pub severity: Severity,
    /// What it finds, one line.
    pub summary: &'static str,
    /// What it looks at and why that matters, in Markdown.
    pub explanation: &'static str,
    /// How to mend what it finds, in Markdown; that `fix` can is said by `fixes`.
    pub remedy: &'static str,
    /// How sure the fixes are that some of its findings have; none if a person must mend them all.
    pub fixes: &'static [Safety],
    /// Its two shown cases.
    pub cases: Cases,
    /// Finds every defect of its kind.
    pub check: fn(&Corpus) -> Vec<Finding>,
}

/// A case that a rule finds something in and one that it does not, as documents (see [`Case`]).
#[derive(Debug, Clone, Copy)]
pub struct Cases {
    /// The rule finds something.
    pub bad: &'static str,
    /// The rule is silent.
    pub good: &'static str,
}

/// The shown cases of a rule, which are among its tests.
macro_rules! cases {
    ($rule:literal) => {
        $crate::rules::Cases {
            bad: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $rule, "/bad.md")),
            good: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/", $rule, "/good.md")),
        }
    };
}
use cases;

/// Every rule, by name.
pub const RULES: [&Rule; 38] = [
    &ambiguous_name::RULE,
    &broken_anchor::RULE,
    &broken_link::RULE,
    &colliding_paths::RULE,
    &defaulted_level::RULE,
    &dependency_cycle::RULE,
    &doubly_covered_entry::RULE,
    &duplicate_id::RULE,
    &external_dependency::RULE,
    &id_not_file_name::RULE,
    &invalid_suppression::RULE,
    &malformed_front_matter::RULE,
    &mismatched_level::RULE,
    &misplaced_front_matter::RULE,
    &missing_components::RULE,
    &missing_feature_spec::RULE,
    &missing_relation::RULE,
    &missing_roadmap::RULE,
    &misspelt_key::RULE,
    &one_sided_dependency::RULE,
    &orphan_feature_spec::RULE,
    &outdated_feature_list::RULE,
    &oversized_spec::RULE,
    &phase_order::RULE,
    &schema_violation::RULE,
    &symlinked_spec::RULE,
    &understood_alias::RULE,
    &unlisted_component::RULE,
    &unlisted_dependency::RULE,
    &unmerged_spec::RULE,
    &unnameable_feature::RULE,
    &unplanned_dependency::RULE,
    &unreadable_spec::RULE,
    &unresolved_reference::RULE,
    &unsafe_path::RULE,
    &unusable_schema::RULE,
    &unused_suppression::RULE,
    &updated_before_created::RULE,
];

/// The names of all rules.
pub fn ids() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().map(|rule| rule.id)
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Judges a corpus by every rule: findings in the order of all output, weighed by the policy. What the policy switches
/// off, or a comment in a spec silences, is left out, and of a spec whose front matter cannot be read, nothing but that
/// is said.
pub fn judge(corpus: &Corpus, policy: &Policy) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.par_iter().flat_map_iter(|rule| (rule.check)(corpus)).collect();
    let readable = |path: &str| corpus.document(path).is_none_or(|document| document.malformed.is_empty());
    findings.retain(|finding| finding.rule == malformed_front_matter::RULE.id || readable(&finding.place.path));
    let unused = unused_suppression::silence(corpus, policy, &mut findings);
    findings.extend(unused);
    findings.retain_mut(|finding| {
        let severity = severity(corpus, policy, finding.rule, finding.severity, &finding.place.path);
        finding.severity = severity.unwrap_or(finding.severity);
        severity.is_some()
    });
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// How much a finding of a rule weighs in the file shown as `path`; none if it is switched off there.
fn severity(corpus: &Corpus, policy: &Policy, rule: &str, default: Severity, path: &str) -> Option<Severity> {
    let system = corpus.place(path).and_then(|at| corpus.system_of(at)).map(|at| corpus.systems[at].id.as_str());
    policy.severity(rule, default, path, system)
}

/// Whether a rule compares lists of specs that follow from a system spec or from each other.
pub fn is_about_lists(rule: &str) -> bool {
    let lists = [
        &missing_relation::RULE,
        &one_sided_dependency::RULE,
        &outdated_feature_list::RULE,
        &unlisted_dependency::RULE,
    ];
    lists.iter().any(|list| list.id == rule)
}

/// The rules as the Markdown table that the README shows.
pub fn table() -> String {
    let row = |rule: &&Rule| {
        let fixes = match rule.fixes {
            [] => "",
            [Safety::Safe] => "yes",
            [Safety::Unsafe] => "`--unsafe-fixes`",
            [..] => "yes, or `--unsafe-fixes`",
        };
        format!("| `{}` | {} | {} | {fixes} |\n", rule.id, rule.severity.word(), rule.summary)
    };
    let rows: String = RULES.iter().map(row).collect();
    format!("| rule | severity | finds | `fix` |\n|---|---|---|---|\n{rows}")
}

impl Rule {
    /// Whether a comment in a spec can silence it. One that silences nothing is not silenced by another, and before
    /// front matter there is no place for a comment.
    pub fn heeds_comments(&self) -> bool {
        ![misplaced_front_matter::RULE.id, unused_suppression::RULE.id].contains(&self.id)
    }

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

/// One step of a fix.
fn step(document: &Document, change: Change) -> Step {
    Step { path: document.path.clone(), change }
}

/// A remedy that follows from what is written elsewhere.
fn safe(steps: Vec<Step>) -> Remedy {
    Remedy::Edit(Fix { safety: Safety::Safe, steps })
}

/// A remedy that is most likely what was meant.
fn likely(steps: Vec<Step>) -> Remedy {
    Remedy::Edit(Fix { safety: Safety::Unsafe, steps })
}

/// A few names in backticks.
fn listed(names: &[&str]) -> String {
    few(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>())
}

/// A few phrases, and how many more there are.
fn few(phrases: &[String]) -> String {
    match phrases {
        [] => String::new(),
        [only] => only.clone(),
        [few @ .., last] if phrases.len() <= 4 => format!("{} and {last}", few.join(", ")),
        _ => format!("{} and {} more", phrases[..3].join(", "), phrases.len() - 3),
    }
}

/// A name as a message shows it: in backticks, unless git's quotes are around it already.
fn shown(name: &str) -> String {
    if name.starts_with('"') { name.to_owned() } else { format!("`{name}`") }
}

/// A span of a document as a place.
fn at(document: &Document, span: Span) -> Place {
    Place::span(document.path.as_str(), span)
}

/// Another place of a document.
fn also(document: &Document, span: Span, label: impl Into<String>) -> Related {
    Related { place: at(document, span), label: label.into() }
}

/// Where the name of a component stands; its heading or cell if markup stands in between.
fn name_of(component: &Component) -> Span {
    component.name.span.unwrap_or(component.place)
}

/// Every feature spec that can be read and is not retired, with its place in the corpus.
fn features(corpus: &Corpus) -> impl Iterator<Item = (usize, &Document)> {
    corpus.documents.iter().enumerate().filter(|(at, _)| is_living_feature(corpus, *at))
}

/// Whether a document is a feature spec that can be read and is not retired.
fn is_living_feature(corpus: &Corpus, at: usize) -> bool {
    let document = &corpus.documents[at];
    document.kind == Kind::Feature && document.malformed.is_empty() && corpus.is_living(at)
}

/// Every system with its document.
fn systems(corpus: &Corpus) -> impl Iterator<Item = (&System, &Document)> {
    corpus.systems.iter().map(|system| (system, &corpus.documents[system.document]))
}
