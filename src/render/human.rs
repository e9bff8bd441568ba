//! Reports for people: every finding with its source, its related places and what to do, then a summary.
//! The only file that hands anything to `miette`; nothing reaches it that could steer a terminal or a log.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write as _};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters};

use super::log::without_commands;
use super::snippet::Snippet;
use super::{Report, Sources, Style};
use crate::error::Error;
use crate::finding::{Finding, Place, Related, Remedy, Safety, Severity};
use crate::text::{Lines, Span, neutral_line};

/// How many lines apart two places of a file may be to be shown in one snippet.
const NEAR: usize = 8;
/// The report for a person; empty only if there is nothing at all to say.
pub fn human(report: &Report<'_>, sources: &dyn Sources, style: &Style) -> String {
    let mut page = Page { sources, width: style.width, lines: BTreeMap::new() };
    let mut out = String::new();
    for finding in report.findings {
        for shown in page.finding(finding) {
            draw(&shown, style, &mut out);
        }
        out.push('\n');
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
    let snippet = error
        .excerpt
        .as_deref()
        .map(|excerpt| Snippet::new(&excerpt.name, &Lines::new(&excerpt.text), &[(excerpt.span, "")], style.width));
    let shown = Shown {
        tag: "error:".to_owned(),
        severity: miette::Severity::Error,
        message: neutral_line(&error.message).into_owned(),
        help: error.help.as_deref().map(|help| neutral_line(help).into_owned()),
        snippet,
    };
    let mut out = String::new();
    draw(&shown, style, &mut out);
    out.push('\n');
    without_commands(&out)
}

/// Draws with the tag where `miette` has an icon, so that the first line says all in the colour of the severity.
fn draw(shown: &Shown, style: &Style, out: &mut String) {
    let mut theme = match (style.color, style.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (true, false) => GraphicalTheme { characters: ThemeCharacters::ascii(), ..GraphicalTheme::unicode() },
        (false, false) => GraphicalTheme::none(),
    };
    let icons = [&mut theme.characters.error, &mut theme.characters.warning, &mut theme.characters.advice];
    for icon in icons {
        icon.clone_from(&shown.tag);
    }
    if let Some(snippet) = shown.snippet.as_ref().filter(|_| style.color) {
        let main = match shown.severity {
            miette::Severity::Error => theme.styles.error,
            miette::Severity::Warning => theme.styles.warning,
            miette::Severity::Advice => theme.styles.advice,
        };
        let other = theme.styles.help;
        theme.styles.highlights = snippet.roles().map(|is_main| if is_main { main } else { other }).collect();
    }
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        // A snippet has no more lines than it should; none of them is left out.
        .with_context_lines(NEAR)
        // A command or a path is broken nowhere, so that it can be copied.
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_break_words(false);
    if handler.render_report(out, shown).is_err() {
        let _ = writeln!(out, "{} {}", shown.tag, shown.message);
    }
}

/// Turns findings into something `miette` can draw.
struct Page<'s> {
    sources: &'s dyn Sources,
    width: usize,
    /// The lines of every document shown so far.
    lines: BTreeMap<&'s str, Lines<'s>>,
}

impl<'s> Page<'s> {
    /// A finding with the places near it in one snippet, then each place further away; the last says what to do.
    fn finding(&mut self, finding: &'s Finding) -> Vec<Shown> {
        let mut spans: Vec<(Span, &str)> =
            finding.place.span.iter().map(|span| (*span, finding.label.as_str())).collect();
        let (near, far): (Vec<&Related>, Vec<&Related>) =
            finding.related.iter().partition(|related| self.is_near(&finding.place, &related.place));
        spans.extend(near.iter().filter_map(|related| Some((related.place.span?, related.label.as_str()))));
        let snippet = self.snippet(&finding.place, &spans);
        let main = Shown {
            tag: format!("{}[{}]:", finding.severity.word(), finding.rule),
            severity: match finding.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            message: placed(&finding.message, &finding.place, snippet.as_ref()),
            help: None,
            snippet,
        };
        let mut shown = vec![main];
        shown.extend(far.into_iter().map(|related| self.related(related)));
        if let Some(last) = shown.last_mut() {
            last.help = help(finding);
        }
        shown
    }

    fn related(&mut self, related: &'s Related) -> Shown {
        // The label is the message already.
        let spans: Vec<(Span, &str)> = related.place.span.iter().map(|span| (*span, "")).collect();
        let snippet = self.snippet(&related.place, &spans);
        Shown {
            tag: "note:".to_owned(),
            severity: miette::Severity::Advice,
            message: placed(&related.label, &related.place, snippet.as_ref()),
            help: None,
            snippet,
        }
    }

    fn snippet(&mut self, place: &'s Place, spans: &[(Span, &str)]) -> Option<Snippet> {
        let text = self.sources.text(&place.path)?;
        let lines = self.lines.entry(&place.path).or_insert_with(|| Lines::new(text));
        (!spans.is_empty()).then(|| Snippet::new(&place.path, lines, spans, self.width))
    }

    fn is_near(&mut self, main: &'s Place, other: &Place) -> bool {
        let (Some(text), Some(a), Some(b)) = (self.sources.text(&main.path), main.span, other.span) else {
            return false;
        };
        let lines = self.lines.entry(&main.path).or_insert_with(|| Lines::new(text));
        main.path == other.path && lines.position(a.start).line.abs_diff(lines.position(b.start).line) <= NEAR
    }
}

fn help(finding: &Finding) -> Option<String> {
    let help = match &finding.remedy {
        Remedy::Create { command, .. } => format!("{}, or `{command}`", finding.help),
        Remedy::Edit(fix) => {
            let option = if fix.safety == Safety::Safe { "" } else { " --unsafe-fixes" };
            let does = if finding.help.ends_with('?') {
                " `roadspec fix{}` writes that"
            } else {
                "; `roadspec fix{}` does that"
            };
            finding.help.clone() + &does.replace("{}", option)
        }
        Remedy::Author(_) => finding.help.clone(),
    };
    (!help.is_empty()).then(|| neutral_line(&help).into_owned())
}

/// A message that says where, even if no snippet does.
fn placed(message: &str, place: &Place, snippet: Option<&Snippet>) -> String {
    let message = neutral_line(message);
    let path = neutral_line(&place.path);
    if snippet.is_some() || message.contains(path.as_ref()) {
        message.into_owned()
    } else {
        format!("{path}: {message}")
    }
}

/// A diagnostic of which every text is harmless.
#[derive(Debug)]
struct Shown {
    /// What the first line begins with.
    tag: String,
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    snippet: Option<Snippet>,
}

impl Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
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
}
