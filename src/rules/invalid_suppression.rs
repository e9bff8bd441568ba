//! `invalid-suppression`: a comment that asks for silence and cannot be understood.
//! One that is understood and silences nothing is `unused-suppression`.

use super::{Rule, at, cases, ids};
use crate::corpus::Corpus;
use crate::finding::{Finding, Severity};
use crate::text::{Span, did_you_mean};

pub(super) const RULE: Rule = Rule {
    id: "invalid-suppression",
    severity: Severity::Warning,
    summary: "a comment that should silence a rule and does not",
    explanation: "A finding is silenced in one place by a comment with a reason: \
        `<!-- roadspec-disable-next-line RULE -- reason -->` in Markdown, `# roadspec-disable-next-line RULE -- reason` or \
        `# roadspec-disable-line RULE -- reason` in front matter. A comment with a misspelt rule, or without a reason, \
        silences nothing.",
    remedy: "Name the rules as `roadspec rules` lists them, and say after ` -- ` why they do not hold here.",
    fixes: &[],
    cases: cases!("invalid-suppression"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in &corpus.documents {
        for suppression in &document.suppressions {
            if let Some(mistake) = &suppression.mistake {
                let help = help(&document.text, suppression.span);
                findings.push(RULE.finding(at(document, suppression.span), mistake.clone(), "silences nothing", help));
                continue;
            }
            for rule in suppression.rules.iter().filter(|rule| !ids().any(|known| known == rule.value)) {
                let near = did_you_mean(&rule.value, ids());
                let help = near.unwrap_or_else(|| "`roadspec rules` lists every rule".to_owned());
                let place = at(document, rule.span.unwrap_or(suppression.span));
                let message = format!("there is no rule `{}`", rule.value);
                findings.push(RULE.finding(place, message, "silences nothing", help));
            }
        }
    }
    findings
}

/// How the comment is written instead.
fn help(text: &str, comment: Span) -> String {
    let written = comment.of(text);
    if !written.contains(" -- ") && written.contains(" - ") {
        return "write ` -- ` before the reason".to_owned();
    }
    let is_alone = text[..comment.start].lines().next_back().is_none_or(|before| before.trim().is_empty())
        || text[..comment.start].ends_with('\n');
    let verb = if is_alone { "roadspec-disable-next-line" } else { "roadspec-disable-line" };
    let content = written.trim_start_matches(['<', '!', '-', '#', ' ']);
    if content.split_whitespace().next().is_some_and(|word| verb.starts_with(word) && word != verb) {
        return format!("did you mean `{verb}`?");
    }
    let (open, close) = if written.starts_with('#') { ("#", "") } else { ("<!--", " -->") };
    format!("write `{open} {verb} RULE -- reason{close}`, all on one line")
}
