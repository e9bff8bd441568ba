//! Sections, headings and anchors.

use super::*;

/// Every section but the root: its level, its title and its anchor, indented by how deep it lies.
fn tree(text: &str) -> Vec<String> {
    let outline = outline(text, 0);
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(parent) = outline.sections[at].parent.filter(|parent| *parent > 0) {
            (at, depth) = (parent, depth + 1);
        }
        depth
    };
    let sections = outline.sections.iter().enumerate().skip(1);
    sections
        .map(|(at, section)| {
            format!("{}{} {} #{}", "  ".repeat(depth(at)), section.level, section.title, section.anchor)
        })
        .collect()
}

fn anchors(text: &str) -> Vec<String> {
    outline(text, 0).sections.into_iter().skip(1).map(|section| section.anchor).collect()
}

#[test]
fn headings_nest_by_level_whatever_levels_are_skipped() {
    let text = "before\n\n# A\n\n### Deep\n\n## Less deep\n\n###### Six\n\n# B\n\n## C\n";
    assert_eq!(
        tree(text),
        ["1 A #a", "  3 Deep #deep", "  2 Less deep #less-deep", "    6 Six #six", "1 B #b", "  2 C #c"]
    );
    let outline = outline(text, 0);
    assert_eq!(outline.sections[0].blocks.len(), 1, "what stands before the first heading is the root's");
    assert_eq!(outline.sections[0].children, [1, 5]);
    assert_eq!(outline.sections[1].span.of(text), "# A\n\n### Deep\n\n## Less deep\n\n###### Six");
    assert_eq!(outline.sections[2].span.of(text), "### Deep");
}

#[test]
fn a_heading_is_written_in_many_ways() {
    for (text, level, title, written) in [
        ("# A", 1, "A", "A"),
        ("   ###   A  b   ###   \nx", 3, "A  b", "A  b"),
        ("## A #b#", 2, "A #b#", "A #b#"),
        ("## A \\##", 2, "A ##", "A \\##"),
        ("#\tA", 1, "A", "A"),
        ("A\n===", 1, "A", "A"),
        ("A\nb\n  ---  ", 2, "A b", "A\nb"),
        ("# **A** `b` [c](d) ![e](f) <i>g</i>", 1, "A b c  g", "**A** `b` [c](d) ![e](f) <i>g</i>"),
        ("# A &amp; \\*B\\*\r\n", 1, "A & *B*", "A &amp; \\*B\\*"),
        ("#", 1, "", ""),
        ("##   ##", 2, "", ""),
    ] {
        let outline = outline(text, 0);
        let section = &outline.sections[1];
        let found = (section.level, section.title.as_str(), section.title_span.of(text));
        assert_eq!(found, (level, title, written), "{text:?}");
        assert!(section.heading.contains(section.title_span), "{text:?}");
    }
}

#[test]
fn what_only_looks_like_a_heading_is_none() {
    for text in [
        "#A",
        "####### A",
        "    # A",
        "\\# A",
        "```\n# A\n```",
        "~~~~\n# A\n~~~\n# B",
        "```\n# A",
        "<!--\n# A\n\n# B\n-->",
        "<div>\n# A\n</div>",
        "<script>\n\n# A\n\n</script>",
        "a\n\n    # A\n",
        "- a\n\n      # A\n",
        "`# A\n# B`",
    ] {
        let found = tree(text);
        // A fence or a code span cannot hold back what stands after its end.
        assert_eq!(found.len(), usize::from(text.starts_with('`') && text.ends_with('`') && !text.ends_with("```")));
        assert!(!found.iter().any(|section| section.contains(" A ")), "{text:?}: {found:?}");
    }
}

#[test]
fn a_heading_in_a_list_or_a_quote_forms_no_section_but_takes_its_anchor() {
    let text = "# A\n\n> # A\n>\n> - ## A\n\n1. A\n   ===\n\n# A\n";
    assert_eq!(tree(text), ["1 A #a", "1 A #a-4"]);
    let outline = outline(text, 0);
    assert_eq!(shapes(text, &outline.sections[1].blocks), "quote(p(A) ul(p(A))) ol(1 p(A))");
}

#[test]
fn anchors_are_those_of_github() {
    for (title, anchor) in [
        ("Overview", "overview"),
        ("7.3 Security Model", "73-security-model"),
        ("A -- B & C", "a----b--c"),
        ("snake_case `code`!", "snake_case-code"),
        ("日本語の 見出し", "日本語の-見出し"),
        ("Ünïcode ß", "ünïcode-ß"),
        ("🚀 Launch 🎉", "-launch-"),
        ("[Link](x) ![image](y) end", "link--end"),
        ("...", ""),
    ] {
        assert_eq!(anchors(&format!("# {title}\n")), [anchor], "{title}");
    }
}

#[test]
fn equal_titles_get_numbers_that_no_other_has() {
    assert_eq!(anchors("# A\n# A\n# A-1\n# A\n# A-1\n"), ["a", "a-1", "a-1-1", "a-2", "a-1-2"]);
    assert_eq!(anchors("# A-1\n# A\n# A\n# a\n"), ["a-1", "a", "a-2", "a-3"]);
    assert_eq!(anchors("#\n#\n# !\n"), ["", "-1", "-2"]);
}

#[test]
fn a_text_is_read_from_its_body_on() {
    let text = "\u{feff}---\n# no: heading\n---\n# Yes\n\ntext\n";
    let body = text.find("# Yes").expect("it is there");
    let outline = outline(text, body);
    assert_eq!(outline.sections.len(), 2);
    assert_eq!(outline.sections[0].span.start, body);
    assert_eq!(outline.sections[1].heading.of(text), "# Yes");
    assert_eq!(super::outline("\u{feff}# A", '\u{feff}'.len_utf8()).sections[1].title, "A");
    assert_eq!(super::outline("", 0).sections.len(), 1);
}
