//! Hostile input: deep, large and random text is refused or read, and never panics or points outside itself.

use proptest::prelude::*;

use super::*;

fn limit(text: &str) -> Vec<(usize, String)> {
    read_all(text).problems.into_iter().map(|problem| (problem.span.start, problem.message)).collect()
}

#[test]
fn depth_has_a_limit_in_every_style() {
    let message = "the front matter is nested deeper than 64 levels".to_owned();
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let nested = |levels: usize| format!("k: {}{}", open.repeat(levels), close.repeat(levels));
        assert_eq!(limit(&nested(63)), []);
        assert_eq!(limit(&nested(64)), [(3 + 63 * open.len(), message.clone())]);
        assert_eq!(limit(&format!("k: {}", open.repeat(15_000)))[0].1, message);
    }
    let block = |levels: usize| (0..levels).fold(String::new(), |text, level| text + &" ".repeat(level) + "a:\n");
    assert_eq!(limit(&block(64)), []);
    assert_eq!(limit(&block(65))[0].1, message);
    assert_eq!(limit(&format!("k:\n{}", "- ".repeat(20_000)))[0].1, message);
    assert_eq!(limit(&"? ".repeat(20_000))[0].1, message);
    let mixed = format!("{}{}", block(40), " ".repeat(40) + "a: " + &"[".repeat(30) + &"]".repeat(30));
    assert_eq!(limit(&mixed)[0].1, message);
}

#[test]
fn size_has_a_limit() {
    let line = "k: ".to_owned();
    let max = FRONT_MATTER.max_bytes;
    let fits = line.clone() + &"é".repeat((max - 4) / 2) + "x";
    assert_eq!((fits.len(), limit(&fits)), (max, vec![]));
    let message = "the front matter is larger than 64 KiB".to_owned();
    let over = fits.replace('x', "é");
    assert_eq!(limit(&over), [(max - 1, message)]);
    assert_eq!(read_all(&over).value, json!({}));
}

#[test]
fn a_long_key_over_many_items_costs_no_more_than_its_text() {
    let text = format!("? {}\n: [{}]", "k".repeat(30_000), "1,".repeat(15_000));
    let document = read_all(&text);
    assert_eq!(document.problems, []);
    let pointer = format!("/{}/14999", "k".repeat(30_000));
    assert_eq!(document.index.get(&pointer).map(|entry| entry.value.of(&text)), Some("1"));
}

/// Checks that every place lies in the text, on character boundaries, in the order promised.
fn sound(text: &str, yaml: Span) {
    let document = read(text, yaml);
    let within = |span: Span| {
        let slice = text.get(span.start..span.end);
        assert!(yaml.contains(span) && slice.is_some(), "{span:?} of {text:?}");
    };
    for (pointer, entry) in document.index.iter() {
        within(entry.value);
        entry.key.into_iter().for_each(within);
        assert_eq!(document.index.get(&pointer), Some(entry), "{pointer} of {text:?}");
        assert!(document.value.pointer(&pointer).is_some() || !document.problems.is_empty(), "{pointer} of {text:?}");
    }
    for problem in &document.problems {
        within(problem.span);
        problem.related.iter().for_each(|(span, _)| within(*span));
    }
    assert!(document.problems.is_sorted_by_key(|problem| problem.span));
    assert!(document.value.is_object() || !document.problems.is_empty());
}

/// Pieces of YAML and of what breaks it.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "b", "cc", "1", "~", "é", "日", " ", "  ", "   ", "\n", "\n", "\n", "\r\n", "\r", "\t", ": ", ": ", ":", "- ", "-",
    "? ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "|+", ">-", "#", " # ", "&a", "*a", "!t", "!!", "!<", "<<", "%", "@", "`",
    "\\", "\\x4", "\\u", "---\n", "...\n", "\u{feff}", "\u{85}", "\u{1}", "<<<<<<< x", "=======", ">>>>>>> x", "<!--",
    "-->", "{{ x }}", "# T\n", "a: b\n", "  a: b\n", "c:\n", "- d\n",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8192, ..ProptestConfig::default() })]

    #[test]
    fn random_pieces_of_yaml_are_read_soundly(text in pieces()) {
        sound(&text, Span::new(0, text.len()));
        let around = format!("é{text}é");
        sound(&around, Span::new(2, around.len() - 2));
    }

    #[test]
    fn random_files_are_split_soundly(text in pieces(), first: bool) {
        let text = if first { format!("---\n{text}") } else { text };
        let split = split(&text);
        prop_assert!(text.is_char_boundary(split.body));
        if let Front::Found(front) = split.front {
            prop_assert!(front.block.of(&text).starts_with("---"));
            prop_assert!(front.block.contains(front.yaml) && front.block.end <= split.body);
            let closing = &text[front.yaml.end..front.block.end];
            prop_assert!(["---", "..."].contains(&closing.trim_end()));
            prop_assert!(front.misplaced.is_none_or(|before| before.end <= front.block.start));
            sound(&text, front.yaml);
        }
    }
}
