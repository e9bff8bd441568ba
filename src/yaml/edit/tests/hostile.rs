//! Hostile text: front matter that is deep, large or random is changed or refused, and never breaks the program.

use proptest::prelude::*;

use super::documents::{Choices, Document};
use super::wishes::wish;
use super::*;

/// Pieces of YAML and of what breaks it.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "k", "id", "é", "日", " ", "  ", "\n", "\n  ", "\n- ", "\r\n", "\r", "\t", ": ", ":", "- ", "? ", "[", "]", "{", "}", ",",
    ", ", "\"", "'", "|\n", ">-\n", "|+\n", "#", " # ", "&a ", "*a", "!t ", "<<", "%", "@", "\\", "---\n", "...\n", "\u{feff}", "\u{85}",
    "\u{2028}", "k: ", "k:\n", "k: [", "a: b\n", "  a: b\n", "- id: a\n", "null", "~", "1",
];

/// Every kind of change of a key `k`.
fn every_change() -> Vec<Change> {
    let into = |item: Item| Change::Insert {
        key: "k".to_owned(),
        item,
        before: vec!["a".to_owned()],
        after: Some("a".to_owned()),
    };
    let fields = Item::Fields(vec![("id".to_owned(), "x: y".to_owned())]);
    vec![
        set("/k", "new"),
        set("/k/0", "x: y"),
        rename("/k", "new"),
        rename("/a", "k"),
        insert("new", ""),
        into(Item::Text("- new".to_owned())),
        insert_fields("new", ""),
        into(fields),
        list(&["new", "a"]),
        list(&[]),
    ]
}

/// Makes a change, if it can be made, and checks that what comes of it can be read.
fn sound(text: &str, change: &Change) {
    let yaml = Span::new(0, text.len());
    let Ok(edits) = edit(text, yaml, std::slice::from_ref(change), "id") else { return };
    let after = apply(text, &edits).expect("the edits are sorted and apart");
    let document = read(&after, Span::new(0, after.len()));
    assert_eq!(document.problems, [], "{change:?} in {text:?}: {after:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn random_text_is_changed_soundly(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16)) {
        let text = format!("a: b\nk: {}", pieces.concat());
        for text in [pieces.concat(), text] {
            for change in every_change() {
                sound(&text, &change);
            }
        }
    }

    #[test]
    fn documents_with_something_odd_in_them_are_changed_soundly(
        layout in prop::collection::vec(any::<u8>(), 0..120),
        change in prop::collection::vec(any::<u8>(), 24),
        piece in prop::sample::select(PIECES),
        at in any::<prop::sample::Index>(),
    ) {
        let document = Document::new(&mut Choices(layout.iter()));
        let mut text: String = document.parts.iter().map(|part| part.text.as_str()).collect();
        text.insert_str(text.floor_char_boundary(at.index(text.len())), piece);
        sound(&text, &wish(&mut Choices(change.iter()), &document).change);
    }
}

#[test]
fn large_and_deep_front_matter_is_changed_too() {
    let dashes = format!("k:\n{}", "- a\n".repeat(15_000));
    let brackets = format!("k: [{}]\n", "a,".repeat(30_000));
    let keys = (0..6_000).map(|key| format!("k{key}: a")).collect::<Vec<_>>().join("\n");
    let deep = format!("a: {}{}\nk: [b]\n", "[".repeat(60), "]".repeat(60));
    for text in [dashes, brackets, keys, deep] {
        for change in [set("/k/0", "new"), rename("/k", "new"), insert("new", "a"), list(&["new", "a"])] {
            sound(&text, &change);
        }
        assert!(changed(&text, &insert("new", "")).is_ok(), "{}", &text[..40]);
    }
}
