//! Reports as people read them: these are to be looked at, not only compared.

use insta::assert_snapshot;

use super::*;
use crate::error::{Error, ErrorKind};

const SYSTEM: &str = "specs/architecture/sys-map.md";
const TEXT: &str = "---\nspecmas: \"3.0\"\nkind: system\nid: sys-map\n---\n\n# The map\n\n## Roadmap\n\n1. Search (Level 3)\n\
                    2. Tiles (Level 4)\n3. Map Tiles (Level 4)\n\n## Components\n\n### Tile Store\n\n### Tile Server\n";

/// Without the blanks at the ends of lines, which nobody sees.
fn tidy(shown: &str) -> String {
    shown.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn shown_with(findings: &[Finding], texts: &Texts, style: &Style) -> String {
    tidy(&human(&report(findings), texts, style))
}

fn shown(findings: &[Finding], texts: &Texts) -> String {
    shown_with(findings, texts, &PLAIN)
}

#[test]
fn a_missing_spec_with_the_command_that_writes_it() {
    let texts = Texts::of(&[(SYSTEM, TEXT)]);
    let finding = Finding {
        rule: "missing-feature-spec",
        remedy: Remedy::Create {
            path: "specs/features/feat-search.md".to_owned(),
            command: "roadspec generate sys-map --entry feat-search".to_owned(),
        },
        ..finding(
            texts.place(SYSTEM, "Search (Level 3)"),
            "the roadmap entry `Search` has no feature spec",
            "planned here",
            "what is planned without a spec is built from memory: write it with `roadspec fix`",
        )
    };
    assert_snapshot!(shown(&[finding], &texts), @r#"
      error[missing-feature-spec]: the roadmap entry `Search` has no feature spec
        ╭─[specs/architecture/sys-map.md:11:4]
     10 │
     11 │ 1. Search (Level 3)
        ·    ────────┬───────
        ·            ╰── planned here
     12 │ 2. Tiles (Level 4)
        ╰────
      help: what is planned without a spec is built from memory: write it with
            `roadspec fix`, or `roadspec generate sys-map --entry feat-search`

    1 error; 12 specs read in the worktree
    `roadspec fix` can mend 1 of these
    "#);
}

#[test]
fn two_names_that_could_be_meant_near_and_far() {
    let feature = "specs/features/feat-tiles.md";
    let texts = Texts::of(&[(SYSTEM, TEXT), (feature, "---\nspecmas: \"3.0\"\nsystem_component: Tile\n---\n")]);
    let mut near = finding(
        texts.place(SYSTEM, "Tiles (Level 4)"),
        "`Tiles` can mean two components, and nothing here says which of them is meant",
        "means both",
        "write the whole name",
    );
    near.severity = Severity::Warning;
    near.related.push(related(texts.place(SYSTEM, "Tile Store"), "one of them"));
    near.related.push(related(texts.place(SYSTEM, "Tile Server"), "the other"));
    let mut far =
        finding(texts.place(feature, "Tile"), "`Tile` can mean two components", "means both", "write the whole name");
    far.severity = Severity::Note;
    far.related.push(related(texts.place(SYSTEM, "Tile Store"), "one of them"));
    far.related.push(related(Place::file("specs/gone.md"), "the other stood here"));
    assert_snapshot!(shown(&[near, far], &texts), @r#"
      warning[some-rule]: `Tiles` can mean two components, and nothing here says
      │ which of them is meant
        ╭─[specs/architecture/sys-map.md:12:4]
     11 │ 1. Search (Level 3)
     12 │ 2. Tiles (Level 4)
        ·    ───────┬───────
        ·           ╰── means both
     13 │ 3. Map Tiles (Level 4)
     14 │
     15 │ ## Components
     16 │
     17 │ ### Tile Store
        ·     ─────┬────
        ·          ╰── one of them
     18 │
     19 │ ### Tile Server
        ·     ─────┬─────
        ·          ╰── the other
     20 │
        ╰────
      help: write the whole name

      note[some-rule]: `Tile` can mean two components
       ╭─[specs/features/feat-tiles.md:3:19]
     2 │ specmas: "3.0"
     3 │ system_component: Tile
       ·                   ──┬─
       ·                     ╰── means both
     4 │ ---
       ╰────
      note: one of them
        ╭─[specs/architecture/sys-map.md:17:5]
     16 │
     17 │ ### Tile Store
        ·     ──────────
     18 │
        ╰────
      note: specs/gone.md: the other stood here
      help: write the whole name

    1 warning, 1 note; 12 specs read in the worktree
    "#);
}

#[test]
fn a_file_as_a_whole() {
    let mut collision = finding(
        Place::file("specs/a.md"),
        "`specs/a.md` and `specs/A.md` are one file on Windows and macOS",
        "",
        "rename one of them",
    );
    collision.related.push(related(Place::file("specs/A.md"), "the other one"));
    let unread = finding(Place::span("specs/b.md", Span::new(3, 5)), "cannot be shown", "label", "");
    assert_snapshot!(shown(&[collision, unread], &Texts::default()), @r#"
      error[some-rule]: `specs/a.md` and `specs/A.md` are one file on Windows and
      │ macOS
      note: specs/A.md: the other one
      help: rename one of them

      error[some-rule]: specs/b.md: cannot be shown

    2 errors; 12 specs read in the worktree
    "#);
}

#[test]
fn several_lines_wide_letters_and_tabs() {
    let path = "specs/wide.md";
    let texts = Texts::of(&[(path, "\u{feff}日本語\tTab 😀 end\r\nsecond\r\n\r\nthird é̂x\r\n")]);
    let findings = [
        finding(texts.place(path, "😀"), "wide", "a face", ""),
        finding(texts.place(path, "Tab 😀 end\r\nsecond\r\n"), "two lines", "both", ""),
        finding(texts.place(path, "x"), "behind marks", "here", ""),
    ];
    assert_snapshot!(shown(&findings, &texts), @r#"
      error[some-rule]: wide
       ╭─[specs/wide.md:1:9]
     1 │ 日本語  Tab 😀 end
       ·             ─┬
       ·              ╰── a face
     2 │ second
       ╰────

      error[some-rule]: two lines
       ╭─[specs/wide.md:1:5]
     1 │ ╭─▶ 日本語  Tab 😀 end
     2 │ ├─▶ second
       · ╰──── both
     3 │
       ╰────

      error[some-rule]: behind marks
       ╭─[specs/wide.md:4:9]
     3 │
     4 │ third é̂x
       ·        ┬
       ·        ╰── here
     5 │
       ╰────

    3 errors; 12 specs read in the worktree
    "#);
}

#[test]
fn a_long_line_is_cut_around_what_is_meant() {
    let path = "specs/long.md";
    let text = format!("{}needle{}\n{}\n", "word ".repeat(60), " word".repeat(60), "日本".repeat(60));
    let texts = Texts::of(&[(path, &text)]);
    let mut finding = finding(texts.place(path, "needle"), "found", "here", "");
    finding.related.push(related(Place::span(path, Span::new(0, 4)), "the start"));
    assert_snapshot!(shown(&[finding], &texts), @r#"
      error[some-rule]: found
       ╭─[specs/long.md:1:301]
     1 │ …rd word word word word needle word word word word word word word word …
       ·  ▲                      ───┬──
       ·  │                         ╰── here
       ·  ╰── the start
     2 │ 日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日…
       ╰────

    1 error; 12 specs read in the worktree
    "#);
}

#[test]
fn a_span_of_many_lines_is_shown_by_its_first() {
    let texts = Texts::of(&[(SYSTEM, TEXT)]);
    let finding = finding(Place::span(SYSTEM, Span::new(0, TEXT.len())), "all of it", "from here on", "");
    assert_snapshot!(shown(&[finding], &texts), @r#"
      error[some-rule]: all of it
       ╭─[specs/architecture/sys-map.md:1:1]
     1 │ ---
       · ─┬─
       ·  ╰── from here on
     2 │ specmas: "3.0"
       ╰────

    1 error; 12 specs read in the worktree
    "#);
}

#[test]
fn spans_without_width_stand_where_they_are() {
    let path = "specs/a.md";
    let texts = Texts::of(&[(path, "one\r\ntwo\r\n"), ("specs/empty.md", "")]);
    let at = |at: usize| finding(Place::span(path, Span::at(at)), "a place", "here", "");
    let empty = finding(Place::span("specs/empty.md", Span::at(0)), "an empty file", "here", "");
    // Before the CR, between CR and LF, and at the end of the text.
    assert_snapshot!(shown(&[at(3), at(4), at(10), empty], &texts), @r#"
      error[some-rule]: a place
       ╭─[specs/a.md:1:4]
     1 │ one
       ·    ▲
       ·    ╰── here
     2 │ two
       ╰────

      error[some-rule]: a place
       ╭─[specs/a.md:1:5]
     1 │ one
       ·    ▲
       ·    ╰── here
     2 │ two
       ╰────

      error[some-rule]: a place
       ╭─[specs/a.md:3:1]
     2 │ two
     3 │
       · ▲
       · ╰── here
       ╰────

      error[some-rule]: an empty file
       ╭─[specs/empty.md:1:1]
     1 │
       · ▲
       · ╰── here
       ╰────

    4 errors; 12 specs read in the worktree
    "#);
}

#[test]
fn ascii_only() {
    let texts = Texts::of(&[(SYSTEM, TEXT)]);
    let style = Style { unicode: false, ..PLAIN };
    let finding = finding(texts.place(SYSTEM, "Search (Level 3)\n2. Tiles"), "two entries", "both", "merge them");
    assert_snapshot!(shown_with(&[finding], &texts, &style), @r#"
      error[some-rule]: two entries
        ,-[specs/architecture/sys-map.md:11:4]
     10 |
     11 | ,-> 1. Search (Level 3)
     12 | |-> 2. Tiles (Level 4)
        : `---- both
     13 |     3. Map Tiles (Level 4)
        `----
      help: merge them

    1 error; 12 specs read in the worktree
    "#);
}

#[test]
fn an_error_points_into_its_text() {
    let text = "[corpus]\ninclud = [\"specs/**\"]\n";
    let start = text.find("includ").expect("it is there");
    let trouble = Error::new(ErrorKind::Configuration, "the key `includ` is not known")
        .with_help("did you mean `include`?")
        .at("roadspec.toml", text, Span::new(start, start + "includ".len()));
    assert_snapshot!(tidy(&error(&trouble, &PLAIN)), @r#"
     error: the key `includ` is not known
      ╭─[roadspec.toml:2:1]
    1 │ [corpus]
    2 │ includ = ["specs/**"]
      · ──────
    3 │
      ╰────
     help: did you mean `include`?
    "#);
    let plain = Error::new(ErrorKind::Nothing, "no spec was found");
    assert_eq!(error(&plain, &PLAIN), "  error: no spec was found\n\n");
    let beyond = Error::new(ErrorKind::Template, "cut off").at("a.tera", "é", Span::new(1, 99));
    assert!(error(&beyond, &PLAIN).contains("[a.tera:1:1]"));
}

#[test]
fn the_summary_counts_what_there_is() {
    let warnings = ["`a` is deprecated".to_owned()];
    let mut empty = report(&[]);
    empty.warnings = &warnings;
    let summary = |report: &Report<'_>| human(report, &Texts::default(), &PLAIN);
    assert_eq!(summary(&empty), "warning: `a` is deprecated\nnothing to mend; 12 specs read in the worktree\n");
    empty.summary = Some(Summary {
        errors: 1,
        warnings: 2,
        notes: 1,
        hidden: 0,
        documents: 1,
        snapshot: "`HEAD`".to_owned(),
        ..Summary::default()
    });
    empty.warnings = &[];
    assert_eq!(summary(&empty), "1 error, 2 warnings, 1 note; 1 spec read in `HEAD`\n");
}
