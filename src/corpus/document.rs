//! One spec: its front matter, what it says of itself, and how it is broken.
//! Whether that matters is judged by the rules; the body of a system spec is read in `system`.

use crate::config::Globs;
use crate::markdown;
use crate::path::RepoPath;
use crate::profile::{Kind, Profile};
use crate::schema::{Schemas, Violation};
use crate::system::{self, SystemSpec};
use crate::text::{Located, Span};
use crate::yaml::{self, Front};

/// A spec.
#[derive(Debug)]
pub struct Document {
    /// Where it lies.
    pub path: RepoPath,
    /// All of it.
    pub text: String,
    /// The byte at which its body starts.
    pub body: usize,
    /// What kind of spec it is; [`Kind::Other`] if its front matter cannot be read that far.
    pub kind: Kind,
    /// What it says of itself.
    pub header: Header,
    /// What is broken about its front matter.
    pub malformed: Vec<Malformed>,
    /// What stands before its front matter, where nothing should.
    pub misplaced: Option<Span>,
    /// What its front matter violates; empty while it is malformed.
    pub violations: Vec<Violation>,
    /// The first key of its front matter.
    pub first_key: Option<Span>,
}

/// What a spec says of itself.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each is the front matter key of the same name")]
pub struct Header {
    pub id: Option<Located<String>>,
    pub name: Option<Located<String>>,
    pub version: Option<Located<String>>,
    pub status: Option<Located<String>>,
    pub tags: Vec<String>,
    pub system_spec: Option<Located<String>>,
    pub system_component: Option<Located<String>>,
}

/// One way in which a front matter is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the parts of a finding")]
pub struct Malformed {
    pub span: Span,
    pub message: String,
    pub label: String,
    pub help: String,
    pub related: Option<(Span, String)>,
}

impl Document {
    /// Reads a file; none if it is no spec (decision 2).
    pub(super) fn read(
        path: RepoPath,
        text: String,
        profile: &Profile,
        globs: &Globs,
        schemas: &Schemas,
    ) -> Option<(Self, Option<SystemSpec>)> {
        let in_output = globs.in_output(path.as_str());
        let split = yaml::split(&text);
        let matter = match &split.front {
            Front::Found(matter) => matter,
            Front::Absent if !in_output => return None,
            Front::Absent => return Some((Self::broken(path, text, absent()), None)),
            Front::Unclosed { opening } => {
                let claimed = in_output || claims(&text[opening.end..], profile);
                let problem = unclosed(*opening);
                return claimed.then(|| (Self::broken(path, text, problem), None));
            }
        };
        let front = yaml::read(&text, matter.yaml);
        let has = |key: &str| front.value.get(key).is_some();
        let keys = &profile.keys;
        let marked = has(keys.specmas) || has(keys.system_spec) || (in_output && has(keys.kind) && has(keys.id));
        let broken = !front.problems.is_empty();
        if !marked && !(broken && (in_output || claims(matter.yaml.of(&text), profile))) {
            return None;
        }
        let kind =
            front.value.get(keys.kind).and_then(|kind| kind.as_str()).map_or(Kind::Other, |word| profile.kind(word));
        let system = (kind == Kind::System).then(|| {
            let outline = markdown::outline(&text, split.body);
            system::read(system::Input { text: &text, front: &front, outline: &outline, profile })
        });
        let document = Self {
            body: split.body,
            kind,
            header: Header::read(&front, profile),
            malformed: front.problems.iter().map(Malformed::from).collect(),
            misplaced: matter.misplaced,
            violations: if broken { Vec::new() } else { schemas.violations(kind, &front) },
            first_key: front.index.first_key(),
            path,
            text,
        };
        Some((document, system))
    }

    /// A spec without readable front matter.
    fn broken(path: RepoPath, text: String, problem: Malformed) -> Self {
        Self {
            path,
            text,
            body: 0,
            kind: Kind::Other,
            header: Header::default(),
            malformed: vec![problem],
            misplaced: None,
            violations: Vec::new(),
            first_key: None,
        }
    }

    /// The place that stands for the whole spec: its id, else its first key, else its first byte.
    pub fn anchor(&self) -> Span {
        let id = self.header.id.as_ref().and_then(|id| id.span);
        id.or(self.first_key).unwrap_or(Span::at(0))
    }
}

/// Whether raw front matter has a line that begins with a key that makes it a spec.
fn claims(raw: &str, profile: &Profile) -> bool {
    let marks = [profile.keys.specmas, profile.keys.system_spec];
    raw.lines().take(100).any(|line| {
        marks.iter().any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.trim_start().starts_with(':')))
    })
}

fn absent() -> Malformed {
    Malformed {
        span: Span::at(0),
        message: "this file in the folder of feature specs has no front matter".to_owned(),
        label: "front matter belongs here".to_owned(),
        help: "begin it with `---`, the keys `specmas`, `kind` and `id`, and `---`; or move it to another folder"
            .to_owned(),
        related: None,
    }
}

fn unclosed(opening: Span) -> Malformed {
    Malformed {
        span: opening,
        message: "the front matter is never closed".to_owned(),
        label: "opened here".to_owned(),
        help: "end it with a line `---` after the last key".to_owned(),
        related: None,
    }
}

impl From<&yaml::Problem> for Malformed {
    fn from(problem: &yaml::Problem) -> Self {
        Self {
            span: problem.span,
            message: problem.message.clone(),
            label: problem.label.clone(),
            help: problem.help.clone(),
            related: problem.related.clone(),
        }
    }
}

impl Header {
    fn read(front: &yaml::Document, profile: &Profile) -> Self {
        let keys = &profile.keys;
        let text = |key: &str| {
            let value = front.value.get(key)?.as_str()?.to_owned();
            Some(Located::at(value, front.index.get(&format!("/{key}"))?.value))
        };
        let tags = front.value.get(keys.tags).and_then(|tags| tags.as_array()).into_iter().flatten();
        Self {
            id: text(keys.id).filter(|id| !id.value.is_empty()),
            name: text(keys.name),
            version: text(keys.version),
            status: text(keys.status),
            tags: tags.filter_map(|tag| tag.as_str()).map(str::to_owned).collect(),
            system_spec: text(keys.system_spec).filter(|system| !system.value.is_empty()),
            system_component: text(keys.system_component),
        }
    }
}
