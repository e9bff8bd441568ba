//! Scalars and keys: before and after, as text.

use super::*;

#[test]
fn a_scalar_keeps_its_quotes_where_it_can() {
    table(&[
        ("a: b # c\n", set("/a", "new"), "a: new # c\n"),
        ("a: b", set("/a", "new"), "a: new"),
        ("a: b\n", set("/a", "no"), "a: \"no\"\n"),
        ("a: b\n", set("/a", "x # y"), "a: \"x # y\"\n"),
        ("a: b\n", set("/a", "two\nlines"), "a: \"two\\nlines\"\n"),
        ("a: 'b'\n", set("/a", "it's"), "a: 'it''s'\n"),
        ("a: 'b'\n", set("/a", "two\nlines"), "a: \"two\\nlines\"\n"),
        ("a: \"b\" # c\n", set("/a", "it's \"so\""), "a: \"it's \\\"so\\\"\" # c\n"),
        ("a: 1\n", set("/a", "1"), "a: \"1\"\n"),
        ("a: b\n", set("/a", "b"), "a: b\n"),
        ("a:\nb: 1\n", set("/a", "new"), "a: new\nb: 1\n"),
        ("a: # c\n", set("/a", "new"), "a: new # c\n"),
        ("a: ~\n", set("/a", "new"), "a: new\n"),
        ("a: b\n  c\n  d\ne: f\n", set("/a", "new"), "a: new\ne: f\n"),
        ("a:\n  \"b\n  c\" # d\n", set("/a", "new"), "a:\n  \"new\" # d\n"),
    ]);
}

#[test]
fn a_scalar_inside_others_is_found() {
    table(&[
        ("a: {b: c, d: [e, 'f']} # g\n", set("/a/d/1", "new"), "a: {b: c, d: [e, 'new']} # g\n"),
        ("a:\n- b: c\n  d:\n  - e # f\n", set("/a/0/d/0", "new"), "a:\n- b: c\n  d:\n  - new # f\n"),
        ("a/b:\n  c~d: e\n", set("/a~1b/c~0d", "new"), "a/b:\n  c~d: new\n"),
        ("a:\n-\n- b\n", set("/a/0", "new"), "a:\n- new\n- b\n"),
    ]);
}

#[test]
fn a_block_of_text_becomes_a_line() {
    table(&[
        ("a: | # c | d\n  b\n\n  e\n\nf: g\n", set("/a", "new"), "a: new # c | d\n\nf: g\n"),
        ("a: >-\n  b\n  c\n# d\nf: g\n", set("/a", "new"), "a: new\n# d\nf: g\n"),
        ("a: |+ # c\n  b\n\nf: g\n", set("/a", "new"), "a: new # c\nf: g\n"),
        ("a:\n- |\n  b\n- c: >\n    d\n  e: f\n", set("/a/1/c", "x: y"), "a:\n- |\n  b\n- c: \"x: y\"\n  e: f\n"),
        ("a: |\nb: c\n", set("/a", "new"), "a: new\nb: c\n"),
        ("a: |\n  b", set("/a", "new"), "a: new"),
    ]);
}

#[test]
fn a_key_keeps_its_value_and_place() {
    table(&[
        ("a: b # c\nd: e\n", rename("/a", "new"), "new: b # c\nd: e\n"),
        ("'a': b\n", rename("/a", "it's"), "'it''s': b\n"),
        ("\"a\" : b\n", rename("/a", "new"), "\"new\" : b\n"),
        ("a: b\n", rename("/a", "x: y"), "\"x: y\": b\n"),
        ("a:\n  - b: {c: d, e: f} # g\n", rename("/a/0/b/e", "new"), "a:\n  - b: {c: d, new: f} # g\n"),
        ("a: # c\n  - |\n    b\n", rename("/a", "new"), "new: # c\n  - |\n    b\n"),
        ("? a\n: b\n", rename("/a", "new"), "? new\n: b\n"),
        ("a: b\n", rename("/a", "a"), "a: b\n"),
    ]);
}
