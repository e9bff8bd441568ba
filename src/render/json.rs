//! Reports and failures for programs: one JSON object, versioned, described by `schemas/report.schema.json`.
//! Nothing is left out or made harmless beyond what JSON itself can escape.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Report, Sources};
use crate::error::Error;
use crate::finding::{Change, Finding, Fix, Place, Related, Remedy};
use crate::plan::Fixes;
use crate::text::{Lines, is_dangerous};

/// The report as JSON.
pub fn json<'s>(report: &'s Report<'s>, sources: &'s dyn Sources) -> String {
    let mut places = Places { sources, lines: BTreeMap::new(), fixes: report.fixes };
    let findings: Vec<Value> = report.findings.iter().map(|finding| places.finding(finding)).collect();
    let mut value = json!({
        "version": 1,
        "command": report.command,
        "snapshot": report.summary.as_ref().map(|summary| &summary.snapshot),
        "findings": findings,
        "summary": report.summary.as_ref().map(|summary| {
            json!({
                "errors": summary.errors,
                "warnings": summary.warnings,
                "notes": summary.notes,
                "hidden": summary.hidden,
                "mendable": { "safe": summary.mendable.0, "unsafe": summary.mendable.1 },
                "documents": summary.documents,
            })
        }),
        "warnings": report.warnings,
        "error": report.error.map(error),
    });
    if let (Some(statistics), Some(value)) = (report.statistics, value.as_object_mut()) {
        let counts: serde_json::Map<_, _> =
            statistics.iter().map(|(rule, count)| ((*rule).to_owned(), (*count).into())).collect();
        value.insert("statistics".to_owned(), counts.into());
    }
    if let (Some(Value::Object(details)), Some(value)) = (&report.details, value.as_object_mut()) {
        value.extend(details.clone());
    }
    json_text(&value)
}

/// Why a command that does not judge could do nothing at all.
pub fn failure(command: &str, reason: &Error) -> String {
    json_text(&json!({ "version": 1, "command": command, "error": error(reason) }))
}

/// A value as pretty JSON with a final line end; whatever can steer a terminal or a log is escaped.
pub fn json_text(value: &Value) -> String {
    // Both characters stand together in a string only.
    let plain = format!("{value:#}\n").replace("##[", "##\\u005b");
    let mut text = String::with_capacity(plain.len());
    for character in plain.chars() {
        if is_dangerous(character) && character != '\n' {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(character);
        }
    }
    // A command to a log of GitHub Actions, which can only stand in a string.
    text.replace("##[", "##\\u005b")
}

/// Looks positions up, with every document's lines indexed once.
struct Places<'s> {
    sources: &'s dyn Sources,
    lines: BTreeMap<&'s str, Lines<'s>>,
    fixes: Option<&'s Fixes<'s>>,
}

impl<'s> Places<'s> {
    fn finding(&mut self, finding: &'s Finding) -> Value {
        let related: Vec<Value> = finding.related.iter().map(|related| self.related(related)).collect();
        let mut value = self.place(&finding.place);
        value["rule"] = finding.rule.into();
        value["severity"] = finding.severity.word().into();
        value["message"] = finding.message.as_str().into();
        value["label"] = finding.label.as_str().into();
        value["related"] = related.into();
        value["help"] = finding.help.as_str().into();
        value["remedy"] = match &finding.remedy {
            Remedy::Create { path, command } => json!({ "create": path, "command": command }),
            Remedy::Edit(fix) => self.fix(fix),
            Remedy::Author(what) => json!({ "author": what }),
        };
        value
    }

    /// A fix in bytes; what a person must do if it cannot be made.
    fn fix(&self, fix: &Fix) -> Value {
        let edits = match self.fixes.map(|fixes| fixes.edits(fix)) {
            Some(Ok(edits)) => edits,
            Some(Err(reason)) => return json!({ "author": reason }),
            None => BTreeMap::new(),
        };
        let edits: Vec<Value> = edits
            .iter()
            .flat_map(|(path, edits)| edits.iter().map(move |edit| (path, edit)))
            .map(|(path, edit)| json!({ "path": path.as_str(), "span": edit.span, "text": edit.text }))
            .collect();
        let moves = fix.steps.iter().filter_map(|step| match &step.change {
            Change::Move(to) => Some(json!({ "from": step.path.as_str(), "to": to.as_str() })),
            _ => None,
        });
        json!({ "safety": fix.safety.word(), "edits": edits, "moves": moves.collect::<Vec<_>>() })
    }

    fn related(&mut self, related: &'s Related) -> Value {
        let mut value = self.place(&related.place);
        value["label"] = related.label.as_str().into();
        value
    }

    fn place(&mut self, place: &'s Place) -> Value {
        let path = place.path.as_str();
        let text = self.sources.text(path);
        if let Some(text) = text {
            self.lines.entry(path).or_insert_with(|| Lines::new(text));
        }
        let lines = self.lines.get(path);
        let position = |at: usize| lines.map(|lines| lines.position(at));
        json!({
            "path": path,
            "span": place.span,
            "start": place.span.and_then(|span| position(span.start)),
            "end": place.span.and_then(|span| position(span.end)),
        })
    }
}

/// An error as machine-readable output carries it.
pub(super) fn error(error: &Error) -> Value {
    let excerpt = error.excerpt.as_deref();
    let start = excerpt.map(|excerpt| Lines::new(&excerpt.text).position(excerpt.span.start));
    json!({
        "kind": error.kind.code(),
        "message": error.message,
        "help": error.help,
        "path": excerpt.map(|excerpt| &excerpt.name),
        "span": excerpt.map(|excerpt| excerpt.span),
        "start": start,
    })
}
