//! Reports for people: every finding with its source, its related places and what to do, then a summary.
//! The only file that hands anything to `miette`; nothing reaches it that could steer a terminal or a log.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::log::without_commands;
use super::snippet::Snippet;
use super::{Report, Sources, Style};
use crate::error::Error;
use crate::finding::{Finding, Place, Related, Remedy, Severity};
use crate::text::{Lines, Span, neutral_line};

/// How many lines apart two places of a file may be to be shown in one snippet.
const NEAR: usize = 8;
/// The line that `miette` writes above every related place; what the place is stands below it.
const RELATED: &str = "\nAdvice: \n";

/// The report for a person; empty only if there is nothing at all to say.
pub fn human(report: &Report<'_>, sources: &dyn Sources, style: &Style) -> String {
    let mut page = Page { sources, lines: BTreeMap::new() };
    let handler = handler(style);
    let mut out = String::new();
    for finding in report.findings {
        draw(&handler, &page.finding(finding), &mut out);
    }
    out.push_str(&super::closing(report));
    without_commands(&out)
}

/// What the user should know about a run, a line each.
pub fn warnings(warnings: &[String]) -> String {
    let mut out = String::new();
    for warning in warnings {
        let _ = writeln!(out, "warning: {}", neutral_line(warning));
    }
    without_commands(&out)
}

/// An error for a person.
pub fn error(error: &Error, style: &Style) -> String {
    let snippet = error.excerpt.as_deref().map(|excerpt| {
        let end = excerpt.span.end.min(excerpt.text.len());
        let span = Span::new(excerpt.span.start.min(end), end);
        Snippet::new(&excerpt.name, &excerpt.text, &Lines::new(&excerpt.text), &[(span, "")])
    });
    let shown = Shown {
        code: None,
        severity: miette::Severity::Error,
        message: neutral_line(&error.message).into_owned(),
        help: error.help.as_deref().map(|help| neutral_line(help).into_owned()),
        snippet,
        related: Vec::new(),
    };
    let mut out = String::new();
    draw(&handler(style), &shown, &mut out);
    without_commands(&out)
}

fn handler(style: &Style) -> GraphicalReportHandler {
    let theme = match (style.color, style.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (true, false) => GraphicalTheme { characters: miette::ThemeCharacters::ascii(), ..GraphicalTheme::unicode() },
        (false, false) => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        // A snippet has no more lines than it should; none of them is left out.
        .with_context_lines(NEAR)
        // A command or a path is broken nowhere, so that it can be copied.
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_break_words(false)
}

fn draw(handler: &GraphicalReportHandler, shown: &Shown, out: &mut String) {
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, shown).is_err() {
        drawn = format!("{}: {}\n", shown.code.unwrap_or("error"), shown.message);
    }
    out.push_str(&drawn.replace(RELATED, "\n"));
    out.push('\n');
}

/// Turns findings into something `miette` can draw.
struct Page<'s> {
    sources: &'s dyn Sources,
    /// The lines of every document shown so far.
    lines: BTreeMap<&'s str, Lines<'s>>,
}

impl<'s> Page<'s> {
    fn finding(&mut self, finding: &'s Finding) -> Shown {
        let mut spans: Vec<(Span, &str)> =
            finding.place.span.iter().map(|span| (*span, finding.label.as_str())).collect();
        let (near, far): (Vec<&Related>, Vec<&Related>) =
            finding.related.iter().partition(|related| self.is_near(&finding.place, &related.place));
        spans.extend(near.iter().filter_map(|related| Some((related.place.span?, related.label.as_str()))));
        let help = match &finding.remedy {
            Remedy::Create { command, .. } => format!("{}, or `{command}`", finding.help),
            Remedy::Author(_) => finding.help.clone(),
        };
        Shown {
            code: Some(finding.rule),
            severity: match finding.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            message: neutral_line(&finding.message).into_owned(),
            help: (!help.is_empty()).then(|| neutral_line(&help).into_owned()),
            snippet: self.snippet(&finding.place, &spans),
            related: far.into_iter().map(|related| self.related(related)).collect(),
        }
    }

    fn related(&mut self, related: &'s Related) -> Shown {
        let spans: Vec<(Span, &str)> = related.place.span.iter().map(|span| (*span, "")).collect();
        let snippet = self.snippet(&related.place, &spans);
        let place = if snippet.is_none() {
            format!("{}: {}", related.place.path, related.label)
        } else {
            related.label.clone()
        };
        Shown {
            code: None,
            severity: miette::Severity::Advice,
            message: neutral_line(&place).into_owned(),
            help: None,
            snippet,
            related: Vec::new(),
        }
    }

    fn snippet(&mut self, place: &'s Place, spans: &[(Span, &str)]) -> Option<Snippet> {
        let text = self.sources.text(&place.path)?;
        let lines = self.lines.entry(&place.path).or_insert_with(|| Lines::new(text));
        (!spans.is_empty()).then(|| Snippet::new(&place.path, text, lines, spans))
    }

    fn is_near(&mut self, main: &'s Place, other: &Place) -> bool {
        let (Some(text), Some(a), Some(b)) = (self.sources.text(&main.path), main.span, other.span) else {
            return false;
        };
        let lines = self.lines.entry(&main.path).or_insert_with(|| Lines::new(text));
        main.path == other.path && lines.position(a.start).line.abs_diff(lines.position(b.start).line) <= NEAR
    }
}

/// A diagnostic of which every text is harmless.
#[derive(Debug)]
struct Shown {
    code: Option<&'static str>,
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    snippet: Option<Snippet>,
    related: Vec<Shown>,
}

impl Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.help.as_deref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.snippet.as_ref().map(|snippet| Box::new(snippet.labels()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.related.iter().map(|related| related as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = &dyn Diagnostic>>)
    }
}
