//! `dependency-cycle`: features that depend on each other in a circle.
//! The graph is made in `corpus`; here its circles are found and told.

use super::{Rule, cases};
use crate::corpus::{Corpus, Graph};
use crate::finding::{Finding, Place, Related, Severity};

pub(super) const RULE: Rule = Rule {
    id: "dependency-cycle",
    severity: Severity::Error,
    summary: "features that depend on each other in a circle",
    explanation: "Of features in a circle none can be finished before the others: there is no order to build them in. \
        Dependencies count wherever they stand: in the components and the roadmap of the system spec and in \
        `depends_on` of the feature specs. The shortest circle is told, each step at its place.",
    remedy: "Remove one of the dependencies, or split a feature so that the part which both need stands alone.",
    fixes: &[],
    cases: cases!("dependency-cycle"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let graph = Graph::new(corpus);
    graph.cycles().iter().filter_map(|cycle| finding(&graph, cycle)).collect()
}

fn finding(graph: &Graph<'_>, cycle: &[&str]) -> Option<Finding> {
    let steps: Vec<(&str, &str)> = cycle.iter().copied().zip(cycle.iter().copied().cycle().skip(1)).collect();
    let place = |(from, to): &(&str, &str)| graph.place(from, to).cloned();
    let (first, rest) = steps.split_first()?;
    let names: Vec<String> = cycle.iter().chain(cycle.first()).map(|id| format!("`{id}`")).collect();
    let (message, help) = if let [only] = cycle {
        (format!("`{only}` depends on itself"), "remove it: no feature can be finished before itself")
    } else {
        let message = format!("these features depend on each other in a circle: {}", names.join(" → "));
        (message, "remove one of these dependencies: as it is, there is no order to build them in")
    };
    let label = |(from, to): &(&str, &str)| format!("`{from}` needs `{to}`");
    let mut finding = RULE.finding(place(first)?, message, label(first), help);
    let related = |step: &(&str, &str)| Some::<(Place, String)>((place(step)?, label(step)));
    finding.related.extend(rest.iter().filter_map(related).map(|(place, label)| Related { place, label }));
    Some(finding)
}
