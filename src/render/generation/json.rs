//! The whole plan of `generate` for a program, and what became of it (`schemas/generate.schema.json`).
//! What is said to people stands in the file above.

use serde_json::{Value, json};

use super::View;
use crate::error::Error;
use crate::plan::{Edited, NewSpec, Origin};
use crate::render::mending::Done;
use crate::render::{json as report, json_text};
use crate::text::Edit;

/// The plan, and what kept it from being carried out, if anything did.
pub fn json(view: &View<'_>, done: &Done, stopped: Option<&Error>, dry_run: bool) -> String {
    let plan = view.plan;
    let existing = view.existing().into_iter().map(|(entry, path)| {
        let entry = &view.system.coverage.entries[entry];
        json!({ "id": view.corpus.id_of(entry), "name": entry.name, "path": path.as_str() })
    });
    let blocked = plan.blocked.iter().map(|blocked| json!({ "name": blocked.name, "reason": blocked.reason }));
    let left = plan.left.iter().map(
        |left| json!({ "path": left.path.as_str(), "rule": left.rule, "message": left.message, "reason": left.reason }),
    );
    let skipped = done.skipped.iter().map(|(path, reason)| json!({ "path": path.as_str(), "reason": reason }));
    json_text(&json!({
        "version": 1,
        "command": "generate",
        "error": stopped.map(report::error),
        "system": view.system.id,
        "dryRun": dry_run,
        "newSpecs": plan.new_specs.iter().map(|spec| new_spec(view, spec, done)).collect::<Vec<_>>(),
        "changes": plan.edited.iter().map(|edited| change(edited, done)).collect::<Vec<_>>(),
        "existing": existing.collect::<Vec<_>>(),
        "blocked": blocked.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
    }))
}

fn new_spec(view: &View<'_>, spec: &NewSpec, done: &Done) -> Value {
    let (needs, needed) = view.neighbours(spec);
    let from = match &spec.template.from {
        Origin::Embedded => None,
        Origin::User(path) => Some(path.as_str()),
    };
    json!({
        "id": spec.id,
        "name": spec.name,
        "system": spec.system,
        "entry": view.system.spec.entry(spec.entry).map(|entry| &entry.name.value),
        "component": view.system.component_of(spec.entry).map(|component| &component.name.value),
        "complexity": spec.complexity.word(),
        "maturity": spec.level.number(),
        "path": spec.path.as_str(),
        "template": { "name": spec.template.name, "path": from, "why": spec.template.why },
        "dependsOn": needs,
        "requiredBy": needed,
        "bytes": spec.text.len(),
        "text": spec.text,
        "created": done.created.contains(&spec.path),
    })
}

fn change(edited: &Edited, done: &Done) -> Value {
    let edits = Edit::between(&edited.before, &edited.text);
    let mended = edited.mended.iter().map(|mended| json!({ "rule": mended.rule, "message": mended.message }));
    json!({
        "path": edited.path.as_str(),
        "edits": edits.into_iter().collect::<Vec<_>>(),
        "mended": mended.collect::<Vec<_>>(),
        "changed": done.changed.contains(&edited.path),
    })
}
