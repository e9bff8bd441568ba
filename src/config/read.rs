//! From a configuration text to its values: every key is looked up in the table of settings, every mistake keeps its
//! place. What a value may be is judged in `value`.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::key::{Key, Open, spelt};
use super::settings::{REQUIRED_VERSION, SETTINGS};
use super::value::{self, Given, Mistake, Said, Value};
use super::{Config, File, Origin, VERSION};
use crate::profile::Profile;
use crate::text::{Lines, Span, did_you_mean};

/// Reads `file` into `config`, or returns the first mistake in it.
pub(super) fn read(file: &File<'_>, rules: &[&str], config: &mut Config) -> Result<(), Mistake> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    // A file for another version may be written in ways that this one does not know.
    if let Some(mistake) = unmet(table.get_ref()) {
        return Err(mistake);
    }
    first(errors.iter().map(|error| syntax(error, file.text)))?;
    let mut reader = Reader { file, lines: Lines::new(file.text), rules, config, mistakes: Vec::new() };
    reader.table(table.get_ref(), "", &Open::default());
    first(reader.mistakes.into_iter())
}

/// The mistake that stands first in the file; tables are not read in the order in which they are written.
fn first(mistakes: impl Iterator<Item = Mistake>) -> Result<(), Mistake> {
    mistakes.min_by_key(|mistake| mistake.span).map_or(Ok(()), Err)
}

/// That the file is for other versions of this program, if so.
fn unmet(table: &DeTable<'_>) -> Option<Mistake> {
    let given = table.get(REQUIRED_VERSION)?;
    let message = value::unmet(given.get_ref().as_str()?, VERSION)?;
    Some(Mistake::new(given.span(), message, "install one of these versions; the rest of this file was not read"))
}

/// What is wrong about the TOML itself.
fn syntax(error: &toml::de::Error, text: &str) -> Mistake {
    let span = error.span().map_or(Span::at(0), Span::from);
    let found = span.of(text);
    let message = error.message().lines().next().unwrap_or_default();
    if message == "duplicate key" {
        let help = "keep one of them; a table is opened only once, too";
        return Mistake::new(span, format!("`{found}` is said twice"), help);
    }
    if message.starts_with("string values must be quoted") && !found.is_empty() {
        return Mistake::new(span, "text must be quoted", format!("write {found:?}"));
    }
    Mistake { span, message: format!("this is not valid TOML: {message}"), help: None }
}

/// A file on its way into a configuration.
struct Reader<'a> {
    file: &'a File<'a>,
    lines: Lines<'a>,
    /// The ids of all rules.
    rules: &'a [&'a str],
    config: &'a mut Config,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    /// Reads a table whose keys go on where the pattern `beginning` ends.
    fn table(&mut self, table: &DeTable<'_>, beginning: &str, open: &Open) {
        for (name, given) in table {
            let mut open = open.clone();
            match self.part(name, beginning, &mut open) {
                Ok(part) => self.value(name, given, &format!("{beginning}{part}"), &open),
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
    }

    /// Reads what is given for the pattern `pattern`: the value of a setting, a table or a list of tables.
    fn value(&mut self, name: &Spanned<DeString<'_>>, given: &Given<'_>, pattern: &str, open: &Open) {
        if let Some(key) = Key::new(pattern, open.clone()) {
            match (key.setting().take)(&mut Said { given, key: &key, config: self.config }) {
                Ok(()) => {
                    let line = self.lines.position(name.span().start).line;
                    let origin = Origin::File { path: self.file.path.to_owned(), line };
                    self.config.put(key, Value::of(given.get_ref()), origin);
                }
                Err(mistake) => self.mistakes.push(mistake),
            }
            return;
        }
        match (given.get_ref(), pattern.ends_with("[]")) {
            (DeValue::Table(table), false) => self.table(table, &format!("{pattern}."), open),
            (DeValue::Array(items), true) => {
                for (place, item) in items.iter().enumerate() {
                    self.item(item, pattern, &Open { place, ..open.clone() });
                }
            }
            _ => self.mistakes.push(no_table(given, pattern, open)),
        }
    }

    /// Reads one table of a list.
    fn item(&mut self, given: &Given<'_>, pattern: &str, open: &Open) {
        let DeValue::Table(table) = given.get_ref() else {
            return self.mistakes.push(no_table(given, pattern, open));
        };
        let beginning = format!("{pattern}.");
        let required = SETTINGS.iter().filter(|setting| setting.required);
        for name in required.filter_map(|setting| setting.key.strip_prefix(&beginning)) {
            if !table.contains_key(name) {
                let list = pattern.trim_end_matches("[]");
                let message = format!("this `[[{list}]]` does not say `{name}`");
                let help = format!("every `[[{list}]]` needs it");
                self.mistakes.push(Mistake::new(given.span(), message, help));
            }
        }
        self.table(table, &beginning, open);
    }

    /// The part of a pattern that `name` stands for, after `beginning`; what it leaves open is put into `open`.
    fn part(&self, name: &Spanned<DeString<'_>>, beginning: &str, open: &mut Open) -> Result<&'static str, Mistake> {
        let text = name.get_ref().as_ref();
        let parts = parts(beginning);
        if parts.contains(&"<rule>") {
            text.clone_into(&mut open.rule);
            let known = self.rules.contains(&text);
            return if known { Ok("<rule>") } else { Err(self.no_rule(name)) };
        }
        if parts.contains(&"<system>") {
            text.clone_into(&mut open.system);
            let known = Profile::default().is_id(text);
            let wrong = || Mistake::new(name.span(), format!("no system has the id `{text}`"), value::ID);
            return if known { Ok("<system>") } else { Err(wrong()) };
        }
        let known = parts.iter().find(|part| part.trim_end_matches("[]") == text);
        known.copied().ok_or_else(|| self.no_setting(name, beginning, open, &parts))
    }

    fn no_rule(&self, name: &Spanned<DeString<'_>>) -> Mistake {
        let text = name.get_ref().as_ref();
        let help = did_you_mean(text, self.rules.iter().copied()).or_else(|| elsewhere(text));
        let help = help.unwrap_or_else(|| "`roadspec rules` lists every rule".to_owned());
        Mistake::new(name.span(), format!("there is no rule `{text}`"), help)
    }

    fn no_setting(&self, name: &Spanned<DeString<'_>>, beginning: &str, open: &Open, parts: &[&str]) -> Mistake {
        let text = name.get_ref().as_ref();
        let known: Vec<&str> = parts.iter().map(|part| part.trim_end_matches("[]")).collect();
        let is_rule = || self.rules.contains(&text).then(|| "it is a rule, and belongs in `[rules]`".to_owned());
        let help = did_you_mean(text, known.iter().copied()).or_else(|| elsewhere(text)).or_else(is_rule);
        let help = help.unwrap_or_else(|| format!("the settings here are {}", listed(&known)));
        let table = beginning.trim_end_matches('.');
        let place = if table.is_empty() { String::new() } else { format!(" in `{}`", spelt(table, open)) };
        Mistake::new(name.span(), format!("there is no setting `{text}`{place}"), help)
    }
}

/// The parts of patterns that can follow `beginning`, each once.
fn parts(beginning: &str) -> Vec<&'static str> {
    let rests = SETTINGS.iter().filter_map(|setting| setting.key.strip_prefix(beginning));
    let mut parts: Vec<&str> = rests.map(|rest| rest.split('.').next().unwrap_or(rest)).collect();
    parts.dedup();
    parts
}

/// Where a setting belongs that stands in a wrong table.
fn elsewhere(name: &str) -> Option<String> {
    let found = SETTINGS.iter().find(|setting| setting.key.rsplit('.').next() == Some(name))?;
    Some(match found.key.rsplit_once('.') {
        None => format!("`{name}` belongs above the first table of this file"),
        Some((table, _)) if table.ends_with("[]") => {
            format!("`{name}` belongs in `[[{}]]`", table.trim_end_matches("[]"))
        }
        Some((table, _)) => format!("`{name}` belongs in `[{table}]`"),
    })
}

fn no_table(given: &Given<'_>, pattern: &str, open: &Open) -> Mistake {
    let name = spelt(pattern.trim_end_matches("[]"), open);
    let (wanted, help) = if pattern.ends_with("[]") {
        ("a list of tables", format!("write each of them as `[[{name}]]`"))
    } else {
        ("a table", format!("write `[{name}]`, and what belongs in it on the lines below"))
    };
    let found = value::sort(given.get_ref());
    Mistake::new(given.span(), format!("`{name}` must be {wanted}, and this is {found}"), help)
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
