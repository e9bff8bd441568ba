//! Writes a document and, beside it, the value, pointers and places that reading it must give.
//! It knows YAML only as far as it writes it, and nothing of the reader.

use serde_json::{Map, Value};

use crate::text::Span;
use crate::yaml::{Entry, pointer_token};

/// A value and how it is written.
#[derive(Debug, Clone)]
pub(super) enum Tree {
    /// A plain scalar on one line, with its value.
    Plain(&'static str, Value),
    /// A plain scalar over several lines.
    PlainLines(Vec<&'static str>),
    Single(Vec<&'static str>),
    /// Lines of any text in double quotes.
    Double(Vec<String>),
    /// A block scalar: folded or literal, how it ends, its lines, blank lines after them.
    Block(bool, &'static str, Vec<&'static str>, usize),
    Empty,
    List(Style, Vec<(Tree, Gap)>),
    Mapping(Style, Vec<(Key, Tree, Gap)>),
}

/// How a collection is laid out. What stands inside brackets is written in brackets too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) flow: bool,
    /// More blanks than needed: deeper indentation, or a line end after each comma.
    pub(super) loose: bool,
    /// A comma after the last item in brackets, or the first field of a mapping on its item's line.
    pub(super) extra: bool,
}

/// A key: as written, as read.
pub(super) type Key = (&'static str, &'static str);

/// What stands around an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    /// After the colon or dash.
    pub(super) blanks: &'static str,
    /// At the end of the line, if a comment can stand there.
    pub(super) comment: &'static str,
    /// Lines before the entry.
    pub(super) before: &'static str,
}

/// A Markdown file around a mapping in block style: its text, its value, its places.
pub(super) fn document(
    bom: bool,
    newline: &'static str,
    fields: &[(Key, Tree, Gap)],
) -> (String, Value, Vec<(String, Entry)>) {
    let mut writer = Writer { text: String::new(), newline, keeps: false, expected: Vec::new() };
    writer.push(if bom { "\u{feff}" } else { "" });
    writer.line("---");
    let root = writer.expect("", None);
    let (value, start, end) = writer.mapping(fields, "", 0, false);
    writer.placed(root, start, end);
    writer.line("---");
    writer.line("# Text");
    (writer.text, value, writer.expected)
}

/// Writes a document and what it must be read as.
struct Writer {
    text: String,
    newline: &'static str,
    /// A block scalar that keeps the blank lines after it came last.
    keeps: bool,
    expected: Vec<(String, Entry)>,
}

impl Writer {
    fn here(&self) -> usize {
        self.text.len()
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn line(&mut self, comment: &str) {
        self.push(comment);
        self.push(self.newline);
    }

    /// Comment and blank lines before an entry at `column`.
    fn before(&mut self, gap: Gap, column: usize) {
        for line in gap.before.split_terminator('\n') {
            if line.is_empty() && self.keeps {
                continue;
            }
            if !line.is_empty() {
                self.push(&" ".repeat(column));
                self.keeps = false;
            }
            self.line(line);
        }
        self.keeps = false;
        self.push(&" ".repeat(column));
    }

    fn expect(&mut self, pointer: &str, key: Option<Span>) -> usize {
        self.expected.push((pointer.to_owned(), Entry { key, value: Span::at(self.here()) }));
        self.expected.len() - 1
    }

    fn placed(&mut self, number: usize, start: usize, end: usize) {
        self.expected[number].1.value = Span::new(start, end);
    }

    /// The value of a field or item in block style, up to its line end. The cursor stands after the colon or dash.
    /// Returns the value and where its last token ends.
    fn block(&mut self, tree: &Tree, pointer: &str, key: Option<Span>, column: usize, gap: Gap) -> (Value, usize) {
        let number = self.expect(pointer, key);
        let after = self.here();
        let (value, start, end) = match tree {
            Tree::Empty => {
                self.line(gap.comment);
                (Value::Null, after, after)
            }
            Tree::Block(folded, ending, lines, blank) => {
                self.push(gap.blanks);
                let start = self.here();
                let (value, end) = self.block_scalar((*folded, ending), lines, *blank, column + 2, gap);
                (value, start, end)
            }
            Tree::List(Style { flow: false, loose, .. }, items) if !items.is_empty() => {
                self.line(gap.comment);
                let inner = if *loose || key.is_none() { column + 2 } else { column };
                self.list(items, pointer, inner)
            }
            Tree::Mapping(Style { flow: false, loose, extra }, fields) if !fields.is_empty() => {
                let compact = *extra && key.is_none();
                let inner = if compact || !*loose { column + 2 } else { column + 3 };
                if compact {
                    self.push(" ");
                } else {
                    self.line(gap.comment);
                }
                self.mapping(fields, pointer, inner, compact)
            }
            inline => {
                self.push(gap.blanks);
                let (value, start) = self.flow(inline, pointer, column + 1);
                let end = self.here();
                self.line(gap.comment);
                (value, start, end)
            }
        };
        self.placed(number, start, end);
        (value, end)
    }

    fn list(&mut self, items: &[(Tree, Gap)], pointer: &str, column: usize) -> (Value, usize, usize) {
        let (mut values, mut start, mut end) = (Vec::new(), None, 0);
        for (tree, gap) in items {
            self.before(*gap, column);
            start.get_or_insert(self.here());
            self.push("-");
            let (value, last) = self.block(tree, &format!("{pointer}/{}", values.len()), None, column, *gap);
            values.push(value);
            end = last;
        }
        (Value::Array(values), start.expect("there is an item"), end)
    }

    fn mapping(
        &mut self,
        fields: &[(Key, Tree, Gap)],
        pointer: &str,
        column: usize,
        compact: bool,
    ) -> (Value, usize, usize) {
        let (mut map, mut start, mut end) = (Map::new(), None, 0);
        for ((written, name), tree, gap) in fields {
            if map.contains_key(*name) {
                continue;
            }
            if !(compact && map.is_empty()) {
                self.before(*gap, column);
            }
            let from = *start.get_or_insert(self.here());
            let from = if map.is_empty() { from } else { self.here() };
            self.push(written);
            let key = Span::new(from, self.here());
            self.push(if gap.blanks == "  " { " :" } else { ":" });
            let (value, last) =
                self.block(tree, &format!("{pointer}/{}", pointer_token(name)), Some(key), column, *gap);
            map.insert((*name).to_owned(), value);
            end = last;
        }
        (Value::Object(map), start.expect("there is a field"), end)
    }

    fn block_scalar(
        &mut self,
        style: (bool, &str),
        lines: &[&str],
        blank: usize,
        column: usize,
        gap: Gap,
    ) -> (Value, usize) {
        let (folded, ending) = style;
        self.push(if folded { ">" } else { "|" });
        self.push(ending);
        self.line(gap.comment);
        let mut end = 0;
        for line in lines {
            if !line.is_empty() {
                self.push(&" ".repeat(column));
            }
            self.push(line);
            end = self.here();
            self.push(self.newline);
        }
        for _ in 0..blank {
            end = if ending == "+" { self.here() } else { end };
            self.push(self.newline);
        }
        let text = if folded { folded_text(lines) } else { lines.join("\n") };
        self.keeps = ending == "+";
        let text = match ending {
            "-" => text,
            "+" => text + "\n" + &"\n".repeat(blank),
            _ => text + "\n",
        };
        (Value::String(text), end)
    }

    /// A value without its entry, in flow style or as a scalar. Returns it and where it starts; it ends here.
    fn flow(&mut self, tree: &Tree, pointer: &str, column: usize) -> (Value, usize) {
        let start = self.here();
        let value = match tree {
            Tree::Plain(text, value) => {
                self.push(text);
                value.clone()
            }
            Tree::PlainLines(lines) => self.lines("", lines.iter().copied(), column),
            Tree::Single(lines) => {
                self.lines("'", lines.iter().copied(), column);
                Value::String(lines.join(" ").replace("''", "'"))
            }
            Tree::Double(lines) => {
                let escaped: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
                self.lines("\"", escaped.iter().map(String::as_str), column);
                Value::String(lines.join(" "))
            }
            Tree::Block(_, _, lines, _) => {
                let words: Vec<_> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
                let escaped: Vec<_> = words.iter().map(|line| escaped(line)).collect();
                self.lines("\"", escaped.iter().map(String::as_str), column);
                Value::String(words.join(" "))
            }
            Tree::Empty => {
                self.push("~");
                Value::Null
            }
            Tree::List(style, items) => self.flow_list(*style, items, pointer, column),
            Tree::Mapping(style, fields) => self.flow_mapping(*style, fields, pointer, column),
        };
        (value, start)
    }

    fn lines<'l>(&mut self, quote: &str, lines: impl Iterator<Item = &'l str>, column: usize) -> Value {
        self.push(quote);
        let lines: Vec<_> = lines.collect();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                self.push(self.newline);
                self.push(&" ".repeat(column));
            }
            self.push(line);
        }
        self.push(quote);
        Value::String(lines.join(" "))
    }

    fn flow_list(&mut self, style: Style, items: &[(Tree, Gap)], pointer: &str, column: usize) -> Value {
        let mut values = Vec::new();
        self.push("[");
        for (tree, _) in items {
            self.between(style, values.is_empty(), column);
            let pointer = format!("{pointer}/{}", values.len());
            let number = self.expect(&pointer, None);
            let (value, start) = self.flow(tree, &pointer, column);
            self.placed(number, start, self.here());
            values.push(value);
        }
        self.push(if style.extra && !values.is_empty() { ", ]" } else { "]" });
        Value::Array(values)
    }

    fn flow_mapping(&mut self, style: Style, fields: &[(Key, Tree, Gap)], pointer: &str, column: usize) -> Value {
        let mut map = Map::new();
        self.push("{");
        for ((written, name), tree, _) in fields {
            if map.contains_key(*name) {
                continue;
            }
            self.between(style, map.is_empty(), column);
            let key = Span::new(self.here(), self.here() + written.len());
            self.push(written);
            let pointer = format!("{pointer}/{}", pointer_token(name));
            let bare = matches!(tree, Tree::Empty) && style.loose;
            self.push(if bare { "" } else { ":" });
            let number = self.expect(&pointer, Some(key));
            let value = if matches!(tree, Tree::Empty) {
                Value::Null
            } else {
                self.push(" ");
                let (value, start) = self.flow(tree, &pointer, column);
                self.placed(number, start, self.here());
                value
            };
            map.insert((*name).to_owned(), value);
        }
        self.push(if style.extra && !map.is_empty() { " , }" } else { "}" });
        Value::Object(map)
    }

    fn between(&mut self, style: Style, first: bool, column: usize) {
        self.push(if first { "" } else { "," });
        if style.loose {
            self.line(" # [,]: {");
            self.push(&" ".repeat(column));
        } else if !first {
            self.push(" ");
        }
    }
}

/// What folding makes of lines that start with no blank: line ends are blanks, blank lines are line ends.
fn folded_text(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in lines {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(&if blank == 0 { " ".to_owned() } else { "\n".repeat(blank) });
        }
        blank = 0;
        text.push_str(line);
    }
    text
}

/// Any text inside double quotes, escaped as in JSON, which YAML reads the same way.
fn escaped(text: &str) -> String {
    let json = Value::from(text).to_string();
    let inside = json[1..json.len() - 1].replace('\u{7f}', "\\x7F").replace('\u{feff}', "\\uFEFF");
    inside
        .chars()
        .map(|c| if ('\u{80}'..='\u{9f}').contains(&c) || c >= '\u{fffe}' { wide(c) } else { c.into() })
        .collect()
}

fn wide(character: char) -> String {
    format!("\\U{:08x}", u32::from(character))
}
