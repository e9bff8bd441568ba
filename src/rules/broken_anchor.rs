//! `broken-anchor`: a link to a heading that the linked spec does not have.
//! A link to a file that is not there is `broken-link`.

use super::{Rule, at, cases, likely, safe, step};
use crate::corpus::{Corpus, Document, Lead};
use crate::finding::{Change, Finding, Safety, Severity};
use crate::markdown::Target;
use crate::text::{Edit, Span, nearest};

pub(super) const RULE: Rule = Rule {
    id: "broken-anchor",
    severity: Severity::Error,
    summary: "a link to a heading that does not exist",
    explanation: "An anchor is what GitHub makes of a heading: lower case, blanks as `-`, most other signs dropped, \
        its number kept (`7.3 Security Model` is `#73-security-model`), and `-1` for the second heading of the same \
        text. A link whose anchor is not there opens the file at its top, and the reader does not find what was meant.",
    remedy: "Write the anchor of the heading that is meant.",
    fixes: &[Safety::Safe, Safety::Unsafe],
    cases: cases!("broken-anchor"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        for link in &document.skim.links {
            let Lead::NoAnchor(target, anchor) = corpus.follow(document, &link.destination) else { continue };
            let other = &corpus.documents[target];
            let is_own = other.path == document.path;
            let file = if is_own { "this file".to_owned() } else { format!("`{}`", other.path) };
            let message = format!("{file} has no heading with the anchor `#{anchor}`");
            let renumbered = renumbered(&other.skim.anchors, &anchor);
            let near = renumbered.or_else(|| nearest(&anchor, other.skim.anchors.iter().map(String::as_str)));
            let help = near.map_or_else(
                || "write the anchor of the heading that is meant".to_owned(),
                |near| format!("did you mean `#{near}`?"),
            );
            let label = if is_own { "does nothing when it is followed" } else { "opens the file at its top" };
            let span = anchor_span(document, link);
            let mut finding = RULE.finding(at(document, span), message, label, help);
            // Only an anchor that stands in the link itself can be replaced there.
            if let Some(near) = near.filter(|_| span.of(&document.text).starts_with('#')) {
                let steps = vec![step(document, Change::Text(Edit::new(span, format!("#{near}"))))];
                finding.remedy = if renumbered.is_some() { safe(steps) } else { likely(steps) };
            }
            findings.push(finding);
        }
    }
    findings
}

/// The anchor in a link; all of the link where its destination is written elsewhere.
fn anchor_span(document: &Document, link: &Target) -> Span {
    let written = link.span.of(&document.text);
    let start = written.find('#').filter(|_| written == link.destination);
    start.map_or(link.span, |start| Span::new(link.span.start + start, link.span.end))
}

/// The one anchor that is the same but for its number.
fn renumbered<'c>(anchors: &'c [String], anchor: &str) -> Option<&'c str> {
    let bare = |anchor: &str| anchor.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').to_lowercase();
    let wanted = bare(anchor);
    let mut same = anchors.iter().filter(|own| !wanted.is_empty() && bare(own) == wanted);
    same.next().filter(|_| same.next().is_none()).map(String::as_str)
}
