//! Globs over paths of the repository. The only owner of `globset`.
//! Which globs there are is said by the profile and the configuration; nothing here walks a folder.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::profile::Profile;

/// Globs that were said together: a path matches them if it matches one of them.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    texts: Vec<String>,
    set: GlobSet,
}

/// Why globs cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unusable {
    /// The place of the glob among its neighbours; none if it is all of them together.
    pub(super) place: Option<usize>,
    /// What is wrong, one sentence without a full stop.
    pub(super) reason: String,
    pub(super) help: Option<String>,
}

impl Patterns {
    /// Compiles globs that are relative to the corpus root.
    pub(super) fn new(texts: Vec<String>) -> Result<Self, Unusable> {
        let mut set = GlobSetBuilder::new();
        for (place, text) in texts.iter().enumerate() {
            let wrong = |(reason, help)| Unusable { place: Some(place), reason, help };
            set.add(compile(text).map_err(wrong)?);
        }
        let too_much = |error: globset::Error| Unusable {
            place: None,
            reason: format!("these globs cannot be used together: {}", error.kind()),
            help: Some("write fewer or simpler ones".to_owned()),
        };
        Ok(Self { set: set.build().map_err(too_much)?, texts })
    }

    /// The globs as they were said.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts
    }

    /// Whether one of them matches a path that is relative to the corpus root.
    pub fn matches(&self, local: &str) -> bool {
        self.set.is_match(local)
    }

    /// Whether one of them matches such a path or a folder that it lies in.
    fn covers(&self, local: &str) -> bool {
        let in_folder = || local.match_indices('/').any(|(slash, _)| self.matches(&local[..slash]));
        !self.set.is_empty() && (self.matches(local) || in_folder())
    }
}

/// Compiles one glob, or says why it is none and what to write instead.
fn compile(text: &str) -> Result<globset::Glob, (String, Option<String>)> {
    let wrong = |reason: &str, help: String| Err((format!("the glob {text:?} {reason}"), Some(help)));
    if let Some(rest) = text.strip_prefix('!') {
        return wrong("takes nothing out", format!("write {rest:?} under `exclude`"));
    }
    if text.len() > 1 && text.ends_with('/') {
        return wrong("is the name of a folder", format!("write \"{text}**\" for everything in it"));
    }
    if !is_below(text) {
        let help = "write it as a path from the folder of this file on, without `/` in front, `.` and `..`";
        return wrong("does not stay below the folder of this file", help.to_owned());
    }
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    glob.map_err(|error| (format!("the glob {text:?} is broken: {}", error.kind()), None))
}

/// Whether a path or glob goes down from where it starts, step by step.
pub(super) fn is_below(text: &str) -> bool {
    !text.split('/').any(|part| matches!(part, "" | "." | ".."))
}

/// The files that matter: what can be a spec, which is what a profile includes and what lies in its output folder, and
/// the documents that the configuration names a schema for.
#[derive(Debug)]
pub struct Globs {
    root: String,
    include: Patterns,
    exclude: Patterns,
    documents: Vec<Patterns>,
    output: String,
    folders: Vec<String>,
    extension: String,
    readme: &'static [&'static str],
}

/// The glob for every file of this extension in a folder or below it.
pub fn below(folder: &str, extension: &str) -> String {
    format!("{}/**/*.{extension}", globset::escape(folder))
}

impl Globs {
    /// The globs of a profile whose corpus lies under `root` (from the repository's root, `""` for it). A profile's
    /// glob that is none matches nothing.
    pub fn new(profile: &Profile, root: &str) -> Self {
        let compiled = |texts: &Vec<String>| Patterns::new(texts.clone()).unwrap_or_default();
        let globs = Self {
            root: root.to_owned(),
            include: compiled(&profile.include),
            exclude: compiled(&profile.exclude),
            documents: Vec::new(),
            output: under(root, &profile.output_dir),
            folders: vec![under(root, &profile.output_dir)],
            extension: format!(".{}", profile.extension),
            readme: profile.readme,
        };
        globs.looking_into(&profile.include)
    }

    /// The same globs with the documents of each schema that the configuration names.
    #[must_use]
    pub(super) fn with_documents(self, documents: &[Patterns]) -> Self {
        let texts: Vec<String> = documents.iter().flat_map(|files| files.texts.clone()).collect();
        Self { documents: documents.to_vec(), ..self.looking_into(&texts) }
    }

    /// The same globs with the folders that hold what more globs match.
    fn looking_into(mut self, globs: &[String]) -> Self {
        self.folders.extend(globs.iter().map(|glob| under(&self.root, literal_folder(glob))));
        self.folders.sort();
        self.folders.dedup();
        let all = self.folders.clone();
        self.folders.retain(|folder| !all.iter().any(|other| other != folder && is_under(folder, other)));
        self
    }

    /// Whether the file at `path` (from the repository's root) can be a spec or is a document with its own schema.
    pub fn matches(&self, path: &str) -> bool {
        let Some(local) = local(path, &self.root) else { return false };
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_spec = || {
            !self.readme.iter().any(|readme| readme.eq_ignore_ascii_case(name))
                && (self.include.matches(local) || self.in_output(path))
        };
        !self.exclude.covers(local) && (self.document_of(local).is_some() || is_spec())
    }

    /// The place of the schema for the file at `path` (from the repository's root) in [`super::Config::schemas`], if
    /// it is a document with its own; where several name it the last one counts, as with overrides.
    pub fn document(&self, path: &str) -> Option<usize> {
        local(path, &self.root).filter(|local| !self.exclude.covers(local)).and_then(|local| self.document_of(local))
    }

    fn document_of(&self, local: &str) -> Option<usize> {
        self.documents.iter().rposition(|files| files.matches(local))
    }

    /// Whether `path` is a spec file in the output folder or below it.
    pub fn in_output(&self, path: &str) -> bool {
        path.ends_with(&self.extension) && is_under(path, &self.output)
    }

    /// The folders that can hold matches, from the repository's root; none lies in another.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }
}

/// A path from the repository's root as one from the corpus root; none if it lies elsewhere.
pub(super) fn local<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    if root.is_empty() { Some(path) } else { path.strip_prefix(root)?.strip_prefix('/') }
}

/// A folder from the corpus root as one from the repository's root.
fn under(root: &str, folder: &str) -> String {
    match (root.is_empty(), folder.is_empty()) {
        (true, _) => folder.to_owned(),
        (false, true) => root.to_owned(),
        (false, false) => format!("{root}/{folder}"),
    }
}

/// Whether `path` is `folder` or lies below it; everything lies below `""`.
fn is_under(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The longest folder at the start of a glob that holds no wildcard.
fn literal_folder(glob: &str) -> &str {
    let wild = glob.find(['*', '?', '[', '{', '\\']).unwrap_or(glob.len());
    glob[..wild].rfind('/').map_or("", |slash| &glob[..slash])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_relative_to_the_corpus_root() {
        let globs = Globs::new(&Profile::default(), "sub");
        assert!(globs.matches("sub/specs/a.md") && globs.matches("sub/specs/x/y/a.md"));
        for other in ["specs/a.md", "sub/specs/a.txt", "sub/specs/README.md", "subspecs/a.md", "sub/a.md"] {
            assert!(!globs.matches(other), "{other}");
        }
        assert_eq!(globs.folders(), ["sub/specs"]);
        assert!(globs.in_output("sub/specs/features/a.md") && !globs.in_output("sub/specs/featuresque/a.md"));
    }

    #[test]
    fn the_output_folder_counts_wherever_it_lies() {
        let profile = Profile { output_dir: "out".to_owned(), ..Profile::default() };
        let globs = Globs::new(&profile, "");
        assert!(globs.matches("out/deep/a.md"));
        assert_eq!(globs.folders(), ["out", "specs"]);
    }

    fn patterns(globs: &[&str]) -> Patterns {
        Patterns::new(globs.iter().map(|glob| (*glob).to_owned()).collect()).expect("globs")
    }

    #[test]
    fn what_is_excluded_is_out_of_everything() {
        let exclude = ["specs/drafts", "specs/features/old-*.md", "adr/x.md"].map(str::to_owned).to_vec();
        let profile = Profile { exclude, ..Profile::default() };
        let globs = Globs::new(&profile, "sub").with_documents(&[patterns(&["adr/*.md"])]);
        for out in ["specs/drafts/a.md", "specs/drafts/deep/a.md", "specs/features/old-a.md", "adr/x.md"] {
            let out = format!("sub/{out}");
            assert!(!globs.matches(&out) && globs.document(&out).is_none(), "{out}");
        }
        for still in ["sub/specs/draft.md", "sub/specs/features/a.md", "sub/adr/y.md", "sub/specs/draftsman/a.md"] {
            assert!(globs.matches(still), "{still}");
        }
    }

    #[test]
    fn a_document_belongs_to_the_last_schema_that_names_it() {
        let documents = [patterns(&["adr/**", "notes/*.txt"]), patterns(&["adr/special/*.md"])];
        let globs = Globs::new(&Profile::default(), "sub").with_documents(&documents);
        assert_eq!(globs.document("sub/adr/a.md"), Some(0));
        assert_eq!(globs.document("sub/adr/special/a.md"), Some(1));
        assert_eq!(globs.document("sub/specs/a.md"), None);
        assert_eq!(globs.document("adr/a.md"), None, "outside the corpus");
        assert!(globs.matches("sub/adr/README.md"), "a README that a schema names is a document");
        assert!(!globs.matches("sub/specs/README.md"), "and any other is not");
        assert_eq!(globs.folders(), ["sub/adr", "sub/notes", "sub/specs"]);
    }

    #[test]
    fn below_a_folder_is_below_it_whatever_it_is_called() {
        let include = vec![below("odd [x]*", "md")];
        let globs = Globs::new(&Profile { include, ..Profile::default() }, "");
        assert!(globs.matches("odd [x]*/a.md") && globs.matches("odd [x]*/deep/a.md") && !globs.matches("odd x/a.md"));
    }

    #[test]
    fn only_the_literal_beginning_is_a_folder() {
        for (glob, folder) in [("specs/**/*.md", "specs"), ("*.md", ""), ("a/b/c?.md", "a/b"), ("a/b.md", "a")] {
            assert_eq!(literal_folder(glob), folder, "{glob}");
        }
    }
}
