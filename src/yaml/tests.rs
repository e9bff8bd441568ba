//! Tests of reading: types, places, refusals, broken YAML, limits, and that nothing hostile gets through.

mod emitted;
mod fences;
mod generated;
mod hostile;
mod refused;

use serde_json::json;

use super::*;

/// Reads a whole text.
fn read_all(text: &str) -> Document {
    read(text, Span::new(0, text.len()))
}

/// The value of a text in which nothing may be wrong.
fn value(text: &str) -> Value {
    let document = read_all(text);
    assert_eq!(document.problems, [], "{text:?}");
    document.value
}

#[test]
fn plain_scalars_have_the_types_of_the_core_schema() {
    for null in ["", "~", "null", "Null", "NULL"] {
        assert_eq!(value(&format!("k: {null}")), json!({ "k": null }), "{null}");
    }
    for (number, read) in [
        ("0", json!(0)),
        ("-19", json!(-19)),
        ("+12", json!(12)),
        ("010", json!(10)),
        ("0o14", json!(12)),
        ("0xC", json!(12)),
        ("18446744073709551615", json!(u64::MAX)),
        ("123456789012345678901234567890", json!(1.234_567_890_123_456_8e29)),
        ("1.10", json!(1.1)),
        ("3.", json!(3.0)),
        (".5", json!(0.5)),
        ("-1e-2", json!(-0.01)),
        ("12e03", json!(12000.0)),
        ("true", json!(true)),
        ("False", json!(false)),
    ] {
        assert_eq!(value(&format!("k: {number}")), json!({ "k": read }), "{number}");
    }
}

#[test]
fn everything_else_is_a_string() {
    let texts = [
        "no",
        "yes",
        "on",
        "y",
        "tRue",
        "2025-11-01",
        "12:30",
        "1.2.3",
        "1_000",
        "0b11",
        "0o8",
        "0x",
        "-0x1",
        "1e",
        "e1",
        ".",
        "-.",
        "+",
        ".e3",
        ".inf",
        "-.INF",
        ".NaN",
        "1e999",
        "0xfffffffffffffffff",
        "v1.0",
        "b",
    ];
    for text in texts {
        assert_eq!(value(&format!("k: {text}")), json!({ "k": text }), "{text}");
    }
    assert_eq!(value("a: '1'\nb: \"true\"\nc: |-\n  null\n"), json!({"a": "1", "b": "true", "c": "null"}));
}

#[test]
fn keys_are_their_text() {
    assert_eq!(
        value("1: a\ntrue: b\n~: c\n'no': d\n? e\n: f\n"),
        json!({"1": "a", "true": "b", "~": "c", "no": "d", "e": "f"})
    );
}

#[test]
fn places_are_found_by_pointer_in_document_order() {
    let text = "# c\n\"a/b\" :\n- x: {y~z: [1, 'é']}\n-\nd: >-\n  t\n  u\n\ne:\n";
    let document = read_all(text);
    assert_eq!(document.problems, []);
    let found: Vec<_> = document
        .index
        .iter()
        .map(|(pointer, entry)| {
            assert_eq!(document.index.get(&pointer), Some(entry));
            (pointer, entry.key.map(|key| key.of(text)), entry.value.of(text))
        })
        .collect();
    let flow = "{y~z: [1, 'é']}";
    let list = "- x: {y~z: [1, 'é']}\n-";
    let expected = [
        ("", None, &text[4..text.len() - 1]),
        ("/a~1b", Some("\"a/b\""), list),
        ("/a~1b/0", None, &list[2..list.len() - 2]),
        ("/a~1b/0/x", Some("x"), flow),
        ("/a~1b/0/x/y~0z", Some("y~z"), "[1, 'é']"),
        ("/a~1b/0/x/y~0z/0", None, "1"),
        ("/a~1b/0/x/y~0z/1", None, "'é'"),
        ("/a~1b/1", None, ""),
        ("/d", Some("d"), ">-\n  t\n  u"),
        ("/e", Some("e"), ""),
    ];
    assert_eq!(found, expected.map(|(pointer, key, value)| (pointer.to_owned(), key, value)));
    assert_eq!(document.index.get("/e").map(|entry| entry.value), Some(Span::at(text.len() - 1)));
    for missing in ["a", "/", "/a", "/a~1b/01", "/a~1b/2", "/e/", "/~2"] {
        assert_eq!(document.index.get(missing), None, "{missing}");
    }
}

#[test]
fn block_scalars_reach_from_their_indicator_to_the_end_of_their_text() {
    for (text, slice) in [
        ("k: | # |\n  a\n\n   b\n\n# c\nl: m", "| # |\n  a\n\n   b"),
        ("k:\n  # |\n  >2-\n    a\n\n", ">2-\n    a"),
        ("k: |+\n  a\n\n\nl: m", "|+\n  a\n\n"),
        ("k: |+\r\n  a\r\n\r\nl: m", "|+\r\n  a\r\n"),
        ("k: |\n  a \n\n", "|\n  a "),
        ("k: |\n  a\n    \nl: m\n", "|\n  a\n    "),
        ("k: |\nl: m", "|"),
        ("k: |\n", "|"),
    ] {
        let document = read_all(text);
        assert_eq!(document.problems, []);
        assert_eq!(document.index.get("/k").map(|entry| entry.value.of(text)), Some(slice), "{text:?}");
    }
    let text = "k:\n  - - |\n     a\n    - b\n  - |\n    c\n  - d\n";
    let document = read_all(text);
    assert_eq!(document.value, json!({"k": [["a\n", "b"], "c\n", "d"]}));
    assert_eq!(document.index.get("/k/0/0").map(|entry| entry.value.of(text)), Some("|\n     a"));
    assert_eq!(document.index.get("/k/1").map(|entry| entry.value.of(text)), Some("|\n    c"));
}

#[test]
fn brackets_may_end_in_the_first_column() {
    assert_eq!(value("k: [\n  a,\n  b,\n]\nl: {\n  m: n\n}\n"), json!({"k": ["a", "b"], "l": {"m": "n"}}));
}

#[test]
fn json_is_read_as_the_yaml_that_it_is() {
    let text =
        "{\n\t\"a\": \"\\ud83d\\ude00 \\/ \\u0041\",\r\n\t\"b\": [1,-0.5e1\n\t, true,null] , \"c\"\n:{\"d # e\":\t{}}}";
    let genre = Genre { name: "the schema", max_bytes: text.len() };
    let document = read_as(genre, text, Span::new(0, text.len()));
    assert_eq!(document.problems, []);
    assert_eq!(document.value, serde_json::from_str::<Value>(text).expect("JSON"));
    assert_eq!(document.index.get("/b/1").map(|entry| entry.value.of(text)), Some("-0.5e1"));
    for (genre, text, message) in [
        (Genre { max_bytes: text.len() - 1, ..genre }, text, "the schema is larger than 0 KiB"),
        (genre, "[]", "the schema is a list, not a set of keys"),
        (genre, "", "the schema is empty"),
        (genre, "a: \u{1}", "the schema holds the control character U+0001"),
    ] {
        let document = read_as(genre, text, Span::new(0, text.len()));
        assert_eq!(document.problems.first().map(|problem| problem.message.as_str()), Some(message));
    }
}

#[test]
fn places_are_absolute() {
    let text = "\u{feff}---\r\nk: é\r\n---\r\n";
    let Front::Found(front) = split(text).front else { panic!("there is front matter") };
    let document = read(text, front.yaml);
    assert_eq!(document.value, json!({"k": "é"}));
    assert_eq!(document.index.get("/k").map(|entry| entry.value.of(text)), Some("é"));
}

#[test]
fn pointer_tokens_are_escaped() {
    assert_eq!(pointer_token("a/b~1"), "a~1b~01");
    assert!(matches!(pointer_token("plain"), std::borrow::Cow::Borrowed(_)));
}
