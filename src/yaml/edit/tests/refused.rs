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
        assert_eq!(changed(text, &change), Err(message.to_owned()), "{change:?} in {text:?}");
    }
}

#[test]
fn a_refusal_shows_what_would_have_been_written() {
    let text = "---\r\na:\r\n- b\r\n\r\n---\r\n";
    let refusal = edit(text, Span::new(5, text.len() - 5), &[rename("/a", "x y")], "id");
    let edit = Some(Edit::new(Span::new(5, 6), "x y"));
    assert_eq!(refusal, Err(Refusal { message: "the front matter would end elsewhere".to_owned(), edit }));
}

#[test]
fn one_change_that_is_refused_refuses_all() {
    let text = "a: b\nk: c\n";
    let refusal = edit(text, Span::new(0, text.len()), &[set("/a", "new"), insert("new", "")], "id");
    assert_eq!(refusal.map_err(|refusal| refusal.message), Err("`k` is not a list".to_owned()));
}

#[test]
fn changes_that_undo_each_other_are_no_edit() {
    let text = "a: b\nk: [c]\n";
    let changes = [set("/a", "new"), list(&["d"]), set("/a", "b"), list(&["c"])];
    assert_eq!(edit(text, Span::new(0, text.len()), &changes, "id"), Ok(Vec::new()));
}
