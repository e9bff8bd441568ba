//! Every document in `tests/cases/RULE/`: the rule finds something in those called `bad…`, is silent in those called
//! `good…`, and what a person would read stands in the snapshot beside each. How a case is written: `rules::Case`.
#![expect(clippy::expect_used, clippy::panic, reason = "a case that cannot be tried has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use roadspec::corpus::Corpus;
use roadspec::finding::Finding;
use roadspec::render::{Report, Sources, Style, Summary, human};
use roadspec::rules::{Case, RULES};

fn cases_of(rule: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(rule);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
}

struct Texts<'c>(&'c Corpus);

impl Sources for Texts<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.0.document(path).map(|document| document.text.as_str())
    }
}

fn shown(corpus: &Corpus, findings: &[Finding]) -> String {
    let summary = Some(Summary::new(findings, corpus.documents.len(), "the worktree".to_owned()));
    let report =
        Report { command: "check", findings, statistics: None, error: None, warnings: &[], summary, details: None };
    human(&report, &Texts(corpus), &Style { color: false, unicode: true, width: 100 })
}

#[test]
fn every_rule_finds_what_is_bad_and_is_silent_where_all_is_good() {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for rule in RULES {
        for path in cases_of(rule.id) {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let case = Case::read(&fs::read_to_string(&path).expect("UTF-8"))
                .unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
            assert!(!case.title.is_empty(), "{} has a title", path.display());
            let (corpus, findings) = case.judge().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let found = findings.iter().any(|finding| finding.rule == rule.id);
            let bad = name.starts_with("bad");
            assert!(bad || name.starts_with("good"), "{} is called bad… or good…", path.display());
            assert_eq!(found, bad, "{}: {findings:#?}", path.display());
            counts.entry(rule.id).or_default()[usize::from(bad)] += 1;
            let mut settings = insta::Settings::new();
            settings.set_snapshot_path(path.parent().expect("a folder"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name, shown(&corpus, &findings)));
        }
    }
    for rule in RULES {
        let [good, bad] = counts.get(rule.id).copied().unwrap_or_default();
        assert!(good >= 2 && bad >= 2, "{} has {bad} bad and {good} good cases, and needs two of each", rule.id);
    }
}

#[test]
fn every_folder_of_cases_is_of_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in fs::read_dir(folder).expect("the cases") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(RULES.iter().any(|rule| rule.id == name), "{name} is no rule");
    }
}

#[test]
fn rules_have_names_in_order_and_say_what_they_are_for() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for rule in RULES {
        let plain = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(plain && !rule.id.starts_with("check-") && !rule.id.starts_with("no-"), "{}", rule.id);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules").join(rule.id.replace('-', "_") + ".rs");
        assert!(file.is_file(), "{} has a file of its own", rule.id);
        assert!(!rule.summary.ends_with('.') && rule.summary.len() < 90, "{}: {}", rule.id, rule.summary);
        for text in [rule.explanation, rule.remedy] {
            assert!(text.len() > 10 && text.ends_with('.'), "{}: {text}", rule.id);
        }
    }
}
