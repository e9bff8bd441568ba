//! Every document in `tests/cases/RULE/`: the rule finds something in those called `bad…`, is silent in those called
//! `good…`, and what a person would read stands in the snapshot beside each. How a case is written: `rules::Case`.
//! `bad` and `good` themselves are shown to users, so no other rule speaks in them.
#![expect(clippy::expect_used, clippy::panic, reason = "a case that cannot be tried has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use roadspec::corpus::Corpus;
use roadspec::error::Result;
use roadspec::finding::{Finding, Remedy, Safety};
use roadspec::path::RepoPath;
use roadspec::plan::{self, Means, Planned, Scope, Surroundings, Templates};
use roadspec::render::{Report, Sources, Style, Summary, human, mending};
use roadspec::rules::{Case, Judged, RULES};

/// The files of a rule with this extension, sorted.
fn files_of(rule: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(rule);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|own| own == extension));
    paths.sort();
    paths
}

/// What is wrong with the findings of a case, if anything is.
fn wrong(name: &str, rule: &str, findings: &[Finding]) -> Option<&'static str> {
    let found = findings.iter().any(|finding| finding.rule == rule);
    let others = findings.iter().any(|finding| finding.rule != rule);
    match name {
        "good" if found || others => Some("something is found in what is shown as good"),
        "bad" if others && !SPEAK_WITH_OTHERS.contains(&rule) => Some("another rule speaks in what is shown as bad"),
        _ if name.starts_with("bad") => (!found).then_some("the rule finds nothing"),
        _ if name.starts_with("good") => found.then_some("the rule finds something"),
        _ => Some("the case is called neither bad… nor good…"),
    }
}

/// The rules that another one always speaks with: what a comment did not silence is found as well.
const SPEAK_WITH_OTHERS: [&str; 1] = ["invalid-suppression"];

struct Texts<'c>(&'c Corpus);

impl Sources for Texts<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.0.document(path).map(|document| document.text.as_str())
    }
}

fn shown(corpus: &Corpus, findings: &[Finding]) -> String {
    let summary = Some(Summary::new(findings, corpus.documents.len(), "the worktree".to_owned()));
    let report = Report {
        command: "check",
        findings,
        statistics: None,
        error: None,
        warnings: &[],
        summary,
        details: None,
        fixes: None,
    };
    human(&report, &Texts(corpus), &Style { color: false, unicode: true, width: 100 })
}

/// How sure the fix of a finding is, if it has one.
fn safety(finding: &Finding) -> Option<Safety> {
    match &finding.remedy {
        Remedy::Create { .. } => Some(Safety::Safe),
        Remedy::Edit(fix) => Some(fix.safety),
        Remedy::Author(_) => None,
    }
}

/// The patch that mends what one rule finds in a case, once what is safe and once all; nothing if there is none.
fn mended(case: &Case, judged: Judged, rule: &str) -> String {
    struct Around<'c>(&'c Case);
    impl Surroundings for Around<'_> {
        fn existing(&self, paths: BTreeSet<String>) -> Result<BTreeSet<String>> {
            Ok(self.0.existing(&paths))
        }
        fn refusals(&self, _: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
            Ok(BTreeMap::new())
        }

        fn templates(&self) -> Result<&Templates> {
            panic!("no spec is made here")
        }

        fn dirty(&self, _: &BTreeSet<RepoPath>) -> Result<BTreeMap<RepoPath, String>> {
            Ok(BTreeMap::new())
        }
    }
    let Judged { mut corpus, policy, globs, schemas, .. } = judged;
    let takes = |finding: &Finding| finding.rule == rule && !matches!(finding.remedy, Remedy::Create { .. });
    let around = Around(case);
    let means = Means { policy: &policy, globs: &globs, schemas: &schemas, today: "2026-01-02", around: &around };
    let mut said = String::new();
    for (safety, command) in [(Safety::Safe, "roadspec fix"), (Safety::Unsafe, "roadspec fix --unsafe-fixes")] {
        let scope = Scope { takes: &takes, touches: &|_| true, safety };
        let Planned { plan, corpus: after, .. } = plan::fix(corpus, scope, means).expect("plans");
        let patch = mending::diff(&plan) + &mending::prose(&plan, &mending::Done::default(), "");
        if !patch.is_empty() {
            let _ = write!(said, "\n$ {command} --diff\n{patch}");
        }
        corpus = after;
    }
    said
}

#[test]
fn every_rule_finds_what_is_bad_and_is_silent_where_all_is_good() {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut fixes: BTreeMap<&str, BTreeSet<Safety>> = BTreeMap::new();
    for rule in RULES {
        for path in files_of(rule.id, "md") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let case = Case::read(&fs::read_to_string(&path).expect("UTF-8"))
                .unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
            assert!(!case.title.is_empty(), "{} has a title", path.display());
            let judged = case.judge().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let said = shown(&judged.corpus, &judged.findings);
            failures.extend(
                wrong(&name, rule.id, &judged.findings).map(|why| format!("{}: {why}\n{said}", path.display())),
            );
            counts.entry(rule.id).or_default()[usize::from(name.starts_with("bad"))] += 1;
            let own = judged.findings.iter().filter(|finding| finding.rule == rule.id);
            fixes.entry(rule.id).or_default().extend(own.filter_map(safety));
            let mut settings = insta::Settings::new();
            settings.set_snapshot_path(path.parent().expect("a folder"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let said = said + &mended(&case, judged, rule.id);
            settings.bind(|| insta::assert_snapshot!(name, said));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    for rule in RULES {
        let [good, bad] = counts.get(rule.id).copied().unwrap_or_default();
        let shown: Vec<Safety> = fixes.remove(rule.id).unwrap_or_default().into_iter().collect();
        assert_eq!(shown, rule.fixes, "{} shows in its cases each kind of fix that it says it has", rule.id);
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
fn every_snapshot_is_of_a_case() {
    for rule in RULES {
        for path in files_of(rule.id, "snap") {
            assert!(path.with_extension("md").is_file(), "{} is left over", path.display());
        }
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
