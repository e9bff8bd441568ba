//! What there is to say about the rules themselves: the list, and one of them explained with its examples.
//! The rules are given; which findings they have is rendered elsewhere.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Sources, Style, concise};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};
use crate::rules::{Case, Rule};

/// The list for a person.
pub fn list(rules: &[&Rule]) -> String {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    rules.iter().fold(String::new(), |mut out, rule| {
        let _ = writeln!(out, "{:width$}  {:7}  {}", rule.id, rule.severity.word(), rule.summary);
        out
    })
}

/// The list for a program (`schemas/rules.schema.json`).
pub fn list_json(rules: &[&Rule]) -> String {
    let all: Vec<Value> = rules.iter().map(|rule| value(rule)).collect();
    super::json_text(&json!({ "version": 1, "command": "rules", "rules": all }))
}

/// One rule for a program (`schemas/rules.schema.json`).
pub fn explained_json(rule: &Rule) -> String {
    super::json_text(&json!({ "version": 1, "command": "explain", "rules": [value(rule)] }))
}

fn value(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "severity": rule.severity.word(),
        "summary": rule.summary,
        "explanation": rule.explanation,
        "remedy": rule.remedy,
        "bad": rule.cases.bad,
        "good": rule.cases.good,
    })
}

/// One rule for a person: what it finds, why, how to mend it, a bad and a good example, how to configure it.
///
/// # Errors
/// [`ErrorKind::Bug`] if an example cannot be judged, which a test rules out.
pub fn explained(rule: &Rule, style: &Style) -> Result<String> {
    let wrap = |text: &str| textwrap::fill(text, style.width.min(100));
    let mut out = format!(
        "{} ({})\n\n{}\n\n{}\n",
        rule.id,
        rule.severity.word(),
        wrap(&sentence(rule.summary)),
        wrap(rule.explanation)
    );
    let _ = write!(out, "\nHow to mend it\n\n{}\n", wrap(rule.remedy));
    for (what, document) in [("Bad", rule.cases.bad), ("Good", rule.cases.good)] {
        let _ = write!(out, "\n{what}\n\n{}", indented(document));
        let _ = write!(out, "\n{}", indented(&verdict(rule, document)?));
    }
    let _ = write!(
        out,
        "\nHow to configure it\n\n  In the configuration, for everything, for some files or for one system:\n\n    [rules]\n    {0} = \
         \"warning\"  # or \"error\", \"note\", \"off\"\n\n  In one place, on the line before it; in Markdown and in front \
         matter:\n\n    <!-- roadspec-disable-next-line {0} -- why it does not hold here -->\n    # \
         roadspec-disable-next-line {0} -- why it does not hold here\n",
        rule.id
    );
    Ok(out)
}

/// What the rule says of one of its cases.
fn verdict(rule: &Rule, document: &str) -> Result<String> {
    let case = Case::read(document).map_err(|wrong| Error::new(ErrorKind::Bug, wrong))?;
    let (corpus, mut findings) = case.judge()?;
    findings.retain(|finding| finding.rule == rule.id);
    let lines = concise::lines(&findings, &Texts(&corpus));
    Ok(if lines.is_empty() { "nothing is found\n".to_owned() } else { lines })
}

struct Texts<'c>(&'c Corpus);

impl Sources for Texts<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.0.document(path).map(|document| document.text.as_str())
    }
}

/// A phrase as a sentence.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", format!("  {line}").trim_end());
        out
    })
}
