//! API contracts: a label, heading or line `A → B` under a contracts section, and the code fence after it.
//! Who consumes and who provides is decided where dependencies are known, not here.

use super::{Contract, Names, Reader};
use crate::markdown::{Block, BlockKind, Line};
use crate::profile::Role;
use crate::text::{Located, Span};

/// Arrows between the two names of a contract.
const ARROWS: [&str; 5] = ["→", "->", "=>", "⟶", "➜"];

/// Every contract, in document order.
pub(super) fn read(reader: &Reader<'_>, names: &Names<'_>) -> Vec<Contract> {
    let mut contracts: Vec<Contract> = Vec::new();
    for home in reader.sections(Role::Contracts) {
        for at in reader.family(home) {
            let section = &reader.outline.sections[at];
            let mut open = title(reader, section.title_span, names);
            for block in &section.blocks {
                read_block(reader, block, names, &mut open, &mut contracts);
            }
            contracts.extend(open);
        }
    }
    contracts
}

/// Takes in one block: a fence belongs to the title before it, a new title closes the one before.
fn read_block(
    reader: &Reader<'_>,
    block: &Block,
    names: &Names<'_>,
    open: &mut Option<Contract>,
    contracts: &mut Vec<Contract>,
) {
    match &block.kind {
        BlockKind::Fence(fence) => {
            if let Some(mut contract) = open.take() {
                contract.span.end = block.span.end;
                contract.language = fence.info.split_whitespace().next().map(str::to_lowercase);
                contract.contract = Some(reader.prose(block.span));
                contracts.push(contract);
            }
        }
        BlockKind::Paragraph(lines) => read_lines(reader, lines, names, open, contracts),
        BlockKind::List(list) => {
            for inner in list.items.iter().flat_map(|item| &item.blocks) {
                read_block(reader, inner, names, open, contracts);
            }
        }
        _ => {}
    }
}

fn read_lines(
    reader: &Reader<'_>,
    lines: &[Line],
    names: &Names<'_>,
    open: &mut Option<Contract>,
    contracts: &mut Vec<Contract>,
) {
    for line in lines {
        if let Some(next) = title(reader, line.span, names) {
            contracts.extend(open.replace(next));
        }
    }
}

/// The contract that a line or heading announces: `A → B` or `From A to B`, with a remark or a colon after it.
fn title(reader: &Reader<'_>, span: Span, names: &Names<'_>) -> Option<Contract> {
    let (from, to) = two_names(reader, span)?;
    let (from_ref, to_ref) = (names.one(&from.value), names.one(&to.value));
    Some(Contract { from, to, from_ref, to_ref, language: None, contract: None, span })
}

fn two_names(reader: &Reader<'_>, span: Span) -> Option<(Located<String>, Located<String>)> {
    let source = span.of(reader.text);
    let arrow = ARROWS.iter().filter_map(|arrow| source.find(arrow).map(|at| (at, at + arrow.len()))).min();
    let (start, end, after) = if let Some((at, after)) = arrow {
        (0, at, after)
    } else {
        let start = source.find(|c: char| c.is_alphanumeric())?;
        let word = source.get(start..start + 5).filter(|word| word.eq_ignore_ascii_case("from "))?;
        let to = source.find(" to ")?;
        (start + word.len(), to, to + 4)
    };
    let name = |from: usize, to: usize| {
        let part = reader.name_part(Span::new(span.start + from, span.start + to));
        let name = reader.unmarked(part);
        (!name.value.is_empty() && name.value.len() <= 80).then_some(name)
    };
    Some((name(start, end)?, name(after, source.len())?))
}

impl Reader<'_> {
    /// A name without number, emphasis marks, a remark, a colon or what a dash adds at its end.
    pub(super) fn name_part(&self, span: Span) -> Span {
        let span = span.trimmed(self.text);
        let rest = crate::profile::without_number(span.of(self.text));
        let mut span = Span::new(span.end - rest.len(), span.end);
        let source = span.of(self.text);
        let cut = [" (", ": ", " - ", " – ", " — ", "(`"].iter().filter_map(|mark| source.find(mark)).min();
        span.end = span.start + cut.unwrap_or(source.len());
        let source = span.of(self.text);
        let left = source.trim_start_matches(['*', '_', '`', ' ']);
        let start = span.end - left.len();
        Span::new(start, start + left.trim_end_matches(['*', '_', '`', ':', ' ', '.']).len())
    }
}
