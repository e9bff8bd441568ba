//! Random documents, written together with what they must be read as: every pointer, its value and its place.

mod writer;

use proptest::prelude::*;

use super::*;
use writer::{Gap, Key, Style, Tree, document};

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = T> + Clone {
    prop::sample::select(values)
}

fn scalars() -> impl Strategy<Value = Tree> {
    let typed: Vec<(&str, Value)> = vec![
        ("word", json!("word")),
        ("zwei Wörter", json!("zwei Wörter")),
        ("日本 😀", json!("日本 😀")),
        ("a:b#c", json!("a:b#c")),
        ("it's -x", json!("it's -x")),
        ("http://x/?y", json!("http://x/?y")),
        ("2025-11-01", json!("2025-11-01")),
        ("no", json!("no")),
        ("-1", json!(-1)),
        ("0x1F", json!(31)),
        ("1.5e1", json!(15.0)),
        ("true", json!(true)),
        ("~", Value::Null),
    ];
    let words = || prop::collection::vec(one_of(vec!["a", "b c", "é日", "x:y", "1"]), 2..4);
    let single = || prop::collection::vec(one_of(vec!["a", "", "b # c", "''", "[é: {日", "\\n"]), 1..2);
    let double = prop::collection::vec(any::<String>(), 1..2);
    let block = prop::collection::vec(one_of(vec!["a", "é # x: y", "- [", "'\"", "", "日 "]), 0..4);
    prop_oneof![
        4 => one_of(typed).prop_map(|(text, value)| Tree::Plain(text, value)),
        1 => words().prop_map(Tree::PlainLines),
        1 => single().prop_map(Tree::Single),
        1 => words().prop_map(Tree::Single),
        1 => double.prop_map(Tree::Double),
        1 => words().prop_map(|words| Tree::Double(words.into_iter().map(str::to_owned).collect())),
        2 => (any::<bool>(), one_of(vec!["", "-", "+"]), block, 0..3_usize).prop_map(|(folded, ending, mut lines, blank)| {
            lines.insert(0, "first");
            lines.push("last");
            Tree::Block(folded, ending, lines, blank)
        }),
        1 => Just(Tree::Empty),
    ]
}

fn gaps() -> impl Strategy<Value = Gap> {
    let blanks = one_of(vec![" ", " ", "  ", "\t", " \t "]);
    let comment = one_of(vec!["", "", " # c: [", "\t#", "  "]);
    (blanks, comment, one_of(vec!["", "", "\n", "# é: {\n", "\n#\n"])).prop_map(|(blanks, comment, before)| Gap {
        blanks,
        comment,
        before,
    })
}

fn keys() -> impl Strategy<Value = Key> {
    one_of(vec![
        ("a", "a"),
        ("b c", "b c"),
        ("é日", "é日"),
        ("x/y~z", "x/y~z"),
        ("'it''s'", "it's"),
        ("\"q\\u00e9\"", "qé"),
        ("1", "1"),
        ("no", "no"),
        ("true", "true"),
        ("'# :'", "# :"),
        ("\"\"", ""),
    ])
}

fn fields(tree: impl Strategy<Value = Tree>) -> impl Strategy<Value = Vec<(Key, Tree, Gap)>> {
    prop::collection::vec((keys(), tree, gaps()), 0..5)
}

fn trees() -> impl Strategy<Value = Tree> {
    let style = || any::<(bool, bool, bool)>().prop_map(|(flow, loose, extra)| Style { flow, loose, extra });
    scalars().prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            (style(), prop::collection::vec((inner.clone(), gaps()), 0..5))
                .prop_map(|(style, items)| Tree::List(style, items)),
            (style(), fields(inner)).prop_map(|(style, fields)| Tree::Mapping(style, fields)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn every_part_is_read_and_found_where_it_was_written(bom: bool, crlf: bool, mut fields in fields(trees())) {
        let plain = Gap { blanks: " ", comment: "", before: "" };
        fields.push((("last", "last"), Tree::Empty, plain));
        let newline = if crlf { "\r\n" } else { "\n" };
        let (text, value, expected) = document(bom, newline, &fields);
        let Front::Found(front) = split(&text).front else { panic!("no front matter in {text:?}") };
        let read = read(&text, front.yaml);
        prop_assert_eq!(&read.problems, &[], "{:?}", text);
        prop_assert_eq!(&read.value, &value, "{:?}", text);
        let found: Vec<_> = read.index.iter().map(|(pointer, entry)| (pointer, *entry)).collect();
        prop_assert_eq!(&found, &expected, "{:?}", text);
        for (pointer, entry) in found {
            let part = value.pointer(&pointer).expect("the value has it");
            alone(entry.value.of(&text), part);
        }
    }
}

/// A scalar or flow collection, cut out of its document, is the same value on its own.
fn alone(slice: &str, part: &Value) {
    let is_block = slice.starts_with(['|', '>']) || slice.contains('\n') && !slice.starts_with(['[', '{', '\'', '"']);
    let is_block_collection = (part.is_object() || part.is_array()) && !slice.starts_with(['[', '{']);
    if !is_block && !is_block_collection {
        assert_eq!(&value(&format!("k: {slice}"))["k"], part, "{slice:?}");
    }
    if slice.starts_with(['|', '>']) && part.is_string() {
        // One entry deep it must be indented, and it was: no slice of it starts in the first column.
        let cut = value(&format!("k: {slice}\n"));
        assert_eq!(&cut["k"], part, "{slice:?}");
    }
}
