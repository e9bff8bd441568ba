//! The roadmap: phases as headings or bold lines, entries as list items, bold lines or table rows.
//! What an entry's line says besides its name is read in `entry`.

use super::entry::{self, Draft, Parts};
use super::fields;
use super::{Component, Entry, Names, Phase, Reader};
use crate::markdown::{Block, BlockKind, Item, Line, List, Table};
use crate::profile::{Label, Role, heading_words};
use crate::text::{Located, Span};

/// Every phase with its entries, in document order; a phase without an entry is left out.
pub(super) fn read(reader: &Reader<'_>, components: &[Component], names: &Names<'_>) -> Vec<Phase> {
    let mut walk = Walk {
        reader,
        parts: Parts { components, names },
        phases: vec![Phase { phase: 1, phase_name: None, features: Vec::new() }],
    };
    for home in reader.sections(Role::Roadmap) {
        for at in reader.family(home) {
            let section = &reader.outline.sections[at];
            if at != home {
                walk.open_phase(section.title_span);
            }
            walk.blocks(&section.blocks);
        }
    }
    let mut phases = walk.phases;
    phases.retain(|phase| !phase.features.is_empty());
    for (at, phase) in phases.iter_mut().enumerate() {
        phase.phase = at + 1;
    }
    phases
}

struct Walk<'r, 'a> {
    reader: &'r Reader<'a>,
    parts: Parts<'r>,
    phases: Vec<Phase>,
}

impl<'a> Walk<'_, 'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for (at, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(lines) => self.paragraph(lines, &blocks[at + 1..]),
                BlockKind::List(_) if at > 0 && self.belongs_to_bold_entry(&blocks[at - 1]) => {}
                BlockKind::List(list) => self.list(list),
                BlockKind::Table(table) => self.table(table),
                _ => {}
            }
        }
    }

    /// A bold line is a phase or, numbered or with a level, an entry whose fields are the list after it.
    fn paragraph(&mut self, lines: &'a [Line], after: &'a [Block]) {
        let Some(line) = lines.first() else { return };
        if !starts_bold(line) || self.open_phase(line.span) {
            return;
        }
        let draft = entry::line(self.reader, line);
        if Self::is_bold_entry(line, &draft) {
            let details = after.first().filter(|block| matches!(block.kind, BlockKind::List(_)));
            let mut pieces: Vec<_> = lines[1..].iter().map(fields::Piece::Line).collect();
            pieces.extend(fields::pieces(self.reader, details.map_or(&[], std::slice::from_ref)));
            self.push(draft, pieces);
        }
    }

    fn belongs_to_bold_entry(&self, block: &Block) -> bool {
        let BlockKind::Paragraph(lines) = &block.kind else { return false };
        let bold = lines.first().filter(|line| starts_bold(line) && phase_name(self.reader, line.span).is_none());
        bold.is_some_and(|line| Self::is_bold_entry(line, &entry::line(self.reader, line)))
    }

    fn is_bold_entry(line: &Line, draft: &Draft) -> bool {
        !draft.name.value.is_empty()
            && (draft.leveled() || heading_words(&line.text) != crate::profile::words(&line.text))
    }

    fn list(&mut self, list: &'a List) {
        for item in &list.items {
            let Some(line) = fields::item_lines(item).first() else { continue };
            if starts_bold(line) && self.open_phase(line.span) {
                self.blocks(&item.blocks[1..]);
                continue;
            }
            let draft = entry::line(self.reader, line);
            if self.is_entry(list, item, line, &draft) {
                let mut pieces: Vec<_> = fields::item_lines(item)[1..].iter().map(fields::Piece::Line).collect();
                pieces.extend(fields::pieces(self.reader, &item.blocks[1..]));
                self.push(draft, pieces);
            }
        }
    }

    /// Whether an item is an entry and not a task: numbered items are; a bullet or a checkbox must be bold and
    /// numbered, carry a level or an id, or name a component.
    fn is_entry(&self, list: &List, item: &Item, line: &Line, draft: &Draft) -> bool {
        if draft.name.value.is_empty() {
            return false;
        }
        let numbered = list.ordered && item.checked.is_none();
        let bold_number = starts_bold(line) && line.text.starts_with(|c: char| c.is_ascii_digit());
        numbered
            || bold_number
            || draft.leveled()
            || draft.feature_spec_id.is_some()
            || draft.component(self.parts).0.is_some()
    }

    fn table(&mut self, table: &Table) {
        let words = &self.reader.profile.words;
        let column = |label| table.header.iter().position(|cell| words.column(&cell.text) == Some(label));
        let Some(name) = column(Label::Name) else { return };
        let phase = column(Label::Phase);
        let mut last: Option<&str> = None;
        for row in &table.rows {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty());
            let Some(line) = cell(Some(name)) else { continue };
            if let Some(cell) = cell(phase).filter(|cell| last != Some(cell.text.as_str())) {
                last = Some(&cell.text);
                self.start_phase(Some(self.reader.name(cell)));
            }
            let mut draft = entry::line(self.reader, line);
            if draft.name.value.is_empty() {
                continue;
            }
            draft.span = Span::new(row.first().map_or(line.span.start, |cell| cell.span.start), draft.span.end);
            for (at, header) in table.header.iter().enumerate() {
                if let (Some(label), Some(cell)) = (words.column(&header.text), cell(Some(at))) {
                    draft.take(self.reader, label, cell.span);
                }
            }
            self.push(draft, Vec::new());
        }
    }

    fn push(&mut self, draft: Draft, pieces: Vec<fields::Piece<'a>>) {
        let entry: Entry = draft.finish(self.reader, self.parts, pieces);
        if let Some(phase) = self.phases.last_mut() {
            phase.features.push(entry);
        }
    }

    /// Starts a phase if the text announces one.
    fn open_phase(&mut self, title: Span) -> bool {
        let name = phase_name(self.reader, title);
        if let Some(name) = &name {
            self.start_phase(Some(name.clone()));
        }
        name.is_some()
    }

    fn start_phase(&mut self, phase_name: Option<Located<String>>) {
        self.phases.push(Phase { phase: 0, phase_name, features: Vec::new() });
    }
}

/// The name in `Phase 1: Foundation (Weeks 1-2)`, `Phase 3A — Payments`, `Milestone 2`; none if it is no phase.
fn phase_name(reader: &Reader<'_>, title: Span) -> Option<Located<String>> {
    let source = title.of(reader.text);
    let bare = crate::profile::without_number(source.trim_start_matches(['*', '_', ' ']));
    let (word, rest) = bare.split_once(char::is_whitespace)?;
    let known = reader.profile.words.phase.contains(&crate::profile::words(word));
    let rest = rest.trim_start();
    if !known || !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = rest.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(rest.len());
    let after = rest[number..].trim_start_matches([':', '-', '–', '—', ' ', '*', '_']);
    let start = title.end - after.len();
    let end = after.find(" (").map_or(title.end, |open| start + open);
    let name = reader.name_part(Span::new(start, end));
    let whole = reader.name_part(title);
    Some(reader.unmarked(if name.is_empty() { whole } else { name }))
}

/// Whether a line begins in bold.
fn starts_bold(line: &Line) -> bool {
    line.runs.first().is_some_and(|run| run.strong)
}
