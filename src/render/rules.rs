//! What there is to say about the rules, the schemas and the templates themselves: the lists, and one rule explained with its examples.
//! Both are given; which findings a rule has is rendered elsewhere.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Sources, Style, concise};
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};
use crate::finding::Safety;
use crate::rules::{Case, Judged, Rule};

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

/// The list of schemas, each with what it is of, for a person.
pub fn schemas(schemas: &[(&str, &str)]) -> String {
    let width = schemas.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    schemas.iter().fold(String::new(), |mut out, (name, describes)| {
        let _ = writeln!(out, "{name:width$}  {describes}");
        out
    })
}

/// The same for a program (`schemas/rules.schema.json`).
pub fn schemas_json(schemas: &[(&str, &str)]) -> String {
    let all: Vec<Value> =
        schemas.iter().map(|(name, describes)| json!({ "name": name, "describes": describes })).collect();
    super::json_text(&json!({ "version": 1, "command": "schema", "schemas": all }))
}

/// The list of templates, each with the file of the repository that it is, for a person.
pub fn templates(templates: &[(&str, Option<&str>)]) -> String {
    let width = templates.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    templates.iter().fold(String::new(), |mut out, (name, path)| {
        let _ = writeln!(out, "{name:width$}  {}", path.unwrap_or("embedded"));
        out
    })
}

/// The same for a program (`schemas/rules.schema.json`).
pub fn templates_json(templates: &[(&str, Option<&str>)]) -> String {
    let all: Vec<Value> = templates.iter().map(|(name, path)| json!({ "name": name, "path": path })).collect();
    super::json_text(&json!({ "version": 1, "command": "template", "templates": all }))
}

fn value(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "severity": rule.severity.word(),
        "summary": rule.summary,
        "explanation": rule.explanation,
        "remedy": rule.remedy,
        "fixes": rule.fixes.iter().map(|safety| safety.word()).collect::<Vec<_>>(),
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
    let _ = write!(out, "\nHow to mend it\n\n{}\n", wrap(&format!("{}{}", rule.remedy, by_program(rule))));
    let bad = judged(rule, rule.cases.bad)?;
    let good = judged(rule, rule.cases.good)?;
    for (what, document, (said, _)) in [("Bad", rule.cases.bad, &bad), ("Good", rule.cases.good, &good)] {
        let _ = write!(out, "\n{what}\n\n{}\n{}", indented(document), indented(said));
    }
    out.push_str(&configuring(rule, style, bad.1));
    Ok(out)
}

/// What the program does about it.
const fn by_program(rule: &Rule) -> &'static str {
    match rule.fixes {
        [] => "",
        [Safety::Safe] => " `roadspec fix` does it where the answer is certain.",
        [Safety::Unsafe] => " `roadspec fix --unsafe-fixes` does it where the answer is likely.",
        [..] => " `roadspec fix` does it where the answer is certain, and with `--unsafe-fixes` where it is likely.",
    }
}

/// How to configure a rule, and how to silence it in one place if a comment can be put there.
fn configuring(rule: &Rule, style: &Style, in_a_place: bool) -> String {
    let (id, default) = (rule.id, rule.severity.word());
    let prose = |text: &str| indented(&textwrap::fill(text, style.width.clamp(20, 100) - 2));
    let others = ["error", "warning", "note", "off"].into_iter().filter(|word| *word != default);
    let others = others.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let everything = prose("For everything, in the configuration:");
    let narrower = prose(
        "The same line counts for one system below `[systems.ID.rules]`, and for the `paths` of an `[[overrides]]` \
         below `[overrides.rules]`.",
    );
    let mut out = format!(
        "\nHow to configure it\n\n{everything}\n    [rules]\n    {id} = \"{default}\"  # the default; or {others}\n\n\
         {narrower}"
    );
    if in_a_place {
        let comment = format!("roadspec-disable-next-line {id} -- why it does not hold here");
        let markdown =
            prose("In one place, on the line before it and indented as it is, with the reason; in Markdown:");
        let front = prose("and in front matter:");
        let _ = write!(out, "\n{markdown}\n    <!-- {comment} -->\n\n{front}\n    # {comment}\n");
    }
    out
}

/// What the rule says of one of its cases, and whether it says so of a place where a comment could silence it.
fn judged(rule: &Rule, document: &str) -> Result<(String, bool)> {
    let case = Case::read(document).map_err(|wrong| Error::new(ErrorKind::Bug, wrong))?;
    let Judged { corpus, mut findings, .. } = case.judge()?;
    findings.retain(|finding| finding.rule == rule.id);
    let lines = concise::lines(&findings, &Texts(&corpus));
    let in_a_place = rule.heeds_comments() && findings.iter().any(|finding| finding.place.span.is_some());
    Ok((if lines.is_empty() { "nothing is found\n".to_owned() } else { lines }, in_a_place))
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
