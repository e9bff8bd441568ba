//! One roadmap entry: its name, level, complexity and estimate in any order and bracket, and the fields under it.
//! Where entries stand is found in `roadmap`.

use super::fields::{self, Piece};
use super::names::Match;
use super::{Component, Dependency, Entry, Names, Reader, dependencies};
use crate::markdown::Line;
use crate::profile::{Complexity, Label, Level, words};
use crate::text::{Located, Span};

/// What an entry may build.
#[derive(Clone, Copy)]
pub(super) struct Parts<'r> {
    pub(super) components: &'r [Component],
    pub(super) names: &'r Names<'r>,
}

/// An entry while it is being read.
pub(super) struct Draft {
    pub(super) name: Located<String>,
    pub(super) feature_spec_id: Option<Located<String>>,
    pub(super) span: Span,
    complexity: Option<Located<Complexity>>,
    /// The word for the complexity, if it is another than the canonical one.
    alias: Option<Span>,
    level: Option<Located<Level>>,
    estimate: Option<Located<String>>,
    dependencies: Vec<Dependency>,
    scope: Vec<Located<String>>,
}

/// Reads the line that holds an entry's name.
pub(super) fn line(reader: &Reader<'_>, line: &Line) -> Draft {
    let (name, after) = name_of(reader, line);
    let id = line.links.iter().find(|link| !link.image).and_then(|link| reader.spec_id(link.span));
    let mut draft = Draft {
        name,
        feature_spec_id: id,
        span: line.span,
        complexity: None,
        alias: None,
        level: None,
        estimate: None,
        dependencies: Vec::new(),
        scope: Vec::new(),
    };
    let rest = Span::new(after, line.span.end);
    let notes = annotations(reader.text, rest);
    for note in &notes {
        for part in dependencies::split(reader.text, *note).into_iter().flat_map(|part| at_dashes(reader.text, part)) {
            draft.annotate(reader, part);
        }
    }
    let end = notes.iter().map(|note| note.start - 1).min().unwrap_or(rest.end);
    let source = Span::new(after, end.max(after)).of(reader.text);
    let described = source.trim_start_matches(['*', '_', ':', '-', '–', '—', ' ', '`', ')']);
    if described.chars().any(char::is_alphanumeric) && !draft.annotate(reader, Span::new(end - described.len(), end)) {
        draft.scope.push(reader.prose(Span::new(end - described.len(), end)));
    }
    draft
}

/// The name at the start of a line and where the rest begins: the bold text, the link's text, or everything before
/// the first bracket, dash or colon.
fn name_of(reader: &Reader<'_>, line: &Line) -> (Located<String>, usize) {
    let text = reader.text;
    let bold_end = line.runs.iter().take_while(|run| run.strong).last().map(|run| run.span.end);
    let linked = line.runs.first().and_then(|run| run.link).and_then(|at| line.links.get(at));
    let (span, after) = if let Some(link) = linked {
        let label = link.span.of(text).find("](").map_or(link.span.len(), |end| end);
        (Span::new(link.span.start + 1, (link.span.start + label).max(link.span.start + 1)), link.span.end)
    } else {
        let source = line.span.of(text);
        let marks = [" (", " [", ": ", " - ", " – ", " — ", " → "];
        let cut = marks.iter().filter_map(|mark| source.find(mark)).min().map(|at| line.span.start + at);
        let end = cut.or(bold_end).unwrap_or(line.span.end);
        (Span::new(line.span.start, end), end)
    };
    (reader.unmarked(reader.name_part(span)), after)
}

/// The insides of the brackets in a text; a link's brackets are none.
fn annotations(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, character) in span.of(text).char_indices() {
        match (character, open) {
            ('(' | '[', None) => open = Some(span.start + at + 1),
            (')' | ']', Some(start)) => {
                found.push(Span::new(start, span.start + at));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Splits `Level 4 - MODERATE` at its dash; the dash of a range such as `3-5` has no blanks around it.
fn at_dashes(text: &str, span: Span) -> Vec<Span> {
    let source = span.of(text);
    match [" - ", " – ", " — ", " / "].iter().find_map(|mark| source.find(mark).map(|at| (at, mark.len()))) {
        Some((at, length)) => {
            vec![Span::new(span.start, span.start + at), Span::new(span.start + at + length, span.end).trimmed(text)]
        }
        None => vec![span],
    }
}

impl Draft {
    /// Whether the line itself gives a level or a complexity.
    pub(super) fn leveled(&self) -> bool {
        self.level.is_some() || self.complexity.is_some()
    }

    /// The component that the name means, and all it could mean if there are several.
    pub(super) fn component(&self, parts: Parts<'_>) -> (Option<usize>, Vec<usize>) {
        let by_id = self.feature_spec_id.as_ref().and_then(|id| {
            let has =
                |component: &Component| component.feature_spec_id.as_ref().is_some_and(|own| own.value == id.value);
            parts.components.iter().position(has)
        });
        match (by_id, parts.names.resolve(&self.name.value)) {
            (Some(at), _) | (None, Match::One(at)) => (Some(at), Vec::new()),
            (None, Match::Nothing) => (None, Vec::new()),
            (None, Match::Several(all)) => (None, all),
        }
    }

    /// Takes in a text that may be a level, a complexity or an estimate; says whether it was one.
    fn annotate(&mut self, reader: &Reader<'_>, span: Span) -> bool {
        let span = span.trimmed(reader.text);
        let source = span.of(reader.text);
        if let Some((level, at)) = level_in(reader, source) {
            self.level.get_or_insert(Located::at(level, Span::new(span.start + at, span.start + at + 1)));
        } else if let Some(complexity) = complexity_in(reader, source) {
            if self.complexity.is_none() && complexity.word() == source {
                self.complexity = Some(Located::at(complexity, span));
            } else if self.complexity.is_none() {
                self.complexity = Some(Located::derived(complexity, OTHER_SPELLING));
                self.alias = word_for(complexity, source).map(|word| word.shifted(span.start));
            }
        } else if is_estimate(reader, source) {
            self.estimate.get_or_insert(Located::at(source.to_owned(), span));
        } else {
            return false;
        }
        true
    }

    /// Takes in a labelled value; says whether the label means something in an entry.
    pub(super) fn take(&mut self, reader: &Reader<'_>, label: Label, span: Span) -> bool {
        match label {
            Label::Dependencies => self.dependencies.extend(dependencies::of_text(reader, span)),
            Label::Estimate => self.estimate = Some(reader.prose(span)),
            Label::FeatureSpec => self.feature_spec_id = reader.spec_id(span).or_else(|| self.feature_spec_id.take()),
            Label::Level | Label::Complexity => return self.annotate_level(reader, span),
            Label::Responsibility => self.scope.push(reader.prose(span)),
            _ => return false,
        }
        true
    }

    /// A level's own field may be the bare number.
    fn annotate_level(&mut self, reader: &Reader<'_>, span: Span) -> bool {
        let span = span.trimmed(reader.text);
        let bare = span.of(reader.text).parse().ok().and_then(Level::new);
        match bare {
            Some(level) => self.level = Some(Located::at(level, span)),
            None => return at_dashes(reader.text, span).into_iter().all(|part| self.annotate(reader, part)),
        }
        true
    }

    /// Reads what stands under the line and completes the entry.
    pub(super) fn finish<'a>(mut self, reader: &Reader<'a>, parts: Parts<'_>, under: Vec<Piece<'a>>) -> Entry {
        let (scope, found) = fields::read_pieces(reader, under);
        self.scope.extend(scope.iter().map(|piece| reader.prose(piece.span())));
        for field in &found {
            let lists = field.texts();
            let known = field.known.is_some_and(|label| {
                let taken = lists.iter().filter(|span| self.take(reader, label, **span)).count();
                taken > 0 && taken == lists.len()
            });
            if !known && let Some(span) = field.span() {
                self.scope.push(reader.prose(span));
            }
        }
        let (component_ref, ambiguous_refs) = self.component(parts);
        let (complexity, maturity) = complete(self.complexity, self.level);
        Entry {
            name: self.name,
            complexity,
            maturity,
            dependencies: self.dependencies,
            estimated_days: self.estimate,
            component_ref,
            ambiguous_refs,
            feature_spec_id: self.feature_spec_id,
            scope: self.scope,
            span: self.span,
            alias: self.alias,
        }
    }
}

/// Why a value is what it is, where the entry does not give it in its canonical form.
const OTHER_SPELLING: &str = "understood from another spelling";
const OF_COMPLEXITY: &str = "follows from the complexity";
const OF_LEVEL: &str = "follows from the level";
const DEFAULT: &str = "the default";

/// Whether the entry gives a level or complexity itself, in whatever spelling.
pub fn is_given<T>(value: &Located<T>) -> bool {
    value.span.is_some() || value.reason == Some(OTHER_SPELLING)
}

/// Whether a level or complexity is the default, because the entry gives neither.
pub fn is_default<T>(value: &Located<T>) -> bool {
    value.reason == Some(DEFAULT)
}

/// Level and complexity where one or both are missing (domain, "Level and complexity").
fn complete(
    complexity: Option<Located<Complexity>>,
    level: Option<Located<Level>>,
) -> (Located<Complexity>, Located<Level>) {
    match (complexity, level) {
        (Some(complexity), Some(level)) => (complexity, level),
        (Some(complexity), None) => {
            let level = complexity.value.level();
            (complexity, Located::derived(level, OF_COMPLEXITY))
        }
        (None, Some(level)) => (Located::derived(level.value.complexity(), OF_LEVEL), level),
        (None, None) => {
            let easy = Complexity::Easy;
            (Located::derived(easy, DEFAULT), Located::derived(easy.level(), DEFAULT))
        }
    }
}

/// A level in a text that is nothing else: `Level 4`, `L4`, `maturity: 4`; and where its digit stands.
fn level_in(reader: &Reader<'_>, source: &str) -> Option<(Level, usize)> {
    let digit = source.find(|c: char| c.is_ascii_digit())?;
    let word = words(&source[..digit]);
    let known = reader.profile.words.level.contains(&word);
    let level = source[digit..].parse().ok().and_then(Level::new)?;
    known.then_some((level, digit))
}

/// A complexity in a text that is nothing else, with or without the word before it.
fn complexity_in(reader: &Reader<'_>, source: &str) -> Option<Complexity> {
    let all = words(source);
    let word = match all.split_once(' ') {
        Some((before, word)) if reader.profile.words.level.iter().any(|known| known == before) => word,
        Some((word, after)) if reader.profile.words.level.iter().any(|known| known == after) => word,
        _ => all.as_str(),
    };
    Complexity::of_word(word)
}

/// Where the word for a complexity stands in a text that gives it.
fn word_for(complexity: Complexity, source: &str) -> Option<Span> {
    let separates = |c: char| !c.is_alphanumeric();
    let mut start = 0;
    source.split_inclusive(separates).find_map(|part| {
        let word = part.trim_end_matches(separates);
        let span = Span::new(start, start + word.len());
        start += part.len();
        (Complexity::of_word(word) == Some(complexity)).then_some(span)
    })
}

/// Whether a text is an amount of time or points: `24h`, `3-5 days`, `~2 weeks`.
fn is_estimate(reader: &Reader<'_>, source: &str) -> bool {
    let amount = source.trim_start_matches(['~', '≈', ' ', '<', '>']);
    let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '.' | '+' | ' '));
    unit.len() < amount.len() && reader.profile.words.units.contains(&words(unit))
}
