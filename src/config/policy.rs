//! The policy: how much a finding weighs here, and from which weight on findings fail a run.
//! Nothing here knows a rule or a finding; both are judged in `rules`.

use std::collections::BTreeMap;

use super::globs::{Patterns, local};
use crate::finding::Severity;

/// What the configuration says of some rules, by their ids; none means that a rule is off.
pub(super) type Weights = BTreeMap<String, Option<Severity>>;

/// How much findings weigh.
#[derive(Debug)]
pub struct Policy {
    /// The folder that globs are relative to, from the repository's root.
    pub(super) root: String,
    pub(super) fail_on: Severity,
    pub(super) rules: Weights,
    pub(super) systems: BTreeMap<String, Weights>,
    pub(super) overrides: Vec<Override>,
}

/// What holds in some files only.
#[derive(Debug, Default)]
pub(super) struct Override {
    pub(super) paths: Patterns,
    pub(super) rules: Weights,
}

impl Default for Policy {
    /// Every rule as it was made, and errors fail.
    fn default() -> Self {
        Self {
            root: String::new(),
            fail_on: Severity::Error,
            rules: Weights::new(),
            systems: BTreeMap::new(),
            overrides: Vec::new(),
        }
    }
}

impl Policy {
    /// How much a finding of `rule` weighs that stands in the file at `path` (from the repository's root) and belongs
    /// to `system`; none if it is off. The last override of this path counts, then what is said of the system, then
    /// what is said of the rule, then `default`.
    pub fn severity(&self, rule: &str, default: Severity, path: &str, system: Option<&str>) -> Option<Severity> {
        let of_path = || {
            let local = local(path, &self.root)?;
            let mut said = self.overrides.iter().rev().filter_map(|one| Some((&one.paths, one.rules.get(rule)?)));
            said.find(|(paths, _)| paths.matches(local)).map(|(_, severity)| severity)
        };
        let of_system = || self.systems.get(system?)?.get(rule);
        let said = of_path().or_else(of_system).or_else(|| self.rules.get(rule));
        said.copied().unwrap_or(Some(default))
    }

    /// Whether a finding of this severity fails a run.
    pub fn fails(&self, severity: Severity) -> bool {
        severity >= self.fail_on
    }

    /// What an override says, by its place in the file.
    pub(super) fn override_at(&mut self, place: usize) -> &mut Override {
        if self.overrides.len() <= place {
            self.overrides.resize_with(place + 1, Override::default);
        }
        &mut self.overrides[place]
    }
}

#[cfg(test)]
mod tests {
    use super::super::{File, parse};
    use super::*;

    fn policy(root: &str, text: &str) -> Policy {
        parse(&File { root, path: "roadspec.toml", text }, &["r", "s"]).expect("a sound configuration").policy
    }

    #[test]
    fn an_override_beats_the_system_which_beats_the_rule_which_beats_the_default() {
        let text = r#"
            [rules]
            r = "note"
            [systems.sys-a.rules]
            r = "warning"
            [[overrides]]
            paths = ["specs/old/**"]
            rules.r = "off"
        "#;
        let policy = policy("", text);
        let severity = |rule, path, system| policy.severity(rule, Severity::Error, path, system);
        for (path, system, wanted) in [
            ("specs/a.md", None, Some(Severity::Note)),
            ("specs/a.md", Some("sys-b"), Some(Severity::Note)),
            ("specs/a.md", Some("sys-a"), Some(Severity::Warning)),
            ("specs/old/a.md", Some("sys-a"), None),
            ("specs/old/a.md", None, None),
        ] {
            assert_eq!(severity("r", path, system), wanted, "{path} {system:?}");
            assert_eq!(severity("s", path, system), Some(Severity::Error), "nothing is said of this rule");
        }
    }

    #[test]
    fn the_last_override_of_a_path_that_names_the_rule_counts() {
        let text = r#"
            [[overrides]]
            paths = ["specs/**"]
            rules = { r = "note", s = "note" }
            [[overrides]]
            paths = ["specs/a.md", "specs/b.md"]
            rules.r = "error"
            [[overrides]]
            paths = ["specs/a.md"]
            rules.s = "off"
        "#;
        let policy = policy("", text);
        let of = |path| ["r", "s"].map(|rule| policy.severity(rule, Severity::Warning, path, None));
        assert_eq!(of("specs/a.md"), [Some(Severity::Error), None]);
        assert_eq!(of("specs/b.md"), [Some(Severity::Error), Some(Severity::Note)]);
        assert_eq!(of("specs/c.md"), [Some(Severity::Note), Some(Severity::Note)]);
        assert_eq!(of("other.md"), [Some(Severity::Warning), Some(Severity::Warning)]);
    }

    #[test]
    fn overrides_start_at_the_folder_of_the_configuration() {
        let policy = policy("sub", "[[overrides]]\npaths = [\"specs/*.md\"]\nrules.r = \"off\"\n");
        assert_eq!(policy.severity("r", Severity::Note, "sub/specs/a.md", None), None);
        assert_eq!(policy.severity("r", Severity::Note, "specs/a.md", None), Some(Severity::Note));
    }

    #[test]
    fn findings_fail_from_a_severity_on() {
        for (text, failing) in [("", 1), ("fail-on = \"warning\"", 2), ("fail-on = \"note\"", 3)] {
            let policy = policy("", text);
            assert_eq!(Severity::ALL.into_iter().filter(|severity| policy.fails(*severity)).count(), failing, "{text}");
            assert!(policy.fails(Severity::Error));
        }
    }
}
