//! `broken-anchor`: a link to a heading that the linked spec does not have.
//! A link to a file that is not there is `broken-link`.

use super::{Rule, at, cases};
use crate::corpus::{Corpus, Lead};
use crate::finding::{Finding, Severity};
use crate::text::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "broken-anchor",
    severity: Severity::Error,
    summary: "a link to a heading that does not exist",
    explanation: "An anchor is what GitHub makes of a heading: lower case, blanks as `-`, most other signs dropped, \
        its number kept (`7.3 Security Model` is `#73-security-model`), and `-1` for the second heading of the same \
        text. A link whose anchor is not there opens the file at its top, and the reader does not find what was meant.",
    remedy: "Write the anchor of the heading that is meant.",
    cases: cases!("broken-anchor"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        for link in &document.skim.links {
            let Lead::NoAnchor(target, anchor) = corpus.follow(document, &link.destination) else { continue };
            let other = &corpus.documents[target];
            let message = format!("`{}` has no heading with the anchor `#{anchor}`", other.path);
            let help = suggestion(&other.skim.anchors, &anchor)
                .unwrap_or_else(|| "write the anchor of the heading that is meant".to_owned());
            findings.push(RULE.finding(at(document, link.span), message, "no such heading", help));
        }
    }
    findings
}

/// The one anchor that is the same but for its number, else the nearest.
fn suggestion(anchors: &[String], anchor: &str) -> Option<String> {
    let bare = |anchor: &str| anchor.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_lowercase();
    let wanted = bare(anchor);
    let mut same = anchors.iter().filter(|own| !wanted.is_empty() && bare(own) == wanted);
    match (same.next(), same.next()) {
        (Some(one), None) => Some(format!("did you mean `#{one}`?")),
        _ => did_you_mean(anchor, anchors.iter().map(String::as_str)),
    }
}
