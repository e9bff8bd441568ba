//! Rendering a stub through its template, with a limit to its size, and reading its front matter back.
//! The only owner of `tera`. Regions are rendered by code; a template only places them.

use std::io::{self, Write};

use serde_json::Value;
use tera::{Context, Kwargs, State, Tera};

use super::stub::Stub;
use crate::error::{Error, ErrorKind, Result};
use crate::yaml::{self, Front};

/// The most that one spec may become, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;

const NAME: &str = "feature.md.tera";
const TEXT: &str = include_str!("../../templates/feature.md.tera");

/// The templates, ready to render.
pub(super) struct Templates {
    tera: Tera,
}

impl Templates {
    /// The templates that are part of the program.
    pub(super) fn embedded() -> Result<Self> {
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        tera.register_filter("yaml", |text: String, _: Kwargs, _: &State| yaml::scalar(&text));
        tera.register_filter("text", |text: String, _: Kwargs, _: &State| plain(&text));
        tera.register_filter("item", |text: String, _: Kwargs, _: &State| indented(&text, "  "));
        tera.register_filter("paragraph", |text: String, _: Kwargs, _: &State| {
            after_label(&text).trim_start().to_owned()
        });
        tera.register_filter("after_label", |text: String, _: Kwargs, _: &State| after_label(&text));
        tera.add_raw_template(NAME, TEXT).map_err(|error| failed(&error))?;
        Ok(Self { tera })
    }

    /// Renders one stub: LF line ends, one at the end.
    pub(super) fn render(&self, stub: &Stub) -> Result<String> {
        let context = Context::from_serialize(stub).map_err(|error| failed(&error))?;
        let mut output = Limited(Vec::new());
        self.tera.render_to(NAME, &context, &mut output).map_err(|error| failed(&error))?;
        let text =
            String::from_utf8(output.0).map_err(|_| Error::new(ErrorKind::Bug, "a template rendered no UTF-8"))?;
        Ok(format!("{}\n", text.trim_end()))
    }
}

/// A template's trouble as our own error, pointing into the template where it says where.
fn failed(error: &tera::Error) -> Error {
    let mut error_text = error.to_string();
    if let tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) = error.kind() {
        let span = crate::text::Span::from(report.span().range.clone());
        return Error::new(ErrorKind::Template, report.message()).at(report.filename(), TEXT, span);
    }
    error_text.truncate(error_text.find('\n').unwrap_or(error_text.len()));
    Error::new(ErrorKind::Template, error_text)
}

/// A buffer that refuses to grow beyond [`MAX_BYTES`].
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::Error::other(format!("a spec would be larger than {MAX_BYTES} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The front matter of a rendered spec, if it is sound.
pub(super) fn front_matter(text: &str) -> Option<Value> {
    let Front::Found(matter) = yaml::split(text).front else { return None };
    let read = yaml::read(text, matter.yaml);
    (read.problems.is_empty() && matter.misplaced.is_none()).then_some(read.value)
}

/// Whether everything planned was read back as it was meant; a template may add keys of its own.
pub(super) fn agrees(planned: &Value, read: &Value) -> bool {
    planned.as_object().is_some_and(|planned| planned.iter().all(|(key, value)| read.get(key) == Some(value)))
}

/// Plain text as Markdown that shows just that text.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => after.is_alphanumeric() || after == '#',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        before = if character.is_control() { ' ' } else { character };
        out.push(before);
    }
    out
}

/// Markdown after a label: on the same line if it is one, else as blocks of its own.
fn after_label(text: &str) -> String {
    if text.contains('\n') { format!("\n\n{text}") } else { format!(" {text}") }
}

/// Markdown as the content of a list item.
fn indented(text: &str, by: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |all, line| if line.is_empty() { all + "\n" } else { all + "\n" + by + line })
}
