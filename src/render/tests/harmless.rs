//! Nothing that a document, a name or a message holds can steer a terminal, speak to a log or hide.

use proptest::prelude::*;

use super::mending::Done;
use super::*;
use crate::config::Globs;
use crate::corpus::{Content, Corpus, Input};
use crate::error::{Error, ErrorKind};
use crate::path::RepoPath;
use crate::profile::Profile;
use crate::schema::Schemas;
use crate::text::is_dangerous;

const PIECES: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]8;;x\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\n",
    "\n",
    "\n::error::",
    "::warning file=a::",
    "##[group]",
    "##",
    "[error]",
    "#",
    "\u{a0}::x",
    "\u{3000}::",
    " :: ",
    ":",
    "\u{feff}",
    "\0",
    "\u{8}",
    "\u{7f}",
    "\t",
    "\u{e0041}",
    "a",
    "word ",
    "日",
    "é",
    "😀",
    "\u{301}",
    "\\",
    "\"",
    "`",
    "<b>",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// A text with a part of it.
fn with_part() -> impl Strategy<Value = (String, Span)> {
    (hostile(), any::<(prop::sample::Index, prop::sample::Index)>()).prop_map(|(text, (a, b))| {
        let at = |place: prop::sample::Index| text.floor_char_boundary(place.index(text.len() + 1));
        let (a, b) = (at(a), at(b));
        let span = Span::new(a.min(b), a.max(b));
        (text, span)
    })
}

/// A finding and the texts it points into, all of it hostile.
fn hostile_finding() -> impl Strategy<Value = (Texts, Finding)> {
    let names = prop::collection::vec(hostile(), 8);
    (names, with_part(), with_part(), any::<[bool; 3]>()).prop_map(|(names, main, other, [known, wide, create])| {
        let [path, message, label, help, near, far, new, command] = names.as_slice() else { panic!("eight names") };
        let (path, other_path) = (format!("p{path}"), format!("q{path}"));
        let mut texts = Texts::of(&[(&other_path, &other.0)]);
        if known {
            texts.0.insert(path.clone(), main.0.clone());
        }
        let span = if wide { Span::new(0, main.0.len()) } else { main.1 };
        let mut finding = finding(Place::span(&path, span), &format!("m{message}"), label, help);
        finding.related = vec![
            related(Place::span(&path, Span::at(main.1.end)), near),
            related(Place::span(&other_path, other.1), far),
            related(Place::file(&other_path), near),
        ];
        if create {
            finding.remedy = Remedy::Create { path: new.clone(), command: command.clone() };
        }
        (texts, finding)
    })
}

/// Holds an output to the law, the colours that are ours left out.
fn check(shown: &str) {
    let mut plain = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain += before;
        let end = after.find('m').expect("a colour");
        assert!(after[..end].chars().all(|c| c.is_ascii_digit() || c == ';'), "{after:?}");
        rest = &after[end + 1..];
    }
    plain += rest;
    assert!(!plain.chars().any(|c| (c.is_control() && c != '\n') || is_dangerous(c)), "{plain:?}");
    assert!(!plain.contains("##["), "{plain:?}");
    assert!(!plain.lines().any(|line| line.trim_start().starts_with("::")), "{plain:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_report_for_people_is_harmless(
        (texts, finding) in hostile_finding(), warning in hostile(), snapshot in hostile(), color: bool, unicode: bool,
    ) {
        let findings = [finding];
        let warnings = [warning];
        let mut report = Report { warnings: &warnings, ..report(&findings) };
        report.summary.get_or_insert_default().snapshot = snapshot;
        let shown = human(&report, &texts, &Style { color, unicode, width: 60 });
        let escape = '\u{1b}';
        prop_assert!(color || !shown.contains(escape));
        prop_assert!(shown.contains("error[some-rule]:"), "{shown}");
        check(&shown);
    }

    #[test]
    fn a_report_for_programs_is_harmless_and_complete((texts, finding) in hostile_finding()) {
        let shown = json(&report(std::slice::from_ref(&finding)), &texts);
        check(&shown);
        let value: Value = serde_json::from_str(&shown).expect("JSON");
        let found = &value["findings"][0];
        prop_assert_eq!(found["message"].as_str(), Some(finding.message.as_str()));
        prop_assert_eq!(found["label"].as_str(), Some(finding.label.as_str()));
        prop_assert_eq!(found["help"].as_str(), Some(finding.help.as_str()));
        let places = [&finding.place].into_iter().chain(finding.related.iter().map(|related| &related.place));
        let values = [found].into_iter().chain(found["related"].as_array().expect("a list"));
        for (place, value) in places.zip(values) {
            prop_assert_eq!(value["path"].as_str(), Some(place.path.as_str()));
            prop_assert_eq!(&value["span"], &serde_json::to_value(place.span).expect("JSON"));
            let start = place.span.zip(texts.text(&place.path)).map(|(span, text)| counted(text, span.start));
            prop_assert_eq!(&value["start"], &serde_json::to_value(start).expect("JSON"));
        }
    }

    #[test]
    fn an_error_is_harmless(message in hostile(), help in hostile(), name in hostile(), (text, span) in with_part()) {
        let trouble = Error::new(ErrorKind::Usage, message).with_help(help).at(name, text, span);
        check(&error(&trouble, &PLAIN));
    }
}

#[test]
fn the_model_of_a_hostile_system_is_harmless() {
    let text = "---\nspecmas: \"3.0\"\nkind: system\nid: \"::error::\\e[2J\"\nname: \"::warning::\\e]0;x\\a\\u2028##[group]\"\n---\n\n\
                ## Components\n\n### Component 1: ::error::\u{1b}[2J\u{202e}##[group]\n\n**Technology:** ::error::\u{9b}\n\n\
                ## Roadmap\n\n1. ::error::\u{1b}c (Level 3)\n";
    let profile = Profile::default();
    let globs = Globs::new(&profile, "");
    let path = RepoPath::new("specs/##[group]a.md".as_bytes()).expect("a safe path");
    let files = vec![(path.clone(), Content::Bytes(text.as_bytes().to_vec()))];
    let input = Input { profile, root: String::new(), files, oddities: Vec::new(), configured: Vec::new() };
    let corpus = Corpus::build(input, &globs, &Schemas::new().expect("sound schemas")).expect("no bug");
    let system = &corpus.systems[0];
    let document = &corpus.documents[system.document];
    check(&show::human(document, system));
    check(&show::json(document, system));
    let entries = crate::plan::Entries::System { system: 0, only: None };
    let plan =
        crate::plan::missing(&corpus, entries, &crate::plan::Templates::embedded().expect("sound"), "2026-01-02")
            .expect("plans");
    let view = generation::View { corpus: &corpus, system, plan: &plan, asked: None };
    let preview = generation::preview(&view);
    assert!(preview.starts_with(":\\:warning::"), "{preview}");
    check(&preview);
    let skipped = vec![(path.clone(), "::error::\u{1b}c##[group]".to_owned())];
    let done = Done { created: vec![path.clone()], changed: vec![path], skipped, ..Done::default() };
    check(&generation::outcome(&view, &done, false, ""));
    check(&generation::details(&view));
    check(&mending::prose(&plan, &done, ""));
    check(&generation::json(&view, &done, None, false));
}
