//! Dependencies: a field's text split into names, each resolved to components and roadmap entries.
//! What resolves to nothing stays as text; cycles are followed by nobody here.

use super::fields::LabelledField;
use super::{Component, Dependency, DependencyKind, Match, Names, Phase, Reader};
use crate::profile::words;
use crate::text::{Located, Span};

/// The dependencies that a field names, not yet resolved.
pub(super) fn read(reader: &Reader<'_>, field: &LabelledField<'_>) -> Vec<Dependency> {
    field.texts().into_iter().flat_map(|span| of_text(reader, span)).collect()
}

/// The dependencies that one text names, not yet resolved; none if the whole of it says so.
pub(super) fn of_text(reader: &Reader<'_>, span: Span) -> Vec<Dependency> {
    if reader.profile.words.is_none(span.of(reader.text)) {
        return Vec::new();
    }
    let names = split(reader.text, span).into_iter().filter_map(|part| reader.dependency_name(part));
    names
        .map(|text| Dependency {
            text,
            kind: DependencyKind::External,
            component_refs: Vec::new(),
            entry_refs: Vec::new(),
        })
        .collect()
}

/// Splits a text at `;` if it has one, else at its commas, in both cases outside brackets and code.
pub(super) fn split(text: &str, span: Span) -> Vec<Span> {
    let at = |mark: char| -> Vec<usize> {
        let mut depth = 0_usize;
        let mut code = false;
        let mut found = Vec::new();
        for (offset, character) in span.of(text).char_indices() {
            match character {
                '`' => code = !code,
                '(' | '[' | '{' if !code => depth += 1,
                ')' | ']' | '}' if !code => depth = depth.saturating_sub(1),
                other if other == mark && depth == 0 && !code => found.push(span.start + offset),
                _ => {}
            }
        }
        found
    };
    let semicolons = at(';');
    let marks = if semicolons.is_empty() { at(',') } else { semicolons };
    let starts = std::iter::once(span.start).chain(marks.iter().map(|mark| mark + 1));
    let ends = marks.iter().copied().chain([span.end]);
    starts.zip(ends).map(|(start, end)| Span::new(start, end).trimmed(text)).filter(|part| !part.is_empty()).collect()
}

impl Reader<'_> {
    /// The name in one part of a list of dependencies: without its reason, its markup and a full stop.
    fn dependency_name(&self, part: Span) -> Option<Located<String>> {
        let source = part.of(self.text);
        if let Some((label, _)) = source.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
            let start = part.start + 1;
            return Some(self.unmarked(Span::new(start, start + label.len())));
        }
        let reason = |word: &String| source.find(&format!(" {word} "));
        let dash = || source.find(" - ").or_else(|| source.find(" – ")).or_else(|| source.find(" — "));
        let cut = self.profile.words.reasons.iter().filter_map(reason).chain(source.find(" (")).chain(dash()).min();
        let end = part.start + cut.unwrap_or(source.len());
        let joint = if source.starts_with("and ") { 4 } else { 0 };
        let span = Span::new(part.start + joint, end).trimmed(self.text);
        let bare = span.of(self.text).trim_end_matches(['.', ':']);
        let span = Span::new(span.start, span.start + bare.len());
        let name = self.unmarked(span);
        (!words(&name.value).is_empty()).then_some(name)
    }
}

/// What all names are resolved against.
struct Known<'k> {
    components: &'k Names<'k>,
    /// How many components there are.
    count: usize,
    entries: Names<'k>,
    /// The component of each entry.
    built: Vec<Option<usize>>,
}

/// Resolves every dependency of every component and entry; `names` are the components'.
pub(super) fn resolve(reader: &Reader<'_>, names: &Names<'_>, components: &mut [Component], roadmap: &mut [Phase]) {
    let entries = || roadmap.iter().flat_map(|phase| &phase.features);
    let known = Known {
        components: names,
        count: components.len(),
        entries: Names::new(entries().map(|entry| entry.name.value.as_str()), &reader.profile.words),
        built: entries().map(|entry| entry.component_ref).collect(),
    };
    for (at, component) in components.iter_mut().enumerate() {
        let entry = known.built.iter().position(|built| *built == Some(at));
        for dependency in &mut component.dependencies {
            known.resolve(reader, dependency, Some(at), entry);
        }
    }
    for (at, entry) in roadmap.iter_mut().flat_map(|phase| &mut phase.features).enumerate() {
        for dependency in &mut entry.dependencies {
            known.resolve(reader, dependency, entry.component_ref, Some(at));
        }
    }
}

impl Known<'_> {
    /// Resolves one dependency of the component `own`, of the entry `entry`.
    fn resolve(&self, reader: &Reader<'_>, dependency: &mut Dependency, own: Option<usize>, entry: Option<usize>) {
        let vocabulary = &reader.profile.words;
        let text = words(&dependency.text.value);
        if vocabulary.all_before.contains(&text) {
            let before = entry.unwrap_or(self.built.len());
            dependency.kind = DependencyKind::Group;
            dependency.entry_refs = (0..before).collect();
            dependency.component_refs = self.components_of(&dependency.entry_refs, own);
        } else if vocabulary.all_others.contains(&text) {
            dependency.kind = DependencyKind::Group;
            dependency.component_refs = (0..self.count).filter(|at| Some(*at) != own).collect();
            dependency.entry_refs = self.entries_of(&dependency.component_refs, entry);
        } else if let Some(number) = item_number(&text).filter(|number| (1..=self.built.len()).contains(number)) {
            dependency.kind = DependencyKind::One;
            dependency.entry_refs = vec![number - 1];
            dependency.component_refs = self.components_of(&dependency.entry_refs, own);
        } else {
            self.resolve_name(dependency);
        }
    }

    /// Resolves a name: a component's, else a roadmap entry's.
    fn resolve_name(&self, dependency: &mut Dependency) {
        let name = &dependency.text.value;
        (dependency.kind, dependency.component_refs) = found(self.components.resolve(name));
        if dependency.kind == DependencyKind::External {
            (dependency.kind, dependency.entry_refs) = found(self.entries.resolve(name));
        } else if dependency.kind == DependencyKind::One {
            dependency.entry_refs = self.entries_of(&dependency.component_refs, None);
            dependency.entry_refs.truncate(1);
        }
    }

    fn components_of(&self, entries: &[usize], own: Option<usize>) -> Vec<usize> {
        let mut components: Vec<usize> = entries.iter().filter_map(|entry| self.built[*entry]).collect();
        components.sort_unstable();
        components.dedup();
        components.retain(|at| Some(*at) != own);
        components
    }

    fn entries_of(&self, components: &[usize], own: Option<usize>) -> Vec<usize> {
        let builds = |at: &usize| self.built[*at].is_some_and(|built| components.contains(&built));
        (0..self.built.len()).filter(builds).filter(|at| Some(*at) != own).collect()
    }
}

fn found(matched: Match) -> (DependencyKind, Vec<usize>) {
    match matched {
        Match::Nothing => (DependencyKind::External, Vec::new()),
        Match::One(at) => (DependencyKind::One, vec![at]),
        Match::Several(all) => (DependencyKind::Ambiguous, all),
    }
}

/// A bare number: that item of the roadmap, as `3`, `#3` or `item 3`.
fn item_number(words: &str) -> Option<usize> {
    words.strip_prefix("item ").unwrap_or(words).parse().ok()
}
