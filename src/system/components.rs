//! Components: headings under a components section, and rows of a component table, with their labelled fields.
//! What their dependencies mean is resolved once all names are known, in `dependencies`.

use super::fields::{self, LabelledField};
use super::{Component, Dependency, Field, Reader, SectionRef, apis, dependencies};
use crate::markdown::{BlockKind, Line, Table};
use crate::profile::{Label, Role, words};
use crate::text::{Located, Span};

/// Every component, in document order.
pub(super) fn read(reader: &Reader<'_>) -> Vec<Component> {
    let mut components = Vec::new();
    for home in reader.sections(Role::Components) {
        let mut inside: Option<Span> = None;
        for at in reader.family(home) {
            let section = &reader.outline.sections[at];
            if inside.is_some_and(|span| span.contains(section.span)) {
                continue;
            }
            if at != home
                && let Some(name) = component_name(reader, at)
            {
                inside = Some(section.span);
                components.push(from_section(reader, at, name));
            } else {
                let tables = section.blocks.iter().filter_map(|block| match &block.kind {
                    BlockKind::Table(table) => Some(table),
                    _ => None,
                });
                components.extend(tables.flat_map(|table| from_table(reader, at, table)));
            }
        }
    }
    components
}

/// The name of the component that a section describes, if it does.
fn component_name(reader: &Reader<'_>, at: usize) -> Option<Located<String>> {
    let vocabulary = &reader.profile.words;
    let section = &reader.outline.sections[at];
    let title = crate::profile::heading_words(&section.title);
    let first = title.split(' ').next().unwrap_or_default();
    if vocabulary.no_component.contains(&title) || vocabulary.no_component_before.iter().any(|word| word == first) {
        return None;
    }
    let (numbered, span) = bare_name(reader, section.title_span);
    let (_, found) = fields::read(reader, &section.blocks);
    let described = found.iter().any(|field| matches!(field.known, Some(Label::Responsibility | Label::Purpose)));
    let headed = section
        .children
        .iter()
        .any(|child| vocabulary.label(&reader.outline.sections[*child].title) == Some(Label::Responsibility));
    (numbered || described || headed).then(|| reader.unmarked(span))
}

/// A heading's span without its number, the word and number that make it a component, and a remark in parentheses
/// or code at its end; and whether there was such a word.
fn bare_name(reader: &Reader<'_>, title: Span) -> (bool, Span) {
    let mut span = reader.without_number(title);
    let source = span.of(reader.text);
    let prefixed = source.split_once([':', '.', '–', '—']).filter(|(before, _)| {
        let before = words(before);
        before.rsplit_once(' ').is_some_and(|(word, number)| {
            number.chars().all(|c| c.is_ascii_digit())
                && reader.profile.words.component.iter().any(|known| known == word)
        })
    });
    if let Some((_, name)) = prefixed {
        span = Span::new(span.end - name.len(), span.end).trimmed(reader.text);
    }
    let source = span.of(reader.text);
    let left = source.trim_start_matches(['*', '_']);
    let start = span.end - left.len();
    let bare = Span::new(start, start + left.trim_end_matches(['*', '_']).len());
    (prefixed.is_some(), reader.without_remark(bare))
}

fn from_section(reader: &Reader<'_>, at: usize, name: Located<String>) -> Component {
    let section = &reader.outline.sections[at];
    let mut component = empty(reader, name, section.title_span, reader.section_ref(at));
    let (_, found) = fields::read(reader, &section.blocks);
    for field in &found {
        fill(reader, &mut component, field);
    }
    for child in &section.children {
        fill_from_heading(reader, &mut component, *child);
    }
    component
}

/// A component with nothing but a name.
fn empty(reader: &Reader<'_>, name: Located<String>, place: Span, section: SectionRef) -> Component {
    let id = reader.profile.id_for(reader.system, &name.value).ok();
    Component {
        name,
        section,
        responsibility: None,
        technology: None,
        features: Vec::new(),
        apis_exposed: Vec::new(),
        interfaces: Vec::new(),
        dependencies: Vec::new(),
        feature_spec_id: id.map(|id| Located::derived(id, "derived from the component's name")),
        fields: Vec::new(),
        place,
    }
}

/// Takes in one labelled field; the first of a kind wins where there can be only one.
fn fill(reader: &Reader<'_>, component: &mut Component, field: &LabelledField<'_>) {
    let prose = || field.span().map(|span| reader.prose(span));
    match field.known {
        Some(Label::Responsibility) => component.responsibility = prose(),
        Some(Label::Purpose) => component.responsibility = component.responsibility.take().or_else(prose),
        Some(Label::Technology) => component.technology = component.technology.take().or_else(prose),
        Some(Label::Features) => component.features.extend(reader.listed(field)),
        Some(Label::Apis | Label::Interfaces) => {
            apis::read(reader, field, &mut component.apis_exposed, &mut component.interfaces);
        }
        Some(Label::Dependencies) => component.dependencies.extend(dependencies::read(reader, field)),
        Some(Label::FeatureSpec) => {
            let id = field.inline.and_then(|span| reader.spec_id(span));
            component.feature_spec_id = id.or_else(|| component.feature_spec_id.take());
        }
        _ => component.fields.extend(prose().map(|text| Field { label: field.label.clone(), text })),
    }
}

/// Takes in a heading below the component: a label as a heading, an endpoint, or text that is kept.
fn fill_from_heading(reader: &Reader<'_>, component: &mut Component, at: usize) {
    let section = &reader.outline.sections[at];
    let known = reader.profile.words.label(&section.title);
    let before = component.apis_exposed.len();
    if known.is_none() {
        let mut none = Vec::new();
        apis::read_text(reader, section.title_span, &mut component.apis_exposed, &mut none);
    }
    if component.apis_exposed.len() == before {
        let field = LabelledField {
            label: reader.section_ref(at).title,
            known,
            inline: None,
            pieces: fields::pieces(reader, &section.blocks),
        };
        fill(reader, component, &field);
    }
    for child in &section.children {
        fill_from_heading(reader, component, *child);
    }
}

/// The rows of a table that has a name column and a responsibility column.
fn from_table(reader: &Reader<'_>, at: usize, table: &Table) -> Vec<Component> {
    let column = |label| table.header.iter().position(|cell| reader.profile.words.column(&cell.text) == Some(label));
    let (Some(name), Some(responsibility)) = (column(Label::Name), column(Label::Responsibility)) else {
        return Vec::new();
    };
    let (technology, depends) = (column(Label::Technology), column(Label::Dependencies));
    let component = |row: &Vec<Line>| {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty());
        let named = cell(Some(name))?;
        let mut component = empty(reader, reader.name(named), named.span, reader.section_ref(at));
        component.responsibility = cell(Some(responsibility)).map(|cell| reader.prose(cell.span));
        component.technology = cell(technology).map(|cell| reader.prose(cell.span));
        component.dependencies =
            cell(depends).map_or_else(Vec::<Dependency>::new, |cell| dependencies::of_text(reader, cell.span));
        Some(component)
    };
    table.rows.iter().filter_map(component).collect()
}

impl Reader<'_> {
    /// What a field lists, each as written; an inline text is split at its top-level commas or semicolons.
    fn listed(&self, field: &LabelledField<'_>) -> Vec<Located<String>> {
        let none = |span: &Span| self.profile.words.is_none(span.of(self.text));
        let texts = field.texts().into_iter().filter(|span| !none(span));
        texts
            .flat_map(|span| {
                if field.inline.is_some_and(|inline| inline.start == span.start) {
                    dependencies::split(self.text, span)
                } else {
                    vec![span]
                }
            })
            .map(|span| self.prose(span))
            .collect()
    }

    /// The id that a text names by itself, in code or by a link to a file; none while it says there is no spec yet.
    pub(super) fn spec_id(&self, span: Span) -> Option<Located<String>> {
        let source = span.of(self.text);
        let link =
            source.find("](").and_then(|at| source[at + 2..].split([')', '#', ' ']).next().map(|to| (at + 2, to)));
        let (offset, word) = match link {
            Some(found) => found,
            None => (
                source.find(|c: char| c.is_alphanumeric()).unwrap_or(0),
                source.trim_matches(|c: char| !c.is_alphanumeric()),
            ),
        };
        let file = word.rsplit('/').next().unwrap_or(word);
        let id = file.strip_suffix(self.profile.extension).and_then(|stem| stem.strip_suffix('.')).unwrap_or(file);
        let start = span.start + offset + word.len() - file.len();
        let bracketed = source.starts_with('[') && link.is_none();
        let absent = self.profile.words.absent.contains(&words(id));
        let sure = link.is_some() || source.starts_with('`') || id.contains(['-', '.', '_']);
        (!bracketed && !absent && sure && self.profile.is_id(id))
            .then(|| Located::at(id.to_owned(), Span::new(start, start + id.len())))
    }

    /// The name in a line, without markup.
    pub(super) fn name(&self, line: &Line) -> Located<String> {
        let bare = self.unmarked(line.span);
        if bare.value == line.text { bare } else { self.plain(&line.text, line.span) }
    }

    /// A name in a part of a line, without markup.
    pub(super) fn unmarked(&self, span: Span) -> Located<String> {
        let marks = ['*', '`'];
        let left = span.of(self.text).trim_start_matches(marks);
        let start = span.end - left.len();
        let span = Span::new(start, start + left.trim_end_matches(marks).len());
        let bare: String = span.of(self.text).chars().filter(|c| !marks.contains(c)).collect();
        self.plain(&bare, span)
    }

    /// A heading's text without its number.
    fn without_number(&self, title: Span) -> Span {
        let rest = crate::profile::without_number(title.of(self.text));
        Span::new(title.end - rest.len(), title.end)
    }

    /// A name without a remark in parentheses at its end.
    pub(super) fn without_remark(&self, span: Span) -> Span {
        let source = span.of(self.text);
        match source.find(" (").filter(|_| source.ends_with(')')) {
            Some(open) => Span::new(span.start, span.start + open).trimmed(self.text),
            None => span.trimmed(self.text),
        }
    }
}
