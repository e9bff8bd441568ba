//! Lists with dashes: an item more, and other items. What a new item looks like is for `yaml_edit` to say; its place
//! and the order of lines that are there already are decided here.

use std::mem::take;

use super::guard::inserted_lines;
use super::list::List;
use super::{Item, create, tree};
use crate::text::{Span, neutral_line};

/// The text with one more item. It follows directly on the one before it, or on the key, so that comments stay above the
/// item that they stand above.
pub(super) fn insert(list: &List, place: usize, item: &Item) -> Result<String, String> {
    let before = list.before;
    let unsure = || "the library that edits YAML changes more than one item".to_owned();
    let lines = match item {
        Item::Fields(fields) if !list.is_of_braces() => create::lines(fields, ""),
        _ => format!("- {}", list.inline(item)),
    };
    let key = before.position(list.key).ok_or_else(unsure)?;
    let after = tree::insert_item(&before.text, key, place, &format!("k:\n{lines}\n"))?;
    let (found, lines) = inserted_lines(&before.text, &after).ok_or_else(unsure)?;
    let previous = place.checked_sub(1).and_then(|place| list.items.get(place)).map(|item| item.end);
    let previous = previous.or_else(|| before.colon(list.key).filter(|_| !list.items.is_empty()));
    Ok(before.text_with_lines(previous.map_or(found, |at| before.next_line(at)), lines))
}

/// The text with other items, and the span that is changed: `places` says which of them are there already.
///
/// Only for lists of which every item is a line, so that lines are all that is moved; `yaml_edit` knows no moving, and
/// drops the comment of an item that goes. An item takes along the comments and blank lines above it. Lines above an item
/// that goes stay.
pub(super) fn replace(list: &List, wanted: &[String], places: &[Option<usize>]) -> Result<(String, Span), String> {
    let text = &list.before.text;
    let name = || neutral_line(list.key);
    let unsure = || format!("an item of `{}` is more than a line", name());
    let lines = lines(list).ok_or_else(unsure)?;
    let (first, end) = lines.first().zip(lines.last()).map(|(first, last)| (first, last.own.end)).ok_or_else(unsure)?;
    let mut kept = vec![false; lines.len()];
    places.iter().flatten().for_each(|place| kept[*place] = true);
    // The lines above each item that stays, and those that are left after the last one.
    let (mut above, mut rest) = (vec![String::new(); lines.len()], String::new());
    for (place, line) in lines.iter().enumerate() {
        rest.push_str(line.above.of(text));
        if kept[place] {
            above[place] = take(&mut rest);
        } else if Span::new(list.items[place].end, line.own.end).of(text).contains('#') {
            return Err(format!("an item that would leave `{}` has a comment", name()));
        }
    }
    if wanted.is_empty() {
        let colon = list.before.colon(list.key).ok_or_else(unsure)?;
        let left = Span::new(colon + 1, first.above.start).of(text);
        let left = format!(" []{left}{rest}");
        let span = Span::new(colon + 1, end);
        return Ok((list.before.text_with(span, left.strip_suffix('\n').unwrap_or(&left)), span));
    }
    let indentation = list.before.indentation(first.own.start + first.dash).unwrap_or_default();
    let mut parts: Vec<String> = Vec::new();
    for (item, place) in wanted.iter().zip(places) {
        parts.push(match place {
            Some(place) => format!("{}{}", above[*place], lines[*place].own.of(text)),
            None => format!("{indentation}- {}", list.inline(&Item::Text(item.clone()))),
        });
    }
    parts.extend(rest.strip_suffix('\n').map(str::to_owned));
    let span = Span::new(first.above.start, end);
    Ok((list.before.text_with(span, &parts.join("\n")), span))
}

/// An item that is a line.
struct Line {
    /// The lines between it and the item before it, or the key.
    above: Span,
    /// Its own line, without its line end.
    own: Span,
    /// How far its dash is indented.
    dash: usize,
}

fn lines(list: &List) -> Option<Vec<Line>> {
    let text = &list.before.text;
    let mut lines: Vec<Line> = Vec::new();
    for item in &list.items {
        let own = Span::new(list.before.line_start(item.start), list.before.line_end(item.end));
        let lead = Span::new(own.start, item.start).of(text);
        let written = item.of(text);
        if lead.trim_matches(' ') != "-" || written.contains('\n') || written.starts_with(['|', '>']) {
            return None;
        }
        let after_key = || list.before.colon(list.key).map_or(own.start, |colon| list.before.next_line(colon));
        let from = lines.last().map_or_else(after_key, |last| last.own.end + 1);
        lines.push(Line { above: Span::new(from, own.start), own, dash: lead.find('-')? });
    }
    Some(lines)
}
