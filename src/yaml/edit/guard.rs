//! What must hold of every single change, whoever made it: the value meant and no other, all comments, no more bytes.
//! A change that fails here is refused and never mended.

use granit_parser::{Event, Parser};

use super::state::{Extent, State, Step};
use super::unsound;
use crate::text::Edit;

/// Whether `step` makes of `before` what it says; `after` is its text, read.
pub(super) fn check(before: &State, step: &Step, after: &State) -> Result<(), String> {
    if let Some(problem) = after.document.problems.first() {
        return Err(unsound("the front matter would not be sound", problem));
    }
    if after.document.value != step.value {
        return Err("something else than what was meant would be written".to_owned());
    }
    if comments(&before.text) != comments(&after.text) {
        return Err("a comment would be lost".to_owned());
    }
    if !keeps_within(before, step) {
        return Err("more lines would change than needed".to_owned());
    }
    Ok(())
}

/// The comments of a text, sorted; none if it cannot be read.
fn comments(text: &str) -> Option<Vec<String>> {
    let mut options = granit_parser::options! { emit_comments: true, max_buffered_comment_events: text.len() };
    options.set_emit_comments(true);
    let mut found = Vec::new();
    for event in Parser::new_from_str_with_options(text, options) {
        if let Event::Comment(comment, _) = event.ok()?.0 {
            found.push(comment.into_owned());
        }
    }
    found.sort();
    Some(found)
}

fn keeps_within(before: &State, step: &Step) -> bool {
    match step.extent {
        Extent::Within(span) => {
            let (head, tail) = (&before.text[..span.start], &before.text[span.end..]);
            step.text.len() >= head.len() + tail.len() && step.text.starts_with(head) && step.text.ends_with(tail)
        }
        Extent::Lines => inserted_lines(&before.text, &step.text).is_some(),
        Extent::Insertion => Edit::between(&before.text, &step.text).is_none_or(|edit| edit.span.is_empty()),
    }
}

/// The lines that were put into `before` to make `after`, without their last line end, and where; none if anything
/// else was done.
pub(super) fn inserted_lines<'t>(before: &str, after: &'t str) -> Option<(usize, &'t str)> {
    let edit = Edit::between(before, after).filter(|edit| edit.span.is_empty())?;
    let place = before[..edit.span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = place + edit.text.len();
    let lines = after.get(place..end).and_then(|lines| lines.strip_suffix('\n'));
    if after.get(end..) == before.get(place..) && lines.is_some() {
        return lines.map(|lines| (place, lines));
    }
    // A last line without a line end stays one.
    let lines = after.strip_prefix(before)?.strip_prefix('\n')?;
    (!before.ends_with('\n')).then_some((before.len(), lines))
}
