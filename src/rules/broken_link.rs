//! `broken-link`: a link in a spec to a file that is not there.
//! A link to a file that is there, but has no such heading, is `broken-anchor`.

use super::{Rule, at, cases, likely, step};
use crate::corpus::{Corpus, Document, Lead};
use crate::finding::{Change, Finding, Safety, Severity};
use crate::path::RepoPath;

pub(super) const RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Error,
    summary: "a link to a file that does not exist",
    explanation: "Links are followed as GitHub does: relative to the file they stand in, or to the repository's root if \
        they begin with `/`. Whether there is anything is looked up in the same snapshot as the specs, so a file that is \
        not part of a commit does not count for that commit. Links to other sites are not followed. A link to the \
        place where a missing feature spec will be written is fine.",
    remedy: "Write the path of the file that is meant, or remove the link.",
    fixes: &[Safety::Unsafe],
    cases: cases!("broken-link"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        for link in &document.skim.links {
            let place = at(document, link.span);
            findings.extend(match corpus.follow(document, &link.destination) {
                Lead::NoFile(path) => {
                    let moved = moved(corpus, document.path.parent(), &path);
                    let help = moved.as_ref().map_or_else(
                        || "write the path of the file that is meant, or remove the link".to_owned(),
                        |path| format!("did you mean `{path}`?"),
                    );
                    let message = format!("the linked file `{path}` does not exist");
                    let finding = RULE.finding(place, message, starting_point(document, &link.destination), help);
                    let edit = moved.and_then(|path| link.leading_to(&document.text, &path));
                    let remedy = edit.map(|edit| likely(vec![step(document, Change::Text(edit))]));
                    Some(Finding { remedy: remedy.unwrap_or(finding.remedy), ..finding })
                }
                Lead::Out => {
                    let message = "the link leads out of the repository".to_owned();
                    let help = "put the file into the repository, or write the address of a site: what lies outside is not \
                        the same for everyone";
                    Some(RULE.finding(place, message, "climbs above the repository's root", help))
                }
                Lead::Elsewhere | Lead::There | Lead::NoAnchor(..) => None,
            });
        }
    }
    findings
}

/// Where a link starts from.
fn starting_point(document: &Document, destination: &str) -> String {
    match document.path.parent() {
        folder if !folder.is_empty() && !destination.starts_with('/') => format!("followed from `{folder}`"),
        _ => "followed from the root of the repository".to_owned(),
    }
}

/// What may have been meant: the one spec of the same file name in another folder, there or still missing.
fn moved(corpus: &Corpus, folder: &str, path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let stem = name.strip_suffix(corpus.profile.extension)?.strip_suffix('.')?;
    let found = match corpus.index.spec(stem) {
        Some(at) => corpus.documents[at].path.clone(),
        None if corpus.index.is_planned(stem) => RepoPath::new(corpus.path_of(stem).as_bytes()).ok()?,
        None => return None,
    };
    (found.file_name() == name).then(|| found.link_from(folder))
}
