//! `broken-link`: a link in a spec to a file that is not there.
//! A link to a file that is there, but has no such heading, is `broken-anchor`.

use super::{Rule, at, cases};
use crate::corpus::{Corpus, Lead};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Error,
    summary: "a link to a file that does not exist",
    explanation: "Links are followed as GitHub does: relative to the file they stand in, or to the repository's root if \
        they begin with `/`. Whether there is anything is looked up in the same snapshot as the specs, so a file that is \
        not part of a commit does not count for that commit. Links to other sites are not followed. A link to the \
        place where a missing feature spec will be written is fine.",
    remedy: "Write the path of the file that is meant, or remove the link.",
    cases: cases!("broken-link"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        for link in &document.skim.links {
            let (message, help) = match corpus.follow(document, &link.destination) {
                Lead::NoFile(path) => (format!("there is no `{path}`"), moved(corpus, document.path.parent(), &path)),
                Lead::Out => ("the link leads out of the repository".to_owned(), None),
                Lead::Elsewhere | Lead::There | Lead::NoAnchor(..) => continue,
            };
            let help =
                help.unwrap_or_else(|| "write the path of the file that is meant, or remove the link".to_owned());
            findings.push(RULE.finding(at(document, link.span), message, "leads nowhere", help));
        }
    }
    findings
}

/// What may have been meant: the one spec of the same file name in another folder.
fn moved(corpus: &Corpus, folder: &str, path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let stem = name.strip_suffix(corpus.profile.extension)?.strip_suffix('.')?;
    let found = &corpus.documents[corpus.index.spec(stem)?].path;
    (found.file_name() == name).then(|| format!("did you mean `{}`?", found.link_from(folder)))
}
