//! What `generate` says to people: what was found, the plan, what was written, what comes next. The same for programs
//! stands in `json`. Findings are rendered elsewhere; nothing here asks or writes.

mod json;

pub use json::json;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::log::{harmless, without_commands};
use super::mending::Done;
use crate::corpus::{Corpus, System};
use crate::path::RepoPath;
use crate::plan::{Edited, NewSpec, Origin, PLACEHOLDER, Plan};
use crate::profile::Concern;
use crate::relations::in_order;
use crate::text::{neutral_line, shell_word};

/// A plan for one system.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The corpus as it will be.
    pub corpus: &'a Corpus,
    /// The system it is for.
    pub system: &'a System,
    /// The plan.
    pub plan: &'a Plan,
    /// The entries that were asked for, if some were.
    pub asked: Option<&'a BTreeSet<usize>>,
}

impl<'a> View<'a> {
    /// The entries that were asked for and have their spec already, each by its place in the roadmap, and that spec.
    pub fn existing(&self) -> Vec<(usize, &'a RepoPath)> {
        let is_new = |entry: usize| self.plan.new_specs.iter().any(|spec| spec.entry == entry);
        let asked = self.asked.into_iter().flatten().copied().filter(|entry| !is_new(*entry));
        let spec_of = |entry: usize| {
            let covering = self.system.coverage.entries.get(entry)?.covered_by.first()?;
            Some((entry, &self.corpus.documents[*covering].path))
        };
        asked.filter_map(spec_of).collect()
    }

    /// The ids of the entries that a new spec needs, and of those that need it.
    fn neighbours(&self, spec: &NewSpec) -> (Vec<&'a str>, Vec<&'a str>) {
        let relations = &self.system.relations[spec.entry];
        let id = |entry: &usize| self.corpus.id_of(self.system.coverage.entries.get(*entry)?);
        (relations.depends_on.iter().filter_map(id).collect(), relations.required_by.iter().filter_map(id).collect())
    }

    /// What the system spec has no section about.
    fn silent_concerns(&self) -> Vec<&'static str> {
        let concerns = &self.system.spec.cross_cutting_concerns;
        Concern::ALL.into_iter().filter(|concern| !concerns.contains_key(concern)).map(Concern::word).collect()
    }
}

/// What was found and what would be written.
pub fn preview(view: &View<'_>) -> String {
    let mut out = found(view);
    match view.plan.new_specs.len() {
        0 => out.push_str("\nThere is no feature spec to write.\n"),
        specs => {
            let _ = writeln!(out, "\nTo write: {}", count(specs));
        }
    }
    for spec in &view.plan.new_specs {
        let _ =
            writeln!(out, "  {} ({}, level {}) -> {}", spec.id, spec.complexity.word(), spec.level.number(), spec.path);
    }
    for (entry, path) in view.existing() {
        let _ = writeln!(out, "  {} has its spec: {path}", neutral_line(&view.system.coverage.entries[entry].name));
    }
    for blocked in &view.plan.blocked {
        let _ = writeln!(out, "  not {}: {}", neutral_line(&blocked.name), neutral_line(&blocked.reason));
    }
    out.push_str(&templates(&view.plan.new_specs));
    out.push_str(&changes(view.plan));
    without_commands(&out)
}

/// What the system spec holds.
fn found(view: &View<'_>) -> String {
    let spec = &view.system.spec;
    let path = &view.corpus.documents[view.system.document].path;
    let apis: usize = spec.components.iter().map(|component| component.apis_exposed.len()).sum();
    let counts = [
        plural(spec.components.len(), "component", "components"),
        plural(apis, "endpoint", "endpoints"),
        plural(spec.api_contracts.len(), "contract", "contracts"),
        plural(spec.data_architecture.ownership.len(), "owned data domain", "owned data domains"),
        plural(spec.cross_cutting_concerns.len(), "cross-cutting concern", "cross-cutting concerns"),
    ];
    let entries = &view.system.coverage.entries;
    let covered = entries.iter().filter(|entry| !entry.covered_by.is_empty()).count();
    let covered = covered.saturating_sub(view.plan.new_specs.len());
    let roadmap = plural(entries.len(), "roadmap entry", "roadmap entries");
    let name = view.system.spec.system_metadata.name.as_ref().map_or(&view.system.id, |name| &name.value);
    let (name, counts, without) = (neutral_line(name), counts.join(", "), entries.len() - covered);
    format!("{name} ({path})\n  {counts}\n  {roadmap}: {covered} with a feature spec, {without} without\n")
}

/// Which templates are used and why.
fn templates(specs: &[NewSpec]) -> String {
    let mut used: BTreeMap<(&str, &str), (&Origin, usize)> = BTreeMap::new();
    for NewSpec { template, .. } in specs {
        used.entry((&template.name, &template.why)).or_insert((&template.from, 0)).1 += 1;
    }
    let mut out = String::new();
    for ((name, why), (from, specs)) in used {
        let own = match from {
            Origin::Embedded => String::new(),
            Origin::User(path) => format!(" ({path})"),
        };
        let introduction = if out.is_empty() { "\nTemplates\n" } else { "" };
        let _ = writeln!(out, "{introduction}  {name}{own} for {specs}: {}", neutral_line(why));
    }
    out
}

/// Which other files change, and what that mends.
fn changes(plan: &Plan) -> String {
    let mut out = String::new();
    if !plan.edited.is_empty() {
        let _ = writeln!(out, "\nTo change: the lists in {}", plural(plan.edited.len(), "file", "files"));
    }
    for Edited { path, mended, .. } in &plan.edited {
        let rules: BTreeSet<&str> = mended.iter().map(|mended| mended.rule).collect();
        let _ = writeln!(out, "  {path} ({})", rules.into_iter().collect::<Vec<_>>().join(", "));
    }
    if !plan.left.is_empty() {
        out.push_str("\nNot to change, though it should\n");
    }
    for left in &plan.left {
        let _ = writeln!(out, "  {} ({}): {}", left.path, left.rule, neutral_line(&left.reason));
    }
    out
}

/// What is asked before anything is written.
pub fn question(plan: &Plan) -> String {
    let specs = count(plan.new_specs.len());
    let and = match plan.edited.len() {
        0 => String::new(),
        files => format!(" and change {}", plural(files, "file", "files")),
    };
    format!("\nWrite {specs}{and}? [Y/n] ")
}

/// `1 feature spec`, `5 feature specs`.
fn count(specs: usize) -> String {
    format!("{specs} feature {}", if specs == 1 { "spec" } else { "specs" })
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Everything about each new spec, for people who ask for it.
pub fn details(view: &View<'_>) -> String {
    let listed = |words: &[&str]| if words.is_empty() { "none".to_owned() } else { words.join(", ") };
    let mut out = String::new();
    for spec in &view.plan.new_specs {
        let entry = view.system.spec.entry(spec.entry).map_or("", |entry| entry.name.value.as_str());
        let component = view.system.component_of(spec.entry).map(|component| component.name.value.as_str());
        let from = component.map_or_else(|| "no component".to_owned(), |name| format!("the component `{name}`"));
        let (needs, needed) = view.neighbours(spec);
        let _ = writeln!(out, "Planned {}: from the roadmap entry `{}` and {}", spec.id, line(entry), line(&from));
        let _ = writeln!(out, "  - needs: {}", listed(&needs));
        let _ = writeln!(out, "  - needed by: {}", listed(&needed));
        let _ = writeln!(out, "  - template: {}, because {}", spec.template.name, line(&spec.template.why));
        let _ = writeln!(out, "  - regions: {}", listed(&spec.regions()));
        let _ = writeln!(out, "  - the system spec has no section about: {}", listed(&view.silent_concerns()));
        let _ = writeln!(out, "  - placeholders to fill in: {}", spec.placeholders());
    }
    harmless(&out)
}

fn line(text: &str) -> String {
    neutral_line(text).into_owned()
}

/// What was written, and what to do with it, for someone who stands in the folder `prefix`.
pub fn outcome(view: &View<'_>, done: &Done, dry_run: bool, prefix: &str) -> String {
    if view.plan.new_specs.is_empty() {
        return String::new();
    }
    if dry_run {
        return "\nDry run: nothing was written.\n".to_owned();
    }
    let written: Vec<&NewSpec> = view.plan.new_specs.iter().filter(|spec| done.created.contains(&spec.path)).collect();
    let mut out = "\n".to_owned();
    for spec in &written {
        let _ = writeln!(out, "Wrote {} ({})", spec.path, size(spec.text.len()));
    }
    for path in &done.changed {
        let _ = writeln!(out, "Changed {path}");
    }
    for (path, reason) in &done.skipped {
        let _ = writeln!(out, "Left alone: {path} {}", neutral_line(reason));
    }
    for path in &done.unreached {
        let _ = writeln!(out, "Did not reach {path}");
    }
    if !written.is_empty() {
        out.push_str(&summary(&written, done));
        out.push_str(&next_steps(view, &written, done, prefix));
    }
    without_commands(&out)
}

fn summary(written: &[&NewSpec], done: &Done) -> String {
    let sum = |of: &dyn Fn(&NewSpec) -> usize| written.iter().map(|spec| of(spec)).sum::<usize>();
    let regions = plural(sum(&|spec| spec.regions().len()), "region", "regions");
    let placeholders = plural(sum(&NewSpec::placeholders), "placeholder", "placeholders");
    let changed = match done.changed.len() {
        0 => String::new(),
        files => format!(", and changed the lists in {}", plural(files, "file", "files")),
    };
    let (specs, bytes) = (count(written.len()), size(sum(&|spec| spec.text.len())));
    format!("\nWrote {specs} ({bytes}) with {regions} from the system spec and {placeholders} to fill in{changed}.\n")
}

/// What to do now, as commands that can be copied. The first spec is one that needs none of the others.
fn next_steps(view: &View<'_>, written: &[&NewSpec], done: &Done, prefix: &str) -> String {
    let (order, _) = in_order(&view.system.relations);
    let Some(first) = order.iter().find_map(|entry| written.iter().find(|spec| spec.entry == *entry)) else {
        return String::new();
    };
    let word = |path: &RepoPath| shell_word(&path.link_from(prefix));
    let (first, all) = (word(&first.path), done.created.iter().chain(&done.changed).map(word).collect::<Vec<_>>());
    format!(
        "\nNext, in each spec: fill in every `{PLACEHOLDER}: …]`, and check it.\n  $EDITOR {first}\n  \
         roadspec check {first}\nStage what was written.\n  git add -- {}\n",
        all.join(" ")
    )
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
