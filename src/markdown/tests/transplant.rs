//! Copying parts: what becomes of each construct.

use super::*;

/// A document copied whole, its headings to level 4 and its links to `to/…`.
fn copied(text: &str) -> String {
    copy(text, Span::new(0, text.len()), 4)
}

fn copy(text: &str, excerpt: Span, level: u8) -> String {
    Original::new(text, 0).transplant(excerpt, &Transplant { level, link: &|to| format!("to/{to}") })
}

/// The part of a document between two marks, copied.
fn between(text: &str) -> String {
    let (before, rest) = text.split_once('«').expect("a mark where the part starts");
    let (part, after) = rest.split_once('»').expect("a mark where the part ends");
    copy(&format!("{before}{part}{after}"), Span::new(before.len(), before.len() + part.len()), 4)
}

#[test]
fn headings_of_every_form_move_together() {
    for (text, copy) in [
        ("# A\n\n### B ###\n\ntext", "#### A\n\n###### B\n\ntext"),
        ("### A\n# B", "###### A\n#### B"),
        ("A\nb\n===\n\nc", "#### A b\n\nc"),
        ("A *b*\n---", "#### A *b*"),
        ("A #\n===", "#### A # #"),
        ("## A # ##", "#### A # #"),
        ("## A \\#", "#### A \\# #"),
        ("#\n\n##", "####\n\n#####"),
        ("> # A\n> b\n\n- C\n  ===", "> #### A\n> b\n\n- #### C"),
        ("> A\n> b\n> ===", "> #### A b"),
        ("a  \nb\\\n  c\n===", "#### a <br> b<br> c"),
        ("# A\n\n- [ ] B\n  ---", "#### A\n\n- [ ] **B**"),
        ("`a\nb`\n===", "#### `a b`"),
        ("```\n# A\n```\n\n    # B", "```\n# A\n```\n\n    # B"),
        ("# A\r\n\r\nb\rc", "#### A\n\nb\nc"),
    ] {
        assert_eq!(copied(text), copy, "{text:?}");
    }
}

#[test]
fn headings_too_deep_become_bold_lines_of_their_own() {
    for (text, copy) in [
        ("# A\n\n#### B\n\nc", "#### A\n\n**B**\n\nc"),
        ("# A\n#### B\nc\n#### D\n#####\n", "#### A\n\n**B**\n\nc\n\n**D**\n\n######"),
        ("# A\n\n- a\n  #### B\n  c", "#### A\n\n- a\n  \n  **B**\n\n  c"),
        ("# A\n\n> a\n> #### B\n> c", "#### A\n\n> a\n> \n> **B**\n>\n> c"),
    ] {
        assert_eq!(copied(text), copy, "{text:?}");
    }
}

#[test]
fn links_of_every_form_are_led_anew() {
    for (text, copy) in [
        ("[a](b)", "[a](to/b)"),
        ("[a *b*](<c d> 'e \"f\"')", "[a *b*](<to/c d> \"e \\\"f\\\"\")"),
        ("[a](b(c)d) ![e](f)", "[a](to/b\\(c\\)d) ![e](to/f)"),
        ("[![a](b)](c)", "[![a](to/b)](to/c)"),
        ("[](b) [a]()", "[](to/b) [a](to/)"),
        (
            "[a][r] [r][] [R] [x\ny]\n\n[r]: b\n[X Y]: c 'd'",
            "[a](to/b) [r](to/b) [R](to/b) [x\ny](to/c \"d\")\n\n[r]: to/b\n[X Y]: to/c \"d\"",
        ),
        ("[a\\]b]:\n<c d>\n'e'\n> [f]: g\nh", "[a\\]b]: <to/c d> \"e\"\n> [f]: to/g\nh"),
        ("[a][r][] [r]: c\n\n[r]: b\n[r]: c", "[a](to/b)[] [r](to/b): c\n\n[r]: to/b\n[r]: c"),
        ("[a](b?c&d=e&amp;copy;f)", "[a](to/b?c\\&d=e\\&copy;f)"),
        ("[a](b\\|c) [d](e\\\\f) [g](h%20i)", "[a](to/b\\|c) [d](to/e\\\\f) [g](to/h%20i)"),
        ("| a |\n|---|\n| [b](c\\|d) |", "| a |\n|---|\n| [b](to/c\\|d) |"),
        ("[a](b\n\"c\")\n===", "#### [a](to/b \"c\")"),
        ("<https://a.b> <a@b.c> https://a.b", "<https://a.b> <a@b.c> https://a.b"),
        ("`[a](b)` \\[a](b) [a] [b][c]", "`[a](b)` \\[a](b) [a] [b][c]"),
        ("```\n[a](b)\n\n[r]: c\n```", "```\n[a](b)\n\n[r]: c\n```"),
    ] {
        assert_eq!(copied(text), copy, "{text:?}");
    }
}

#[test]
fn a_part_is_led_by_the_definitions_of_its_whole_document() {
    let text = "[r]: one\n\n## A\n\n«[a][r] and [r]\n\n[r]: two»\n\n[s]: three";
    assert_eq!(between(text), "[a](to/one) and [r](to/one)\n\n[r]: to/two");
    assert_eq!(between("«[S]»\n\n> [s]: three"), "[S](to/three)");
    assert_eq!(between("**Label:** «[a]: b»"), "\\[a]: b", "text that is no definition where it stands stays text");
    let body = "---\n[r]: front\n---\n".len();
    let text = "---\n[r]: front\n---\n[r]";
    let original = Original::new(text, body);
    let how = Transplant { level: 1, link: &str::to_owned };
    assert_eq!(original.transplant(Span::new(body, text.len()), &how), "[r]", "only the body defines anything");
}

#[test]
fn a_part_loses_the_indentation_of_its_place_and_no_more() {
    for (text, copy) in [
        ("- «a\n  - b\n    - c\n\n  d»\n", "a\n- b\n  - c\n\nd"),
        ("- **A:** «b\n  - c\n    - d»", "b\n- c\n  - d"),
        ("**A:** «b\n- c\n  - d»", "b\n- c\n  - d"),
        ("**A:** «b\n\n    c»", "b\n\n    c"),
        ("1. «a\n   ```\n   b\n     c\n   ```»", "a\n```\nb\n  c\n```"),
        ("12) - «a\n      b»", "a\nb"),
        ("-\t«a\n\n\t- b\n\t\t- c»", "a\n\n- b\n\t- c"),
        ("- «a\nlazy\n  - b»", "a\nlazy\n  - b"),
        ("- a\n\n  «b\n  c»", "b\nc"),
        ("«    a\n    b»", "    a\n    b"),
        ("«\n \n  a\n  b \n\t\n»", "  a\n  b"),
        ("- [ ] «a\n  b»", "a\nb"),
    ] {
        assert_eq!(between(text), copy, "{text:?}");
    }
}

#[test]
fn what_is_left_open_is_closed() {
    for (text, copy) in [
        ("```\na", "```\na\n```"),
        ("````\n```\na", "````\n```\na\n````"),
        ("~~~\n```\na", "~~~\n```\na\n~~~"),
        ("a\n\n<!-- b", "a\n\n<!-- b\n-->"),
        ("<script>\na", "<script>\na\n</script>"),
        ("<pre>a", "<pre>a\n</pre>"),
        ("<?a", "<?a\n?>"),
        ("<!A", "<!A\n-->"),
        ("<![CDATA[a", "<![CDATA[a\n]]>"),
        ("<div>\na", "<div>\na"),
        ("- ```\n  a", "- ```\n  a"),
        ("> <!-- a", "> <!-- a"),
        ("**a `b", "**a `b"),
    ] {
        assert_eq!(copied(text), copy, "{text:?}");
    }
    let long = format!("{}\na", "`".repeat(40));
    assert_eq!(copied(&long), format!("{0}\n{long}\n{0}", "`".repeat(41)), "what cannot be closed is shown as code");
}

#[test]
fn markers_of_another_document_are_only_text() {
    for (text, copy) in [
        (
            "<!-- roadspec:begin a -->\nb\n<!-- roadspec:end a -->",
            "<!-- roadspec&#58;begin a -->\nb\n<!-- roadspec&#58;end a -->",
        ),
        ("a <!-- roadspec:x roadspec:y --> b", "a <!-- roadspec&#58;x roadspec&#58;y --> b"),
        ("roadspec: a `<!-- roadspec:b -->`", "roadspec: a `<!-- roadspec:b -->`"),
    ] {
        assert_eq!(copied(text), copy, "{text:?}");
    }
}
