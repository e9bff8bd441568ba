//! What `generate` and `fix` say about new feature specs: what was found, the plan, what was written, what comes next.
//! Findings are rendered elsewhere; nothing here asks or writes.

use std::fmt::Write as _;

use serde_json::json;

use super::log::without_commands;
use super::mending::Done;
use crate::corpus::{Corpus, System};
use crate::error::Error;
use crate::plan::Plan;
use crate::text::neutral_line;

/// A plan for one system.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The corpus the plan was made from.
    pub corpus: &'a Corpus,
    /// The system it is for.
    pub system: &'a System,
    /// The plan.
    pub plan: &'a Plan,
}

/// What was found and what would be written.
pub fn preview(view: &View<'_>) -> String {
    let spec = &view.system.spec;
    let path = &view.corpus.documents[view.system.document].path;
    let apis: usize = spec.components.iter().map(|component| component.apis_exposed.len()).sum();
    let mut out = format!("{} ({path})\n", neutral_line(name_of(view.system)));
    for (count, one, many) in [
        (spec.components.len(), "component", "components"),
        (apis, "endpoint", "endpoints"),
        (spec.api_contracts.len(), "contract", "contracts"),
        (spec.data_architecture.ownership.len(), "owned data domain", "owned data domains"),
        (spec.cross_cutting_concerns.len(), "cross-cutting concern", "cross-cutting concerns"),
        (spec.entries().count(), "roadmap entry", "roadmap entries"),
    ] {
        let _ = writeln!(out, "  {count} {}", if count == 1 { one } else { many });
    }
    if view.plan.new_specs.is_empty() {
        out.push_str("\nThere is no feature spec to write.\n");
    } else {
        let _ = writeln!(out, "\nTo write: {}", count(view.plan.new_specs.len()));
    }
    for spec in &view.plan.new_specs {
        let _ =
            writeln!(out, "  {} ({}, level {}) -> {}", spec.id, spec.complexity.word(), spec.level.number(), spec.path);
    }
    for edited in &view.plan.edited {
        let _ = writeln!(out, "  and the lists in {}", edited.path);
    }
    out.push_str(&blocked(view.plan));
    without_commands(&out)
}

/// The entries that no spec can be written for, and why.
pub fn blocked(plan: &Plan) -> String {
    let mut out = String::new();
    for blocked in &plan.blocked {
        let _ = writeln!(out, "  not {}: {}", neutral_line(&blocked.name), neutral_line(&blocked.reason));
    }
    without_commands(&out)
}

/// `1 feature spec`, `5 feature specs`.
pub fn count(specs: usize) -> String {
    format!("{specs} feature {}", if specs == 1 { "spec" } else { "specs" })
}

/// What was written, and what to do with it.
pub fn summary(view: &View<'_>, done: &Done, dry_run: bool) -> String {
    if dry_run {
        return "\nDry run: nothing was written.\n".to_owned();
    }
    let mut out = "\n".to_owned();
    for spec in view.plan.new_specs.iter().filter(|spec| done.created.contains(&spec.path)) {
        let _ = writeln!(out, "Wrote {} ({})", spec.path, size(spec.text.len()));
    }
    for path in &done.changed {
        let _ = writeln!(out, "Changed {path}");
    }
    for (path, reason) in &done.skipped {
        let _ = writeln!(out, "Left alone: {path} {}", neutral_line(reason));
    }
    if let Some(first) = done.created.first() {
        let _ = writeln!(out, "\nNext: open {first}, fill in every `[To be written: …]`, and run `roadspec check`.");
    }
    without_commands(&out)
}

/// The plan for a program (`schemas/generate.schema.json`), and what kept it from being carried out, if anything did.
pub fn json(view: &View<'_>, done: &Done, stopped: Option<&Error>, dry_run: bool) -> String {
    let new_specs: Vec<_> = view
        .plan
        .new_specs
        .iter()
        .map(|spec| {
            json!({
                "id": spec.id,
                "name": spec.name,
                "complexity": spec.complexity.word(),
                "maturity": spec.level.number(),
                "path": spec.path.as_str(),
                "bytes": spec.text.len(),
                "created": done.created.contains(&spec.path),
            })
        })
        .collect();
    let changes: Vec<_> = view
        .plan
        .edited
        .iter()
        .map(|edited| json!({ "path": edited.path.as_str(), "changed": done.changed.contains(&edited.path) }))
        .collect();
    let blocked: Vec<_> =
        view.plan.blocked.iter().map(|blocked| json!({ "name": blocked.name, "reason": blocked.reason })).collect();
    super::json_text(&json!({
        "version": 1,
        "command": "generate",
        "error": stopped.map(super::json::error),
        "system": view.system.id,
        "dryRun": dry_run,
        "newSpecs": new_specs,
        "changes": changes,
        "blocked": blocked,
    }))
}

fn name_of(system: &System) -> &str {
    system.spec.system_metadata.name.as_ref().map_or(&system.id, |name| &name.value)
}

/// A size in bytes for a person.
fn size(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_down() {
        assert_eq!((size(0), size(999), size(2345)), ("0.0 KB".to_owned(), "0.9 KB".to_owned(), "2.3 KB".to_owned()));
    }
}
