//! Neutral text: what documents, file names and messages of others may hold, made harmless to print.
//! Only characters are judged here; what a format must escape beyond them is that format's own business.

use std::borrow::Cow;

/// Neutral text and how its bytes map back to the original's.
#[derive(Debug)]
pub struct Neutral {
    /// The text with every dangerous character replaced by a visible escape.
    pub text: String,
    /// `(original, neutral)` byte offsets just after each replaced character, ascending.
    shifts: Vec<(usize, usize)>,
}

impl Neutral {
    /// The offset in [`Neutral::text`] of the original's byte `offset` (a `char` boundary).
    pub fn offset(&self, offset: usize) -> usize {
        let after = self.shifts.partition_point(|(original, _)| *original <= offset);
        match after.checked_sub(1).map(|last| self.shifts[last]) {
            Some((original, neutral)) => neutral + (offset - original),
            None => offset,
        }
    }
}

/// Replaces terminal controls, C1, bidirectional controls and odd line ends by visible escapes; keeps LF and tabs,
/// and drops the CR of a CRLF and a leading byte order mark, which have no width.
pub fn neutral(text: &str) -> Neutral {
    let mut out = Neutral { text: String::with_capacity(text.len()), shifts: Vec::new() };
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let width_free = (character == '\r' && next == Some('\n')) || (character == crate::text::BOM && at == 0);
        if !width_free && !is_dangerous(character) {
            out.text.push(character);
            continue;
        }
        if !width_free {
            out.text.push_str(&escape(character));
        }
        out.shifts.push((at + character.len_utf8(), out.text.len()));
    }
    out
}

/// Neutral text on one line: as [`neutral`], with LF and tabs escaped too. For names, messages and labels.
pub fn neutral_line(text: &str) -> Cow<'_, str> {
    let bad = |c: char| is_dangerous(c) || matches!(c, '\n' | '\t');
    if !text.chars().any(bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::new(), |mut line, c| {
        if bad(c) {
            line.push_str(&escape(c));
        } else {
            line.push(c);
        }
        line
    }))
}

fn escape(character: char) -> String {
    match character {
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        other => format!("\\u{{{:x}}}", u32::from(other)),
    }
}

/// Characters that can steer a terminal, reorder what is read, or break a line where none is expected.
pub const fn is_dangerous(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_become_visible_and_offsets_follow() {
        let text = "\u{feff}a\u{1b}[2J\r\nb\u{202e}c";
        let neutral = neutral(text);
        assert_eq!(neutral.text, "a\\u{1b}[2J\nb\\u{202e}c");
        let c = text.find('c').expect("there is a c");
        assert_eq!(&neutral.text[neutral.offset(c)..], "c");
        assert_eq!(neutral_line("a\n::error::b"), "a\\n::error::b");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_survives_and_every_offset_maps(text in any::<String>()) {
            let neutral = neutral(&text);
            prop_assert!(!neutral.text.chars().any(is_dangerous));
            let mut last = 0;
            for (at, character) in text.char_indices() {
                let mapped = neutral.offset(at);
                prop_assert!(mapped >= last && neutral.text.is_char_boundary(mapped));
                if !is_dangerous(character) {
                    prop_assert!(neutral.text[mapped..].starts_with(character));
                }
                last = mapped;
            }
        }
    }
}
