//! Markdown: the outline of small documents, laws of spans over random and hostile ones, and copying parts.

mod hostile;
mod laws;
mod lines;
mod sections;
mod spans;
mod transplant;

use super::*;

/// Every block of a document, with the blocks inside it.
fn all_blocks(outline: &Outline) -> Vec<&Block> {
    let mut found: Vec<&Block> = outline.sections.iter().flat_map(|section| &section.blocks).collect();
    let mut next = 0;
    while let Some(block) = found.get(next).copied() {
        match &block.kind {
            BlockKind::Quote(inner) => found.extend(inner),
            BlockKind::List(list) => found.extend(list.items.iter().flat_map(|item| &item.blocks)),
            _ => {}
        }
        next += 1;
    }
    found
}

/// The lines that stand in a block itself, not in a block inside it.
fn own_lines(block: &Block) -> Vec<&Line> {
    match &block.kind {
        BlockKind::Paragraph(lines) => lines.iter().collect(),
        BlockKind::Table(table) => table.header.iter().chain(table.rows.iter().flatten()).collect(),
        _ => Vec::new(),
    }
}

/// Blocks in short: `p` with its lines, `ul` and `ol` with their items, `quote`, `table` with its rows, `fence`, `html`
/// and `rule`.
fn shapes(text: &str, blocks: &[Block]) -> String {
    blocks.iter().map(|block| shape(text, block)).collect::<Vec<_>>().join(" ")
}

fn shape(text: &str, block: &Block) -> String {
    let cells = |cells: &[Line]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join(",");
    match &block.kind {
        BlockKind::Paragraph(lines) => {
            format!("p({})", lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("/"))
        }
        BlockKind::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| self::item(text, item)).collect();
            format!("{}({})", if list.ordered { "ol" } else { "ul" }, items.join("; "))
        }
        BlockKind::Table(table) => {
            let rows: Vec<String> = table.rows.iter().map(|row| cells(row)).collect();
            format!("table({}: {})", cells(&table.header), rows.join("; "))
        }
        BlockKind::Fence(fence) => {
            let end = if fence.closed { "" } else { " open" };
            format!("fence({} {:?}{end})", fence.info, fence.content.of(text))
        }
        BlockKind::Quote(blocks) => format!("quote({})", shapes(text, blocks)),
        BlockKind::Html => "html".to_owned(),
        BlockKind::Rule => "rule".to_owned(),
    }
}

fn item(text: &str, item: &Item) -> String {
    let number = item.number.map(|number| format!("{number} ")).unwrap_or_default();
    let checked = item.checked.map(|checked| if checked { "[x] " } else { "[ ] " }).unwrap_or_default();
    format!("{number}{checked}{}", shapes(text, &item.blocks))
}

/// The blocks of the root, in short.
fn root(text: &str) -> String {
    shapes(text, &outline(text, 0).sections[0].blocks)
}
