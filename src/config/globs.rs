//! Globs over paths of the repository. The only owner of `globset`.
//! Which globs there are is said by the profile; nothing here walks a folder.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::profile::Profile;

/// The files that can be specs: what a profile includes, and what lies in its output folder.
#[derive(Debug)]
pub struct Globs {
    root: String,
    include: GlobSet,
    output: String,
    folders: Vec<String>,
    extension: String,
    readme: &'static [&'static str],
}

/// Why a glob cannot be used, a phrase that follows the glob.
pub(super) fn valid(glob: &str) -> Result<(), String> {
    if glob.is_empty() || glob.starts_with('/') || glob.split('/').any(|part| matches!(part, "." | ".." | "")) {
        return Err("must be relative to this file and stay below it".to_owned());
    }
    compile(glob).map(drop).map_err(|error| format!("is not a glob: {}", error.kind()))
}

/// The glob for every file of this extension in a folder or below it.
pub fn below(folder: &str, extension: &str) -> String {
    format!("{}/**/*.{extension}", globset::escape(folder))
}

fn compile(glob: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(glob).literal_separator(true).build()
}

impl Globs {
    /// The globs of a profile whose corpus lies under `root` (from the repository's root, `""` for it).
    pub fn new(profile: &Profile, root: &str) -> Self {
        let mut include = GlobSetBuilder::new();
        for glob in profile.include.iter().filter_map(|glob| compile(glob).ok()) {
            include.add(glob);
        }
        let under = |folder: &str| match (root.is_empty(), folder.is_empty()) {
            (true, _) => folder.to_owned(),
            (false, true) => root.to_owned(),
            (false, false) => format!("{root}/{folder}"),
        };
        let mut folders: Vec<String> = profile.include.iter().map(|glob| under(literal_folder(glob))).collect();
        folders.push(under(&profile.output_dir));
        folders.sort();
        let all = folders.clone();
        let covered = |folder: &String| all.iter().any(|other| other != folder && is_under(folder, other));
        folders.retain(|folder| !covered(folder));
        folders.dedup();
        Self {
            root: root.to_owned(),
            include: include.build().unwrap_or_else(|_| GlobSet::empty()),
            output: under(&profile.output_dir),
            folders,
            extension: format!(".{}", profile.extension),
            readme: profile.readme,
        }
    }

    /// Whether the file at `path` (from the repository's root) can be a spec.
    pub fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        if self.readme.iter().any(|readme| readme.eq_ignore_ascii_case(name)) {
            return false;
        }
        let local = match self.root.as_str() {
            "" => Some(path),
            root => path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')),
        };
        local.is_some_and(|local| self.include.is_match(local) || self.in_output(path))
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
