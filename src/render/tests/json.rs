//! Reports as programs read them.

use serde_json::{Value, json};

use super::*;
use crate::error::{Error, ErrorKind};

fn parsed(report: &Report<'_>, texts: &Texts) -> Value {
    serde_json::from_str(&json(report, texts)).expect("JSON")
}

#[test]
fn a_report_holds_everything() {
    let texts = Texts::of(&[("a.md", "one\ntwo é x\n"), ("b.md", "b")]);
    let mut first = finding(texts.place("a.md", "x"), "message", "label", "help");
    first.related = vec![related(texts.place("b.md", "b"), "also"), related(Place::file("c.md"), "and")];
    let mut second = finding(Place::span("gone.md", Span::new(1, 2)), "m", "", "h");
    second.severity = Severity::Note;
    second.remedy = Remedy::Create { path: "d.md".to_owned(), command: "roadspec fix".to_owned() };
    let findings = [first, second];
    let warnings = ["w".to_owned()];
    let report = Report { warnings: &warnings, details: Some(json!({ "created": ["d.md"] })), ..report(&findings) };
    let place = |path: &str, start: usize, line: usize, column: usize| {
        json!({
            "path": path,
            "span": { "start": start, "end": start + 1 },
            "start": { "line": line, "column": column },
            "end": { "line": line, "column": column + 1 },
        })
    };
    let with = |mut place: Value, more: Value| {
        let (Some(place_keys), Value::Object(more)) = (place.as_object_mut(), more) else { panic!("objects") };
        place_keys.extend(more);
        place
    };
    let nowhere = |path: &str| json!({ "path": path, "span": null, "start": null, "end": null });
    let related =
        [with(place("b.md", 0, 1, 1), json!({ "label": "also" })), with(nowhere("c.md"), json!({ "label": "and" }))];
    assert_eq!(
        parsed(&report, &texts),
        json!({
            "version": 1,
            "command": "check",
            "snapshot": "the worktree",
            "findings": [
                with(place("a.md", 11, 2, 7), json!({
                    "rule": "some-rule", "severity": "error", "message": "message", "label": "label", "help": "help",
                    "related": related, "remedy": { "author": "help" },
                })),
                with(nowhere("gone.md"), json!({
                    "span": { "start": 1, "end": 2 }, "rule": "some-rule", "severity": "note", "message": "m", "label": "",
                    "help": "h", "related": [], "remedy": { "create": "d.md", "command": "roadspec fix" },
                })),
            ],
            "summary": { "errors": 1, "warnings": 0, "notes": 1, "hidden": 0, "mendable": { "safe": 1, "unsafe": 0 }, "documents": 12 },
            "warnings": ["w"],
            "error": null,
            "created": ["d.md"],
        })
    );
}

#[test]
fn an_error_is_part_of_a_report() {
    let error =
        Error::new(ErrorKind::Configuration, "wrong").with_help("mend it").at("r.toml", "a\nb", Span::new(2, 3));
    let value = parsed(&Report { error: Some(&error), ..report(&[]) }, &Texts::default());
    let expected = json!({
        "kind": "configuration", "message": "wrong", "help": "mend it", "path": "r.toml",
        "span": { "start": 2, "end": 3 }, "start": { "line": 2, "column": 1 },
    });
    assert_eq!(value["error"], expected);
    let plain = Error::new(ErrorKind::Bug, "oh");
    let value = parsed(&Report { error: Some(&plain), ..report(&[]) }, &Texts::default());
    assert_eq!(
        value["error"],
        json!({
            "kind": "bug", "message": "oh", "help": null, "path": null, "span": null, "start": null,
        })
    );
}

#[test]
fn what_steers_a_terminal_or_a_log_is_escaped_and_comes_back() {
    let text = "\u{1b}[2J \u{9b} \u{202e} \u{2028} \u{feff} \u{e0041} ::error:: ##[group] \u{7f} é 😀";
    let shown = json_text(&json!({ "text": text }));
    assert!(shown.contains("\\u001b[2J \\u009b \\u202e \\u2028 \\ufeff \\udb40\\udc41"), "{shown}");
    assert!(shown.contains("##\\u005bgroup] \\u007f é 😀"), "{shown}");
    assert_eq!(serde_json::from_str::<Value>(&shown).expect("JSON")["text"], text);
}
