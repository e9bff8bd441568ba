//! Where front matter is found, and where it is not.

use super::*;

/// What is found: `-` for nothing, `?` for an unclosed opening, else the YAML; then what stands before, and the body.
fn found(text: &str) -> (&str, Option<&str>, &str) {
    let split = split(text);
    let body = &text[split.body..];
    match split.front {
        Front::Absent => ("-", None, body),
        Front::Unclosed { opening } => ("?", Some(opening.of(text)), body),
        Front::Found(front) => {
            assert!(front.block.of(text).starts_with("---") && !front.block.of(text).ends_with(['\r', '\n']));
            (front.yaml.of(text), front.misplaced.map(|span| span.of(text)), body)
        }
    }
}

#[test]
fn front_matter_stands_first() {
    for (text, yaml, body) in [
        ("---\na: b\n---\n# T\n", "a: b\n", "# T\n"),
        ("\u{feff}---\r\na: b\r\n---\r\nT", "a: b\r\n", "T"),
        ("--- \t\na: b\n...  \nT", "a: b\n", "T"),
        ("---\na: b\n---", "a: b\n", ""),
        ("---\n---\nT", "", "T"),
        ("---\n\n---\nT", "\n", "T"),
        ("---\n# only a comment\n---\n", "# only a comment\n", ""),
        ("---\n\na: b\n---\n", "\na: b\n", ""),
        ("---\n\nid: x\nmany words: y\n- z\n---\n", "\nid: x\nmany words: y\n- z\n", ""),
        ("---\n- a\n- b\n---\n", "- a\n- b\n", ""),
        ("---\njust text\n---\n", "just text\n", ""),
        ("---\nno colon\nid: x\n\nkind: y\n---\n", "no colon\nid: x\n\nkind: y\n", ""),
        ("---\n'a b': c\n\n\"d\" : e\n---\n", "'a b': c\n\n\"d\" : e\n", ""),
        ("---\na: |\n  ---\n---\nT", "a: |\n  ---\n", "T"),
        (
            "---\n<<<<<<< HEAD\na: b\n=======\n\na: c\n>>>>>>> x\n---\nT",
            "<<<<<<< HEAD\na: b\n=======\n\na: c\n>>>>>>> x\n",
            "T",
        ),
    ] {
        assert_eq!(found(text), (yaml, None, body), "{text:?}");
    }
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    for text in [
        "",
        "# T\n\nProse.\n",
        "---\n\nProse: it has a colon\n\nand goes on.\n\n---\n",
        "---\n\n# T\n\n---\n",
        "---\nProse that goes on\n\nfor long.\n\n---\n",
        "---\n\n- a\n- b\n\n---\n",
        "---\n\nMany words: a colon.\n\n---\n",
        "---\n\nProse.\n",
        "---\nProse.\n",
        "---\n\nkey: value\n",
        "---",
        " ---\na: b\n---\n",
        "----\na: b\n----\n",
        "T\n---\na: b\n---\n",
        "# T\n\n---\n\nStatus: draft\n\n---\n",
        "# T\n\n---\nid: x\nProse.\n\n---\n",
        "# T\n---\nid: x\n",
        "## T\n---\nid: x\n---\n",
        "Prose.\n\n---\nid: x\n---\n",
        "    # code\n---\nid: x\n---\n",
        "<!-- never closed\n---\nid: x\n---\n",
        "---\ra: b\r---\r",
    ] {
        assert_eq!(found(text), ("-", None, text), "{text:?}");
    }
    assert_eq!(found("\u{feff}# T"), ("-", None, "# T"));
}

#[test]
fn an_opening_fence_before_keys_must_be_closed() {
    for text in
        ["---\na: b\nc: d\n\n# T\n", "---\n# comment\nspecmas: 4\n", "---\r\n\"a\": b", "\u{feff}---\na:\n- b\n"]
    {
        let body = &text[text.find('\n').expect("a line end") + 1..];
        assert_eq!(found(text), ("?", Some("---"), body), "{text:?}");
    }
}

#[test]
fn front_matter_below_a_heading_or_comment_is_misplaced() {
    for (before, shown) in [
        ("# T\n\n", "# T"),
        ("T\n===\n", "T\n==="),
        ("\n \t\n", "\n \t\n"),
        ("<!-- a\n---\nb --> c\n\n", "<!-- a\n---\nb --> c"),
        ("<!--->\n#\n", "<!--->\n#"),
        ("<<<<<<< HEAD\n", "<<<<<<< HEAD"),
    ] {
        let text = format!("\u{feff}{before}---\nid: x\n---\nT");
        assert_eq!(found(&text), ("id: x\n", Some(shown), "T"), "{text:?}");
    }
}
