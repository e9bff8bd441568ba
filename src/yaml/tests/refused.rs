//! What is refused or broken: exactly one problem each, at the place a person would look, in our words.

use super::*;

/// The one problem of a text: the slice it points at, its message, and the related slice.
fn only(text: &str) -> (&str, String, Option<&str>) {
    let document = read_all(text);
    let [problem] = &document.problems[..] else { panic!("{text:?} has {:#?}", document.problems) };
    assert!(!problem.label.is_empty() && !problem.help.is_empty() && !problem.message.ends_with('.'));
    (problem.span.of(text), problem.message.clone(), problem.related.as_ref().map(|(span, _)| span.of(text)))
}

fn check(cases: &[(&str, &str, &str, Option<&str>)]) {
    for (text, place, message, related) in cases {
        assert_eq!(only(text), (*place, (*message).to_owned(), *related), "{text:?}");
    }
}

#[test]
fn what_yaml_allows_and_a_spec_may_not_use() {
    check(&[
        ("a: &x b", "&x", "anchors are not supported", None),
        ("a: &x\n  b: c", "&x", "anchors are not supported", None),
        ("&x a: b", "&x", "anchors are not supported", None),
        ("a: *x", "*x", "aliases are not supported", None),
        ("*x : a\nb: c", "*x", "aliases are not supported", None),
        ("a: [*x]", "*x", "aliases are not supported", None),
        ("<<: *x\na: b", "<<", "merge keys are not supported", None),
        ("a: !!str 12", "!!str", "tags are not supported", None),
        ("a: !x {b: c}", "!x", "tags are not supported", None),
        ("a: !x!y b", "!x!y", "tags are not supported", None),
        ("? [a]\n: b", "[a]", "a key is a list or mapping", None),
        ("? {a: *x}\n: &y !z b", "{a: *x}", "a key is a list or mapping", None),
        ("{a: b}: c", "{a: b}", "a key is a list or mapping", None),
        ("a: {{ x }}\nb: c", "{{ x }}", "a placeholder is not quoted", None),
        ("a: {{ x }}-{{ y }}\n", "{{ x }}", "a placeholder is not quoted", None),
        ("a: b\n---\nc: d\n", "---", "a second YAML document starts here", None),
        ("%YAML 1.2\n---\na: b", "%YAML 1.2", "directives are not supported", None),
        ("a: b\n\"a\": c", "\"a\"", "the key `a` is given twice", Some("a")),
        (": b\nc: d", "", "a value has no key", None),
        ("- a\n- b\n", "- a\n- b", "the front matter is a list, not a set of keys", None),
        ("some text\n", "some text", "the front matter is a single value, not a set of keys", None),
        ("", "", "the front matter is empty", None),
        ("\n# comment\n", "", "the front matter is empty", None),
        ("---\n", "", "the front matter is empty", None),
    ]);
}

#[test]
fn broken_yaml() {
    check(&[
        ("a: [b, c\nd: e\n", "[", "a `[` is not closed", Some("d: e")),
        ("a: {b: c\nd: e\n", "{", "a `{` is not closed", Some("d: e")),
        ("a: [b, c\n", "[", "a `[` is not closed", None),
        ("a: [b}\n", "[", "a `[` is closed by `}`", None),
        ("a: b]\nc: ]", "]", "a bracket closes nothing", None),
        ("a: [\n  b: c: d,\n]\n", ":", "something is wrong inside brackets", None),
        ("a: [\n  \"b\" c,\n]\n", "c,", "text stands after a closing quote", None),
        ("a: [b, @c]\n", "@", "a value cannot start with `@` unless it is quoted", None),
        ("a: [- b]\n", "-", "something is wrong inside brackets", None),
        ("a: [b, \"c]\n", "\"c]", "a quote is not closed", None),
        ("a: [b,, c]", ",", "something is wrong inside brackets", None),
        ("a: \"b c\nd: e\n", "\"b c", "a quote is not closed", None),
        ("a: \"b\nc: \"d\"\n", "\"b", "a quote is not closed", Some("c: \"d\"")),
        ("a: 'it's'\n", "s'", "text stands after a closing quote", None),
        ("a: \"C:\\dir\"\n", "\\d", "an escape is unknown", None),
        ("a: \"b\\xZZ\"\n", "\\x", "an escape names no character", None),
        ("a: \"b\\uD800\"\n", "\\uD800", "an escape names no character", None),
        ("a:\n\tb: c\n", "\t", "a line is indented with a tab", None),
        ("a:\n  b: 1\n\tc: 2\n", "\t", "a line is indented with a tab", None),
        ("a:\n - b\n\t- c\n", "\t", "a line is indented with a tab", None),
        ("a:\n-\t- b\nc: |\n  \td\n", "\t", "a tab stands where only spaces may", None),
        ("a: [\n\tb\n]\nc: [\n\t\td\n]\n", "\t", "a line is indented with a tab", None),
        ("a: b\n- c\n", "- c", "a list item stands among keys", None),
        ("a: b\n-\n", "-", "a list item stands among keys", None),
        ("a: [b] c\n", "c", "text stands after the end of a value", None),
        ("a:\n  b: c\n d: e\n", "d: e", "a line is indented like nothing above it", None),
        (" a: b\nc: d\n", "c: d", "a line is indented like nothing above it", None),
        ("a:\n- b\nc\n", "c", "a line has no key", None),
        ("a:\n  - b\n  c: d\n", "c: d", "a line among list items is none", None),
        ("a: b\n# c\n  d\n", "d", "a line has no key", None),
        ("a:\n-\t- b\n", "\t", "a tab stands where only spaces may", None),
        ("a: [ b\n  : c ]\n", ":", "something is wrong inside brackets", None),
        ("a: - b\n", "- b", "a list item stands where none can", None),
        ("a: b\nc\nd: e\n", "c", "a line has no key", None),
        ("a\nb: c\n", "a", "a line has no key", Some("b: c")),
        ("a:b\nc: d\n", "a:b", "a line has no key", Some("c: d")),
        ("a: b: c\n", "b: c", "a value holds another `: `", None),
        ("a: b\n c: d\n", "c: d", "a key is indented like text of the value above", Some("b")),
        ("a: @b\n", "@", "a value cannot start with `@` unless it is quoted", None),
        ("a: `b`\n", "`", "a value cannot start with ``` unless it is quoted", None),
        ("a: %b\n", "%", "a value cannot start with `%` unless it is quoted", None),
        ("a: * b\n", "*", "a value cannot start with `*` unless it is quoted", None),
        ("a: ? b\n", "?", "a value cannot start with `?` unless it is quoted", None),
        ("a: b # c\n  d\n", "# c", "a comment stands inside a value", None),
        ("a: \"b\"#c\n", "#c", "a `#` follows a value directly", None),
        ("a: |b\n  c\n", "|b", "text stands next to `|` or `>`", None),
        ("a: |\n    \n  b\n", "b", "a block of text is not indented evenly", None),
        ("a: |\n\tb\n", "\t", "a line is indented with a tab", None),
        ("a: b\n\u{feff}c: d\n", "\u{feff}", "a byte order mark stands inside the text", None),
    ]);
}

#[test]
fn a_conflict_is_one_problem_and_hides_what_follows_from_it() {
    let text = "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: [e\n>>>>>>> theirs\nf: g\n\u{1}";
    let message = "the front matter holds a merge conflict".to_owned();
    assert_eq!(only(text), ("<<<<<<< HEAD", message.clone(), Some(">>>>>>> theirs")));
    assert_eq!(read_all(text).value, json!({"a": "b"}));
    for left in ["a: b\r\n>>>>>>> theirs\r\nc: d", "a: b\n=======\nc: d", "||||||| base\na: b"] {
        assert_eq!(only(left).1, message, "{left:?}");
    }
}

#[test]
fn a_control_character_is_named_where_it_stands() {
    for (text, code) in
        [("a: b\nc: d\u{1}e\n", "0001"), ("# \0", "0000"), ("a: \"\u{7f}\"", "007F"), ("a: |\n b\u{9b}", "009B")]
    {
        let (place, message, _) = only(text);
        assert_eq!(message, format!("the front matter holds the control character U+{code}"));
        assert_eq!(place.chars().count(), 1);
    }
    assert_eq!(read_all("a: b\nc: d\u{1}e\n").value, json!({"a": "b"}));
}

#[test]
fn what_stands_before_an_error_is_kept() {
    let document = read_all("a: 1\nb: [2, 3\nc: 4\n");
    assert_eq!(document.value, json!({"a": 1, "b": [2]}));
    assert!(document.index.get("/b/0").is_some());
    assert_eq!(read_all("a: 1\na: 2\nb: &x *y\nc: *x\n").value["a"], json!(1));
}

#[test]
fn problems_come_in_document_order() {
    let document = read_all("a: *x\nb: &y !t c\na: d\n<<: *z\n? {}\n: e\nf: }\n");
    let starts: Vec<_> = document.problems.iter().map(|problem| problem.span.start).collect();
    assert!(starts.is_sorted() && starts.len() == 7, "{starts:?}");
}

#[test]
fn aliases_are_never_expanded() {
    let level = |level: usize| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "));
    let bomb = "a0: &a0 [lol, lol]\n".to_owned() + &(1..9).map(level).collect::<String>();
    let document = read_all(&bomb);
    assert_eq!(document.problems.len(), 9 + 8 * 9);
    assert!(document.value.to_string().len() < bomb.len() * 2);
}
