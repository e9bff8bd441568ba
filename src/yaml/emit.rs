//! Writes a string as one YAML scalar that reads back as exactly this string.
//! Only scalars: whoever writes a document writes its structure.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::typing::is_text;
use crate::text::neutral_line;

/// Words that readers of YAML 1.1 take for booleans, in lower case. They are quoted for the sake of such readers.
const OLD_BOOLEANS: [&str; 6] = ["y", "yes", "n", "no", "on", "off"];

/// `text` as a YAML scalar on one line, for a value in block or flow style: plain where that is safe, else in double
/// quotes, with every line end, control, bidirectional or invisible character as an escape.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// `text` as a YAML scalar on one line, in the quotes of the scalar `written` where the text allows.
pub(super) fn scalar_like(written: &str, text: &str) -> String {
    match written.chars().next() {
        Some('\'') if is_visible(text) => format!("'{}'", text.replace('\'', "''")),
        Some('\'' | '"') => quoted(text),
        _ => scalar(text),
    }
}

/// Whether a text has no character that only an escape can show.
fn is_visible(text: &str) -> bool {
    matches!(neutral_line(text), Cow::Borrowed(_)) && !text.contains(is_unprintable)
}

/// Whether a text can stand without quotes, wherever a value may stand, and is read as a string.
fn is_plain(text: &str) -> bool {
    let indicator = |first: char| "-?:,[]{}#&*!|>'\"%@`".contains(first) || first.is_whitespace();
    let starts_well = !text.starts_with(indicator) && !text.starts_with("...") && text != "<<";
    let ends_well = !text.ends_with(|last: char| last == ':' || last.is_whitespace());
    let inside =
        [": ", " #", "\t"].iter().all(|mark| !text.contains(mark)) && !text.contains([',', '[', ']', '{', '}']);
    starts_well
        && ends_well
        && inside
        && is_visible(text)
        && !OLD_BOOLEANS.contains(&text.to_ascii_lowercase().as_str())
        && is_text(text)
}

/// Whether a character may not stand in YAML at all (YAML 1.2.2, production 1, `c-printable`).
pub(super) fn is_unprintable(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{fffe}' | '\u{ffff}')
}

/// The text in double quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        push_escaped(&mut out, character);
    }
    out.push('"');
    out
}

fn push_escaped(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ if !is_unprintable(character) && !is_invisible(character) => out.push(character),
        _ => {
            let code = u32::from(character);
            // Writing to a string cannot fail.
            let _ = match code {
                0..=0xff => write!(out, "\\x{code:02x}"),
                0x100..=0xffff => write!(out, "\\u{code:04x}"),
                _ => write!(out, "\\U{code:08x}"),
            };
        }
    }
}

/// Whether people would not see a character for what it is.
fn is_invisible(character: char) -> bool {
    matches!(neutral_line(character.encode_utf8(&mut [0; 4])), Cow::Owned(_))
}
