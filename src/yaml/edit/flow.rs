//! Lists in brackets: an item more, and other items. Done by the spans of the items and of what stands between them,
//! since `yaml_edit` puts a new item beside others where each has a line of its own, and knows no moving.

use super::Item;
use super::list::List;
use crate::text::{Edit, Span, apply, neutral_line};
use crate::yaml::seek;

/// The text with one more item.
pub(super) fn insert(list: &List, place: usize, written: &str) -> String {
    let before = list.before;
    let edits = match (list.items.get(place), list.items.last()) {
        (Some(next), _) => vec![insertion(list, *next, written)],
        (None, Some(item)) => append(list, *item, written),
        (None, None) => vec![Edit::new(first(list), written)],
    };
    // The edits stand in order and apart.
    apply(&before.text, &edits).unwrap_or_else(|| before.text.clone())
}

/// The edit that puts a new item before `next`, and before the comments that stand above it on lines of their own.
fn insertion(list: &List, next: Span, written: &str) -> Edit {
    let before = list.before;
    let line = before.line_start(next.start);
    let mut start = line;
    while let Some(above) = start.checked_sub(1).map(|end| before.line_start(end)) {
        let is_comment = above > list.span.start && before.text[above..start].trim_start().starts_with('#');
        if !is_comment {
            break;
        }
        start = above;
    }
    match before.indentation(next.start).filter(|_| start < line) {
        Some(blanks) => Edit::new(Span::at(start), format!("{blanks}{written},\n")),
        None => Edit::new(Span::at(next.start), format!("{written},{}", lead(list, next))),
    }
}

/// What stands between an item and the one before it: a line end, if the item stands first on its line.
fn lead(list: &List, item: Span) -> String {
    list.before.indentation(item.start).map_or_else(|| " ".to_owned(), |blanks| format!("\n{blanks}"))
}

/// Where the first item goes: in the place of the blanks between the brackets, but no line end is taken away.
fn first(list: &List) -> Span {
    let inside = Span::new(list.span.start + 1, list.span.end - 1);
    let blank = inside.of(&list.before.text).bytes().all(|byte| byte == b' ');
    if blank { inside } else { Span::at(inside.start) }
}

/// The edits that put a new item after `item`, the last one.
fn append(list: &List, item: Span, written: &str) -> Vec<Edit> {
    let text = &list.before.text;
    let tail = Span::new(item.end, list.span.end - 1);
    let comma = seek::mark(text, tail, &[','], &[]);
    let after = comma.map_or(item.end, |comma| comma + 1);
    let line_end = list.before.line_end(after).min(tail.end);
    let ends_line = line_end < tail.end;
    let commented = Span::new(after, line_end).of(text).contains('#');
    let lead = if commented { format!("\n{}", column(list, item)) } else { lead(list, item) };
    // A new line goes below what stands beside the last item.
    let place = if ends_line && lead.starts_with('\n') { line_end } else { after };
    match comma {
        Some(_) => vec![Edit::new(Span::at(place), format!("{lead}{written},"))],
        None if place == after => vec![Edit::new(Span::at(after), format!(",{lead}{written}"))],
        None => vec![Edit::new(Span::at(after), ","), Edit::new(Span::at(place), format!("{lead}{written}"))],
    }
}

/// The blanks that put a new line under an item.
fn column(list: &List, item: Span) -> String {
    let start = list.before.line_start(item.start);
    " ".repeat(list.before.text[start..item.start].chars().count())
}

/// The text with other items: `places` says which of them are there already.
pub(super) fn replace(list: &List, wanted: &[String], places: &[Option<usize>]) -> Result<String, String> {
    let text = &list.before.text;
    let (Some(opening), Some(closing)) = (list.items.first(), list.items.last()) else {
        let items: Vec<String> = wanted.iter().map(|item| list.inline(&Item::Text(item.clone()))).collect();
        return Ok(list.before.text_with(first(list), &items.join(", ")));
    };
    let head = Span::new(list.span.start, opening.start);
    let tail = Span::new(closing.end, list.span.end);
    let between: Vec<&str> = list.items.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start).of(text)).collect();
    let gaps = || [head.of(text), tail.of(text)].into_iter().chain(between.iter().copied());
    if gaps().any(|gap| gap.contains('#')) {
        return Err(format!("comments stand between the items of `{}`", neutral_line(list.key)));
    }
    if wanted.is_empty() {
        return Ok(list.before.text_with(list.span, "[]"));
    }
    let usual = between.last().map_or_else(|| format!(",{}", lead(list, *opening)), |&gap| gap.to_owned());
    let mut items = String::new();
    for (number, (item, place)) in wanted.iter().zip(places).enumerate() {
        if number > 0 {
            items.push_str(between.get(number - 1).copied().unwrap_or(&usual));
        }
        match place {
            Some(place) => items.push_str(list.items[*place].of(text)),
            None => items.push_str(&list.inline(&Item::Text(item.clone()))),
        }
    }
    Ok(list.before.text_with(Span::new(opening.start, closing.end), &items))
}
