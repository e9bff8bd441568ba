//! What a run read and what it left aside, and why: for people who wonder why a file is not checked.
//! It is said beside a report and is no part of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::log::harmless;
use crate::config::Config;
use crate::corpus::{Corpus, OddityKind};
use crate::profile::Kind;

/// What was read, with the configuration that said so; `snapshot` for a sentence.
pub fn inventory(corpus: &Corpus, config: &Config, snapshot: &str) -> String {
    let quoted = |texts: &[String]| texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let mut out = format!("Read {snapshot}.\n");
    let file = config.file.as_ref().map_or_else(|| "none, so the defaults hold".to_owned(), |file| format!("`{file}`"));
    let _ = writeln!(out, "Configuration: {file}.");
    let profile = &config.profile;
    let root = if config.root.is_empty() { "the root".to_owned() } else { format!("`{}`", config.root) };
    let _ = writeln!(out, "Looked below {root} for {} and in `{}`.", quoted(&profile.include), profile.output_dir);
    let readmes = profile.readme.iter().map(|name| (*name).to_owned());
    let _ = writeln!(out, "Left out: {}.", quoted(&readmes.chain(profile.exclude.iter().cloned()).collect::<Vec<_>>()));
    let count = |kind: Kind| corpus.documents.iter().filter(|document| document.kind == kind).count();
    let _ = writeln!(
        out,
        "Specs of systems: {}, of features: {}, of other kinds: {}. Documents with a schema: {}.",
        count(Kind::System),
        count(Kind::Feature),
        count(Kind::Other),
        count(Kind::Page)
    );
    let mut aside: BTreeMap<String, String> = BTreeMap::new();
    aside.extend(corpus.ignored.iter().map(|ignored| (ignored.path.to_string(), ignored.reason.to_owned())));
    aside.extend(corpus.unreadable.iter().map(|file| (file.path.to_string(), file.reason.clone())));
    aside.extend(corpus.oddities.iter().map(|oddity| (oddity.path.clone(), reason(&oddity.kind))));
    let _ = writeln!(out, "Not read as a spec: {}.", aside.len());
    for (path, reason) in aside {
        let _ = writeln!(out, "  {path}: {reason}");
    }
    harmless(&out)
}

/// Why a name is no file that could be read.
fn reason(kind: &OddityKind) -> String {
    let plain = match kind {
        OddityKind::Unsafe(reason) => return format!("its name {reason}"),
        OddityKind::Symlink => "is a symbolic link",
        OddityKind::Submodule => "is a submodule",
        OddityKind::Unmerged => "is in conflict",
        OddityKind::IntentToAdd => "is only intended to be added",
        OddityKind::Special => "is a pipe, socket or device",
    };
    plain.to_owned()
}
