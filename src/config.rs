//! The configuration file: what a user may say, where it is looked for, and the profile that follows from it.
//! A mistake in it is an [`Error`] pointing into the file, never a silent default; nothing here reads a file.

mod globs;

pub use globs::{Globs, below};

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, ErrorKind, Result};
use crate::path::RepoPath;
use crate::profile::Profile;
use crate::text::Span;

/// The names of a configuration file in a folder, the first one found counts.
pub const NAMES: [&str; 3] = [".roadspec.toml", "roadspec.toml", ".config/roadspec.toml"];

/// Where a configuration file may lie for someone who stands in `folder` (from the repository's root): the paths of
/// that folder first, then of each folder above it.
pub fn candidates(folder: &str) -> Vec<(String, RepoPath)> {
    let mut folders = vec![folder];
    while let Some((above, _)) = folders.last().and_then(|last| last.rsplit_once('/')) {
        folders.push(above);
    }
    if !folder.is_empty() {
        folders.push("");
    }
    let paths = folders.into_iter().flat_map(|folder| {
        NAMES.iter().map(move |name| {
            let path = if folder.is_empty() { (*name).to_owned() } else { format!("{folder}/{name}") };
            (folder.to_owned(), path)
        })
    });
    paths.filter_map(|(folder, path)| Some((folder, RepoPath::new(path.as_bytes()).ok()?))).collect()
}

/// The profile that a configuration text gives.
///
/// # Errors
/// [`ErrorKind::Configuration`], pointing at the mistake.
pub fn parse(name: &str, text: &str) -> Result<Profile> {
    let file = File { name, text };
    let table: Table = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        file.wrong(span, format!("the configuration is not valid TOML: {}", first_line(error.message())))
    })?;
    let mut profile = Profile::default();
    for (key, value) in &table {
        let setting = SETTINGS.iter().find(|setting| setting.key == key.get_ref().as_str());
        let setting = setting.ok_or_else(|| file.unknown(key, SETTINGS.iter().map(|setting| setting.key)))?;
        (setting.apply)(&file, value, &mut profile)?;
    }
    Ok(profile)
}

type Table = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// A key of the configuration and what it does.
struct Setting {
    key: &'static str,
    apply: fn(&File<'_>, &Spanned<toml::Value>, &mut Profile) -> Result<()>,
}

const SETTINGS: [Setting; 4] = [
    Setting { key: "include", apply: include },
    Setting { key: "output-dir", apply: output_dir },
    Setting {
        key: "id-prefix",
        apply: |file, value, profile| file.id_prefix(value).map(|prefix| profile.ids.prefix = prefix),
    },
    Setting { key: "systems", apply: systems },
];

fn include(file: &File<'_>, value: &Spanned<toml::Value>, profile: &mut Profile) -> Result<()> {
    let globs: Vec<String> = file.typed(value, "a list of globs such as [\"specs/**/*.md\"]")?;
    if globs.is_empty() {
        return Err(file.wrong(value.span(), "`include` names no glob, so nothing would ever be checked"));
    }
    for glob in &globs {
        globs::valid(glob).map_err(|reason| file.wrong(value.span(), format!("the glob {glob:?} {reason}")))?;
    }
    profile.include = globs;
    Ok(())
}

fn output_dir(file: &File<'_>, value: &Spanned<toml::Value>, profile: &mut Profile) -> Result<()> {
    let folder: String = file.typed(value, "a folder such as \"specs/features\"")?;
    RepoPath::new(folder.as_bytes()).map_err(|wrong| {
        let message = format!("the output folder {} {}", wrong.shown, wrong.reason);
        file.wrong(value.span(), message).with_help("name a folder inside the repository, relative to this file")
    })?;
    profile.output_dir = folder;
    Ok(())
}

fn systems(file: &File<'_>, value: &Spanned<toml::Value>, profile: &mut Profile) -> Result<()> {
    let systems: toml::Table = file.typed(value, "a table `[systems.<id>]`")?;
    for (id, settings) in systems {
        let settings: BTreeMap<String, toml::Value> =
            settings.try_into().map_err(|_| file.wrong(value.span(), format!("`systems.{id}` must be a table")))?;
        for (key, setting) in settings {
            if key != "id-prefix" {
                return Err(
                    file.wrong(value.span(), format!("`systems.{id}` has no setting `{key}`, only `id-prefix`"))
                );
            }
            let prefix = file.id_prefix(&Spanned::new(value.span(), setting))?;
            profile.ids.prefix_of_system.insert(id.clone(), prefix);
        }
    }
    Ok(())
}

/// The text that errors point into.
struct File<'a> {
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn wrong(&self, span: Range<usize>, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Configuration, message).at(self.name, self.text, Span::from(span))
    }

    fn unknown<'k>(&self, key: &Spanned<String>, known: impl Iterator<Item = &'k str> + Clone) -> Error {
        let name = key.get_ref();
        let near = known.clone().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let help = match near.filter(|near| strsim::jaro_winkler(near, name) > 0.8) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", known.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
        };
        self.wrong(key.span(), format!("there is no setting `{name}`")).with_help(help)
    }

    fn typed<T: for<'d> Deserialize<'d>>(&self, value: &Spanned<toml::Value>, wanted: &str) -> Result<T> {
        value.get_ref().clone().try_into().map_err(|_| self.wrong(value.span(), format!("this must be {wanted}")))
    }

    fn id_prefix(&self, value: &Spanned<toml::Value>) -> Result<String> {
        let prefix: String = self.typed(value, "the beginning of an id such as \"feat-\"")?;
        let max = Profile::default().ids.max_len / 2;
        if prefix.is_empty() || (Profile::default().is_id(&prefix) && prefix.len() <= max) {
            return Ok(prefix);
        }
        let rule = format!(
            "an id begins with a-z or 0-9, goes on with these, `.`, `_` and `-`, and leaves room for a name: at most {max} characters of prefix"
        );
        Err(self.wrong(value.span(), format!("no id can begin with {prefix:?}")).with_help(rule))
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_default() {
        let profile = parse("roadspec.toml", "").expect("valid");
        assert_eq!(profile.include, Profile::default().include);
    }

    #[test]
    fn settings_reach_the_profile() {
        let text = "include = [\"docs/*.md\"]\noutput-dir = \"docs/f\"\nid-prefix = \"\"\n[systems.sys-a]\nid-prefix = \"a-\"\n";
        let profile = parse("roadspec.toml", text).expect("valid");
        assert_eq!(profile.path_of("x"), "docs/f/x.md");
        assert_eq!(profile.id_for(Some("sys-a"), "X"), Ok("a-x".to_owned()));
        assert_eq!(profile.id_for(Some("sys-b"), "X"), Ok("x".to_owned()));
    }

    #[test]
    fn mistakes_point_into_the_file() {
        for (text, at, message) in [
            ("x = [", "", "not valid TOML"),
            ("includes = []", "includes", "there is no setting `includes`"),
            ("include = 1", "1", "must be a list of globs"),
            ("include = []", "[]", "names no glob"),
            ("include = [\"../x\"]", "[\"../x\"]", "../x"),
            ("include = [\"a[\"]", "[\"a[\"]", "a["),
            ("output-dir = \"../x\"", "\"../x\"", "has the component"),
            ("output-dir = \"/etc\"", "\"/etc\"", "has the component"),
            ("output-dir = \".git/hooks\"", "\".git/hooks\"", "has the component"),
            ("id-prefix = \"Feat \"", "\"Feat \"", "no id can begin"),
            ("[systems.a]\nprefix = \"x\"", "", "no setting `prefix`"),
        ] {
            let error = parse("roadspec.toml", text).expect_err(text);
            let excerpt = error.excerpt.expect("every mistake has a place");
            assert!(error.message.contains(message), "{text}: {}", error.message);
            assert!(at.is_empty() || excerpt.span.of(text) == at, "{text}: {:?}", excerpt.span.of(text));
        }
        let help = parse("r", "includes = []").expect_err("unknown").help;
        assert_eq!(help.as_deref(), Some("did you mean `include`?"));
    }

    #[test]
    fn the_nearest_folder_comes_first() {
        let paths: Vec<String> = candidates("a/b").into_iter().map(|(_, path)| path.to_string()).collect();
        assert_eq!(paths[0], "a/b/.roadspec.toml");
        assert_eq!(paths[3], "a/.roadspec.toml");
        assert_eq!(paths.last().map(String::as_str), Some(".config/roadspec.toml"));
        assert_eq!(candidates("").len(), 3);
    }
}
