//! What is written as a scalar reads back as the same string, wherever a value may stand.

use granit_parser::{Event, Parser};
use proptest::prelude::*;

use super::*;
use crate::yaml::emit::scalar_like;

#[test]
fn plain_where_it_is_safe() {
    for text in
        ["a", "Search Service", "2025-11-01", "1.2.3", "a:b", "a#b", "it's", "say \"x\"", "é 日 😀", "a - b", "x.inf"]
    {
        assert_eq!(scalar(text), text);
    }
}

#[test]
fn quoted_where_it_must_be() {
    for text in [
        "",
        " a",
        "a ",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "- a",
        "-",
        "?",
        "1",
        "0x1",
        "1e999",
        ".inf",
        ".NaN",
        "true",
        "No",
        "off",
        "~",
        "null",
        "a, b",
        "[To be assigned]",
        "{{ x }}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "'a'",
        "%a",
        "@a",
        "`a`",
        "---",
        "...",
        "<<",
        "---\nstatus: approved",
    ] {
        let written = scalar(text);
        assert!(written.starts_with('"') && written.ends_with('"') && !written.contains('\n'), "{text:?}: {written}");
    }
    assert_eq!(
        scalar("a\n\"b\"\\\t\u{1}\u{85}\u{202e}\u{feff}\u{e0001}"),
        r#""a\n\"b\"\\\t\x01\x85\u202e\ufeff\U000e0001""#
    );
}

/// The scalars of a text, as the parser alone reads them.
fn scalars(text: &str) -> Vec<String> {
    Parser::new_from_str(text)
        .filter_map(|event| match event.expect("the text is YAML").0 {
            Event::Scalar(value, ..) => Some(value.into_owned()),
            _ => None,
        })
        .collect()
}

fn returns(text: &str) {
    let written = scalar(text);
    assert!(!written.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{written:?}");
    for (before, after, pointer) in [
        ("k: ", "", "/k"),
        ("k: [", "]", "/k/0"),
        ("k: {l: ", ", m: n}", "/k/l"),
        ("k:\n- ", " # c\n", "/k/0"),
        ("k:\n  ", "\nl: m", "/k"),
    ] {
        let document = format!("{before}{written}{after}");
        let read = read_all(&document);
        assert_eq!(read.problems, [], "{document:?}");
        assert_eq!(read.value.pointer(pointer), Some(&Value::from(text)), "{document:?}");
        assert!(scalars(&document).iter().any(|scalar| scalar == text), "{document:?}");
        let entry = read.index.get(pointer).expect("it is indexed");
        assert_eq!(entry.value.of(&document), written);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

    #[test]
    fn any_string_reads_back(text in any::<String>()) {
        returns(&text);
    }

    #[test]
    fn any_string_reads_back_in_the_quotes_of_another(text in any::<String>(), quote in prop::sample::select(vec!["'", "\""])) {
        let written = scalar_like(quote, &text);
        prop_assert!(written.starts_with(quote) || written.starts_with('"'), "{}", written);
        prop_assert_eq!(scalars(&written), vec![text]);
    }

    #[test]
    fn any_string_of_yaml_marks_reads_back(text in "([-+.:?,#&*!|>'\"%@`~<={}\\[\\]\\\\ \t\r\n\0ax01_eE]|\u{feff}|\u{85}|\u{2028}|\u{200d}|\u{ffff}|null|true|yes|: | #|\\.inf){0,8}") {
        returns(&text);
    }
}
