//! `misspelt-key`: a key of front matter that nobody knows and that is nearly one that is known.
//! Which keys are known is said by the schemas, and how near is near is measured where they are read.

use super::{Rule, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Safety, Severity};
use crate::schema::Defect;

pub(super) const RULE: Rule = Rule {
    id: "misspelt-key",
    severity: Severity::Warning,
    summary: "a key that is nearly one that is known",
    explanation: "Front matter may hold keys of your own, so a key that no schema knows is fine. But one that differs \
        from a known key by a letter or two is read by nobody, and what it should have said is missing.",
    remedy: "Write the key that is meant. If yours is meant, name it in a schema of your own.",
    fixes: &[Safety::Safe],
    cases: cases!("misspelt-key"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    super::schema_violation::findings(corpus, &RULE, Defect::MisspeltKey)
}
