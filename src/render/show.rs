//! What `show` says: the model of a system spec, for a person and for a program.
//! What the model is stands in `system`; nothing here reads a document.

use std::fmt::Write as _;

use serde_json::json;

use super::log::without_commands;
use crate::corpus::{Document, System};
use crate::system::{Component, Dependency, DependencyKind, Entry, SystemSpec};
use crate::text::{Lines, Located, neutral_line};

/// The model for a program (`schemas/show.schema.json`).
pub fn json(document: &Document, system: &System) -> String {
    super::json_text(&json!({
        "version": 1,
        "command": "show",
        "error": null,
        "path": document.path.as_str(),
        "system": system.spec,
    }))
}

/// The model for a person: what was found, with the line it stands in.
pub fn human(document: &Document, system: &System) -> String {
    let page = Page { lines: Lines::new(&document.text), spec: &system.spec };
    let mut out = String::new();
    let metadata = &system.spec.system_metadata;
    let name = metadata.name.as_ref().map_or(system.id.as_str(), |name| &name.value);
    let _ = writeln!(out, "{} ({}, {})", line(name), line(&system.id), document.path);
    page.components(&mut out);
    page.contracts(&mut out);
    page.data(&mut out);
    page.concerns(&mut out);
    page.roadmap(&mut out);
    without_commands(&out)
}

struct Page<'a> {
    lines: Lines<'a>,
    spec: &'a SystemSpec,
}

impl Page<'_> {
    fn components(&self, out: &mut String) {
        let _ = writeln!(out, "\nComponents: {}", self.spec.components.len());
        for component in &self.spec.components {
            let _ = writeln!(out, "  {}{}", line(&component.name.value), self.at(&component.name));
            self.component(out, component);
        }
    }

    fn component(&self, out: &mut String, component: &Component) {
        for (label, value) in [("responsibility", &component.responsibility), ("technology", &component.technology)] {
            if let Some(value) = value {
                let _ = writeln!(out, "    {label}: {}", line(&value.value));
            }
        }
        for feature in &component.features {
            let _ = writeln!(out, "    feature: {}", line(&feature.value));
        }
        for api in &component.apis_exposed {
            let description =
                api.description.as_ref().map(|text| format!(": {}", line(&text.value))).unwrap_or_default();
            let _ = writeln!(out, "    api: {} {}{description}", line(&api.method.value), line(&api.path.value));
        }
        for interface in &component.interfaces {
            let _ = writeln!(out, "    interface: {}", line(&interface.value));
        }
        self.dependencies(out, &component.dependencies);
        if let Some(id) = &component.feature_spec_id {
            let _ = writeln!(out, "    feature spec: {}{}", line(&id.value), self.at(id));
        }
        for field in &component.fields {
            let _ = writeln!(out, "    {} (kept): {}", line(&field.label.value), line(&field.text.value));
        }
    }

    fn dependencies(&self, out: &mut String, dependencies: &[Dependency]) {
        for dependency in dependencies {
            let names: Vec<_> = dependency
                .component_refs
                .iter()
                .filter_map(|at| self.spec.components.get(*at))
                .map(|component| line(&component.name.value))
                .collect();
            let found = match dependency.kind {
                DependencyKind::External => "external".to_owned(),
                DependencyKind::Ambiguous => format!("one of {}", names.join(", ")),
                DependencyKind::One | DependencyKind::Group => names.join(", "),
            };
            let _ = writeln!(out, "    depends on: {} = {found}", line(&dependency.text.value));
        }
    }

    fn contracts(&self, out: &mut String) {
        let _ = writeln!(out, "\nAPI contracts: {}", self.spec.api_contracts.len());
        for contract in &self.spec.api_contracts {
            let code =
                contract.language.as_deref().unwrap_or(if contract.contract.is_some() { "code" } else { "no code" });
            let _ = writeln!(
                out,
                "  {} -> {} ({}){}",
                line(&contract.from.value),
                line(&contract.to.value),
                line(code),
                self.at(&contract.from)
            );
        }
    }

    fn data(&self, out: &mut String) {
        let data = &self.spec.data_architecture;
        let _ = writeln!(out, "\nData domains: {}", data.ownership.len());
        if let Some(strategy) = &data.strategy {
            let _ = writeln!(out, "  strategy: {}", line(&strategy.value));
        }
        for row in &data.ownership {
            let unknown = if row.owner_ref.is_none() { " (no component)" } else { "" };
            let _ = writeln!(out, "  {}: {}{unknown}", line(&row.domain.value), line(&row.owner.value));
        }
    }

    fn concerns(&self, out: &mut String) {
        let _ = writeln!(out, "\nConcerns: {}", self.spec.cross_cutting_concerns.len());
        for (concern, text) in &self.spec.cross_cutting_concerns {
            let (title, anchor) = (line(&text.section.title.value), line(&text.section.anchor));
            let _ = writeln!(out, "  {}: {title} (#{anchor}){}", concern.word(), self.at(&text.section.title));
        }
    }

    fn roadmap(&self, out: &mut String) {
        let _ = writeln!(out, "\nRoadmap: {}", self.spec.entries().count());
        for phase in &self.spec.roadmap {
            if let Some(name) = &phase.phase_name {
                let _ = writeln!(out, "  phase {}: {}", phase.phase, line(&name.value));
            }
            for entry in &phase.features {
                self.entry(out, entry);
            }
        }
    }

    fn entry(&self, out: &mut String, entry: &Entry) {
        let position = self.lines.position(entry.span.start);
        let component = entry.component_ref.and_then(|at| self.spec.components.get(at));
        let built = component.map_or_else(|| "no component".to_owned(), |one| line(&one.name.value));
        let _ = writeln!(
            out,
            "    {} ({}, level {}) = {built}, line {}",
            line(&entry.name.value),
            entry.complexity.value.word(),
            entry.maturity.value.number(),
            position.line
        );
    }

    fn at<T>(&self, located: &Located<T>) -> String {
        match (located.span, located.reason) {
            (Some(span), _) => format!(", line {}", self.lines.position(span.start).line),
            (None, Some(reason)) => format!(" ({reason})"),
            (None, None) => String::new(),
        }
    }
}

/// A text on one line, cut where it gets long, harmless to print.
fn line(text: &str) -> String {
    let mut short: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    if short.chars().count() == 120 {
        short.push('…');
    }
    neutral_line(&short).into_owned()
}
