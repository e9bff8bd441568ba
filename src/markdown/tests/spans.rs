//! Laws of spans, over random texts.

use proptest::prelude::*;

use super::*;

/// Pieces that mean something in Markdown.
const PIECES: &[&str] = &[
    "a",
    "B c",
    "é",
    "日本",
    "😀",
    "\u{301}",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    "\n\n",
    "# ",
    "## ",
    "###### ",
    " #",
    "===\n",
    "---\n",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "12) ",
    "- [ ] ",
    "[x] ",
    "> ",
    ">",
    "```\n",
    "```",
    "~~~\n",
    "````",
    "`",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "[a]",
    "[a](b)",
    "![a](b)",
    "[a]: b\n",
    "](",
    "<",
    ">",
    "<!-- ",
    " -->",
    "<div>\n",
    "</div>",
    "<b>",
    "<https://a.b>",
    "<?",
    "\\",
    "\\\n",
    "  \n",
    "&amp;",
    "&#0;",
    "|",
    " | ",
    "|---|---|\n",
    "| a | b |\n",
    "\\|",
    "!",
    "\"",
    "'",
    "\0",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
];

/// The pieces that are `wanted`, in any order.
pub(super) fn markdown_of(wanted: impl Fn(&str) -> bool) -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.iter().copied().filter(|piece| wanted(piece)).collect();
    prop::collection::vec(prop::sample::select(pieces), 0..48).prop_map(|pieces| pieces.concat())
}

/// All pieces, in any order.
pub(super) fn markdown() -> impl Strategy<Value = String> {
    markdown_of(|_| true)
}

/// Holds every span of an outline to the laws.
fn check(text: &str, body: usize, outline: &Outline) {
    let sound = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len() && body <= span.start, "{span:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
    };
    for (at, section) in outline.sections.iter().enumerate() {
        for span in [section.title_span, section.heading, section.span] {
            sound(span);
        }
        assert!(section.span.contains(section.heading) || at == 0);
        assert!(section.heading.contains(section.title_span));
        assert_eq!(at == 0, section.level == 0);
        assert_eq!(at == 0, section.parent.is_none());
        let mut end = section.heading.end;
        for block in &section.blocks {
            assert!(section.span.contains(block.span) && end <= block.span.start, "{block:?} of {section:?}");
            end = block.span.end;
        }
        for child in &section.children {
            let child = &outline.sections[*child];
            assert_eq!(child.parent, Some(at));
            assert!(child.level > section.level);
            assert!(section.span.contains(child.span) && end <= child.span.start, "{child:?} of {section:?}");
            end = child.span.end;
        }
    }
    for block in all_blocks(outline) {
        sound(block.span);
        check_block(block, &sound);
    }
}

/// What lies in a block lies in its span, in order.
fn check_block(block: &Block, sound: &dyn Fn(Span)) {
    let inside = |span: Span, end: usize| {
        sound(span);
        assert!(block.span.contains(span) && end <= span.start, "{span:?} after {end} in {block:?}");
        span.end
    };
    let mut end = block.span.start;
    match &block.kind {
        BlockKind::Quote(blocks) => end = blocks.iter().fold(end, |end, block| inside(block.span, end)),
        BlockKind::List(list) => {
            for item in &list.items {
                let after = inside(item.span, end);
                end = item.blocks.iter().fold(item.span.start, |end, block| inside(block.span, end));
                assert!(end <= after, "{item:?}");
                end = after;
            }
        }
        BlockKind::Fence(fence) => {
            sound(fence.content);
            assert!(block.span.start <= fence.content.start);
        }
        _ => {}
    }
    for line in own_lines(block) {
        let after = inside(line.span, end);
        let runs = line.runs.iter().fold(line.span.start, |end, run| inside(run.span, end));
        assert!(runs <= after, "{line:?}");
        for link in &line.links {
            inside(link.span, block.span.start);
        }
        assert!(line.runs.iter().filter_map(|run| run.link).all(|link| link < line.links.len()));
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(text.trim_end(), line.text);
        end = after;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_span_lies_where_it_belongs(text in markdown()) {
        check(&text, 0, &outline(&text, 0));
    }

    #[test]
    fn what_stands_before_the_body_only_shifts_spans(before in "[a#\n\u{feff}é`>-]{0,12}", text in markdown()) {
        let alone = outline(&text, 0);
        let whole = format!("{before}{text}");
        let shifted = outline(&whole, before.len());
        check(&whole, before.len(), &shifted);
        prop_assert_eq!(alone.sections.len(), shifted.sections.len());
        for (a, b) in alone.sections.iter().zip(&shifted.sections) {
            prop_assert_eq!(a.span.shifted(before.len()), b.span);
            prop_assert_eq!((a.level, &a.title, &a.anchor, a.parent), (b.level, &b.title, &b.anchor, b.parent));
            prop_assert_eq!(shapes(&text, &a.blocks), shapes(&whole, &b.blocks));
        }
        for (a, b) in all_blocks(&alone).into_iter().zip(all_blocks(&shifted)) {
            prop_assert_eq!(a.span.shifted(before.len()), b.span);
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_an_outline(text in any::<String>()) {
        check(&text, 0, &outline(&text, 0));
    }

    #[test]
    fn no_two_anchors_are_equal(titles in prop::collection::vec("[ab]{0,1}(-[0-2]){0,2}", 0..40)) {
        let text: String = titles.iter().map(|title| "# ".to_owned() + title + "\n").collect();
        let mut anchors: Vec<String> = outline(&text, 0).sections.into_iter().skip(1).map(|section| section.anchor).collect();
        prop_assert_eq!(anchors.len(), titles.len());
        anchors.sort_unstable();
        anchors.dedup();
        prop_assert_eq!(anchors.len(), titles.len());
    }
}
