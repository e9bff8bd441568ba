//! What is in force and who said so; and that what is shown can be read again.

use std::ffi::OsString;

use insta::assert_snapshot;
use roadspec::config::{Config, File, InForce, Origin, Value};
use roadspec::error::ErrorKind;
use roadspec::finding::Severity;
use roadspec::path::RepoPath;
use roadspec::render::settings::{View, json, toml};

use super::{parse, parse_file};

/// Files that are sound, from none at all to one that says everything.
pub(crate) const SOUND: [&str; 9] = [
    "",
    "# nothing\n",
    include_str!("../../examples/ecommerce/roadspec.toml"),
    EVERYTHING,
    "exclude = []\nid-prefix = \"\"\noutput-dir = \"docs\"\n",
    "[rules]\n[systems.a]\n[systems.a.rules]\n[fix]\n",
    "[[overrides]]\npaths = [\"a.md\"]\n[[overrides]]\npaths = [\"a.md\"]\n[overrides.rules]\n",
    "fix.create-missing = false\nsystems.\"a.b\".id-prefix = \"a.\"\nrules = { missing-roadmap = \"off\" }\n",
    "include = ['docs/\"\\[.md', \"\\U000E0001\\u202e\\t\\n\\u007F#.md\", \"##[error]*.md\"]\n",
];

const EVERYTHING: &str = r#"
required-version = ">=0.1"
include = ["docs/**/*.md", "specs/*.md"]
exclude = ["docs/drafts"]
output-dir = "docs/features"
templates = "docs/templates"
id-prefix = "f-"
fail-on = "warning"

[fix]
create-missing = false

[rules]
orphan-feature-spec = "off"
missing-roadmap = "error"

[[overrides]]
paths = ["docs/old/**"]
rules.missing-feature-spec = "note"

[[overrides]]
paths = ["docs/older/**"]
[overrides.rules]
missing-feature-spec = "off"
missing-roadmap = "note"

[systems.sys-a]
id-prefix = "a-"
[systems.sys-a.rules]
missing-roadmap = "off"

[[schemas]]
files = ["adr/*.md"]
schema = "schemas/adr.json"

[[schemas]]
files = ["notes/**"]
schema = "schemas/note.json"
"#;

/// Looks an environment variable up.
type Environment<'e> = &'e dyn Fn(&str) -> Option<OsString>;

fn shown(config: &Config) -> View<'_> {
    View { config, snapshot: "the worktree", warnings: &[] }
}

fn said(config: &Config) -> Vec<(String, Value)> {
    config.values().iter().map(|InForce { key, value, .. }| (key.to_string(), value.clone())).collect()
}

fn origin(config: &Config, key: &str) -> String {
    let value = config.values().iter().find(|value| value.key.to_string() == key).expect("in force");
    value.origin.to_string()
}

#[test]
fn what_is_shown_can_be_read_again_and_says_the_same() {
    for text in SOUND {
        let config = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let page = toml(&shown(&config));
        let again = parse(&page).unwrap_or_else(|error| panic!("{page}: {error}"));
        assert_eq!(said(&again), said(&config), "{page}");
        let dangerous = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{e0001}');
        assert!(!page.contains(dangerous) && !page.contains("##["), "{page}");
    }
}

#[test]
fn every_value_is_shown_with_its_origin() {
    let root = File { root: "sub", path: "sub/.config/roadspec.toml", text: EVERYTHING };
    let config = parse_file(&root).expect("a sound file");
    let warnings = ["something odd\nlies beside it".to_owned()];
    let view = View { config: &config, snapshot: "revision 1a2b3c4 (main)", warnings: &warnings };
    assert_snapshot!("everything_toml", toml(&view));
    assert_snapshot!("everything_json", json(&view));
    assert_snapshot!("defaults_toml", toml(&shown(&Config::default())));
}

#[test]
fn what_is_said_reaches_its_place() {
    let config = parse_file(&File { root: "sub", path: "sub/roadspec.toml", text: EVERYTHING }).expect("a sound file");
    assert_eq!(config.profile.path_of("x"), "docs/features/x.md");
    assert_eq!(config.profile.id_for(None, "X"), Ok("f-x".to_owned()));
    assert_eq!(config.profile.id_for(Some("sys-a"), "X"), Ok("a-x".to_owned()));
    assert!(!config.fix.create_missing && Config::default().fix.create_missing);
    let globs = config.globs();
    assert!(globs.matches("sub/docs/a.md") && globs.matches("sub/specs/a.md") && globs.matches("sub/notes/deep/a"));
    assert!(!globs.matches("sub/docs/drafts/a.md") && !globs.matches("docs/a.md"));
    assert_eq!(globs.folders(), ["sub/adr", "sub/docs", "sub/notes", "sub/specs"]);
    let schemas: Vec<&str> = config.schemas().iter().map(RepoPath::as_str).collect();
    assert_eq!(schemas, ["sub/schemas/adr.json", "sub/schemas/note.json"]);
    assert_eq!(globs.document("sub/notes/a.md"), Some(1));
}

#[test]
fn flags_beat_the_environment_which_beats_the_file_which_beats_the_default() {
    let variable = |name: &str| (name == "ROADSPEC_FAIL_ON").then(|| OsString::from("note"));
    let empty = |_: &str| Some(OsString::new());
    let none = |_: &str| None;
    let file = "\nfail-on = \"warning\"\n";
    let cases: [(&str, Environment<'_>, Option<&str>, &str, &str); 5] = [
        ("", &none, None, "error", "default"),
        (file, &none, None, "warning", "roadspec.toml:2"),
        (file, &empty, None, "warning", "roadspec.toml:2"),
        (file, &variable, None, "note", "environment ROADSPEC_FAIL_ON"),
        (file, &variable, Some("error"), "error", "command line --fail-on"),
    ];
    for (text, environment, flag, word, from) in cases {
        let flags = [("--fail-on", flag)];
        let config = parse(text).expect("a sound file").with(environment, &flags).expect("sound words");
        assert_eq!(origin(&config, "fail-on"), from);
        assert!(said(&config).contains(&("fail-on".to_owned(), Value::Text(word.to_owned()))), "{from}");
        let lightest = Severity::ALL.into_iter().find(|severity| config.policy.fails(*severity));
        assert_eq!(lightest.map(Severity::word), Some(word));
    }
}

#[test]
fn a_wrong_word_elsewhere_names_where_it_was_said() {
    let variable = |_: &str| Some(OsString::from("eror"));
    let error = Config::default().with(&variable, &[]).expect_err("no severity");
    assert_eq!(error.kind, ErrorKind::Environment);
    assert_eq!(error.message, "environment ROADSPEC_FAIL_ON: there is no severity `eror`");
    assert_eq!(error.help.as_deref(), Some("did you mean `error`?"));
    let error = Config::default().with(&|_| None, &[("--fail-on", Some("x"))]).expect_err("no severity");
    assert_eq!(error.message, "command line --fail-on: there is no severity `x`");
}

#[test]
fn origins_are_ordered_from_weak_to_strong() {
    let file = Origin::File { path: String::new(), line: 1 };
    let origins = [Origin::Default, file, Origin::Environment("A"), Origin::Flag("a")];
    assert!(origins.is_sorted());
}
