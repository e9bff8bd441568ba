//! Reports: what people read, what programs read, and that nothing in them can do harm.

mod harmless;
mod human;
mod json;
mod places;

use std::collections::BTreeMap;

use super::*;
use crate::finding::{Place, Related, Remedy, Severity};
use crate::text::{Lines, Position, Span};

/// Texts by path.
#[derive(Debug, Clone, Default)]
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn of(texts: &[(&str, &str)]) -> Self {
        Self(texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Where something stands in one of the texts.
    fn place(&self, path: &str, what: &str) -> Place {
        let start = self.0[path].find(what).expect("it stands in the text");
        Place::span(path, Span::new(start, start + what.len()))
    }
}

impl Sources for Texts {
    fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

const PLAIN: Style = Style { color: false, unicode: true, width: 80 };

fn finding(place: Place, message: &str, label: &str, help: &str) -> Finding {
    Finding {
        rule: "some-rule",
        severity: Severity::Error,
        place,
        message: message.to_owned(),
        label: label.to_owned(),
        related: Vec::new(),
        help: help.to_owned(),
        remedy: Remedy::Author(help.to_owned()),
    }
}

fn related(place: Place, label: &str) -> Related {
    Related { place, label: label.to_owned() }
}

fn report(findings: &[Finding]) -> Report<'_> {
    let summary = Some(Summary::new(findings, 12, "the worktree".to_owned()));
    Report {
        command: "check",
        findings,
        statistics: None,
        error: None,
        warnings: &[],
        summary,
        details: None,
        fixes: None,
    }
}

/// The slow and obvious count of a place.
fn counted(text: &str, offset: usize) -> Position {
    let mut position = Position { line: 1, column: 1 };
    for (at, character) in text.char_indices().take_while(|(at, _)| *at < offset) {
        match character {
            '\n' => position = Position { line: position.line + 1, column: 1 },
            '\u{feff}' if at == 0 => {}
            _ => position.column += 1,
        }
    }
    position
}

#[test]
fn colour_is_decided_by_the_command_line_then_the_environment_then_the_terminal() {
    for (choice, variables, terminal, color) in [
        (ColorChoice::Always, "NO_COLOR=1", false, true),
        (ColorChoice::Never, "FORCE_COLOR=1", true, false),
        (ColorChoice::Auto, "", true, true),
        (ColorChoice::Auto, "", false, false),
        (ColorChoice::Auto, "NO_COLOR=1 FORCE_COLOR=1", true, false),
        (ColorChoice::Auto, "NO_COLOR=", true, true),
        (ColorChoice::Auto, "FORCE_COLOR=1", false, true),
        (ColorChoice::Auto, "FORCE_COLOR=0", false, false),
        (ColorChoice::Auto, "CLICOLOR_FORCE=1 TERM=dumb", false, true),
        (ColorChoice::Auto, "CLICOLOR=0", true, false),
        (ColorChoice::Auto, "CLICOLOR=1 TERM=dumb", true, false),
        (ColorChoice::Auto, "TERM=xterm", true, true),
    ] {
        let environment = |name: &str| {
            let mut pairs = variables.split(' ').filter_map(|pair| pair.split_once('='));
            pairs.find(|(variable, _)| *variable == name).map(|(_, value)| value.to_owned())
        };
        assert_eq!(resolve_color(choice, &environment, terminal), color, "{choice:?} {variables}");
    }
}
