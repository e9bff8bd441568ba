//! What a spec looks like to this program, as data: files, kinds, keys, section roles, labels, words, levels.
//! Nothing here reads a document; parsers and planners take a [`Profile`] and know none of these words themselves.

mod level;
mod status;
mod vocabulary;
mod words;

use std::collections::BTreeMap;

pub use level::{Complexity, Level, Part};
pub use status::{Status, Statuses};
pub use words::{Concern, Label, Role, Words, heading_words, without_number, words};

/// One way to keep specs: everything that may differ between teams (decision 3).
#[derive(Debug, Clone)]
pub struct Profile {
    /// Globs of the files that can be specs, relative to the corpus root.
    pub include: Vec<String>,
    /// Globs of files and folders that are left out of everything, relative to the corpus root.
    pub exclude: Vec<String>,
    /// The folder of new feature specs, relative to the corpus root; a spec in it needs no marker key.
    pub output_dir: String,
    /// The extension of a spec file, without the dot.
    pub extension: &'static str,
    /// File names that are never a finding, in lower case.
    pub readme: &'static [&'static str],
    /// The keys of the front matter.
    pub keys: Keys,
    /// Kinds of spec and how each is spelt in the wild.
    pub kinds: Kinds,
    /// Status words.
    pub statuses: Statuses,
    /// The relations that a feature spec's `related_specs` may name.
    pub relations: Relations,
    /// How ids of new feature specs are made.
    pub ids: Ids,
    /// The words that documents are read by.
    pub words: Words,
}

/// The keys of the front matter that the program reads and writes.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the key of the same name")]
pub struct Keys {
    pub specmas: &'static str,
    pub kind: &'static str,
    pub id: &'static str,
    pub name: &'static str,
    pub version: &'static str,
    pub complexity: &'static str,
    pub maturity: &'static str,
    pub owner: &'static str,
    pub created: &'static str,
    pub updated: &'static str,
    pub status: &'static str,
    pub tags: &'static str,
    pub system_spec: &'static str,
    pub system_component: &'static str,
    pub related_specs: &'static str,
    pub depends_on: &'static str,
    pub required_by: &'static str,
    pub feature_specs: &'static str,
    pub relationship: &'static str,
    pub component: &'static str,
    pub description: &'static str,
}

/// Canonical kinds and what is understood as one.
#[derive(Debug, Clone)]
pub struct Kinds {
    /// The canonical word of a system spec, and other spellings without case, `-` and `_`.
    pub system: (&'static str, &'static [&'static str]),
    /// The same of a feature spec.
    pub feature: (&'static str, &'static [&'static str]),
}

/// What kind of spec a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A system architecture spec.
    System,
    /// A feature spec.
    Feature,
    /// Any other spec: checked against the base schema only.
    Other,
    /// No spec: a document whose front matter the configuration gives a schema (decision 2).
    Page,
}

/// The words of `relationship`.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the word of the same name")]
pub struct Relations {
    pub implements_component: &'static str,
    pub consumes: &'static str,
    pub consumed_by: &'static str,
    pub depends_on: &'static str,
    pub enables: &'static str,
}

/// How an id is made and what it may be (decision 8).
#[derive(Debug, Clone)]
pub struct Ids {
    /// What every derived feature id starts with.
    pub prefix: String,
    /// The same for the features of one system, by the system's id.
    pub prefix_of_system: BTreeMap<String, String>,
    /// The longest id, in bytes.
    pub max_len: usize,
}

/// Why a name gives no id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unnameable {
    /// Nothing of the name can stand in an id.
    Empty,
    /// The id would be longer than [`Ids::max_len`]: the id that would be.
    TooLong(String),
    /// The id is reserved as a file name on Windows.
    Reserved(String),
}

impl Profile {
    /// Whether a front matter value names a kind, and which.
    pub fn kind(&self, word: &str) -> Kind {
        let folded: String = word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect::<String>().to_lowercase();
        let is = |(canonical, others): (&str, &[&str])| folded == canonical || others.contains(&folded.as_str());
        if is(self.kinds.system) {
            Kind::System
        } else if is(self.kinds.feature) {
            Kind::Feature
        } else {
            Kind::Other
        }
    }

    /// The path of the new spec with this id, relative to the corpus root.
    pub fn path_of(&self, id: &str) -> String {
        let file = format!("{id}.{}", self.extension);
        if self.output_dir.is_empty() { file } else { format!("{}/{file}", self.output_dir) }
    }

    /// The id that a component or entry of this name in this system is given (domain, "Names"): the prefix and the
    /// slug of the name.
    ///
    /// # Errors
    /// [`Unnameable`] if no id can be made of it.
    pub fn id_for(&self, system: Option<&str>, name: &str) -> Result<String, Unnameable> {
        let slug = slug(name);
        if slug.is_empty() {
            return Err(Unnameable::Empty);
        }
        let prefix = system.and_then(|system| self.ids.prefix_of_system.get(system)).unwrap_or(&self.ids.prefix);
        let id = format!("{prefix}{slug}");
        if id.len() > self.ids.max_len {
            return Err(Unnameable::TooLong(id));
        }
        if crate::path::RepoPath::new(self.path_of(&id).as_bytes()).is_err() {
            return Err(Unnameable::Reserved(id));
        }
        Ok(id)
    }

    /// Whether `text` has the form of an id: `[a-z0-9][a-z0-9._-]*`, at most [`Ids::max_len`] bytes.
    pub fn is_id(&self, text: &str) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        text.len() <= self.ids.max_len
            && text.starts_with(plain)
            && text.chars().all(|c| plain(c) || matches!(c, '.' | '_' | '-'))
    }
}

/// NFKD, ASCII transliteration, lower case, runs of anything else to one `-`, trimmed (domain, "Names").
fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let decomposed: String = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let ascii = deunicode::deunicode_with_tofu(&decomposed, " ").to_lowercase();
    let parts: Vec<&str> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

impl Default for Profile {
    /// The layout of specs with `specmas` front matter under `specs/`.
    fn default() -> Self {
        Self {
            include: vec!["specs/**/*.md".to_owned()],
            exclude: Vec::new(),
            output_dir: "specs/features".to_owned(),
            extension: "md",
            readme: &["readme.md"],
            keys: Keys::default(),
            kinds: Kinds {
                system: ("system", &["systemarchitecture", "systemspec", "architecture", "systemarchitecturespec"]),
                feature: ("feature", &["featurespec", "securitycriticalspec"]),
            },
            statuses: Statuses::default(),
            relations: Relations {
                implements_component: "implements_component",
                consumes: "consumes",
                consumed_by: "consumed_by",
                depends_on: "depends_on",
                enables: "enables",
            },
            ids: Ids { prefix: "feat-".to_owned(), prefix_of_system: BTreeMap::new(), max_len: 64 },
            words: Words::default(),
        }
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            specmas: "specmas",
            kind: "kind",
            id: "id",
            name: "name",
            version: "version",
            complexity: "complexity",
            maturity: "maturity",
            owner: "owner",
            created: "created",
            updated: "updated",
            status: "status",
            tags: "tags",
            system_spec: "system_spec",
            system_component: "system_component",
            related_specs: "related_specs",
            depends_on: "depends_on",
            required_by: "required_by",
            feature_specs: "feature_specs",
            relationship: "relationship",
            component: "component",
            description: "description",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_understood_in_any_spelling() {
        let profile = Profile::default();
        for word in ["system", "System", "SystemArchitecture", "system-architecture", "SystemSpec"] {
            assert_eq!(profile.kind(word), Kind::System, "{word}");
        }
        for word in ["feature", "FeatureSpec", "SecurityCriticalSpec"] {
            assert_eq!(profile.kind(word), Kind::Feature, "{word}");
        }
        assert_eq!(profile.kind("bug"), Kind::Other);
    }

    #[test]
    fn ids_come_from_names() {
        let profile = Profile::default();
        for (name, id) in [
            ("Search Service", "feat-search-service"),
            ("  C++ / Rust  API (v2)", "feat-c-rust-api-v2"),
            ("Überweisung ﬁx", "feat-uberweisung-fix"),
            ("日本", "feat-ri-ben"),
            ("naïve café", "feat-naive-cafe"),
        ] {
            assert_eq!(profile.id_for(None, name), Ok(id.to_owned()), "{name}");
        }
        assert_eq!(profile.id_for(None, "— ! —"), Err(Unnameable::Empty));
        assert!(matches!(profile.id_for(None, &"long ".repeat(20)), Err(Unnameable::TooLong(_))));
        let bare = Profile { ids: Ids { prefix: String::new(), ..Profile::default().ids }, ..Profile::default() };
        assert_eq!(bare.id_for(None, "CON"), Err(Unnameable::Reserved("con".to_owned())));
    }

    #[test]
    fn an_id_is_plain_lower_case() {
        let profile = Profile::default();
        assert!(profile.is_id("feat-a.b_c-1") && profile.is_id("1"));
        for wrong in ["", "-a", "Feat", "a b", "../x", "é", &"a".repeat(65)] {
            assert!(!profile.is_id(wrong), "{wrong:?}");
        }
    }
}
