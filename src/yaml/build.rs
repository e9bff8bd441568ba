//! Builds the value, the index and the refusals from the parser's events, with a stack of its own.
//! How a syntax error is worded is not decided here.

use std::ops::ControlFlow;

use granit_parser::{Event, ScalarStyle, StructureStyle};
use serde_json::{Map, Value};

use super::index::{Entry, Index};
use super::typing::typed;
use super::{Genre, MAX_DEPTH, Problem, refusal, seek};
use crate::text::Span;

/// What is known so far. It can be finished after any event.
pub(super) struct Builder<'t> {
    pub(super) genre: Genre,
    text: &'t str,
    /// What is read; the parser counts from its start.
    yaml: Span,
    frames: Vec<Frame>,
    root: Option<Value>,
    index: Index,
    problems: Vec<Problem>,
    /// The end of the last token that belongs to a value or key.
    last: usize,
    scalar: Span,
    /// The last node went nowhere, so what is wrong with it is not worth saying.
    dropped: bool,
}

/// A collection that is still open.
struct Frame {
    content: Content,
    node: usize,
    start: usize,
    flow: bool,
}

enum Content {
    Mapping(Map<String, Value>, Awaited),
    Sequence(Vec<Value>),
    /// A collection that goes nowhere: a key, or something below one.
    Nothing,
}

/// What a mapping waits for.
enum Awaited {
    Key,
    Value(String, Span),
    /// The value of a key that was refused.
    NoValue,
}

/// Where the next node goes.
enum Slot {
    Root,
    Key,
    Field(String, Span),
    Item(usize),
    Nowhere,
}

impl<'t> Builder<'t> {
    pub(super) fn new(genre: Genre, text: &'t str, yaml: Span) -> Self {
        Self {
            genre,
            text,
            yaml,
            frames: Vec::new(),
            root: None,
            index: Index::new(Span::at(yaml.start)),
            problems: Vec::new(),
            last: yaml.start,
            scalar: Span::at(yaml.start),
            dropped: false,
        }
    }

    /// Takes in one event; breaks off where reading on makes no sense.
    pub(super) fn take(&mut self, event: Event, span: granit_parser::Span) -> ControlFlow<()> {
        let place = self.absolute(&span);
        if let Some(tag) = span.tag_span().filter(|_| !self.goes_nowhere()) {
            self.problems.push(refusal::tag(self.absolute(&tag)));
        }
        match event {
            Event::Scalar(value, style, ..) => self.scalar(&value, style, place),
            Event::MappingStart(style, ..) => {
                return self.open(Content::Mapping(Map::new(), Awaited::Key), style, place);
            }
            Event::SequenceStart(style, ..) => return self.open(Content::Sequence(Vec::new()), style, place),
            Event::MappingEnd | Event::SequenceEnd => self.close(place),
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.alias(place),
            Event::Anchor(..) if !self.dropped => self.problems.push(refusal::anchor(place)),
            Event::DocumentStart(..) if self.root.is_some() => {
                self.problems.push(refusal::second_document(place));
                return ControlFlow::Break(());
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// The value as far as it was read, its index, and what was refused.
    pub(super) fn finish(mut self) -> (Option<Value>, Index, Vec<Problem>) {
        let known = self.problems.len();
        while !self.frames.is_empty() {
            self.close(Span::at(self.last));
        }
        // What is not closed cannot be called a wrong key.
        self.problems.truncate(known);
        (self.root, self.index, self.problems)
    }

    /// The innermost bracket that is open.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        self.frames.iter().rev().find(|frame| frame.flow).map(|frame| frame.start)
    }

    /// Whether no collection is open: the document has not shown to be a mapping.
    pub(super) fn is_at_root(&self) -> bool {
        self.frames.is_empty()
    }

    /// The last scalar that was read, keys included.
    pub(super) fn last_scalar(&self) -> Span {
        self.scalar
    }

    /// The end of the last token that belongs to a value or key.
    pub(super) fn last(&self) -> usize {
        self.last
    }

    /// What was refused last.
    pub(super) fn last_refused(&self) -> Option<&Problem> {
        self.problems.last()
    }

    fn absolute(&self, span: &granit_parser::Span) -> Span {
        span.byte_range().map_or(Span::at(self.last), |range| Span::from(range).shifted(self.yaml.start))
    }

    fn slot(&self) -> Slot {
        match self.frames.last().map(|frame| &frame.content) {
            None => Slot::Root,
            Some(Content::Mapping(_, Awaited::Key)) => Slot::Key,
            Some(Content::Mapping(_, Awaited::Value(name, key))) => Slot::Field(name.clone(), *key),
            Some(Content::Sequence(items)) => Slot::Item(items.len()),
            Some(Content::Mapping(_, Awaited::NoValue) | Content::Nothing) => Slot::Nowhere,
        }
    }

    /// Whether the next node is dropped.
    fn goes_nowhere(&self) -> bool {
        let content = self.frames.last().map(|frame| &frame.content);
        matches!(content, Some(Content::Mapping(_, Awaited::NoValue) | Content::Nothing))
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, place: Span) {
        let slot = self.slot();
        self.dropped = matches!(slot, Slot::Nowhere);
        self.scalar = place;
        if matches!(slot, Slot::Key) {
            self.last = self.last.max(place.end);
            return self.key(value, style, place);
        }
        let place = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar(value, place),
            ScalarStyle::Plain if place.is_empty() => self.empty(&slot, place),
            _ => place,
        };
        self.last = self.last.max(place.end);
        let value = match style {
            ScalarStyle::Plain if place.is_empty() => Value::Null,
            ScalarStyle::Plain => typed(value),
            _ => Value::String(value.to_owned()),
        };
        self.enter(slot, place);
        self.leave(value);
    }

    fn key(&mut self, name: &str, style: ScalarStyle, place: Span) {
        let plain = style == ScalarStyle::Plain;
        let parent = self.frames.last().map_or(0, |frame| frame.node);
        let refused = if plain && name == "<<" {
            Some(refusal::merge_key(place))
        } else if plain && place.is_empty() {
            Some(refusal::no_key(place))
        } else {
            self.index.key_of(parent, name).map(|first| refusal::duplicate_key(name, place, first))
        };
        let awaited = if refused.is_none() { Awaited::Value(name.to_owned(), place) } else { Awaited::NoValue };
        self.problems.extend(refused);
        self.await_next(awaited);
    }

    fn alias(&mut self, place: Span) {
        let slot = self.slot();
        self.dropped = matches!(slot, Slot::Nowhere);
        self.last = self.last.max(place.end);
        if !self.dropped {
            self.problems.push(refusal::alias(place));
        }
        if matches!(slot, Slot::Key) {
            return self.await_next(Awaited::NoValue);
        }
        self.enter(slot, place);
        self.leave(Value::Null);
    }

    fn open(&mut self, content: Content, style: StructureStyle, place: Span) -> ControlFlow<()> {
        let slot = self.slot();
        let flow = style == StructureStyle::Flow;
        let dash = matches!((&content, &slot), (Content::Sequence(_), Slot::Field(..)) if !flow);
        // The parser places a list that is not indented after its first dash.
        let start = if dash { self.seek(place.end, '-').unwrap_or(place.start) } else { place.start };
        if self.frames.len() >= MAX_DEPTH {
            self.problems.push(refusal::too_deep(Span::new(start, place.end), self.genre));
            return ControlFlow::Break(());
        }
        self.dropped = matches!(slot, Slot::Nowhere);
        let dashed = !flow && matches!(content, Content::Sequence(_)) && self.text.get(start..start + 1) == Some("-");
        let first_token = if dashed { start + 1 } else { place.end };
        self.last = self.last.max(first_token);
        let content = if matches!(slot, Slot::Nowhere | Slot::Key) { Content::Nothing } else { content };
        let node = self.enter(slot, Span::at(start));
        self.frames.push(Frame { content, node, start, flow });
        ControlFlow::Continue(())
    }

    fn close(&mut self, place: Span) {
        let Some(frame) = self.frames.pop() else { return };
        if !place.is_empty() {
            self.last = self.last.max(place.end);
        }
        let span = Span::new(frame.start, self.last.max(frame.start));
        let value = match frame.content {
            Content::Mapping(map, _) => Value::Object(map),
            Content::Sequence(items) => Value::Array(items),
            Content::Nothing => {
                if matches!(self.slot(), Slot::Key) {
                    self.problems.push(refusal::complex_key(self.text, span));
                    return self.await_next(Awaited::NoValue);
                }
                return self.leave(Value::Null);
            }
        };
        self.index.place(frame.node, span);
        self.leave(value);
    }

    /// Gives the node that starts now its place in the index; 0 if it goes nowhere.
    fn enter(&mut self, slot: Slot, value: Span) -> usize {
        let parent = self.frames.last().map_or(0, |frame| frame.node);
        match slot {
            Slot::Root => {
                self.index.place(0, value);
                0
            }
            Slot::Field(name, key) => self.index.add(parent, name, Entry { key: Some(key), value }),
            Slot::Item(number) => self.index.add(parent, number.to_string(), Entry { key: None, value }),
            Slot::Key | Slot::Nowhere => 0,
        }
    }

    /// Hands a finished value to the collection it belongs to.
    fn leave(&mut self, value: Value) {
        match self.frames.last_mut().map(|frame| &mut frame.content) {
            None => self.root = Some(value),
            Some(Content::Sequence(items)) => items.push(value),
            Some(Content::Mapping(map, awaited)) => {
                if let Awaited::Value(name, _) = std::mem::replace(awaited, Awaited::Key) {
                    map.insert(name, value);
                }
            }
            Some(Content::Nothing) => {}
        }
    }

    fn await_next(&mut self, next: Awaited) {
        if let Some(Frame { content: Content::Mapping(_, awaited), .. }) = self.frames.last_mut() {
            *awaited = next;
        }
    }

    /// The first `mark` between the last token and `to`, skipping what can stand between a key and its value.
    fn seek(&self, to: usize, mark: char) -> Option<usize> {
        seek::mark(self.text, Span::new(self.last, to.max(self.last)), &[mark], &[':'])
    }

    /// Where an empty value stands: right after the colon or dash it belongs to, if there is one.
    fn empty(&self, slot: &Slot, place: Span) -> Span {
        let after = match slot {
            Slot::Field(_, key) => {
                let rest = Span::new(key.end, self.yaml.end);
                seek::mark(self.text, rest, &[':'], &[]).map_or(key.end, |colon| colon + 1)
            }
            Slot::Item(0) => self.last,
            Slot::Item(_) => self.seek(place.end, '-').map_or(place.start, |dash| dash + 1),
            Slot::Root | Slot::Key | Slot::Nowhere => place.start,
        };
        Span::at(after)
    }

    /// Where a block scalar stands: the parser gives its text and all that follows up to the next token.
    fn block_scalar(&self, value: &str, place: Span) -> Span {
        let gap = Span::new(self.last, place.end.max(self.last));
        let start = seek::mark(self.text, gap, &['|', '>'], &['-', ':', '?']).unwrap_or(place.start);
        let written = self.text.get(start..place.end).unwrap_or("");
        let lines = written.trim_end_matches([' ', '\t']);
        // Blanks after the last line end are the next token's indentation, unless there is none.
        let content = if lines.ends_with('\n') && place.end < self.yaml.end { lines } else { written };
        let header = content.lines().next().and_then(|header| header.split('#').next()).unwrap_or("");
        let content = if header.contains('+') {
            content.strip_suffix('\n').map_or(content, |rest| rest.strip_suffix('\r').unwrap_or(rest))
        } else if value.trim_end_matches('\n').ends_with([' ', '\t']) {
            content.trim_end_matches(['\r', '\n'])
        } else {
            content.trim_end()
        };
        Span::new(start, start + content.len())
    }
}
