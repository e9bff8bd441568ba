//! `unusable-schema`: a document that names a schema which it cannot be checked against.
//! A schema that the configuration names and that cannot be used ends every command instead.

use super::{Rule, at, cases};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unusable-schema",
    severity: Severity::Error,
    summary: "a document that names a schema which cannot be used",
    explanation: "A document can name a JSON Schema of the repository that it keeps to, with the key `$schema` or with \
        the comment `# yaml-language-server: $schema=…` that editors read; it is checked in addition to the others. \
        Nothing is fetched from the network, and nothing outside the repository is read. A schema that is not there, or \
        is broken, checks nothing, and whoever named it believes that it does.",
    remedy: "Write the path of a schema of the repository, relative to the document, or mend the schema.",
    fixes: &[],
    cases: cases!("unusable-schema"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let unusable = corpus.documents.iter().filter_map(|document| Some((document, document.unusable_schema.as_ref()?)));
    unusable
        .map(|(document, wrong)| {
            let place = at(document, wrong.span);
            RULE.finding(place, wrong.message.clone(), wrong.label.clone(), wrong.help.clone())
        })
        .collect()
}
