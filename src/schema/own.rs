//! The schema that a document names itself, in a key or in a comment that editors read.
//! Whether there is such a schema is asked elsewhere.

use serde_json::Value;

use super::reference::{self, Refusal};
use super::{EMBEDDED, Matter, Schema, draft};
use crate::path::RepoPath;
use crate::profile::Kind;
use crate::text::Span;

/// The key that names a schema.
pub const KEY: &str = "$schema";

/// The beginning of a comment that names one, after `#`.
const COMMENT: &str = "yaml-language-server:";

/// What stands before its name there.
const ASSIGNED: &str = "$schema=";

/// The schema that a document names itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// What it says, where it says it.
    pub span: Span,
    /// The schema, or why it cannot be one.
    pub schema: Result<Schema, Refusal>,
}

/// The schema that a document names: in the key `$schema` of its front matter, else in a comment
/// `# yaml-language-server: $schema=…` there. A path counts from the folder of the document; `yaml` is where the front
/// matter stands.
pub fn own(matter: Matter<'_>, yaml: Span) -> Option<Own> {
    let folder = RepoPath::new(matter.path.as_bytes()).map(|path| path.parent().to_owned()).unwrap_or_default();
    if let Some(value) = matter.front.value.get(KEY) {
        let entry = matter.front.index.get(&format!("/{KEY}"))?;
        let span = if entry.value.is_empty() { entry.key.unwrap_or(entry.value) } else { entry.value };
        let schema = value.as_str().map_or_else(|| Err(no_text()), |name| named(&folder, name));
        return Some(Own { span, schema });
    }
    let span = comment(matter, yaml)?;
    Some(Own { span, schema: named(&folder, span.of(matter.text)) })
}

fn no_text() -> Refusal {
    Refusal {
        message: format!("`{KEY}` names no schema"),
        help: "write the path of a schema, relative to the folder of this document".to_owned(),
    }
}

/// The schema that a name means in a folder.
fn named(folder: &str, name: &str) -> Result<Schema, Refusal> {
    let (uri, fragment) = reference::split(name);
    let embedded = EMBEDDED.iter().map(|(name, _)| *name).zip([Kind::Other, Kind::System, Kind::Feature]);
    if let Some((_, kind)) = { embedded }.find(|(name, _)| uri == draft::embedded_uri(name)) {
        return Ok(Schema::Embedded(kind));
    }
    if !fragment.is_empty() || uri.is_empty() {
        return Err(no_text());
    }
    reference::beside(folder, uri).map(Schema::File)
}

/// Where a comment of the front matter names a schema.
fn comment(matter: Matter<'_>, yaml: Span) -> Option<Span> {
    let mut next = yaml.start;
    for line in yaml.of(matter.text).split_inclusive('\n') {
        let start = next;
        next += line.len();
        let text = line.trim_start().strip_prefix('#').map(str::trim_start);
        let Some((before, name)) = text.and_then(|text| text.strip_prefix(COMMENT)?.split_once(ASSIGNED)) else {
            continue;
        };
        let name = name.split_whitespace().next().unwrap_or_default();
        let end = start + line.find(ASSIGNED)? + ASSIGNED.len();
        let span = Span::new(end, end + name.len());
        if before.trim().is_empty() && !name.is_empty() && !is_text(matter, span) {
            return Some(span);
        }
    }
    None
}

/// Whether a place lies in a text of several lines, where nothing is a comment.
fn is_text(matter: Matter<'_>, span: Span) -> bool {
    let holding = matter.front.index.iter().filter(|(_, entry)| entry.value.contains(span));
    { holding }.any(|(pointer, _)| matter.front.value.pointer(&pointer).is_some_and(Value::is_string))
}
