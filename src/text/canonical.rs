//! Canonical text: the one form in which values are kept and digests are taken.
//! It works on lines and knows no Markdown beyond what starts a block; it never changes a document.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The canonical form of a piece of Markdown (decisions 16 and 27): LF line ends, no trailing blanks, no blank
/// lines at either end, runs of blank lines as one, soft-wrapped paragraphs joined by one space, and code fences
/// verbatim but for the indentation of their opening line. `normalise(normalise(x)) == normalise(x)`.
pub fn normalise(markdown: &str) -> String {
    let unified = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<Fence> = None;
    for line in unified.split('\n') {
        if let Some(open) = &fence {
            lines.push(open.dedent(line).trim_end().to_owned());
            if open.closes(line) {
                fence = None;
            }
            continue;
        }
        let line = line.trim_end();
        if let Some(open) = Fence::opening(line) {
            lines.push(open.dedent(line).to_owned());
            fence = Some(open);
        } else {
            push_prose(&mut lines, line);
        }
    }
    let from = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let to = lines.iter().rposition(|line| !line.is_empty()).map_or(from, |last| last + 1);
    lines[from..to].join("\n").trim_start_matches(' ').to_owned()
}

/// Adds a line outside fences: joined to the paragraph before it, or as a line of its own.
fn push_prose(lines: &mut Vec<String>, line: &str) {
    let trimmed = line.trim_start();
    match lines.last_mut() {
        Some(last) if last.is_empty() && trimmed.is_empty() => {}
        Some(last) if continues(last, trimmed) => {
            last.push(' ');
            last.push_str(trimmed);
        }
        _ => lines.push(if trimmed.is_empty() { String::new() } else { line.to_owned() }),
    }
}

/// Whether `line` is soft-wrapped text of the paragraph or list item that `last` belongs to.
fn continues(last: &str, line: &str) -> bool {
    let before = last.trim_start();
    !before.is_empty() && !line.is_empty() && !starts_block(line) && !stands_alone(before)
}

/// Whether a line starts a block of its own, so that nothing before it can take it in.
fn starts_block(line: &str) -> bool {
    stands_alone(line) || line.starts_with('>') || is_item(line)
}

/// Whether a line never takes in the line after it: headings, rules, table rows, HTML, fence marks.
fn stands_alone(line: &str) -> bool {
    line.starts_with(['#', '|', '<', '`', '~']) && (!line.starts_with('`') || line.starts_with("```")) || is_rule(line)
}

/// A thematic break, a setext underline or a table's delimiter row.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | ' ' | '|' | ':')) && !line.is_empty()
}

/// A list item's first line.
fn is_item(line: &str) -> bool {
    let marker = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest =
        if marker.len() < line.len() { marker.strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '*', '+']) };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || rest.starts_with('\t'))
}

/// An open code fence: its mark, how often it is repeated, how far it is indented.
struct Fence {
    mark: char,
    length: usize,
    indent: usize,
}

impl Fence {
    fn opening(line: &str) -> Option<Self> {
        let trimmed = line.trim_start();
        let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = trimmed.chars().take_while(|c| *c == mark).count();
        let info = &trimmed[length..];
        let opens = length >= 3 && !(mark == '`' && info.contains('`'));
        opens.then(|| Self { mark, length, indent: line.len() - trimmed.len() })
    }

    fn closes(&self, line: &str) -> bool {
        let trimmed = line.trim();
        trimmed.len() >= self.length && trimmed.chars().all(|c| c == self.mark)
    }

    fn dedent<'l>(&self, line: &'l str) -> &'l str {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        &line[blanks.min(self.indent)..]
    }
}

/// The first 16 hexadecimal digits of the SHA-256 of the canonical text: the digest that regions carry.
pub fn sha256_hex16(markdown: &str) -> String {
    sha256_hex16_of(normalise(markdown).as_bytes())
}

/// The first 16 hexadecimal digits of the SHA-256 of bytes as they are.
pub fn sha256_hex16_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrapping_trailing_blanks_and_line_ends_do_not_matter() {
        let wide = "One long paragraph.\n\n- item one goes on\n- two\n";
        let narrow = "One long  \r\nparagraph.\r\n\r\n\r\n- item one\r\n  goes on\r\n- two   \r\n\r\n";
        assert_eq!(normalise(wide), normalise(narrow).replace("long  ", "long "));
        assert_eq!(normalise(narrow), "One long paragraph.\n\n- item one goes on\n- two");
    }

    #[test]
    fn fences_are_verbatim_but_for_their_own_indentation() {
        assert_eq!(normalise("  ```ts\n  a {\n    b\n  }\n  ```"), "```ts\na {\n  b\n}\n```");
    }

    #[test]
    fn blocks_are_never_joined() {
        for text in ["# a\nb", "a\n# b", "| a |\n| b |", "a\n> b", "1. a\n2. b", "a\n---\nb", "```\na\nb\n```"] {
            assert_eq!(normalise(text), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn canonical_text_is_a_fixed_point(text in "([ab`~#>|*-]|1\\.|  |\n|\r\n|```\n){0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once.clone());
        }
    }
}
