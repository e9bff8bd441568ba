//! `malformed-front-matter`: front matter that cannot be read as what it should be.
//! What it says once it is read is judged by the schema.

use super::{Rule, also, at, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "malformed-front-matter",
    severity: Severity::Error,
    summary: "front matter that is missing, unclosed or no plain YAML mapping",
    explanation: "A spec is known by its front matter. While that cannot be read, nothing else about the spec can be \
        checked, so this is said first and alone. Front matter is YAML 1.2 between two lines `---`, at most 64 KiB and \
        64 levels deep. Anchors, aliases, tags, merge keys and a second document are refused, because nobody \
        reading the text sees what they stand for.",
    remedy: "Mend the YAML at the place shown; until then nothing else about the spec is checked.",
    fixes: &[],
    cases: cases!("malformed-front-matter"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let all =
        corpus.documents.iter().flat_map(|document| document.malformed.iter().map(move |wrong| (document, wrong)));
    all.map(|(document, wrong)| {
        let place = at(document, wrong.span);
        let mut finding = RULE.finding(place, wrong.message.clone(), wrong.label.clone(), wrong.help.clone());
        finding.related.extend(wrong.related.iter().map(|(span, label)| also(document, *span, label.clone())));
        finding
    })
    .collect()
}
