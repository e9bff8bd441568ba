//! What is wrong with a template, as our own error: in words, at its place, with what to do about it.
//! Tera says where for most of it; for the rest the place is found here.

use std::collections::{BTreeMap, BTreeSet};

use super::embedded::{SUFFIX, VARIABLES};
use super::filter::{FILTERS, OF_TERA};
use super::templates::{Choice, Origin, Source, Sources, included, short};
use crate::error::{Error, ErrorKind};
use crate::path::RepoPath;
use crate::text::{Span, did_you_mean, nearest};

/// Where more is said.
const DESCRIBED: &str = "`roadspec schema context` describes every variable";
const TEMPLATES: &str = "`roadspec template` lists every template";

/// What Tera says.
pub(super) fn of_tera(error: &tera::Error, sources: &Sources) -> Error {
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = Span::from(report.span().range.clone());
            let there = sources.get(report.filename()).map_or("", |source| span_of(span, &source.text));
            at(reworded(report.message(), there), report.filename(), Some(span), sources)
        }
        tera::ErrorKind::Msg(report) => of_report(report, sources),
        tera::ErrorKind::CircularInclude { include_chain: chain, .. }
        | tera::ErrorKind::CircularExtend { inheritance_chain: chain, .. } => circle(chain, sources),
        tera::ErrorKind::MissingParent { current, parent } => {
            let span = sources.get(current).and_then(|source| find(&source.text, parent));
            at(unknown("template", parent, sources), current, span, sources)
        }
        other => Error::new(ErrorKind::Template, lower(&other.to_string())),
    }
}

/// The first of the reports that Tera gives as one text about names that it does not know.
fn of_report(report: &str, sources: &Sources) -> Error {
    let mut lines = report.lines();
    let first = lines.next().unwrap_or_default();
    let message = first.strip_prefix("error: ").unwrap_or(first);
    let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
    let Some((name, line, column)) = place.and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
        Some((parts.next()?, line, column))
    }) else {
        return Error::new(ErrorKind::Template, lower(message));
    };
    let word = message.split('`').nth(1).unwrap_or_default();
    let span = sources.get(name).and_then(|source| {
        let start: usize = source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = source.text.get(start..)?;
        let from = rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
        let found = rest.get(from..)?.find(word)?;
        Some(Span::new(start + from + found, start + from + found + word.len()))
    });
    let sort = message.strip_prefix("Unknown ").and_then(|rest| rest.split(' ').next()).unwrap_or("name");
    at(unknown(sort, word, sources), name, span, sources)
}

/// That there is nothing of this sort with this name.
fn unknown(sort: &str, name: &str, sources: &Sources) -> Error {
    let help = match sort {
        "filter" => {
            let own = || FILTERS.iter().map(|filter| filter.name);
            let list = own().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            did_you_mean(name, own().chain(OF_TERA))
                .unwrap_or_else(|| format!("the filters are {list}, and those that Tera brings along"))
        }
        "template" => near(name, sources.keys()).unwrap_or_else(|| TEMPLATES.to_owned()),
        _ => "there are only those that Tera brings along".to_owned(),
    };
    Error::new(ErrorKind::Template, format!("there is no {sort} `{name}`")).with_help(help)
}

/// The sentence that offers the template with the nearest name. What all names share is not compared.
fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n String>) -> Option<String> {
    let known: BTreeMap<&str, &str> = known.into_iter().map(|known| (stem(known), known.as_str())).collect();
    let found = known.get(nearest(stem(name), known.keys().copied())?)?;
    Some(format!("did you mean `{found}`?"))
}

/// A template's name without folder and extension.
fn stem(name: &str) -> &str {
    short(name).rsplit('/').next().unwrap_or(name)
}

/// A message of Tera as one sentence, with what to do; `there` is the text it is about.
fn reworded(message: &str, there: &str) -> Error {
    let (said, known) = match message.split_once(". Available ") {
        Some((said, rest)) => (said, rest.split_once(": ").map(|(_, names)| names)),
        None => (message, None),
    };
    let help = if let Some(names) = known {
        let one = there.rsplit('.').next().unwrap_or(there);
        did_you_mean(one, names.split(", ")).unwrap_or_else(|| format!("there is: {names}"))
    } else if said.contains("`none`") {
        "not every feature has this: put it between `{% if … %}` and `{% endif %}`".to_owned()
    } else if said.contains("undefined") || said.contains("not defined") {
        DESCRIBED.to_owned()
    } else {
        "`roadspec template NAME` prints an embedded template to compare with".to_owned()
    };
    // Tera says the name of the type in Rust where a filter of our own is applied.
    Error::new(ErrorKind::Template, lower(said).replace("`&str`", "`string`")).with_help(help)
}

/// That templates include each other.
fn circle(chain: &[String], sources: &Sources) -> Error {
    // The way may lead into the circle from outside.
    let begin = chain.last().and_then(|last| chain.iter().position(|name| name == last)).unwrap_or_default();
    let chain = &chain[begin..];
    let names: Vec<String> = chain.iter().map(|name| format!("`{}`", short(name))).collect();
    let message = format!("templates include each other in a circle: {}", names.join(" → "));
    let error = Error::new(ErrorKind::Template, message).with_help("take one of these includes away");
    let (Some(name), Some(next)) = (chain.first(), chain.get(1)) else { return error };
    let span = sources.get(name).and_then(|source| find(&source.text, next));
    at(error, name, span, sources)
}

/// That a file of the repository is no template that is ever used.
pub(super) fn unused(name: &str, path: &RepoPath, known: &BTreeSet<String>) -> Error {
    let rule = "a template is named by complexity and level, such as `HIGH-L4.md.tera`, or is included by another one";
    let help = near(name, known).unwrap_or_else(|| rule.to_owned());
    Error::new(ErrorKind::Template, format!("no spec is rendered through the template `{path}`")).with_help(help)
}

/// That a template names a variable that there is not.
pub(super) fn unknown_variable(variable: &str, sources: &Sources) -> Error {
    let help = did_you_mean(variable, VARIABLES.iter().map(String::as_str)).unwrap_or_else(|| DESCRIBED.to_owned());
    let error = Error::new(ErrorKind::Template, format!("there is no variable `{variable}`")).with_help(help);
    // The embedded templates name none, so it stands in one of the repository.
    let place = sources.iter().filter(|(_, source)| source.from != Origin::Embedded).find_map(|(name, source)| {
        let found = code(&source.text).find_map(|span| find_word(&source.text, span, variable))?;
        Some((name, found))
    });
    match place {
        Some((name, span)) => at(error, name, Some(span), sources),
        None => error,
    }
}

/// That the front matter of a spec says something else for a key than was meant.
pub(super) fn other_front_matter(choice: &Choice, key: &str, id: &str, sources: &Sources) -> Error {
    let name = &choice.name;
    let message = match key {
        "" => format!("the template `{name}` renders no sound front matter for `{id}`"),
        key => format!("the template `{name}` renders another `{key}` for `{id}` than the plan has"),
    };
    let help = "put every text of the front matter through the filter `yaml`, as `partials/front-matter` does";
    let error = Error::new(ErrorKind::Template, message).with_help(help);
    // The template itself or what it includes writes the key.
    let own = format!("{name}{SUFFIX}");
    let parts = sources.get(&own).map(|source| included(&source.text)).unwrap_or_default();
    let line = format!("\n{key}:");
    let place = [own.as_str()].into_iter().chain(parts).find_map(|name| {
        let start = sources.get(name)?.text.find(&line)? + 1;
        Some((name, Span::new(start, start + key.len())))
    });
    match place.filter(|_| !key.is_empty()) {
        Some((name, span)) => at(error, name, Some(span), sources),
        None => error,
    }
}

/// The variables that a template sets or loops over.
pub(super) fn assigned(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for span in code(text) {
        let mut words = words(span.of(text)).map(|(_, word)| word);
        while let Some(word) = words.next() {
            match word {
                "set" | "set_global" => found.extend(words.next()),
                // A loop may have a variable for the key as well.
                "for" => found.extend(words.by_ref().take_while(|word| *word != "in")),
                _ => {}
            }
        }
    }
    found
}

/// The error at its place in a template, if that is known.
fn at(error: Error, name: &str, span: Option<Span>, sources: &Sources) -> Error {
    match (sources.get(name), span) {
        (Some(Source { from, text }), Some(span)) if text.get(span.start..span.end).is_some() => {
            let shown = match from {
                Origin::Embedded => format!("the embedded template {}", short(name)),
                Origin::User(path) => path.to_string(),
            };
            error.at(shown, text.clone(), span)
        }
        _ => error,
    }
}

/// What stands between the marks of tags and expressions.
fn code(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        let begin = ["{{", "{%"].iter().filter_map(|mark| text[next..].find(mark)).min()? + next + 2;
        let end = ["}}", "%}"].iter().filter_map(|mark| text[begin..].find(mark)).min()? + begin;
        next = end + 2;
        Some(Span::new(begin, end))
    })
}

/// The names in a piece of code, each with where it begins; those in quotes count too.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let begins = move |at: usize| !code[..at].ends_with(is_word);
    let starts = code.char_indices().filter(move |(at, c)| is_word(*c) && begins(*at)).map(|(at, _)| at);
    starts.map(move |at| (at, code[at..].split(|c| !is_word(c)).next().unwrap_or_default()))
}

fn find_word(text: &str, span: Span, word: &str) -> Option<Span> {
    let (at, _) = words(span.of(text)).find(|(_, found)| *found == word)?;
    Some(Span::new(span.start + at, span.start + at + word.len()))
}

fn find(text: &str, part: &str) -> Option<Span> {
    text.find(part).map(|at| Span::new(at, at + part.len()))
}

fn span_of(span: Span, text: &str) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// A sentence as it stands in this program's messages.
fn lower(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut letters = message.chars();
    letters.next().map(|first| format!("{}{}", first.to_lowercase(), letters.as_str())).unwrap_or_default()
}
