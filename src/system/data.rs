//! Data architecture: the strategy's text and the ownership table.
//! The whole section as context is a concern and is read with the others.

use super::fields::{self};
use super::{DataArchitecture, Names, Ownership, Reader};
use crate::markdown::{BlockKind, Line, Table};
use crate::profile::{Label, Role};
use crate::text::{Located, Span};

/// Reads strategy and ownership.
pub(super) fn read(reader: &Reader<'_>, names: &Names<'_>) -> DataArchitecture {
    DataArchitecture { strategy: strategy(reader), ownership: ownership(reader, names) }
}

/// The strategy: the text of its own section, else a labelled field of the data section, else its first paragraph.
fn strategy(reader: &Reader<'_>) -> Option<Located<String>> {
    if let Some(at) = reader.sections(Role::DataStrategy).next() {
        let section = &reader.outline.sections[at];
        let span = Span::new(section.heading.end, section.span.end).trimmed(reader.text);
        return (!span.is_empty()).then(|| reader.prose(span));
    }
    let section = &reader.outline.sections[reader.sections(Role::Data).next()?];
    let (_, found) = fields::read(reader, &section.blocks);
    let labelled =
        found.iter().find(|field| field.known == Some(Label::Strategy)).and_then(fields::LabelledField::span);
    let paragraph = || {
        let first = section.blocks.iter().find(|block| matches!(block.kind, BlockKind::Paragraph(_)))?;
        Some(first.span)
    };
    labelled.or_else(paragraph).map(|span| reader.prose(span))
}

/// The rows of every table under an ownership or data section that has a domain and an owner column.
fn ownership(reader: &Reader<'_>, names: &Names<'_>) -> Vec<Ownership> {
    let homes: Vec<usize> = reader.sections(Role::DataOwnership).chain(reader.sections(Role::Data)).collect();
    let mut sections: Vec<usize> = homes.into_iter().flat_map(|home| reader.family(home)).collect();
    sections.sort_unstable();
    sections.dedup();
    let blocks = sections.iter().flat_map(|at| &reader.outline.sections[*at].blocks);
    blocks
        .filter_map(|block| if let BlockKind::Table(table) = &block.kind { Some(table) } else { None })
        .flat_map(|table| rows(reader, table, names))
        .collect()
}

fn rows(reader: &Reader<'_>, table: &Table, names: &Names<'_>) -> Vec<Ownership> {
    let column = |label| table.header.iter().position(|cell| reader.profile.words.column(&cell.text) == Some(label));
    let (Some(domain), Some(owner)) = (column(Label::Domain), column(Label::Owner)) else { return Vec::new() };
    let access = column(Label::Access);
    let row = |row: &Vec<Line>| {
        let cell = |at: usize| row.get(at).filter(|cell| !cell.text.is_empty());
        let owner = reader.name(cell(owner)?);
        Some(Ownership {
            domain: reader.name(cell(domain)?),
            owner_ref: names.one(&owner.value),
            owner,
            access: access.and_then(cell).map(|cell| reader.prose(cell.span)),
            span: Span::new(row.first()?.span.start, row.last()?.span.end),
        })
    };
    table.rows.iter().filter_map(row).collect()
}
