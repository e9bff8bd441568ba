//! Keys of the configuration: a pattern of the table of settings, and what stands in its open places.
//! What a key means is said in `settings`; only the spelling of keys in TOML lives here.

use std::fmt;

use super::settings::{SETTINGS, Setting};

/// What stands in the open places of a pattern; an empty value where there is no such place.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Open {
    /// For `[]`: which table of the list, from 0.
    pub(super) place: usize,
    /// For `<system>`.
    pub(super) system: String,
    /// For `<rule>`.
    pub(super) rule: String,
}

impl Open {
    /// A part of a pattern as it is spelt here, without the `[]`.
    fn spelt(&self, part: &str) -> String {
        match part {
            "<system>" => quoted(&self.system),
            "<rule>" => quoted(&self.rule),
            name => name.trim_end_matches("[]").to_owned(),
        }
    }
}

/// The key of one value. Keys are ordered so that those of one table follow each other, and that tables stand in the
/// order of the settings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Where the first part of its pattern first stands in the table of settings.
    group: usize,
    pub(super) open: Open,
    setting: usize,
}

impl Key {
    /// The key of the setting with this pattern, if there is one.
    pub(super) fn new(pattern: &str, open: Open) -> Option<Self> {
        let setting = SETTINGS.iter().position(|setting| setting.key == pattern)?;
        let group = SETTINGS.iter().position(|setting| first(setting.key) == first(pattern))?;
        Some(Self { group, open, setting })
    }

    /// The setting that it is a key of.
    pub fn setting(&self) -> &'static Setting {
        &SETTINGS[self.setting]
    }

    /// The table that it stands in, as [`Self`] is spelt; `""` at the top.
    pub fn table(&self) -> String {
        self.setting().key.rsplit_once('.').map_or(String::new(), |(table, _)| spelt(table, &self.open))
    }

    /// The line that opens this table in TOML; none at the top.
    pub fn header(&self) -> Option<String> {
        let (table, _) = self.setting().key.rsplit_once('.')?;
        let names = table.split('.').map(|part| self.open.spelt(part)).collect::<Vec<_>>().join(".");
        Some(if table.ends_with("[]") { format!("[[{names}]]") } else { format!("[{names}]") })
    }

    /// The key as it stands in this table.
    pub fn name(&self) -> String {
        let pattern = self.setting().key;
        self.open.spelt(pattern.rsplit_once('.').map_or(pattern, |(_, name)| name))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&spelt(self.setting().key, &self.open))
    }
}

/// A pattern, or the beginning of one, as it is spelt here: `overrides[0].rules`.
pub(super) fn spelt(pattern: &str, open: &Open) -> String {
    let part = |part: &str| {
        let index = if part.ends_with("[]") { format!("[{}]", open.place) } else { String::new() };
        format!("{}{index}", open.spelt(part))
    };
    pattern.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// The first name of a pattern.
fn first(pattern: &str) -> &str {
    pattern.split(['.', '[']).next().unwrap_or(pattern)
}

/// A name as a key of TOML: bare if it can be.
fn quoted(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { format!("{name:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pattern: &str, place: usize, system: &str, rule: &str) -> Key {
        let open = Open { place, system: system.to_owned(), rule: rule.to_owned() };
        Key::new(pattern, open).expect("a setting")
    }

    #[test]
    fn keys_are_spelt_as_in_toml() {
        for (key, shown, header, name) in [
            (key("fail-on", 0, "", ""), "fail-on", None, "fail-on"),
            (key("rules.<rule>", 0, "", "a-b"), "rules.a-b", Some("[rules]"), "a-b"),
            (key("overrides[].paths", 1, "", ""), "overrides[1].paths", Some("[[overrides]]"), "paths"),
            (key("overrides[].rules.<rule>", 1, "", "a"), "overrides[1].rules.a", Some("[overrides.rules]"), "a"),
            (
                key("systems.<system>.id-prefix", 0, "sys.a", ""),
                "systems.\"sys.a\".id-prefix",
                Some("[systems.\"sys.a\"]"),
                "id-prefix",
            ),
        ] {
            assert_eq!(key.to_string(), shown);
            assert_eq!((key.header().as_deref(), key.name().as_str()), (header, name), "{shown}");
        }
    }

    #[test]
    fn keys_of_one_table_follow_each_other() {
        let wanted = [
            key("fail-on", 0, "", ""),
            key("rules.<rule>", 0, "", "a"),
            key("rules.<rule>", 0, "", "b"),
            key("overrides[].paths", 0, "", ""),
            key("overrides[].rules.<rule>", 0, "", "a"),
            key("overrides[].paths", 1, "", ""),
            key("systems.<system>.id-prefix", 0, "a", ""),
            key("systems.<system>.rules.<rule>", 0, "a", "a"),
            key("systems.<system>.id-prefix", 0, "b", ""),
        ];
        let mut sorted = wanted.to_vec();
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted, wanted);
    }
}
