//! What is not changed, and why.

use super::*;

#[test]
fn what_is_not_certain_is_refused_with_the_reason() {
    let rows = [
        ("k: &a [b]\n", insert("new", ""), "front matter with a problem is not changed: anchors are not supported"),
        ("", insert("new", ""), "front matter with a problem is not changed: the front matter is empty"),
        ("k: a\n", insert("new", ""), "`k` is not a list"),
        ("k: {a: b}\n", list(&[]), "`k` is not a list"),
        ("k: [a, 1]\n", list(&["a"]), "an item of `k` is not a text"),
        ("k: [\n  a, # one\n  b\n]\n", list(&["b", "a"]), "comments stand between the items of `k`"),
        ("k:\n- a\n- b # why\n", list(&["a"]), "an item that would leave `k` has a comment"),
        ("k:\n- a\n- |\n  b\n", list(&["a"]), "an item of `k` is more than a line"),
        ("a: [b]\n", set("/a", "c"), "`/a` is not a single value"),
        ("a: b\n", set("/c", "d"), "there is no `/c`"),
        ("a: b\nc: d\n", rename("/a", "c"), "there is a key `c` already"),
        ("a: [b]\n", rename("/a/0", "c"), "there is no key `/a/0`"),
        ("? |\n  a\n: b\n", rename("/a\n", "c"), "something else than what was meant would be written"),
    ];
    for (text, change, message) in rows {
        assert_eq!(changed(text, change.clone()), Err(message.to_owned()), "{change:?} in {text:?}");
    }
}
