//! `doubly-covered-entry`: a roadmap entry that several feature specs claim.
//! Two specs with one id are `duplicate-id`.

use super::{Rule, also, at, cases, systems};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "doubly-covered-entry",
    severity: Severity::Error,
    summary: "a roadmap entry that more than one feature spec claims",
    explanation: "An entry has exactly one feature spec; with two nobody knows which one counts.",
    remedy: "Keep one of them: let the others name another component, give them an entry of their own, or retire them.",
    fixes: &[],
    cases: cases!("doubly-covered-entry"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        for ((_, entry), coverage) in system.spec.entries().zip(&system.coverage.entries) {
            let mut claims: Vec<_> = coverage.covered_by.iter().map(|claim| &corpus.documents[*claim]).collect();
            claims.dedup_by_key(|claim| claim.header.id.as_ref().map(|id| id.value.clone()));
            if claims.len() < 2 {
                continue;
            }
            let message = format!("{} feature specs cover the roadmap entry `{}`", claims.len(), entry.name.value);
            let help = "keep one of them: let the others name another component, or retire them";
            let mut finding = RULE.finding(at(document, entry.span), message, "one spec covers an entry", help);
            finding.related.extend(claims.iter().map(|claim| {
                let by_component =
                    claim.header.system_component.as_ref().filter(|_| coverage.planned() != Some(claim.id()));
                match by_component.and_then(|component| component.span) {
                    Some(span) => also(claim, span, "names its component"),
                    None => also(claim, claim.anchor(), "has its id"),
                }
            }));
            findings.push(finding);
        }
    }
    findings
}
