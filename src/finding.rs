//! What the program has to say about a document, as plain data.
//! How it is phrased for a terminal or a machine is decided in `render`, whether it fails a run in `rules`.

use crate::path::RepoPath;
use crate::text::{Edit, Span};

/// How much a finding weighs; the order is from light to heavy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth mending.
    Warning,
    /// Must be mended: fails a run by default.
    Error,
}

impl Severity {
    /// From light to heavy.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

/// A place in the snapshot: a file, or a span of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path from the repository's root as it is shown: quoted as git does where it is not plain text.
    pub path: String,
    /// The bytes meant; the whole file if none.
    pub span: Option<Span>,
}

impl Place {
    /// A whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), span: None }
    }

    /// A span of a file.
    pub fn span(path: impl Into<String>, span: Span) -> Self {
        Self { path: path.into(), span: Some(span) }
    }
}

/// A place that belongs to a finding, and what it has to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there, a short phrase.
    pub label: String,
}

/// Who can mend a finding, and how (decision 21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// `roadspec` creates this file when asked with this command.
    Create {
        /// The new file, from the repository's root.
        path: String,
        /// The command that writes it.
        command: String,
    },
    /// `roadspec` makes these changes when asked to fix.
    Edit(Fix),
    /// A person must decide this.
    Author(String),
}

/// What mends a finding. Each step is right by itself, so that a file which cannot be changed keeps no other from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// How sure it is.
    pub safety: Safety,
    /// What is changed, in the order in which it has to be done.
    pub steps: Vec<Step>,
}

/// How sure a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It follows from what is written elsewhere.
    Safe,
    /// It is most likely what was meant, or it reaches further than the specs: only when asked for.
    Unsafe,
}

impl Safety {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// One change to one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The document.
    pub path: RepoPath,
    /// What becomes of it.
    pub change: Change,
}

/// A change, said by what is meant; the bytes follow from it where fixes are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A part of the body becomes another text.
    Text(Edit),
    /// The text at this JSON pointer of the front matter becomes another.
    Set {
        /// Where.
        pointer: String,
        /// What stands there afterwards.
        value: String,
    },
    /// The key at this JSON pointer of the front matter is called otherwise.
    Rename {
        /// Which.
        pointer: String,
        /// Its new name.
        key: String,
    },
    /// A list of specs in the front matter gets one more, in the order of the roadmap. The list may be missing.
    Insert {
        /// The key of the list.
        key: &'static str,
        /// The item.
        item: Item,
    },
    /// A list of specs in the front matter becomes this one.
    List {
        /// The key of the list.
        key: &'static str,
        /// Its names, in order.
        items: Vec<String>,
    },
    /// The file moves.
    Move(RepoPath),
}

/// An item of a list of specs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A name alone.
    Name(String),
    /// What is said of a spec, by key: its name first.
    Mapping(Vec<(&'static str, String)>),
}

/// One defect, at one place, of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What the underlined text is, a short phrase.
    pub label: String,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Why it matters and what to do.
    pub help: String,
    /// Who can mend it.
    pub remedy: Remedy,
}

impl Finding {
    /// The order of all output: path, span, rule, message.
    pub fn order(&self) -> (&Place, &str, &str) {
        (&self.place, self.rule, &self.message)
    }
}
