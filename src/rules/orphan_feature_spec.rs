//! `orphan-feature-spec`: a feature spec of a system whose roadmap does not list it.
//! A feature spec that names no system is nobody's orphan.

use super::{Rule, also, at, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "orphan-feature-spec",
    severity: Severity::Warning,
    summary: "a feature spec that its system's roadmap does not list",
    explanation: "A feature spec names its system with `system_spec`, so the system's roadmap should list it; else \
        nobody plans the work, or the entry was renamed or dropped and the spec was forgotten. Without `system_spec` a \
        feature stands alone and is never an orphan.",
    remedy: "Add an entry to the roadmap, name the right component in `system_component`, or retire the spec with the status `deprecated`, `superseded` or `archived`.",
    cases: cases!("orphan-feature-spec"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let orphans = corpus.systems.iter().flat_map(|system| system.coverage.orphans.iter().map(move |at| (system, *at)));
    orphans
        .map(|(system, orphan)| {
            let document = &corpus.documents[orphan];
            let owner = &corpus.documents[system.document];
            let span = document.header.system_spec.as_ref().and_then(|named| named.span);
            let message = format!("no entry of the roadmap of `{}` asks for this feature spec", system.id);
            let help = "add it to the roadmap, name its component in `system_component`, or retire it with a status \
                such as `superseded`";
            let place = at(document, span.unwrap_or_else(|| document.anchor()));
            let mut finding = RULE.finding(place, message, "the system it says it belongs to", help);
            let roadmap = system.spec.entries().next().map_or_else(|| owner.anchor(), |(_, entry)| entry.span);
            finding.related.push(also(owner, roadmap, "its roadmap begins here"));
            finding
        })
        .collect()
}
