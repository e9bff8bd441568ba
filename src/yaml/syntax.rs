//! What is broken YAML, in words, at the place where a person would look for it.
//! What is valid YAML but refused is worded in `refusal`.

use granit_parser::{ErrorKind, ScanError};

use super::build::Builder;
use super::front::lines;
use super::{Problem, refusal, seek};
use crate::text::{Span, neutral_line};

/// Words for a syntax error; none if it only follows from what was refused before it on its line.
pub(super) fn problem(error: &ScanError, text: &str, yaml: Span, builder: &Builder) -> Option<Problem> {
    let at = error.marker().byte_offset().map_or(builder.last(), |offset| yaml.start + offset).min(yaml.end);
    let scene = Scene::new(text, yaml, text.floor_char_boundary(at), builder);
    let kind = error.kind();
    let follows = builder.last_refused().is_some_and(|before| {
        before.message == refusal::PLACEHOLDER && before.span.end > scene.line.start && before.span.end <= scene.at
    });
    let words = || {
        scene
            .bracket(kind)
            .or_else(|| scene.quote(kind))
            .or_else(|| scene.escape(kind))
            .or_else(|| scene.tab(kind))
            .or_else(|| scene.structure(kind))
            .or_else(|| scene.value(kind))
            .or_else(|| scene.block_scalar(kind))
            .unwrap_or_else(|| scene.anything())
    };
    (!follows).then(words)
}

/// Where reading stopped.
struct Scene<'s> {
    text: &'s str,
    yaml: Span,
    /// Where the parser stopped.
    at: usize,
    /// The line that holds it, without blanks at its ends.
    line: Span,
    builder: &'s Builder<'s>,
}

impl<'s> Scene<'s> {
    fn new(text: &'s str, yaml: Span, at: usize, builder: &'s Builder<'s>) -> Self {
        let scene = Self { text, yaml, at, line: Span::at(at), builder };
        Self { line: scene.line_from(scene.line_start(at)), ..scene }
    }

    /// From the place on, to the end of its line.
    fn rest(&self) -> Span {
        let end = self.line.end.max(self.at);
        Span::new(self.at, end)
    }

    /// From `start` to the end of its line, without blanks.
    fn line_from(&self, start: usize) -> Span {
        let end =
            self.text.get(start..self.yaml.end).and_then(|rest| rest.find('\n')).map_or(self.yaml.end, |at| start + at);
        Span::new(start, end).trimmed(self.text)
    }

    /// Where the line that holds `at` starts.
    fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(self.yaml.start..at).and_then(|before| before.rfind('\n'));
        before.map_or(self.yaml.start, |end| self.yaml.start + end + 1)
    }

    /// How many bytes the line that holds `at` is indented.
    fn indentation(&self, at: usize) -> usize {
        let start = self.line_start(at);
        self.line_from(start).start - start
    }

    /// The character at the place.
    fn character(&self) -> Option<char> {
        self.text.get(self.at..self.yaml.end).and_then(|rest| rest.chars().next())
    }

    /// The place of one character.
    fn one(at: usize, character: Option<char>) -> Span {
        Span::new(at, at + character.map_or(0, char::len_utf8))
    }

    fn bracket(&self, kind: &ErrorKind) -> Option<Problem> {
        let unclosed = |at: usize| {
            let open = self.text.get(at..).and_then(|rest| rest.chars().next());
            let (message, close) = match open {
                Some('{') => ("a `{` is not closed", "}"),
                _ => ("a `[` is not closed", "]"),
            };
            let help = format!("Close it with `{close}`; where it is meant as text, put the value in quotes");
            Problem::new(Self::one(at, open), message, "opened here", help)
        };
        match kind {
            ErrorKind::UnclosedFlowCollection { .. } => return Some(unclosed(self.at)),
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
                let message = format!("a `{open}` is closed by `{close}`");
                let help = "Close `[` with `]` and `{` with `}`";
                return Some(Problem::new(Self::one(self.at, Some(*open)), message, "opened here", help));
            }
            ErrorKind::MisplacedFlowCollectionEnd => {
                let help = "Remove it, or put the value in quotes";
                return Some(Problem::new(self.here(), "a bracket closes nothing", "never opened", help));
            }
            _ => {}
        }
        let separators = [
            ErrorKind::InvalidColonPlacement,
            ErrorKind::ExpectedFlowMappingSeparator,
            ErrorKind::ExpectedFlowSequenceSeparator,
            ErrorKind::UnexpectedEofFlowMapping,
            ErrorKind::UnexpectedEofFlowSequence,
            ErrorKind::UnexpectedEofImplicitFlowMapping,
            ErrorKind::BlockEntryInFlowCollection,
        ];
        if !separators.contains(kind) {
            return None;
        }
        // A line that goes back to where the bracket's line starts is the next key far more often than an item.
        let back = |open: &usize| *open < self.line.start && self.indentation(self.at) <= self.indentation(*open);
        if let Some(open) = self.builder.open_bracket().filter(back) {
            return Some(unclosed(open).with(self.line, "still inside it here"));
        }
        let help = "Separate items by one `, `; put items with `:`, `-`, brackets or commas of their own in quotes";
        Some(Problem::new(self.here(), "something is wrong inside brackets", "not expected here", help))
    }

    fn quote(&self, kind: &ErrorKind) -> Option<Problem> {
        let unclosed = |opening: usize| {
            let help = "Close the quotes; a quote inside them is written `\\\"` in double and `''` in single quotes";
            Problem::new(self.line_from(opening), "a quote is not closed", "opened here", help)
        };
        let mark = match kind {
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
                return Some(unclosed(self.at));
            }
            ErrorKind::InvalidTrailingDoubleQuotedScalar => '"',
            ErrorKind::InvalidTrailingSingleQuotedScalar => '\'',
            _ => return None,
        };
        let gap = Span::new(self.builder.last(), self.at.max(self.builder.last()));
        let opening = seek::mark(self.text, gap, &[mark], &['-', ':', '?', ',']);
        if let Some(opening) = opening.filter(|opening| *opening < self.line.start) {
            return Some(unclosed(opening).with(self.line, "the next quote is found here"));
        }
        let help =
            "Put the whole value in quotes; a quote inside it is written `\\\"` in double and `''` in single quotes";
        Some(Problem::new(self.rest(), "text stands after a closing quote", "not part of the quoted value", help))
    }

    fn escape(&self, kind: &ErrorKind) -> Option<Problem> {
        let known = match kind {
            ErrorKind::UnknownQuotedScalarEscape => false,
            ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => true,
            _ => return None,
        };
        let place = self.bad_escape(known).unwrap_or_else(|| self.line_from(self.at));
        let message = if known { "an escape names no character" } else { "an escape is unknown" };
        let help = "In double quotes a backslash is written `\\\\`; in single quotes it stands for itself";
        Some(Problem::new(place, message, "read as an escape", help))
    }

    /// The first escape in the double quotes at the place that cannot be read; `known` if its letter can.
    fn bad_escape(&self, known: bool) -> Option<Span> {
        let rest = self.text.get(self.at..self.yaml.end)?;
        let mut characters = rest.char_indices();
        while let Some((at, character)) = characters.next() {
            if character != '\\' {
                continue;
            }
            let (_, letter) = characters.next()?;
            let digits = match letter {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            let code = rest.get(at + 2..at + 2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
            let bad = if known {
                digits > 0 && code.and_then(char::from_u32).is_none()
            } else {
                !"0abtnvfre \t\"/\\N_LPxuU\r\n".contains(letter)
            };
            if bad {
                let end = if code.is_some() { at + 2 + digits } else { at + 1 + letter.len_utf8() };
                return Some(Span::new(self.at + at, self.at + end));
            }
        }
        None
    }

    fn tab(&self, kind: &ErrorKind) -> Option<Problem> {
        let tabs = [
            ErrorKind::TabInBlockIndentation,
            ErrorKind::TabInIndentation,
            ErrorKind::TabNotAllowed,
            ErrorKind::TabInPlainScalar,
            ErrorKind::TabAtBlockScalarStart,
            ErrorKind::InvalidBlockEntryWhitespace,
            ErrorKind::InvalidMappingValueWhitespace,
        ];
        if !tabs.contains(kind) {
            return None;
        }
        // A scalar over several lines is placed at its first.
        let scalar = matches!(kind, ErrorKind::TabInPlainScalar | ErrorKind::TabAtBlockScalarStart);
        let reach = if scalar { usize::MAX } else { 1 };
        let from = self.line_start(self.at);
        let indented = lines(self.text.get(..self.yaml.end)?, from).take(reach).find_map(|line| {
            let indentation = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
            let span = Span::new(line.span.start, line.span.start + indentation);
            span.of(self.text).contains('\t').then_some(span)
        });
        let help = "YAML is indented with spaces only";
        if let Some(span) = indented {
            return Some(Problem::new(span, "a line is indented with a tab", "holds a tab", help));
        }
        let tab = self.line.of(self.text).find('\t').map(|tab| Self::one(self.line.start + tab, Some('\t')));
        let place = tab.unwrap_or_else(|| self.here());
        Some(Problem::new(place, "a tab stands where only spaces may", "holds a tab", help))
    }

    /// Lines that do not fit their surroundings.
    fn structure(&self, kind: &ErrorKind) -> Option<Problem> {
        match kind {
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::ExpectedDocumentStart => {
                Some(self.misfit())
            }
            ErrorKind::ExpectedBlockSequenceEntry => {
                let help = "Start each item of the list with `- `, or indent what belongs to an item";
                Some(Problem::new(self.line, "a line among list items is none", "no `- ` before it", help))
            }
            ErrorKind::BlockSequenceEntryNotAllowed => {
                let help =
                    "Start the list on a line of its own, or write `[a, b]`; put text that starts with `-` in quotes";
                Some(Problem::new(self.rest(), "a list item stands where none can", "read as a list item", help))
            }
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => Some(Self::no_key(self.line)),
            ErrorKind::MappingValueNotAllowed => Some(self.second_colon()),
            _ => None,
        }
    }

    /// A line, or the rest of one, that belongs to nothing above it.
    fn misfit(&self) -> Problem {
        let line = self.line.of(self.text);
        if line.starts_with("- ") || line == "-" {
            let help = "Write the list under a key of its own, its items below each other: `key:`, then `- item`";
            return Problem::new(self.line, "a list item stands among keys", "not a `key: value` line", help);
        }
        if self.at > self.line.start {
            let help = "Put the whole value in quotes, or start the next key on a line of its own";
            return Problem::new(self.rest(), "text stands after the end of a value", "not part of the value", help);
        }
        if !line.contains(": ") && !line.ends_with(':') {
            return Self::no_key(self.line);
        }
        let help = "Indent keys that belong together equally, and what belongs to a key deeper than the key";
        Problem::new(self.line, "a line is indented like nothing above it", "fits no level", help)
    }

    fn no_key(line: Span) -> Problem {
        let help = "Write `key: value`, with a space after the colon; indent the line if it continues a value";
        Problem::new(line, "a line has no key", "no `: ` here", help)
    }

    /// A `: ` where no key can stand: what is wrong is often the line before.
    fn second_colon(&self) -> Problem {
        let scalar = self.builder.last_scalar();
        let earlier = scalar.end == self.at && scalar.start < self.line.start;
        let first = self.line_from(scalar.start);
        if earlier && self.builder.is_at_root() {
            return Self::no_key(first).with(self.line, "read as its next line");
        }
        if earlier {
            let help = "Indent the key like the one above it, or put the value above in quotes";
            let problem = Problem::new(self.line, "a key is indented like text of the value above", "too deep", help);
            return problem.with(first, "the value above");
        }
        let start = if scalar.end <= self.at && scalar.start >= self.line.start { scalar.start } else { self.at };
        let help = "Put the whole value in quotes";
        Problem::new(self.line_from(start), "a value holds another `: `", "read as a second key", help)
    }

    /// Values that start with what means something else in YAML.
    fn value(&self, kind: &ErrorKind) -> Option<Problem> {
        let reserved = || {
            let first =
                self.character().map_or_else(String::new, |first| neutral_line(&first.to_string()).into_owned());
            let message = format!("a value cannot start with `{first}` unless it is quoted");
            Problem::new(self.here(), message, "means something else in YAML", "Put the whole value in quotes")
        };
        match kind {
            ErrorKind::DirectiveDisallowed => Some(refusal::directive(self.rest())),
            ErrorKind::RecursionLimitExceeded => Some(refusal::too_deep(self.here(), self.builder.genre)),
            ErrorKind::UndeclaredTagHandle | ErrorKind::UnclosedVerbatimTag => Some(refusal::tag(self.word())),
            _ if self.character() == Some('!') => Some(refusal::tag(self.word())),
            ErrorKind::UnexpectedCharacter { .. }
            | ErrorKind::MissingAnchorOrAliasName
            | ErrorKind::MappingKeyNotAllowed
            | ErrorKind::PlainScalarStartsWithDashFlowIndicator => Some(reserved()),
            ErrorKind::CommentInterceptedScalar => {
                let help = "Put the value in quotes, or move the comment to a line of its own above the key";
                Some(Problem::new(self.rest(), "a comment stands inside a value", "read as a comment", help))
            }
            ErrorKind::CommentNotSeparated => {
                let help = "Write a space before `#`, or put the whole value in quotes";
                Some(Problem::new(self.rest(), "a `#` follows a value directly", "neither value nor comment", help))
            }
            ErrorKind::BomInsideDocument => {
                let help = "Remove it; a byte order mark belongs to the start of a file";
                Some(Problem::new(
                    self.here(),
                    "a byte order mark stands inside the text",
                    "an invisible character",
                    help,
                ))
            }
            _ => None,
        }
    }

    fn block_scalar(&self, kind: &ErrorKind) -> Option<Problem> {
        match kind {
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
                let help = "Start the text on the next line; a value that starts with `|` or `>` needs quotes";
                Some(Problem::new(
                    self.rest(),
                    "text stands next to `|` or `>`",
                    "the text starts on the next line",
                    help,
                ))
            }
            ErrorKind::InvalidBlockScalarIndent => {
                let help = "Indent all lines of the text like its first, blank ones no deeper";
                Some(Problem::new(self.line, "a block of text is not indented evenly", "indented less", help))
            }
            _ => None,
        }
    }

    fn anything(&self) -> Problem {
        let help = "Put text with `:`, `#`, quotes or brackets in quotes, and indent with spaces";
        Problem::new(self.rest(), "this is not YAML", "reading stops here", help)
    }

    /// The character at the place.
    fn here(&self) -> Span {
        Self::one(self.at, self.character())
    }

    /// From the place to the next blank.
    fn word(&self) -> Span {
        let rest = self.rest();
        let end = rest.of(self.text).find([' ', '\t']).map_or(rest.end, |end| rest.start + end);
        Span::new(rest.start, end)
    }
}
