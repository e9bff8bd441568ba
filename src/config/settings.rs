//! The table of settings: what can be said, what it takes, where it goes and what holds if nobody says it.
//! Reading the file, `roadspec config` and the test of the published schema go by this table; nothing is read here.

use super::Config;
use super::value::{Mistake, Said, Value};

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its key: `<rule>` and `<system>` stand for the id of any, `[]` for every table of a list.
    pub key: &'static str,
    /// Whether every table of its list needs it.
    pub required: bool,
    /// Takes what is said and puts it where it belongs.
    pub(super) take: fn(&mut Said<'_>) -> Result<(), Mistake>,
    /// What holds if nobody says it, read from a configuration in which nobody has said anything.
    pub(super) default: fn(&Config) -> Option<Value>,
    /// Where it can be said beside the file.
    pub(super) elsewhere: Option<Elsewhere>,
}

/// Where a setting can be said beside the file.
#[derive(Debug)]
pub(super) struct Elsewhere {
    pub(super) variable: &'static str,
    pub(super) flag: &'static str,
}

const SETTING: Setting = Setting { key: "", required: false, take: |_| Ok(()), default: |_| None, elsewhere: None };

/// The key that tells which versions of this program the file is for.
pub(super) const REQUIRED_VERSION: &str = "required-version";

/// Every setting. Those of a table follow those that stand outside one, as TOML wants it.
pub static SETTINGS: [Setting; 15] = [
    // Whether this program is one of them is looked at before anything else.
    Setting { key: REQUIRED_VERSION, take: |said| said.versions().map(drop), ..SETTING },
    Setting {
        key: "include",
        take: |said| said.globs(1).map(|globs| said.config.profile.include = globs.into_texts()),
        default: |config| Some(Value::List(config.profile.include.clone())),
        ..SETTING
    },
    Setting {
        key: "exclude",
        take: |said| said.globs(0).map(|globs| said.config.profile.exclude = globs.into_texts()),
        default: |config| Some(Value::List(config.profile.exclude.clone())),
        ..SETTING
    },
    Setting {
        key: "output-dir",
        take: |said| said.folder().map(|folder| said.config.profile.output_dir = folder),
        default: |config| Some(Value::Text(config.profile.output_dir.clone())),
        ..SETTING
    },
    Setting {
        key: "templates",
        take: |said| said.folder().map(|folder| said.config.templates = folder),
        default: |config| Some(Value::Text(config.templates.clone())),
        ..SETTING
    },
    Setting {
        key: "id-prefix",
        take: |said| said.id_prefix().map(|prefix| said.config.profile.ids.prefix = prefix),
        default: |config| Some(Value::Text(config.profile.ids.prefix.clone())),
        ..SETTING
    },
    Setting {
        key: "fail-on",
        take: |said| said.severity().map(|severity| said.config.policy.fail_on = severity),
        default: |config| Some(Value::Text(config.policy.fail_on.word().to_owned())),
        elsewhere: Some(Elsewhere { variable: "ROADSPEC_FAIL_ON", flag: "--fail-on" }),
        ..SETTING
    },
    Setting {
        key: "fix.create-missing",
        take: |said| said.switch().map(|on| said.config.fix.create_missing = on),
        default: |config| Some(Value::Switch(config.fix.create_missing)),
        ..SETTING
    },
    Setting {
        key: "rules.<rule>",
        take: |said| {
            let weight = said.weight()?;
            said.config.policy.rules.insert(said.key.open.rule.clone(), weight);
            Ok(())
        },
        ..SETTING
    },
    Setting {
        key: "overrides[].paths",
        required: true,
        take: |said| said.globs(1).map(|globs| said.config.policy.override_at(said.key.open.place).paths = globs),
        ..SETTING
    },
    Setting {
        key: "overrides[].rules.<rule>",
        take: |said| {
            let (weight, open) = (said.weight()?, &said.key.open);
            said.config.policy.override_at(open.place).rules.insert(open.rule.clone(), weight);
            Ok(())
        },
        ..SETTING
    },
    Setting {
        key: "systems.<system>.id-prefix",
        take: |said| {
            let prefix = said.id_prefix()?;
            said.config.profile.ids.prefix_of_system.insert(said.key.open.system.clone(), prefix);
            Ok(())
        },
        ..SETTING
    },
    Setting {
        key: "systems.<system>.rules.<rule>",
        take: |said| {
            let (weight, open) = (said.weight()?, &said.key.open);
            said.config.policy.systems.entry(open.system.clone()).or_default().insert(open.rule.clone(), weight);
            Ok(())
        },
        ..SETTING
    },
    Setting {
        key: "schemas[].files",
        required: true,
        take: |said| said.globs(1).map(|globs| said.config.document_files.push(globs)),
        ..SETTING
    },
    Setting {
        key: "schemas[].schema",
        required: true,
        take: |said| said.file().map(|path| said.config.document_schemas.push(path)),
        ..SETTING
    },
];
