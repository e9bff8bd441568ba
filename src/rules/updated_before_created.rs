//! `updated-before-created`: a spec that was changed before it was made.
//! What is no date at all violates the schema.

use super::{Rule, also, at, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "updated-before-created",
    severity: Severity::Warning,
    summary: "a spec whose `updated` is before its `created`",
    explanation: "Readers judge by `updated` whether a spec still holds. A date before `created` is a slip of the \
        keyboard, or of copying another spec's front matter.",
    remedy: "Correct the date that is wrong.",
    fixes: &[],
    cases: cases!("updated-before-created"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        let (Some(created), Some(updated)) = (&document.header.created, &document.header.updated) else { continue };
        // As `YYYY-MM-DD`, dates are in the order of their text.
        if !is_date(&created.value) || !is_date(&updated.value) || updated.value >= created.value {
            continue;
        }
        let message = format!("updated on {}, but created on {}", updated.value, created.value);
        let place = at(document, updated.span.unwrap_or_else(|| document.anchor()));
        let mut finding = RULE.finding(place, message, "before it was created", "correct the date that is wrong");
        finding.related.extend(created.span.map(|span| also(document, span, "created later")));
        findings.push(finding);
    }
    findings
}

/// Whether a text has the form `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    bytes.len() == 10 && bytes.iter().enumerate().all(fits)
}
