//! Blocks and the lines in them.

use super::*;

/// The runs of the first line of a document: their source, their text and their style in short.
fn runs(text: &str) -> Vec<String> {
    let outline = outline(text, 0);
    let lines = own_lines(&outline.sections[0].blocks[0]);
    let style = |run: &Run| {
        let marks = [(run.strong, "s"), (run.emphasis, "e"), (run.code, "c"), (run.link.is_some(), "l")];
        marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect::<String>()
    };
    lines[0].runs.iter().map(|run| format!("{}|{}|{}", run.span.of(text), run.text, style(run))).collect()
}

#[test]
fn code_blocks_say_whether_they_end() {
    for (text, shape) in [
        ("```rust no_run\na\n```", r#"fence(rust no_run "a\n")"#),
        ("````\n```\n````", r#"fence( "```\n")"#),
        ("~~~ a`b\n```\n~~~", r#"fence(a`b "```\n")"#),
        ("```\r\na\r\n```\r\n", r#"fence( "a\r\n")"#),
        ("```\n```", r#"fence( "")"#),
        ("```\na", r#"fence( "a" open)"#),
        ("```", r#"fence( "" open)"#),
        ("```\n", r#"fence( "" open)"#),
        ("```\n\n\n", r#"fence( "\n\n" open)"#),
        ("````\na\n```", r#"fence( "a\n```" open)"#),
        ("```\na\n~~~", r#"fence( "a\n~~~" open)"#),
        ("```\n    ```", r#"fence( "    ```" open)"#),
        ("```\n> ```", r#"fence( "> ```" open)"#),
        ("```\n``` a", r#"fence( "``` a" open)"#),
        ("> ```\n> a\n> ```", r#"quote(fence( "a\n"))"#),
        ("> ```\n> a\n>\n", r#"quote(fence( "a\n>\n" open))"#),
        ("> ```\nafter", r#"quote(fence( "" open)) p(after)"#),
        ("- ```\n  a\n  ```", r#"ul(fence( "a\n"))"#),
        ("- ```\n  a\n- b", r#"ul(fence( "a\n" open); p(b))"#),
        ("    a\n\n    b\n", r#"fence( "a\n\n    b\n")"#),
        ("\ta", r#"fence( "a")"#),
        ("a\n    b", "p(a/b)"),
    ] {
        assert_eq!(root(text), shape, "{text:?}");
    }
}

#[test]
fn lists_are_tight_or_loose_nested_lazy_and_of_tasks() {
    for (text, shape) in [
        ("- a\n- b", "ul(p(a); p(b))"),
        ("- a\n\n- b\n\n  c", "ul(p(a); p(b) p(c))"),
        ("- a\nlazy\n- b", "ul(p(a/lazy); p(b))"),
        ("> a\nlazy\n\nnot", "quote(p(a/lazy)) p(not)"),
        ("- a\n  - b\n    - c\n- d", "ul(p(a) ul(p(b) ul(p(c))); p(d))"),
        ("-\ta\n\n\tb", "ul(p(a) p(b))"),
        ("3. a\n7. b\n1) c", "ol(3 p(a); 4 p(b)) ol(1 p(c))"),
        ("999999999. a\n1. b", "ol(999999999 p(a); 1000000000 p(b))"),
        ("- [ ] a\n- [x] **b**\n- [X]\tc\n- [y] d", "ul([ ] p(a); [x] p(b); [x] p(c); p([y] d))"),
        ("1. [ ] a\n\n   b", "ol(1 [ ] p(a) p(b))"),
        ("-\n- a\n-", "ul(; p(a); )"),
        ("- a\n  ***\n  b", "ul(p(a) rule p(b))"),
        ("- a\n  > b\n  ```\n  c\n  ```\n  d", "ul(p(a) quote(p(b)) fence( \"c\\n\") p(d))"),
        ("- a\n  <!-- b -->\n  | c |\n  |---|", "ul(p(a) html table(c: ))"),
        ("- a\n+ b\n* c", "ul(p(a)) ul(p(b)) ul(p(c))"),
        ("a\n- b\n2. c", "p(a) ul(p(b)) ol(2 p(c))"),
        ("---\n- - -\n* * *", "rule rule rule"),
    ] {
        assert_eq!(root(text), shape, "{text:?}");
    }
}

#[test]
fn tables_have_the_cells_of_their_header() {
    for (text, shape) in [
        ("| a | b |\n|---|:-:|\n| c | d |", "table(a,b: c,d)"),
        ("a | b\n--|--\nc|d\nend\n\nafter", "table(a,b: c,d; end,) p(after)"),
        ("| a |\n|---|\n| b | c |\n|\n", "table(a: b) p(|)"),
        ("| a | b |\n|---|---|\n| c\n| | d |\n||\n", "table(a,b: c,; ,d; ,)"),
        ("| a |\n|---|\n| b \\| `c\\|d` |", "table(a: b | c|d)"),
        ("| a |\n|---|\n| [b](c) **d** ![e](f) <br> g |", "table(a: b d   g)"),
        ("| a |\n| b |", "p(| a |/| b |)"),
        ("| a | b |\n|---|\n", "p(| a | b |/|---|)"),
        ("|a|\r\n|-|\r\n|b|\r\n", "table(a: b)"),
    ] {
        assert_eq!(root(text), shape, "{text:?}");
    }
    let text = "| a | b |\n|---|---|\n| `c\\|d` |\n";
    let outline = outline(text, 0);
    let BlockKind::Table(table) = &outline.sections[0].blocks[0].kind else { panic!("a table") };
    assert_eq!(table.rows[0][0].span.of(text), "`c\\|d`");
    assert_eq!(
        table.rows[0][1].span,
        Span::at(text.trim_end().len()),
        "a cell that is not there stands at its row's end"
    );
}

#[test]
fn html_is_opaque() {
    for (text, shape) in [
        ("<!--\n\n- a\n-->\nb", "html p(b)"),
        ("<div>\n- a\n\n- b", "html ul(p(b))"),
        ("<pre>\n\na</pre>", "html"),
        ("<!-- open\n\na\n", "html"),
        ("<?php\n?> a\nb", "html p(b)"),
        ("a <!-- b --> c", "p(a  c)"),
    ] {
        assert_eq!(root(text), shape, "{text:?}");
    }
}

#[test]
fn a_line_is_cut_into_runs_of_one_style() {
    assert_eq!(
        runs("a **b _c_** `d` [e](f)g"),
        ["a |a |", "**b |b |s", "_c_**|c|se", " | |", "`d`|d|c", " | |", "[e](f)|e|l", "g|g|"]
    );
    assert_eq!(runs("**a** **b**c"), ["**a**|a|s", " | |", "**b**|b|s", "c|c|"]);
    assert_eq!(runs("a&amp;b\\*c<i>d"), ["a&amp;b\\*c<i>d|a&b*cd|"]);
    assert_eq!(runs("~~a~~ *unclosed **b"), ["~~a~~|a|", " *unclosed **b| *unclosed **b|"]);
    assert_eq!(runs("![a](b)"), ["![a](b)||"]);
    assert_eq!(runs("[![a](b)](c)"), ["[![a](b)](c)||l"]);
}

#[test]
fn lines_end_where_they_are_written() {
    let text = "a  \nb\\\nc\r\n  d \n";
    let outline = outline(text, 0);
    let lines = own_lines(&outline.sections[0].blocks[0]);
    assert_eq!(lines.iter().map(|line| line.span.of(text)).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
}

#[test]
fn links_lead_where_they_say_in_every_form() {
    for (written, destination, text, image) in [
        ("[a *b*](c)", "c", "a b", false),
        ("[a](<b c> \"d\")", "b c", "a", false),
        ("[a](b\\)c)", "b)c", "a", false),
        ("[a](?b&amp;c#d)", "?b&c#d", "a", false),
        ("[a][r]", "/ref", "a", false),
        ("[r][]", "/ref", "r", false),
        ("[R]", "/ref", "R", false),
        ("[](c)", "c", "", false),
        ("![a](c)", "c", "", true),
        ("<https://a.b>", "https://a.b", "https://a.b", false),
    ] {
        let document = format!("x {written} y\n\n[r]: /ref 'title'\n");
        let outline = outline(&document, 0);
        let links = &own_lines(&outline.sections[0].blocks[0])[0].links;
        let [link] = links.as_slice() else { panic!("{written}: {links:?}") };
        let found = (link.span.of(&document), link.destination.as_str(), link.text.as_str(), link.image);
        assert_eq!(found, (written, destination, text, image), "{written}");
    }
    assert_eq!(root("[a] [b][c]\n"), "p([a] [b][c])", "a reference to nothing is text");
}

#[test]
fn a_link_over_two_lines_belongs_to_both() {
    let text = "a [b\nc](d) e\n";
    let outline = outline(text, 0);
    let lines = own_lines(&outline.sections[0].blocks[0]);
    for (line, part) in lines.iter().zip(["b", "c"]) {
        let linked: Vec<&Run> = line.runs.iter().filter(|run| run.link.is_some()).collect();
        assert_eq!((line.links.len(), line.links[0].destination.as_str(), linked.len()), (1, "d", 1));
        assert_eq!((line.links[0].text.as_str(), linked[0].text.as_str()), (part, part));
    }
    assert_eq!(lines.iter().map(|line| line.span.of(text)).collect::<Vec<_>>(), ["a [b", "c](d) e"]);
}
