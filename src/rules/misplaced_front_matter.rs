//! `misplaced-front-matter`: front matter that something stands before.
//! It is read all the same; other tools do not.

use super::{Rule, at, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "misplaced-front-matter",
    severity: Severity::Warning,
    summary: "front matter that does not stand first in its file",
    explanation: "Front matter after a heading or a comment is understood here, but most tools, GitHub's own \
        rendering among them, take it for text.",
    remedy: "Move what stands before the front matter below it.",
    fixes: &[],
    cases: cases!("misplaced-front-matter"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let misplaced = corpus.documents.iter().filter_map(|document| Some((document, document.misplaced?)));
    misplaced
        .map(|(document, before)| {
            let message = "the front matter does not stand first".to_owned();
            let is_blank = before.of(&document.text).trim().is_empty();
            let what = if is_blank { "remove the empty line" } else { "move this below the front matter" };
            let help = format!("{what}: other tools see front matter only on the first line");
            RULE.finding(at(document, before), message, "this stands before it", help)
        })
        .collect()
}
