//! Random front matter in random layouts, with what the test must know of it: its value, its comments and which text
//! belongs to which key. It is written from choices alone and knows nothing of the reader or of changes.

use serde_json::{Map, Value, json};

use crate::yaml::pointer_token;

/// Choices, one after the other. When they run out, the first one of all is taken.
pub(super) struct Choices<'b>(pub(super) std::slice::Iter<'b, u8>);

impl Choices<'_> {
    pub(super) fn below(&mut self, number: usize) -> usize {
        usize::from(*self.0.next().unwrap_or(&0)) % number.max(1)
    }

    pub(super) fn one<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// True once in `number` times.
    pub(super) fn once_in(&mut self, number: usize) -> bool {
        self.below(number) == number - 1
    }
}

/// Words that are safe without quotes, and some that are not.
pub(super) const PLAIN: [&str; 8] = ["alpha", "two words", "日本 é", "it's", "a-b", "http://x/?y#z", "x:y", "f-1"];
pub(super) const TRICKY: [&str; 9] = ["no", "42", "x: y", "a # b", "", "- a", "[a, b]", "say \"so\"", "c | d"];
/// Keys as written and as read.
const KEYS: [(&str, &str); 8] = [
    ("id", "id"),
    ("name", "name"),
    ("tags", "tags"),
    ("links", "links"),
    ("'it''s'", "it's"),
    ("\"a/b\"", "a/b"),
    ("x y", "x y"),
    ("notes", "notes"),
];

/// A key at the top level.
pub(super) struct Part {
    pub(super) name: &'static str,
    /// All lines that belong to it, with the comments above it.
    pub(super) text: String,
}

/// Front matter and what is known of it.
#[derive(Default)]
pub(super) struct Document {
    pub(super) parts: Vec<Part>,
    pub(super) value: Map<String, Value>,
    /// Every comment; no two are alike.
    pub(super) comments: Vec<String>,
    /// JSON pointers of all single values.
    pub(super) scalars: Vec<String>,
    /// JSON pointers of all that has a key.
    pub(super) keyed: Vec<String>,
    text: String,
    /// A block scalar that keeps the line ends after it came last.
    keeps: bool,
}

impl Document {
    /// Writes front matter with LF, each line ended.
    pub(super) fn new(choices: &mut Choices) -> Self {
        let mut document = Self::default();
        let first = choices.below(KEYS.len());
        for number in 0..=choices.below(5) {
            let (written, name) = KEYS[(first + number) % KEYS.len()];
            document.lines_above(choices, 0);
            document.push(written);
            document.push(if choices.once_in(6) { " :" } else { ":" });
            let pointer = format!("/{}", pointer_token(name));
            document.keyed.push(pointer.clone());
            let value = document.any(choices, &pointer);
            document.value.insert(name.to_owned(), value);
            if number == 4 {
                document.lines_above(choices, 0);
            }
            let text = std::mem::take(&mut document.text);
            document.parts.push(Part { name, text });
        }
        document
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn comment(&mut self) -> String {
        let comment = format!("# c{}: [x | 'y", self.comments.len());
        self.comments.push(comment.clone());
        comment
    }

    /// Comment and blank lines.
    fn lines_above(&mut self, choices: &mut Choices, column: usize) {
        for _ in 0..choices.below(8).saturating_sub(5) {
            if choices.once_in(3) && !self.keeps {
                self.text.push('\n');
            } else {
                self.keeps = false;
                let comment = self.comment();
                self.push(&format!("{}{comment}\n", " ".repeat(column)));
            }
        }
    }

    /// The end of a line, perhaps with a comment.
    fn end_line(&mut self, choices: &mut Choices) {
        self.keeps = false;
        if choices.once_in(4) {
            let comment = self.comment();
            self.push(choices.one(&[" ", "   ", "\t"]));
            self.push(&comment);
        }
        self.text.push('\n');
    }

    fn any(&mut self, choices: &mut Choices, pointer: &str) -> Value {
        match choices.below(8) {
            0 | 1 => self.field(choices, pointer, 0),
            2 => self.brackets(choices, pointer),
            3 | 4 => self.bracket_lines(choices, pointer),
            5 | 6 => self.dashes(choices, pointer),
            _ => self.fields(choices, pointer, 2, false),
        }
    }

    /// A single value after a colon, to the end of its line. `column` is that of its key.
    fn field(&mut self, choices: &mut Choices, pointer: &str, column: usize) -> Value {
        self.scalars.push(pointer.to_owned());
        match choices.below(8) {
            0 => {
                self.end_line(choices);
                Value::Null
            }
            1 | 2 => self.block(choices, column + 2),
            3 => {
                let (quote, blanks) = (choices.one(&["", "'", "\""]), " ".repeat(column + 2));
                self.push(&format!(" {quote}one\n{blanks}two\n{blanks}three{quote}"));
                self.end_line(choices);
                json!("one two three")
            }
            _ => {
                self.push(choices.one(&[" ", " ", "  "]));
                let value = self.word(choices);
                self.end_line(choices);
                value
            }
        }
    }

    /// A block scalar after a colon or dash.
    fn block(&mut self, choices: &mut Choices, column: usize) -> Value {
        let (style, ending) = (choices.one(&["|", ">"]), choices.one(&["", "-", "+"]));
        self.push(&format!(" {style}{ending}"));
        self.end_line(choices);
        let blanks = " ".repeat(column);
        self.push(&format!("{blanks}# no: comment\n\n{blanks}last | line\n"));
        let blank_lines = choices.below(3);
        self.push(&"\n".repeat(blank_lines));
        self.keeps = ending == "+";
        let text = if style == "|" { "# no: comment\n\nlast | line" } else { "# no: comment\nlast | line" };
        Value::from(match ending {
            "-" => text.to_owned(),
            "+" => format!("{text}\n{}", "\n".repeat(blank_lines)),
            _ => format!("{text}\n"),
        })
    }

    /// A scalar on one line.
    fn word(&mut self, choices: &mut Choices) -> Value {
        let text = if choices.once_in(3) { choices.one(&TRICKY) } else { choices.one(&PLAIN) };
        let plain = PLAIN.contains(&text);
        match choices.below(5) {
            0 | 1 if plain => self.push(text),
            2 => {
                self.push("12.50");
                return json!(12.5);
            }
            3 => self.push(&format!("'{}'", text.replace('\'', "''"))),
            _ => self.push(&format!("\"{}\"", text.replace('"', "\\\""))),
        }
        Value::from(text)
    }

    /// An item in brackets.
    fn item(&mut self, choices: &mut Choices, pointer: &str) -> Value {
        if !choices.once_in(8) {
            self.scalars.push(pointer.to_owned());
            return self.word(choices);
        }
        let id = choices.one(&["f-1", "f-2", "f-3"]);
        self.push(&format!("{{id: {id}, r: 'b, c'}}"));
        self.scalars.extend(["id", "r"].map(|key| format!("{pointer}/{key}")));
        self.keyed.extend(["id", "r"].map(|key| format!("{pointer}/{key}")));
        json!({ "id": id, "r": "b, c" })
    }

    /// A list in brackets on one line.
    fn brackets(&mut self, choices: &mut Choices, pointer: &str) -> Value {
        let blank = choices.one(&["", "", " "]);
        self.push(&format!(" [{blank}"));
        let mut items = Vec::new();
        for number in 0..choices.below(5) {
            self.push(if number == 0 { "" } else { ", " });
            items.push(self.item(choices, &format!("{pointer}/{number}")));
        }
        self.push(if choices.once_in(4) && !items.is_empty() { ",]" } else { "]" });
        self.end_line(choices);
        Value::Array(items)
    }

    /// A list in brackets over several lines.
    fn bracket_lines(&mut self, choices: &mut Choices, pointer: &str) -> Value {
        let own_lines = choices.below(3) > 0;
        self.push(" [");
        let (mut items, count) = (Vec::new(), choices.below(4));
        for number in 0..count {
            if own_lines || number % 2 == 1 {
                self.end_line(choices);
                self.lines_above(choices, 4);
                self.push("    ");
            }
            items.push(self.item(choices, &format!("{pointer}/{number}")));
            self.push(if number + 1 < count { "," } else { "" });
        }
        self.push(if choices.once_in(2) && count > 0 { "," } else { "" });
        if choices.below(3) > 0 {
            self.end_line(choices);
            self.lines_above(choices, 2);
            self.text.push(' ');
        }
        self.text.push(']');
        self.end_line(choices);
        Value::Array(items)
    }

    /// A list with dashes.
    fn dashes(&mut self, choices: &mut Choices, pointer: &str) -> Value {
        self.end_line(choices);
        let (column, of_fields) = (choices.one(&[0, 2, 2, 4]), choices.once_in(2));
        let mut items = Vec::new();
        for number in 0..=choices.below(4) {
            self.lines_above(choices, column);
            self.push(&format!("{}-", " ".repeat(column)));
            let pointer = format!("{pointer}/{number}");
            items.push(if of_fields && !choices.once_in(4) {
                self.fields(choices, &pointer, column + 2, true)
            } else if choices.once_in(6) {
                self.field(choices, &pointer, column)
            } else {
                self.text.push(' ');
                let item = self.item(choices, &pointer);
                self.end_line(choices);
                item
            });
        }
        self.lines_above(choices, column);
        Value::Array(items)
    }

    /// A mapping of lines, after a colon or on the line of a dash.
    fn fields(&mut self, choices: &mut Choices, pointer: &str, column: usize, of_item: bool) -> Value {
        let mut fields = Map::new();
        if !of_item {
            self.end_line(choices);
        }
        for key in ["id", "r"].into_iter().take(1 + choices.below(2)) {
            if of_item && fields.is_empty() {
                self.push(&format!(" {key}:"));
            } else {
                self.lines_above(choices, column);
                self.push(&format!("{}{key}:", " ".repeat(column)));
            }
            let pointer = format!("{pointer}/{key}");
            self.keyed.push(pointer.clone());
            fields.insert(key.to_owned(), self.field(choices, &pointer, column));
        }
        Value::Object(fields)
    }
}
