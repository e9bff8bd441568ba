//! "Could not check": trouble with the environment, the configuration or git's objects, exit 2; or a signal, exit 130.
//! A bad document is never one of these; it is a [`crate::finding::Finding`].

use crate::text::Span;

/// What kind of trouble, as the stable word that machine-readable output carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line asks for something that cannot be meant.
    Usage,
    /// The configuration is broken.
    Configuration,
    /// The repository, a file system or the environment is not as needed.
    Environment,
    /// An object of the repository is missing or damaged.
    Object,
    /// Checking against a schema would take too much time or memory.
    SchemaBudget,
    /// There was nothing to check.
    Nothing,
    /// A template cannot be rendered, or renders something else than was meant.
    Template,
    /// Writing was refused or failed.
    Write,
    /// A signal ended the run between two files.
    Interrupted,
    /// A bug in this program.
    Bug,
}

impl ErrorKind {
    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Configuration => "configuration",
            Self::Environment => "environment",
            Self::Object => "object",
            Self::SchemaBudget => "schema-budget",
            Self::Nothing => "nothing-to-check",
            Self::Template => "template",
            Self::Write => "write",
            Self::Interrupted => "interrupted",
            Self::Bug => "bug",
        }
    }
}

/// The text an error points into, such as the configuration file.
#[derive(Debug, Clone)]
pub struct Excerpt {
    /// The name to show.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Where in the text.
    pub span: Span,
}

/// Why nothing could be decided, and what to do about it.
#[derive(Debug, Clone)]
pub struct Error {
    /// What kind of trouble.
    pub kind: ErrorKind,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where it stands, if it stands in a text.
    pub excerpt: Option<Box<Excerpt>>,
}

impl Error {
    /// An error of `kind`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: None, excerpt: None }
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same error pointing into a text.
    #[must_use]
    pub fn at(self, name: impl Into<String>, text: impl Into<String>, span: Span) -> Self {
        let excerpt = Excerpt { name: name.into(), text: text.into(), span };
        Self { excerpt: Some(Box::new(excerpt)), ..self }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What can fail because something could not be checked.
pub type Result<T> = std::result::Result<T, Error>;
