//! `schema-violation`: front matter that its kind's JSON Schema does not allow.
//! The schemas are data in `schemas/`; relations between specs are rules of their own.

use super::{Rule, at, cases, safe, step};
use crate::corpus::Corpus;
use crate::finding::{Change, Finding, Safety, Severity};
use crate::schema::{Defect, Rename};

pub(super) const RULE: Rule = Rule {
    id: "schema-violation",
    severity: Severity::Error,
    summary: "front matter that the schema of its kind does not allow",
    explanation: "Every kind of spec has a JSON Schema in `schemas/`: `system`, `feature`, and `spec` for any other \
        kind. Keys that no schema knows are allowed.",
    remedy: "Write what the schema allows; `roadspec schema NAME` prints it.",
    fixes: &[Safety::Safe],
    cases: cases!("schema-violation"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    findings(corpus, &RULE, Defect::Violation)
}

/// What is wrong with front matter by its schemas, of one kind of defect, as findings of a rule.
pub(super) fn findings(corpus: &Corpus, rule: &Rule, defect: Defect) -> Vec<Finding> {
    let all =
        corpus.documents.iter().flat_map(|document| document.violations.iter().map(move |wrong| (document, wrong)));
    all.filter(|(_, wrong)| wrong.kind == defect)
        .map(|(document, wrong)| {
            let place = at(document, wrong.span);
            let finding = rule.finding(place, wrong.message.clone(), wrong.label.clone(), wrong.help.clone());
            match &wrong.rename {
                Some(Rename { pointer, key }) => {
                    let change = Change::Rename { pointer: pointer.clone(), key: key.clone() };
                    Finding { remedy: safe(vec![step(document, change)]), ..finding }
                }
                None => finding,
            }
        })
        .collect()
}
