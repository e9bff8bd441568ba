//! One spec: its front matter, what it says of itself, and how it is broken.
//! Whether that matters is judged by the rules; the body of a system spec is read in `system`.

use super::file::How;
use super::suppression::{self, Suppression};
use super::{Header, Ignored};
use crate::error::Result;
use crate::markdown::{self, Skim};
use crate::path::RepoPath;
use crate::profile::{Kind, Profile, Status};
use crate::schema::{self, Matter, Schema, Violation};
use crate::system::{self, SystemSpec};
use crate::text::Span;
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
    /// Why the schema that it names itself cannot be used, if it cannot.
    pub unusable_schema: Option<Malformed>,
    /// The first key of its front matter.
    pub first_key: Option<Span>,
    /// Where its links lead, and what can be linked to in it.
    pub skim: Skim,
    /// What in it asks for silence.
    pub suppressions: Vec<Suppression>,
}

/// A spec with its model if it is a system's, or why a file is none.
pub(super) type Read = std::result::Result<(Document, Option<SystemSpec>), Ignored>;

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
    /// Reads a file, or says why it is neither a spec nor a document with a schema (decision 2).
    ///
    /// # Errors
    /// As [`Schemas::check`].
    pub(super) fn read(path: RepoPath, text: String, how: How<'_>) -> Result<Read> {
        let How { profile, globs, .. } = how;
        let page = globs.document(path.as_str()).is_some();
        let in_output = globs.in_output(path.as_str());
        let ignored = |path, reason| Ok(Err(Ignored { path, reason }));
        let broken = |path, text, problem| Ok(Ok((Self::broken(path, text, page && !in_output, problem), None)));
        let split = yaml::split(&text);
        let matter = match &split.front {
            Front::Found(matter) => matter,
            Front::Absent if in_output => return broken(path, text, absent("in the folder of feature specs")),
            Front::Absent if page => return broken(path, text, absent("with a schema")),
            Front::Absent => return ignored(path, "has no front matter"),
            Front::Unclosed { opening } => {
                let claimed = in_output || page || claims(&text[opening.end..], profile);
                let problem = unclosed(*opening);
                return if claimed { broken(path, text, problem) } else { ignored(path, "has no closed front matter") };
            }
        };
        let front = yaml::read(&text, matter.yaml);
        let has = |key: &str| front.value.get(key).is_some();
        let keys = &profile.keys;
        let marked = has(keys.specmas) || has(keys.system_spec) || (in_output && has(keys.kind) && has(keys.id));
        let is_broken = !front.problems.is_empty();
        let is_spec = marked || (is_broken && (in_output || claims(matter.yaml.of(&text), profile)));
        if !is_spec && !page {
            return ignored(path, "has front matter without a key that makes it a spec");
        }
        let named = front.value.get(keys.kind).and_then(|kind| kind.as_str());
        let kind = if is_spec { named.map_or(Kind::Other, |word| profile.kind(word)) } else { Kind::Page };
        let system = (kind == Kind::System).then(|| {
            let outline = markdown::outline(&text, split.body);
            system::read(system::Input { text: &text, front: &front, outline: &outline, profile })
        });
        let checked = if is_broken {
            Checked::default()
        } else {
            let matter_of = Matter { path: path.as_str(), text: &text, front: &front };
            Checked::new(how, kind, matter_of, matter.yaml)?
        };
        // The body of what is no spec is never parsed.
        let skim = if is_spec { markdown::skim(&text, split.body) } else { Skim::default() };
        let document = Self {
            body: split.body,
            suppressions: suppression::read(&text, Some(matter.yaml), &skim.comments),
            skim,
            kind,
            header: if is_spec { Header::read(&front, profile) } else { Header::default() },
            malformed: front.problems.iter().map(Malformed::from).collect(),
            misplaced: matter.misplaced,
            violations: checked.violations,
            unusable_schema: checked.unusable,
            first_key: front.index.first_key(),
            path,
            text,
        };
        Ok(Ok((document, system)))
    }

    /// A spec without readable front matter.
    fn broken(path: RepoPath, text: String, page: bool, problem: Malformed) -> Self {
        Self {
            path,
            text,
            body: 0,
            kind: if page { Kind::Page } else { Kind::Other },
            header: Header::default(),
            malformed: vec![problem],
            misplaced: None,
            violations: Vec::new(),
            unusable_schema: None,
            first_key: None,
            skim: Skim::default(),
            suppressions: Vec::new(),
        }
    }

    /// Its id, else its file name without extension: what others call it.
    pub fn id(&self) -> &str {
        self.header.id.as_ref().map_or_else(|| self.path.stem(), |id| &id.value)
    }

    /// How far it is, if its status is a known word.
    pub fn status(&self, profile: &Profile) -> Option<Status> {
        profile.statuses.of_word(&self.header.status.as_ref()?.value).map(|(status, _)| status)
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

/// What a front matter was checked for.
#[derive(Default)]
struct Checked {
    violations: Vec<Violation>,
    unusable: Option<Malformed>,
}

impl Checked {
    /// Checks a front matter against the schema that the configuration gives the file, else the one of its kind, and
    /// against the one that it names itself (decision 20).
    fn new(how: How<'_>, kind: Kind, matter: Matter<'_>, yaml: Span) -> Result<Self> {
        let configured = how.globs.document(matter.path).and_then(|at| how.configured.get(at));
        let mut schemas = vec![configured.map_or(Schema::Embedded(kind), |path| Schema::File(path.clone()))];
        let mut unusable = None;
        if let Some(own) = schema::own(matter, yaml) {
            let label = || "names this schema".to_owned();
            let refused = |message: String, help: String| Malformed {
                span: own.span,
                message,
                label: label(),
                help,
                related: None,
            };
            match own.schema {
                Err(refusal) => unusable = Some(refused(refusal.message, refusal.help)),
                Ok(Schema::File(path)) => match how.schemas.fault(&path) {
                    Some(fault) => {
                        let message = format!("the schema {} cannot be used: {}", fault.path, fault.message);
                        unusable = Some(refused(message, fault.help.clone()));
                    }
                    None => schemas.push(Schema::File(path)),
                },
                Ok(embedded) => schemas.push(embedded),
            }
        }
        schemas.dedup();
        Ok(Self { violations: how.schemas.check(&schemas, matter)?, unusable })
    }
}

fn absent(place: &str) -> Malformed {
    Malformed {
        span: Span::at(0),
        message: format!("this file {place} has no front matter"),
        label: "front matter belongs here".to_owned(),
        help: "begin it with `---`, the keys it must have, and `---`; or move it to another folder".to_owned(),
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
