//! The sorts of value that settings take: each is read and judged here, or refused with its span and what to write.
//! Which setting takes which is said in `settings`; how keys are found in the file is said in `read`.

use semver::{Prerelease, Version, VersionReq};
use toml::Spanned;
use toml::de::DeValue;

use super::globs::{Patterns, Unusable, is_below};
use super::key::Key;
use super::{Config, Origin};
use crate::error::{Error, ErrorKind};
use crate::finding::Severity;
use crate::path::RepoPath;
use crate::profile::Profile;
use crate::text::{Span, did_you_mean};

/// A value as it stands in the file.
pub(super) type Given<'v> = Spanned<DeValue<'v>>;

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each holds what its name says")]
pub enum Value {
    Text(String),
    List(Vec<String>),
    Switch(bool),
}

impl Value {
    /// A value that a setting took.
    pub(super) fn of(given: &DeValue<'_>) -> Self {
        match given {
            DeValue::Boolean(on) => Self::Switch(*on),
            DeValue::Array(items) => {
                Self::List(items.iter().filter_map(|item| item.get_ref().as_str()).map(str::to_owned).collect())
            }
            other => Self::Text(other.as_str().unwrap_or_default().to_owned()),
        }
    }
}

/// What is wrong, where, and what to do about it.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Mistake {
    pub(super) fn new(span: impl Into<Span>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span: span.into(), message: message.into(), help: Some(help.into()) }
    }

    /// The same mistake, naming who made it because it stands in no file.
    pub(super) fn said_by(self, origin: &Origin) -> Self {
        Self { message: format!("{origin}: {}", self.message), ..self }
    }

    /// Why nothing could be decided, without its place.
    pub(super) fn error(self, kind: ErrorKind) -> Error {
        Error { kind, message: self.message, help: self.help, excerpt: None }
    }
}

/// What is said for a key, and the configuration that it is said to.
pub(super) struct Said<'s> {
    pub(super) given: &'s Given<'s>,
    pub(super) key: &'s Key,
    pub(super) config: &'s mut Config,
}

/// The word for a rule that is off.
const OFF: &str = "off";

impl Said<'_> {
    /// True or false.
    pub(super) fn switch(&self) -> Result<bool, Mistake> {
        let on = self.given.get_ref().as_bool();
        on.ok_or_else(|| self.another_sort(self.given, "true or false", "write true or false, without quotes"))
    }

    /// A severity.
    pub(super) fn severity(&self) -> Result<Severity, Mistake> {
        let words = Severity::ALL.map(Severity::word);
        let text = self.text("a severity", &written(&words))?;
        Severity::named(text).ok_or_else(|| self.no_severity(text, &words))
    }

    /// A severity, or none for a rule that is off.
    pub(super) fn weight(&self) -> Result<Option<Severity>, Mistake> {
        let words: Vec<&str> = [OFF].into_iter().chain(Severity::ALL.map(Severity::word)).collect();
        let text = self.text("a severity", &written(&words))?;
        if text == OFF {
            return Ok(None);
        }
        Severity::named(text).map(Some).ok_or_else(|| self.no_severity(text, &words))
    }

    /// Globs, at least so many.
    pub(super) fn globs(&self, at_least: usize) -> Result<Patterns, Mistake> {
        let wanted = |wrong: &Given<'_>| {
            let example = self.given.get_ref().as_str().unwrap_or("docs/**/*.md");
            self.another_sort(wrong, "a list of globs", &format!("write a list of globs, such as [{example:?}]"))
        };
        let list = self.given.get_ref().as_array().ok_or_else(|| wanted(self.given))?;
        let text = |glob: &Given<'_>| glob.get_ref().as_str().map(str::to_owned).ok_or_else(|| wanted(glob));
        let texts: Vec<String> = list.iter().map(text).collect::<Result<_, _>>()?;
        if texts.len() < at_least {
            let message = format!("`{}` names no glob", self.key);
            return Err(Mistake::new(self.given.span(), message, "write at least one, or it would concern nothing"));
        }
        Patterns::new(texts).map_err(|Unusable { place, reason, help }| Mistake {
            span: place.and_then(|place| list.get(place)).unwrap_or(self.given).span().into(),
            message: reason,
            help,
        })
    }

    /// A folder of the repository, relative to the folder of the configuration.
    pub(super) fn folder(&self) -> Result<String, Mistake> {
        let help = "write a folder inside the repository, relative to this file, such as \"docs/features\"";
        let text = self.text("a folder", help)?;
        self.path(text, help)?;
        Ok(text.to_owned())
    }

    /// A file of the repository, given relative to the folder of the configuration: its path from the root.
    pub(super) fn file(&self) -> Result<RepoPath, Mistake> {
        let help = "write a file of the repository, relative to this file, such as \"schemas/note.json\"";
        let text = self.text("a file", help)?;
        if text.contains("://") {
            let help = "nothing is ever fetched: keep a copy in the repository and name it here";
            return Err(Mistake::new(self.given.span(), format!("{text:?} does not lie in the repository"), help));
        }
        self.path(text, help)
    }

    fn path(&self, text: &str, help: &str) -> Result<RepoPath, Mistake> {
        let wrong = |message: String| Mistake::new(self.given.span(), message, help);
        if !is_below(text) {
            return Err(wrong(format!("{text:?} is no path below the folder of this file")));
        }
        let root = &self.config.root;
        let from_root = if root.is_empty() { text.to_owned() } else { format!("{root}/{text}") };
        RepoPath::new(from_root.as_bytes())
            .map_err(|unsafe_path| wrong(format!("{text:?} is no safe path: it {}", unsafe_path.reason)))
    }

    /// The beginning of an id.
    pub(super) fn id_prefix(&self) -> Result<String, Mistake> {
        let (profile, max) = (Profile::default(), Profile::default().ids.max_len / 2);
        let text = self.text("the beginning of an id", "write the beginning of an id, such as \"feat-\"")?;
        if text.is_empty() || (profile.is_id(text) && text.len() <= max) {
            return Ok(text.to_owned());
        }
        let help = format!("{ID}, and leaves room for a name: a prefix has at most {max} characters");
        Err(Mistake::new(self.given.span(), format!("no id can begin with {text:?}"), help))
    }

    /// Versions of this program.
    pub(super) fn versions(&self) -> Result<VersionReq, Mistake> {
        let help = "write versions such as \">=0.1, <0.3\"";
        let text = self.text("versions", help)?;
        VersionReq::parse(text)
            .map_err(|error| Mistake::new(self.given.span(), format!("{text:?} names no versions: {error}"), help))
    }

    fn text(&self, wanted: &str, help: &str) -> Result<&str, Mistake> {
        self.given.get_ref().as_str().ok_or_else(|| self.another_sort(self.given, wanted, help))
    }

    fn no_severity(&self, text: &str, words: &[&str]) -> Mistake {
        let help = did_you_mean(text, words.iter().copied()).unwrap_or_else(|| written(words));
        Mistake::new(self.given.span(), format!("there is no severity `{text}`"), help)
    }

    /// The refusal of a value that is no text, list or switch where it must be one.
    fn another_sort(&self, wrong: &Given<'_>, wanted: &str, help: &str) -> Mistake {
        let message = format!("`{}` must be {wanted}, and this is {}", self.key, sort(wrong.get_ref()));
        Mistake::new(wrong.span(), message, help)
    }
}

/// What an id is made of, for a sentence.
pub(super) const ID: &str = "an id begins with a-z or 0-9, goes on with these, `.`, `_` and `-`";

/// Why the program of version `this` is none of those that are asked for, if so.
pub(super) fn unmet(wanted: &str, this: &str) -> Option<String> {
    let (versions, version) = (VersionReq::parse(wanted).ok()?, Version::parse(this).ok()?);
    // A release candidate has what its release will have.
    let release = Version { pre: Prerelease::EMPTY, ..version };
    (!versions.matches(&release)).then(|| format!("this repository needs roadspec `{wanted}`, and this is {this}"))
}

/// What a value is, for a sentence.
pub(super) fn sort(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// What to write where only some words can stand.
fn written(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    quoted.split_last().map_or(String::new(), |(last, rest)| format!("write {} or {last}", rest.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_candidate_counts_as_its_release() {
        for (wanted, this) in [(">=0.1, <0.3", "0.1.0"), (">=0.2", "0.2.0-rc.1"), ("0.2", "0.2.7"), ("*", "9.9.9")] {
            assert_eq!(unmet(wanted, this), None, "{wanted} {this}");
        }
        for (wanted, this) in [(">=0.2", "0.1.9"), ("<0.2", "0.2.0-rc.1"), ("0.1", "0.2.0"), ("=0.1.0", "0.1.1")] {
            assert!(unmet(wanted, this).is_some_and(|said| said.contains(wanted) && said.contains(this)), "{wanted}");
        }
    }
}
