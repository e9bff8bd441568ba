//! Documents made to hurt: they neither overflow the stack nor grow.

use super::*;

/// How many sections, blocks, items, cells and runs an outline holds.
fn size(outline: &Outline) -> usize {
    let of = |block: &Block| {
        let items = if let BlockKind::List(list) = &block.kind { list.items.len() } else { 0 };
        1 + items + own_lines(block).iter().map(|line| 1 + line.runs.len() + line.links.len()).sum::<usize>()
    };
    outline.sections.len() + all_blocks(outline).into_iter().map(of).sum::<usize>()
}

#[test]
fn no_document_overflows_the_stack_or_outgrows_its_text() {
    let deep_list: String = (0..3_000).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let documents = [
        ("quotes", ">".repeat(50_000)),
        ("quotes with text", "> ".repeat(50_000) + "a"),
        ("brackets", "[".repeat(50_000)),
        ("pairs of brackets", "[".repeat(20_000) + "a" + &"]".repeat(20_000)),
        ("images", "![".repeat(20_000)),
        ("links", "[a](b)".repeat(20_000)),
        ("link starts", "[a](".repeat(20_000)),
        ("deep lists", deep_list),
        ("lists on one line", "- ".repeat(50_000) + "a"),
        ("numbers on one line", "1. ".repeat(20_000) + "a"),
        ("a long table", "| a | b |\n|---|---|\n".to_owned() + &"| c | d |\n".repeat(20_000)),
        (
            "a wide table with short rows",
            format!("{}\n{}\n{}", "a|".repeat(2_000), "-|".repeat(2_000), "b\n".repeat(2_000)),
        ),
        ("emphasis", "*a _b **c ".repeat(10_000)),
        ("closed emphasis", "**a _b ".repeat(10_000) + &"b_ a** ".repeat(10_000)),
        ("backticks", (1..300).map(|length| "`".repeat(length) + "a").collect()),
        ("fences", "```\n".repeat(20_001)),
        ("equal headings", "# a\n".repeat(20_000)),
        ("empty headings", "#\n".repeat(20_000)),
        ("falling headings", "###### a\n##### a\n#### a\n### a\n## a\n# a\n".repeat(2_000)),
        ("comments", "<!-- ".repeat(20_000)),
        ("tags", "<a ".repeat(20_000)),
        ("definitions", (1..300).map(|at| "[".to_owned() + &"b".repeat(at) + "]: a\n").collect()),
        ("references", "[a]: b\n\n".to_owned() + &"[a] ".repeat(20_000)),
        ("a long definition", format!("[a]: {}\n\n{}", "b".repeat(20_000), "[a] ".repeat(20_000))),
        ("blank lines", "\n".repeat(100_000)),
        ("one long line", "a ".repeat(200_000)),
        ("many lines", "a\n".repeat(100_000)),
    ];
    for (what, text) in documents {
        let size = size(&outline(&text, 0));
        // A short row of a wide table is filled up with cells, to a quarter of a million at most in all.
        let limit = text.len() + if what.starts_with("a wide") { 300_000 } else { 10 };
        assert!(size <= limit, "{what}: {size} for {} bytes", text.len());
        let copied = Span::new(0, text.len().min(500_000));
        let how = Transplant { level: 4, link: &str::to_owned };
        let copy = Original::new(&text, 0).transplant(copied, &how);
        assert!(copy.len() <= 4 * text.len() + 100_000, "{what}: {} for {} bytes", copy.len(), text.len());
    }
}

#[test]
fn nesting_beyond_what_is_kept_stays_in_the_spans_around_it() {
    let text = "> ".repeat(1_000) + "a\n\n# B\n\n" + &"- ".repeat(1_000) + "c";
    let outline = outline(&text, 0);
    assert_eq!(outline.sections.len(), 2);
    let blocks = all_blocks(&outline);
    assert!(blocks.len() < 410, "{}", blocks.len());
    assert_eq!(outline.sections[0].blocks[0].span.of(&text), "> ".repeat(1_000) + "a");
    assert!(outline.sections[1].span.of(&text).ends_with('c'));
}

#[test]
fn references_to_a_long_definition_elsewhere_do_not_multiply_it() {
    let text = "[a] ".repeat(20_000) + "\n\n[a]: " + &"b".repeat(20_000);
    let how = Transplant { level: 4, link: &str::to_owned };
    let copy = Original::new(&text, 0).transplant(Span::new(0, 80_000), &how);
    assert!(copy.len() < 300_000 && copy.starts_with("[a](bbb") && copy.ends_with("[a]"), "{} bytes", copy.len());
}

#[test]
fn many_parts_of_one_document_are_copied_without_reading_all_of_it_for_each() {
    // Ten thousand parts of twenty thousand lines: reading all of it for each part would take minutes.
    let text = "## A\n\nSee [there][r].\n\n".repeat(5_000) + "\n[r]: x.md\n";
    let sections = outline(&text, 0).sections;
    assert_eq!(sections.len(), 5_001);
    let original = Original::new(&text, 0);
    let how = Transplant { level: 3, link: &|to| format!("../{to}") };
    for section in &sections[1..5_000] {
        assert_eq!(original.transplant(section.span, &how), "### A\n\nSee [there](../x.md).");
        assert_eq!(original.transplant(section.heading, &how), "### A");
    }
}
