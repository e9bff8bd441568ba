//! Findings one to a line, for editors, logs and other programs that split lines.
//! What a line cannot hold (source, related places, help) is left to the other formats.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::log::without_commands;
use super::{Report, Sources};
use crate::finding::Finding;
use crate::text::{Lines, neutral_line};

/// `path:line:column: severity[rule] message` for every finding, then what ends every report for people.
pub fn concise(report: &Report<'_>, sources: &dyn Sources) -> String {
    without_commands(&(lines(report.findings, sources) + &super::closing(report)))
}

/// Only the findings' lines.
pub(super) fn lines(findings: &[Finding], sources: &dyn Sources) -> String {
    let mut known: BTreeMap<&str, Lines<'_>> = BTreeMap::new();
    let mut out = String::new();
    for finding in findings {
        let path = finding.place.path.as_str();
        if let Some(text) = sources.text(path) {
            known.entry(path).or_insert_with(|| Lines::new(text));
        }
        let start = finding.place.span.and_then(|span| Some(known.get(path)?.position(span.start)));
        let place = start.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
        let (severity, rule) = (finding.severity.word(), finding.rule);
        let message = neutral_line(&finding.message);
        let _ = writeln!(out, "{}{place}: {severity}[{rule}] {message}", neutral_line(path));
    }
    out
}
