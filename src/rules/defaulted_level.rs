//! `defaulted-level`: a roadmap entry that gives neither level nor complexity.
//! What the defaults are is data of the profile.

use super::{Rule, at, cases, systems};
use crate::corpus::{Corpus, Document};
use crate::finding::{Finding, Severity};
use crate::profile::{Complexity, Label, Profile};
use crate::system::{Entry, is_default};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "defaulted-level",
    severity: Severity::Note,
    summary: "a roadmap entry without level and complexity",
    explanation: "The level decides which sections a feature spec must have. Given a level, the complexity follows \
        (3 is EASY, 4 is MODERATE, 5 is HIGH), and the other way round. Given neither, the entry counts as EASY and \
        level 3, which may be less than was meant.",
    remedy: "Add `(Level 4)`, `(MODERATE)` or both to the entry.",
    fixes: &[],
    cases: cases!("defaulted-level"),
    check,
};

fn check(corpus: &Corpus) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (system, document) in systems(corpus) {
        for (_, entry) in system.spec.entries().filter(|(_, entry)| is_default(&entry.maturity)) {
            let (complexity, level) = (entry.complexity.value.word(), entry.maturity.value.number());
            let message = format!("the roadmap entry `{}` counts as {complexity}, level {level}", entry.name.value);
            let label = match remark(document, entry) {
                Some(remark) => format!("`{remark}` is no level from 0 to 5 and no complexity"),
                None => "gives no level from 0 to 5 and no complexity".to_owned(),
            };
            let help = help(document, entry, &corpus.profile);
            findings.push(RULE.finding(at(document, entry.span), message, label, help));
        }
    }
    findings
}

/// What an entry says in brackets, but for its estimate.
fn remark<'d>(document: &'d Document, entry: &Entry) -> Option<&'d str> {
    let written = entry.span.of(&document.text);
    let start = written.find(['(', '['])?;
    let end = start + written[start..].find([')', ']'])? + 1;
    let remark = Span::new(start, end).shifted(entry.span.start);
    let is_estimate =
        entry.estimated_days.as_ref().and_then(|days| days.span).is_some_and(|days| remark.contains(days));
    let is_link = written[end..].starts_with('(');
    (!is_estimate && !is_link).then(|| remark.of(&document.text))
}

fn help(document: &Document, entry: &Entry, profile: &Profile) -> String {
    let Some(header) = table_header(&document.text, entry.span.start) else {
        return "add `(Level 3)`, `(Level 4)` or `(Level 5)`: it says which sections the spec must have".to_owned();
    };
    let column = |label| header.split('|').map(str::trim).find(|cell| profile.words.column(cell) == Some(label));
    match (column(Label::Level), column(Label::Complexity)) {
        (Some(level), _) => {
            format!("write 3, 4 or 5 in the column `{level}`: it says which sections the spec must have")
        }
        (None, Some(complexity)) => {
            let [easy, moderate, high] = Complexity::ALL.map(Complexity::word);
            format!("write `{easy}`, `{moderate}` or `{high}` in the column `{complexity}`")
        }
        (None, None) => "add a column `Level` with 3, 4 or 5: it says which sections the spec must have".to_owned(),
    }
}

/// The header of the table that has a row at `at`, if that is one.
fn table_header(text: &str, at: usize) -> Option<&str> {
    let row = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut above = text[..row].lines().rev().take_while(|line| line.contains('|'));
    above.find(|line| line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t')))?;
    above.next()
}
