//! Every mistake that a configuration can hold: where it is underlined, what is said of it, what to do.
//! The cases stand in `mistakes.txt`.

use std::fmt::Write as _;

use roadspec::error::{Error, ErrorKind};
use roadspec::text::Lines;

use super::parse;

/// One case of `mistakes.txt`.
pub(crate) struct Case {
    /// The file.
    pub(crate) text: String,
    /// What is said of it, as it stands there.
    said: String,
    /// Whether the published schema sees the mistake too.
    pub(crate) in_schema: bool,
}

pub(crate) fn cases() -> Vec<Case> {
    let cases: Vec<Case> = include_str!("mistakes.txt")
        .split("\n\n")
        .skip(1)
        .filter(|block| !block.starts_with("## "))
        .map(|block| {
            let (said, text): (Vec<&str>, Vec<&str>) =
                block.trim_end().lines().partition(|line| line.starts_with("  "));
            let (unseen, said): (Vec<&str>, Vec<&str>) = said.into_iter().partition(|line| line.contains("unseen by"));
            Case { text: text.join("\n"), said: said.join("\n"), in_schema: unseen.is_empty() }
        })
        .collect();
    assert!(cases.len() > 60, "the cases were found");
    cases
}

/// An error as `mistakes.txt` shows it.
fn shown(error: &Error) -> String {
    let excerpt = error.excerpt.as_deref().expect("every mistake has a place");
    let (text, span) = (&excerpt.text, excerpt.span);
    let underlined = if span.is_empty() { format!("|{}", &text[span.start..]) } else { span.of(text).to_owned() };
    let line = Lines::new(text).position(span.start).line;
    let message = error.message.replace(env!("CARGO_PKG_VERSION"), "{version}");
    let mut shown = format!("  at  {line} {underlined}\n  is  {message}");
    if let Some(help) = &error.help {
        let _ = write!(shown, "\n  do  {help}");
    }
    shown
}

#[test]
fn every_mistake_is_underlined_and_explained() {
    for case in cases() {
        let error = parse(&case.text).err().unwrap_or_else(|| panic!("accepted: {}", case.text));
        assert_eq!(error.kind, ErrorKind::Configuration);
        assert_eq!(shown(&error), case.said, "{}", case.text);
    }
}

#[test]
fn places_are_right_after_a_byte_order_mark_and_in_any_line_ends() {
    let error = parse("\u{feff}# \u{e9}\r\nfail-on = \"\u{e9}\"\r\nbanana = 1\r\n").expect_err("a mistake");
    assert!(
        shown(&error).starts_with("  at  2 \"\u{e9}\"\n  is  there is no severity `\u{e9}`\n"),
        "{}",
        shown(&error)
    );
}

#[test]
fn hostile_files_are_mistakes_and_no_more() {
    let deep = format!("x = {}", "[".repeat(100_000));
    let wide = format!("exclude = [{}]", "\"{a,b}{a,b}{a,b}/**/*\",".repeat(2_000));
    let long = format!("exclude = [\"{}\"]", "{a,b}".repeat(20_000));
    let broken = "= \n".repeat(20_000);
    for text in [deep, wide, long, broken, "\0".to_owned(), "x = \"\u{202e}\"".to_owned()] {
        if let Err(error) = parse(&text) {
            assert!(error.excerpt.is_some(), "{}", error.message);
        }
    }
}
