//! Lists: before and after, as text.

use super::*;

#[test]
fn a_list_in_brackets_stays_one() {
    table(&[
        ("k: [a, b] # c\n", insert("new", ""), "k: [a, b, new] # c\n"),
        ("k: [a, b] # c\n", insert("new", "a"), "k: [new, a, b] # c\n"),
        ("k: [a, b]", insert("new", "b"), "k: [a, new, b]"),
        ("k: [ a, b, ]\n", insert("new", ""), "k: [ a, b, new, ]\n"),
        ("k: ['a', 'b']\n", insert("it's", ""), "k: ['a', 'b', 'it''s']\n"),
        ("k: [\"a\", \"b\"]\n", insert("new", ""), "k: [\"a\", \"b\", \"new\"]\n"),
        ("k: ['a', b]\n", insert("new, x", ""), "k: ['a', b, \"new, x\"]\n"),
        ("k: []\n", insert("new", ""), "k: [new]\n"),
        ("k: [ ] # c\n", insert("new", ""), "k: [new] # c\n"),
        ("k: [\n  a,\n  b\n]\n", insert("new", ""), "k: [\n  a,\n  b,\n  new\n]\n"),
        ("k: [\n  a,\n  b\n]\n", insert("new", "b"), "k: [\n  a,\n  new,\n  b\n]\n"),
        ("k: [\n  a, # one\n  b # two\n]\n", insert("new", ""), "k: [\n  a, # one\n  b, # two\n  new\n]\n"),
        (
            "k: [\n  a, # one\n  b, # two\n  # three\n  ]\n",
            insert("new", ""),
            "k: [\n  a, # one\n  b, # two\n  new,\n  # three\n  ]\n",
        ),
        ("k: [a,\n    b]\n", insert("new", ""), "k: [a,\n    b,\n    new]\n"),
        ("k: [{id: a, r: b}]\n", insert_fields("new", ""), "k: [{id: a, r: b}, {id: new, r: \"y: z\"}]\n"),
        ("k: [{id: a, r: b}]\n", insert_fields("a", ""), "k: [{id: a, r: b}]\n"),
        ("{a: 1, k: [b]}\n", insert("new", ""), "{a: 1, k: [b, new]}\n"),
    ]);
}

#[test]
fn a_list_with_dashes_stays_one() {
    table(&[
        ("k:\n- a\n- b\nl: 1\n", insert("new", ""), "k:\n- a\n- b\n- new\nl: 1\n"),
        ("k:\n- a\n- b\n", insert("new", "a"), "k:\n- new\n- a\n- b\n"),
        (
            "k:\n    - a\n    # after\n\n# of l\nl: 1\n",
            insert("new", ""),
            "k:\n    - a\n    - new\n    # after\n\n# of l\nl: 1\n",
        ),
        (
            "k: # list\n  # head\n  - a # a\n  # of b\n  - b # b\n",
            insert("new", "b"),
            "k: # list\n  # head\n  - a # a\n  - new\n  # of b\n  - b # b\n",
        ),
        ("k: # list\n  # head\n  - a # a\n", insert("new", "a"), "k: # list\n  - new\n  # head\n  - a # a\n"),
        ("k:\n  - a", insert("new", ""), "k:\n  - a\n  - new"),
        ("k:\n  - 'a'\n  - 'b'\n", insert("new", ""), "k:\n  - 'a'\n  - 'b'\n  - 'new'\n"),
        ("k:\n  - a\n", insert("x: y", ""), "k:\n  - a\n  - \"x: y\"\n"),
        ("k:\n  - [a]\n", insert("new", ""), "k:\n  - [a]\n  - new\n"),
        ("k:\n  - |+\n    a\n\nl: 1\n", insert("new", ""), "k:\n  - |+\n    a\n\n  - new\nl: 1\n"),
        (
            "k:\n  - a: |\n      # b\n\n\n# c\nl: 1\n",
            insert("new", ""),
            "k:\n  - a: |\n      # b\n  - new\n\n\n# c\nl: 1\n",
        ),
        ("k:\n-\n- b\n", insert("new", ""), "k:\n-\n- b\n- new\n"),
    ]);
}

#[test]
fn items_with_fields_look_like_their_neighbours() {
    table(&[
        (
            "k:\n  - id: a # one\n    r: >-\n      b\n      c\n\n  # of d\n  - id: d\n",
            insert_fields("new", "d"),
            "k:\n  - id: a # one\n    r: >-\n      b\n      c\n  - id: new\n    r: \"y: z\"\n\n  # of d\n  - id: d\n",
        ),
        (
            "k:\n- id: a\n  r: b\nl: 1\n",
            insert_fields("new", ""),
            "k:\n- id: a\n  r: b\n- id: new\n  r: \"y: z\"\nl: 1\n",
        ),
        ("k:\n- {id: a, r: b} # c\n", insert_fields("new", ""), "k:\n- {id: a, r: b} # c\n- {id: new, r: \"y: z\"}\n"),
        ("k:\n- {id: a, r: b} # c\n", insert_fields("new", "a"), "k:\n- {id: new, r: \"y: z\"}\n- {id: a, r: b} # c\n"),
        (
            "k:\n  -   id: a\n      r: b",
            insert_fields("new", ""),
            "k:\n  -   id: a\n      r: b\n  - id: new\n    r: \"y: z\"",
        ),
    ]);
}

#[test]
fn an_empty_or_missing_list_is_made() {
    table(&[
        ("a: 1\nk:\nl: 2\n", insert("new", ""), "a: 1\nk: [new]\nl: 2\n"),
        ("k: # c\n", insert("new", ""), "k: [new] # c\n"),
        ("k: ~ # c\n", insert("new", ""), "k: [new] # c\n"),
        ("k: null", insert("new", ""), "k: [new]"),
        ("k:\nl: 2\n", insert_fields("new", ""), "k:\n  - id: new\n    r: \"y: z\"\nl: 2\n"),
        ("k: ~ # c\nl:\n- 2\n", insert_fields("new", ""), "k: # c\n- id: new\n  r: \"y: z\"\nl:\n- 2\n"),
        ("k: [] # c", insert_fields("new", ""), "k: # c\n  - id: new\n    r: \"y: z\""),
        ("k: [ # c\n]\n", insert_fields("new", ""), "k: [{id: new, r: \"y: z\"} # c\n]\n"),
        ("a: 1\n# end\n", insert("new", ""), "a: 1\n# end\nk: [new]\n"),
        ("a: |+\n  b\n\n", insert("new", ""), "a: |+\n  b\n\nk: [new]\n"),
        ("a: |\n  b", insert("new", ""), "a: |\n  b\nk: [new]"),
        ("a: [b]\n\n", insert_fields("new", ""), "a: [b]\n\nk:\n  - id: new\n    r: \"y: z\"\n"),
        ("a:\n- b\n", insert_fields("new", ""), "a:\n- b\nk:\n- id: new\n  r: \"y: z\"\n"),
        ("{a: 1}\n", insert_fields("new", ""), "{a: 1, k: [{id: new, r: \"y: z\"}]}\n"),
        ("a: 1\n", list(&["b", "c"]), "a: 1\nk: [b, c]\n"),
        ("a: 1\n", list(&[]), "a: 1\n"),
        ("k:\n", list(&[]), "k:\n"),
    ]);
}

#[test]
fn a_new_key_can_stand_below_another() {
    let after = |key: &str| Change::Insert {
        key: "k".to_owned(),
        item: Item::Text("new".to_owned()),
        before: Vec::new(),
        after: Some(key.to_owned()),
    };
    table(&[
        ("a: [b]\nl: 1\n", after("a"), "a: [b]\nk: [new]\nl: 1\n"),
        (
            "a: # c\n  - b\n  # end of a\n# of l\nl: 1\n",
            after("a"),
            "a: # c\n  - b\n  # end of a\nk: [new]\n# of l\nl: 1\n",
        ),
        ("a: |\n  b\n\nl: 1\n", after("a"), "a: |\n  b\nk: [new]\n\nl: 1\n"),
        ("l: 1\na: b", after("a"), "l: 1\na: b\nk: [new]"),
        ("l: 1\n", after("a"), "l: 1\nk: [new]\n"),
    ]);
}

#[test]
fn a_list_is_brought_in_order() {
    table(&[
        ("k: [a, b, c] # d\n", list(&["c", "a", "new"]), "k: [c, a, new] # d\n"),
        ("k: ['a', \"b\"]\n", list(&["b", "a", "c"]), "k: [\"b\", 'a', c]\n"),
        ("k: [\n  a,\n  b,\n]\n", list(&["b", "new", "a"]), "k: [\n  b,\n  new,\n  a,\n]\n"),
        ("k: [a, b]\n", list(&[]), "k: []\n"),
        ("k: []\n", list(&["a", "b"]), "k: [a, b]\n"),
        (
            "k: # list\n  # head\n  - a # one\n\n  # of b\n  - b # two\n  - c\n  # end\n",
            list(&["c", "b", "a"]),
            "k: # list\n  - c\n\n  # of b\n  - b # two\n  # head\n  - a # one\n  # end\n",
        ),
        ("k:\n  - a\n  # of b\n  - b\n  - c\n", list(&["a", "c"]), "k:\n  - a\n  # of b\n  - c\n"),
        ("k:\n  - a\n  # of b\n  - b\n", list(&["new"]), "k:\n  - new\n  # of b\n"),
        ("k: # list\n  - a\nl: 1\n", list(&[]), "k: [] # list\nl: 1\n"),
        ("k:\n- 'a'\n- 'b'", list(&["b", "c"]), "k:\n- 'b'\n- 'c'"),
        ("k:\n- a\n- a\n", list(&["a"]), "k:\n- a\n"),
    ]);
}
