//! `unused-suppression`: a comment that silences nothing; and how comments silence findings at all.
//! How such a comment is written is read in `corpus`.

use std::collections::BTreeSet;

use super::{Rule, at, cases, ids, severity};
use crate::config::Policy;
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "unused-suppression",
    severity: Severity::Warning,
    summary: "a comment that silences a rule where nothing is found",
    explanation: "What a comment silenced may be mended long ago. Left behind, it would silence the next defect of the \
        same kind in the same place, which nobody has looked at.",
    remedy: "Remove the rule from the comment, or the whole comment.",
    fixes: &[],
    cases: cases!("unused-suppression"),
    // It takes the findings of all other rules to know: see `silence`.
    check: |_| Vec::new(),
};

/// Takes out the findings that a comment silences, and returns one for every comment that silences nothing.
pub(super) fn silence(corpus: &Corpus, policy: &Policy, findings: &mut Vec<Finding>) -> Vec<Finding> {
    // Which rule of which suppression of which document has silenced something.
    let mut used: BTreeSet<(&str, usize, &str)> = BTreeSet::new();
    findings.retain(|finding| {
        let Some((document, span)) = corpus.document(&finding.place.path).zip(finding.place.span) else { return true };
        let mut silenced = false;
        for (at, suppression) in document.suppressions.iter().enumerate() {
            let speaks = suppression.mistake.is_none()
                && (suppression.line.start..=suppression.line.end).contains(&span.start)
                && suppression.rules.iter().any(|rule| rule.value == finding.rule);
            if speaks {
                used.insert((document.path.as_str(), at, finding.rule));
                silenced = true;
            }
        }
        !silenced
    });
    let is_on = |rule: &str, path: &str| severity(corpus, policy, rule, Severity::Error, path).is_some();
    let mut unused = Vec::new();
    for document in corpus.documents.iter().filter(|document| document.malformed.is_empty()) {
        for (place, suppression) in document.suppressions.iter().enumerate().filter(|(_, one)| one.mistake.is_none()) {
            for rule in suppression.rules.iter().filter(|rule| ids().any(|known| known == rule.value)) {
                // A rule that is switched off finds nothing, whether it is silenced or not.
                let judged = is_on(&rule.value, document.path.as_str());
                if judged && !used.contains(&(document.path.as_str(), place, rule.value.as_str())) {
                    let own_line = suppression.line.contains(Span::at(suppression.span.start));
                    let line = if own_line { "this line" } else { "the next line" };
                    let message = format!("`{}` finds nothing in {line}", rule.value);
                    let help = match suppression.rules.as_slice() {
                        [_] => "remove the comment".to_owned(),
                        _ => format!("remove `{}` from the comment", rule.value),
                    };
                    let span = rule.span.unwrap_or(suppression.span);
                    unused.push(RULE.finding(at(document, span), message, "silences nothing", help));
                }
            }
        }
    }
    unused
}
